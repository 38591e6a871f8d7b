"""Rules for speech that is marked as somebody's: labelled, quoted, or announced by a colon."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

import regex

from ...speakers import NARRATOR
from ..clauses.clauses import Clause
from ..readout import Span
from .context import InContext
from .rule import REPORTING, Rule, narration
from .turn import Turn, Verdict

FIRST_PERSON = regex.compile(r"\b(?:I|[Ww]e|[Oo]ur|us|[Mm]y|me)\b")
POINT = regex.compile(r"\s*(?:[-–—*•·▪●>]|\(?(?:\d{1,2}|[a-z])[.)])\s")  # of a list
AHEAD = 8  # sentences in which the first person may show


def not_in_english(sentence: InContext, turn: Turn) -> Verdict | None:
    """Nothing is read in a text that is not in English."""
    return narration() if sentence.document.in_other_language else None


OTHER_LANGUAGE = Rule(
    "other language",
    not_in_english,
    lead="",
    fires="La ministre Ann Alder a rencontré son homologue chilien Bo Birch à Oslo le 3 mai 2021."
    " Elle a souligné que le commerce entre les deux pays compte pour la région et pour le monde.",
    silent="Minister Ann Alder met Minister Bo Birch in Oslo on May 3, 2021. She noted that trade"
    " between the two countries matters.",
)


def unread_transcript(sentence: InContext, turn: Turn) -> Verdict | None:
    """Who says "I" and "we" in it is not told, so nothing in it is anybody's."""
    return narration() if sentence.document.spoken.unread else None


UNREAD = Rule(
    "transcript not attributed",
    unread_transcript,
    lead="Remarks at the Meeting of Norway and Chile",
    fires="I thank you for your welcome. We agreed to meet again.",
    silent="Foreign Minister Ann Alder met Foreign Minister Bo Birch. They agreed to meet again.",
)


# In a transcript all sentences from one label to the next are whose name the label has.


def label_of_nobody(sentence: InContext, turn: Turn) -> Verdict | None:
    """The label names no party: "MODERATOR:"."""
    return narration() if sentence.turn_speaker == NARRATOR else None


def speaker_label(sentence: InContext, turn: Turn) -> Verdict | None:
    """The sentence opens with the label of a party: "FOREIGN MINISTER ALDER:"."""
    speaker = sentence.turn_speaker
    return Verdict(speaker, "explicit") if speaker and sentence.opens_turn else None


def labelled_turn(sentence: InContext, turn: Turn) -> Verdict | None:
    """The last label was a party's."""
    speaker = sentence.turn_speaker
    return Verdict(speaker, "continuation") if speaker else None


LABELS = (
    Rule(
        "label of no participant",
        label_of_nobody,
        fires="FOREIGN MINISTER ALDER: Welcome.\n\nMODERATOR: Thank you.",
        silent="FOREIGN MINISTER ALDER: Welcome.\n\nFOREIGN MINISTER BIRCH: Thank you.",
    ),
    Rule(
        "speaker label",
        speaker_label,
        fires="FOREIGN MINISTER ALDER: Welcome.\n\nFOREIGN MINISTER BIRCH: Thank you.",
        silent="NORWAY: Minister Birch is ready.",
    ),
    Rule(
        "labelled turn goes on",
        labelled_turn,
        fires="MODERATOR: Welcome.\n\nFOREIGN MINISTER BIRCH: Thank you. Trade matters.",
        silent="MODERATOR: Welcome.\n\nFOREIGN MINISTER BIRCH: Thank you.",
    ),
)


def inside_quotation(sentence: InContext, turn: Turn) -> Verdict | None:
    """All sentences of a quotation are whose it is: told where it ends, or before it began."""
    speaker = _whose_quotation(sentence, turn)
    if speaker is None:
        return None
    if speaker == NARRATOR:
        return Verdict(NARRATOR, "narration", of="nobody")
    return Verdict(speaker, "continuation", of="party")


