"""Speaker labels: which texts are transcripts, and whose the turns are."""

import pytest

from readoutlib import parse_readout
from readoutlib.parsing.names.labels import speaker_labels

LEAD = "Meeting of Prime Ministers\n\nMay 3, 2021\n\nPrime Minister Ann Alder met Prime Minister Bo Birch in Oslo today.\n\n"


def spoken(body):
    return [s.speaker for s in parse_readout(LEAD + body).sentences[1:]]


@pytest.mark.parametrize(
    "a, b",
    [
        ("PRIME MINISTER ALDER", "PRIME MINISTER BIRCH"),
        ("Prime Minister Alder", "Prime Minister Birch"),
        ("**Ann Alder**", "**Prime Minister Birch**"),
        (
            "Prime Minister of Norway Ann Alder",
            "Prime Minister of Sweden Bo Birch (via interpreter)",
        ),
    ],
)
def test_a_label_opens_a_turn_that_runs_to_the_next(a, b):
    body = f"{a}: Welcome. It is good to see you.\n\nWe have much to do.\n\n{b}: Thank you.\n\n{a}: Good."
    assert spoken(body) == ["Ann Alder"] * 3 + ["Bo Birch", "Ann Alder"]


def test_questions_and_moderators_are_nobodys():
    assert spoken(
        "MODERATOR: Good day. Let us begin.\n\nQ: Why?\n\nPRIME MINISTER ALDER: Because."
    ) == ["Narrator"] * 3 + ["Ann Alder"]


def test_who_is_named_by_a_label_alone_took_part():
    text = "Remarks Before Their Meeting\n\nMay 3, 2021\n\nSECRETARY ELM: Good day, Minister.\n\nFOREIGN MINISTER FIR: Good day."
    assert parse_readout(text).participants == ("Elm", "Fir")


def test_notes_in_small_letters_are_no_labels():
    assert spoken("Note: the talks were long.\n\nBackground: they met before.") == [
        "Narrator",
        "Narrator",
    ]


def test_a_label_of_one_turn_counts_where_another_holds_its_words():
    """Each label is looked for among the parts of the others, not in each of them."""
    text = "Ann Alder: Hello.\n\nMinister Ann Alder: Hello.\n\nAnn: Hello.\n\nAl: Hello."
    paragraphs = [(0, 17), (19, 45), (47, 58), (60, 70)]
    assert [text[a:b].split(":")[0] for a, b in paragraphs] == [
        "Ann Alder",
        "Minister Ann Alder",
        "Ann",
        "Al",
    ]
    assert list(speaker_labels(text, paragraphs)) == [0, 1, 2]
