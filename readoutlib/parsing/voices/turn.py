"""The turn: what a reader of the text so far keeps in mind, and how a sentence moves it on."""

from __future__ import annotations

from dataclasses import dataclass

from ...speakers import BOTH_SIDES, NARRATOR
from ..clauses.clauses import Clause
from ..clauses.subjects import Subject
from ..names.people import Mention
from .context import InContext
from .resolve import Antecedents


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who speaks in a sentence, as a rule found it.

    `of`: what the subject is, where the rules of one function are told apart by it; `clause`: the
    reporting clause; `told`: the subject of a talk that was told; `outsider`: whether somebody who
    took no part speaks.
    """

    speaker: str
    mode: str
    of: str = ""
    clause: Clause | None = None
    told: Subject | None = None
    outsider: bool = False


@dataclass(frozen=True, slots=True)
class Turn(Antecedents):
    """Who spoke last and where, and whom the next sentence may mean.

    `person` is the last party who spoke or was told of, for "he" and "she"; `leaders`, the last two
    or more named people who are no parties; `uncued` counts the sentences since the last cue;
    `handed` is the paragraph that a colon announced as the speaker's.
    """

    paragraph: int = -1
    speaker: str = NARRATOR
    leaders: tuple[int, ...] = ()
    uncued: int = 0
    handed: int | None = None

    @property
    def is_somebodys(self) -> bool:
        """Whether one party speaks."""
        return self.speaker not in (BOTH_SIDES, NARRATOR)

    def holds(self, sentence: InContext) -> bool:
        """Whether one party was speaking up to here in the sentence's own paragraph."""
        return self.is_somebodys and sentence.paragraph == self.paragraph

    def after(self, verdict: Verdict, sentence: InContext) -> Turn:
        """Return the turn as the sentence leaves it."""
        tokens = sentence.reading.tokens
        named = sentence.document.people.between(tokens[0].start, tokens[-1].end)
        uncued = verdict.mode == "continuation" and verdict.clause is None
        return Turn(
            person=self._person_after(verdict, sentence, named),
            they=self._they_after(verdict, sentence),
            paper=self._paper_after(verdict, sentence),
            outsider=verdict.outsider or self._outsider_stays(verdict, sentence, named),
            paragraph=sentence.paragraph,
            speaker=verdict.speaker,
            leaders=self._leaders_after(sentence, named),
            uncued=self.uncued + 1 if uncued else 0,
            handed=self._handed_after(verdict, sentence),
        )

    def _handed_after(self, verdict: Verdict, sentence: InContext) -> int | None:
        if sentence.reading.tokens[-1].text == ":":
            return sentence.paragraph + 1
        return None if verdict.mode == "explicit" or verdict.told else self.handed

    def _they_after(self, verdict: Verdict, sentence: InContext) -> int | None:
        """After "the Chilean side said", "they" are the Chileans; after a person, everybody."""
        subject = verdict.clause.subject if verdict.clause else verdict.told
        if subject is None or (subject.kind, subject.noun) == ("pronoun", "they"):
            return self.they
        country = subject.kind == "country" or subject.noun == "delegation"
        if country or sentence.parties.one_side(subject.persons):
            return sentence.parties.resolve(subject, self)
        return None

    def _paper_after(self, verdict: Verdict, sentence: InContext) -> int | None:
        """For whom a statement speaks that is quoted, until somebody else speaks."""
        head = next(iter(sentence.clauses), None)
        quoted = head is not None and (head.sort == "other" or head.subject.noun == "it")
        speaker = sentence.parties.numbers.get(verdict.speaker)
        if quoted and speaker is not None:
            return speaker
        return self.paper if verdict.speaker == NARRATOR and not verdict.outsider else None

    def _outsider_stays(self, verdict: Verdict, sentence: InContext, named: list[Mention]) -> bool:
        """Whether pronouns still stand for who is no party: no party was named or spoke since."""
        told = verdict.speaker != NARRATOR or verdict.told is not None
        return (
            self.outsider
            and not told
            and all(m.person not in sentence.parties.names for m in named)
        )

    def _person_after(
        self, verdict: Verdict, sentence: InContext, named: list[Mention]
    ) -> int | None:
        parties = sentence.parties
        if verdict.speaker in parties.numbers:
            return parties.numbers[verdict.speaker]
        if verdict.speaker != NARRATOR:
            return self.person
        told = parties.resolve(verdict.told, self) if verdict.told else None
        if told is not None:
            return told
        first = next((m for m in named if m.person in parties.names), None)
        opens = first is not None and first.start == sentence.reading.tokens[0].start
        return first.person if first and (verdict.told or opens) else self.person

    def _leaders_after(self, sentence: InContext, named: list[Mention]) -> tuple[int, ...]:
        others = (m.person for m in named if m.person not in sentence.parties.names)
        met = tuple(dict.fromkeys(others))[:2]
        return met if len(met) > 1 else self.leaders
