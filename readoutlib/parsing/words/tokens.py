"""The one tokenizer: what counts as a word, for rates and for vectors alike."""

import re
from collections.abc import Iterable, Mapping
from itertools import accumulate
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
    r"""(
    (?: [^\W\d_a-z]\. )+ (?: [^\W\d_a-z] (?=\.?\s) )?      # U.S.
    | ['’]s\b                                              # the possessive
    | [^\W_]+ (?:                                          # a word, and what keeps it whole:
        [\u0300-\u036f]+ [^\W_]*                            # marks that stand over a letter
        | [-‐‑] (?: \d+ | [^\W_]+ )                         # a hyphen
        | ['’] (?!s\b) [^\W\d_]+                            # an apostrophe
      )*
    | \S
    )""",
    re.X,
)
_new = tuple.__new__  # the constructor of a NamedTuple costs twice as much


class Tokens(list[Token]):
    """The tokens of a sentence; `texts`, their texts; `words`, the set of these.

    With the set, most looks for a word cost nothing. Blank texts follow the last, which an index
    just past either end meets: rules may look beside a word without asking whether one is there.
    """

    def __init__(self, tokens: Iterable[Token]):
        super().__init__(tokens)
        texts = [t[2] for t in self]
        self.words = frozenset(texts)
        self.texts = texts + ["", "", "", ""]

    def places(self, words: frozenset[str]) -> list[int]:
        """Return where these words stand."""
        if self.words.isdisjoint(words):
            return []
        return [i for i, text in enumerate(self.texts) if text in words]


class Found(NamedTuple):
    """What a phrase stands for, and its number of words."""

    value: str
    length: int


class Phrases:
    """Phrases and what each stands for, found among `Tokens.texts`; the longer of two counts.

    >>> korea = Phrases({"Korea": "South Korea", "Korea's North": "North Korea"})
    >>> texts = tokenize("In Korea's North").texts
    >>> korea.at(texts, 1), korea.ending(texts, 1), korea.ending(texts, 3)
    (Found(value='North Korea', length=3), None, Found(value='North Korea', length=3))
    """

    def __init__(self, known: Mapping[str, str]):
        self._first: dict[str, list[tuple[list[str], Found]]] = {}
        self._last: dict[str, list[Found]] = {}
        split = [
            (re.sub("(?=['’]s)", " ", phrase).split(), value) for phrase, value in known.items()
        ]
        for words, value in sorted(split, key=lambda item: -len(item[0])):
            found = Found(value, len(words))
            self._first.setdefault(words[0], []).append((words[1:], found))
            self._last.setdefault(words[-1], []).append(found)
        self.openers = frozenset(self._first)
        # Words that open a phrase of more than one word, and those that stand for something alone.
        self.go_on = frozenset(w for w, found in self._first.items() if found[0][0])
        self.alone = self.openers - self.go_on

    def at(self, texts: list[str], i: int, opener: str | None = None) -> Found | None:
        """Return the phrase that begins at word i; its first word may be given in another form."""
        for rest, found in self._first.get(opener or texts[i], ()):
            if not rest or texts[i + 1 : i + found.length] == rest:
                return found
        return None

    def ending(self, texts: list[str], i: int) -> Found | None:
        """Return the phrase that ends at word i, if none begins where it does and runs on."""
        for found in self._last.get(texts[i], ()):
            if i + 1 >= found.length and self.at(texts, i + 1 - found.length) == found:
                return found
        return None


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Return words and marks in order, for the rules that read a sentence word by word.

    >>> [t.text for t in tokenize("Putin's U.S. counterpart, J. Biden, said so.")]
    ['Putin', "'s", 'U.S.', 'counterpart', ',', 'J.', 'Biden', ',', 'said', 'so', '.']
    """
    parts = _TOKEN.split(text[start:end])  # gap, token, gap, …: faster than a match object a token
    ends = list(accumulate(map(len, parts), initial=start))
    found = zip(ends[1:-1:2], ends[2::2], parts[1::2], strict=True)
    return Tokens([_new(Token, token) for token in found])
