"""From files, or a saved corpus, to a Corpus: read, parse, correct, assemble."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..limits import GENEROUS, Limits
from ..parsing.parse import parse_readout
from ..parsing.readout import Readout, ReadoutError
from ..workers import side_by_side, within_cores
from .assembly import assemble
from .corpus import Corpus
from .corrections import Correction, CorrectionRow, correct, read_rows
from .readers import Source, read_records
from .records import Problem, Record, short
from .store import is_saved, open_tables
from .tables import as_rows

DOCUMENTS_AT_A_TIME = 16  # that a process is given


def load_corpus(
    source: Source,
    *,
    corrections: str | Path | None = None,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
    follow_links: bool = False,
    limits: Limits = GENEROUS,
) -> Corpus:
    """Read and parse a file, a folder with its subfolders, a glob, a list, or a saved corpus.

    A file that cannot be read is a row of `problems` and stops nothing; ReadoutError is raised only
    where nothing at all could be read. `corrections` is a CSV file of an analyst's (see
    `readoutlib.corrections`), put over what was parsed or saved; a row that cannot be used raises
    ReadoutError with its line. `workers` processes parse side by side, at most one a core (with a
    warning where more were asked for); `progress` is called with the number of documents parsed so
    far. A link that leads out of a folder is read only with `follow_links`; `limits` say how much
    of one file is read (see `readoutlib.limits`).

    >>> corpus = load_corpus("seeds")
    >>> len(corpus.documents), sorted(corpus.sentences.person.unique())
    (5, ['Both sides', 'Narrator', 'Sergey Lavrov', 'Wang Yi'])
    """
    workers, fewer = within_cores(workers)
    if fewer:
        warnings.warn(fewer, stacklevel=2)
    rows = [] if corrections is None else read_rows(corrections)
    if is_saved(source):
        saved = open_corpus(Path(source))  # type: ignore[arg-type]  # one name, as is_saved tells
        return _corrected(saved, rows) if rows else saved
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    readouts = []
    try:
        items = read_records(source, follow_links=follow_links, limits=limits)
        for item in _parsed(_sorted_out(items, records, problems), workers):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            readouts.append(item)
            if progress:
                progress(len(readouts))
    except OSError as error:  # a name that no file can have
        raise ReadoutError(
            f"{str(source)[:200]}: expected the name of a file, folder or glob, "
            f"found: {error.strerror or error}; check the spelling"
        ) from None
    readouts, log = correct(readouts, rows)
    return assemble(readouts, log, records, problems)


def open_corpus(folder: Path) -> Corpus:
    """Return a saved corpus; ReadoutError where it has another format, or is damaged."""
    tables, texts = open_tables(folder)
    return Corpus(**tables, texts=texts)


def _sorted_out(
    items: Iterable[Record | Problem], records: dict[str, Record], problems: list[Problem]
) -> Iterator[Record]:
    """Yield the records, and keep them and the problems where they will be wanted."""
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            records[item.doc_id] = item
            yield item


def _parsed(records: Iterable[Record], workers: int) -> Iterator[Readout | Problem]:
    if workers > 1:
        yield from side_by_side(_parse_record, records, workers, DOCUMENTS_AT_A_TIME)
    else:
        yield from map(_parse_record, records)


def _parse_record(record: Record) -> Readout | Problem:
    """Return what was read in a document; a Problem if the rules fail on it: one stops nothing."""
    try:
        return parse_readout(record.text, name=record.doc_id, metadata=record.metadata)
    except Exception as error:
        return Problem(
            path=record.path,
            doc_id=None,
            problem="not parsed",
            expected="a text that the rules can read",
            found=f"{type(error).__name__}: {short(error)}",
            hint="leave it out, and send it to those who look after the rules",
        )


def _corrected(saved: Corpus, rows: list[CorrectionRow]) -> Corpus:
    """Take a saved corpus apart into readouts again, and put corrections over them and its own."""
    documents = saved.documents.rename_axis("doc_id").reset_index()
    sources = as_rows(documents[["doc_id", "path", "sha256"]])
    records = {row["doc_id"]: Record(**row, text="", metadata={}) for row in sources}
    of_no_document = saved.problems[saved.problems.doc_id.isna()]
    problems = [Problem(**p) for p in as_rows(of_no_document)]
    earlier = [Correction(**c) for c in as_rows(saved.corrections)]
    readouts, log = correct(map(saved.readout, saved.documents.index), rows, earlier)
    return assemble(readouts, log, records, problems)
