"""Whose day it is: times that a sentence names for other events than the talk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import regex

from ..readout import Span
from .times import TABLE, Time

A_WEEK = timedelta(days=7)


class Other(NamedTuple):
    """A row for times of other events: the words before it, and those after it."""

    name: str
    before: regex.Pattern[str] | None
    after: regex.Pattern[str] | None
    told_before: bool
    coarse: bool
    past: bool


def _other(row: Mapping[str, str]) -> Other:
    before, after = row.get("before"), row.get("after")
    return Other(
        row["name"],
        # From the end: so only one place is tried.
        regex.compile(rf"(?:{before})\Z", regex.I | regex.X | regex.R) if before else None,
        regex.compile(after, regex.I | regex.X) if after else None,
        bool(row.get("told_before")),
        bool(row.get("coarse")),
        bool(row.get("past")),
    )


OTHERS = [_other(row) for row in TABLE["other"]]
LOOKED_AT = 260  # characters before an expression in which another event may be named


def of_another_event(
    text: str, sentence: Span, told: int, time: Time, today: date | None = None
) -> str | None:
    """Return the name of the row that gives a time to another event than the talk, or None.

    `told` is where in its sentence the talk is told, `today` the day on which the page was written.

    >>> from readoutlib.parsing.talk.times import Reader, times_in
    >>> text = "A spoke with B about the earthquake of May 3."
    >>> (time,) = times_in(text, 0, len(text), Reader(date(2023, 5, 4)))
    >>> of_another_event(text, (0, len(text)), 2, time)
    'happening'
    """
    start, end = sentence
    after_telling = time.start > told
    since = max(told if after_telling else start, time.start - LOOKED_AT)
    stretch = text[since : time.start]
    for row in OTHERS:
        if not _asks(row, time, after_telling, today):
            continue
        if row.before and row.before.search(stretch):
            return row.name
        if row.after and row.after.match(text, time.end, end):
            return row.name
    return None


def _asks(row: Other, time: Time, after_telling: bool, today: date | None) -> bool:
    """Whether a row speaks of such a time."""
    if row.told_before and not after_telling:
        return False
    if time.days is None:
        return not row.coarse
    if row.coarse and time.days.last - time.days.first <= A_WEEK:
        return False
    return not (row.past and time.days.first == today)


def own_times(
    text: str, sentence: Span, told: int, found: Iterable[Time], today: date | None
) -> Iterator[Time]:
    """Yield those times of a sentence that are not of another event, nearest to its telling first.

    `found` is what times_in finds in it.
    """
    for time in sorted(found, key=lambda t: (abs(t.start - told), t.start)):
        if not of_another_event(text, sentence, told, time, today):
            yield time
