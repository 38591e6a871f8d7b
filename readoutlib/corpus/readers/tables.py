"""Tables: .csv, .jsonl and .parquet, of which each row is a document."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from ...formulas import restored
from ...limits import Limits
from ..records import Problem, Record, printable, short
from . import content
from .characters import REPLACEMENT, cleaned
from .columns import FIELDS, column_name, refuse_own_table, refuse_without_text
from .csv_rows import read_rows
from .decoding import GUESSED, LOOKED_AT, Encoding, encoding_of, refuse_binary
from .documents import LETTER
from .telling import Told, UnusableError, too_large

Cells = dict[str, Any]
ROWS_AT_A_TIME = 256
LISTED = Told(
    "a list of objects",
    "an object a line",
    "a list, or an object over several lines",
    "it is read; write each object on a line of its own",
)
SHOWN = 80  # characters of a row of which no document comes


class Row(NamedTuple):
    """A row by the names of its columns, and what is wrong with it."""

    cells: Cells
    told: list[Told]


Rows = Iterator[Row | Told]  # what is told without a row is told of the file


def read_table(path: Path, name: str, limits: Limits) -> Iterator[Record | Problem]:
    """Yield a document for each row; a row without text is a problem, and the next is read."""
    number = 0
    for row in TABLE_READERS[path.suffix.lower()](path, limits):
        if isinstance(row, Told):
            yield Problem(printable(path), None, *row)
            continue
        number += 1
        if number > limits.max_rows:
            raise _too_many_rows(limits)
        yield from _document(row, path, name, number, limits)
    if not number:
        raise UnusableError(
            "empty table", expected="a document a row", found="no rows", hint="leave it out"
        )


def _too_many_rows(limits: Limits) -> UnusableError:
    return UnusableError(
        "too many rows",
        expected=f"at most {limits.max_rows:,}",
        found="more",
        hint="the first are read; raise the limit with --max-rows, or split the table",
    )


def _document(
    row: Row, path: Path, name: str, number: int, limits: Limits
) -> Iterator[Record | Problem]:
    """Yield the document of a row, by its id or else by a name, and its problems."""
    place = f"{printable(path)}#{number}"
    given = {field: row.cells[field] for field in FIELDS if _holds_something(row.cells.get(field))}
    text = given.pop("text", None)
    doc_id = printable(given.pop("id", f"{name}#{number}"))
    unusable = _why_unusable(row, text, limits)
    if unusable:
        for told in (*row.told, unusable):
            yield Problem(place, None, *told)
        return
    text, metadata, replaced = cleaned(text, given)
    for told in (*row.told, *replaced):
        yield Problem(place, doc_id, *told)
    yield Record(
        doc_id=doc_id,
        path=printable(path),
        text=text,
        metadata=metadata,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        number=number,
    )


def _why_unusable(row: Row, text: object, limits: Limits) -> Told | None:
    if not isinstance(text, str) or not LETTER.search(text):
        return Told(
            "no text",
            "a row with words in `text`",
            short(row.cells)[:SHOWN],
            "mend the row, or leave it out",
        )
    return too_large(limits).told if len(text) > limits.max_bytes else None


def _holds_something(cell: object) -> bool:
    return cell is not None and cell == cell and cell != ""  # NaN is not itself


def _by_name(cells: Iterable[tuple[object, Any]]) -> Cells:
    """Return cells by the names of their columns; of two columns of one name, the first."""
    named: Cells = {}
    for written, cell in cells:
        named.setdefault(column_name(written), cell)
    return named


# --- text ----------------------------------------------------------------------------------------


def _encoding(path: Path) -> Encoding:
    """Return the encoding of a table of text; UnusableError for one that is none."""
    with open(path, "rb") as file:
        encoding = encoding_of(file)
        file.seek(0)
        start = file.read(LOOKED_AT)
    content.refuse_other_kinds(start, path.suffix.lower())
    refuse_binary(start.decode(encoding.name, "replace"))
    return encoding


def _opened(path: Path, encoding: Encoding) -> TextIO:
    return open(path, encoding=encoding.name, errors="replace", newline="")


def _marks(encoding: Encoding, *cells: str) -> list[Told]:
    """Return that cells hold bytes that could not be decoded, where they do."""
    marked = encoding.marked and any(REPLACEMENT in cell for cell in cells)
    return [encoding.told_of_marks] if marked else []


def _csv_rows(path: Path, limits: Limits) -> Rows:
    encoding = _encoding(path)
    if encoding.guessed:
        yield GUESSED
    with _opened(path, encoding) as file:
        rows = read_rows(file, limits)
        head, head_told = next(rows, ([], None))
        if not head:
            return
        refuse_own_table(head)
        refuse_without_text(head)
        yield from filter(None, (head_told, _repeated(head)))
        for cells, told in rows:
            if any(cells):
                named = _by_name(zip(head, map(restored, cells), strict=False))
                yield Row(named, [*filter(None, [told]), *_marks(encoding, *cells)])


def _repeated(head: list[str]) -> Told | None:
    repeated = sorted(name for name, times in Counter(head).items() if times > 1 and name)
    if not repeated:
        return None
    return Told(
        "columns of one name",
        "each column once",
        f"{short(', '.join(repeated))} more than once",
        "the first of them is read; name the others anew",
    )


def _json_rows(path: Path, limits: Limits) -> Rows:
    encoding = _encoding(path)
    if encoding.guessed:
        yield GUESSED
    with _opened(path, encoding) as file:
        listed = _listed(file, limits)
        if listed:
            yield LISTED
        file.seek(0)
        own_table_possible = True
        for row in listed or _json_lines(file, limits):
            if own_table_possible and isinstance(row, dict):
                own_table_possible = False
                refuse_own_table([column_name(name) for name in row])
            cells = row if isinstance(row, dict) else {"not an object": row}
            told = _marks(encoding, *(cell for cell in cells.values() if isinstance(cell, str)))
            yield Row(_by_name(cells.items()), told)


def _listed(file: TextIO, limits: Limits) -> list[object]:
    """Return the objects of a file that is one list, or one object on several lines, if it is."""
    first = next(filter(str.strip, _lines(file, limits)), "")
    if isinstance(_json(first), dict):
        return []
    file.seek(0)
    whole = _json(file.read(limits.max_bytes))
    if isinstance(whole, dict):
        return [whole]
    return whole if isinstance(whole, list) else []


def _json_lines(file: TextIO, limits: Limits) -> Iterator[object]:
    for line in filter(str.strip, _lines(file, limits)):
        if len(line) > limits.max_bytes:
            yield {"text": line}  # which is too long for a document
            continue
        value = _json(line)
        yield f"no JSON: {line}" if value is None else value


def _lines(file: TextIO, limits: Limits) -> Iterator[str]:
    """Yield the lines of a file; of one that is longer than a document may be, the start."""
    longest = limits.max_bytes + 1
    while line := file.readline(longest):
        yield line
        while len(line) == longest and not line.endswith("\n"):
            line = file.readline(longest)


def _json(text: str) -> object:
    """Return the value of a text, or None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


