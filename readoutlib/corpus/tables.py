"""The tables of a corpus: which there are, their columns and types, and how rows become one."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ..books import read_book

# Table → column → type.
COLUMN_TYPES: Mapping[str, Mapping[str, str]] = read_book("tables")
Row = Mapping[str, object]


def as_table(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Return rows, which name their columns, as the table of that name.

    KeyError where a row lacks a column.

    >>> table = as_table("cuts", [{"rule": "share", "start": 0, "end": 4, "doc_id": "a"}])
    >>> table.to_dict("records")
    [{'doc_id': 'a', 'start': 0, 'end': 4, 'rule': 'share'}]
    """
    types = COLUMN_TYPES[name]
    cells: dict[str, list[object]] = {column: [] for column in types}
    for row in rows:
        for column, values in cells.items():
            values.append(row[column])
    return pd.DataFrame(cells).astype(dict(types))


def as_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by column, as Python has their values; None where there is none.

    >>> as_rows(pd.DataFrame({"day": [pd.Timestamp("2021-05-03"), pd.NaT], "end": [1, 2]}))
    [{'day': datetime.date(2021, 5, 3), 'end': 1}, {'day': None, 'end': 2}]
    """
    return [
        {str(column): python_value(value) for column, value in row.items()}
        for row in table.to_dict("records")
    ]


def python_value(cell: Any) -> Any:
    """Return a cell's value as Python has it, a day as a date; None where it is missing."""
    if cell is None or cell is pd.NA or cell != cell:
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date()
    return cell.item() if hasattr(cell, "item") else cell
