"""The form of saved tables: their columns, the types of these, and what their lists hold."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from ..tables import COLUMN_TYPES
from .check import Breach, Check, Tables, first_of, shown

TEXTS = {"doc_id": "str", "text": "str"}
MAY_HOLD_MORE = ("documents",)  # what a user's table said of each document
KINDS: Mapping[str, tuple[str, Callable[[pd.Series], bool]]] = {
    "str": ("text", types.is_string_dtype),
    "int64": ("whole numbers", lambda column: _whole(column) and not column.hasnans),
    "Int64": ("whole numbers", lambda column: _whole(column)),
    "float64": ("numbers", types.is_float_dtype),
    "datetime64[us]": ("days", types.is_datetime64_dtype),
    "object": ("lists", types.is_object_dtype),
}


def breach_of_form(tables: Tables) -> Breach | None:
    """Return the first column that is missing, twice there, unknown, or of another type."""
    for name, columns in {**COLUMN_TYPES, "texts": TEXTS}.items():
        if breach := _of_columns(name, columns, tables[name]):
            return breach
    return first_of(LISTS, tables)


def _of_columns(name: str, columns: Mapping[str, str], table: pd.DataFrame) -> Breach | None:
    there = list(table.columns)
    if wrong := [column for column in columns if there.count(column) != 1]:
        found = "none" if wrong[0] not in there else "it more than once"
        return Breach(name, f"column {wrong[0]}", "this column, once", found)
    unknown = [column for column in there if column not in columns]
    if unknown and name not in MAY_HOLD_MORE:
        expected = f"no column but {', '.join(columns)}"
        return Breach(name, f"column {shown(unknown[0])}", expected, "one more")
    for column, kind in columns.items():
        expected, fits = KINDS[kind]
        empty = kind == "object" and table.empty  # has no list that could tell
        if not (empty or fits(table[column])):
            return Breach(name, f"column {column}", expected, str(table[column].dtype))
    return None


def _whole(column: pd.Series) -> bool:
    return types.is_integer_dtype(column)


def _no_words(cell: Any) -> bool:
    """Whether a cell is anything but a list of words."""
    return not (_is_list(cell) and all(isinstance(word, str) and word for word in cell))


def _no_spans(cell: Any) -> bool:
    """Whether a cell is anything but a list of pairs of whole numbers."""
    return not (_is_list(cell) and all(map(_is_pair, cell)))


def _is_list(cell: Any) -> bool:
    return isinstance(cell, np.ndarray | list | tuple)


def _is_pair(cell: Any) -> bool:
    return isinstance(cell, np.ndarray) and cell.shape == (2,) and cell.dtype.kind == "i"


def _cells(table: str, column: str, expected: str, wrong: Callable[[Any], bool]) -> Check:
    return Check(table, column, expected, lambda t: list(map(wrong, t[table][column])))


LISTS = (
    _cells("documents", "participants", "a list of names", _no_words),
    _cells("sentences", "nested", "a list of names", _no_words),
    _cells("people", "variants", "a list of names", _no_words),
    _cells("sentences", "content_spans", "a list of pairs of whole numbers", _no_spans),
)
