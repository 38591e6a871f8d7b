"""Whom a subject stands for: the participants by name, office, country and pronoun, as far as the text so far tells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ...speakers import BOTH_SIDES, NARRATOR
from ..clauses.subjects import Subject
from ..names.names import HONORIFICS, LEADERS
from ..names.people import People
from ..rules import word_set

ANYBODY, DELEGATION, LEADING = word_set("anybody"), word_set("delegation"), word_set("leading")


@dataclass(slots=True)
class Turn:
    """What the reader of the text so far keeps in mind."""

    paragraph: int = -1
    speaker: str = NARRATOR
    person: int | None = None  # the last person who spoke, for pronouns
    leaders: list[int] = field(default_factory=list)  # last named people who are no participants
    label: str | None = None
    uncued: int = 0  # sentences since the last cue
    handed: int | None = None  # the paragraph that a colon announced as the speaker's
    they: int | None = (
        None  # whom "they" stands for, if the last subject was one side's delegation or people
    )


class Parties:
    """The participants of one talk. `names`: number → the name that labels carry; `turn`: what of the text they last did."""

    def __init__(self, people: People, taking_part: Sequence[int], talk: bool):
        self.people, self.talk, self.turn = people, talk, Turn()
        self.names = {i: self._label(i) for i in taking_part}
        self._known: dict[
            tuple[str | None, ...], dict[int, None]
        ] = {}  # what is known of persons → their numbers, in order
        for i in taking_part:
            person = people.persons[i]
            offices = [office.casefold() for office in person.offices]
            keys = [("country", person.country)]
            keys += [("name", word.casefold()) for word in chain.from_iterable(person.names)]
            keys += [("of", word) for word in (person.office or "").split()]
            keys += [
                key
                for office in offices
                for key in (("office", office), ("office", office, person.country))
            ]
            for key in keys:
                self._known.setdefault(key, {})[i] = None
        offices = [people.persons[i].offices for i in taking_part if people.persons[i].office]
        self.may_be_leaders = not offices or any(o & LEADERS for o in offices)

    def _label(self, i: int) -> str:
        person = self.people.persons[i]
        return (
            f"{person.name} ({person.office or 'person'})"
            if person.name in (BOTH_SIDES, NARRATOR)
            else person.name
        )

    def _with(self, *key: str | None) -> dict[int, None]:
        return self._known.get(key, {})

    def named(self, word: str) -> dict[int, None]:
        """Return the numbers of those who have the word in a name."""
        return self._with("name", word.casefold())

    def resolve(self, subject: Subject) -> int | None:
        """Return the one participant a subject stands for, or None."""
        if (
            subject.kind == "person"
            and subject.persons[0] in self.names
            or self.one_side(subject.persons)
        ):
            return subject.persons[0]
        if subject.kind == "pronoun" and subject.noun in ("i", "they"):
            return self.turn.they if subject.noun == "they" else self.people.author
        if subject.kind == "pronoun" and subject.noun in ("he", "she"):
            last = (
                self.turn.person if self.turn.person is not None else next(iter(self.names), None)
            )
            return _only(self.names.keys() - {last}) if last == self.people.author else last
        if subject.kind == "country":
            own = self._with("country", subject.country)
            return _only([i for i in own if self.people.persons[i].offices & DELEGATION] or own)
        return self._role(subject) if subject.kind == "role" else None

    def _role(self, subject: Subject) -> int | None:
        """Return who holds the office, of the country where one is named; else the one from that country; else the one who spoke last."""
        words, country = subject.noun.split(), subject.country
        if subject.of and country is None:
            return _only(set.intersection(*(set(self._with("of", w)) for w in subject.of)))
        if country is None:
            held = [self._with("office", w) for w in words]
        else:
            held = [self._with("office", w, c) for w in words for c in (country, None)]
            if sum(map(len, held)) != 1:
                held = [own] if (own := self._with("country", country)) else held
        fits = held[0] if len(held) == 1 else dict.fromkeys(chain.from_iterable(held))
        if not fits and subject.noun in ANYBODY:
            return self.turn.person
        if len(fits) > 1 and subject.fields:
            fits = {
                i: None
                for i in fits
                if not subject.fields.isdisjoint((self.people.persons[i].office or "").split())
            } or fits
        ours = (
            [i for i in self.names if self.people.persons[i].own]
            if fits and country is None
            else ()
        )
        own = [i for i in ours if i in fits or self.people.persons[i].offices <= HONORIFICS]
        return (
            own[0]
            if len(own) == 1
            else self.turn.person
            if self.turn.person in fits
            else _only(fits)
        )

    def one_side(self, persons: tuple[int, ...]) -> bool:
        """Whether these are several participants of one country, and there are others."""
        sides = {self.people.persons[p].country for p in persons}
        return (
            len(persons) > 1
            and len(sides) == 1
            and all(p in self.names for p in persons)
            and len(set(persons)) < len(self.names)
        )

    def hold(self, subject: Subject) -> bool:
        return self.resolve(subject) is not None or self.all_of_them(subject)

    def all_of_them(self, subject: Subject) -> bool:
        """Whether "the two sides", "the ministers", "they", "X and Y" stand for the parties of this talk."""
        if subject.kind == "pronoun":
            return self.talk and (
                subject.noun == "they" and self.turn.they is None or subject.noun == "we"
            )
        if subject.kind != "joint":
            return False
        if subject.persons:
            return all(p in self.names for p in subject.persons)
        return self.talk and (self.may_be_leaders or not LEADING.issuperset(subject.noun.split()))


def _only(found: Collection[int]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None
