"""Who is told to take part: each row with its example, and what it must not find."""

import re

import pytest

from readoutlib.parsing.names.people import People
from readoutlib.parsing.rules import load
from readoutlib.parsing.talk.taking_part import taking_part, telling_rows
from readoutlib.parsing.words.tokens import Tokens, tokenize

ROWS, TALKS = load("parties")["row"], load("parties")["talk"]
ATTENDING = ("attendees", "guests")


def read(text):
    """Return the tokens of a sentence and its people, who stand in brackets."""
    sentence = tokenize(re.sub(r"[\[\]]", "", text))
    introduced = tokenize(" and ".join(f"Minister {n}" for n in re.findall(r"\[(\w+)\]", text)))
    later = 1000  # where they are introduced, apart from the sentence
    introduced = Tokens(t._replace(start=t.start + later, end=t.end + later) for t in introduced)
    return sentence, People([Tokens([]), sentence, introduced])


def by(row, text):
    """Return who takes part and who attends by one row."""
    sentence, people = read(text)
    parts = [p for p in taking_part(sentence, people) if p.row == row["name"]]
    named = [
        (p.kind in ATTENDING, people.persons[i].name) for p in parts for i in p.before + p.after
    ]
    return tuple({name for attends, name in named if attends is kind} for kind in (False, True))


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_row_finds_who_takes_part_in_its_example(row):
    parties, _, attending = row["finds"].partition("|")
    assert by(row, row["example"]) == (set(parties.split()), set(attending.split()))


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_row_finds_nobody_in_what_is_unlike(row):
    assert by(row, row["unlike"]) == (set(), set())


@pytest.mark.parametrize("row", TALKS, ids=[row["name"] for row in TALKS])
def test_a_row_tells_of_a_talk_and_not_of_what_is_unlike(row):
    def tells(text):
        sentence, people = read(text)
        return row["name"] in telling_rows(sentence, people)

    assert (tells(row["example"]), tells(row["unlike"])) == (True, False)
