"""Corrections that an analyst writes by hand: read, checked, put over what was found, counted.

A row of the file corrects the speaker or mode of one sentence (doc_id, start, end, speaker, mode)
or one field of a document (doc_id, field, value), and names its source. Nothing else changes:
sentences that carry on a corrected one need rows of their own.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from ..books import read_book
from ..parsing.readout import Cut, Participant, Readout, ReadoutError, Sentence, Span
from ..speakers import BOTH_SIDES, NARRATOR

RULE = "correction"  # of what stands in the place of what a rule found
FILE_COLUMNS = ("doc_id", "start", "end", "speaker", "mode", "field", "value", "source", "text")
OF_A_SENTENCE = frozenset(("start", "end", "speaker", "mode"))
OF_A_DOCUMENT = frozenset(("field", "value"))
MODES_OF_A_PERSON = ["explicit", "continuation"]
MODES_OF_OTHERS = {BOTH_SIDES: ["joint", "continuation"], NARRATOR: ["narration"]}
CORRECTABLE = read_book("corrections")["fields"]  # field → forms of its value; none: any words
DATE_FIELDS = ("event_start", "event_end", "event_precision")
LABELS = ("speaker", "mode")
LONGEST = 31  # days from the first to the last of talks whose days are known

CorrectionRow = Mapping[str, str]  # the cells of one row by column, and its `path` and `line`


@dataclass(frozen=True, slots=True)
class Correction:
    """One value put in the place of another: a row of `corpus.corrections`.

    `what` is a column of sentences, then `start` and `end` are the sentence's, or of documents.
    """

    line: int
    doc_id: str
    start: int | None
    end: int | None
    what: str
    before: str | None
    after: str | None
    source: str

    @property
    def target(self) -> tuple[str, int | None, int | None, str, str | None]:
        """What can be corrected once; a document has many participants."""
        participant = self.after if self.what == "participant" else None
        return self.doc_id, self.start, self.end, self.what, participant


def _correction(
    row: CorrectionRow, what: str, before: object, after: object, span: Span | None = None
) -> Correction:
    start, end = span or (None, None)
    return Correction(
        line=int(row["line"]),
        doc_id=row["doc_id"],
        start=start,
        end=end,
        what=what,
        before=None if before is None else str(before),
        after=None if after is None else str(after),
        source=row["source"],
    )


def _refusal(row: CorrectionRow, expected: str, found: object, hint: str) -> ReadoutError:
    """Return what is wrong with a row, in one line that names the row's."""
    line = f", line {row['line']}" if "line" in row else ""
    shown = " ".join(str(found).split()) or "nothing"
    return ReadoutError(f"{row['path']}{line}: expected {expected}, found {shown}; {hint}")


# --- the file ------------------------------------------------------------------------------------


def read_rows(path: str | os.PathLike[str]) -> list[CorrectionRow]:
    """Read a file of corrections.

    CSV in UTF-8 with doc_id, source and any of start, end, speaker, mode, field, value, text. Rows
    come in the order of the file, empty ones are passed over. Raises ReadoutError, naming the line,
    for a file or row of another form.
    """
    place = {"path": str(path)[:200]}  # and the line that is read, once the file is open
    try:
        lines = Path(path).read_bytes().splitlines(keepends=True)
        reader = csv.reader((line.decode("utf-8-sig") for line in lines), strict=True)
        place["line"] = "1"
        header = _header(place, next(reader, []))
        place["line"] = str(reader.line_num + 1)
        rows: list[CorrectionRow] = []
        for cells in reader:
            row = dict.fromkeys(FILE_COLUMNS, "")
            row |= zip(header, map(str.strip, cells), strict=False)
            row |= place
            place["line"] = str(reader.line_num + 1)
            if len(cells) > len(header):
                hint = "put a cell that holds a comma between quotation marks"
                raise _refusal(row, f"{len(header)} cells", len(cells), hint)
            if given := {column for column in FILE_COLUMNS if row[column]}:
                _check_given(row, given)
                rows.append(row)
        return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        found = getattr(error, "strerror", None) or error
        hint = "save them so, or mend the name"
        raise _refusal(place, "corrections, as CSV in UTF-8", found, hint) from None


