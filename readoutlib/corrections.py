"""Corrections that an analyst writes by hand: read, checked, put in the place of what the rules found, and counted.

A row of the file corrects the speaker or mode of one sentence (doc_id, start, end, speaker, mode) or one field of a document (doc_id,
field, value), and names its source. Nothing else changes: sentences that carry on a corrected one need rows of their own.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from .books import read_book
from .parsing.readout import Cut, Participant, Readout, ReadoutError
from .speakers import BOTH_SIDES, NARRATOR

RULE = "correction"
COLUMNS = ("doc_id", "start", "end", "speaker", "mode", "field", "value", "source", "text")
SENTENCE, DOCUMENT = {"start", "end", "speaker", "mode"}, {"field", "value"}
MODES = {BOTH_SIDES: ["joint", "continuation"], NARRATOR: ["narration"]}
FIELDS = read_book("corrections")["fields"]
Row = Mapping[str, str]  # the cells of one row by column, and its `path` and `line`


def read_rows(path: str | os.PathLike) -> list[Row]:
    """Read a file of corrections: CSV in UTF-8 with doc_id, source and any of start, end, speaker, mode, field, value, text.

    Rows come in the order of the file, empty ones are passed over. Raises ReadoutError, naming the line, for a file or row of another form.
    """
    rows, place = [], {"path": str(path)[:200]}
    try:
        reader = csv.reader(
            (raw.decode("utf-8-sig") for raw in Path(path).read_bytes().splitlines(keepends=True)),
            strict=True,
        )
        place["line"] = "1"
        header = [c.strip() for c in next(reader, [])]
        good = {"doc_id", "source"} <= set(header) <= set(COLUMNS) and len(set(header)) == len(
            header
        )
        _check(
            place,
            good,
            f"doc_id and source, and others of {', '.join(COLUMNS)}, each once",
            ", ".join(header),
            "put commas between them",
        )
        place["line"] = str(reader.line_num + 1)
        for cells in reader:
            row = (
                dict.fromkeys(COLUMNS, "")
                | dict(zip(header, map(str.strip, cells), strict=False))
                | place
            )
            place["line"] = str(reader.line_num + 1)
            _check(
                row,
                len(cells) <= len(header),
                f"{len(header)} cells",
                len(cells),
                "put a cell that holds a comma between quotation marks",
            )
            if given := {c for c in COLUMNS if row[c]}:
                label, field = given & SENTENCE, given & DOCUMENT
                good = row["source"] and (
                    label > {"start", "end"} and not field or field == DOCUMENT and not label
                )
                expected = "start, end, speaker or mode, source (of a sentence), or field, value, source (of a document)"
                _check(
                    row, good, expected, ", ".join(sorted(given)), "fill these in, a row for each"
                )
                rows.append(row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        _check(
            place,
            False,
            "corrections, as CSV in UTF-8",
            getattr(error, "strerror", None) or error,
            "save them so, or mend the name",
        )
    return rows


def _check(row: Row, good: object, expected: str, found: object, hint: str) -> None:
    """Raise what is wrong with a row, unless it is good."""
    if not good:
        line = f", line {row['line']}" if "line" in row else ""
        raise ReadoutError(
            f"{row['path']}{line}: expected {expected}, found {' '.join(str(found).split()) or 'nothing'}; {hint}"
        ) from None


def correct(
    readouts: Iterable[Readout], rows: Iterable[Row], earlier: Iterable[tuple] = ()
) -> tuple[list[Readout], list[tuple]]:
    """Return the readouts as corrected, and what was: tuples (line, doc_id, start, end, what, before, after, source), as `corpus.corrections`.

    `earlier` are those of corrections made before, whose `before` stands. Raises ReadoutError, naming the line, for an unknown document,
    span, speaker, mode, field or value, for a target named twice, and for a talk that ends before it starts.
    """
    was = {r.name: r for r in readouts}
    now, log, lines, dated = (
        dict(was),
        {_target(*e[1:5], e[6]): e for e in earlier},
        {},
        defaultdict(dict),
    )
    for row in sorted(
        rows, key=lambda row: row["field"] != "participant"
    ):  # whom the other rows may name
        name = row["doc_id"]
        if name not in now:
            near = ", ".join(get_close_matches(name, now, 1) or sorted(now)[:1])
            _check(
                row,
                False,
                f"the doc_id of a document, such as {near}",
                name,
                "copy it from corpus.documents",
            )
        now[name], changes = (_document if row["field"] else _sentence)(row, now[name])
        for start, end, what, *values in changes:
            before, after = (v if v is None else str(v) for v in values)
            key = _target(name, start, end, what, after)
            first = lines.setdefault(key, row["line"])
            _check(
                row,
                first == row["line"],
                "each target once",
                f"{what} also on line {first}",
                "leave one of the two",
            )
            log[key] = (
                int(row["line"]),
                name,
                start,
                end,
                what,
                log[key][5] if key in log else before,
                after,
                row["source"],
            )
            if what in ("event_start", "event_end", "event_precision"):
                dated[name][what] = row
    for name, own in dated.items():
        (*_, row), sources = own.values(), dict.fromkeys(r["source"] for r in own.values())
        days = first, last = now[name].event_start, now[name].event_end
        precision = now[name].event_precision
        if days != (was[name].event_start, was[name].event_end) and "event_precision" not in own:
            whole = (
                "unknown"
                if None in days or first.year != last.year
                else "month"
                if first.month == last.month
                else "year"
            )
            precision = "day" if first and first == last else whole
        good = (
            0 <= (last - first).days < (32 if precision == "day" else 10**6)
            if all(days)
            else not any(days) and precision == "unknown"
        )
        _check(
            row,
            good,
            "a first and a last day, in order",
            f"{first or 'unknown'} to {last or 'unknown'}, {precision}",
            "correct event_date",
        )
        now[name] = replace(
            now[name], event_precision=precision, event_rule=RULE, event_evidence="; ".join(sources)
        )
    return list(now.values()), sorted(log.values(), key=lambda entry: entry[0])


def _target(name: str, start: int | None, end: int | None, what: str, after: str | None) -> tuple:
    return (
        name,
        start,
        end,
        what,
        after if what == "participant" else None,
    )  # of which a document has many


def _sentence(row: Row, r: Readout) -> tuple[Readout, list[tuple]]:
    numbers = [re.fullmatch(r"([0-9]+)(\.0)?", row[c]) for c in ("start", "end")]
    _check(
        row,
        all(numbers),
        "whole numbers as start and end",
        f"{row['start']} and {row['end']}",
        "copy them from corpus.sentences",
    )
    span = tuple(int(m[1]) for m in numbers)
    n, s = min(
        enumerate(r.sentences),
        key=lambda pair: abs(pair[1].start - span[0]) + abs(pair[1].end - span[1]),
        default=(0, None),
    )
    near = (
        f"the nearest is {s.start},{s.end}: “{' '.join(s.text.split())[:60]}”"
        if s
        else "it has none"
    )
    good = s and (s.start, s.end) == span and row["text"].split() in ([], s.text.split())
    _check(
        row,
        good,
        f"a sentence of {r.name} ({near})",
        f"{span[0]},{span[1]} {row['text'][:60]}",
        "copy start and end from corpus.sentences",
    )
    speaker, known = row["speaker"] or s.speaker, [*r.participants, *MODES]
    _check(
        row,
        speaker in known,
        f"a speaker of {r.name}: {', '.join(known)}",
        speaker,
        "copy one, or add a row with the field participant",
    )
    modes = MODES.get(speaker, ["explicit", "continuation"])
    mode = row["mode"] or (s.mode if s.mode in modes or speaker not in MODES else modes[0])
    _check(
        row,
        mode in modes,
        f"with the speaker {speaker} the mode {' or '.join(modes)}",
        mode,
        "mend the mode, or the speaker",
    )
    new = replace(s, speaker=speaker, mode=mode, rule=RULE, confidence=1.0)
    if mode == "narration" != s.mode:  # nobody's words: no frame
        new = replace(new, cue=None, cue_start=None, cue_end=None, content_spans=(span,))
    changes = [
        (*span, c, getattr(s, c), getattr(new, c))
        for c in ("speaker", "mode")
        if row[c] or getattr(s, c) != getattr(new, c)
    ]
    return replace(r, sentences=(*r.sentences[:n], new, *r.sentences[n + 1 :])), changes


def _document(row: Row, r: Readout) -> tuple[Readout, list[tuple]]:
    field, value, forms = row["field"], row["value"], FIELDS.get(row["field"], ())
    _check(row, field in FIELDS, f"one of the fields {', '.join(FIELDS)}", field, "mend the field")
    shape, *shapes = (re.sub("[0-9]", "0", v) for v in (value, *forms))
    good = (
        shape in shapes
        if forms
        else re.search(r"\w", value)
        and not (field == "participant" and value in (*MODES, "unknown"))
    )
    try:
        days = pd.Period(value) if good and forms and "0" in shape else None
    except ValueError:  # no day of the calendar
        good = days = None
    _check(
        row,
        good,
        f"for {field} {' or '.join(forms) or 'words, of no other meaning'}",
        value,
        "mend the value",
    )
    if field == "participant":
        new = (
            r
            if value in r.participants
            else replace(r, people=(*r.people, Participant(value, None, None, ())))
        )
        return new, [(None, None, field, value if new is r else None, value)]
    given = (
        days.start_time.date()
        if days
        else None
        if value == "unknown" and field not in ("event_kind", "event_precision")
        else value
    )
    values = (
        {"event_start": given, "event_end": days and days.end_time.date()}
        if field == "event_date"
        else {field: given}
    )
    new = replace(r, **values)
    if new.title != r.title and r.title_start is not None:
        cuts = sorted([*r.cuts, Cut(r.title_start, r.title_end, RULE)], key=lambda c: c.start)
        new = replace(new, title_start=None, title_end=None, cuts=tuple(cuts))
    if new.event_kind != r.event_kind:
        left = (
            "no readout",
            "a text that tells of a talk",
            f"none ({row['source']})",
            "it is left out of the analyses",
        )
        new = replace(
            new,
            problems=(*(p for p in r.problems if p[0] != left[0]), *[left] * (value == "unknown")),
        )
    return new, [(None, None, what, getattr(r, what), getattr(new, what)) for what in values]


def agreement(corrections: pd.DataFrame) -> pd.DataFrame:
    """Compare what the rules found with the corrections of an analyst (`corpus.corrections`), a row for each kind of value.

    Columns: what (`speaker` and `mode` of sentences, then fields of documents by name), rows, changed, confirmed (the analyst's value is the
    automatic one), agreement (confirmed / rows), kappa: for speaker and mode Cohen's (1960), (observed − expected agreement) / (1 − expected
    agreement) by `sklearn.metrics.cohen_kappa_score`; NA for fields, and where both know one label only. Rows that an analyst chose to write
    are no random sample of the sentences; those of documents labelled whole are all there is.

    >>> rows = pd.DataFrame({"what": ["mode"] * 4, "before": ["joint", "joint", "explicit", "explicit"], "after": ["joint"] * 3 + ["explicit"]})
    >>> agreement(rows).to_dict("records")
    [{'what': 'mode', 'rows': 4, 'changed': 1, 'confirmed': 3, 'agreement': 0.75, 'kappa': 0.5}]
    """
    from sklearn.metrics import cohen_kappa_score

    out = []
    known = corrections.fillna({"before": "unknown", "after": "unknown"})
    for what, own in sorted(
        known.groupby("what"), key=lambda pair: (pair[0] != "speaker", pair[0] != "mode", pair[0])
    ):
        same, labels = (
            int((own.before == own.after).sum()),
            {*own.before, *own.after} if what in ("speaker", "mode") else (),
        )
        kappa = float(cohen_kappa_score(own.before, own.after)) if len(labels) > 1 else float("nan")
        out.append((what, len(own), len(own) - same, same, same / len(own), kappa))
    types = dict.fromkeys(["rows", "changed", "confirmed"], "int64") | dict.fromkeys(
        ["agreement", "kappa"], "float64"
    )
    return pd.DataFrame(out, columns=["what", *types]).astype({"what": "str"} | types)
