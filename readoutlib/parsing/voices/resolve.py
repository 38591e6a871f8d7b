"""Whom a subject stands for: a party, by name, office, country, or as the turn tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from ...speakers import BOTH_SIDES, NARRATOR
from ..clauses.subjects import Subject
from ..names.names import HONORIFICS, LEADERS, OFFICES
from ..names.people import Person
from ..rules import word_set
from ..talk.parties import Talk

BODIES, PAPERS = word_set("body"), word_set("paper")
ANYBODY, DELEGATION, LEADING = word_set("anybody"), word_set("delegation"), word_set("leading")
PersonNumbers = dict[int, None]  # of persons, in order and each once


@dataclass(frozen=True, slots=True)
class Antecedents:
    """Whom pronouns stand for: "he" and "she", and "they" where one side was the last subject.

    `outsider`: whether they stand for somebody who is no party, who spoke last; `paper`: for whom
    the statement speaks that was quoted last, for "it".
    """

    person: int | None = None
    they: int | None = None
    outsider: bool = False
    paper: int | None = None


class Parties:
    """The parties of one talk, and what is known of them; nothing in here changes.

    `names`: number → the name that labels carry; `numbers`: the other way round; `told`: whether
    the text tells of a talk at all; `groups`: words of which one names those who met: "Quad".
    """

    def __init__(self, talk: Talk, told: bool, groups: frozenset[str] = frozenset()):
        self.persons, self.author, self.told = talk.persons, talk.author, told
        self.groups, self.took_part, self.attendees = groups, talk.parties, talk.attendees
        speaking = (*talk.parties, *talk.speakers)
        self.names = {i: _shown_name(self.persons[i]) for i in speaking}
        self.numbers = {name: i for i, name in reversed(self.names.items())}
        self._known: dict[tuple[str | None, ...], PersonNumbers] = {}
        for i in speaking:
            for fact in _found_by(self.persons[i]):
                self._known.setdefault(fact, {})[i] = None
        offices = [self.persons[i].offices for i in speaking if self.persons[i].office]
        self.may_be_leaders = not offices or any(held & LEADERS for held in offices)
        others = (p for i, p in enumerate(self.persons) if i not in self.names)
        # "The two leaders" are ministers, too, where no one else leads a country.
        self.only_leaders = self.may_be_leaders or not any(p.offices & LEADERS for p in others)

    def role(self, person: int) -> str:
        """Return what somebody is to the talk, by number: principal, attendee or mentioned."""
        if person not in self.took_part:
            return "mentioned"
        return "attendee" if person in self.attendees else "principal"

    def named(self, word: str) -> PersonNumbers:
        """Return the numbers of those who have the word in a name."""
        return self._with("name", word.casefold())

    def resolve(self, subject: Subject, turn: Antecedents) -> int | None:
        """Return the one party that a subject stands for, or None."""
        named = subject.kind == "person" and subject.persons[0] in self.names
        if named or self.one_side(subject.persons):
            return subject.persons[0]
        if subject.kind == "pronoun":
            return self._pronoun(subject.noun, turn)
        if subject.kind == "country":
            own = self._with("country", subject.country)
            delegations = [i for i in own if self.persons[i].offices & DELEGATION]
            return _only(delegations or own)
        if subject.kind == "role":
            return self._role(subject, turn)
        return self._of_institution(subject, turn) if subject.kind == "other" else None

    def _of_institution(self, subject: Subject, turn: Antecedents) -> int | None:
        """Return for whom a paper or a body speaks: "a statement by the bank", "the fund"."""
        body = subject.noun in BODIES or subject.noun.capitalize() in OFFICES
        if not body and subject.noun not in PAPERS:
            return None
        bodies = [word for word in subject.of if word.casefold() in BODIES]
        heads = [self._with("of", word) for word in bodies]
        if heads:
            return _only(set.intersection(*map(set, heads)))
        of_party = [i for i in subject.persons if i in self.names]
        if body or subject.persons:
            return _only(of_party)
        if subject.country:
            return _only(self._with("country", subject.country))
        return turn.paper

    def one_side(self, persons: tuple[int, ...]) -> bool:
        """Whether these are several parties of one country, and there are others."""
        if len(persons) < 2 or not all(i in self.names for i in persons):
            return False
        countries = {self.persons[i].country for i in persons}
        return len(countries) == 1 and len(set(persons)) < len(self.names)

    def all_of_them(self, subject: Subject, turn: Antecedents) -> bool:
        """Whether "the two sides", "the ministers", "they", "X and Y" stand for all who talked."""
        if subject.kind == "pronoun":
            they = subject.noun == "they" and turn.they is None and not turn.outsider
            return self.told and (they or subject.noun == "we")
        both_outsiders = subject.noun == "they" and turn.outsider  # "Both spoke anonymously"
        if subject.kind != "joint" or both_outsiders:
            return False
        if subject.persons:
            return self.told and all(i in self.names for i in subject.persons)
        if not subject.of <= self.groups or self._foreign(subject.countries):
            return False
        leaders = LEADING.issuperset(subject.noun.split())
        may_be = self.only_leaders if subject.noun == "leaders" else self.may_be_leaders
        return self.told and (may_be or not leaders)

    def _foreign(self, countries: frozenset[str]) -> bool:
        """Whether one of some countries has no part in the talk, as far as all sides are known."""
        sides = {self.persons[i].country for i in self.names}
        return len(sides) > 1 and None not in sides and not countries <= sides

    def hold(self, subject: Subject, turn: Antecedents) -> bool:
        """Whether a subject stands for a party, or for all of them."""
        return self.resolve(subject, turn) is not None or self.all_of_them(subject, turn)

    def _with(self, *fact: str | None) -> PersonNumbers:
        return self._known.get(fact, {})

    def _pronoun(self, pronoun: str, turn: Antecedents) -> int | None:
        if pronoun == "i":
            return self.author
        if pronoun == "they":
            return turn.they
        if pronoun == "it":
            return turn.paper
        if pronoun not in ("he", "she") or turn.outsider:
            return None
        last = turn.person if turn.person is not None else next(iter(self.names), None)
        # Who writes "I" is not "he": of two, it is the other.
        if last == self.author:
            return _only(self.names.keys() - {last})
        if last is not None and self.persons[last].gender in (pronoun, None):
            return last
        return _only([i for i in self.names if self.persons[i].gender == pronoun])

    def _role(self, subject: Subject, turn: Antecedents) -> int | None:
        """Return who holds an office, or who comes from the country that is named with it."""
        if subject.of and subject.country is None:
            return _only(set.intersection(*(set(self._with("of", word)) for word in subject.of)))
        fits = self._office_holders(subject.noun, subject.country)
        if not fits and subject.noun in ANYBODY:
            return turn.person
        if len(fits) > 1:
            fits = {i: None for i in fits if i not in self.attendees} or fits
            fits = self._of_field(fits, subject.fields) or fits
        if fits and subject.country is None and (own := self._publishers(fits)) is not None:
            return own
        return turn.person if turn.person in fits else _only(fits)

    def _office_holders(self, office: str, country: str | None) -> PersonNumbers:
        """Return who holds an office; with a country, who may hold it there, or its people."""
        if country is None:
            return self._with("office", office)
        held = self._with("office", office, country) | self._with("office", office, None)
        return held if len(held) == 1 else self._with("country", country) or held

    def _of_field(self, who: PersonNumbers, fields: frozenset[str]) -> PersonNumbers:
        """Return those whose office has a word of the field, as "Foreign" of "Foreign Minister"."""
        offices = {i: (self.persons[i].office or "").split() for i in who}
        return {i: None for i in who if not fields.isdisjoint(offices[i])}

    def _publishers(self, who: PersonNumbers) -> int | None:
        """Return the one of them who is of the publisher's country, which its pages do not name."""
        own = [i for i in self.names if self.persons[i].own]
        return _only([i for i in own if i in who or self.persons[i].offices <= HONORIFICS])


def _found_by(person: Person) -> Iterator[tuple[str | None, ...]]:
    """Yield what a party may be found by, each fact with its kind before it."""
    yield "country", person.country
    for word in chain.from_iterable(person.names):
        yield "name", word.casefold()
    for word in (person.office or "").split():
        yield "of", word
    for office in map(str.casefold, person.offices):
        yield "office", office
        yield "office", office, person.country


def _shown_name(person: Person) -> str:
    """Return the name; with the office where the name is that of a voice of ours."""
    if person.name in (BOTH_SIDES, NARRATOR):
        return f"{person.name} ({person.office or 'person'})"
    return person.name


def _only(found: Collection[int]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None
