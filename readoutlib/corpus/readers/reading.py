"""Reading: sources to records, each under a name of its own, with a problem for each failure."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ...limits import GENEROUS, Limits
from ...parsing.readout import ReadoutError
from ..records import Problem, Record, printable, short
from ..sources import FoundFiles, Name, find_files
from . import documents, tables
from .telling import UnusableError

FILE_KINDS = " ".join(documents.KINDS + tables.KINDS)

Source = Name | Iterable[Name]


def read_records(
    source: Source, *, follow_links: bool = False, limits: Limits = GENEROUS
) -> Iterator[Record | Problem]:
    """Yield a Record for each document of a source, by path, and a Problem for what went wrong.

    `source` is a file, a folder (with its subfolders; names that begin with a dot are passed over),
    a glob, or a list of those; a file named twice is read once, and a link that leads out of a
    folder only with `follow_links`. A document is called after its file, without the extension;
    where two files share that name, by its path inside the source. A row is called by its `id`,
    else by its number: `file#1`. A name already taken gets path and number, and a Problem. Raises
    ReadoutError, in one line, if not one document could be read.

    >>> [item.doc_id for item in read_records("seeds")][:2]
    ['000_894007f0d8bd6792', '001_5abccda487b6ba1f']
    """
    sources = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    found = find_files(sources, FILE_KINDS, follow_links=follow_links)
    yield from found.problems
    none_yet = True
    failures = list(found.problems)
    for item in _each_name_once(found, limits):
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


def _each_name_once(found: FoundFiles, limits: Limits) -> Iterator[Record | Problem]:
    """Yield what the files hold, with a Problem before each document that got another name."""
    stems = Counter(path.stem for path in found.files)
    taken: set[str] = set()
    for path in found.files:
        stem = printable(path.stem)
        relative = printable(os.path.relpath(path, found.base)).replace(os.sep, "/")
        name = stem if stems[path.stem] == 1 else relative
        waiting: list[Problem] = []  # for the name of their document
        for item in _items(path, name, limits):
            if isinstance(item, Problem):
                if item.doc_id is None:
                    yield item
                else:
                    waiting.append(item)
                continue
            wanted = stem if _kind(path) in documents.KINDS else item.doc_id
            record = _with_free_name(item, relative, taken)
            taken.add(record.doc_id)
            if record.doc_id != wanted:
                yield _name_shared(record, wanted)
            yield from _named(waiting, item.doc_id, record.doc_id)
            waiting.clear()
            yield record
        yield from waiting


def _with_free_name(record: Record, relative: str, taken: set[str]) -> Record:
    number = record.number
    while record.doc_id in taken:
        record = replace(record, doc_id=f"{relative}#{number}")
        number += 1
    return record


def _named(problems: list[Problem], old: str, new: str) -> Iterator[Problem]:
    for problem in problems:
        yield replace(problem, doc_id=new) if problem.doc_id == old else problem


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


def _items(path: Path, name: str, limits: Limits) -> Iterator[Record | Problem]:
    """Yield the documents of one file and its problems.

    A damaged file ends with a problem, whatever came before it.
    """
    try:
        _refuse_unread_kinds(path)
        read = documents.read_document if _kind(path) in documents.KINDS else tables.read_table
        yield from read(path, name, limits)
    except UnusableError as error:
        yield Problem(printable(path), None, *error.told)
    except OSError as error:
        if error.errno is None:  # of a library that reads, not of the disk
            yield _damaged(path, error)
            return
        yield Problem(
            path=printable(path),
            doc_id=None,
            problem="cannot be opened",
            expected="a readable file",
            found=short(error),
            hint="check that it exists and its permissions",
        )
    except Exception as error:  # whatever a reader of Parquet or HTML meets: one file stops nothing
        yield _damaged(path, error)


def _damaged(path: Path, error: Exception) -> Problem:
    return Problem(
        path=printable(path),
        doc_id=None,
        problem="damaged",
        expected=f"a {_kind(path)} file that can be read to its end",
        found=short(error) or type(error).__name__,
        hint="write it again, as UTF-8 if it is text",
    )


def _refuse_unread_kinds(path: Path) -> None:
    kind = _kind(path)
    if kind not in documents.KINDS + tables.KINDS:
        raise UnusableError(
            "skipped",
            expected=f"one of {FILE_KINDS}",
            found=kind or "a name without an extension",
            hint="convert it, or leave it out",
        )
    if path.exists() and not path.is_file():  # opening a pipe would wait for ever
        raise UnusableError(
            "skipped", expected="a regular file", found="something else", hint="leave it out"
        )
