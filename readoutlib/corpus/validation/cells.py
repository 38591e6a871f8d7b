"""What single cells hold: something where it must stand, words of a set, numbers in bounds."""

from collections.abc import Iterable, Iterator

import pandas as pd

from ..corrections import CORRECTABLE
from ..corrections.applying import LONGEST, MODES_OF_A_PERSON, MODES_OF_OTHERS
from ..corrections.correction import LABEL_COLUMNS
from ..records import UNPRINTABLE
from .check import Check, Rows, Tables

FILLED = {
    "documents": ("doc_id", "event_id"),
    "sentences": ("doc_id", "speaker", "person", "rule"),
    "cuts": ("doc_id", "rule"),
    "problems": ("problem", "expected", "found", "hint"),
    "people": ("doc_id", "name", "person"),
    "corrections": ("doc_id", "source"),
    "texts": ("doc_id", "text"),
}
ON_ONE_LINE = {
    "documents": ("doc_id", "event_id", "path"),
    "sentences": ("rule",),
    "cuts": ("rule",),
}
DAYS = ("published", "event_start", "event_end")
MODES = ("explicit", "continuation", "joint", "narration")
CORRECTED = (*LABEL_COLUMNS, *(field for field in CORRECTABLE if field != "event_date"))
SHA256 = r"[0-9a-f]{64}"


def _filled(table: str, column: str) -> Check:
    def broken(tables: Tables) -> Rows:
        cells = tables[table][column]
        return cells.isna() | (cells == "")

    return Check(table, column, "some words", broken)


def _on_one_line(table: str, column: str) -> Check:
    def broken(tables: Tables) -> Rows:
        cells = tables[table][column].tolist()
        return [isinstance(cell, str) and bool(UNPRINTABLE.search(cell)) for cell in cells]

    return Check(table, column, "words without control characters", broken)


def _one_of(table: str, column: str, words: Iterable[str]) -> Check:
    known = list(words)

    def broken(tables: Tables) -> Rows:
        return ~tables[table][column].isin(known)

    return Check(table, column, f"one of {', '.join(known)}", broken)


def _whole_day(column: str) -> Check:
    def broken(tables: Tables) -> Rows:
        days = tables["documents"][column]
        return days.notna() & (days != days.dt.normalize())

    return Check("documents", column, "a day without an hour", broken)


def _each_cell() -> Iterator[Check]:
    for table, columns in FILLED.items():
        yield from (_filled(table, column) for column in columns)
    for table, columns in ON_ONE_LINE.items():
        yield from (_on_one_line(table, column) for column in columns)
    yield from map(_whole_day, DAYS)
    for column in ("event_precision", "event_kind"):
        yield _one_of("documents", column, CORRECTABLE[column])
    yield _one_of("sentences", "mode", MODES)
    yield _one_of("corrections", "what", CORRECTED)


def _no_hash(tables: Tables) -> Rows:
    hashes = tables["documents"].sha256
    return hashes.notna() & ~hashes.str.fullmatch(SHA256).fillna(False).astype(bool)


def _no_share(tables: Tables) -> Rows:
    return ~tables["sentences"].confidence.between(0, 1)


def _not_of_the_voice(tables: Tables) -> Rows:
    sentences = tables["sentences"]
    speaker, mode = sentences.speaker, sentences["mode"]
    of_others = speaker.isin(list(MODES_OF_OTHERS))
    fits = ~of_others & mode.isin(MODES_OF_A_PERSON)
    for voice, modes in MODES_OF_OTHERS.items():
        fits |= (speaker == voice) & mode.isin(modes)
    return ~fits


def _negative(tables: Tables) -> Rows:
    return tables["sentences"].paragraph < 0


def _no_line(tables: Tables) -> Rows:
    return tables["corrections"].line < 1


def _days_between(tables: Tables) -> pd.Series:
    documents = tables["documents"]
    between: pd.Series = (documents.event_end - documents.event_start).dt.days
    return between


def _one_day_alone(tables: Tables) -> Rows:
    documents = tables["documents"]
    return documents.event_start.isna() != documents.event_end.isna()


def _ends_before_it_starts(tables: Tables) -> Rows:
    return _days_between(tables) < 0


def _too_exact(tables: Tables) -> Rows:
    between, precision = _days_between(tables), tables["documents"].event_precision
    undated = between.isna() & (precision != "unknown")
    return undated | ((precision == "day") & (between > LONGEST))


CELLS = (
    *_each_cell(),
    Check("documents", "sha256", "64 hexadecimal digits", _no_hash),
    Check("documents", "event_end", "a day where event_start is one", _one_day_alone),
    Check("documents", "event_end", "no day before event_start", _ends_before_it_starts),
    Check("documents", "event_precision", "what the days allow", _too_exact),
    Check("sentences", "confidence", "a number from 0 to 1", _no_share),
    Check("sentences", "mode", "a mode that goes with the speaker", _not_of_the_voice),
    Check("sentences", "paragraph", "a number from 0", _negative),
    Check("corrections", "line", "a number from 1", _no_line),
)
