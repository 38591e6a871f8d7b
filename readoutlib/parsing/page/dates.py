"""Written dates: the pattern of a date in every form a readout prints, and the day it names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import regex

_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
ANY_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
FULL_MONTH = "|".join(_MONTH_NAMES)
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
THIS_CENTURY = 50  # two digits below it are of the years 2000 to 2049, the others of 1950 to 1999


def date_pattern(prefix: str = "") -> str:
    """Return the pattern, in verbose form and for any case, of one date or one span of days.

    The year may be missing. Its groups are year, month, day, year1 (of the first day, where a span
    states both), month2 and day2 (where a span ends), and first and second, the numbers of
    5/3/2024; a pattern that has groups of its own gives them a prefix.
    """
    year = rf"(?P<{prefix}year>(?:19|20)\d\d)"
    year1 = rf"(?P<{prefix}year1>(?:19|20)\d\d)"
    short = rf"['’‘](?P<{prefix}year>\d\d)\b"  # '22
    bare = rf"(?P<{prefix}year>\d\d) (?= \s*[.,;)] | \s*\Z )"  # 7 Aug 23.
    month, month2 = (rf"(?P<{prefix}{name}>{ANY_MONTH})\b\.?" for name in ("month", "month2"))
    day, day2 = (rf"(?P<{prefix}{name}>[0-3]?\d)(?:st|nd|rd|th)?" for name in ("day", "day2"))
    joint = rf",? \s+ (?:to|and|through|until) \s+ (?: {WEEKDAY} ,? \s+ )?"
    to = rf"(?: \s*[-–—&]\s* | {joint} )"
    of_year = rf"(?: ,? \s+ (?: of \s+ )? (?: {year} | {short} ) )?"
    also = r"(?: , \s* [0-3]?\d (?!\d) ){0,3}+"
    return rf"""(?:
        # 2024-05-03
        {year} [-/.] (?P<{prefix}month>[01]?\d) [-/.] (?P<{prefix}day>[0-3]?\d) (?!\d)
        # 03.05.2024
        | (?P<{prefix}day>[0-3]\d) \. (?P<{prefix}month>[01]\d) \. {year} \b
        # 5/3/2024, or 3/5/2024
        | (?P<{prefix}first>[0-3]?\d) / (?P<{prefix}second>[0-3]?\d) / {year} \b
        # May 3; May 3-5, 2024; May 3, 4 and 5; May 31 to June 1 of 2024; Dec. 31, 2023 to Jan. 2
        | {month} \s* (?: the \s+ )? {day}
          (?: {also} (?: ,? \s+ {year1} )? {to} (?: {month2} \s* )? {day2} )?
          (?!\d) {of_year}
        # 31 May to 1 June 2024; 31 December 2023 to 2 January 2024
        | {day} \s+ {month} (?: ,? \s+ {year1} )? {to} {day2} \s+ {month2} {of_year}
        # 3 May; 3-5 of May, 2024; 3, 4 and 5 May; 3-May-2024; 7 Aug 23
        | {day} (?: {also} {to} {day2} )? [\s-]+ (?: of \s+ )? {month}
          (?: ,? [\s-]+ (?: {year} | {short} ) | [\s-] {bare} )?
    )"""


DATE = regex.compile(rf"\b {date_pattern()}", regex.I | regex.X)


class WrittenDate(NamedTuple):
    """The numbers of a date as it is written; the last month and day where it is a span of days.

    The year is that of the first day. A month of 0 stands where 3/5 may be of March or of May.
    """

    year: int | None
    month: int
    day: int
    month2: int | None = None
    day2: int | None = None


def read_date(m: regex.Match[str]) -> WrittenDate:
    """Return what a match of DATE says.

    >>> [read_date(DATE.match(d)).year for d in ("3 May '22", "December 31 to January 1, 2024")]
    [2022, 2023]
    """
    last_year = _full_year(m["year"]) if m["year"] else None
    if m["first"]:  # day or month first: read only where the numbers tell
        return WrittenDate(last_year, *_month_and_day(int(m["first"]), int(m["second"])))
    month = _month_number(m["month"])
    month2 = _month_number(m["month2"]) if m["month2"] else None
    day2 = int(m["day2"]) if m["day2"] else None
    year = int(m["year1"]) if m["year1"] else last_year
    if last_year and not m["year1"] and (month2 or month) < month:
        year = last_year - 1  # the year that is written is that of the last day
    return WrittenDate(year, month, int(m["day"]), month2, day2)


def _full_year(written: str) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    return year + (2000 if year < THIS_CENTURY else 1900)


def _month_and_day(first: int, second: int) -> tuple[int, int]:
    if first > 12 or first == second:
        return second, first
    return (first, second) if second > 12 else (0, 0)


def _month_number(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written.casefold()]


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """Return the first full date in a short text, or None.

    >>> [str(parse_day(t)) for t in ("Updated 23:04, 07-Aug-2023", "Xinhua,December 23, 2020")]
    ['2023-08-07', '2020-12-23']
    >>> [str(parse_day(t)) for t in ("2021-02-04 09:43", "3/5/2021", "May")]
    ['2021-02-04', 'None', 'None']
    """
    return next(filter(None, _full_dates(text)), None)


def _full_dates(text: str) -> Iterator[date | None]:
    for m in DATE.finditer(text):
        written = read_date(m)
        if written.year is not None:
            yield calendar_day(written.year, written.month, written.day)
