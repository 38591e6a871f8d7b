"""Readers: files and rows into records, one document at a time, with a problem for each failure.

Kinds: .txt; .md, with YAML front matter read as metadata; .html and .htm, of which the main text is
taken; and .jsonl, .csv and .parquet, a document a row, with a `text` column and any of `id`,
`title`, `outlet`, `published`, `url`.
"""

import csv
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from ..parsing.page.metadata import FRONT_MATTER
from ..parsing.readout import ReadoutError
from .markup import published_in_markup
from .records import Problem, Record, printable, short
from .sources import FoundFiles, Name, find_files

DOCUMENT_KINDS = (".txt", ".md", ".html", ".htm")
TABLE_KINDS = (".jsonl", ".csv", ".parquet")
FILE_KINDS = " ".join(DOCUMENT_KINDS + TABLE_KINDS)
ROW_FIELDS = ("id", "text", "title", "outlet", "published", "url")

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
# What browsers read for these names: the larger set that pages under the old name really use.
SUPERSET = {"iso-8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
ANY_WORD = re.compile(r"\w")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

Source = Name | Iterable[Name]
TableRow = dict[str, Any]


class _UnusableError(Exception):
    """A file or row that no document comes of."""

    def __init__(self, problem: str, *, expected: str, found: str, hint: str):
        super().__init__(problem)
        self.told = {"problem": problem, "expected": expected, "found": found, "hint": hint}


def read_records(source: Source) -> Iterator[Record | Problem]:
    """Yield a Record for each document of a source, by path, and a Problem for what went wrong.

    `source` is a file, a folder (with its subfolders; names that begin with a dot are passed over),
    a glob, or a list of those; a file named twice is read once. A document is called after its
    file, without the extension; where two files share that name, by its path inside the source. A
    row is called by its `id`, else by its number: `file#1`. A name already taken gets path and
    number, and a Problem. Raises ReadoutError, in one line, if not one document could be read.

    >>> [item.doc_id for item in read_records("seeds")][:2]
    ['000_894007f0d8bd6792', '001_5abccda487b6ba1f']
    """
    sources = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    found = find_files(sources, FILE_KINDS)
    yield from found.problems
    none_yet = True
    failures = list(found.problems)
    for item in _each_name_once(found):
        if isinstance(item, Record):
            none_yet = False
        elif none_yet:
            failures.append(item)
        yield item
    if none_yet:
        raise _nothing_read(sources, failures)


def _nothing_read(sources: list[Name], failures: list[Problem]) -> ReadoutError:
    if len(failures) == 1:
        return ReadoutError(str(failures[0]))
    name = printable(sources[0]) if len(sources) == 1 else "sources"
    hint = "name a file or a folder"
    if failures:
        hint = f"first of {len(failures)} problems: {failures[0]}"
    return ReadoutError(
        f"{name}: expected readouts ({FILE_KINDS}), found none that can be read; {hint}"
    )


def _each_name_once(found: FoundFiles) -> Iterator[Record | Problem]:
    """Yield what the files hold, with a Problem before each document that got another name."""
    stems = Counter(path.stem for path in found.files)
    taken: set[str] = set()
    for path in found.files:
        stem = printable(path.stem)
        relative = printable(os.path.relpath(path, found.base)).replace(os.sep, "/")
        name = stem if stems[path.stem] == 1 else relative
        for number, item in enumerate(_items(path, name), 1):
            if isinstance(item, Problem):
                yield item
                continue
            wanted = stem if _kind(path) in DOCUMENT_KINDS else item.doc_id
            record = item
            while record.doc_id in taken:
                record = replace(record, doc_id=f"{relative}#{number}")
                number += 1
            taken.add(record.doc_id)
            if record.doc_id != wanted:
                yield _name_shared(record, wanted)
            yield record


def _name_shared(record: Record, wanted: str) -> Problem:
    return Problem(
        path=record.path,
        doc_id=record.doc_id,
        problem="name shared",
        expected="each name once",
        found=f"another {wanted!r}",
        hint="it goes by its path; name it anew for a shorter name",
    )


def _kind(path: Path) -> str:
    return path.suffix.lower()


def _items(path: Path, name: str) -> Iterator[Record | Problem]:
    """Yield the documents of one file and its problems.

    A damaged file ends with a problem, whatever came before it.
    """
    try:
        yield from _reader_of(path)(path, name)
    except _UnusableError as error:
        yield Problem(printable(path), None, **error.told)
    except OSError as error:
        yield Problem(
            path=printable(path),
            doc_id=None,
            problem="cannot be opened",
            expected="a readable file",
            found=short(error),
            hint="check that it exists and its permissions",
        )
    except (ValueError, NotImplementedError, csv.Error) as error:
        yield Problem(
            path=printable(path),
            doc_id=None,
            problem="damaged",
            expected=f"a {_kind(path)} file that can be read to its end",
            found=short(error),
            hint="write it again, as UTF-8 if it is text",
        )


def _reader_of(path: Path) -> Callable[[Path, str], Iterator[Record | Problem]]:
    """Return what reads a file of this kind; a file of no kind is unusable."""
    kind = _kind(path)
    if kind not in DOCUMENT_KINDS + TABLE_KINDS:
        raise _UnusableError(
            "skipped",
            expected=f"one of {FILE_KINDS}",
            found=kind or "a name without an extension",
            hint="convert it, or leave it out",
        )
    if path.exists() and not path.is_file():  # opening a pipe would wait for ever
        raise _UnusableError(
            "skipped", expected="a regular file", found="something else", hint="leave it out"
        )
    return _read_document if kind in DOCUMENT_KINDS else _read_table


# --- a document a file ---------------------------------------------------------------------------


def _read_document(path: Path, name: str) -> Iterator[Record | Problem]:
    """Yield the document of a .txt, .md or .html file.

    The text of the first two is the whole decoded file, newlines untouched.
    """
    data = path.read_bytes()
    kind = _kind(path)
    page = kind in (".html", ".htm")
    text, guessed = _decode(data, _charset(data) if page else None)
    values: object = {}
    body = text
    if page:
        text, values = _main_text(text)
        body = text
    elif kind == ".md" and (front := FRONT_MATTER.match(text)):
        body = text[front.end() :]
        try:
            values = _yaml(front["yaml"])
        except _UnusableError as error:
            yield Problem(printable(path), name, **error.told)
    if not ANY_WORD.search(body):
        raise _UnusableError(
            "empty text",
            expected="the text of a readout",
            found=f"no words in {len(data)} bytes",
            hint="leave it out, or save it again",
        )
    if guessed:
        yield Problem(
            path=printable(path),
            doc_id=name,
            problem="encoding guessed",
            expected="UTF-8, or UTF-16 with its mark",
            found="neither; read as Windows-1252",
            hint="save it as UTF-8",
        )
    metadata = {str(k): v for k, v in values.items()} if isinstance(values, dict) else {}
    yield Record(name, printable(path), text, metadata, hashlib.sha256(data).hexdigest())


def _yaml(front_matter: str) -> object:
    import yaml

    try:
        return yaml.safe_load(front_matter)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _UnusableError(
            "front matter not read",
            expected="YAML between the lines ---",
            found=short(error),
            hint="mend it; the text is used without it",
        ) from None


def _charset(page: bytes) -> str | None:
    """Return the encoding that a web page names in its head."""
    declared = CHARSET.search(page[:4096])
    return declared[1].decode().lower() if declared else None


def _decode(data: bytes, declared: str | None = None) -> tuple[str, bool]:
    """Return the text of bytes, without a byte order mark, and whether its encoding was guessed.

    >>> _decode("Škoda".encode("utf-16")), _decode("“Tokyo”".encode("cp1252"))
    (('Škoda', False), ('“Tokyo”', True))
    """
    known = [_unicode(data)]
    if declared:
        known.append(SUPERSET.get(declared, declared))
    for encoding in (*known, "cp1252"):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        guessed = encoding not in known
        if "\x00" not in text and not (guessed and CONTROL.search(text)):
            return text, guessed
    raise _UnusableError(
        "binary",
        expected="text",
        found="bytes that are no text",
        hint="export it as plain text in UTF-8",
    )


def _main_text(page: str) -> tuple[str, dict[str, object]]:
    """Return a web page's main text without menus and advertisements, and its metadata.

    Metadata are what the markup states: never a date from its prose.
    """
    import trafilatura

    # A declared encoding is void in text that is decoded already, and lxml refuses it.
    page = re.sub(r"\A\s*<\?xml[^>]*\?>", "", page)
    # max_date: the default is today, and what a file says must not depend on the clock.
    found: Any = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "max_date": "2199-12-31"},
    )
    if found is None:
        return "", {}
    metadata = {
        "title": found.title,
        "outlet": found.sitename,
        "published": published_in_markup(page),
        "url": found.url,
    }
    return found.text or "", {key: value for key, value in metadata.items() if value}


