"""Who a sentence tells to take part in a talk, by the rows of the grammar of parties."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from ..names.grammar import COUNTRIES
from ..names.people import People
from ..rules import listed, load, word_set
from ..words.patterns import Grammar
from ..words.tokens import Tokens

_RULES = load("parties")


def _either_case(lists: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return lists by name, each word small and with a capital: "meetings", "Meetings"."""
    words = {name: listed(keys) for name, keys in lists.items()}
    return {name: [*found, *map(str.capitalize, found)] for name, found in words.items()}


LISTS = _either_case(_RULES["lists"]) | {"Person": [], "Nation": []}
PARTIES, TALKS = (
    Grammar(LISTS, _RULES["shapes"], _RULES["classes"], _RULES["parts"], _RULES[rows])
    for rows in ("row", "talk")
)
# Words without which no row finds anything: where a talk is told, and elsewhere.
TRIGGERS = {True: PARTIES.triggers(), False: PARTIES.triggers("told", "between")}
BREAKS = word_set("breaks") | set(listed(["verbs.report"]))
# Groups whose people stand around their words; those of others stand inside.
AROUND = ("told", "besides", "between", "heads", "guests")
MANY = 60  # people a list of them may hold
FIRST, END = attrgetter("first"), attrgetter("end")


class Part(NamedTuple):
    """What a row tells: `kind`, its group; who stands before its words, and who after or inside."""

    row: str
    kind: str
    before: list[int]
    after: list[int]


def taking_part(tokens: Tokens, people: People, *, tells: bool = True) -> Iterator[Part]:
    """Yield what a sentence tells of those who take part; `tells`: whether it tells of the talk."""
    named = [] if tokens.words.isdisjoint(TRIGGERS[tells]) else _named(tokens, people)
    if not named:
        return
    letters = _letters(PARTIES, tokens, named)
    for row, match in PARTIES.find(letters):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if kind in AROUND:
            here = bisect_right(named, start, key=END)
            before = _in_a_row(tokens, start, named[max(0, here - MANY) : here][::-1])
            after = _in_a_row(tokens, end, named[here : here + MANY])
            yield Part(row.name, kind, before, after)
        else:
            inside = slice(bisect_left(named, start, key=FIRST), bisect_left(named, end, key=FIRST))
            yield Part(row.name, kind, [], [n.person for n in named[inside]])


def telling_rows(tokens: Tokens, people: People) -> Iterator[str]:
    """Yield the names of rows by which a sentence tells that somebody met somebody, whoever."""
    letters = _letters(TALKS, tokens, _named(tokens, people))
    countries = tokens.places(COUNTRIES.openers)
    letters = TALKS.instead(letters, dict.fromkeys(countries, "Nation"))
    return (row.name for row, _ in TALKS.find(letters))


class _Named(NamedTuple):
    """A person where he is named, by tokens."""

    person: int
    first: int
    end: int


def _named(tokens: Tokens, people: People) -> list[_Named]:
    """Return who is named in a sentence."""
    mentions = people.between(tokens[0].start, tokens[-1].end) if tokens else []
    places = (
        (m.person, bisect_left(tokens, (m.start,)), bisect_left(tokens, (m.end,))) for m in mentions
    )
    return [_Named(*place) for place in places]


def _letters(grammar: Grammar, tokens: Tokens, named: list[_Named]) -> str:
    """Return the letters of a sentence where names and offices are persons."""
    persons = {i: "Person" for n in named for i in range(n.first, n.end)}
    return grammar.instead(grammar.letters(tokens.texts[: len(tokens)]), persons)


def _in_a_row(tokens: Tokens, place: int, named: list[_Named]) -> list[int]:
    """Return the persons from a place on, up to a word that ends the list of them."""
    out = []
    for n in named:
        between = tokens.texts[place : n.first] if n.first >= place else tokens.texts[n.end : place]
        if not BREAKS.isdisjoint(between):
            break
        out.append(n.person)
        place = n.end if n.first >= place else n.first
    return out
