"""The table of sentences as a file: nothing that a spreadsheet computes, nothing lost, exact where it can be."""

import csv

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from readoutlib.corpus.export import write_table
from readoutlib.formulas import restored

CELLS = ["=1+1", "-2+3+cmd|' /C calc'!A0", "-2", "+4", "@SUM(1)", "'=1", "\t=1", "a\rb\nc", 'q"; x']


def with_speakers(seeds, cells):
    """Sentences of the seeds, spoken by these."""
    table = seeds.sentences.head(len(cells)).reset_index(drop=True)
    return table.assign(speaker=pd.Series(cells, dtype="str"))


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_no_formula_and_says_that_it_is_unicode(seeds, tmp_path):
    write_table(with_speakers(seeds, CELLS), tmp_path / "s.csv")
    raw = (tmp_path / "s.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfdoc_id,")
    said = [row["speaker"] for row in read(tmp_path / "s.csv")]
    assert said == [c if c in ("-2", "a\rb\nc", 'q"; x') else "'" + c for c in CELLS]
    assert list(map(restored, said)) == CELLS


def test_raw_csv_has_neither_marks_nor_byte_order_mark(seeds, tmp_path):
    write_table(with_speakers(seeds, CELLS), tmp_path / "s.csv", raw=True)
    assert (tmp_path / "s.csv").read_bytes().startswith(b"doc_id,")
    assert [row["speaker"] for row in read(tmp_path / "s.csv")] == CELLS


def test_numbers_stay_numbers_and_what_is_missing_stays_empty(seeds, tmp_path):
    table = with_speakers(seeds, ["a", "b"]).assign(confidence=[-0.5, 1 / 3])
    write_table(table.assign(cue=pd.Series([None, "said"], dtype="str")), tmp_path / "s.csv")
    rows = read(tmp_path / "s.csv")
    assert [row["confidence"] for row in rows] == ["-0.5", repr(1 / 3)]
    assert [row["cue"] for row in rows] == ["", "said"]


@pytest.mark.parametrize("name", ["s.jsonl", "s.parquet"])
def test_other_tables_are_exact(seeds, tmp_path, name):
    table = with_speakers(seeds, [*CELLS, "\u2028\0\ufffe"]).assign(confidence=1 / 3)
    write_table(table, tmp_path / name)
    if name == "s.parquet":
        again = pd.read_parquet(tmp_path / name)
        again["nested"] = again.nested.map(tuple)
        again["content_spans"] = again.content_spans.map(lambda own: tuple(map(tuple, own)))
    else:
        again = pd.read_json(
            tmp_path / name, lines=True, dtype={"cue": "str"}, precise_float=True
        ).astype(table.dtypes)
        again["nested"] = again.nested.map(tuple)
        again["content_spans"] = again.content_spans.map(lambda own: tuple(map(tuple, own)))
    assert_frame_equal(again, table)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("=+-@\t\r\n'\"; a1.", min_size=1), min_size=1, max_size=5))
def test_whatever_the_cells_hold_they_come_back(tmp_path_factory, seeds, cells):
    path = tmp_path_factory.mktemp("export") / "s.csv"
    write_table(with_speakers(seeds, cells), path)
    assert [restored(row["speaker"]) for row in read(path)] == cells
