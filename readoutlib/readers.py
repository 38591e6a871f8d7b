"""Files and rows into records: doc_id, text, metadata and hash of one document at a time, and a problem for what could not be read.

Kinds: .txt; .md, with YAML front matter read as metadata; .html and .htm, of which the main text is taken; and .jsonl, .csv and
.parquet, a document a row, with a `text` column and any of `id`, `title`, `outlet`, `published`, `url`.
"""

import csv
import glob
import hashlib
import itertools
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .parsing.page.layout import FRONT_MATTER
from .parsing.readout import ReadoutError

DOCUMENTS = (".txt", ".md", ".html", ".htm")
ROWS = (".jsonl", ".csv", ".parquet")
KINDS = " ".join(DOCUMENTS + ROWS)
COLUMNS = ("id", "text", "title", "outlet", "published", "url")

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
# What browsers read for these names: the larger set that pages under the old name really use.
SUPERSET = {"iso-8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
WORD = re.compile(r"\w")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")

Source = str | os.PathLike | Iterable[str | os.PathLike]


@dataclass(frozen=True, slots=True)
class Record:
    """One document as read: offsets count in `text`; `sha256` is that of the file's bytes, for a row that of its text in UTF-8."""

    doc_id: str
    path: str
    text: str
    metadata: Mapping[str, object]
    sha256: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file or row, what was expected and found, what to do; `doc_id` is None where no document came of it."""

    path: str
    doc_id: str | None
    problem: str
    expected: str
    found: str
    hint: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}: expected {self.expected}, found {self.found}; {self.hint}"


class _Unusable(Exception):
    """A file or row that no document comes of; its arguments are a Problem's last four fields."""


def scan(source: Source) -> Iterator[Record | Problem]:
    """Yield a Record for each document of a source, sorted by path, and a Problem for each that could not be read or was guessed at.

    `source` is a file, a folder (with its subfolders; names that begin with a dot are passed over), a glob, or a list of those; a file
    named twice is read once. A document is called after its file, without the extension; where two files share that name, by its path
    inside the source. A row is called by its `id`, else by its number: `file#1`. A name already taken gets path and number, and a Problem.
    Raises ReadoutError, in one line, if not one document could be read.

    >>> [item.doc_id for item in scan("seeds")][:2]
    ['000_894007f0d8bd6792', '001_5abccda487b6ba1f']
    """
    sources = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    files, problems, base = _find(sources)
    yield from problems
    stems = Counter(path.stem for path in files)
    taken: set[str] = set()
    for path in files:
        shown, stem = _printable(path), _printable(path.stem)
        relative = _printable(os.path.relpath(path, base)).replace(os.sep, "/")
        for n, item in enumerate(
            _items(path, shown, stem if stems[path.stem] == 1 else relative), 1
        ):
            if isinstance(item, Record):
                wanted = stem if path.suffix.lower() in DOCUMENTS else item.doc_id
                while item.doc_id in taken:
                    item, n = replace(item, doc_id=f"{relative}#{n}"), n + 1
                if item.doc_id != wanted:
                    yield Problem(
                        shown,
                        item.doc_id,
                        "name shared",
                        "each name once",
                        f"another {wanted!r}",
                        "it goes by its path; name it anew for a shorter name",
                    )
                taken.add(item.doc_id)
            elif not taken:
                problems.append(item)
            yield item
    if not taken:
        if len(problems) == 1:
            raise ReadoutError(str(problems[0]))
        first = (
            f"first of {len(problems)} problems: {problems[0]}"
            if problems
            else "name a file or a folder"
        )
        raise ReadoutError(
            f"{_printable(sources[0]) if len(sources) == 1 else 'sources'}: expected readouts ({KINDS}), found none that can be read; {first}"
        )


def _find(sources: list[str | os.PathLike]) -> tuple[list[Path], list[Problem], str]:
    """Return the files that sources name, sorted, each once; a problem for each source that names none; and the folder above them all."""
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    bases = []
    for source in sources:
        path, lack, errors = (
            Path(os.path.expanduser(source)),
            ("not there", "a file, folder or glob", "nothing of that name", "check the spelling"),
            [],
        )
        if not str(source):
            found = []
        elif path.is_dir():
            found = [
                Path(root, name)
                for root, _, names in os.walk(path, onerror=errors.append)
                for name in names
            ]
            found = [
                f
                for f in found
                if not any(part.startswith(".") for part in f.relative_to(path).parts)
            ]
            lack = (
                "empty folder",
                f"readouts ({KINDS})",
                "no file",
                "put readouts into it, or name another folder",
            )
        elif os.path.lexists(path):
            found, path = [path], path.parent
        else:
            found = [Path(p) for p in glob.glob(str(path), recursive=True) if not os.path.isdir(p)]
            path = Path(*itertools.takewhile(lambda part: not glob.has_magic(part), path.parts))
        files |= {os.path.abspath(f): f for f in found if os.path.abspath(f) not in files}
        bases.append(os.path.abspath(path))
        problems += [
            Problem(
                _printable(e.filename),
                None,
                "cannot be opened",
                "a folder",
                _short(e),
                "check its permissions",
            )
            for e in errors
        ]
        if not found and not errors:
            problems.append(Problem(_printable(source) or "''", None, *lack))
    return (
        [files[f] for f in sorted(files, key=lambda f: Path(f).parts)],
        problems,
        os.path.commonpath(bases) if bases else "",
    )


def _items(path: Path, shown: str, name: str) -> Iterator[Record | Problem]:
    """Yield the documents of one file and its problems; a damaged file ends with a problem, whatever came before it."""
    kind = path.suffix.lower()
    try:
        if kind not in DOCUMENTS + ROWS:
            raise _Unusable(
                "skipped",
                f"one of {KINDS}",
                kind or "a name without an extension",
                "convert it, or leave it out",
            )
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise _Unusable("skipped", "a regular file", "something else", "leave it out")
        yield from (_document if kind in DOCUMENTS else _rows)(path, kind, shown, name)
    except _Unusable as error:
        yield Problem(shown, None, *error.args)
    except OSError as error:
        yield Problem(
            shown,
            None,
            "cannot be opened",
            "a readable file",
            _short(error),
            "check that it exists and its permissions",
        )
    except (ValueError, NotImplementedError, csv.Error) as error:
        yield Problem(
            shown,
            None,
            "damaged",
            f"a {kind} file that can be read to its end",
            _short(error),
            "write it again, as UTF-8 if it is text",
        )


def _document(path: Path, kind: str, shown: str, name: str) -> Iterator[Record | Problem]:
    """Yield the document of a .txt, .md or .html file; the text of the first two is the whole decoded file, newlines untouched."""
    data = path.read_bytes()
    declared = CHARSET.search(data[:4096]) if kind in (".html", ".htm") else None
    text, guessed = _decode(data, declared and declared[1].decode().lower())
    body, values = text, {}
    if kind == ".md" and (front := FRONT_MATTER.match(text)):
        import yaml

        body = text[front.end() :]
        try:
            values = yaml.safe_load(front["yaml"])
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            yield Problem(
                shown,
                name,
                "front matter not read",
                "YAML between the lines ---",
                _short(error),
                "mend it; the text is used without it",
            )
    elif kind in (".html", ".htm"):
        text, values = _main_text(text)
        body = text
    if not WORD.search(body):
        raise _Unusable(
            "empty text",
            "the text of a readout",
            f"no words in {len(data)} bytes",
            "leave it out, or save it again",
        )
    if guessed:
        yield Problem(
            shown,
            name,
            "encoding guessed",
            "UTF-8, or UTF-16 with its mark",
            "neither; read as Windows-1252",
            "save it as UTF-8",
        )
    metadata = {str(k): v for k, v in values.items()} if isinstance(values, dict) else {}
    yield Record(name, shown, text, metadata, hashlib.sha256(data).hexdigest())


def _decode(data: bytes, declared: str | None = None) -> tuple[str, bool]:
    """Return the text of bytes, without a byte order mark, and whether its encoding had to be guessed.

    >>> _decode("Škoda".encode("utf-16")), _decode("“Tokyo”".encode("cp1252"))
    (('Škoda', False), ('“Tokyo”', True))
    """
    known = [_unicode(data)] + ([SUPERSET.get(declared, declared)] if declared else [])
    for encoding in (*known, "cp1252"):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text and (encoding in known or not CONTROL.search(text)):
            return text, encoding not in known
    raise _Unusable("binary", "text", "bytes that are no text", "export it as plain text in UTF-8")


def _main_text(page: str) -> tuple[str, dict[str, object]]:
    """Return a web page's main text without menus and advertisements, and the metadata its markup states (never a date from its prose)."""
    import trafilatura

    # max_date: the default is today, and what a file says must not depend on the clock.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}
    # A declared encoding is void in text that is decoded already, and lxml refuses it.
    page = re.sub(r"\A\s*<\?xml[^>]*\?>", "", page)
    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, date_extraction_params=dates
    )
    if found is None:
        return "", {}
    metadata = {
        "title": found.title,
        "outlet": found.sitename,
        "published": found.date,
        "url": found.url,
    }
    return found.text or "", {k: v for k, v in metadata.items() if v}


