"""The rows of a table that people edit: phrases, renderings, issues; checked as they are read."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..books import read_book
from ..parsing.readout import ReadoutError
from ..terminal import visible


class Form(NamedTuple):
    """What a cell must be: in words, and as a test."""

    expected: str
    holds: Callable[[Any], bool]


def _is_phrase(cell: Any) -> bool:
    return isinstance(cell, str) and any(map(str.isalnum, cell))


WORDS = Form("words between quotation marks", lambda cell: isinstance(cell, str))
PHRASE = Form("a phrase with a letter or digit", _is_phrase)
PHRASES = Form(
    "a list of phrases, each with a letter or digit",
    lambda cell: isinstance(cell, list) and all(map(_is_phrase, cell)),
)
SOME_PHRASES = Form(
    "a list of one phrase or more, each with a letter or digit",
    lambda cell: bool(cell) and PHRASES.holds(cell),
)


def read_rows(
    book: str,
    table: str,
    forms: Mapping[str, Form],
    needed: tuple[str, ...],
    path: str | Path | None = None,
) -> list[dict[str, Any]]:
    """Return the rows `[[table]]` of a book, or of an own file written as it is.

    `forms` are of the keys that a row may have, `needed` those that it must. Raises ReadoutError
    that names the file, the row, what was expected there and what was found.
    """
    place = str(path or f"books/{book}.toml")
    rows = (_read(place, path) if path else read_book(book)).get(table)
    if not isinstance(rows, list):
        expected = f"rows under [[{table}]] with {', '.join(forms)}"
        raise _refusal(place, expected, "none", "begin each row so")
    for number, row in enumerate(rows, 1):
        for key, expected, found in _wrong(row, forms, needed):
            where = f"{place}, [[{table}]] {number}, {visible(key)}"
            raise _refusal(where, expected, found, "mend the row")
    return rows


def _read(place: str, path: str | Path) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        found = getattr(error, "strerror", None) or error
        raise _refusal(place, "TOML in UTF-8", found, "mend it, or the name") from None


def _wrong(
    row: Any, forms: Mapping[str, Form], needed: tuple[str, ...]
) -> Iterator[tuple[str, str, object]]:
    """Yield each key that is wrong in a row, what was expected of it, and what was found."""
    if not isinstance(row, dict):
        yield "the row", f"keys and values: {', '.join(forms)}", row
        return
    for key in needed:
        if key not in row:
            yield key, forms[key].expected, "nothing"
    for key, cell in row.items():
        if key not in forms:
            yield key, f"one of the keys {', '.join(forms)}", "another"
        elif not forms[key].holds(cell):
            yield key, forms[key].expected, cell


def _refusal(where: str, expected: str, found: object, hint: str) -> ReadoutError:
    shown = " ".join(visible(found).split())[:80] or "nothing"
    return ReadoutError(f"{where}: expected {expected}, found {shown}; {hint}")
