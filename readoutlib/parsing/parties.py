"""Whom a subject stands for: the participants by name, office, country and pronoun, as far as the text so far tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from .names import LEADERS
from .people import People
from .readout import BOTH_SIDES, NARRATOR
from .rules import word_set
from .subjects import Subject

ANYBODY = word_set("anybody")
LEADING = word_set("leading")
DELEGATION = word_set("delegation")


@dataclass(slots=True)
class Turn:
    """What the reader of the text so far keeps in mind."""

    paragraph: int = -1
    speaker: str | None = None
    person: int | None = None  # the last person who spoke, for pronouns
    leaders: list[int] = field(default_factory=list)  # last named people who are no participants
    label: str | None = None
    uncued: int = 0  # sentences since the last cue
    handed: int | None = None  # the paragraph that a colon announced as the speaker's
    they: int | None = None  # whom "they" stands for, if the last subject was one side's delegation or people


class Parties:
    """The participants of one talk. `names`: number → the name that labels carry; `by_word`: a word of a name, casefold → numbers, in order."""

    def __init__(self, people: People, taking_part: Sequence[int], talk: bool):
        self.people, self.talk = people, talk
        self.names = {i: self._label(i) for i in taking_part}
        self.by_word: dict[str, dict[int, None]] = {}
        self.by_country: dict[str | None, list[int]] = {}
        self._by_office: dict[str, dict[int, None]] = {}
        self._by_office_word: dict[str, set[int]] = {}
        self._by_both: dict[tuple[str, str | None], dict[int, None]] = {}
        for i in taking_part:
            person = people.persons[i]
            self.by_country.setdefault(person.country, []).append(i)
            for word in chain.from_iterable(person.names):
                self.by_word.setdefault(word.casefold(), {})[i] = None
            for word in (person.office or "").split():
                self._by_office_word.setdefault(word, set()).add(i)
            for office in map(str.casefold, person.offices):
                self._by_office.setdefault(office, {})[i] = None
                self._by_both.setdefault((office, person.country), {})[i] = None
        held = [people.persons[i] for i in taking_part if people.persons[i].office]
        self.may_be_leaders = not held or any(p.offices & LEADERS for p in held)

    def _label(self, i: int) -> str:
        person = self.people.persons[i]
        return f"{person.name} ({person.office or 'person'})" if person.name in (BOTH_SIDES, NARRATOR) else person.name

    def resolve(self, subject: Subject, turn: Turn) -> int | None:
        """Return the one participant a subject stands for, or None."""
        if subject.kind == "person":
            return subject.persons[0] if subject.persons[0] in self.names else None
        if subject.kind == "joint" and self.one_side(subject.persons):
            return subject.persons[0]
        if subject.kind == "pronoun" and subject.noun == "they":
            return turn.they
        if subject.kind == "pronoun" and subject.noun in ("he", "she"):
            return turn.person if turn.person is not None else next(iter(self.names), None)
        if subject.kind == "country":
            own = self.by_country.get(subject.country, [])
            own = [i for i in own if self.people.persons[i].offices & DELEGATION] or own
            return own[0] if len(own) == 1 else None
        return self._role(subject, turn) if subject.kind == "role" else None

    def _role(self, subject: Subject, turn: Turn) -> int | None:
        """Return who holds the office, of the country where one is named; else the one from that country; else the one who spoke last."""
        words, country = subject.noun.casefold().split(), subject.country
        if subject.of and country is None:
            fits = set.intersection(*(self._by_office_word.get(w, set()) for w in subject.of))
            return next(iter(fits)) if len(fits) == 1 else None
        if country is None:
            held = [self._by_office.get(w, {}) for w in words]
        else:
            held = [self._by_both.get((w, c), {}) for w in words for c in (country, None)]
            if sum(map(len, held)) != 1 and (own := self.by_country.get(country)):
                held = [dict.fromkeys(own)]
        fits = held[0] if len(held) == 1 else dict.fromkeys(chain.from_iterable(held))
        if not fits and subject.noun in ANYBODY:
            return turn.person
        if len(fits) > 1 and subject.fields:
            named = {i: None for i in fits if subject.fields & set((self.people.persons[i].office or "").split())}
            fits = named or fits
        if len(fits) == 1:
            return next(iter(fits))
        return turn.person if turn.person in fits else None

    def one_side(self, persons: tuple[int, ...]) -> bool:
        """Whether these are several participants of one country, and there are others."""
        sides = {self.people.persons[p].country for p in persons}
        return len(persons) > 1 and len(sides) == 1 and all(p in self.names for p in persons) and len(set(persons)) < len(self.names)

    def hold(self, subject: Subject, turn: Turn) -> bool:
        return self.resolve(subject, turn) is not None or self.all_of_them(subject, turn)

    def all_of_them(self, subject: Subject, turn: Turn) -> bool:
        """Whether "the two sides", "the ministers", "they", "X and Y" stand for the parties of this talk."""
        if subject.kind == "pronoun":
            return self.talk and (subject.noun == "they" and turn.they is None or subject.noun == "we")
        if subject.kind != "joint":
            return False
        if subject.persons:
            return all(p in self.names for p in subject.persons) and bool(self.names)
        return self.talk and (self.may_be_leaders or not set(subject.noun.split()) <= LEADING)
