"""Which texts may hold a family, so that the others need no search by pattern."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import regex

from .family import Family
from .matching import fold

_UNBROKEN = regex.compile(r"[^\s‐‑–’'*-]+")  # of an exact name: what every text has as it is


class Sieve:
    """Texts, and which of them may hold a family: all that do, and some that do not.

    A text that holds a variant holds its longest piece without a wildcard, both folded; one that
    holds an exact name holds its longest piece without space, hyphen or apostrophe.

    >>> from readoutlib.phrases import grow
    >>> Sieve(["a New Era", "eras", "peace"]).rows(grow("new era", exact=["ERA"]))
    [0]
    """

    def __init__(self, texts: Sequence[str]):
        self.folded = _Joined([_taken_apart(text) for text in texts])
        self.as_written = _Joined(texts)

    def rows(self, family: Family) -> list[int]:
        """Return the positions of the texts that may hold a family, in order."""
        of_variants = {_longest_piece(variant) for variant in family.variants}
        of_names = {max(_UNBROKEN.findall(name), key=len) for name in family.exact}
        return sorted(self.folded.holding(of_variants) | self.as_written.holding(of_names))


def _taken_apart(text: str) -> str:
    """Fold a text so that it holds what any pattern finds in it: İ counts as i there."""
    return fold(text).replace("i̇", "i")


def _longest_piece(variant: str) -> str:
    """Return the longest piece of a variant that has no wildcard.

    >>> _longest_piece("stra* coordination")
    'coordination'
    """
    return max((piece.strip() for piece in _taken_apart(variant).split("*")), key=len)


class _Joined:
    """Texts searched as one: a line break, which no piece has, ends each."""

    def __init__(self, texts: Sequence[str]):
        self.text = "".join(f"{text}\n" for text in texts)
        self.starts = [0, *accumulate(len(text) + 1 for text in texts)]

    def holding(self, pieces: set[str]) -> set[int]:
        """Return the positions of the texts that hold any of the pieces.

        >>> sorted(_Joined(["a new era", "an old era", "peace"]).holding({"era", "old era"}))
        [0, 1]
        """
        shortest = [p for p in pieces if not any(other in p for other in pieces - {p})]
        return {row for piece in shortest for row in self._rows(piece)}

    def _rows(self, piece: str) -> Iterator[int]:
        at = self.text.find(piece)
        while at >= 0:
            row = bisect_right(self.starts, at) - 1
            yield row
            at = self.text.find(piece, self.starts[row + 1])
