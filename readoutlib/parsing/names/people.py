"""People: who is named in a document; the same person under several names is one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

from ..words.folding import fold
from ..words.tokens import Tokens
from .grammar import COUNTRIES
from .names import (
    COMMON,
    GENDERED,
    HONORIFICS,
    LEADERS,
    OFFICES,
    PARTICLES,
    SMALL_OFFICES,
    SUFFIXES,
    Named,
    is_capital,
    is_plain,
    read_names,
)

PART = frozenset(("part",))
CHILD_OF = frozenset(("bin", "bint", "ibn"))


class Mention(NamedTuple):
    """A stretch of text that names a person, with the office words before it if there are any."""

    start: int
    end: int
    person: int


@dataclass(slots=True)
class Person:
    """What a document tells of one person.

    `names` are the forms from the first to the last seen, as tuples of words.
    """

    names: list[tuple[str, ...]]
    country: str | None = None
    office: str | None = None
    offices: set[str] = field(default_factory=set)
    gender: str | None = None  # "he", "she", where the document itself shows it
    own: bool = False  # of the publisher's country, which his pages do not name

    @property
    def name(self) -> str:
        """The fullest form: most words, then most letters, then the earliest."""
        return " ".join(max(self.names, key=lambda n: (sum(map(_is_whole, n)), sum(map(len, n)))))


class People:
    """The people of one document, read from its title and body.

    `persons` in order of appearance; `mentions` in order of position; `mention_ending[offset]` and
    `mention_starting[offset]` find one by its place.
    """

    def __init__(self, parts: list[Tokens]):
        self.title = parts[0]
        self.persons: list[Person] = []
        self._by_word: dict[str, dict[int, None]] = {}  # a word of a name → persons
        self._alone: dict[str, int] = {}  # the one full word of a name ("J. Alder") → person
        self._held: dict[
            tuple[str, str, str], int
        ] = {}  # word of the office, surname, initial → person
        body = frozenset().union(*(tokens.words for tokens in parts[1:]))
        found = [
            named
            for n, tokens in enumerate(parts)
            for named in read_names(tokens, frozenset() if n else body)
        ]
        # Fuller names first, so that a bare surname finds its owner; order of appearance breaks
        # ties.
        owner = {
            named: self._join(named) for named in sorted(found, key=lambda named: -len(named.name))
        }
        mentions = [Mention(named.start, named.end, owner[named]) for named in found]
        inside = {named.name_start: named.end for named in found}
        forms = self._forms(frozenset().union(*(tokens.words for tokens in parts)))
        alone = frozenset(forms)
        for tokens in parts:
            if not tokens.words.isdisjoint(alone):
                mentions += _without_office(tokens, forms, inside)
        mentions.sort(key=lambda m: (m.start, -m.end))
        number = {person: n for n, person in enumerate(dict.fromkeys(m.person for m in mentions))}
        self.persons = [self.persons[person] for person in number]
        self.mentions = [Mention(m.start, m.end, number[m.person]) for m in mentions]
        self.mention_ending = {m.end: m for m in self.mentions}
        self.mention_starting = {m.start: m for m in self.mentions}
        for tokens in parts:
            for mention, gender in self._for_their_part(tokens):
                self.persons[mention.person].gender = gender

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that begin in a stretch of the text."""
        return self.mentions[
            bisect_left(self.mentions, (start,)) : bisect_left(self.mentions, (end,))
        ]

    def _for_their_part(self, tokens: Tokens) -> Iterator[tuple[Mention, str]]:
        """Yield before or after whom "for her part" stands, and "she"."""
        words = tokens.texts
        for i in tokens.places(PART):
            gender = GENDERED.get(words[i - 1])
            if gender and words[i - 2].casefold() == "for":
                after = tokens[i + 1 + (words[i + 1] == ",") :][:1]
                before = tokens[: i - 2 - (words[i - 3] == ",")][-1:]
                near = [self.mention_starting.get(t.start) for t in after]
                near += [self.mention_ending.get(t.end) for t in before]
                yield from ((mention, gender) for mention in near[:2] if mention)

    def _join(self, named: Named) -> int:
        """Return the number of the person whom a name is a form of, and keep what it tells.

        It is a new one if need be.
        """
        key = [fold(w) for w in named.name if _is_whole(w) and w not in SUFFIXES]
        words = {w.rstrip(".").removesuffix("-elect") for w in (named.office or "").split()}
        heads = words & OFFICES | {w.capitalize() for w in words & SMALL_OFFICES}
        if words & {"Prime", "prime", "Premier", "PM"}:
            heads |= {"Minister", "Premier", "PM"}
        if heads & LEADERS:
            heads |= {"Leader"}
        held = [(h, key[-1], key[0][0]) for h in sorted(heads - HONORIFICS) if key]
        i = self._whose_form(key, held)
        if i is None:
            i = len(self.persons)
            self.persons.append(Person([]))
        for word in key:
            self._by_word.setdefault(word, {})[i] = None
        if len(key) == 1:
            self._alone.setdefault(key[0], i)
        for h in held:
            self._held.setdefault(h, i)
        person = self.persons[i]
        if named.name not in person.names:
            person.names.append(named.name)
        person.country = person.country or named.country
        person.office = person.office or named.office
        person.offices |= heads
        person.gender = person.gender or named.gender
        return i

    def _whose_form(self, key: list[str], held: list[tuple[str, str, str]]) -> int | None:
        """Return whom a name is a form of.

        Its words are among another's, or the other way round, or surname, initial and office agree.
        """
        sharing = [self._by_word.get(word, {}) for word in key]
        several = (i for i in min(sharing, key=len, default=()) if all(i in s for s in sharing))
        fuller = (i for i in several if not self._is_child(i, key[0]))
        shorter = (self._alone[word] for word in key if word in self._alone)
        same_office = (self._held[h] for h in held if h in self._held)
        return next(chain(fuller, shorter, same_office), None)

    def _is_child(self, i: int, given: str) -> bool:
        """Whether a person is told to be the child of who has a given name: "Ali bin Omar"."""
        words = [word.casefold() for word in self.persons[i].names[0]]
        return any(of in CHILD_OF and word == given for of, word in pairwise(words))

    def _forms(self, words: frozenset[str]) -> dict[str, set[int]]:
        """Return the words that are of a name, however they are written, with the persons."""
        aliases: dict[str, set[int]] = {}
        for i, person in enumerate(self.persons):
            for word in chain.from_iterable(person.names):
                if _is_whole(word) and word not in SUFFIXES and word.casefold() not in PARTICLES:
                    aliases.setdefault(fold(word), set()).add(i)
        named = ((word, fold(word)) for word in words if word[0].isupper() or "-" in word)
        return {word: aliases[form] for word, form in named if form in aliases}