# --- Parquet -------------------------------------------------------------------------------------


def _parquet_rows(path: Path, limits: Limits) -> Rows:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        columns = _by_name((name, name) for name in file.schema_arrow.names)
        refuse_own_table(columns)
        refuse_without_text(columns)
        wanted = [columns[field] for field in FIELDS if field in columns]
        for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME, columns=wanted):
            for number in range(batch.num_rows):
                told: list[Told] = []
                cells = [(name, _value(batch[name][number], name, told)) for name in wanted]
                yield Row(_by_name(cells), told)


def _value(cell: Any, name: str, told: list[Told]) -> object:
    """Return a cell as Python has it, and tell of one that it cannot have."""
    try:
        value = cell.as_py()
    except (ValueError, OverflowError) as error:
        data = _stored_bytes(cell)
        found = "bytes that are none, shown as U+FFFD" if data else short(error)
        told.append(Told("cell not read", f"a value of `{name}`", found, "write the table again"))
        return data and data.decode("utf-8", "replace")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _stored_bytes(cell: Any) -> bytes | None:
    """Return the bytes of a text that is no UTF-8."""
    try:
        data = cell.as_buffer()
    except AttributeError:  # no text
        return None
    return bytes(data)


TABLE_READERS: dict[str, Callable[[Path, Limits], Rows]] = {
    ".jsonl": _json_rows,
    ".csv": _csv_rows,
    ".parquet": _parquet_rows,
}
KINDS = tuple(TABLE_READERS)
