"""Publication: the day on which a page says that it came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import regex

from ..readout import Cut
from .datelines import LABEL
from .dates import DATE, calendar_day, parse_day, read_date
from .layout import Layout
from .metadata import PUBLISHED

# "1485-07-08-2023": the day stands in the document's number
DAY_IN_NUMBER = regex.compile(r"-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>(?:19|20)\d\d)\b")
CHANGED = regex.compile(r"updat|modif|review|chang", regex.I)  # what came out before then
LAST_CHANGED = regex.compile(r"last|modif|review|chang", regex.I)
A_WEEK = timedelta(days=7)


class Stated(NamedTuple):
    """A day in a line of the page, and the word that says what happened then."""

    day: date
    label: str


def published(text: str, layout: Layout, metadata: Mapping[str, object]) -> date | None:
    """Return the day of publication that a document carries, or None.

    It stands in its metadata, in a date line above the text or an agency's, or in the document's
    number; or right below the text. The first of these that holds a full date decides. The day of
    a page's last change is none; where a page says "Updated" above the text and no other day, that
    is the day on which this text came out.
    """
    given = (parse_day(str(metadata[key])) for key in PUBLISHED if metadata.get(key))
    return next(filter(None, given), None) or _on_the_page(text, layout)


def written_on(text: str, layout: Layout, came_out: date | None) -> date | None:
    """Return the day in an agency's line ("BEIJING, Dec. 23 (Xinhua) --"), which may lack its year.

    It is within the week before publication, else nothing is known of it.
    """
    if came_out is None:
        return None
    for cut in layout.cuts:
        m = DATE.search(text, cut.start, cut.end) if cut.rule == "agency dateline" else None
        written = read_date(m) if m else None
        if written is None:
            continue
        years = (written.year,) if written.year else (came_out.year, came_out.year - 1)
        for year in years:
            day = calendar_day(year, written.month, written.day)
            if day and came_out - A_WEEK <= day <= came_out:
                return day
    return None


def _on_the_page(text: str, layout: Layout) -> date | None:
    opens, closes = _ends_of_body(text, layout)
    above = [cut for cut in layout.cuts if cut.start < opens]
    below = [cut for cut in layout.cuts if cut.start >= closes]
    head = [s for cut in above if cut.rule == "date line" for s in _stated(text, cut)]
    agency = [s for cut in layout.cuts if cut.rule == "agency dateline" for s in _stated(text, cut)]
    came_out = (s.day for s in head + agency if not CHANGED.search(s.label))
    changed = (s.day for s in head if not LAST_CHANGED.search(s.label))
    steps = (came_out, changed, _numbered(text, above + below), _signed(text, below))
    return next((day for step in steps for day in step), None)


def _ends_of_body(text: str, layout: Layout) -> tuple[int, int]:
    """Return where the body opens and closes; above its second paragraph a date may still stand.

    A summary line comes first on some pages, and the date below it.
    """
    if not layout.paragraphs:
        return len(text), len(text)
    opening = layout.paragraphs[:2][-1]
    return opening[0], layout.paragraphs[-1][1]


def _stated(text: str, cut: Cut) -> Iterator[Stated]:
    """Yield the full dates of a line, each with the label that stands before it."""
    at = cut.start
    for m in DATE.finditer(text, cut.start, cut.end):
        labels = LABEL.findall(text, at, m.start())
        day = parse_day(m.group())
        if day:
            yield Stated(day, labels[-1] if labels else "")
        at = m.end()


def _numbered(text: str, cuts: list[Cut]) -> Iterator[date]:
    for cut in cuts:
        numbered = cut.rule == "document number"
        if numbered and (m := DAY_IN_NUMBER.search(text, cut.start, cut.end)):
            day = calendar_day(int(m["year"]), int(m["month"]), int(m["day"]))
            if day:
                yield day


def _signed(text: str, below: list[Cut]) -> Iterator[date]:
    """Yield the day of the line right below the text, where a release is dated at its end."""
    if below and below[0].rule in ("date line", "page foot", "header line"):
        for cut in below[:2]:
            if cut.rule != "date line":
                continue
            yield from (s.day for s in _stated(text, cut) if not CHANGED.search(s.label))
