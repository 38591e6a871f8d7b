"""The families of the phrase book, and the renderings that stand beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .family import Family, grow
from .rows import PHRASE, PHRASES, WORDS, read_rows

_CERTAINTY = ("certain", "uncertain")
_OF_A_FAMILY = {
    "name": PHRASE,
    "phrase": PHRASE,
    "also": PHRASES,
    "exact": PHRASES,
    "note": WORDS,
}
_OF_A_CONCEPT = {
    "name": PHRASE,
    "term": WORDS,
    **dict.fromkeys(_CERTAINTY, PHRASES),
    "note": WORDS,
}


def load_book() -> list[Family]:
    """Return the families of the phrase book, in its order.

    Raises ReadoutError, naming the row, for one that is not written as it should be.

    >>> [f.name for f in load_book()][:2]
    ['strategic coordination', 'multipolar']
    """
    rows = read_rows("phrases", "family", _OF_A_FAMILY, ("name", "phrase"))
    return [grow(**row) for row in rows]


def load_concepts(path: str | Path | None = None) -> list[Family]:
    """Return the renderings of the concept table, or of an analyst's own: a family for each.

    The own table is TOML, as `books/concepts.toml`. The families' `concept` is the family they
    stand beside, their `status` is `certain` or `uncertain`, their `note` the term they render.
    Raises ReadoutError for a table that cannot be read, naming file, row, what was expected and
    what was found.

    >>> [(f.name, f.status) for f in load_concepts() if f.concept == "multilateralism"]
    [('multilateral system', 'uncertain')]
    """
    rows = read_rows("concepts", "concept", _OF_A_CONCEPT, ("name",), path)
    return [rendering for row in rows for rendering in _rendered(row)]


def _rendered(row: Mapping[str, Any]) -> Iterator[Family]:
    """Return the renderings of one concept, the certain ones first."""
    for status in _CERTAINTY:
        for phrase in row.get(status, ()):
            yield replace(
                grow(phrase), concept=row["name"], status=status, note=row.get("term", "")
            )


def renderings(
    families: Iterable[Family], concepts: Iterable[Family] | None = None
) -> list[Family]:
    """Return the renderings that stand beside families, from `concepts` or the library's table.

    >>> [f.name for f in renderings([grow("win-win")])]
    ['mutual benefit', 'mutually beneficial']
    """
    names = {family.name for family in families}
    known = load_concepts() if concepts is None else concepts
    return [rendering for rendering in known if rendering.concept in names]
