"""Expressions of time: which words of a text name a time, and which days they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import regex

from ..page.dates import (
    ANY_MONTH,
    FULL_MONTH,
    MONTHS,
    WEEKDAY,
    WrittenDate,
    calendar_day,
    date_pattern,
    read_date,
)
from ..rules import load

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)
JUST_AFTER = timedelta(days=120)  # a day without a year so soon after the page was written is ahead
DECEMBER = 12
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SATURDAY = 5
_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: n for n, word in enumerate(_COUNTED.split(), 1)} | {"a": 1}
# Without any of these a stretch names no time.
HINT = re.compile(  # faster than `regex`
    rf"""\d
    | \b (?: (?:to|yester)day | tonight | just | recent(?:ly)? | lately | ago | tomorrow ) \b
    | \b (?: days? | weeks? | weekend | months? | years? | morning | afternoon | evening ) \b
    | \b (?: night | overnight | dawn | hours | fortnight | half | quarter | earlier | next ) \b
    | \b (?: {WEEKDAY}s? | {FULL_MONTH} | spring | summer | autumn | fall | winter ) \b
    | \b (?: Christmas | Easter | Ramadan | Eid | Diwali | Passover | Day | Eve ) \b""",
    re.I | re.X,
)

# Without the day on which the page was written, only a year tells anything.
HINT_OF_A_YEAR = re.compile(r"(?:19|20)\d\d|['’‘]\d\d|[ -]\d\d[.,;)]")


class Days(NamedTuple):
    """The first and the last day that an expression names, and how exactly."""

    first: date
    last: date
    precision: str = "day"


class Reader(NamedTuple):
    """From when a text is read: the day on which it was written, else the year it says it is."""

    today: date | None
    year: int | None = None


class Time(NamedTuple):
    """An expression of time in a text; `days` is None where it names none, or days to come."""

    start: int
    end: int
    rule: str
    days: Days | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of times.toml."""

    name: str
    reading: str
    precision: str
    back: tuple[int, int]


# --- readings, by the names that the rows give them ----------------------------------------------


def _written(m: regex.Match[str], reader: Reader) -> Days | None:
    written = read_date(m)
    year = written.year or _year_of(written, reader)
    first = calendar_day(year, written.month, written.day) if year else None
    if first is None:
        return None
    return Days(first, _last_of(written, first))


def _last_of(written: WrittenDate, first: date) -> date:
    """Return the last day of a span that is written, else the first."""
    if not written.day2:
        return first
    month = written.month2 or written.month
    last = calendar_day(first.year + (month < first.month), month, written.day2)
    return max(first, last or first)


def _year_of(written: WrittenDate, reader: Reader) -> int | None:
    """Return the year of the last such day by the day of writing; None for a day just after it."""
    if reader.today is None:
        return reader.year
    this = calendar_day(reader.today.year, written.month, written.day)
    if this and this <= reader.today + ONE_DAY:
        return this.year
    coming = this or reader.today
    return reader.today.year - 1 if coming > reader.today + JUST_AFTER else None


def _week_of(m: regex.Match[str], reader: Reader) -> Days | None:
    days = _written(m, reader)
    return days and Days(days.first, days.first + 6 * ONE_DAY)


def _day_of_month(m: regex.Match[str], reader: Reader) -> Days | None:
    if reader.today is None:
        return None
    year, month = reader.today.year, reader.today.month
    if int(m["nth"]) > reader.today.day:
        year, month = (year - 1, DECEMBER) if month == 1 else (year, month - 1)
    day = calendar_day(year, month, int(m["nth"]))
    return Days(day, day) if day else None


def _month(m: regex.Match[str], reader: Reader) -> Days | None:
    month = MONTHS[m["in_month"].casefold()]
    year = int(m["in_year"]) if m["in_year"] else _year_of(WrittenDate(None, month, 1), reader)
    return _whole_month(year, month) if year else None


def _whole_month(year: int, month: int) -> Days:
    after = date(year + month // DECEMBER, month % DECEMBER + 1, 1)
    return Days(date(year, month, 1), after - ONE_DAY)


def _year(m: regex.Match[str], reader: Reader) -> Days | None:
    return _whole_year(int(m["in_year"]))


def _whole_year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, DECEMBER, 31))


