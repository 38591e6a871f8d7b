"""Tables as a notebook shows them, and beside them as data: types, places, what values ask for.

Importing this module lets every DataFrame that ends a cell carry its structure beside the HTML of
pandas, which JupyterLab goes on showing. `show` does the same for a table whose rows are sentences,
but shows fewer columns than the frame has: the place of each row stays with it.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from .mime import TABLE

# What the values of a column, of row labels or of headings ask for, by the name they stand under.
KINDS = {
    "talk": "talk",
    "talk_a": "talk",
    "talk_b": "talk",
    "other": "talk",
    "year": "year",
    "person": "person",
    "family": "family",
    "concept": "family",
    "variant": "variant",
    "issue": "issue",
    "act": "act",
    "word": "word",
    "mode": "mode",
    "rule": "rule",
    "hit": "find",
}
# A column asks for nothing beside another that says the same more closely, or rests on more.
NOT_BESIDE = {"concept": "family", "year": "talk", "person": "difference"}
NUMBERS = {"integer", "floating", "mixed-integer-float", "decimal"}
DAY = "2024-12-31"
CUT = "..."  # what pandas writes for rows and columns that it leaves out


class Table:
    """A frame that shows some of its columns and knows the place of each row."""

    def __init__(
        self, frame: pd.DataFrame, places: list[list[Any] | None], kinds: Mapping[str, str]
    ):
        self.frame, self.places, self.kinds = frame, places, kinds

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        shown = {
            "text/html": self.frame._repr_html_(),  # type: ignore[operator]
            "text/plain": repr(self.frame),
        }
        data = structure(self.frame, self.places, self.kinds)
        return shown if data is None else {TABLE: data, **shown}


def show(frame: pd.DataFrame, columns: Sequence[str] | None = None, **kinds: str) -> Table:
    """Show these columns of a frame (default: all), each row with its place in the texts.

    The place is the frame's `doc_id` and, where it has one, its `sent`, whether they are among the
    columns shown or not. `kinds` say what a column's values ask for where that is not what `KINDS`
    says of its name: `act="reporting"` for verbs that report. Raises KeyError for a column that the
    frame lacks.

    >>> lines = pd.DataFrame({"doc_id": ["a"], "sent": [3], "hit": ["peace"]})
    >>> show(lines, ["hit"])._repr_mimebundle_()[TABLE]["rows"]
    [{'cells': ['0', 'peace'], 'place': ['a', 3]}]
    """
    shown = frame if columns is None else frame[list(columns)]
    return Table(shown, _places(frame), kinds)


def _places(frame: pd.DataFrame) -> list[list[Any] | None]:
    """Return document and number of the sentence of each row; None stands for what is not known."""
    if "doc_id" not in frame:
        return [None] * len(frame)
    numbers = frame["sent"] if "sent" in frame else [None] * len(frame)
    return [
        None if pd.isna(doc_id) else [doc_id, None if pd.isna(sent) else int(sent)]
        for doc_id, sent in zip(frame["doc_id"], numbers, strict=True)
    ]


def structure(
    frame: pd.DataFrame, places: Sequence[list[Any] | None], kinds: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return a table as data, ready for JSON; None where its headings have several levels.

    levels: how many of the columns are row labels. columns: name (None for labels without one),
    type (`number`, `day` or `text`) and what its values ask for (a kind, or None). across: name and
    kind of the headings themselves, where they have a name. rows: cells as pandas writes them, and
    the place of the row (document, sentence). note: how large the frame is, where not all of it is
    shown. As pandas does it, a long frame is cut in its middle, and so is a wide one.

    >>> frame = pd.DataFrame({"word": ["a"], "rate": [1.5]})
    >>> structure(frame, [None], {})["columns"][1]
    {'name': 'word', 'type': 'text', 'asks': 'word'}
    """
    if frame.columns.nlevels > 1:
        return None
    rows, columns = _kept(len(frame), _most_rows()), _kept(frame.shape[1], _most_columns())
    shown = frame.iloc[[row for row in rows if row is not None]]
    labels = [
        _column(name, shown.index.get_level_values(level).to_series(), kinds)
        for level, name in enumerate(shown.index.names)
    ]
    dots = {"name": CUT, "type": "text", "asks": None}, [CUT] * len(shown)
    values = [
        dots if at is None else _column(shown.columns[at], shown.iloc[:, at], kinds)
        for at in columns
    ]
    heads, texts = zip(*labels, *values, strict=True)
    cut = None in rows or None in columns
    return {
        "levels": len(labels),
        "columns": _each_asking_its_own(heads),
        "across": _across(frame.columns.name, kinds),
        "rows": _rows(texts, rows, places),
        "note": f"{len(frame)} rows × {frame.shape[1]} columns" if cut else None,
    }


