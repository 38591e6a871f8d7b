"""Sentence ends: initialisms, initials, missing spaces, quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib.parsing.words.sentences import split_sentences


def split(text):
    return [text[a:b] for a, b in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. side agreed.", "They left."],
        ["Secretary Antony J. Blinken spoke with Dr. Al-Malki on Jan. 3.", "He left."],
        ["He arrived at 5 p.m. local time.", "The talks began."],
        ['Wang noted, "we can talk endlessly".', "China agrees."],
        ["“We agree.”", "“We will meet again,” he said."],
        ["Is that so?", "It is!", "Good."],
        [
            "Both countries signed No. 4 of the agreement with Acme Inc. in Geneva.",
            "The text follows.",
        ],
        ["The UN, the G20 etc. were discussed.", "Wang spoke."],
    ],
)
def test_sentences_are_found_again_when_joined(sentences):
    assert split(" ".join(sentences)) == sentences


def test_a_missing_space_still_ends_a_sentence():
    assert split("It sees no upper limit.The two countries agree.") == [
        "It sees no upper limit.",
        "The two countries agree.",
    ]


def test_a_hard_wrapped_sentence_stays_whole():
    assert split("The two\nsides agreed to\nmeet. They left.") == [
        "The two\nsides agreed to\nmeet.",
        "They left.",
    ]


@given(st.text(alphabet='aB .!?"”\n\u00a0U.S,', max_size=80))
def test_spans_are_in_order_and_leave_out_only_white_space(text):
    at, kept = 0, ""
    for a, b in split_sentences(text, 0, len(text)):
        assert at <= a < b
        assert not text[at:a].strip() and text[a:b] == text[a:b].strip()
        at, kept = b, kept + text[a:b]
    assert "".join(kept.split()) == "".join(text.split())


def test_a_point_of_a_list_on_its_own_line_is_a_sentence():
    text = "-   The ministers praised\n    the ties. \n-   They agreed to\n    meet again.\n• He left - The end."
    spans = split_sentences(text, 0, len(text))
    assert [" ".join(text[a:b].split()) for a, b in spans] == [
        "- The ministers praised the ties.",
        "- They agreed to meet again.",
        "• He left - The end.",
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        [
            "Alder said that Norway keeps its accord with the U.S.",
            "Birch said that Chile does too.",
        ],
        ["Alder thanked the U.S. Senate.", "Birch left."],
        ["The U.S. President Eve Fir said so.", "U.S. Secretary Joe Ash agreed."],
        ["They spoke of trade, fish, etc.", "Birch agreed."],
        ["She met Joseph R. Fir Jr.", "Birch left at 5 p.m.", "Alder stayed."],
        ["Joseph R. Fir, Jr., left.", "Acme Inc. of Oslo agreed."],
        ["US Sec. of State Joe Ash spoke.", "Amb. (ret.) Eve Fir and Dep. Min. Birch listened."],
        ["See para. 4 and Sec. 3 of the accord.", "It holds."],
        ["“Will it hold?” Alder asked.", "“It must!” Bo Birch replied.", "He left."],
        ["“Will it hold?”", "Alder said that it would."],
        ["“Is it late?” the minister asked.", "“Yes.”"],
        ["Alder named two goals: 1. Trade.", "2. Peace."],
    ],
)
def test_sentences_end_where_a_new_subject_has_its_verb(sentences):
    assert split(" ".join(sentences)) == sentences


def test_points_of_a_list_need_no_full_stop():
    text = "(a) expand trade;\n(b) keep the peace; and\n(c) share water."
    assert split(text) == text.split("\n")
    wrapped = "The port\n– which is new –\nwas opened in\n2. It is a number."
    assert split(wrapped)[0].startswith("The port\n– which is new –\nwas opened")