# The readings below count from the day on which the page was written.


def _days_ago(m: regex.Match[str], today: date) -> Days:
    day = today - ONE_DAY * _number(m)
    return Days(day, day)


def _weeks_ago(m: regex.Match[str], today: date) -> Days:
    """About so many weeks: three days before or after."""
    about = today - ONE_WEEK * _number(m)
    return Days(about - 3 * ONE_DAY, about + 3 * ONE_DAY)


def _number(m: regex.Match[str]) -> int:
    return int(m["n"]) if m["n"].isdigit() else NUMBERS[m["n"].casefold()]


def _weekday(m: regex.Match[str], today: date) -> Days:
    """The last one on or before today."""
    day = _last_weekday(m["weekday"], today)
    return Days(day, day)


def _weekday_before(m: regex.Match[str], today: date) -> Days:
    day = _last_weekday(m["weekday"], today - ONE_DAY)
    return Days(day, day)


def _weekday_of_last_week(m: regex.Match[str], today: date) -> Days:
    monday = today - ONE_DAY * today.weekday() - ONE_WEEK
    day = monday + ONE_DAY * WEEKDAYS.index(m["weekday"].casefold())
    return Days(day, day)


def _weekdays(m: regex.Match[str], today: date) -> Days:
    last = _last_weekday(m["weekday2"], today)
    return Days(_last_weekday(m["weekday"], last), last)


def _last_weekday(name: str, today: date) -> date:
    return today - ONE_DAY * ((today.weekday() - WEEKDAYS.index(name.casefold())) % 7)


def _this_week(m: regex.Match[str], today: date) -> Days:
    return Days(today - ONE_DAY * today.weekday(), today)


def _last_week(m: regex.Match[str], today: date) -> Days:
    sunday = today - ONE_DAY * (today.weekday() + 1)
    return Days(sunday - 6 * ONE_DAY, sunday)


def _weekend(m: regex.Match[str], today: date) -> Days:
    """The last one before today; said on a weekend, that or the one before."""
    days_since_saturday = (today.weekday() - SATURDAY) % 7
    saturday = today - ONE_DAY * days_since_saturday
    if days_since_saturday > 1:
        return Days(saturday, saturday + ONE_DAY)
    return Days(saturday - ONE_WEEK, today)


def _this_month(m: regex.Match[str], today: date) -> Days:
    return Days(today.replace(day=1), today)


def _last_month(m: regex.Match[str], today: date) -> Days:
    last = today.replace(day=1) - ONE_DAY
    return Days(last.replace(day=1), last)


def _this_year(m: regex.Match[str], today: date) -> Days:
    return Days(date(today.year, 1, 1), today)


def _last_year(m: regex.Match[str], today: date) -> Days:
    return _whole_year(today.year - 1)


Reading = Callable[[regex.Match[str], Reader], Days | None]
WRITTEN: Mapping[str, Reading] = {
    "date": _written,
    "week of a day": _week_of,
    "day of the month": _day_of_month,
    "month": _month,
    "year": _year,
}
COUNTED: Mapping[str, Callable[[regex.Match[str], date], Days]] = {
    "days ago": _days_ago,
    "weeks ago": _weeks_ago,
    "weekday": _weekday,
    "weekday before today": _weekday_before,
    "weekday of last week": _weekday_of_last_week,
    "weekdays": _weekdays,
    "this week": _this_week,
    "last week": _last_week,
    "weekend": _weekend,
    "this month": _this_month,
    "last month": _last_month,
    "this year": _this_year,
    "last year": _last_year,
}


# --- the rows ------------------------------------------------------------------------------------


def _filled(pattern: str) -> str:
    """Return the pattern of a row with what its names stand for."""
    parts = {
        "{weekday}": WEEKDAY,
        "{month}": f"(?:{ANY_MONTH})",
        "{full_month}": f"(?:{FULL_MONTH})",
        "{year}": r"(?:19|20)\d\d",
        "{number}": rf"(?:{'|'.join(NUMBERS)}|\d\d?)",
        "{date}": date_pattern(),
    }
    for name, part in parts.items():
        pattern = pattern.replace(name, part)
    return pattern


