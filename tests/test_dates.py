"""Written dates: what is read as a full day, and what is not."""

import pytest
import regex

from readoutlib.parsing.page.dates import DATE, WrittenDate, date_pattern, parse_day, read_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7 August 2023", "2023-08-07"),
        ("Aug. 7, 2023", "2023-08-07"),
        ("07-Aug-2023", "2023-08-07"),
        ("07.08.2023", "2023-08-07"),
        ("2023-08-07T15:00:00Z", "2023-08-07"),
        ("August 7", None),
        ("31 February 2023", None),
        ("may 2023", None),
        ("100m 2019", None),
    ],
)
def test_a_full_date_is_read_and_nothing_else(text, day):
    assert (str(d) if (d := parse_day(text)) else None) == day


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("May 3", WrittenDate(None, 5, 3)),
        ("May 31 to June 1, 2024", WrittenDate(2024, 5, 31, 6, 1)),
        ("3-5 of May, 2024", WrittenDate(2024, 5, 3, None, 5)),
        ("31 May and 1 June 2024", WrittenDate(2024, 5, 31, 6, 1)),
        ("13/5/2024", WrittenDate(2024, 5, 13)),
        ("5/13/2024", WrittenDate(2024, 5, 13)),
        ("3/5/2024", WrittenDate(2024, 0, 0)),
    ],
)
def test_the_numbers_of_a_date_in_each_form(text, written):
    assert read_date(DATE.fullmatch(text)) == written


def test_a_pattern_with_groups_of_its_own_keeps_them_apart_by_a_prefix():
    pattern = regex.compile(rf"(?P<day>\w+), {date_pattern('of_')}", regex.I | regex.X)
    m = pattern.fullmatch("Monday,May 3, 2021")
    assert (m["day"], m["of_day"], m["of_year"]) == ("Monday", "3", "2021")
