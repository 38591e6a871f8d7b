"""Cells that a spreadsheet would compute: made plain, made themselves again, and nothing else touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib.formulas import neutralised, restored

cells = st.text() | st.text("'=+-@\t\r\n .25a\N{NO-BREAK SPACE}")


@given(cells)
def test_what_was_made_plain_comes_back(cell):
    assert restored(neutralised(cell)) == cell


@given(cells)
def test_nothing_plain_begins_with_a_sign(cell):
    plain = neutralised(cell)
    assert plain in (cell, "'" + cell)
    signed = plain.lstrip(" \n\N{NO-BREAK SPACE}").startswith(tuple("=+-@\t\r"))
    assert not signed or float(plain) <= 0


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-", "-2+3", "@SUM(1)", "\tx", "\r", "  =1", "\n=1", "-1-1", "-٣", "'=1", "' @"],
)
def test_a_formula_gets_a_mark(cell):
    assert neutralised(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "-2", "-0.5", "a=b", "'Tis", "''", "“-”", " Birch", "2-1"])
def test_another_cell_stays(cell):
    assert neutralised(cell) == cell
    assert restored(cell) == cell