QUOTATIONS = (
    Rule(
        "quotation goes on",
        inside_quotation,
        of="party",
        fires="“It has grown,” Birch said. “Trade matters. It will grow.”",
        silent="“It has grown,” Birch said. Trade matters. It will grow.",
    ),
    Rule(
        "quotation of no participant",
        inside_quotation,
        of="nobody",
        fires="The press was there. “Trade matters. It will grow.”",
        silent="Alder noted it. “Trade matters. It will grow.”",
    ),
)


def _whose_quotation(sentence: InContext, turn: Turn) -> str | None:
    """Return whose quotation holds the whole sentence; None where none does, or the text tells."""
    quotation = sentence.quotation()
    # A statement printed as one quotation is read like any text.
    if quotation is None or quotation[0] <= sentence.document.readings[0].start:
        return None
    parties = sentence.parties
    if cues := _cues_after(quotation, sentence):
        resolved = (parties.resolve(cue.subject, turn) for cue in cues)
        told = next((who for who in resolved if who is not None), None)
        return None if told is None else parties.names[told]
    tells_itself = not turn.is_somebodys and _names_speakers(sentence, turn)
    return None if tells_itself else turn.speaker


def _cues_after(quotation: Span, sentence: InContext) -> list[Clause]:
    """Return the clauses in the sentence that ends the quotation: "…," Alder said."""
    readings, number = sentence.document.readings, sentence.reading.number
    last = bisect_left(readings, quotation[1], number, key=attrgetter("start")) - 1
    if last <= number:
        return []
    closing = (c for c in readings[last].clauses if c.cue[0] >= quotation[1] - 1)
    return [c for c in closing if c.place == "parenthetical" and c.sort != "talk"]


def _names_speakers(sentence: InContext, turn: Turn) -> bool:
    """Whether a statement that is quoted says itself who said what."""
    reports = (c for c in sentence.clauses if c.sort in REPORTING)
    subjects = [c.subject for c in reports if c.place == "initial"]
    named = any(
        s.kind in ("person", "role") and sentence.parties.resolve(s, turn) is not None
        for s in subjects
    )
    joint = (s for s in subjects if s.kind == "joint")
    return named or any(sentence.parties.all_of_them(s, turn) for s in joint)


def after_a_colon(sentence: InContext, turn: Turn) -> Verdict | None:
    """What follows "Alder said:" is hers: all points of a list, and what says "I" and "we"."""
    handed = turn.handed is not None and turn.speaker != NARRATOR
    if not handed or sentence.first_clause("parenthetical"):
        return None
    goes_on = sentence.paragraph == turn.handed or _is_next_point(sentence, turn)
    own = goes_on or (turn.is_somebodys and _in_first_person(sentence))
    return Verdict(turn.speaker, "continuation") if own else None


def _is_next_point(sentence: InContext, turn: Turn) -> bool:
    """Whether the sentence stands in a point of a list, next to the paragraph before."""
    document = sentence.document
    start = next(r.start for r in document.readings if r.paragraph == sentence.paragraph)
    near = sentence.paragraph - turn.paragraph <= 1
    return near and bool(POINT.match(document.text, start))


AFTER_A_COLON = Rule(
    "after a colon",
    after_a_colon,
    fires="Alder said the following:\n\nTrade matters.",
    silent="Alder said the following.\n\nTrade matters.",
)


def _in_first_person(sentence: InContext) -> bool:
    """Whether the sentence, or the next after some without a cue, is in the first person."""
    number = sentence.reading.number
    for reading in sentence.document.readings[number : number + AHEAD]:
        if FIRST_PERSON.search(reading.text):
            return True
        if reading.clauses:
            return False
    return False


MARKED = (
    OTHER_LANGUAGE,  # before the rest: nothing in it is read
    UNREAD,  # before the rest: nor in this
    *LABELS,  # before quotations: what a speaker quotes is part of the turn
    *QUOTATIONS,  # before the colon: whose a quotation is may be told behind it
    AFTER_A_COLON,
)
