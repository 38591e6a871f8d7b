"""Names: the words of a sentence that name a person, with office and country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from ..rules import load, word_set
from ..words.tokens import Tokens
from .grammar import CAPITALS, COUNTRIES, NAMES

HONORIFICS, SUFFIXES, COMMON = word_set("honorific"), word_set("suffix"), word_set("common")
POSSESSIVES = word_set("possessive")
OFFICE_LISTS = ("office", "field", "particle", "leader", "small office")
OFFICES, FIELDS, PARTICLES, LEADERS, SMALL_OFFICES = (
    frozenset(load("offices")[kind]) for kind in OFFICE_LISTS
)
OFFICES |= {f"{w}." for w in OFFICES}
ANY_OFFICE, OF_OFFICES = OFFICES | SMALL_OFFICES, OFFICES | FIELDS


OPENERS = NAMES.compile("Opener")
GENDERED = {word: gender for gender in ("he", "she") for word in word_set(f"told {gender}")}
SENT = frozenset(("for", "to", "on", "in"))  # stand before where an office sends, not whence
BEFORE_POSSESSIVE = re.compile(r"[ ](?=['’](?:s\b|[ ]))")
UNNAMED = frozenset((",", ".", "Jr", "Sr"))


class Named(NamedTuple):
    """A name where it stands, by characters.

    `start` is where the office before it begins, `name_start` where itself does.
    """

    start: int
    name_start: int
    end: int
    name: tuple[str, ...]
    country: str | None = None
    office: str | None = None
    gender: str | None = None


def is_capital(word: str) -> bool:
    return word[:1].isupper()


def is_plain(word: str) -> bool:
    return is_capital(word) and word not in COMMON


def read_names(tokens: Tokens, known: frozenset[str] = frozenset()) -> list[Named]:
    """Return the names that the rows of the grammar find; of two that meet the earlier row counts.

    In a headline every word has a capital: where `known` words of the body are given, others are
    no part of a name, unless the headline alone names somebody.
    """
    found: list[Named] = []
    taken: set[int] = set()
    for _, match in NAMES.find(letters_of(tokens, known)):
        words = range(*match.span("name"))
        if taken.isdisjoint(words):
            taken.update(words)
            found.append(_named(tokens, match))
    return found


def letters_of(tokens: Tokens, known: frozenset[str] = frozenset()) -> str:
    """Return the letters of a sentence's words for the grammar of names."""
    letters = NAMES.letters(tokens.texts[: len(tokens)])
    places = _places(tokens, letters)
    return NAMES.instead(letters, _unseen(tokens, known) | places if known else places)


def _unseen(tokens: Tokens, known: frozenset[str]) -> dict[int, str]:
    """Return which words a headline alone has."""
    seen = known | SUFFIXES | OF_OFFICES
    return {i: "Unseen" for i, w in enumerate(tokens.texts) if is_plain(w) and w not in seen}


def _places(tokens: Tokens, letters: str) -> dict[int, str]:
    """Return the words of countries, and of capitals of two words or more."""
    out: dict[int, str] = {}
    for m in OPENERS.finditer(letters):
        i = m.start()
        if country := COUNTRIES.at(tokens.texts, i):
            out |= dict.fromkeys(range(i, i + country.length), "Country")
        elif (city := CAPITALS.at(tokens.texts, i)) and city.length > 1:
            out |= dict.fromkeys(range(i, i + city.length), "City")
    return out


def _named(tokens: Tokens, match: re.Match[str]) -> Named:
    """Return what a match tells: the name, the office before or after it, and of which country."""
    spans = {key: range(*match.span(key)) for key, held in match.groupdict().items() if held}
    name, nothing = spans["name"], range(0)
    before, after = spans.get("office", nothing), spans.get("apposed", nothing)
    first = before.start if before else name.start
    homes = (spans.get("home", nothing), before, after)
    country = next(chain.from_iterable(_countries(tokens.texts, words) for words in homes), None)
    words = [tokens.texts[i] for i in (*before, *after)]
    styles = tokens.texts[match.start() : name.start]
    return Named(
        tokens[first].start,
        tokens[name.start].start,
        tokens[name.stop - 1].end,
        tuple(w for w in tokens.texts[name.start : name.stop] if w not in UNNAMED),
        country,
        _office(words) or None,
        next((GENDERED[w] for w in styles if w in GENDERED), None),
    )


def _office(words: list[str]) -> str:
    """Return an office as it is written, without marks; without "Dr" unless it is that."""
    kept = [w for w in words if w not in (",", ".", "-")]
    while kept and (kept[0] in POSSESSIVES or kept[0] == "the"):
        del kept[0]
    plain = [w for w in kept if w not in HONORIFICS]
    written = kept if ANY_OFFICE.isdisjoint(plain) else plain
    return BEFORE_POSSESSIVE.sub("", " ".join(written)) if written else ""


def _countries(words: list[str], where: range) -> Iterator[str]:
    """Yield the countries that some words are of, not those where an office sends somebody."""
    sent, done = False, 0
    for i in () if COUNTRIES.openers.isdisjoint(words[where.start : where.stop]) else where:
        if words[i] in SENT:
            sent = True
        elif words[i] == "of" or words[i] in POSSESSIVES:
            sent = False
        elif i >= done and (found := COUNTRIES.at(words, i)):
            done = i + found.length
            matter = words[i - 1] == "of" and words[done] in FIELDS  # "of European Affairs"
            if not sent and not matter:
                yield found.value
