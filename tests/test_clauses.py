"""Clauses: what a reporting word does where it stands, and who is the subject of one."""

import pytest

from readoutlib import parse_readout
from readoutlib.parsing import parse
from readoutlib.parsing.clauses.sorts import ELSEWISE
from readoutlib.parsing.voices.rule import LEAD

PLACES = {"initial", "coordinate", "parenthetical"}


def clauses_of(sentence, monkeypatch):
    """Return the clauses of a sentence that follows the lead."""
    seen = []
    find = parse.find_clauses

    def remembering(*args):
        seen.append(find(*args))
        return seen[-1]

    monkeypatch.setattr(parse, "find_clauses", remembering)
    parse_readout(f"{LEAD}\n\n{sentence}")
    return seen[-1]


@pytest.mark.parametrize("row", ELSEWISE, ids=lambda row: row.fires)
def test_a_word_does_something_else_in_its_example_and_not_in_the_other(row, monkeypatch):
    assert clauses_of(row.fires, monkeypatch)[0].sort == row.sort
    assert clauses_of(row.silent, monkeypatch)[0].sort != row.sort


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("Analysts said that it may fail.", "analysts"),
        ("A report by the bank warned of a crisis.", "report"),
        ("A statement issued by the bank after the talks said so.", "statement"),
        ("A number of experts in Oslo argued that it was late.", "experts"),
        ("Elm said that it was late.", "elm"),
        ("In Oslo, residents have welcomed the visit.", "residents"),
        ("Rosa Elm, an analyst in Oslo, said that it was late.", "elm"),
        ("The deal may fail, critics said.", "critics"),
        ("“It is late,” said Rosa Elm, an analyst in Oslo.", "elm"),
        ("Trade unions in both countries warned of a strike.", "unions"),
        ("According to analysts, it may fail.", ""),
        ("Critics say that it is late.", "critics"),
        ("But the opposition accused him of delay.", "opposition"),
    ],
)
def test_others_report(sentence, noun, monkeypatch):
    found = [c for c in clauses_of(sentence, monkeypatch) if c.sort == "other"]
    assert [c.subject.noun for c in found] == [noun]


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan announced in May is sound.",
        "Fishing supported thousands of families.",
        "The plan that critics reject is sound.",
        "Free trade raised incomes in the north.",
        "Nothing said in Oslo is final.",
    ],
)
def test_things_report_nothing(sentence, monkeypatch):
    clauses = clauses_of(sentence, monkeypatch)
    assert not [c for c in clauses if c.place in PLACES and c.subject.kind != "same"]
