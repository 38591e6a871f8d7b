"""The talk a document tells of: which sentences tell it, its kind and its place."""

from __future__ import annotations

from itertools import chain

import regex

from .clauses import Reading
from .rules import load, word_set

Lead = tuple[int, int, int]  # a sentence's span, and where in it the talk is told
LEAD = 12  # sentences in which the talk is told, at the most

KINDS = [(kind["name"], regex.compile(kind["pattern"], regex.I)) for kind in load("kinds")["kind"]]
DISCUSS = regex.compile(r"\bdiscuss(?:es|ed)?\b|\b(?:told|tells|assured|informed)\b.{0,80}\bcounterpart\b", regex.I)
FUTURE = regex.compile(
    r"\b(?:will|looks? forward to|plans? to|is (?:set|scheduled|expected|due) to|are (?:set|scheduled|expected) to|intends? to) (?:\w+ ){0,3}?(?:travel|meet|(?:co-)?host|welcom\w+|visit|hold|lead|attend|convene|receive|speak|participate|(?:co-)?chair|pay|arrive|undertake|embark)\b",
    regex.I,
)
FUTURE_TITLE = regex.compile(r"\bto (?:travel|meet|(?:co-)?host|welcome|visit|hold|lead|attend|convene|receive|participate|(?:co-)?chair|pay|undertake|embark)\b", regex.I)
PLACE = regex.compile(
    r"\b(?:(?:in|at) |to (?=the ))(?P<place>(?:the )?\p{Lu}[\p{L}.-]+(?:(?: |, | of | the )(?!\p{L}+day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\p{Lu}[\p{L}.-]+){0,3})(?=[\s,.;)]|\Z)"
)
NO_PLACE = regex.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|\p{L}+day|President|Minister|Secretary|Foreign|Prime|The|His|Her)\b|(?:[\p{L}-]+ )*(?:Forum|Summit|Council|Organi[sz]ation|Conference|Assembly|Meeting|Dialogue|Union|Affairs|Year|Statement)\b"
)
HINTS = word_set("hint") | {w.capitalize() for w in word_set("hint")}
TELLS = regex.compile(
    r"\b(?:had|held|holds|has|conducted|hosted|in|during|at an?|at their|concluded|co-chaired|participants in) (?:\p{L}[\p{L}-]* ){0,6}?(?:conversation|call|talks|meetings?|consultations?|dialogue|videoconference|discussions?|summit)\b"
    r"|\b(?:met|meets|spoke|speaks|talked|visited|travel(?:l?ed)|hosted|received|called|conferred|co-chaired|convened)\b|gathered|told (?:his|her|\p{Lu}\p{Ll}+['’]s)|\bwelcomed\b(?=[^.]{0,200}\bto (?:the |\p{Lu}))|\bdiscussed\b[^.]{0,120}?\bwith\b"
    r"|\b(?:conversation|call|talks|meetings?|consultations?|discussions?|dialogue|summit)\b[^.]{0,150}?\b(?:(?:was|were) (?:also )?held|took place)\b",
    regex.I,
)
THAT = regex.compile(r"\bthat\b")
# What refers to a talk without telling that it took place.
REFERS = regex.compile(r"\b(?:over|by|on) the (?:tele)?phone\b|\b(?:the|their|this|these) (?:\w+ ){0,2}(?:call|conversation|meeting|talks|summit|consultations|discussions)\b", regex.I)


def talk_sentences(text: str, readings: list[Reading]) -> list[Lead]:
    """Return the spans among the first sentences that tell of this talk, in order; the first, and those that refer to one, stand in if none does.

    What is told inside somebody's words ("Wang said that Putin attended …") is another event.
    """
    lead, referring, turn = [], [], -1
    for r in readings[:LEAD]:
        report = next((c for c in r.clauses if c.sort == "report" and c.place != "embedded" and c.subject.kind != "same"), None)
        hinted, first = not r.tokens.words.isdisjoint(HINTS), r.number == 0
        told = TELLS.search(text, r.start, r.end) if hinted and (first or (report.cue[0] > r.start if report else turn != r.paragraph)) else None
        if told and (not report or told.start() < report.cue[0] or first and not THAT.search(text, r.start, told.start())):
            lead.append((r.start, r.end, told.start()))
        if report:
            turn = r.paragraph
        if hinted and not lead and (refers := REFERS.search(text, r.start, r.end)):
            referring.append((r.start, r.end, refers.start()))
    return lead or [(r.start, r.end, r.start) for r in readings[:1]] + referring


def kind_and_place(text: str, title: str | None, lead: list[Lead], readings: list[Reading]) -> tuple[str, str | None]:
    """Return the kind of talk and its place; the title decides before the lead, and the first sentence that tells before the later ones.

    `unknown` where nothing says that a talk has taken place: announcements, statements, briefings.
    """
    head = title or ""
    opening = [text[a:b] for a, b, _ in lead]
    start = text[readings[0].start : readings[0].end]
    coming = FUTURE.search(start)
    if FUTURE_TITLE.search(head) or (coming and not TELLS.search(start, endpos=coming.start())):
        return "unknown", None
    referred = (m.group() for m in REFERS.finditer(text, readings[0].start, readings[:LEAD][-1].end))
    found = (name for piece in chain((f"{head}\n{opening[0]}",), opening, referred) for name, pattern in KINDS if pattern.search(piece))
    kind = next(found, "meeting" if DISCUSS.search(f"{head}\n{opening[0]}") else "unknown")
    if kind in ("phone", "video", "unknown"):
        return kind, None
    return kind, next((p for a, b, _ in lead if (p := _place(text, a, b))), None)


def _place(text: str, a: int, b: int) -> str | None:
    for m in PLACE.finditer(text, a, b):
        place = " ".join(m["place"].split()).rstrip(" ,")
        place = place if regex.search(r"\.\p{Lu}\.$", place) else place.rstrip(".")
        if not NO_PLACE.match(place.removeprefix("the ")):
            return place
    return None
