"""Outputs: what the library wrote and may replace, and what is a user's and stays.

A folder that it writes carries a marker, `.readout.json`: its kind, the version that wrote it and
its files with their fingerprints. Only what the marker lists, unchanged, is replaced. Outputs of
versions that wrote no marker, and tables, are known by their files and columns. A new kind of
output gets a row among the kinds here, and is written by `replacing`.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from .books import read_book
from .parsing.readout import ReadoutError
from .swapping import followed, swapping
from .terminal import say

MARKER = ".readout.json"
SYSTEM_FILES = {".ds_store", ".localized", ".directory", "thumbs.db", "ehthumbs.db", "desktop.ini"}
GENERATOR = b'name="generator" content="readoutlib'
HEAD = 2000  # bytes of a page in which it names its generator
LONGEST_LINE = 1_000_000  # bytes that are read of a table to see its columns
NO_TABLE = (OSError, ValueError, LookupError, TypeError, RecursionError, NotImplementedError)


@dataclass(frozen=True)
class Folder:
    """A kind of output that is a folder."""

    name: str
    known: Callable[[Path], bool]  # whether a folder without a marker is one of an earlier version
    wrote: Callable[[Path, str], bool]  # whether that version wrote this file of it


@dataclass(frozen=True)
class Table:
    """A kind of output that is a table in one file, known by its columns."""

    name: str
    needed: frozenset[str]
    allowed: frozenset[str]  # with other columns it is a user's work, and not replaced


@dataclass(frozen=True)
class Output:
    """An output that stands in a folder: its files with their fingerprints.

    Those of an earlier version have none (None).
    """

    kind: str
    files: Mapping[str, str | None]
    marked: bool


# --- the kinds -----------------------------------------------------------------------------------


def _is_stamped(folder: Path) -> bool:
    stamp = _json_object(folder / "readouts.json")
    return "format" in stamp


def _has_our_index(folder: Path) -> bool:
    return _is_page(folder / "index.html")


def _is_table_of_a_corpus(_: Path, name: str) -> bool:
    tables = {f"{table}.parquet" for table in (*read_book("tables"), "texts")}
    return name in tables | {"readouts.json"}


def _is_page_of_a_report(folder: Path, name: str) -> bool:
    place = PurePosixPath(name)
    return str(place.parent) in (".", "readouts") and _is_page(folder / name)


def _is_page(path: Path) -> bool:
    if path.suffix != ".html" or not path.is_file():
        return False
    try:
        with path.open("rb") as page:
            return GENERATOR in page.read(HEAD)
    except OSError:
        return False


SAVED_CORPUS = Folder("saved corpus", _is_stamped, _is_table_of_a_corpus)
REPORT = Folder("report", _has_our_index, _is_page_of_a_report)
FOLDERS = (SAVED_CORPUS, REPORT)

SENTENCES = Table(
    "table of sentences",
    frozenset("doc_id sent start end text speaker person mode rule".split()),
    frozenset(read_book("tables")["sentences"]),
)
# A user's own, in its forms: known, so that it is not read as readouts, and never replaced.
CORRECTIONS = tuple(
    Table("table of corrections", frozenset(columns.split()), allowed=frozenset())
    for columns in (
        "doc_id start end speaker source",
        "doc_id start end mode source",
        "doc_id field value source",
    )
)
TABLES = (*CORRECTIONS, SENTENCES)


# --- what stands there ---------------------------------------------------------------------------


def output_in(folder: Path) -> Output | None:
    """Return the output of the library that a folder is, or None."""
    if marker := _marker(folder):
        return Output(marker["kind"], {MARKER: None} | marker["files"], marked=True)
    for kind in FOLDERS:
        if kind.known(folder):
            files = [name for name in _inside(folder) if kind.wrote(folder, name)]
            return Output(kind.name, dict.fromkeys(files), marked=False)
    return None


def kind_of_table(columns: Collection[str]) -> str | None:
    """Return what kind of table of the library's has these columns, or None.

    >>> kind_of_table(["doc_id", "field", "value", "source"]), kind_of_table(["id", "text"])
    ('table of corrections', None)
    """
    return next((kind.name for kind in TABLES if kind.needed <= set(columns)), None)


def _marker(folder: Path) -> dict[str, Any] | None:
    found = _json_object(folder / MARKER)
    kind, files = found.get("kind"), found.get("files")
    named = isinstance(kind, str) and re.fullmatch(r"[a-z ]{1,40}", kind)
    return found if named and isinstance(files, dict) else None


def _json_object(path: Path) -> dict[str, Any]:
    """Return the object that a JSON file holds; an empty one where it holds none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except NO_TABLE:
        return {}
    return found if isinstance(found, dict) else {}


def _inside(folder: Path) -> Iterator[str]:
    """Yield each file below a folder by its path inside, and each folder that shows nothing."""
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append):
        below = Path(root).relative_to(folder)
        links = [name for name in folders if Path(root, name).is_symlink()]
        for name in (*files, *links):
            yield (below / name).as_posix()
        if not folders and not files and root != str(folder):
            yield below.as_posix()
    for error in closed:
        yield Path(error.filename).relative_to(folder).as_posix()


