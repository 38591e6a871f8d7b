"""The day of the talk with its evidence: never more exact than the words, never the clock."""

from datetime import date

import pytest

from readoutlib.parsing.talk.day import event_date


def event(sentence, published=None, title=None, body=None):
    text = body or sentence
    found = event_date(
        text,
        title,
        [(0, len(sentence), max(0, sentence.find(" met ")) or 1)],
        (0, len(text)),
        published,
    )
    return found.start and str(found.start), found.end and str(found.end), found.precision


PUBLISHED = date(2023, 8, 9)  # a Wednesday


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("On May 13, 2019 local time, A held talks with B.", ("2019-05-13", "2019-05-13", "day")),
        ("On August 7, A met B.", ("2023-08-07", "2023-08-07", "day")),
        ("On December 30, A met B.", ("2022-12-30", "2022-12-30", "day")),
        ("A spoke today with B.", ("2023-08-09", "2023-08-09", "day")),
        ("A met B yesterday.", ("2023-08-08", "2023-08-08", "day")),
        ("A held a phone conversation with B on Monday.", ("2023-08-07", "2023-08-07", "day")),
        ("A met B on Wednesday.", ("2023-08-09", "2023-08-09", "day")),
        ("A met B on Thursday.", ("2023-08-03", "2023-08-03", "day")),
        ("A met B from August 7–8.", ("2023-08-07", "2023-08-08", "day")),
        ("A held talks with B on 30 July to 1 August 2023.", ("2023-07-30", "2023-08-01", "day")),
        ("A spoke with B.", ("2023-08-09", "2023-08-09", "day")),
        ("A spoke with B ahead of the summit on June 30, 2023.", (None, None, "unknown")),
        ("A met B to celebrate the treaty of May 3, 1949.", (None, None, "unknown")),
        (
            "Building on the June 15th talks, A met B on July 19.",
            ("2023-07-19", "2023-07-19", "day"),
        ),
        ("A visited B this week.", ("2023-08-07", "2023-08-09", "month")),
        ("A met B and will travel later this week.", (None, None, "unknown")),
        ("A met B in Rome on August 7 & 8, 2023.", ("2023-08-07", "2023-08-08", "day")),
        (
            "A wrapped up, on August 8, 2023, a two-day visit to B.",
            ("2023-08-07", "2023-08-08", "day"),
        ),
        ("A concluded a two day visit to B today.", ("2023-08-08", "2023-08-09", "day")),
        (
            "A spoke of trade in March, said A of the meeting held yesterday.",
            ("2023-08-08", "2023-08-08", "day"),
        ),
        (
            "A and B, whose countries signed a treaty on July 16, 2001, spoke.",
            (None, None, "unknown"),
        ),
    ],
)
def test_the_day_of_the_talk(sentence, expected):
    assert event(sentence, PUBLISHED) == expected


def test_a_later_sentence_names_the_day_of_the_talk():
    text = "A met B, who last week was in Rome. A said in talks this morning that trade matters."
    found = event_date(
        text, None, [(0, 35, 0)], (0, len(text)), PUBLISHED, [(0, 35), (36, len(text))]
    )
    assert (str(found.start), found.rule, found.evidence) == ("2023-08-09", "today", "this morning")


@pytest.mark.parametrize(
    "sentence", ["A spoke today with B.", "A met B on Monday.", "A met B on August 7."]
)
def test_without_a_day_of_publication_nothing_is_invented(sentence):
    assert event(sentence) == (None, None, "unknown")


def test_a_year_is_proved_by_the_year_looked_back_on():
    body = "This year marks an anniversary. Ties have yielded fruitful results in 2023, and in the new year, A is ready to work with B."
    assert event("A spoke on Wednesday.", body="A spoke on Wednesday. " + body) == (
        "2024-01-01",
        "2024-12-31",
        "year",
    )


def test_a_page_whose_telling_sentence_names_no_day_tells_of_its_own():
    dated = lambda text: (
        event_date(
            text, None, [(0, text.index("."), 0)], (0, len(text)), PUBLISHED, [(0, len(text))]
        ).start
    )
    assert dated("A had a telephone conversation with B.") == PUBLISHED
    assert dated("A had a telephone conversation with B, who recently returned.") is None
    assert dated("A had a telephone conversation with B since the accord of May 3.") is None
    assert (
        dated("A had a telephone conversation with B. They recalled the accord of May 3.")
        == PUBLISHED
    )


def test_two_years_looked_back_on_prove_none():
    body = "This year marks an anniversary. Cooperation agreed on in 2015 made progress in 2019, with results in 2023; they exchanged New Year greetings."
    assert event("A spoke on Wednesday.", body="A spoke on Wednesday. " + body) == (
        None,
        None,
        "unknown",
    )


def test_the_evidence_is_the_words():
    text = "On May 13, 2019 local time, A held talks with B."
    assert (
        event_date(text, None, [(0, len(text), 0)], (0, len(text)), None).evidence == "May 13, 2019"
    )


def test_two_groups_that_met_one_after_the_other_are_one_talk():
    first, second = "A group met in Rome on July 26-27, 2023.", "Another met on July 28-29, 2023."
    text = f"{first} {second}"
    spans = [(0, len(first)), (len(first) + 1, len(text))]
    found = event_date(text, None, [(*spans[0], 0)], (0, len(text)), PUBLISHED, spans)
    assert (str(found.start), str(found.end)) == ("2023-07-26", "2023-07-29")
    assert found.evidence == "July 26-27, 2023 … July 28-29, 2023"


@pytest.mark.parametrize(
    ("title", "rule", "day"),
    [
        ("Remarks before their meeting", "remarks at the talk", "2023-08-09"),
        ("Talks of 3 May 2023", "date in title", "2023-05-03"),
        ("Consultations in Stockholm", "stated", "2023-07-28"),
    ],
)
def test_a_title_tells_the_day(title, rule, day):
    text = "A spoke with B. Officials saw each other in Stockholm on 28 July 2023."
    found = event_date(text, title, [(0, 15, 0)], (0, len(text)), PUBLISHED)
    assert (found.rule, str(found.start)) == (rule, day)