def _rows(path: Path, kind: str, shown: str, name: str) -> Iterator[Record | Problem]:
    """Yield a document for each row of a table; a row without text is a problem, and the next is read."""
    n = 0
    for n, row in enumerate({".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}[kind](path), 1):
        given = {k: v for k in COLUMNS if (v := row.get(k)) == v and v not in (None, "")}
        doc_id, text = _printable(given.pop("id", f"{name}#{n}")), given.pop("text", None)
        if isinstance(text, str) and WORD.search(text):
            data = text.encode(
                "utf-8", "replace"
            )  # half a surrogate pair, which JSON can hold, cannot be stored
            yield Record(doc_id, shown, data.decode(), given, hashlib.sha256(data).hexdigest())
        elif "text" in row or kind == ".jsonl":
            yield Problem(
                f"{shown}#{n}",
                None,
                "no text",
                "a row with words in `text`",
                _short(row)[:80],
                "mend the row, or leave it out",
            )
        else:
            raise _Unusable(
                "no text",
                "a column `text`",
                f"columns {_short(', '.join(map(str, row)))}",
                "rename the column that holds the text",
            )
    if not n:
        raise _Unusable("empty table", "a document a row", "no rows", "leave it out")


def _jsonl(path: Path) -> Iterator[dict]:
    with _open(path) as file:
        for line in filter(str.strip, file):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = f"no JSON: {line}"
            yield row if isinstance(row, dict) else {"not an object": row}


def _csv(path: Path) -> Iterator[dict]:
    csv.field_size_limit(
        2**31 - 1
    )  # the default, 131,072 characters, is less than a long transcript
    with _open(path) as file:
        yield from csv.DictReader(file)


def _parquet(path: Path) -> Iterator[dict]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        for batch in file.iter_batches(
            batch_size=256, columns=[c for c in file.schema_arrow.names if c in COLUMNS] or None
        ):
            yield from batch.to_pylist()


def _open(path: Path):
    """Open a table of text as UTF-8, or as UTF-16 by its mark; rows are streamed, so no other encoding can be tried on the whole."""
    with open(path, "rb") as file:
        encoding = _unicode(file.read(2))
    return open(path, encoding=encoding, newline="")


def _unicode(data: bytes) -> str:
    return "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _printable(value: object) -> str:
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _short(error: object) -> str:
    """Return a message as one line of at most 200 characters."""
    return _printable(" ".join(str(getattr(error, "strerror", None) or error).split()))[:200]
