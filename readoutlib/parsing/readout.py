"""What parsing returns: one Readout with its people, sentences, cuts and problems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]  # of a text: where a stretch starts and where it ends, in characters


class ReadoutError(ValueError):
    """Input that cannot be used.

    The message names it, and says what was expected, what was found, and what to do.
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

    Offsets count characters of the text. `nested`: other people whose words are reported inside;
    `rule`: the attribution rule that decided, with its `confidence`; `content_spans`: the words
    that count, without the attribution frame.
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
    """A person whom a document names: the fullest name it gives, and the variants seen.

    With the country or organisation and the office, where the document tells them; `role`:
    "principal" (who talked), "attendee" (who was there), "mentioned" (everybody else).
    """

    name: str
    country: str | None
    office: str | None
    variants: tuple[str, ...]
    role: str = "principal"


@dataclass(frozen=True, slots=True)
class Readout:
    """One parsed document.

    Every offset counts characters of `text`, which is the decoded file with newlines untouched.
    `people` are those who took part, in order of appearance, and then those who are only mentioned;
    a problem is what was wrong, what was expected and found, and a hint.
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
    problems: tuple[tuple[str, str, str, str], ...] = ()
    talk_between: str | None = None  # states, mixed, domestic

    @property
    def participants(self) -> tuple[str, ...]:
        """Full names of the principals, in order of appearance."""
        return tuple(p.name for p in self.people if p.role == "principal")

    @property
    def present(self) -> tuple[str, ...]:
        """Full names of the principals and of those who attend, in order of appearance."""
        return tuple(p.name for p in self.people if p.role != "mentioned")

    def _repr_html_(self) -> str:
        from ..reading import as_html

        return as_html(self)
