"""The talk a document tells of: which sentences tell it, its kind and its place."""

from __future__ import annotations

from itertools import chain

import regex

from ..clauses.clauses import Reading
from ..rules import load, word_set

Lead = tuple[int, int, int]  # a sentence's span, and where in it the talk is told
LEAD = 12  # sentences in which the talk is told, at the most

RULES = load("talk")
TELLS, REFERS, DISCUSS, FUTURE, FUTURE_TITLE = (
    regex.compile(RULES[k], regex.I)
    for k in ("tells", "refers", "discuss", "future", "future title")
)
PLACE, NO_PLACE = regex.compile(RULES["place"]), regex.compile(RULES["no place"])
KINDS = [(kind["name"], regex.compile(kind["pattern"], regex.I)) for kind in RULES["kind"]]
HINTS = word_set("hint") | {w.capitalize() for w in word_set("hint")}
THAT = regex.compile(r"\bthat\b")


def talk_sentences(text: str, readings: list[Reading]) -> list[Lead]:
    """Return the spans among the first sentences that tell of this talk, in order; the first, and those that refer to one, stand in if none does.

    What is told inside somebody's words ("Wang said that Putin attended …") is another event.
    """
    lead, referring, turn = [], [], -1
    for r in readings[:LEAD]:
        report = next(
            (
                c
                for c in r.clauses
                if c.sort == "report" and c.place != "embedded" and c.subject.kind != "same"
            ),
            None,
        )
        hinted, first = not r.tokens.words.isdisjoint(HINTS), r.number == 0
        told = (
            TELLS.search(text, r.start, r.end)
            if hinted and (first or (report.cue[0] > r.start if report else turn != r.paragraph))
            else None
        )
        if told and (
            not report
            or told.start() < report.cue[0]
            or first
            and not THAT.search(text, r.start, told.start())
        ):
            lead.append((r.start, r.end, told.start()))
        if report:
            turn = r.paragraph
        if hinted and not lead and (refers := REFERS.search(text, r.start, r.end)):
            referring.append((r.start, r.end, refers.start()))
    return lead or [(r.start, r.end, r.start) for r in readings[:1]] + referring


def kind_and_place(
    text: str, title: str | None, lead: list[Lead], readings: list[Reading]
) -> tuple[str, str | None]:
    """Return the kind of talk and its place; the title decides before the lead, and the first sentence that tells before the later ones.

    `unknown` where nothing says that a talk has taken place: announcements, statements, briefings.
    """
    head = title or ""
    opening = [text[a:b] for a, b, _ in lead]
    start = text[readings[0].start : readings[0].end]
    coming = FUTURE.search(start)
    if FUTURE_TITLE.search(head) or (coming and not TELLS.search(start, endpos=coming.start())):
        return "unknown", None
    referred = (
        m.group() for m in REFERS.finditer(text, readings[0].start, readings[:LEAD][-1].end)
    )
    found = (
        name
        for piece in chain((f"{head}\n{opening[0]}",), opening, referred)
        for name, pattern in KINDS
        if pattern.search(piece)
    )
    kind = next(found, "meeting" if DISCUSS.search(f"{head}\n{opening[0]}") else "unknown")
    held = lead if kind in ("talks", "meeting") else []
    return kind, next((p for a, b, _ in held if (p := _place(text, a, b))), None)


def _place(text: str, a: int, b: int) -> str | None:
    for m in PLACE.finditer(text, a, b):
        place = " ".join(m["place"].split()).rstrip(" ,")
        place = place if regex.search(r"\.\p{Lu}\.$", place) else place.rstrip(".")
        if not NO_PLACE.match(place.removeprefix("the ")):
            return place
    return None