# --- a document a row ----------------------------------------------------------------------------


def _read_table(path: Path, name: str) -> Iterator[Record | Problem]:
    """Yield a document for each row; a row without text is a problem, and the next is read."""
    kind = _kind(path)
    number = 0
    for number, row in enumerate(TABLE_READERS[kind](path), 1):
        if "text" not in row and kind != ".jsonl":
            raise _UnusableError(
                "no text",
                expected="a column `text`",
                found=f"columns {short(', '.join(map(str, row)))}",
                hint="rename the column that holds the text",
            )
        yield _row_document(row, f"{name}#{number}", path) or Problem(
            path=f"{printable(path)}#{number}",
            doc_id=None,
            problem="no text",
            expected="a row with words in `text`",
            found=short(row)[:80],
            hint="mend the row, or leave it out",
        )
    if not number:
        raise _UnusableError(
            "empty table", expected="a document a row", found="no rows", hint="leave it out"
        )


def _row_document(row: TableRow, name: str, path: Path) -> Record | None:
    """Return the document of a row, by its id or else by a name, or None where it has no text."""
    given = {field: row[field] for field in ROW_FIELDS if _holds_something(row.get(field))}
    doc_id = printable(given.pop("id", name))
    text = given.pop("text", None)
    if not (isinstance(text, str) and ANY_WORD.search(text)):
        return None
    # Half a surrogate pair, which JSON can hold, cannot be stored.
    data = text.encode("utf-8", "replace")
    return Record(doc_id, printable(path), data.decode(), given, hashlib.sha256(data).hexdigest())


