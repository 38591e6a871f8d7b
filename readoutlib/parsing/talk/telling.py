"""The talk a document tells of: which sentences tell it, its kind and its place."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

import regex

from ..clauses.clauses import Clause, Reading
from ..rules import load, word_set

MAX_LEAD = 12  # sentences in which the talk is told, at the most

PATTERNS = load("talk")
# What tells that a talk took place, refers to one, or tells of what was discussed; what is to come.
TELLS, REFERS, DISCUSS, FUTURE, FUTURE_TITLE, NO_TALK, MEETING_TITLE = (
    regex.compile(PATTERNS[key], regex.I | regex.X)
    for key in (
        "tells",
        "refers",
        "discuss",
        "future",
        "future title",
        "no talk",
        "meeting title",
    )
)
QUESTIONS = regex.compile(PATTERNS["questions"], regex.X)
PLACE = regex.compile(PATTERNS["place"], regex.X)
NO_PLACE = regex.compile(PATTERNS["no place"], regex.X)
KINDS_OF_TALK = [
    (kind["name"], regex.compile(kind["pattern"], regex.I | regex.X)) for kind in PATTERNS["kind"]
]
HINTS = word_set("hint") | {word.capitalize() for word in word_set("hint")}
CALLED = regex.compile(r"\b(?:calls|called|phones|phoned|meets|met|speaks|spoke)\b")
THAT = regex.compile(r"\bthat\b")
INITIALISM = regex.compile(r"\.\p{Lu}\.$")  # "Washington D.C." keeps its dot


class Lead(NamedTuple):
    """The span of a sentence that tells of the talk, and where in it that is told."""

    start: int
    end: int
    told: int


def talk_sentences(text: str, readings: list[Reading]) -> list[Lead]:
    """Return the spans among the first sentences that tell of this talk, in order.

    Where none does, the first stands in, and those that refer to a talk. What is told inside
    somebody's words ("Wang said that Putin attended …") is another event.
    """
    lead: list[Lead] = []
    referring: list[Lead] = []
    turn = -1  # the paragraph in which somebody is speaking
    for r in readings[:MAX_LEAD]:
        report = _first_report(r)
        if not r.tokens.words.isdisjoint(HINTS):
            if told := _told(text, r, report, turn):
                lead.append(Lead(r.start, r.end, told.start()))
            elif not lead and (refers := REFERS.search(text, r.start, r.end)):
                referring.append(Lead(r.start, r.end, refers.start()))
        if report:
            turn = r.paragraph
    first = [Lead(r.start, r.end, r.start) for r in readings[:1]]
    return lead or first + referring


def _first_report(r: Reading) -> Clause | None:
    """Return the first main clause that reports and has its own subject."""
    reports = (c for c in r.clauses if c.sort == "report" and c.place != "embedded")
    return next((c for c in reports if c.subject.kind != "same"), None)


def _told(text: str, r: Reading, report: Clause | None, turn: int) -> regex.Match[str] | None:
    """Return the words that tell of the talk outside anybody's reported words."""
    first = r.number == 0
    reported = report.cue[0] <= r.start if report else r.paragraph == turn
    told = None if reported and not first else TELLS.search(text, r.start, r.end)
    if told is None or report is None or told.start() < report.cue[0]:
        return told
    return None if not first or THAT.search(text, r.start, told.start()) else told


def kind_and_place(
    text: str, title: str | None, lead: list[Lead], readings: list[Reading]
) -> tuple[str, str | None]:
    """Return the kind of talk and its place; the title decides before the lead.

    `unknown` where nothing says that a talk has taken place: announcements, statements, briefings,
    congratulations, interviews.
    """
    title = NO_TALK.sub(" ", title or "")
    if _is_announced(text, title, readings):
        return "unknown", None
    kind = _kind(text, title, lead, readings)
    if kind not in ("talks", "meeting"):
        return kind, None
    places = (_place(text, s.start, s.end) for s in lead)
    return kind, next(filter(None, places), None)


def _kind(text: str, title: str, lead: list[Lead], readings: list[Reading]) -> str:
    """Return the kind by the title and the first sentence that tells, else by the next that does.

    Where no sentence tells, or the text opens with a question, the title alone says it.
    """
    told = [text[s.start : s.end] for s in lead]
    tells = any(TELLS.search(sentence) for sentence in told)
    head = f"{title}\n{told[0]}"
    if QUESTIONS.match(readings[0].text):
        return _kind_of(title) or "unknown"
    if not tells and not DISCUSS.search(head):
        return _kind_of(title) or "unknown"
    referred = REFERS.finditer(text, readings[0].start, readings[:MAX_LEAD][-1].end)
    pieces = chain((head,), told, (m.group() for m in referred))
    kind = next(filter(None, map(_kind_of, pieces)), None)
    if kind is None:
        return "meeting" if DISCUSS.search(head) else "unknown"
    if kind == "talks" and MEETING_TITLE.search(title) and _kind_of(title) == "meeting":
        return "meeting"
    return kind


def _kind_of(piece: str) -> str | None:
    """Return the first kind of talk that a piece of text names."""
    return next((name for name, pattern in KINDS_OF_TALK if pattern.search(piece)), None)


def _is_announced(text: str, title: str, readings: list[Reading]) -> bool:
    """Whether the talk is still to come, by the title or the first sentence."""
    future = FUTURE_TITLE.search(title)
    if future and not CALLED.search(title, 0, future.start()):
        return True
    start, end = readings[0].start, readings[0].end
    coming = FUTURE.search(text, start, end)
    return coming is not None and not TELLS.search(text, start, coming.start())


def _place(text: str, a: int, b: int) -> str | None:
    """Return the first place named in a stretch of the text."""
    for m in PLACE.finditer(text, a, b):
        place = " ".join(m["place"].split()).rstrip(" ,")
        if not INITIALISM.search(place):
            place = place.rstrip(".")
        if not NO_PLACE.match(place.removeprefix("the ")):
            return place
    return None