def _columns(path: Path) -> list[str]:
    """Return the columns of a table, as far as its first line or its scheme names them."""
    reader = COLUMN_READERS.get(path.suffix.lower())
    try:
        return reader(path) if reader and path.is_file() else []
    except NO_TABLE:
        return []


def _columns_of_csv(path: Path) -> list[str]:
    """A spreadsheet may have written another separator."""
    return [cell.strip('"') for cell in re.split(r"[,;\t]", _first_line(path))]


def _columns_of_jsonl(path: Path) -> list[str]:
    return list(dict(json.loads(_first_line(path))))


def _columns_of_parquet(path: Path) -> list[str]:
    from pyarrow.parquet import read_schema

    return list(read_schema(path).names)


COLUMN_READERS = {
    ".csv": _columns_of_csv,
    ".jsonl": _columns_of_jsonl,
    ".parquet": _columns_of_parquet,
}


def _first_line(path: Path) -> str:
    with path.open("rb") as file:
        return file.readline(LONGEST_LINE).decode("utf-8-sig").strip()


# --- what may be replaced ------------------------------------------------------------------------


@contextmanager
def replacing(target: Path, kind: Folder | Table) -> Iterator[Path]:
    """Give a place for a new output, which takes the target's place once it is whole.

    A link is followed. Raises ReadoutError where the target holds anything that the library did not
    write, also if that came while the body ran; OSError where it cannot be written. The old output
    stays whole then.
    """
    refuse_foreign(target, kind)
    with swapping(target) as new:
        yield new
        if isinstance(kind, Folder):
            _mark(new, kind)
        refuse_foreign(target, kind)
        earlier = _is_unmarked(followed(target))
    if earlier:
        say(
            f"readout: {target}: replaced a {kind.name} of an earlier version, known by its files",
            file=sys.stderr,
        )


def refuse_foreign(target: Path, kind: Folder | Table) -> None:
    """Raise ReadoutError where a target holds what the library did not write; a link is followed.

    >>> refuse_foreign(Path("seeds"), REPORT)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    readoutlib.parsing.readout.ReadoutError: seeds: expected a new or empty folder, or a report ...
    """
    place = followed(target)
    if not place.exists():
        return
    if isinstance(kind, Folder):
        what, found = "folder", _foreign_in_folder(place, kind)
    else:
        what, found = "file", _foreign_in_file(place, kind)
    if found:
        raise ReadoutError(
            f"{target}: expected a new or empty {what}, or a {kind.name} of the library to "
            f"replace, found {found}"
        )


def _foreign_in_folder(place: Path, kind: Folder) -> str | None:
    """Return what in a folder is no output of a kind, and what to do; None where all of it is."""
    if not place.is_dir():
        return "a file; name another"
    if Path.cwd().is_relative_to(place):
        return "the folder that you are in; name one inside it"
    output = output_in(place)
    written = output.files if output else {}
    strangers = [
        name
        for name in sorted(_inside(place))
        if name not in written and not _is_of_the_system(PurePosixPath(name).name)
    ]
    if output and output.kind != kind.name:
        return f"a {output.kind}; name another"
    if strangers:
        tops = list(dict.fromkeys(name.split("/")[0] for name in strangers))
        return f"other files ({_listed(tops)}); name another folder, or move them away"
    if changed := [name for name, digest in written.items() if _is_changed(place / name, digest)]:
        since = "changed since the library wrote them"
        return f"files {since} ({_listed(changed)}); name another folder, or move them away"
    return None


def _is_of_the_system(name: str) -> bool:
    return name.lower() in SYSTEM_FILES or name.startswith("._")  # what macOS adds to a file


def _foreign_in_file(place: Path, kind: Table) -> str | None:
    """Return what a file is that is no table of a kind, and what to do; None where it is one."""
    if place.is_dir():
        return "a folder; name another"
    if not place.is_file():
        return "something that is no file; name another"
    columns = _columns(place)
    ours = kind.needed <= set(columns) <= kind.allowed
    if ours or _is_blank(place):
        return None
    foreign = [column for column in columns if column not in kind.allowed]
    told = f"a table with other columns ({_listed(foreign)})" if foreign else "another file"
    return f"{told}; name another, or move it away"


def _is_blank(path: Path) -> bool:
    """Return whether a file holds nothing, or the one line break of a table without rows."""
    with path.open("rb") as file:
        return not file.read(3).strip()


def _listed(names: list[str]) -> str:
    """Return the first names and the number of the others.

    >>> _listed(["a", "b", "c"]), _listed(["a", "b", "c", "d"])
    ('a, b, c', 'a, b and 2 more')
    """
    if len(names) < 4:
        return ", ".join(names)
    return f"{', '.join(names[:2])} and {len(names) - 2} more"


def _is_changed(path: Path, digest: str | None) -> bool:
    if digest is None or not os.path.lexists(path):
        return False
    return path.is_symlink() or _digest(path) != digest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _is_unmarked(place: Path) -> bool:
    output = output_in(place) if place.is_dir() else None
    return bool(output and not output.marked)


def _mark(new: Path, kind: Folder) -> None:
    files = {name: _digest(new / name) for name in sorted(_inside(new))}
    marker = {"kind": kind.name, "version": version("readoutlib"), "files": files}
    (new / MARKER).write_text(json.dumps(marker, indent=1) + "\n", encoding="utf-8")