def of_texts(names: Mapping[str, str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return rows of text as `structure` does; `names` are the columns, each with its heading."""
    columns = [{"name": name, "type": "text", "asks": _asks(name, {})} for name in names]
    heads = zip(_each_asking_its_own(columns), names.values(), strict=True)
    return {
        "levels": 0,
        "columns": [column | {"name": title} for column, title in heads],
        "across": None,
        "rows": [{"cells": list(row), "place": None} for row in rows],
        "note": None,
    }


def _most_rows() -> tuple[int, int]:
    """Return how many rows pandas shows whole, and how many of a longer frame."""
    most = pd.get_option("display.max_rows") or sys.maxsize
    return most, min(most, pd.get_option("display.min_rows") or most)


def _most_columns() -> tuple[int, int]:
    most = pd.get_option("display.max_columns") or sys.maxsize
    return most, most


def _kept(n: int, most: tuple[int, int]) -> list[int | None]:
    """Return the positions that are shown of n: all, or the first and the last with None between.

    >>> _kept(5, (5, 4)), _kept(6, (5, 4))
    ([0, 1, 2, 3, 4], [0, 1, None, 4, 5])
    """
    whole, few = most
    if n <= whole:
        return list(range(n))
    half = max(1, few // 2)
    return [*range(half), None, *range(n - half, n)]


def _column(
    name: object, values: pd.Series, kinds: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """Return what a column is, and its cells as text."""
    texts = _texts(values)
    known = None if name is None else str(name)
    return {"name": known, "type": _type(values, texts), "asks": _asks(known, kinds)}, texts


def _asks(name: str | None, kinds: Mapping[str, str]) -> str | None:
    """Return the kind of question that the values under a name ask, if they ask one."""
    return None if name is None else kinds.get(name, KINDS.get(name))


def _texts(values: pd.Series) -> list[str]:
    """Return the cells as pandas writes them, without blanks at their ends."""
    if values.empty:
        return []
    unlabelled = values.set_axis([""] * len(values))
    return [line.strip() for line in unlabelled.to_string(header=False).split("\n")]


def _type(values: pd.Series, texts: Sequence[str]) -> str:
    if pd.api.types.infer_dtype(values, skipna=True) in NUMBERS:
        return "number"
    short = all(len(text) <= len(DAY) for text in texts)  # days, and what stands for none
    return "day" if short and any(map(_is_day, texts)) else "text"


def _is_day(text: str) -> bool:
    if len(text) != len(DAY):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _each_asking_its_own(columns: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave a question to one column where two would ask it."""
    names = {column["name"] for column in columns} - {None}
    return [
        column | {"asks": None} if NOT_BESIDE.get(column["name"]) in names else column
        for column in columns
    ]


def _across(name: object, kinds: Mapping[str, str]) -> dict[str, Any] | None:
    """Return name and kind of the headings, where they have a name."""
    return None if name is None else {"name": str(name), "asks": _asks(str(name), kinds)}


def _rows(
    columns: Sequence[Sequence[str]],
    kept: Sequence[int | None],
    places: Sequence[list[Any] | None],
) -> list[dict[str, Any]]:
    """Return the rows with their places, and a row of dots where some are left out."""
    cells = zip(*columns, strict=True)
    dots = {"cells": [CUT] * len(columns), "place": None}
    return [
        dots if at is None else {"cells": list(next(cells)), "place": places[at]} for at in kept
    ]


def _of_a_plain_frame(
    frame: pd.DataFrame, include: object = None, exclude: object = None
) -> dict[str, Any]:
    """Return what a notebook stores of a frame that ends a cell, besides what pandas gives."""
    data = structure(frame, _places(frame), {})
    return {} if data is None else {TABLE: data}


def _register() -> None:
    """Teach the notebook that runs this code what to store of a frame; elsewhere do nothing."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        formatters = shell.display_formatter.mimebundle_formatter
        formatters.for_type(pd.DataFrame, _of_a_plain_frame)


_register()
