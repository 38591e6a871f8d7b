"""Who is told to take part: each row with its example, and what it must not find."""

import re

import pytest

from readoutlib.parsing.names.people import People
from readoutlib.parsing.rules import load
from readoutlib.parsing.talk.taking_part import PARTIES, taking_part
from readoutlib.parsing.words.tokens import tokenize

ROWS = load("parties")["row"]
ATTENDING = ("attendees", "guests")


def told(text, row):
    """Return who takes part by one row, and behind a bar who attends; persons are in brackets."""
    names = re.findall(r"\[(\w+)\]", text)
    introduced = tokenize(" and ".join(f"Minister {name}" for name in names) + ".")
    sentence = tokenize(re.sub(r"[\[\]]", "", text), 0)
    shift = len(text) + 100
    introduced = type(introduced)(t._replace(start=t.start + shift, end=t.end + shift) for t in introduced)
    people = People([introduced, sentence])
    found = {False: [], True: []}
    for part in taking_part(sentence, people):
        found[part.kind in ATTENDING] += [people.persons[i].name for i in (*part.before[::-1], *part.after)]
    return found


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_row_finds_who_takes_part(row):
    found = told(row["example"], row)
    parties, _, attending = row["finds"].partition("|")
    assert set(found[False]) == set(parties.split())
    assert set(attending.split()) <= set(found[True])


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_row_finds_nobody_in_what_is_unlike(row):
    assert told(row["unlike"], row) == {False: [], True: []}
