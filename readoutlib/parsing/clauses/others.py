"""Others who report: the subject of a reporting word that names no person, role or side."""

from __future__ import annotations

from ..names.grammar import COUNTRIES
from ..names.names import COMMON, is_capital
from ..names.people import People
from ..rules import word_set
from ..words.tokens import Tokens
from .subjects import DETERMINERS, FRONTED, PERFECT, PREPOSITIONS, TIMES, Subject, is_adverb

STRICT = word_set("strict report")
REPORTERS, QUANTITIES = word_set("reporter"), word_set("quantity")
NO_SUBJECT, LINKS = word_set("no subject"), word_set("noun link")
SUBORDINATORS = word_set("subordinator")
NO_OBJECT = word_set("no object")
CLOSED = frozenset("\"”’'»")
BOUNDS = CLOSED | frozenset(",.;:“‘«—–()[]") | {"and", "but", "while", "whereas", "or"}
MAX_WORDS = 16  # of a noun phrase
FRONT = 14  # words before which a fronted phrase ends


def other_reporter(tokens: Tokens, i: int, people: People, closing: bool = False) -> Subject | None:
    """Read who reports before the verb at token i: "Analysts", "a report by the bank", "Elm".

    `closing`: whether the sentence ends behind the verb: "The deal may fail, analysts said."
    """
    words = tokens.texts
    first, end = _noun_phrase(words, _before_adverbs(words, i))
    noun = words[first:end]
    barred = (NO_SUBJECT | STRICT).intersection(map(str.casefold, noun))
    opens = _opens_clause(words, first) or (closing and words[first - 1] == ",")
    too_long = len(noun) > MAX_WORDS
    if not noun or too_long or barred or not opens:
        return None
    if noun[0] in SUBORDINATORS or _head(noun) in DETERMINERS:
        return None
    surely = words[i] in STRICT and words[i + 1] not in NO_OBJECT
    if not (surely or _are_people(noun)):
        return None
    return _other(tokens, first, first, end, people)


def _other(tokens: Tokens, at: int, first: int, end: int, people: People) -> Subject:
    """Return who reports by the words of the noun phrase, which may name whose it is."""
    words = tokens.texts
    noun = words[first:end]
    name = [word for word in noun if word.casefold() not in REPORTERS]
    named = all(map(is_capital, noun)) and noun[0] not in COMMON
    countries = (found for n in range(first, end) if (found := COUNTRIES.at(words, n)))
    country = next(countries, None)
    mentioned = people.between(tokens[first].start, tokens[end - 1].end)
    return Subject(
        "other",
        at,
        persons=tuple(m.person for m in mentioned),
        noun=_head(noun),
        country=country and country.value,
        of=frozenset(map(str.capitalize, noun)),
        name=" ".join(name) if named else "",
    )


def reporter_after(tokens: Tokens, i: int, people: People) -> Subject | None:
    """Read who reports after the verb at token i: "…, said Rosa Elm, an analyst"."""
    words = tokens.texts
    end = next((n for n in range(i + 1, i + 9) if words[n].casefold() in BOUNDS | {""}), i + 9)
    closes = words[i - 1] in CLOSED or words[end] in (".", "")
    if end == i + 1 or not closes:
        return None
    named = is_capital(words[i + 1]) and words[i + 1] not in TIMES
    some = words[i + 1] in ("a", "an", "one", "the") and _head(words[i + 1 : end]) in REPORTERS
    return _other(tokens, i, i + 1, end, people) if named or some else None


def reporter_according(tokens: Tokens) -> int | None:
    """Return the comma after "According to analysts"."""
    words = tokens.texts
    if words[:2] != ["According", "to"] or "," not in words[2:FRONT]:
        return None
    return words.index(",", 2)


def _before_adverbs(words: list[str], i: int) -> int:
    """Return the end of what stands before a verb: without "also", "have", "on Monday"."""
    j = i
    while j > 1 and (words[j - 1] in TIMES or words[j - 1].isdigit()):
        j -= 1
    if j < i and words[j - 1] in ("on", "in"):
        j -= 1
    while j > 0 and (is_adverb(words[j - 1]) or words[j - 1].casefold() in PERFECT):
        j -= 1
    return j


def _noun_phrase(words: list[str], end: int) -> tuple[int, int]:
    """Return the span of the noun phrase before a place, or of the one it is in apposition to."""
    first = _back_to_bound(words, end)
    if first == end > 1 and words[end - 1] == ",":
        apposed = _back_to_bound(words, end - 1)
        if apposed > 1 and words[apposed - 1] == ",":
            return _back_to_bound(words, apposed - 1), apposed - 1
    return first, end


def _back_to_bound(words: list[str], end: int) -> int:
    """Return where the words before a place begin that no mark and no "and" parts."""
    first, least = end, max(0, end - MAX_WORDS - 1)
    while first > least and words[first - 1].casefold() not in BOUNDS:
        first -= 1
    return first


def _opens_clause(words: list[str], first: int) -> bool:
    """Whether a main clause begins at a word: the sentence's, after a fronted phrase or a quote."""
    if first == 0 or (first == 1 and words[0] in ("But", "And", "Yet")):
        return True
    if words[first - 1] in CLOSED or words[first - 2] in CLOSED:
        return True
    fronted = words[0] in PREPOSITIONS or words[0] in FRONTED or words[0] in ("In", "On")
    return words[first - 1] == "," and (first < FRONT and fronted)


def _are_people(noun: list[str]) -> bool:
    """Whether a noun phrase is of people or papers that report, or a name of two words."""
    if noun[0].casefold() in QUANTITIES or _head(noun) in REPORTERS:
        return True
    capital = [word for word in noun if is_capital(word)]
    return len(capital) > 1 and is_capital(noun[-1]) and noun[0] != "The"


def _head(noun: list[str]) -> str:
    """Return the noun that a phrase is about: "analysts" of "a number of analysts in Oslo"."""
    low = [word.casefold() for word in noun]
    start = low.index("of") + 1 if "of" in low and not QUANTITIES.isdisjoint(low[:2]) else 0
    ends = (n for n, word in enumerate(low[start:], start) if n > start and word in LINKS)
    end = next(ends, len(low))
    told_of = end - start > 1 and low[end - 1].endswith("ed")  # "a statement issued by"
    return low[end - 2] if told_of else low[end - 1]
