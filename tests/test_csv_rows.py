"""Rows of CSV: separators, quotation marks that fail, cells that are too many; no word is lost."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib.corpus.readers.csv_rows import read_rows
from readoutlib.corpus.readers.telling import UnusableError
from readoutlib.limits import GENEROUS, Limits

PROSE = "On May 3, 2021, Ann Alder met Bo Birch; she said: trade|ports matter."


def rows(text, limits=GENEROUS):
    """Return the cells of each row below the head, and the names of their problems."""
    _, *found = read_rows(io.StringIO(text, newline=""), limits)
    return [row.cells for row in found], [row.told.problem for row in found if row.told]


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(',;\t|"\n\r a'))


@given(st.lists(st.tuples(cells, cells), min_size=1), st.sampled_from(",;\t|"))
def test_a_table_that_is_written_well_comes_back(table, separator):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text"), *table])
    assert rows(file.getvalue()) == ([list(row) for row in table], [])


@given(
    st.text(st.sampled_from('12,;\t|"\n\r ')),
    st.sampled_from(["", "id,text\n", "text;id\n", "sep=;\nid;text\n"]),
)
def test_no_digit_is_lost_whatever_the_quotation_marks(text, head):
    found = read_rows(io.StringIO(head + text, newline=""), Limits())
    read = "".join(cell for row in found for cell in row.cells)
    assert re.sub(r"\D", "", read) == re.sub(r"\D", "", text)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_separator_is_known_by_the_columns_it_finds(separator):
    table = f'id{separator} Title {separator}"TEXT"\na{separator}T{separator}"{PROSE}"\n'
    assert rows(table) == ([["a", "T", PROSE]], [])


def test_a_separator_can_be_named_above_the_head():
    for separator in ":\t;":
        table = f'sep={separator}\r\nid{separator}text\r\na{separator}"{PROSE}"\r\n'
        assert rows(table) == ([["a", PROSE]], [])


@pytest.mark.parametrize("head, before, after", [("id,text", "a,", ""), ("text,id", "", ",a")])
def test_a_text_that_no_quotes_hold_is_joined_again(head, before, after):
    (row,), told = rows(f"{head}\n{before}{PROSE}{after}\n")
    assert PROSE in row and told == ["more cells than columns"]


def test_empty_cells_at_the_end_are_no_surplus():
    assert rows("id,text\na,Trade.,,,\n") == ([["a", "Trade."]], [])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_cell_that_is_not_closed_ends_where_the_next_row_opens_one(newline):
    lines = ["id,text", 'a,"One', "", "and more.", 'b,"Two."', 'c,"Three."', ""]
    found, told = rows(newline.join(lines))
    assert found == [["a", newline.join(["One", "", "and more."])], ["b", "Two."], ["c", "Three."]]
    assert told == ["quotation mark not closed"]


def test_a_cell_that_is_not_closed_ends_with_its_line_where_each_line_is_a_row():
    assert rows('id,text\na,"One\nb,Two\nc,Three\n') == (
        [["a", "One"], ["b", "Two"], ["c", "Three"]],
        ["quotation mark not closed"],
    )


def test_a_cell_that_is_not_closed_in_the_last_row_holds_the_rest():
    (row,), told = rows(f'id,text\na,"Alder spoke.\n\n{PROSE}\nBirch, too.\n')
    assert row == ["a", f"Alder spoke.\n\n{PROSE}\nBirch, too.\n"]
    assert told == ["quotation mark not closed"]


def test_marks_that_are_not_doubled_are_kept():
    assert rows('id,text\na,"He said "yes" to trade."\nb,Two\n') == (
        [["a", 'He said "yes" to trade.'], ["b", "Two"]],
        ["quotation marks inside a cell"],
    )


def test_each_row_may_fail_and_cost_no_more_than_itself():
    table = "id,text\n" + 'a,"He said "yes" to trade."\nb,Two\n' * 3000
    found, told = rows(table)
    assert len(found) == 6000 and len(told) == 3000


@pytest.mark.parametrize(
    "cell", ['"' + "x y\n" * 3000, '"b"c' + "x y\n" * 3000 + '"', "x y " * 3000]
)
def test_a_cell_beyond_the_limit_ends_the_table(cell):
    with pytest.raises(UnusableError, match="too large"):
        rows(f"id,text\na,{cell}", Limits(max_mb=0.001))
