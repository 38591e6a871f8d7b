"""The table of sentences as one file: CSV for spreadsheets, JSON Lines and Parquet exact."""

import json
from pathlib import Path

import pandas as pd

from ..formulas import neutralised
from ..outputs import SENTENCES, replacing
from .tables import as_rows

TABLE_SUFFIXES = (".csv", ".jsonl", ".parquet")
END_OF_LINE = "\r\n"  # that of RFC 4180; cells with either half of it are then quoted


def write_table(table: pd.DataFrame, out: Path, *, raw: bool = False) -> None:
    """Write sentences as one file, whose name ends as one of TABLE_SUFFIXES.

    In CSV, lists become text with semicolons, a cell of text that a spreadsheet would compute gets
    a mark before it, and the file begins with a byte order mark, by which spreadsheets know UTF-8;
    `raw` leaves both out. Our reader takes both away again.
    """
    with replacing(out, SENTENCES) as new:
        match out.suffix.lower():
            case ".csv":
                _write_csv(table, new, raw)
            case ".jsonl":
                lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in as_rows(table))
                new.write_text("".join(lines), encoding="utf-8", newline="\n")
            case _:
                table.to_parquet(new, index=False)


def _write_csv(table: pd.DataFrame, place: Path, raw: bool) -> None:
    flat = table.assign(
        nested=table.nested.map("; ".join).astype("str"),
        content_spans=table.content_spans.map(_spelled).astype("str"),
    )
    if not raw:
        text = {str(name): cells for name, cells in flat.items() if cells.dtype == "str"}
        flat = flat.assign(**{name: _plain(cells) for name, cells in text.items()})
    flat.to_csv(
        place, index=False, encoding="utf-8" if raw else "utf-8-sig", lineterminator=END_OF_LINE
    )


def _plain(cells: pd.Series) -> pd.Series:
    return cells.map(neutralised, na_action="ignore")


def _spelled(spans: tuple[tuple[int, int], ...]) -> str:
    """Return spans as text.

    >>> _spelled(((3, 9), (12, 40)))
    '3-9; 12-40'
    """
    return "; ".join(f"{start}-{end}" for start, end in spans)
