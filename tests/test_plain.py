"""What the rules read of a text, and that everything stands where it stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib import parse_readout
from readoutlib.parsing.page.plain import plain_text

A, B = "Norwegian Foreign Minister Ann Alder", "Chilean Foreign Minister Bo Birch"
LEAD = f"Talks in Oslo\n\n{A} met {B} on 3 May 2021.\n\n"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("multi\u00adpolar multi\u200bpolar multi\u2060polar", "multipolar multipolar multipolar"),
        ("Mu\u0308ller", "Müller"),
        ("Gri\ufb03th and \ufb01sh", "Griffith and fish"),
        ("[Birch](https://example.org/b) spoke", "Birch spoke"),
        ('![Birch](b.png "a picture") spoke', "Birch spoke"),
        ("trade grew.[1] It", "trade grew. It"),
        ("trade grew[^2] by", "trade grew by"),
        ("trade grew.² It", "trade grew. It"),
        ("the 21<sup>st</sup> century", "the 21st century"),
        ("x\n| Alder spoke. |\ny", "x\n Alder spoke. \ny"),
        (
            "a * b and 2*3 and [sic] and [1] at the start",
            "a * b and 2*3 and [sic] and [1] at the start",
        ),
        ("[1](not a note) (see [a]) 3 km² of land", "[1](not a note) (see [a]) 3 km² of land"),
        ("Ministers meet | Exports grow", "Ministers meet | Exports grow"),
        ("|---|---|\n", "|---|---|\n"),
    ],
)
def test_marks_are_passed_over_and_words_are_not(text, read):
    assert plain_text(text).text == read


@pytest.mark.parametrize(
    "text",
    [
        "[Alder](https://example.org) said that trade matters.",
        "Alder said that [trade](https://example.org/a-b) matters.",
        "Alder said that trade matters.[3]",
        "Al\u00adder said that trade matters.",
        "| Alder said that trade matters. |",
        "<b>Alder</b> said that trade matters.",
        "**Alder** said that trade matters.",
    ],
)
def test_a_mark_takes_no_word_from_its_speaker(text):
    r = parse_readout(f"{LEAD}Birch said that peace matters.\n\n{text}\n")
    last = r.sentences[-1]
    assert (last.speaker, last.mode, last.end <= len(r.text)) == ("Ann Alder", "explicit", True)
    assert "example.org" not in last.content and last.text == r.text[last.start : last.end]


def test_a_letter_of_two_characters_is_the_letter():
    name = unicodedata.normalize("NFD", "Béla Kölcsey")
    text = f"{A} met Hungarian Foreign Minister Béla Kölcsey on 3 May 2021. {name} said that trade matters."
    r = parse_readout(text)
    assert r.participants == ("Ann Alder", "Béla Kölcsey")
    assert r.sentences[1].speaker == "Béla Kölcsey" and r.sentences[1].text.startswith(name)


PARTS = [
    "Alder said ",
    "[trade](x.org)",
    "\u00ad",
    "e\u0301",
    "\ufb03",
    ".[1] ",
    "| a |\n",
    "\n\n",
    "<b>",
    "</b>",
    "¹",
    " ",
    "Birch",
    "“",
]


@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join))
def test_nothing_is_lost_and_everything_is_where_it_stood(middle):
    text = f"{LEAD}{middle}\n"
    r = parse_readout(text)
    parts = [(s.start, s.end) for s in r.sentences] + [(c.start, c.end) for c in r.cuts]
    parts += [(r.title_start, r.title_end)] if r.title_start is not None else []
    covered = [i for start, end in parts for i in range(start, end)]
    solid = {i for i, c in enumerate(text) if not c.isspace()}
    assert len(covered) == len(set(covered)) and solid <= set(covered)
    for s in r.sentences:
        assert text[s.start : s.end] == s.text and all(
            s.start <= a <= b <= s.end for a, b in s.content_spans
        )
        assert s.cue is None or s.cue == text[s.cue_start : s.cue_end]


def test_title_and_cue_stand_in_the_letters_of_the_text():
    text = (
        f"Gri\ufb03th Meets Alder\n\n{LEAD}[Birch](https://example.org/b) said that trade matters."
    )
    r = parse_readout(text)
    assert r.title == "Gri\ufb03th Meets Alder" == text[r.title_start : r.title_end]
    last = r.sentences[-1]
    assert last.cue.endswith("said that") and last.cue == text[last.cue_start : last.cue_end]
