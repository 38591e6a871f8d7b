"""What of a sentence is frame, what counts, and whose words are reported inside."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..clauses.clauses import Clause
from ..clauses.subjects import Subject
from ..readout import Span
from .context import InContext
from .resolve import LEADING
from .turn import Turn, Verdict

# Before the frame and part of it.
FOR_HIS_PART = regex.compile(
    r"""(?:
    for[ ](?:his|her|its|their)[ ]part
    | in[ ]turn | in[ ]response | meanwhile
    | on[ ](?:his|her)[ ](?:side|part)
    )\s*,?\s*""",
    regex.I | regex.X,
)
NOTING_THAT = regex.compile(
    r"""(?:
    noting | stressing | emphasi[sz]ing | pointing[ ]out | recalling | stating | underlining
    | underscoring | saying | adding | reiterating
    )[ ]that\b""",
    regex.I | regex.X,
)
DURING_THE_TALK = regex.compile(
    r"""
    (?:in|during|at)[ ](?:a|an|the|his|her|their)\b    # during his
    [^.]{0,60}? \b(?:conversation|call|talks|meeting)\b  # first phone conversation
    """,
    regex.I | regex.X,
)
WORD_CHARACTER = regex.compile(r"[\p{L}\p{N}]")
TRIMMED = regex.compile(r"[^\s\x1c-\x1f,;:](?:.*[^\s\x1c-\x1f,;:])?", regex.S)


def content_spans(sentence: InContext, verdict: Verdict) -> tuple[Span, ...]:
    """Return the sentence without its frames, as spans of the text."""
    at = sentence.reading.tokens[0].start
    kept = []
    for start, end in sorted(_frames(sentence, verdict)):
        kept.append(_trimmed(sentence.document.text, at, start))
        at = max(at, end)
    kept.append(_trimmed(sentence.document.text, at, sentence.reading.end))
    return tuple(filter(None, kept))


def _frames(sentence: InContext, verdict: Verdict) -> Iterator[Span]:
    """Yield a speaker's label, the cue clause, "For his part,", and "adding that"."""
    first = sentence.reading.tokens[0].start
    if verdict.clause is None:
        return
    yield verdict.clause.frame
    for clause in sentence.clauses:
        if clause.sort == "participle" and clause is not verdict.clause:
            yield clause.frame
    before = sentence.document.text[first : verdict.clause.frame[0]]
    for pattern in (FOR_HIS_PART, NOTING_THAT):
        if front := pattern.match(before):
            yield first, first + front.end()
    if DURING_THE_TALK.match(before):
        yield first, verdict.clause.frame[0]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Drop white space and stranded commas at the ends; None where no word is left."""
    found = TRIMMED.search(text, start, end)
    return found.span() if found and WORD_CHARACTER.search(text, *found.span()) else None


def cue_span(sentence: InContext, clause: Clause) -> Span:
    """Return the cue; after a name without the apposition between it and its verb."""
    start, end = clause.cue
    if clause.subject.kind != "person":
        return start, end
    cue = sentence.document.text[start:end]
    comma = cue.rstrip(",").rfind(",")
    return end - len(cue[comma + 1 :].lstrip()), end


def nested_names(sentence: InContext, verdict: Verdict, turn: Turn) -> tuple[str, ...]:
    """Return the other people whose words the sentence reports, in order."""
    if verdict.mode not in ("explicit", "continuation") and not verdict.outsider:
        return ()
    persons = sentence.parties.persons
    found: list[str] = []
    for clause in sentence.clauses:
        subject, several = clause.subject, clause.subject.kind == "joint"
        reports = clause.sort not in ("talk", "participle", "joint")
        if clause is verdict.clause or not (reports or several):
            continue
        if subject.kind == "person":
            found.append(persons[subject.persons[0]].name)
        elif subject.name:
            found.append(subject.name)
        elif several and clause.sort != "talk" and _are_leaders(subject, sentence, turn):
            found += [persons[i].name for i in turn.leaders]
        elif _is_you(subject, sentence, verdict):
            found += sentence.parties.names.values()
    return tuple(name for name in dict.fromkeys(found) if name != verdict.speaker)


def _are_leaders(subject: Subject, sentence: InContext, turn: Turn) -> bool:
    """Whether "the two leaders" are no parties, but were named before."""
    leaders = not LEADING.isdisjoint(subject.noun.split())
    return leaders and not sentence.parties.all_of_them(subject, turn)


def _is_you(subject: Subject, sentence: InContext, verdict: Verdict) -> bool:
    """Whether one of two parties refers to the other's words: "as you said"."""
    as_you = subject.noun == "you" and sentence.words[subject.first - 1] == "as"
    parties = sentence.parties
    return as_you and len(parties.names) == 2 and verdict.speaker in parties.numbers
