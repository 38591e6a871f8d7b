"""Who speaks in each sentence of a document: the cascade run over them, the turn moving on."""

from __future__ import annotations

from functools import cache

from ..readout import Sentence
from ..rules import load
from .cascade import decide
from .content import content_spans, cue_span, nested_names
from .context import Document, InContext
from .turn import Turn, Verdict


def attribute(document: Document) -> tuple[Sentence, ...]:
    """Return the labelled sentences of one document, in order."""
    turn, labelled = Turn(), []
    for sentence in document.sentences():
        rule, verdict = decide(sentence, turn)
        labelled.append(_labelled(sentence, turn, rule.name, verdict))
        turn = turn.after(verdict, sentence)
    return tuple(labelled)


@cache
def confidence(rule: str) -> float:
    """Return the share of a rule's sentences that were right, after Laplace's rule of succession.

    (right + 1) / (right + wrong + 2), counted where somebody had read the text; 0.5 for a rule
    that no such text has.
    """
    counts: dict[str, tuple[int, int]] = load("counts")["rule"]
    right, wrong = counts.get(rule, (0, 0))
    return round((right + 1) / (right + wrong + 2), 3)


def _labelled(sentence: InContext, turn: Turn, rule: str, verdict: Verdict) -> Sentence:
    reading, clause = sentence.reading, verdict.clause
    cue = cue_start = cue_end = None
    if clause:
        cue_start, cue_end = cue_span(sentence, clause)
        cue = reading.text[cue_start - reading.start : cue_end - reading.start]
    return Sentence(
        sent=reading.number,
        paragraph=reading.paragraph,
        start=reading.start,
        end=reading.end,
        text=reading.text,
        speaker=verdict.speaker,
        mode=verdict.mode,
        cue=cue,
        cue_start=cue_start,
        cue_end=cue_end,
        nested=nested_names(sentence, verdict, turn),
        rule=rule,
        confidence=confidence(rule),
        content_spans=content_spans(sentence, verdict),
    )
