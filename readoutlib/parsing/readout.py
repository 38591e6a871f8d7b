"""What parsing returns: one Readout with its people, sentences, cuts and problems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]  # of a text: where a stretch starts and where it ends, in characters


class ReadoutError(ValueError):
    """Input that cannot be used.

    The message names it, says what was expected, what was found, and what to do.
    """


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of the text that is no part of the readout, with the rule that took it out."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the body: who speaks, how we know, and where it stands.

    Offsets count characters of the text.
    """

    sent: int
    paragraph: int
    start: int
    end: int
    text: str
    speaker: str
    mode: str  # explicit, continuation, joint, narration
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    nested: tuple[str, ...]
    rule: str
    confidence: float
    content_spans: tuple[tuple[int, int], ...]

    @property
    def content(self) -> str:
        """The words that count: white space inside a span folded, spans joined by a line break."""
        return "\n".join(
            " ".join(self.text[a - self.start : b - self.start].split())
            for a, b in self.content_spans
        )


@dataclass(frozen=True, slots=True)
class Participant:
    """Who took part: the fullest name this document gives, country or organisation, office.

    `variants` are the forms of the name seen.
    """

    name: str
    country: str | None
    office: str | None
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readout:
    """One parsed document.

    Every offset counts characters of `text`, the decoded file with newlines untouched.
    """

    name: str
    text: str
    title: str | None
    title_start: int | None
    title_end: int | None
    outlet: str | None
    outlet_guess: str | None
    url: str | None
    published: date | None
    event_start: date | None
    event_end: date | None
    event_precision: str  # day, month, year, unknown
    event_rule: str | None
    event_evidence: str | None
    event_kind: str  # phone, video, talks, meeting, unknown
    event_place: str | None
    people: tuple[Participant, ...]
    sentences: tuple[Sentence, ...]
    cuts: tuple[Cut, ...]
    problems: tuple[tuple[str, str, str, str], ...] = ()  # problem, expected, found, hint

    @property
    def participants(self) -> tuple[str, ...]:
        """Full names of the participants, in order of appearance."""
        return tuple(p.name for p in self.people)

    def _repr_html_(self) -> str:
        from ..reading import as_html

        return as_html(self)
