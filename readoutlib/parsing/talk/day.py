"""The day of the talk: a cascade of named rules, each with the words that prove it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

import regex

from ..page.datelines import WEEKDAY
from ..page.dates import DATE, WrittenDate, calendar_day, parse_day, read_date
from ..readout import Span

ONE_DAY = timedelta(days=1)
FIRST_SENTENCES = 8  # in which another day of the talk is looked for
NEAR_PLACE = 40  # characters after the place that the title names

# --- what the words look like --------------------------------------------------------------------

DIGIT = regex.compile(r"\d")
# Stand before a date that is not this talk's, in its part of the sentence.
NOT_THIS_TALK = regex.compile(
    r"""\b(?:
    will | to\ (?:meet|hold|visit) | ahead\ of                         # it is still to come
    | since | last\ (?:met|spoke) | earlier\ (?:meeting|call) | previous\w* | follow(?:s|ing|ed)
    | treaty | signed | adopted | initiated\ on | dated                 # of a paper
    | of\ the\ (?:agreement|statement) | building\ on
    | celebrat\w+ | founded | anniversary
    )\b [^.,]{0,60} $""",
    regex.I | regex.X,
)
DAYS_LONG = {"two": 2, "three": 3, "four": 4, "five": 5}
CONCLUDED = regex.compile(  # "wrapped up, in Rome, a two-day visit"
    r"\b (?:conclud|complet|wrapp)\w+\  (?:[\w,]+\ ){0,7}? (?P<n>two|three|four|five) [-\ ]days?\b",
    regex.I | regex.X,
)
MET_ON = regex.compile(r"\bmet (?:\p{Ll}+ )?on ")
TODAY = regex.compile(
    r"""\b (?:earlier\ )? today\b
    | \b this\ (?:morning|afternoon|evening)\b
    | \b tonight\b
    | \b just\ (?:held|met|spoke|concluded|finished|hosted|wrapped)\b""",
    regex.I | regex.X,
)
YESTERDAY = regex.compile(r"\byesterday\b|\blast night\b", regex.I)
ON_WEEKDAY = regex.compile(
    rf"""\b (?:on|this|last|said|early|late) \s+ (?P<weekday>{WEEKDAY})
    (?! \s+ (?:and|to|that\ next))""",
    regex.I | regex.X,
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
THIS_WEEK = regex.compile(r"(?<!later )\bthis week\b", regex.I)
_A_TALK = r"(?:talks|meeting|call|conversation|discussions?)"
TALK_DAY = regex.compile(
    rf"""\b (?:today|yesterday)['’]s\  (?:\w+\ )? {_A_TALK} \b                  # "today's talks"
    | \b {_A_TALK}\  (?:today|yesterday|this\ (?:morning|afternoon|evening)) \b""",
    regex.I | regex.X,
)
SOME_OTHER_DAY = regex.compile(
    rf"""\b(?:
    {WEEKDAY} | this\ week | last\ week | weekend | last\ month
    | recently | earlier\ this | the\ other\ day
    )\b""",
    regex.I | regex.X,
)
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


# --- the answer ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventDate:
    """First and last possible day of the talk, how exact, the rule that decided and its words."""

    start: date | None = None
    end: date | None = None
    precision: str = "unknown"
    rule: str | None = None
    evidence: str | None = None


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


def event_date(
    text: str,
    title: str | None,
    lead: Sequence[tuple[int, int, int]],
    body: Span,
    published: date | None,
    sentences: Sequence[Span] | None = None,
) -> EventDate:
    """Return the day or days of the talk as far as the text proves them.

    The first step of the cascade that can tells it, never more exactly than its words. `lead` are
    the sentences that tell of the talk, most telling first: span, and where in it the talk is told;
    `body` spans the whole body, `sentences` are those of the body.
    """
    told = [Telling(*sentence) for sentence in lead]
    page = Page(text, title or "", told, body, published, sentences or ())
    return next(filter(None, (step(page) for step in CASCADE)), EventDate())


# --- the steps, in order -------------------------------------------------------------------------


def told_in_the_lead(page: Page) -> EventDate | None:
    """A sentence that tells of the talk names its day, or one from which it is counted back."""
    for sentence in page.lead:
        if stated := _stated(page, sentence):
            return _with_next_group(page, stated)
        if counted := _counted_back(page, (sentence.start, sentence.end)):
            return counted
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
    return _stated(page, Telling(at, min(at + NEAR_PLACE, end), at))


def remarks_at_the_talk(page: Page) -> EventDate | None:
    """The title is over remarks "before their meeting", which came out that day."""
    remarks = REMARKS.search(page.title) if page.published else None
    if not remarks:
        return None
    return EventDate(page.published, page.published, "day", "remarks at the talk", remarks.group())


def day_said_with_the_talk(page: Page) -> EventDate | None:
    """One of the first sentences speaks of "today's talks", or of the "call this morning"."""
    if not page.published:
        return None
    spoken = (
        _counted_back(page, m.span())
        for sentence in page.sentences[:FIRST_SENTENCES]
        for m in TALK_DAY.finditer(page.text, *sentence)
    )
    return next(filter(None, spoken), None)


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
        f"in {past} … {_one_line(greeting)}",
    )


def day_of_publication(page: Page) -> EventDate | None:
    """A page that dates itself and names no other day tells of the day it carries."""
    if page.published is None or not page.lead:
        return None
    for sentence in page.lead:
        span = sentence.start, sentence.end
        if SOME_OTHER_DAY.search(page.text, *span) or _dates_in(page.text, *span):
            return None
    return EventDate(page.published, page.published, "day", "day of publication")


CASCADE: tuple[Callable[[Page], EventDate | None], ...] = (
    told_in_the_lead,
    dated_title,
    place_of_the_title,
    remarks_at_the_talk,
    day_said_with_the_talk,
    year_after_the_one_looked_back_on,
    day_of_publication,
)


# --- days that are stated ------------------------------------------------------------------------


def _stated(page: Page, sentence: Telling) -> EventDate | None:
    """The date nearest the words that tell of the talk.

    Without a year it is the last such day on or before publication.
    """
    start, end, told = sentence
    found = _dates_in(page.text, start, end)
    for m in sorted(found, key=lambda m: (abs(m.start() - told), m.start())):
        written = read_date(m)
        rule = "stated" if written.year else "stated without year"
        year = written.year or _last_year_with(written, page.published)
        if year is None or NOT_THIS_TALK.search(page.text, start, m.start()):
            continue
        days = _days_of(written, year, page.text[start:end])
        if days and _can_be_told(days[0], page.published):
            return EventDate(*days, "day", rule, _one_line(m))
    return None


def _dates_in(text: str, start: int, end: int) -> list[regex.Match[str]]:
    """Return the dates in a stretch of the text; most have no digit, and cost no search."""
    return list(DATE.finditer(text, start, end)) if DIGIT.search(text, start, end) else []


def _last_year_with(written: WrittenDate, published: date | None) -> int | None:
    """Return the year of the last such day on or before that of publication."""
    if published is None:
        return None
    later = (written.month, written.day) > (published.month, published.day)
    return published.year - later


def _can_be_told(day: date, published: date | None) -> bool:
    """Whether a page could tell of a day: the clocks of its readers may be a day ahead."""
    return published is None or day <= published + ONE_DAY


def _days_of(written: WrittenDate, year: int, sentence: str) -> tuple[date, date] | None:
    """Return the first and the last day of a date in its sentence; None where there is no such."""
    first = calendar_day(year, written.month, written.day)
    if first is None:
        return None
    last = None
    if written.day2:
        last = calendar_day(year, written.month2 or written.month, written.day2)
    if last:
        return first, max(first, last)
    concluded = CONCLUDED.search(sentence) if "-day " in sentence else None
    if concluded:  # "wrapped up a two-day visit on May 4"
        return first - ONE_DAY * (_days_long(concluded) - 1), first
    return first, first


def _days_long(m: regex.Match[str]) -> int:
    return DAYS_LONG[m["n"].casefold()]


def _with_next_group(page: Page, stated: EventDate) -> EventDate:
    """Return both days of a release that tells of two groups, one right after the other.

    "They met on July 26-27. … The second group met on July 28-29."
    """
    for sentence in _met_on(page):
        also = _stated(page, sentence)
        if also and _follows_on(stated, also):
            evidence = f"{stated.evidence} … {also.evidence}"
            return replace(stated, end=also.end, evidence=evidence)
    return stated


def _met_on(page: Page) -> Iterator[Telling]:
    """Yield the sentences with "met on", and where the day is told in them."""
    if not page.sentences:
        return
    whole = page.sentences[0][0], page.sentences[-1][1]
    for m in MET_ON.finditer(page.text, *whole):
        number = bisect_right(page.sentences, (m.start(), len(page.text))) - 1
        yield Telling(*page.sentences[number], told=m.end())


def _follows_on(stated: EventDate, also: EventDate) -> bool:
    """Whether days begin by the day after others end, and end later."""
    if also.start is None or also.end is None or stated.end is None:
        return False
    return also.start <= stated.end + ONE_DAY and also.end > stated.end


# --- days counted back from that of publication --------------------------------------------------


def _two_to_five_days(m: regex.Match[str], published: date) -> tuple[int, int]:
    return _days_long(m) - 1, 0


def _same_day(m: regex.Match[str], published: date) -> tuple[int, int]:
    return 0, 0


def _day_before(m: regex.Match[str], published: date) -> tuple[int, int]:
    return 1, 1


def _last_such_weekday(m: regex.Match[str], published: date) -> tuple[int, int]:
    """The last one on or before the day of publication."""
    back = (published.weekday() - WEEKDAYS.index(m["weekday"].casefold())) % 7
    return back, back


def _since_monday(m: regex.Match[str], published: date) -> tuple[int, int]:
    return published.weekday(), 0


class CountedBack(NamedTuple):
    """A rule: words, and how many days before that of publication the talk began and ended."""

    name: str
    pattern: regex.Pattern[str]
    days_back: Callable[[regex.Match[str], date], tuple[int, int]]
    example: str  # a sentence published on 9 August 2023, a Wednesday
    days: tuple[str, str]  # the first and the last day it tells


COUNTED_BACK = (
    CountedBack(
        "days concluded",
        CONCLUDED,
        _two_to_five_days,
        "A concluded a three-day visit to B.",
        ("2023-08-07", "2023-08-09"),
    ),
    CountedBack("today", TODAY, _same_day, "A spoke today with B.", ("2023-08-09", "2023-08-09")),
    CountedBack(
        "yesterday",
        YESTERDAY,
        _day_before,
        "A met B last night.",
        ("2023-08-08", "2023-08-08"),
    ),
    CountedBack(
        "weekday before publication",
        ON_WEEKDAY,
        _last_such_weekday,
        "A met B on Thursday.",
        ("2023-08-03", "2023-08-03"),
    ),
    CountedBack(
        "this week",
        THIS_WEEK,
        _since_monday,
        "A visited B this week.",
        ("2023-08-07", "2023-08-09"),
    ),
)


def _counted_back(page: Page, span: Span) -> EventDate | None:
    """Return the day that a stretch of the text tells by its distance from that of publication."""
    if page.published is None:
        return None
    for rule in COUNTED_BACK:
        if m := rule.pattern.search(page.text, *span):
            began, ended = rule.days_back(m, page.published)
            first, last = page.published - ONE_DAY * began, page.published - ONE_DAY * ended
            return EventDate(first, last, "day", rule.name, _one_line(m))
    return None


def _one_line(m: regex.Match[str]) -> str:
    return " ".join(m.group().split())
