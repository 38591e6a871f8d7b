"""Sentences from the book, with their places filled and their numbers in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import Formatter
from typing import Any

from ..books import read_book

_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_MOST_QUOTED = 6


def said(name: str, /, **places: object) -> str:
    """Return a sentence of `books/sentences.toml`, or a part of one, with its places filled.

    `name` is its path in the book. Of a sentence with the forms `none`, `one` and `many` the place
    `n` chooses one. Raises KeyError for a name that the book lacks and for a place that is not
    given.

    >>> said("days.undated", talks=2)
    'Two talks cannot be dated.'
    >>> said("days.text", talks=(4, 5))
    'The texts prove the day of four of five talks.'
    >>> said("held.left_out", n=1)
    'One text that tells of no talk is left out.'
    """
    entry: Any = read_book("sentences")
    for key in name.split("."):
        entry = entry[key]
    if not isinstance(entry, str):
        entry = entry[_form(places["n"], entry)]
    return _PUT.vformat(entry, (), places)


def _form(n: object, forms: Mapping[str, str]) -> str:
    """Return which of a sentence's forms a number takes."""
    if n == 0 and "none" in forms:
        return "none"
    return "one" if n == 1 else "many"


# Words for numbers and lists


def in_words(n: int) -> str:
    """Return a number: in words up to ten, in figures above.

    >>> in_words(0), in_words(10), in_words(1200)
    ('no', 'ten', '1,200')
    """
    return _WORDS[n] if n < len(_WORDS) else f"{n:,}"


def counted(n: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "talk"), counted(12, "named rule")
    ('one talk', '12 named rules')
    """
    return f"{in_words(n)} {noun}" if n == 1 else f"{in_words(n)} {noun}s"


def how_often(n: int) -> str:
    """Return how often.

    >>> how_often(0), how_often(1), how_often(2), how_often(3)
    ('no times', 'once', 'twice', 'three times')
    """
    return {1: "once", 2: "twice"}.get(n, f"{in_words(n)} times")


def part_of(part_and_whole: tuple[int, int], noun: str) -> str:
    """Return a part of a number of things.

    >>> part_of((4, 5), "talk"), part_of((1, 1), "talk"), part_of((3, 3), "talk")
    ('four of five talks', 'the only talk', 'all three talks')
    >>> part_of((0, 12), "talk"), part_of((3, 78), "sentence")
    ('none of 12 talks', '3 of 78 sentences')
    """
    part, whole = part_and_whole
    if part == whole:
        return f"the only {noun}" if whole == 1 else f"all {in_words(whole)} {noun}s"
    if part == 0:
        return f"none of {counted(whole, noun)}"
    same_kind = in_words(part) if whole < len(_WORDS) else f"{part:,}"
    return f"{same_kind} of {counted(whole, noun)}"


def listed(items: Iterable[object]) -> str:
    """Return a list in words.

    >>> listed(["a"]), listed(["a", "b"]), listed([2020, 2021, 2023])
    ('a', 'a and b', '2020, 2021 and 2023')
    """
    words = list(map(str, items))
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def quoted(items: Iterable[str]) -> str:
    """Return a list of quoted words, the first six of more.

    >>> quoted(["new era", "peace"]), quoted("abcdefgh")
    ('“new era” and “peace”', '“a”, “b”, “c”, “d”, “e”, “f” and 2 more')
    """
    words = [f"“{item}”" for item in items]
    more = len(words) - _MOST_QUOTED
    if more <= 0:
        return listed(words)
    return f"{', '.join(words[:_MOST_QUOTED])} and {more} more"


def first_of(items: Sequence[str], most: int) -> str:
    """Return the first of a number of statements and the end of their sentence.

    >>> first_of(["a", "b"], 2), first_of(["a", "b", "c"], 2)
    ('a; b.', 'a; b; …')
    """
    return "; ".join(items[:most]) + ("; …" if len(items) > most else ".")


def capital(text: str) -> str:
    """Return a text as a sentence begins."""
    return text[:1].upper() + text[1:]


class _Put(Formatter):
    """Python's format with further ways to put a value; a way written `Count` begins a sentence."""

    WAYS: Mapping[str, Callable[[Any, str], str]] = {
        "count": counted,
        "part": part_of,
        "number": lambda n, _: in_words(n),
        "times": lambda n, _: how_often(n),
        "list": lambda items, _: listed(items),
        "quoted": lambda items, _: quoted(items),
        "first": lambda items, most: first_of(items, int(most)),
    }

    def format_field(self, value: Any, format_spec: str) -> str:
        way, _, noun = format_spec.partition(" ")
        if way.lower() not in self.WAYS:
            return format(value, format_spec)
        words = self.WAYS[way.lower()](value, noun)
        return words if way.islower() else capital(words)


_PUT = _Put()