def _is_whole(word: str) -> bool:
    """Whether a word of a name is no initial and no mark."""
    return len(word.rstrip(".")) > 1


def _without_office(
    tokens: Tokens, known: dict[str, set[int]], inside: dict[int, int]
) -> Iterator[Mention]:
    """Yield the runs of words that belong to one person's names.

    Names found already stand `inside` (start → end).
    """
    words, done, nobody = tokens.texts, tokens[0].start, frozenset[int]()
    for i in [i for i, t in enumerate(tokens) if t[2] in known or t[0] in inside]:
        if tokens[i].start < done:
            continue
        if tokens[i].start in inside:
            done = inside[tokens[i].start]
            continue
        who, j = known[words[i]], i + 1
        while (
            (both := who & known.get(words[j], nobody))
            or words[j] in SUFFIXES
            or words[j].casefold() in PARTICLES
            and words[j + 1] in known
        ):
            who, j = both or who, j + 1
        before = words[i - 1]
        opens = i == 1 or before in COMMON or words[i - 2] in (".", "!", "?", ":")
        lone = (
            is_capital(before)
            and not before.isupper()
            and not opens
            and before not in OFFICES
            and not COUNTRIES.at(words, i - 1)
        )
        if len(who) == 1 and not (j - i == 1 and (lone or is_plain(words[j]))):
            yield Mention(tokens[i].start, tokens[j - 1].end, next(iter(who)))
        done = tokens[j - 1].end
