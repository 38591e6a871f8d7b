"""The one tokenizer: what counts as a word, for rates and for vectors alike."""

import re
from collections.abc import Iterable
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

import regex

# Initialisms keep their dots; hyphens and apostrophes inside a word keep it whole.
WORD = regex.compile(r"(?:\p{L}\.){2,}|[\p{L}\p{M}\p{N}]++(?:[-‐‑'’][\p{L}\p{M}\p{N}]++)*+")


def words(text: str) -> list[str]:
    """Return the words of a text in order, case kept, hyphenated words whole.

    >>> words("The U.S. side's win-win plan, COVID-19.")
    ['The', 'U.S.', "side's", 'win-win', 'plan', 'COVID-19']
    """
    return WORD.findall(text)


def count_words(text: str) -> int:
    """Return the number of words in a text.

    >>> count_words("multi-polarization of the world")
    4
    """
    return len(WORD.findall(text))


class Token(NamedTuple):
    """A word or a mark with its span; a possessive 's is a token of its own."""

    start: int
    end: int
    text: str


# `re`, twice as fast here as `regex`; it knows no marks, so those of Latin letters are named.
_TOKEN = re.compile(
    r"((?:[^\W\d_a-z]\.)+(?:[^\W\d_a-z](?=\.?\s))?|['’]s\b|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*|[-‐‑](?:\d+|[^\W_]+)|['’](?!s\b)[^\W\d_]+)*|\S)"
)
_new = tuple.__new__  # the constructor of a NamedTuple costs twice as much


class Tokens(list):
    """The tokens of a sentence, and the set of their texts, so that most looks for a word cost nothing."""

    def __init__(self, tokens: Iterable[Token]):
        super().__init__(tokens)
        self.words = frozenset(map(itemgetter(2), self))

    def places(self, words: frozenset[str]) -> list[int]:
        """Return where these words stand."""
        return [] if self.words.isdisjoint(words) else [i for i, t in enumerate(self) if t[2] in words]


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Return words and marks in order, for the rules that read a sentence word by word.

    >>> [t.text for t in tokenize("Putin's U.S. counterpart, J. Biden, said so.")]
    ['Putin', "'s", 'U.S.', 'counterpart', ',', 'J.', 'Biden', ',', 'said', 'so', '.']
    """
    parts = _TOKEN.split(text[start:end])  # gap, token, gap, …: faster than a match object a token
    ends = list(accumulate(map(len, parts), initial=start))
    return Tokens([_new(Token, token) for token in zip(ends[1::2], ends[2::2], parts[1::2])])
