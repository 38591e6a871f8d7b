"""What a rule may ask: one sentence, and the document it stands in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from ...speakers import NARRATOR
from ..clauses.clauses import Clause, Reading
from ..names.labels import Label
from ..names.people import People
from ..readout import Span
from ..talk.speakers import Spoken
from .resolve import Parties

CLOSING = '”»"*_'
MANY_CUES = 0.7  # of the sentences: such pages name the speaker nearly always


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What the rules know of the whole document.

    In `text` every white space is a blank; `labels` stand by the paragraph that they open, as
    whose words these are does in `spoken`; a text in another language than English is not read.
    """

    text: str
    people: People
    parties: Parties
    readings: Sequence[Reading]
    quotations: Sequence[Span]
    labels: Mapping[int, Label]
    spoken: Spoken
    in_other_language: bool

    def sentences(self) -> Iterator[InContext]:
        """Yield the sentences in order, each with the label in whose reach it stands."""
        cued = sum(any(map(_is_cue, r.clauses)) for r in self.readings)
        many_cues = cued > MANY_CUES * len(self.readings)
        paragraph, speaker = -1, None
        for reading in self.readings:
            opens = reading.paragraph != paragraph and reading.paragraph in self.spoken.turns
            if opens:
                speaker = self._name(self.spoken.turns[reading.paragraph])
            paragraph = reading.paragraph
            label = self.labels.get(paragraph) if opens else None
            yield InContext(self, reading, label, speaker, opens, many_cues)

    def _name(self, person: int | None) -> str:
        return NARRATOR if person is None else self.parties.names[person]


def _is_cue(clause: Clause) -> bool:
    return clause.place != "embedded" and clause.sort != "other"


@dataclass(frozen=True, slots=True, eq=False)
class InContext:
    """One sentence where it stands.

    `label`: the label before it; `turn_speaker`: in whose words the text stands here, the
    narrator's where a label names no party, None where nobody's; `opens_turn`: whether these words
    begin here; `many_cues`: whether the page cues nearly always.
    """

    document: Document
    reading: Reading
    label: Label | None
    turn_speaker: str | None
    opens_turn: bool
    many_cues: bool

    @property
    def parties(self) -> Parties:
        return self.document.parties

    @property
    def paragraph(self) -> int:
        return self.reading.paragraph

    @property
    def clauses(self) -> list[Clause]:
        return self.reading.clauses

    @property
    def words(self) -> list[str]:
        """The words and marks, in order, with blank ones after the last."""
        return self.reading.tokens.texts

    def first_clause(self, *places: str) -> Clause | None:
        """Return the first clause in one of some places."""
        return next((c for c in self.clauses if c.place in places), None)

    def has(self, *words: str) -> bool:
        """Whether the sentence has one of some words; costs less than a pattern."""
        return not self.reading.tokens.words.isdisjoint(words)

    def search(self, pattern: regex.Pattern[str]) -> regex.Match[str] | None:
        """Look for a pattern anywhere in the sentence."""
        return pattern.search(self.document.text, self.reading.start, self.reading.end)

    def opens_with(self, pattern: regex.Pattern[str]) -> bool:
        """Whether the sentence begins with what matches a pattern."""
        return bool(pattern.match(self.document.text, self.reading.start, self.reading.end))

    def quotation(self) -> Span | None:
        """Return the quotation that holds the whole sentence, but for marks after it."""
        start, end = self.reading.start, self.reading.end
        before = bisect_left(self.document.quotations, (start + 1,)) - 1
        if before < 0 or end - start <= 3:
            return None
        opens, closes = self.document.quotations[before]
        if self.clauses and self.document.text[closes - 1] not in CLOSING:
            return None  # without its closing mark, where it ends is not known
        whole = closes > start and not self.document.text[closes:end].strip(".,;!?*_")
        return (opens, closes) if whole else None
