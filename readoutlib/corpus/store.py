"""Saved corpora: the tables as Parquet in a folder, written whole or not at all, and opened."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from ..parsing.readout import ReadoutError
from .tables import COLUMN_TYPES

FORMAT = 3
FORMAT_FILE = "readouts.json"  # what tells a saved corpus from a folder of readouts
PARSE_AGAIN = "parse the readouts again with `readout parse`"
DAMAGES = (OSError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError)
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

    Raises ReadoutError where the folder holds anything else.
    """
    if folder.exists() and not is_saved(folder):
        found = any(folder.iterdir()) if folder.is_dir() else True
        if found:
            raise ReadoutError(
                f"{folder}: expected a new folder or a saved corpus to write over, "
                "found something else; name another"
            )
    with replacing(folder) as new:
        new.mkdir()
        for name in COLUMN_TYPES:
            tables[name].to_parquet(new / f"{name}.parquet", index=False)
        rows = pd.DataFrame({"doc_id": list(texts), "text": list(texts.values())})
        rows.to_parquet(new / "texts.parquet", index=False)
        stamp = json.dumps({"format": FORMAT}) + "\n"
        (new / FORMAT_FILE).write_text(stamp, encoding="utf-8")


def open_tables(folder: Path) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return the tables, documents by their doc_id, and the texts of a saved corpus.

    Raises ReadoutError where it has another format, or a part of it is missing or damaged.
    """
    path = folder / FORMAT_FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["format"]
        if found == FORMAT:
            tables = {}
            for name in (*COLUMN_TYPES, "texts"):
                path = folder / f"{name}.parquet"
                tables[name] = pd.read_parquet(path)
            path = folder
            texts = tables.pop("texts")
            return _as_made(tables), dict(zip(texts.doc_id, texts.text, strict=True))
    except DAMAGES as error:
        what = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        raise ReadoutError(
            f"{path}: expected part of a saved corpus, found it damaged or missing ({what}); "
            f"{PARSE_AGAIN}"
        ) from None
    raise ReadoutError(
        f"{folder}: expected a corpus saved in format {FORMAT}, found format {found}; {PARSE_AGAIN}"
    )


def _as_made(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables as they were before Parquet made arrays of their tuples."""
    for name, column in TUPLE_COLUMNS.items():
        tables[name][column] = _column_of_tuples(map(tuple, tables[name][column]))
    sentences = tables["sentences"]
    spans = (tuple((int(a), int(b)) for a, b in own) for own in sentences.content_spans)
    sentences["content_spans"] = _column_of_tuples(spans)
    return tables | {"documents": tables["documents"].set_index("doc_id")}


def _column_of_tuples(values: Iterable[tuple[object, ...]]) -> pd.Series:
    return pd.Series(list(values), dtype="object")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place for a new file or folder, which takes the place of `path` once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".readout-") as temporary:
        new = Path(temporary, "new")
        yield new
        if new.is_dir() and path.exists():  # a file takes the place of a file alone
            os.replace(path, Path(temporary, "old"))
        os.replace(new, path)