def _header(place: CorrectionRow, cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    each_once = len(set(header)) == len(header)
    if not ({"doc_id", "source"} <= set(header) <= set(FILE_COLUMNS) and each_once):
        expected = f"doc_id and source, and others of {', '.join(FILE_COLUMNS)}, each once"
        raise _refusal(place, expected, ", ".join(header), "put commas between them")
    return header


def _check_given(row: CorrectionRow, given: set[str]) -> None:
    """Raise ReadoutError where a row is neither of a sentence nor of a document."""
    sentence, document = given & OF_A_SENTENCE, given & OF_A_DOCUMENT
    labels_a_sentence = sentence > {"start", "end"} and not document
    fills_a_field = document == OF_A_DOCUMENT and not sentence
    if not (row["source"] and (labels_a_sentence or fills_a_field)):
        expected = (
            "start, end, speaker or mode, source (of a sentence), "
            "or field, value, source (of a document)"
        )
        hint = "fill these in, a row for each"
        raise _refusal(row, expected, ", ".join(sorted(given)), hint)


# --- putting them over what was found ------------------------------------------------------------


def correct(
    readouts: Iterable[Readout],
    rows: Iterable[CorrectionRow],
    earlier: Iterable[Correction] = (),
) -> tuple[list[Readout], list[Correction]]:
    """Return the readouts as corrected, and what was corrected, in order of the file's lines.

    `earlier` are corrections made before, whose `before` stands. Raises ReadoutError, naming the
    line, for an unknown document, span, speaker, mode, field or value, for a target named twice,
    and for a talk that ends before it starts.
    """
    found = {readout.name: readout for readout in readouts}
    now = dict(found)
    log = {correction.target: correction for correction in earlier}
    lines: dict[object, str] = {}  # target → the line that corrects it
    dated: dict[str, dict[str, CorrectionRow]] = defaultdict(dict)
    # New participants first: the other rows may name them.
    for row in sorted(rows, key=lambda row: row["field"] != "participant"):
        name = row["doc_id"]
        readout = _readout_named(row, now)
        change = _with_field if row["field"] else _with_labels
        now[name], corrections = change(row, readout)
        for correction in corrections:
            target = correction.target
            line = lines.setdefault(target, row["line"])
            if line != row["line"]:
                found_also = f"{correction.what} also on line {line}"
                raise _refusal(row, "each target once", found_also, "leave one of the two")
            before = log[target].before if target in log else correction.before
            log[target] = replace(correction, before=before)
            if correction.what in DATE_FIELDS:
                dated[name][correction.what] = row
    for name, own in dated.items():
        now[name] = _redated(found[name], now[name], own)
    return list(now.values()), sorted(log.values(), key=lambda correction: correction.line)


def _readout_named(row: CorrectionRow, readouts: Mapping[str, Readout]) -> Readout:
    """Return the readout a row is of; ReadoutError with a name that is near where there is none."""
    name = row["doc_id"]
    if name not in readouts:
        near = ", ".join(get_close_matches(name, readouts, 1) or sorted(readouts)[:1])
        expected = f"the doc_id of a document, such as {near}"
        raise _refusal(row, expected, name, "copy it from corpus.documents")
    return readouts[name]


def _redated(found: Readout, now: Readout, rows: Mapping[str, CorrectionRow]) -> Readout:
    """Return a readout whose day was corrected with the precision and the sources of its days."""
    first, last, precision = now.event_start, now.event_end, now.event_precision
    moved = (first, last) != (found.event_start, found.event_end)
    if moved and "event_precision" not in rows:
        precision = _precision(first, last)
    if not _in_order(first, last, precision):
        *_, row = rows.values()
        shown = f"{first or 'unknown'} to {last or 'unknown'}, {precision}"
        expected = "a first and a last day, in order"
        raise _refusal(row, expected, shown, "correct event_date")
    sources = dict.fromkeys(row["source"] for row in rows.values())
    return replace(
        now, event_precision=precision, event_rule=RULE, event_evidence="; ".join(sources)
    )


def _precision(first: date | None, last: date | None) -> str:
    """Return how exact a first and a last day are."""
    if first is None or last is None:
        return "unknown"
    if first == last:
        return "day"
    if first.year != last.year:
        return "unknown"
    return "month" if first.month == last.month else "year"


def _in_order(first: date | None, last: date | None, precision: str) -> bool:
    if first is None or last is None:
        return first is last is None and precision == "unknown"
    length = (last - first).days
    return length >= 0 and (precision != "day" or length <= LONGEST)


def _with_labels(row: CorrectionRow, readout: Readout) -> tuple[Readout, list[Correction]]:
    """Return the readout with one sentence labelled anew, and the labels that were corrected."""
    number, old = _sentence_at(row, _span_of(row), readout)
    speaker = row["speaker"] or old.speaker
    known = [*readout.participants, *MODES_OF_OTHERS]
    if speaker not in known:
        expected = f"a speaker of {readout.name}: {', '.join(known)}"
        raise _refusal(row, expected, speaker, "copy one, or add a row with the field participant")
    mode = _mode(row, speaker, old.mode)
    new = replace(old, speaker=speaker, mode=mode, rule=RULE, confidence=1.0)
    if mode == "narration" and old.mode != "narration":  # nobody's words: no frame
        whole = ((old.start, old.end),)
        new = replace(new, cue=None, cue_start=None, cue_end=None, content_spans=whole)
    corrections = [
        _correction(row, what, getattr(old, what), getattr(new, what), (old.start, old.end))
        for what in LABELS
        if row[what] or getattr(old, what) != getattr(new, what)
    ]
    sentences = (*readout.sentences[:number], new, *readout.sentences[number + 1 :])
    return replace(readout, sentences=sentences), corrections


def _span_of(row: CorrectionRow) -> Span:
    """Return the offsets in a row; programs that write tables make 12.0 of 12."""
    start, end = (re.fullmatch(r"([0-9]+)(\.0)?", row[c]) for c in ("start", "end"))
    if not (start and end):
        found = f"{row['start']} and {row['end']}"
        hint = "copy them from corpus.sentences"
        raise _refusal(row, "whole numbers as start and end", found, hint)
    return int(start[1]), int(end[1])


def _sentence_at(row: CorrectionRow, span: Span, readout: Readout) -> tuple[int, Sentence]:
    """Return the sentence with a span, and its number; the row's text, if any, must be its own."""

    def distance(sentence: Sentence) -> int:
        return abs(sentence.start - span[0]) + abs(sentence.end - span[1])

    numbered = enumerate(readout.sentences)
    near = min(numbered, key=lambda item: distance(item[1]), default=None)
    told = "it has none"
    if near:
        number, sentence = near
        same_text = row["text"].split() in ([], sentence.text.split())
        if distance(sentence) == 0 and same_text:
            return number, sentence
        opening = " ".join(sentence.text.split())[:60]
        told = f"the nearest is {sentence.start},{sentence.end}: “{opening}”"
    expected = f"a sentence of {readout.name} ({told})"
    found = f"{span[0]},{span[1]} {row['text'][:60]}"
    raise _refusal(row, expected, found, "copy start and end from corpus.sentences")


def _mode(row: CorrectionRow, speaker: str, old: str) -> str:
    """Return the row's mode, else the old one where it goes with the speaker, else his first."""
    modes = MODES_OF_OTHERS.get(speaker, MODES_OF_A_PERSON)
    keeps = old in modes or speaker not in MODES_OF_OTHERS
    mode = row["mode"] or (old if keeps else modes[0])
    if mode not in modes:
        expected = f"with the speaker {speaker} the mode {' or '.join(modes)}"
        raise _refusal(row, expected, mode, "mend the mode, or the speaker")
    return mode


def _with_field(row: CorrectionRow, readout: Readout) -> tuple[Readout, list[Correction]]:
    """Return the readout with one field corrected, and the corrections this makes."""
    field, value = row["field"], row["value"]
    if field not in CORRECTABLE:
        raise _refusal(row, f"one of the fields {', '.join(CORRECTABLE)}", field, "mend the field")
    given = _given(row, CORRECTABLE[field])
    if field == "participant":
        return _with_participant(row, readout, value)
    new = replace(readout, **given)
    if new.title != readout.title:
        new = _without_title_line(new)
    if new.event_kind != readout.event_kind:
        new = _with_kind_told(new, row["source"])
    corrections = [
        _correction(row, what, getattr(readout, what), getattr(new, what)) for what in given
    ]
    return new, corrections


def _given(row: CorrectionRow, forms: list[str]) -> dict[str, Any]:
    """Return the fields of a Readout that a row gives values for; a value must have a form."""
    field, value = row["field"], row["value"]
    shapes = [_shape(form) for form in forms]
    reserved = field == "participant" and value in (*MODES_OF_OTHERS, "unknown")
    words = re.search(r"\w", value) and not reserved
    good = _shape(value) in shapes if forms else words
    period = None
    if forms and good and "0" in _shape(value):
        try:
            period = pd.Period(value)
        except ValueError:  # no day of the calendar
            good = False
    if not good:
        expected = f"for {field} {' or '.join(forms) or 'words, of no other meaning'}"
        raise _refusal(row, expected, value, "mend the value")
    first = period and period.start_time.date()
    if field == "event_date":
        return {"event_start": first, "event_end": period and period.end_time.date()}
    known = value != "unknown" or field in ("event_kind", "event_precision")
    return {field: first or (value if known else None)}


def _shape(value: str) -> str:
    """Return a value with 0 for each digit, so that days look like the form of a day."""
    return re.sub("[0-9]", "0", value)


def _with_participant(
    row: CorrectionRow, readout: Readout, name: str
) -> tuple[Readout, list[Correction]]:
    if name in readout.participants:
        return readout, [_correction(row, "participant", name, name)]
    people = (*readout.people, Participant(name, country=None, office=None, variants=()))
    return replace(readout, people=people), [_correction(row, "participant", None, name)]


def _without_title_line(readout: Readout) -> Readout:
    """Return a readout that got another title: the line that was its title is cut."""
    start, end = readout.title_start, readout.title_end
    if start is None or end is None:
        return readout
    cuts = sorted([*readout.cuts, Cut(start, end, RULE)], key=lambda cut: cut.start)
    return replace(readout, title_start=None, title_end=None, cuts=tuple(cuts))


def _with_kind_told(readout: Readout, source: str) -> Readout:
    """Return a readout that got another kind: its problems say whether it tells of a talk."""
    left_out = (
        "no readout",
        "a text that tells of a talk",
        f"none ({source})",
        "it is left out of the analyses",
    )
    problems = [p for p in readout.problems if p[0] != left_out[0]]
    if readout.event_kind == "unknown":
        problems.append(left_out)
    return replace(readout, problems=tuple(problems))


# --- agreement with the rules --------------------------------------------------------------------


def agreement(corrections: pd.DataFrame) -> pd.DataFrame:
    """Compare what the rules found with an analyst's `corpus.corrections`, a row a kind of value.

    Columns: what (`speaker` and `mode` of sentences, then fields of documents by name), rows,
    changed, confirmed (the analyst's value is the automatic one), agreement (confirmed / rows),
    kappa: for speaker and mode Cohen's (1960), (observed − expected agreement) / (1 − expected
    agreement) by `sklearn.metrics.cohen_kappa_score`; NA for fields, and where both know one label
    only. Rows that an analyst chose to write are no random sample of the sentences; those of
    documents labelled whole are all there is.

    >>> rows = pd.DataFrame({"what": "mode", "before": ["joint", "joint", "explicit", "explicit"]})
    >>> agreement(rows.assign(after=["joint"] * 3 + ["explicit"])).to_dict("records")
    [{'what': 'mode', 'rows': 4, 'changed': 1, 'confirmed': 3, 'agreement': 0.75, 'kappa': 0.5}]
    """
    known = corrections.fillna({"before": "unknown", "after": "unknown"})
    groups = sorted(known.groupby("what"), key=lambda group: _labels_first(str(group[0])))
    types = {
        "what": "str",
        "rows": "int64",
        "changed": "int64",
        "confirmed": "int64",
        "agreement": "float64",
        "kappa": "float64",
    }
    rows = [_agreement_in(str(what), own) for what, own in groups]
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _labels_first(what: str) -> tuple[int, str]:
    """The order of the kinds of values: speaker, mode, then the fields of documents by name."""
    return (LABELS.index(what) if what in LABELS else len(LABELS)), what


def _agreement_in(what: str, rows: pd.DataFrame) -> dict[str, object]:
    confirmed = int((rows.before == rows.after).sum())
    return {
        "what": what,
        "rows": len(rows),
        "changed": len(rows) - confirmed,
        "confirmed": confirmed,
        "agreement": confirmed / len(rows),
        "kappa": _kappa(rows) if what in LABELS else float("nan"),
    }


def _kappa(rows: pd.DataFrame) -> float:
    from sklearn.metrics import cohen_kappa_score

    labels = {*rows.before, *rows.after}
    return float(cohen_kappa_score(rows.before, rows.after)) if len(labels) > 1 else float("nan")
