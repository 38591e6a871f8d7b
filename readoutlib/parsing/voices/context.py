"""What a rule may ask: one sentence, and the document it stands in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from ...speakers import NARRATOR
from ..clauses.clauses import Clause, Reading
from ..names.people import People
from ..readout import Span
from .resolve import Parties

MANY_CUES = 0.7  # of the sentences: such pages name the speaker nearly always


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What the rules know of the whole document.

    In `text` every white space is a blank; `labels` stand by paragraph; a text in another language
    than English is not read.
    """

    text: str
    people: People
    parties: Parties
    readings: Sequence[Reading]
    quotations: Sequence[Span]
    labels: Mapping[int, regex.Match[str]]
    in_other_language: bool

    def sentences(self) -> Iterator[InContext]:
        """Yield the sentences in order, each with the label in whose reach it stands."""
        cued = sum(any(c.place != "embedded" for c in r.clauses) for r in self.readings)
        many_cues = cued > MANY_CUES * len(self.readings)
        paragraph, speaker = -1, None
        for reading in self.readings:
            label = self.labels.get(reading.paragraph) if reading.paragraph != paragraph else None
            if label:
                speaker = self._labelled(label)
            paragraph = reading.paragraph
            yield InContext(self, reading, label, speaker, many_cues)

    def _labelled(self, label: regex.Match[str]) -> str:
        """Return the one party that a label names, or the narrator."""
        words = (word.strip(".,()[]") for word in label["label"].split())
        named = {i for word in words for i in self.parties.named(word)}
        return self.parties.names[named.pop()] if len(named) == 1 else NARRATOR


@dataclass(frozen=True, slots=True, eq=False)
class InContext:
    """One sentence where it stands.

    `label`: the label it opens with; `label_speaker`: whose label was the last, the narrator's
    where it names no party, None where there was none; `many_cues`: whether the page cues nearly
    always.
    """

    document: Document
    reading: Reading
    label: regex.Match[str] | None
    label_speaker: str | None
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
        whole = closes > start and not self.document.text[closes:end].strip(".,;!?*_")
        return (opens, closes) if whole else None
