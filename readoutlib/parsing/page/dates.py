"""The day of publication and the day of the talk: a cascade of named rules, each with the words that prove it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

import regex

MONTHS = {
    m: i
    for i, m in enumerate(
        "january february march april may june july august september october november december".split(),
        1,
    )
}
MONTHS |= {m[:3]: i for m, i in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {
    d: i for i, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TO = r"(?:\s*[-–—&]\s*|\s+(?:to|and|through|until)\s+)"
_DAY2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
_MONTH2 = _MONTH.replace("<month>", "<month2>")
# One date, or one span of days, in every form a readout prints; the year may be missing.
DATE = regex.compile(
    rf"\b(?:{_YEAR}[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)"
    rf"|(?P<day>[0-3]\d)\.(?P<month>[01]\d)\.{_YEAR}\b"
    rf"|(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)/{_YEAR}\b"
    rf"|{_MONTH}\s*{_DAY}(?:{_TO}(?:{_MONTH2}\s*)?{_DAY2})?(?!\d)(?:,?\s+(?:of\s+)?{_YEAR})?"
    rf"|{_DAY}\s+{_MONTH}{_TO}{_DAY2}\s+{_MONTH2}(?:,?\s+{_YEAR})?"
    rf"|{_DAY}(?:{_TO}{_DAY2})?[\s-]+(?:of\s+)?{_MONTH}(?:,?[\s-]+{_YEAR})?)",
    regex.I | regex.V0,
)
_TIME = r"(?:\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[ap]\.?m\.?)?(?:\s*\(?(?:GMT|UTC|BST|EDT|EST|ET|local time|Moscow time|[A-Z]{3,4})\)?(?:\s*[+-]\d+)?|[+-]\d\d:?\d\d)?)"
_LABEL = r"(?:(?:first |last )?(?:updated|publish(?:ed)?(?: date)?|posted|issued|released|date|modified|created)(?: on| at)?\s*:?\s*)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
# A line that holds a date and nothing else, but for a label, a time, a weekday, a place or an agency, and the font-size widget.
DATE_LINE = regex.compile(
    rf"(?!on\s)(?:[\p{{L}} .|]{{2,30}}[,|:/–—-]\s*)?{_LABEL}?(?:{_TIME}\s*[,|]?\s*)?(?:{_WEEKDAY}\s*,?\s*)?{DATE.pattern.replace('?P<', '?P<l_').removeprefix(chr(92) + 'b')}"
    rf"(?:\s*[,|–—-]?\s*(?:{_TIME}|{_LABEL}.{{0,40}}|by\s.{{2,30}}|adjust font size\s*:?))*(?:\s*[,|–—-]?\s*\p{{Lu}}[\p{{L}}]+(?:,? \p{{Lu}}[\p{{L}}]+)?)?\s*",
    regex.I,
)
_DATED = rf"(?i:{DATE.pattern.replace('?P<', '?P<l_').removeprefix(chr(92) + 'b')})"
_AGENCY = r"(?:\([\p{L} ]{2,20}\)|/[\p{L} ]{2,20}/)"
# "BEIJING, Dec. 23 (Xinhua) --", "BONN, Oct 20 -", "Hanoi (VNA) –", "WASHINGTON –"
AGENCY_LINE = regex.compile(
    rf"[*_]*(?:\p{{Lu}}[\p{{L}} ./-]{{2,30}},\s+{_DATED}[.,]?[*_]*\s*(?:{_AGENCY}\.?\s*(?:--+|[–—-])?|(?:--+|[–—-])\s)"
    rf"|\p{{Lu}}[\p{{L}}, ./-]{{2,40}}?\s*{_AGENCY}\s*(?:--+|[–—-])|\p{{Lu}}[\p{{Lu}}. ]{{3,30}}[*_]*\s+(?:--+|[–—-])\s)\s*"
)


@dataclass(frozen=True, slots=True)
class EventDate:
    """First and last possible day of the talk, how exact, the rule that decided and the words it used."""

    start: date | None = None
    end: date | None = None
    precision: str = "unknown"
    rule: str | None = None
    evidence: str | None = None


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _parts(m: regex.Match) -> tuple[int | None, int, int, int | None, int | None]:
    """Return year (or None), month, day, last month and last day (or None) of a DATE match."""
    year, month2, day2 = (
        m["year"] and int(m["year"]),
        m["month2"] and _month(m["month2"]),
        m["day2"] and int(m["day2"]),
    )
    if m["a"]:  # day or month first: read only where the numbers tell
        a, b = int(m["a"]), int(m["b"])
        return year, *((b, a) if a > 12 or a == b else (a, b) if b > 12 else (0, 0)), None, None
    return year, _month(m["month"]), int(m["day"]), month2, day2


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written.casefold()]


def parse_day(text: str) -> date | None:
    """Return the first full date in a short text, or None.

    >>> [str(parse_day(t)) for t in ("Updated 23:04, 07-Aug-2023", "Xinhua,December 23, 2020", "2021-02-04 09:43", "May")]
    ['2023-08-07', '2020-12-23', '2021-02-04', 'None']
    """
    days = (_make(*parts[:3]) for parts in map(_parts, DATE.finditer(text)) if parts[0])
    return next(filter(None, days), None)


def fold(text: str) -> str:
    return " ".join(text.split())


TODAY = regex.compile(
    r"\b(?:earlier )?today\b|\bthis (?:morning|afternoon|evening)\b|\btonight\b|\bjust (?:held|met|spoke|concluded|finished|hosted|wrapped)\b",
    regex.I,
)
YESTERDAY = regex.compile(r"\byesterday\b|\blast night\b", regex.I)
ON_WEEKDAY = regex.compile(
    rf"\b(?:on|this|last|said|early|late)\s+(?P<weekday>{_WEEKDAY})(?!\s+(?:and|to|that next))",
    regex.I,
)
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
DURATION = regex.compile(
    r"\b(?:conclud|complet|wrapp)\w+ (?:[\w,]+ ){0,7}?(?P<n>two|three|four|five)[- ]days?\b",
    regex.I,
)
# A rule, its pattern, and how many days before that of publication the talk began and ended.
BACK = (
    ("days concluded", DURATION, lambda m, published: (NUMBERS[m["n"].casefold()] - 1, 0)),
    ("today", TODAY, lambda m, published: (0, 0)),
    ("yesterday", YESTERDAY, lambda m, published: (1, 1)),
    (
        "weekday before publication",
        ON_WEEKDAY,
        lambda m, published: 2 * ((published.weekday() - WEEKDAYS[m["weekday"].casefold()]) % 7,),
    ),
    (
        "this week",
        regex.compile(r"(?<!later )\bthis week\b", regex.I),
        lambda m, published: (published.weekday(), 0),
    ),
)
TALK_DAY = regex.compile(
    r"\b(?:today|yesterday)['’]s (?:\w+ )?(?:talks|meeting|call|conversation|discussions?)\b|\b(?:talks|meeting|call|conversation|discussions?) (?:today|yesterday|this (?:morning|afternoon|evening))\b",
    regex.I,
)
SOME_OTHER_DAY = regex.compile(
    rf"\b(?:{_WEEKDAY}|last week|last month|this week|recently|earlier this|the other day|weekend)\b",
    regex.I,
)


def _published(
    text: str, lead: list[tuple[int, int, int]], published: date | None
) -> EventDate | None:
    """A page that dates itself and names no other day tells of the day it carries."""
    if (
        published is None
        or not lead
        or any(SOME_OTHER_DAY.search(text, a, b) or DATE.search(text, a, b) for a, b, _ in lead)
    ):
        return None
    return EventDate(published, published, "day", "day of publication")


PAST_YEAR = regex.compile(
    r"\b(?:(?:have|has|had) (?:\w+ )?(?:achieved|yielded|made|seen)|achievements|results|progress)\b[^.]{0,60}?\bin (?P<year>20\d\d)\b",
    regex.I,
)
NEW_YEAR = regex.compile(
    r"\bin the new year\b|\bnew year greetings\b|\bin the coming year\b", regex.I
)
THIS_YEAR = regex.compile(r"\b(?:this year|in the past year)\b", regex.I)
NOT_THIS_TALK = regex.compile(
    r"\b(?:will|ahead of|building on|treaty|celebrat\w+|founded|to (?:meet|hold|visit)|follow(?:s|ing|ed)|since|anniversary|signed|dated|of the (?:agreement|statement)|initiated on|last (?:met|spoke)|previous\w*|earlier (?:meeting|call)|adopted)\b[^.,]{0,60}$",
    regex.I,
)


def event_date(
    text: str,
    title: str | None,
    lead: list[tuple[int, int, int]],
    body: tuple[int, int],
    published: date | None,
    sentences: list[tuple[int, int]] | None = None,
) -> EventDate:
    """Return the day or days of the talk as far as the text proves them; never more exact than its words.

    `lead` are the sentences that tell of the talk, most telling first: span, and where in it the talk is told; `body` spans the whole body;
    a page that names no other day in its `sentences` is of the day it tells of.
    """
    for a, b, told in lead:
        if found := _stated(text, a, b, told, published):
            return _with_next(text, found, sentences or [], published)
        if found := _counted_back(text, a, b, published):
            return found
    told = (
        _counted_back(text, *m.span(), published)
        for s in (sentences or ())[:8]
        for m in TALK_DAY.finditer(text, *s)
        if published
    )
    named = _titled(text, title or "", body, published) or next(filter(None, told), None)
    return named or _year(text, body) or _published(text, lead, published) or EventDate()


def _stated(text: str, a: int, b: int, told: int, published: date | None) -> EventDate | None:
    """The date nearest the words that tell of the talk; without a year, the last such day on or before publication."""
    for m in sorted(
        DATE.finditer(text, a, b) if DIGIT.search(text, a, b) else (),
        key=lambda m: (abs(m.start() - told), m.start()),
    ):
        year, month, day, month2, day2 = _parts(m)
        if NOT_THIS_TALK.search(text, a, m.start()) or not (year or published):
            continue
        rule = "stated" if year else "stated without year"
        year = year or published.year - ((month, day) > (published.month, published.day))
        start, end = _make(year, month, day), _make(year, month2 or month, day2) if day2 else None
        if (
            start
            and not end
            and text.find("-day ", a, b) > 0
            and (lasted := DURATION.search(text, a, b))
        ):  # "wrapped up a two-day visit on May 4"
            start, end = start - timedelta(days=NUMBERS[lasted["n"].casefold()] - 1), start
        if start and (published is None or start <= published + timedelta(days=1)):
            return EventDate(
                start, end if end and end >= start else start, "day", rule, fold(m.group())
            )
    return None


DIGIT = regex.compile(r"\d")
MET_ON = regex.compile(r"\bmet (?:\p{Ll}+ )?on ")
TITLED_PLACE = regex.compile(
    r"\b(?:meeting|talks|consultations|dialogue|negotiations)\b.* in (?P<place>\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)$",
    regex.I,
)


REMARKS = regex.compile(
    r"\b(?:before|after|ahead of|prior to|at the (?:top|start) of) (?:their|his|her|the|a|an) (?:\w+ ){0,3}(?:meeting|call|talks)\b",
    regex.I,
)


def _with_next(
    text: str, found: EventDate, sentences: list[tuple[int, int]], published: date | None
) -> EventDate:
    """A release that tells of two groups, the second of which "met on July 28-29", right after the first, spans both."""
    for m in MET_ON.finditer(text, sentences[0][0], sentences[-1][1]) if sentences else ():
        a, b = sentences[bisect_right(sentences, (m.start(), len(text))) - 1]
        also = _stated(text, a, b, m.end(), published)
        if also and also.start <= found.end + timedelta(days=1) and found.end < also.end:
            return EventDate(
                found.start, also.end, "day", found.rule, f"{found.evidence} … {also.evidence}"
            )
    return found


def _counted_back(text: str, a: int, b: int, published: date | None) -> EventDate | None:
    """A day told from that of publication; a weekday is the last one on or before it."""
    for rule, pattern, back in BACK if published else ():
        if m := pattern.search(text, a, b):
            first, last = back(m, published)
            return EventDate(
                published - timedelta(days=first),
                published - timedelta(days=last),
                "day",
                rule,
                fold(m.group()),
            )
    return None


def _titled(
    text: str, title: str, body: tuple[int, int], published: date | None
) -> EventDate | None:
    """The title tells the day, or a place with which the text does ("in Stockholm on July 28"), or is over remarks "before their meeting"."""
    if day := parse_day(title):
        return EventDate(day, day, "day", "date in title", title)
    if place := TITLED_PLACE.search(title):
        held = regex.search(
            rf"\bin {regex.escape(place['place'])} on (?=\p{{L}}|\d)",
            text,
            pos=body[0],
            endpos=body[1],
        )
        if held and (
            found := _stated(text, held.end(), min(held.end() + 40, body[1]), held.end(), published)
        ):
            return found
    remarks = REMARKS.search(title)
    return (
        EventDate(published, published, "day", "remarks at the talk", remarks.group())
        if remarks and published
        else None
    )


def _year(text: str, body: tuple[int, int]) -> EventDate | None:
    """Without any date: results "in 2023" told "in the new year" are told in 2024."""
    new, years = (
        NEW_YEAR.search(text, *body),
        {int(m["year"]) for m in PAST_YEAR.finditer(text, *body)},
    )
    if not new or len(years) != 1 or not THIS_YEAR.search(text, *body):
        return None
    year = years.pop() + 1
    return EventDate(
        date(year, 1, 1),
        date(year, 12, 31),
        "year",
        "year after the one looked back on",
        f"in {year - 1} … {fold(new.group())}",
    )
