"""The families of the phrase book, and the renderings that stand beside them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..books import read_book
from ..parsing.readout import ReadoutError
from .family import Family, grow

_CERTAINTY = ("certain", "uncertain")
_KEYS = {"name", "term", "note", *_CERTAINTY}


def load_book() -> list[Family]:
    """Return the families of the phrase book, in its order.

    >>> [f.name for f in load_book()][:2]
    ['strategic coordination', 'multipolar']
    """
    return [grow(**row) for row in read_book("phrases")["family"]]


def load_concepts(path: str | Path | None = None) -> list[Family]:
    """Return the renderings of the concept table, or of an analyst's own: a family for each.

    The own table is TOML, as `books/concepts.toml`. The families' `concept` is the family they
    stand beside, their `status` is `certain` or `uncertain`, their `note` the term they render.
    Raises ReadoutError for a table that cannot be read, naming the file and what was found.

    >>> [(f.name, f.status) for f in load_concepts() if f.concept == "multilateralism"]
    [('multilateral system', 'uncertain')]
    """
    try:
        table = tomllib.loads(Path(path).read_text("utf-8")) if path else read_book("concepts")
        rows = table["concept"]
        if unknown := sorted({key for row in rows for key in row} - _KEYS):
            raise ValueError(f"the key {unknown[0]}")
        return [rendering for row in rows for rendering in _rendered(row)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReadoutError(
            f"{path}: expected [[concept]] tables with name, term, certain, uncertain and note, "
            f"found: {error}; mend it"
        ) from None


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
