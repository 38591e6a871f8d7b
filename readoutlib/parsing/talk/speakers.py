"""Who speaks under each label of a transcript, and whose remarks a text without labels is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from ..clauses.clauses import Reading
from ..names.grammar import COUNTRIES
from ..names.labels import Label
from ..names.names import HONORIFICS, OF_OFFICES, OFFICES, is_plain
from ..names.people import People, Person
from ..page.layout import Layout
from ..rules import load, word_set
from .parties import Talk

Words = tuple[str, ...]
SHORT: Mapping[str, str] = load("offices")["short"]
LOWER = word_set("lower rank")
STATEMENT = regex.compile(r"\bstatement\b", regex.I)
SPOKEN = regex.compile(
    r"\b(?:remarks|speech|address|transcript|toast|interview|press conference)\b", regex.I
)
I_OR_YOU = regex.compile(r"\b(?:I|[Mm]y|me|[Yy]ou|[Yy]ours?)\b")
FIRST_PERSON = regex.compile(r"\b(?:I|[Mm]y|me|[Yy]ou|[Yy]ours?|[Ww]e|[Oo]ur|us)\b")
MUCH = 0.4  # of the sentences in the first person: then the text is somebody's words


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whose words the text is: the paragraphs that open a turn, each with the number of who speaks.

    None stands for somebody who is no participant. `unread`: whether it looks like a transcript
    whose turns cannot be told.
    """

    turns: Mapping[int, int | None]
    unread: bool = False


def read_speakers(
    talk: Talk,
    labels: Mapping[int, Label],
    headline: Label | None,
    people: People,
    layout: Layout,
    readings: Sequence[Reading],
    told: bool,
) -> tuple[Talk, Spoken]:
    """Return the talk with all who speak in the text's own words, and whose words these are.

    A label names a person, or an office: then who holds it and has no label with a name. Who is
    named by an office alone that nobody in the text holds is added. A text without labels is whose
    remarks the headline says they are.
    """
    title = layout.title or ""
    spoken = not labels and (headline is not None or SPOKEN.search(title) is not None)
    opening = _first_own_paragraph(readings) if spoken else None
    binding = _Binding(list(talk.persons), talk.parties, people, layout.home, len(title))
    each = {label.words: label for label in labels.values()}
    bound = binding.of(each, headline if labels or opening is not None else None)
    titled = bound.get(headline.words) if headline else None
    turns = {n: bound[label.words] for n, label in labels.items()}
    author = talk.author
    if opening is not None and titled is not None:
        if told and STATEMENT.search(title):
            author = titled if author is None else author
        else:
            turns = {opening: titled}
    labelled = bool(labels) and not any(i is not None for i in turns.values())
    if labelled or (opening is not None and not turns and author is None):
        return talk, Spoken({}, unread=True)
    quoted = [] if told else _quoted(readings)
    speaking = [i for i in dict.fromkeys([*turns.values(), author, *quoted]) if i is not None]
    more = tuple(i for i in speaking if i not in talk.parties)
    talk = replace(talk, persons=tuple(binding.persons), author=author)
    if told:
        return replace(talk, parties=talk.parties + more), Spoken(turns)
    return replace(talk, speakers=talk.speakers + more), Spoken(turns)


