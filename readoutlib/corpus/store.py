"""Saved corpora: the tables as Parquet in a folder, written whole or not at all, and opened."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from ..outputs import SAVED_CORPUS, replacing
from ..parsing.readout import ReadoutError
from ..terminal import visible
from .tables import COLUMN_TYPES
from .validation import Breach, breach_of_form, first_breach

FORMAT = 2
FORMAT_FILE = "readouts.json"  # what tells a saved corpus from a folder of readouts
PARSE_AGAIN = "parse the readouts again with `readout parse`"
DAMAGES = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError),
    *(RecursionError, OverflowError, MemoryError),
)
TUPLE_COLUMNS = {
    "documents": "participants",
    "sentences": "nested",
    "people": "variants",
}  # of words


def is_saved(source: object) -> bool:
    """Whether a source is the folder of a saved corpus."""
    return isinstance(source, (str, os.PathLike)) and os.path.isfile(Path(source) / FORMAT_FILE)


def save_tables(tables: Mapping[str, pd.DataFrame], texts: Mapping[str, str], folder: Path) -> None:
    """Write tables, documents by their doc_id, and texts into a new folder or over a saved corpus.

    Raises ReadoutError where the folder holds anything that the library did not write.
    """
    with replacing(folder, SAVED_CORPUS) as new:
        new.mkdir()
        for name in COLUMN_TYPES:
            tables[name].to_parquet(new / f"{name}.parquet", index=False)
        rows = pd.DataFrame({"doc_id": list(texts), "text": list(texts.values())})
        rows.to_parquet(new / "texts.parquet", index=False)
        stamp = json.dumps({"format": FORMAT}) + "\n"
        (new / FORMAT_FILE).write_text(stamp, encoding="utf-8")


def open_tables(folder: Path) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return the tables, documents by their doc_id, and the texts of a saved corpus.

    Raises ReadoutError where it has another format, a part of it is missing or damaged, or a cell
    breaks one of the laws of `validation`.
    """
    path = folder / FORMAT_FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["format"]
        if found == FORMAT:
            tables = {}
            for name in (*COLUMN_TYPES, "texts"):
                path = folder / f"{name}.parquet"
                table = pd.read_parquet(path, partitioning=None)
                tables[name] = table.reset_index(drop=True)
    except DAMAGES as error:
        what = visible(getattr(error, "strerror", None) or error)[:200]
        raise ReadoutError(
            f"{path}: expected part of a saved corpus, found it damaged or missing ({what}); "
            f"{PARSE_AGAIN}"
        ) from None
    if found != FORMAT:
        raise ReadoutError(
            f"{folder}: expected a corpus saved in format {FORMAT}, found format "
            f"{visible(found)[:80]}; {PARSE_AGAIN}"
        )
    _refuse(breach_of_form(tables), folder)
    tables = _as_made(tables)
    _refuse(first_breach(tables), folder)
    texts = tables.pop("texts")
    documents = tables["documents"].set_index("doc_id")
    return tables | {"documents": documents}, dict(zip(texts.doc_id, texts.text, strict=True))


def _refuse(breach: Breach | None, folder: Path) -> None:
    """Raise ReadoutError where a saved table is not as it was made."""
    if breach:
        raise ReadoutError(
            f"{folder / breach.table}.parquet, {breach.where}: expected {breach.expected}, "
            f"found {breach.found}; {PARSE_AGAIN}"
        )


def _as_made(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables as they were before Parquet made arrays of their tuples."""
    made = {"texts": tables["texts"]}
    for name, columns in COLUMN_TYPES.items():
        table = tables[name]
        more = [column for column in table.columns if column not in columns]
        made[name] = table[[*columns, *more]].astype(dict(columns))
    for name, column in TUPLE_COLUMNS.items():
        made[name][column] = _column_of_tuples(map(tuple, made[name][column]))
    sentences = made["sentences"]
    spans = (tuple((int(a), int(b)) for a, b in own) for own in sentences.content_spans)
    sentences["content_spans"] = _column_of_tuples(spans)
    return made


def _column_of_tuples(values: Iterable[tuple[object, ...]]) -> pd.Series:
    return pd.Series(list(values), dtype="object")
