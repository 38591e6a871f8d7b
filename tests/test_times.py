"""Expressions of time: each row reads its example, and whose day it is."""

from datetime import date

import pytest

from readoutlib.parsing.talk.times import TABLE, Reader, times_in
from readoutlib.parsing.talk.whose_day import of_another_event

READER = Reader(date(2023, 8, 9))  # a Wednesday
TIMES, OTHERS = TABLE["time"], TABLE["other"]
named = pytest.mark.parametrize


def read(text):
    return times_in(text, 0, len(text), READER)


def rules(text):
    return ["stated" if t.rule == "stated without year" else t.rule for t in read(text)]


@named("row", [r for r in TIMES if r["reading"] != "no time"], ids=lambda row: row["name"])
def test_a_row_reads_its_example(row):
    time = next(t for t in read(row["example"]) if t.rule == row["name"])
    days = [str(day) for day in time.days[:2]] if time.days else None
    assert days == row.get("says")
    assert time.days is None or time.days.precision == row.get("precision", "day")


@named("row", TIMES, ids=lambda row: row["name"])
def test_a_row_leaves_what_is_unlike_it(row):
    assert row["name"] not in rules(row["unlike"])


def test_an_address_holds_no_time():
    (row,) = [r for r in TIMES if r["reading"] == "no time"]
    assert read(row["example"]) == [] and read(row["unlike"])


def whose(text):
    told = text.index("met") if "met" in text else text.index("spoke") if "spoke" in text else 2
    return [of_another_event(text, (0, len(text)), told, time) for time in read(text)]


@named("row", OTHERS, ids=lambda row: row["name"])
def test_a_row_knows_the_time_of_another_event(row):
    assert whose(row["example"])[-1] == row["name"]
    assert whose(row["unlike"])[0] is None


def test_an_event_of_the_next_sentence_takes_no_time_of_this_one():
    text = "A spoke with B on 2 May. They discussed the elections."
    (time,) = read(text)
    assert of_another_event(text, (0, 24), 2, time) is None
