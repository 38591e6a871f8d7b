"""Corrections put over what the rules found: labels of sentences, fields of documents."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

import pandas as pd

from ...books import read_book
from ...parsing.readout import Cut, Participant, Readout, Sentence, Span
from ...speakers import BOTH_SIDES, NARRATOR
from .correction import LABEL_COLUMNS, Correction, CorrectionRow, correction_of, refusal

RULE = "correction"  # of what stands in the place of what a rule found
MODES_OF_A_PERSON = ["explicit", "continuation"]
MODES_OF_OTHERS = {BOTH_SIDES: ["joint", "continuation"], NARRATOR: ["narration"]}
CORRECTABLE = read_book("corrections")["fields"]  # field → forms of its value; none: any words
DATE_FIELDS = ("event_start", "event_end", "event_precision")
LONGEST = 31  # days from the first to the last of talks whose days are known


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
                raise refusal(row, "each target once", found_also, "leave one of the two")
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
        raise refusal(row, expected, name, "copy it from corpus.documents")
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
        raise refusal(row, expected, shown, "correct event_date")
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
    known = [*readout.present, *MODES_OF_OTHERS]
    if speaker not in known:
        expected = f"a speaker of {readout.name}: {', '.join(known)}"
        raise refusal(row, expected, speaker, "copy one, or add a row with the field participant")
    mode = _mode(row, speaker, old.mode)
    new = replace(old, speaker=speaker, mode=mode, rule=RULE, confidence=1.0)
    if mode == "narration" and old.mode != "narration":  # nobody's words: no frame
        whole = ((old.start, old.end),)
        new = replace(new, cue=None, cue_start=None, cue_end=None, content_spans=whole)
    corrections = [
        correction_of(row, what, getattr(old, what), getattr(new, what), (old.start, old.end))
        for what in LABEL_COLUMNS
        if row[what] or getattr(old, what) != getattr(new, what)
    ]
    sentences = (*readout.sentences[:number], new, *readout.sentences[number + 1 :])
    return replace(readout, sentences=sentences), corrections


def _span_of(row: CorrectionRow) -> Span:
    """Return the offsets in a row; programs that write tables make 12.0 of 12."""
    start, end = (re.fullmatch(r"([0-9]{1,15})(\.0)?", row[c]) for c in ("start", "end"))
    if not (start and end):
        found = f"{row['start']} and {row['end']}"
        hint = "copy them from corpus.sentences"
        raise refusal(row, "whole numbers as start and end", found, hint)
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
    raise refusal(row, expected, found, "copy start and end from corpus.sentences")


def _mode(row: CorrectionRow, speaker: str, old: str) -> str:
    """Return the row's mode, else the old one where it goes with the speaker, else his first."""
    modes = MODES_OF_OTHERS.get(speaker, MODES_OF_A_PERSON)
    keeps = old in modes or speaker not in MODES_OF_OTHERS
    mode = row["mode"] or (old if keeps else modes[0])
    if mode not in modes:
        expected = f"with the speaker {speaker} the mode {' or '.join(modes)}"
        raise refusal(row, expected, mode, "mend the mode, or the speaker")
    return mode


def _with_field(row: CorrectionRow, readout: Readout) -> tuple[Readout, list[Correction]]:
    """Return the readout with one field corrected, and the corrections this makes."""
    field, value = row["field"], row["value"]
    if field not in CORRECTABLE:
        raise refusal(row, f"one of the fields {', '.join(CORRECTABLE)}", field, "mend the field")
    given = _given(row, CORRECTABLE[field])
    if field == "participant":
        return _with_participant(row, readout, value)
    new = replace(readout, **given)
    if new.title != readout.title:
        new = _without_title_line(new)
    if new.event_kind != readout.event_kind:
        new = _with_kind_told(new, row["source"])
    corrections = [
        correction_of(row, what, getattr(readout, what), getattr(new, what)) for what in given
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
        raise refusal(row, expected, value, "mend the value")
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
        return readout, [correction_of(row, "participant", name, name)]
    people = (*readout.people, Participant(name, country=None, office=None, variants=()))
    return replace(readout, people=people), [correction_of(row, "participant", None, name)]


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