# --- labels --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Binding:
    """The persons of a text, to whom those are added whom labels name by an office alone."""

    persons: list[Person]
    parties: tuple[int, ...]
    people: People
    home: str | None
    title: int  # its length

    def of(self, labels: Mapping[Words, Label], headline: Label | None) -> dict[Words, int | None]:
        """Return whom each label stands for, that of the headline among them."""
        bound: dict[Words, int | None] = {}
        for words, label in labels.items():
            bound[words] = self._named(label)
        labelled = {i for i in bound.values() if i is not None}
        titled = self._headlined(headline, labelled) if headline else None
        known = {*self.parties, *(self._people_in(headline) if headline else ()), titled}
        who = sorted(i for i in known if i is not None)
        for words, label in labels.items():
            if bound[words] is None and label.has_office and not self._people_in(label):
                bound[words] = self._holder(words, labelled, who)
        return bound if headline is None else {**bound, headline.words: titled}

    def _people_in(self, label: Label) -> set[int]:
        return {m.person for m in self.people.between(*label.name)}

    def _named(self, label: Label) -> int | None:
        """Return the one person whom a label names, who is of the country that it names."""
        named = self._people_in(label)
        if len(named) != 1:
            return None
        (i,) = named
        country = self.persons[i].country or _Office.of(label.words).country
        self.persons[i] = replace(self.persons[i], country=country)
        return i

    def _headlined(self, headline: Label, labelled: set[int]) -> int | None:
        if self._people_in(headline):
            return self._named(headline)
        title = self.people.between(headline.start, headline.start + self.title)
        named = {m.person for m in title}  # by name: who is meant by the office is somebody else
        others = [i for i in self.parties if i not in named]
        return self._holder(headline.words, labelled, others)

    def _holder(self, words: Words, labelled: set[int], who: list[int]) -> int | None:
        """Return who of some holds the office of a label: who has no label of his own comes first.

        Who is named by the office alone, or in the headline without one, is added.
        """
        office = _Office.of(words)
        free = [i for i in who if i not in labelled or office.country]
        found = office.holder(free, self.persons)
        if found is None and len(who) > 1:
            found = office.holder(who, self.persons)
        return office.added_to(self.persons, self.home) if found is None else found


@dataclass(frozen=True, slots=True)
class _Office:
    """An office as a label has it: its words, those that head it, and the country it is of."""

    words: tuple[str, ...]
    heads: frozenset[str]
    fields: frozenset[str]
    country: str | None

    @classmethod
    def of(cls, label: tuple[str, ...]) -> _Office:
        """Read "the Prime Minister of Peru", "PM"."""
        words = [w for word in label for w in SHORT.get(word, word).split()]
        words = words[words[0] in ("The", "the") :]
        texts = [*words, *[""] * 4]
        country = next((f for n in range(len(words)) if (f := COUNTRIES.at(texts, n))), None)
        heads = (OFFICES - HONORIFICS).intersection(words)
        fields = (OF_OFFICES - OFFICES).intersection(words)
        return cls(tuple(words), heads, fields, country and country.value)

    def holder(self, parties: list[int], persons: list[Person]) -> int | None:
        """Return the one of the parties who may hold it; of several, the publisher's own."""
        if self.country:
            theirs = {i for i in parties if persons[i].country == self.country}
            return theirs.pop() if len(theirs) == 1 else None
        holders = {i for i in parties if self._is_held_by(persons[i])}
        own = {i for i in holders if persons[i].own}
        chosen = own if len(holders) > 1 else holders
        return chosen.pop() if len(chosen) == 1 else None

    def _is_held_by(self, person: Person) -> bool:
        words = {w for word in (person.office or "").split() for w in SHORT.get(word, word).split()}
        heads = words | person.offices
        fields = (OF_OFFICES - OFFICES) & words
        same_field = self.fields == fields or not self.fields or self.fields & fields
        return bool(self.heads <= heads and same_field) and LOWER & words <= LOWER & set(self.words)

    def added_to(self, persons: list[Person], home: str | None) -> int | None:
        """Add who holds it to the persons, named by it alone, and return the number."""
        unknown_name = len(self.words) > 1 and not self.fields and all(map(is_plain, self.words))
        if not self.heads and not unknown_name:
            return None
        office = " ".join(self.words)
        country = self.country or home
        persons.append(Person([self.words], country, office, set(self.heads), own=not self.country))
        return len(persons) - 1


def _quoted(readings: Sequence[Reading]) -> list[int]:
    """Return whose words are reported in main clauses."""
    clauses = [c for r in readings for c in r.clauses if c.sort == "report"]
    main = [c.subject for c in clauses if c.place in ("initial", "parenthetical")]
    return [s.persons[0] for s in main if s.kind == "person"]


# --- the first person ---------------------------------------------------------------------------


def _first_own_paragraph(readings: Sequence[Reading]) -> int | None:
    """Return the first paragraph in the first person, where the text is mostly in it."""
    plain = [r for r in readings if not r.tokens.words & {"“", '"'}]
    own = [r for r in plain if FIRST_PERSON.search(r.text)]
    said = any(I_OR_YOU.search(r.text) for r in own)
    return own[0].paragraph if said and len(own) >= MUCH * len(readings) else None
