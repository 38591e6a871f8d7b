"""Patterns over token classes: a sentence as a string of letters, one a word, and rows over it.

Words of the same classes are the same letter, so that a regular expression over letters is a
pattern over words, and its spans count words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

_FIRST_LETTER = 0xE000  # of those that Unicode gives to nobody
_REMEMBERED = 1 << 16  # words whose letter is kept at hand
_WRITTEN = re.compile(
    r"""
    (?P<kept> \(\?P[<=]\w+ [>)] | \#.* )                 # a group's name, a comment
    | \{ (?P<part> [a-z][a-z ]* ) \}                      # {name}: a part, written out elsewhere
    | " (?P<word> [^"]+ ) "                               # "of": this very word
    | (?P<negated> \^ )? (?P<klass> [A-Z][A-Za-z]+ )      # Office: a word of this class
    """,
    re.X,
)


class _Remembered(dict[str, str]):
    """Word → letter, worked out when it is first asked for."""

    def __init__(self, letter: Callable[[str], str]):
        super().__init__()
        self._letter = letter

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        return self.setdefault(word, self._letter(word))


@dataclass(frozen=True, slots=True)
class Row:
    """A pattern with its name; what it yields stands in its groups.

    No sentence without a word that it `needs` can hold it, which is soon seen.
    """

    name: str
    needs: frozenset[str]
    pattern: re.Pattern[str]


@dataclass
class Grammar:
    """Classes of words, and rows of patterns over them.

    `lists`: class → its words; `shapes`: class → the form of its words, the first that fits counts;
    `sums`: class → "Capital Initials -Office", what is in the first ones and not in the others;
    `parts`: pieces of patterns by name; `rows`: tables with `name`, `pattern`, and
    `needs`, the classes of which it needs a word.

    >>> grammar = Grammar(
    ...     lists={"Office": ["King"]},
    ...     shapes={"Capital": r"[A-Z].*", "Small": r"[a-z].*"},
    ...     sums={"Plain": "Capital -Office"},
    ...     parts={"name": "Plain+"},
    ...     rows=[
    ...         {
    ...             "name": "king",
    ...             "needs": ["Office"],
    ...             "pattern": 'Office (?P<name> {name} ) "of"',
    ...         }
    ...     ],
    ... )
    >>> words = ["Old", "King", "Ann", "Alder", "of", "Norway"]
    >>> [(row.name, m.span("name")) for row, m in grammar.find(grammar.letters(words))]
    [('king', (2, 4))]
    """

    lists: Mapping[str, Iterable[str]]
    shapes: Mapping[str, str]
    sums: Mapping[str, str]
    parts: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]
    compiled: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        forms = "|".join(f"(?P<{name}>{form})" for name, form in self.shapes.items())
        self._shape = regex.compile(forms)
        self._listed: dict[str, set[str]] = {}
        for name, words in self.lists.items():
            for word in words:
                self._listed.setdefault(word, set()).add(name)
        texts = [*self.parts.values(), *(row["pattern"] for row in self.rows)]
        for word in {m["word"] for text in texts for m in _WRITTEN.finditer(text) if m["word"]}:
            self._listed.setdefault(word, set()).add(f'"{word}"')
        alone = {frozenset((name,)) for name in (*self.shapes, *self.lists, "")}
        kinds = alone | {self._classes(word) for word in self._listed}
        self._letter = {
            kind: chr(_FIRST_LETTER + n) for n, kind in enumerate(sorted(kinds, key=sorted))
        }
        self._remembered = _Remembered(lambda word: self._letter[self._classes(word)])
        self.compiled = [
            Row(row["name"], self._any_of_these(row["needs"]), self.compile(row["pattern"]))
            for row in self.rows
        ]

    def triggers(self, *besides: str) -> frozenset[str]:
        """Return the words of lists without which no row finds anything.

        Rows that yield one of some groups are left out.
        """
        rows = [row for row in self.compiled if row.pattern.groupindex.keys().isdisjoint(besides)]
        needed = frozenset[str]().union(*(row.needs for row in rows))
        return frozenset(w for w in self._listed if self._letter[self._classes(w)] in needed)

    def _classes(self, word: str) -> frozenset[str]:
        shape = self._shape.fullmatch(word)
        form = shape.lastgroup if shape else None
        return frozenset(self._listed.get(word, ())) | {form or ""}

    def letters(self, words: Iterable[str]) -> str:
        """Return the letters of words."""
        return "".join(map(self._remembered.__getitem__, words))

    def instead(self, letters: str, classes: Mapping[int, str]) -> str:
        """Return letters where some words, by their place, are of one class and no other."""
        if not classes:
            return letters
        out = list(letters)
        for place, name in classes.items():
            out[place] = self._letter[frozenset((name,))]
        return "".join(out)

    def find(self, letters: str) -> Iterator[tuple[Row, re.Match[str]]]:
        """Yield what matches a row, row by row and from left to right."""
        present = frozenset(letters)
        for row in self.compiled:
            if not row.needs.isdisjoint(present):
                for found in row.pattern.finditer(letters):
                    yield row, found

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern over letters for one over classes."""
        return re.compile(self._written_out(pattern), re.X)

    def _written_out(self, pattern: str) -> str:
        def written(m: re.Match[str]) -> str:
            if m["kept"]:
                return m["kept"]
            if m["part"]:
                return f"(?:{self._written_out(self.parts[m['part']])})"
            inside = self.any_of(f'"{m["word"]}"' if m["word"] else m["klass"])
            return f"[{m['negated'] or ''}{inside}]"

        return _WRITTEN.sub(written, pattern)

    def _any_of_these(self, names: Sequence[str]) -> frozenset[str]:
        return frozenset("".join(map(self.any_of, names)))

    def any_of(self, name: str) -> str:
        """Return the letters of all words that are of a class."""
        return "".join(letter for kind, letter in self._letter.items() if self._is(kind, name))

    def _is(self, kind: frozenset[str], name: str) -> bool:
        if name not in self.sums:
            return name in kind
        terms = self.sums[name].split()
        return any(self._is(kind, t) for t in terms if t[0] != "-") and not any(
            self._is(kind, t[1:]) for t in terms if t[0] == "-"
        )
