"""Assembly: parsed readouts into the tables of one Corpus, every row by its columns' names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from ..parsing.readout import Readout
from ..parsing.words.tokens import count_words
from .corpus import Corpus
from .corrections import Correction
from .identity import Identities, same_persons, same_talks
from .records import Problem, Record
from .tables import COLUMN_TYPES, Row, as_table


def assemble(
    readouts: Iterable[Readout],
    log: Iterable[Correction] = (),
    records: Mapping[str, Record] | None = None,
    problems: Iterable[Problem] = (),
) -> Corpus:
    """Join parsed readouts into a Corpus, in which a person and a talk are one across documents.

    `log` are the corrections that were put over them before; `records`, by doc_id, tell which
    files they came from; `problems` those of files no document came of. Tables are sorted by the
    talk's first day, undated documents last, then by name.
    """
    records = records or {}
    readouts = sorted(readouts, key=lambda r: (r.event_start or date.max, r.name))
    persons = same_persons(readouts)
    events = same_talks(readouts, persons)
    order = {readout.name: number for number, readout in enumerate(readouts)}
    told = [asdict(p) for p in problems] + list(_told_by_parsing(readouts, records))
    told.sort(key=lambda row: order.get(row["doc_id"], -1))
    rows: dict[str, Iterable[Row]] = {
        "documents": (_document_row(r, records.get(r.name), events[r.name]) for r in readouts),
        "sentences": _sentence_rows(readouts, persons),
        "cuts": ({"doc_id": r.name, **asdict(cut)} for r in readouts for cut in r.cuts),
        "problems": told,
        "people": _person_rows(readouts, persons),
        "corrections": map(asdict, log),
    }
    tables = {name: as_table(name, own) for name, own in rows.items()}
    tables["documents"] = tables["documents"].set_index("doc_id")
    return Corpus(**tables, texts={r.name: r.text for r in readouts})


def _document_row(readout: Readout, record: Record | None, event_id: str) -> Row:
    made: dict[str, object] = {
        "doc_id": readout.name,
        "path": record.path if record else None,
        "sha256": record.sha256 if record else None,
        "event_id": event_id,
        "n_sentences": len(readout.sentences),
        "n_words": sum(count_words(s.text) for s in readout.sentences),
    }
    return _row_of("documents", readout, made)


def _sentence_rows(readouts: Sequence[Readout], persons: Identities) -> Iterator[Row]:
    for readout in readouts:
        for sentence in readout.sentences:
            speaker = sentence.speaker
            person = persons.get((readout.name, speaker), speaker)
            yield _row_of("sentences", sentence, {"doc_id": readout.name, "person": person})


def _person_rows(readouts: Sequence[Readout], persons: Identities) -> Iterator[Row]:
    for readout in readouts:
        for participant in readout.people:
            person = persons.get((readout.name, participant.name), participant.name)
            yield _row_of("people", participant, {"doc_id": readout.name, "person": person})


def _told_by_parsing(
    readouts: Sequence[Readout], records: Mapping[str, Record]
) -> Iterator[dict[str, object]]:
    for readout in readouts:
        record = records.get(readout.name)
        for problem, expected, found, hint in readout.problems:
            yield {
                "path": record.path if record else None,
                "doc_id": readout.name,
                "problem": problem,
                "expected": expected,
                "found": found,
                "hint": hint,
            }


def _row_of(table: str, source: object, made: dict[str, object]) -> Row:
    """Return a row of a table: what was made for it, and what its source has by the same names."""
    rest = {column: getattr(source, column) for column in COLUMN_TYPES[table] if column not in made}
    return made | rest
