"""The day of the talk: a cascade of named rules, each with the words that prove it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

import regex

from ..page.dates import parse_day
from ..readout import Span
from .times import Days, Reader, Time, concluded, times_in
from .whose_day import of_another_event, own_times

ONE_DAY = timedelta(days=1)
FIRST_SENTENCES = 8  # in which another day of the talk is looked for
NEAR_PLACE = 40  # characters after the place that the title names
A_WEEK = timedelta(days=7)
SERIES = A_WEEK  # in which talks that one release tells of lie
NEWS = timedelta(days=100)  # a page tells of no month that ended longer ago
DAY_OF_PUBLICATION = "day of publication"  # the rule that proves nothing: the last resort

# --- what the words look like --------------------------------------------------------------------

MET_ON = regex.compile(r"\bmet (?:\p{Ll}+ )?on ")
_A_TALK = r"(?:talks|meetings?|call|conversation|discussions?|consultations|visit)"
# Words before a time that make it that of the talk: "their meeting with Ann Alder on", "talks".
TALK_BEFORE = regex.compile(
    rf"""\b (?: (?:the|their|his|her|today['’]s|these) \  (?:\w+\ )? )? {_A_TALK}
    (?: \ held )?
    (?: \  (?:with|in|at|here) (?:\ (?: the | \p{{Lu}}[\p{{L}}.'’-]*+ | of | and )){{1,6}}? )?
    ,? \  (?: on\  )? \Z""",
    regex.X,
)
TALK_AFTER = regex.compile(rf"['’]s\ (?:\w+\ ){{0,2}}{_A_TALK}\b", regex.I | regex.X)
TITLED_PLACE = regex.compile(  # "Meeting of the Ministers in Stockholm"
    r"""\b (?:meeting|talks|consultations|dialogue|negotiations) \b
    .* \ in\ (?P<place> \p{Lu}\p{L}+ (?: \ \p{Lu}\p{L}+ )? ) $""",
    regex.I | regex.X,
)
REMARKS = regex.compile(  # "Remarks before their meeting"
    r"""\b (?:before|after|ahead\ of|prior\ to|at\ the\ (?:top|start)\ of)
    \ (?:their|his|her|the|a|an)\  (?:\w+\ ){0,3} (?:meeting|call|talks) \b""",
    regex.I | regex.X,
)
PAST_YEAR = regex.compile(  # "results in 2023"
    r"""\b (?:
    (?:have|has|had)\  (?:\w+\ )? (?:achieved|yielded|made|seen)
    | achievements | results | progress
    ) \b [^.]{0,60}? \b in\ (?P<year>20\d\d) \b""",
    regex.I | regex.X,
)
NEW_YEAR = regex.compile(
    r"\bin the new year\b|\bnew year greetings\b|\bin the coming year\b", regex.I
)
THIS_YEAR = regex.compile(r"\b(?:this year|in the past year)\b", regex.I)
RUNNING_YEAR = regex.compile(  # "As 2026 marks"; "this year, 2026,"; "2026 is a jubilee year"
    r"""\b (?:as|year|that|because)\ ,?\ ?(?P<year>20\d\d)\ marks\b
    | \b this\ year,?\ \(?(?P<year>20\d\d)\b
    | (?<![\d/-]) (?P<year>20\d\d)\ (?:marks|is)\ (?:a|an|the)
        \ (?: \w+\  ){0,3}? (?:year|anniversary) \b""",
    regex.I | regex.X,
)
# "spoke to Prime Minister Ann Alder": with whom one talked.
TALKED_WITH = regex.compile(
    r"""\b (?: met | spoke | talked | called | hosted | received | conferred ) (?: \ \p{Ll}+ ){0,3}?
    \ (?P<who> (?: (?:the|of|and)\ | \p{Lu}[\p{L}.'’-]*+ \s? ){2,14} )""",
    regex.X,
)
HELD_WITH = regex.compile(  # "held talks with": talks of another day
    r"""\b held (?: \ \p{Ll}+ ){1,4}? \ with
    \ (?P<who> (?: (?:the|of|and)\ | \p{Lu}[\p{L}.'’-]*+ \s? ){2,14} )""",
    regex.X,
)
NAME = regex.compile(r"\p{Lu}[\p{L}'’-]+\s+\p{Lu}[\p{L}'’-]+")


# --- the answer ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventDate:
    """First and last possible day of the talk, how exact, the rule that decided and its words.

    `several`: these are the first and the last day of several talks.
    """

    start: date | None = None
    end: date | None = None
    precision: str = "unknown"
    rule: str | None = None
    evidence: str | None = None
    several: bool = False


class Telling(NamedTuple):
    """A sentence that tells of the talk: its span, and where in it the talk is told."""

    start: int
    end: int
    told: int


@dataclass(frozen=True, slots=True)
class Page:
    """What the rules read; `lead` are the sentences that tell of the talk, most telling first."""

    text: str
    title: str
    lead: Sequence[Telling]
    body: Span
    published: date | None
    sentences: Sequence[Span]
    reader: Reader
    known: dict[Span, list[Time]] = field(default_factory=dict)

    def times(self, start: int, end: int) -> list[Time]:
        """Return the expressions of time in a sentence, which are looked for once."""
        if (start, end) not in self.known:
            self.known[start, end] = times_in(self.text, start, end, self.reader)
        return self.known[start, end]


def event_date(
    text: str,
    title: str | None,
    lead: Sequence[tuple[int, int, int]],
    body: Span,
    published: date | None,
    sentences: Sequence[Span] | None = None,
    written: date | None = None,
) -> EventDate:
    """Return the day or days of the talk as far as the text proves them.

    The first step of the cascade that can tells it, never more exactly than its words. `lead` are
    the sentences that tell of the talk, most telling first: span, and where in it the talk is told;
    `body` spans the whole body, `sentences` are those of the body; `written` is the day on which an
    agency wrote it, where that is not the day of publication.
    """
    told = [Telling(*sentence) for sentence in lead]
    today = written or published
    reader = Reader(today, None if today else _running_year(text, body))
    page = Page(text, title or "", told, body, published, sentences or (), reader)
    return next(filter(None, (step(page) for step in CASCADE)), EventDate())


def _running_year(text: str, body: Span) -> int | None:
    """Return the one year that the text says is running."""
    years = {int(m["year"]) for m in RUNNING_YEAR.finditer(text, *body)}
    return years.pop() if len(years) == 1 else None


# --- the steps, in order -------------------------------------------------------------------------


def told_in_the_lead(page: Page) -> EventDate | None:
    """A sentence that tells of the talk names its day, or one from which it is counted back."""
    for sentence in page.lead:
        if _with_others(page, sentence):
            continue
        if event := _named_or_concluded(page, sentence):
            return _with_other_talks(page, _with_next_group(page, event), sentence)
    return None


def dated_title(page: Page) -> EventDate | None:
    """The title holds a full date."""
    day = parse_day(page.title)
    return EventDate(day, day, "day", "date in title", page.title) if day else None


def place_of_the_title(page: Page) -> EventDate | None:
    """The title names a place with which the text names the day ("in Stockholm on July 28")."""
    titled = TITLED_PLACE.search(page.title)
    if not titled:
        return None
    place = regex.escape(titled["place"])
    start, end = page.body
    held = regex.search(rf"\bin {place} on (?=\p{{L}}|\d)", page.text, pos=start, endpos=end)
    if not held:
        return None
    at = held.end()
    return _named(page, Telling(at, min(at + NEAR_PLACE, end), at), ("day",))


def remarks_at_the_talk(page: Page) -> EventDate | None:
    """The title is over remarks "before their meeting", which came out that day."""
    remarks = REMARKS.search(page.title) if page.published else None
    if not remarks:
        return None
    return EventDate(page.published, page.published, "day", "remarks at the talk", remarks.group())


def day_said_with_the_talk(page: Page) -> EventDate | None:
    """One of the first sentences speaks of "today's talks", or of "the meeting on Monday"."""
    for start, end in page.sentences[:FIRST_SENTENCES]:
        for time in page.times(start, end):
            named = TALK_BEFORE.search(page.text, max(start, time.start - 100), time.start)
            at = named.start() if named else time.start
            if not (named or TALK_AFTER.match(page.text, time.end, end)):
                continue
            other = of_another_event(page.text, (start, end), at, time, page.reader.today)
            if time.days and not other:
                return _event(page, time, time.days)
    return None


def coarsely_in_the_lead(page: Page) -> EventDate | None:
    """A sentence that tells of the talk names its week, month or year, not long past."""
    for sentence in page.lead:
        event = _named(page, sentence, ("month", "year"))
        if not event or event.start is None or event.end is None:
            continue
        told = sentence.told > sentence.start or event.end - event.start <= A_WEEK
        if told and (page.published is None or event.end >= page.published - NEWS):
            return event
    return None


def year_after_the_one_looked_back_on(page: Page) -> EventDate | None:
    """Without any date: results "in 2023" told "in the new year" are told in 2024."""
    greeting = NEW_YEAR.search(page.text, *page.body)
    years = {int(m["year"]) for m in PAST_YEAR.finditer(page.text, *page.body)}
    if not greeting or len(years) != 1 or not THIS_YEAR.search(page.text, *page.body):
        return None
    (past,) = years
    return EventDate(
        date(past + 1, 1, 1),
        date(past + 1, 12, 31),
        "year",
        "year after the one looked back on",
        f"in {past} … {_one_line(greeting.group())}",
    )


def day_of_publication(page: Page) -> EventDate | None:
    """The last resort of a page that names no time where it tells of the talk: its own day."""
    if page.published is None or not page.lead:
        return None
    for sentence in page.lead:
        times = page.times(sentence.start, sentence.end)
        if times and not _with_others(page, sentence):
            return None
    return EventDate(page.published, page.published, "day", DAY_OF_PUBLICATION)


CASCADE: tuple[Callable[[Page], EventDate | None], ...] = (
    told_in_the_lead,
    dated_title,
    place_of_the_title,
    remarks_at_the_talk,
    day_said_with_the_talk,
    coarsely_in_the_lead,
    year_after_the_one_looked_back_on,
    day_of_publication,
)


# --- a day that is named -------------------------------------------------------------------------


def _named(page: Page, sentence: Telling, precisions: tuple[str, ...]) -> EventDate | None:
    """Return the talk's days by the expression of time nearest the words that tell of it."""
    start, end, told = sentence
    for time in own_times(page.text, (start, end), told, page.times(start, end), page.reader.today):
        days = time.days
        if days and days.precision in precisions and _can_be_told(days, page.published):
            return _event(page, time, days)
    return None


def _named_or_concluded(page: Page, sentence: Telling) -> EventDate | None:
    """Return the day that is named, with those before it of a visit that "concluded"."""
    event = _named(page, sentence, ("day",))
    visit = concluded(page.text, sentence.start, sentence.end)
    if visit is None:
        return event
    before = ONE_DAY * (visit.days - 1)
    if event and event.start and event.start == event.end:
        return replace(event, start=event.start - before)
    today = page.reader.today
    if event or today is None or page.times(sentence.start, sentence.end):
        return event
    words = _one_line(page.text[visit.start : visit.end])
    return EventDate(today - before, today, "day", "days concluded", words)


def _can_be_told(days: Days, published: date | None) -> bool:
    """Whether a page could tell of days: the clocks of its readers may be a day ahead."""
    return published is None or days.first <= published + ONE_DAY


def _event(page: Page, time: Time, days: Days) -> EventDate:
    """Return the days of an expression; a coarse one ends by publication."""
    last = days.last
    if days.precision != "day" and page.published:
        last = max(days.first, min(last, page.published))
    words = _one_line(page.text[time.start : time.end])
    return EventDate(days.first, last, days.precision, time.rule, words)


def _one_line(words: str) -> str:
    return " ".join(words.split())


# --- several talks in one release ----------------------------------------------------------------


def _with_next_group(page: Page, event: EventDate) -> EventDate:
    """Return both days of a release that tells of two groups, one right after the other.

    "They met on July 26-27. … The second group met on July 28-29."
    """
    for sentence in _met_on(page):
        also = _named(page, sentence, ("day",))
        if also and _follows_on(event, also):
            evidence = f"{event.evidence} … {also.evidence}"
            return replace(event, end=also.end, evidence=evidence, several=True)
    return event


def _met_on(page: Page) -> Iterator[Telling]:
    """Yield the sentences with "met on", and where the day is told in them."""
    if not page.sentences:
        return
    whole = page.sentences[0][0], page.sentences[-1][1]
    for m in MET_ON.finditer(page.text, *whole):
        number = bisect_right(page.sentences, (m.start(), len(page.text))) - 1
        yield Telling(*page.sentences[number], told=m.end())


def _follows_on(event: EventDate, also: EventDate) -> bool:
    """Whether days begin by the day after others end, and end later."""
    if also.start is None or also.end is None or event.end is None:
        return False
    return also.start <= event.end + ONE_DAY and also.end > event.end


def _with_other_talks(page: Page, event: EventDate, first: Telling) -> EventDate:
    """Return the first and the last day of the talks with several people that a release tells of.

    "Alder spoke to Birch this morning. … Alder spoke to Cedar yesterday afternoon."
    """
    known = _one_line(page.text[first.start : first.end])
    for sentence in page.lead:
        if sentence.start <= first.start:
            continue
        with_whom = TALKED_WITH.search(page.text, sentence.start, sentence.end)
        also = _named(page, sentence, ("day",)) if with_whom else None
        if not (with_whom and also and _is_of_a_series(event, also)):
            continue
        named = {_one_line(name) for name in NAME.findall(with_whom["who"])}
        if any(name not in known for name in named):
            event = _both(event, also)
    return event


def _with_others(page: Page, sentence: Telling) -> bool:
    """Whether a later sentence tells of another talk, with nobody who is known from the first.

    "Alder and Birch held talks. … On May 3, Alder held talks with Cedar."
    """
    first = min(page.lead)
    if sentence.start <= first.start or len(NAME.findall(page.text, first.start, first.end)) < 2:
        return False
    known = f"{page.title} {_one_line(page.text[first.start : first.end])}"
    with_whom = HELD_WITH.search(page.text, sentence.start, sentence.end)
    return with_whom is not None and with_whom["who"].split()[-1].rstrip(".") not in known


def _is_of_a_series(event: EventDate, also: EventDate) -> bool:
    if event.start is None or event.end is None or also.start is None or also.end is None:
        return False
    inside = event.start <= also.start and also.end <= event.end
    return not inside and abs(also.start - event.start) <= SERIES


def _both(event: EventDate, also: EventDate) -> EventDate:
    days = [day for day in (event.start, also.start, event.end, also.end) if day]
    evidence = f"{event.evidence} … {also.evidence}"
    return replace(event, start=min(days), end=max(days), evidence=evidence, several=True)
