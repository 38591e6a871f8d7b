"""Sixty ways to name the day of a talk, and days of other events, read from whole pages."""

import pytest

from readoutlib import parse_readout

ALDER = "Norwegian Foreign Minister Ann Alder"
BIRCH = "Chilean Foreign Minister Bo Birch"
WEDNESDAY, NEW_YEAR = "9 August 2023", "3 January 2024"
UNKNOWN = (None, None, "unknown")


def day(first, last=None):
    return first, last or first, "day"


def month(first, last):
    return first, last, "month"


def year(first, last):
    return first, last, "year"


# what stands in the lead of a page of that day, and the days it tells
TABLE = [
    # absolute
    ("On August 7, 2023, {A} spoke by phone with {B}.", WEDNESDAY, day("2023-08-07")),
    ("{A} met {B} in Oslo on Monday, 7 August 2023.", None, day("2023-08-07")),
    ("{A} met {B} in Oslo on Monday 7 August.", WEDNESDAY, day("2023-08-07")),
    ("{A} met {B} on the 7th of August.", WEDNESDAY, day("2023-08-07")),
    ("{A} met {B} in Oslo on the 7th.", WEDNESDAY, day("2023-08-07")),
    ("{A} met {B} in Oslo on the 30th.", WEDNESDAY, day("2023-07-30")),
    ("{A} met {B} on 2023-08-07.", None, day("2023-08-07")),
    ("{A} met {B} on 7.8.2023 in Oslo, on 07.08.2023.", None, day("2023-08-07")),
    ("{A} spoke with {B} on 7 August ’22.", WEDNESDAY, day("2022-08-07")),
    ("{A} spoke with {B} on Aug. 7.", WEDNESDAY, day("2023-08-07")),
    ("{A} spoke with {B} on December 29.", NEW_YEAR, day("2023-12-29")),
    ("{A} met {B} on 7/25/2023 at the ministry.", WEDNESDAY, day("2023-07-25")),
    ("{A} met {B} on 5/7/2023 at the ministry.", WEDNESDAY, UNKNOWN),
    ("On August 7, {A} met {B}.", None, UNKNOWN),
    ("On the afternoon of August 7, 2023 local time, {A} met {B}.", None, day("2023-08-07")),
    ("{A} met {B} on the morning of May 3.", WEDNESDAY, day("2023-05-03")),
    # relative
    ("{A} spoke with {B} earlier today.", WEDNESDAY, day("2023-08-09")),
    ("This afternoon {A} received {B} at the ministry.", WEDNESDAY, day("2023-08-09")),
    ("{A} spoke with {B} last night.", WEDNESDAY, day("2023-08-08")),
    ("Yesterday evening {A} met {B} in Oslo.", WEDNESDAY, day("2023-08-08")),
    ("{A} met {B} the day before yesterday.", WEDNESDAY, day("2023-08-07")),
    ("{A} met {B} two days ago.", WEDNESDAY, day("2023-08-07")),
    ("{A} spoke to {B} 3 days ago.", WEDNESDAY, day("2023-08-06")),
    ("{A} met {B} in Oslo the previous day.", WEDNESDAY, day("2023-08-08")),
    ("{A} met Monday with {B}.", WEDNESDAY, day("2023-08-07")),
    ("{A} held talks with {B} at the ministry Tuesday.", WEDNESDAY, day("2023-08-08")),
    ("{A} met {B} on Wednesday.", WEDNESDAY, day("2023-08-09")),
    ("{A} met {B} late Friday in Oslo.", WEDNESDAY, day("2023-08-04")),
    ("{A} met {B} last Thursday.", WEDNESDAY, day("2023-08-03")),
    ("{A} met {B} last Wednesday.", WEDNESDAY, day("2023-08-02")),
    ("{A} met {B} on Friday last week.", WEDNESDAY, day("2023-08-04")),
    ("{A} held talks with {B} in Oslo last week on Thursday.", WEDNESDAY, day("2023-08-03")),
    ("{A} spoke with {B} on Sunday.", NEW_YEAR, day("2023-12-31")),
    ("{A} spoke with {B} this morning.", None, UNKNOWN),
    # spans
    ("{A} met {B} in Oslo on August 7 and 8.", WEDNESDAY, day("2023-08-07", "2023-08-08")),
    ("From 31 July to 2 August, {A} visited {B}.", WEDNESDAY, day("2023-07-31", "2023-08-02")),
    (
        "{A} held talks with {B} from December 30, 2023 to January 2, 2024.",
        NEW_YEAR,
        day("2023-12-30", "2024-01-02"),
    ),
    (
        "{A} held talks with {B} on December 31-January 1.",
        NEW_YEAR,
        day("2023-12-31", "2024-01-01"),
    ),
    ("{A} met {B} in Oslo on Monday and Tuesday.", WEDNESDAY, day("2023-08-07", "2023-08-08")),
    ("{A} concluded a two-day visit to {B} today.", WEDNESDAY, day("2023-08-08", "2023-08-09")),
    ("{A} met {B} in Oslo on 3–5 May 2023.", WEDNESDAY, day("2023-05-03", "2023-05-05")),
    # coarse
    ("In May 2023, {A} met {B} in Oslo.", None, month("2023-05-01", "2023-05-31")),
    ("{A} met {B} in Oslo in July.", WEDNESDAY, month("2023-07-01", "2023-07-31")),
    ("{A} visited {B} last month.", WEDNESDAY, month("2023-07-01", "2023-07-31")),
    ("Earlier this month {A} met {B}.", WEDNESDAY, month("2023-08-01", "2023-08-09")),
    ("{A} met {B} this week.", WEDNESDAY, month("2023-08-07", "2023-08-09")),
    (
        "{A} met Chilean Trade Minister Bo Birch this week to sign a pact.",
        WEDNESDAY,
        month("2023-08-07", "2023-08-09"),
    ),
    ("Last week, {A} met {B}.", WEDNESDAY, month("2023-07-31", "2023-08-06")),
    ("{A} spoke with {B} over the weekend.", WEDNESDAY, month("2023-08-05", "2023-08-06")),
    ("{A} met {B} in the week of 31 July.", WEDNESDAY, month("2023-07-31", "2023-08-06")),
    ("{A} met {B} two weeks ago.", WEDNESDAY, month("2023-07-23", "2023-07-29")),
    ("{A} met {B} in 2019.", None, year("2019-01-01", "2019-12-31")),
    ("{A} met {B} in recent days.", WEDNESDAY, UNKNOWN),
    ("{A} spoke with {B} the other day.", WEDNESDAY, UNKNOWN),
    ("{A} recently met {B} in Oslo.", WEDNESDAY, UNKNOWN),
    ("{A} met {B} a few days ago.", WEDNESDAY, UNKNOWN),
    ("{A} met {B} around 3 August 2023.", WEDNESDAY, UNKNOWN),
    # days of other events
    ("{A} and {B} spoke about the agreements reached on 3 May 2023.", WEDNESDAY, UNKNOWN),
    ("{A} called {B} on the attack in Oslo on Sunday.", WEDNESDAY, UNKNOWN),
    ("{A} spoke with {B} ahead of the summit on 11 August.", WEDNESDAY, UNKNOWN),
    ("{A} spoke with {B} and agreed to meet in Oslo on Monday next week.", WEDNESDAY, UNKNOWN),
    ("{A} congratulated {B} in a phone call on his election on 6 August.", WEDNESDAY, UNKNOWN),
    (
        "{A} spoke with {B} on Monday about the earthquake of 3 August.",
        WEDNESDAY,
        day("2023-08-07"),
    ),
    ("{A} met {B} today, a week after the attack of 2 August.", WEDNESDAY, day("2023-08-09")),
    ("{A}, who took office on 3 May, met {B} on Tuesday.", WEDNESDAY, day("2023-08-08")),
    ("{A} spoke with {B}, who will visit Oslo on September 3.", WEDNESDAY, UNKNOWN),
    (
        "{A} met {B} ([news](https://example.org/2023/05/03/talks)) in Oslo on 7 August.",
        WEDNESDAY,
        day("2023-08-07"),
    ),
    ("{A} spoke with {B} on the order signed on 1 August.", WEDNESDAY, UNKNOWN),
    (
        "Following up on their meeting of 12 July, {A} spoke with {B} on Monday.",
        WEDNESDAY,
        day("2023-08-07"),
    ),
    ("{A} met {B} in Oslo, the ministry said on Wednesday.", WEDNESDAY, UNKNOWN),
    (
        "{A} met {B} in Oslo on Monday, the ministry said on Wednesday.",
        WEDNESDAY,
        day("2023-08-07"),
    ),
    ("{A} spoke with {B} on preparations for the forum in Oslo on 25 August.", WEDNESDAY, UNKNOWN),
    # no time at all
    ("{A} met {B} in Oslo.", WEDNESDAY, day("2023-08-09")),
    ("{A} met {B} in Oslo.", None, UNKNOWN),
]


def read(sentence, published):
    told = sentence.format(A=ALDER, B=BIRCH)
    page = [f"{published}\n"] if published else []
    text = "\n".join(
        ["Alder and Birch\n", *page, f"{told}\n", "Alder said that trade matters.", ""]
    )
    r = parse_readout(text)
    return r.event_start and str(r.event_start), r.event_end and str(r.event_end), r.event_precision


@pytest.mark.parametrize(("sentence", "published", "expected"), TABLE)
def test_a_page_tells_the_day_of_its_talk(sentence, published, expected):
    assert read(sentence, published) == expected


def test_the_page_s_own_day_is_named_as_such():
    told = "Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch."
    r = parse_readout(f"Alder and Birch\n\n9 August 2023\n\n{told}\n")
    assert (str(r.event_start), r.event_rule) == ("2023-08-09", "day of publication")