def _holds_something(cell: object) -> bool:
    return cell is not None and cell == cell and cell != ""  # NaN is not itself


def _json_lines(path: Path) -> Iterator[TableRow]:
    with _open_text(path) as file:
        for line in filter(str.strip, file):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = f"no JSON: {line}"
            yield row if isinstance(row, dict) else {"not an object": row}


def _csv_rows(path: Path) -> Iterator[TableRow]:
    csv.field_size_limit(2**31 - 1)  # the default is less than a long transcript
    with _open_text(path) as file:
        yield from csv.DictReader(file)


def _parquet_rows(path: Path) -> Iterator[TableRow]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        wanted = [name for name in file.schema_arrow.names if name in ROW_FIELDS]
        for batch in file.iter_batches(batch_size=256, columns=wanted or None):
            yield from batch.to_pylist()


TABLE_READERS = {".jsonl": _json_lines, ".csv": _csv_rows, ".parquet": _parquet_rows}


def _open_text(path: Path) -> TextIO:
    """Open a table of text as UTF-8, or as UTF-16 by its mark.

    Rows are streamed, so no other encoding can be tried on the whole.
    """
    with open(path, "rb") as file:
        encoding = _unicode(file.read(2))
    return open(path, encoding=encoding, newline="")


def _unicode(data: bytes) -> str:
    return "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