def _row(row: Mapping[str, object]) -> Row:
    back = row.get("back", (0, 0))
    assert isinstance(back, (list, tuple))
    precision = str(row.get("precision", "day"))
    return Row(str(row["name"]), str(row["reading"]), precision, (back[0], back[1]))


TABLE = load("times")
ROWS = {f"row{n}": _row(row) for n, row in enumerate(TABLE["time"])}
# All rows in one pattern, a group each; the first that fits at a place counts.
ANY_TIME = regex.compile(
    "|".join(f"(?P<row{n}>{_filled(row['pattern'])})" for n, row in enumerate(TABLE["time"])),
    regex.I | regex.X,
)
_OPENER, _FIRST, _SECOND = ("|".join(TABLE[key].split()) for key in ("opener", "first", "second"))
_WORD = rf"(?: {_FIRST} | {'|'.join(NUMBERS)} | {ANY_MONTH} | {WEEKDAY}s? ) \b"
# Where an expression may begin; `re` is faster than `regex` here.
BEGINS = re.compile(
    rf"""\b (?:
        \d | {_WORD} | https?: | www\.
        | (?: {_OPENER} ) (?= \s (?: \d | {_WORD} | (?: {_SECOND} ) \b | (?-i:[A-Z]) ) )
    ) | \]\(""",
    re.I | re.X,
)


def times_in(text: str, start: int, end: int, reader: Reader) -> list[Time]:
    """Return the expressions of time in a stretch of a text, in order.

    >>> text = "A met B two days ago, before the talks in May 2024."
    >>> [(text[t.start : t.end], t.rule, str(t.days.first)) for t in times_in(
    ...     text, 0, len(text), Reader(date(2024, 3, 1)))]
    [('two days ago', 'days ago', '2024-02-28'), ('in May 2024', 'month', '2024-05-01')]
    """
    hint = HINT if reader.today or reader.year else HINT_OF_A_YEAR
    if not hint.search(text, start, end):
        return []
    found: list[Time] = []
    at = start
    for begins in BEGINS.finditer(text, start, end):
        m = ANY_TIME.match(text, begins.start(), end) if begins.start() >= at else None
        if m is None:
            continue
        at = m.end()
        group = next(name for name in ROWS if m[name] is not None)
        if ROWS[group].reading != "no time":
            found.append(_time(m, ROWS[group], reader, found))
    return found


def _time(m: regex.Match[str], row: Row, reader: Reader, before: list[Time]) -> Time:
    days = _days(m, row, reader, before)
    if days:
        days = days._replace(precision=row.precision)
    return Time(m.start(), m.end(), _rule(m, row), days)


def _rule(m: regex.Match[str], row: Row) -> str:
    dated = row.reading == "date" and read_date(m).year is None
    return "stated without year" if dated else row.name


def _days(m: regex.Match[str], row: Row, reader: Reader, before: list[Time]) -> Days | None:
    if row.reading in WRITTEN:
        return WRITTEN[row.reading](m, reader)
    if row.reading == "day before":
        return _day_before(reader, before)
    if reader.today is None:
        return None
    if row.reading == "days back":
        first, last = (reader.today - ONE_DAY * back for back in row.back)
        return Days(first, last)
    counted = COUNTED.get(row.reading)
    return counted(m, reader.today) if counted else None


def _day_before(reader: Reader, before: list[Time]) -> Days | None:
    """The day before the one that the text named last, else before the day of writing."""
    named = before[-1].days if before else None
    told = named.first if named else reader.today
    if told is None or (before and named is None):
        return None
    return Days(told - ONE_DAY, told - ONE_DAY)


class Concluded(NamedTuple):
    """The words by which a visit of several days ends, and how many."""

    start: int
    end: int
    days: int


CONCLUDED = regex.compile(TABLE["concluded"], regex.I | regex.X)


def concluded(text: str, start: int, end: int) -> Concluded | None:
    """Return where a stretch of the text says that a visit of several days has ended.

    >>> concluded("A concluded a three-day visit to B.", 0, 35)
    Concluded(start=2, end=23, days=3)
    """
    if not any(text.find(word, start, end) >= 0 for word in ("-day ", " day ", " days")):
        return None
    m = CONCLUDED.search(text, start, end)
    return Concluded(*m.span(), _number(m)) if m else None
