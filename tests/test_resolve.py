"""Whom a subject stands for: asked with the turn, and by name, office and country."""

import pytest

from readoutlib.parsing.clauses.subjects import Subject
from readoutlib.parsing.names.people import Person
from readoutlib.parsing.talk.parties import Talk
from readoutlib.parsing.voices.resolve import Antecedents, Parties

ALDER = Person([("Ann", "Alder")], "Norway", "Foreign Minister", {"Minister"})
CEDAR = Person([("Cora", "Cedar")], "Norway", "Trade Minister", {"Minister"})
BIRCH = Person([("Bo", "Birch")], "Chile", "Foreign Minister", {"Minister"})
PRESS = Person([("Dan", "Dogwood")], "Norway", "Spokesman", {"Spokesman"})
PARTIES = Parties(Talk((ALDER, CEDAR, BIRCH, PRESS), parties=(0, 1, 2), author=1), told=True)
HE, THEY = Subject("pronoun", 0, noun="he"), Subject("pronoun", 0, noun="they")


def test_a_pronoun_stands_for_whom_the_turn_says():
    for person in (0, 2):
        assert PARTIES.resolve(HE, Antecedents(person=person)) == person
    assert PARTIES.resolve(THEY, Antecedents()) is None
    assert PARTIES.all_of_them(THEY, Antecedents())
    assert PARTIES.resolve(THEY, Antecedents(they=2)) == 2
    assert not PARTIES.all_of_them(THEY, Antecedents(they=2))


@pytest.mark.parametrize(
    ("subject", "who"),
    [
        (Subject("person", 0, (2,)), 2),
        (Subject("person", 0, (3,)), None),  # took no part
        (Subject("joint", 0, (0, 1)), 0),  # one side
        (Subject("joint", 0, (0, 2)), None),  # both
        (Subject("country", 0, country="Chile"), 2),
        (Subject("country", 0, country="Norway"), None),  # two of them
        (Subject("role", 0, noun="minister", country="Chile"), 2),
        (Subject("role", 0, noun="minister", fields=frozenset({"Trade"})), 1),
        (Subject("role", 0, noun="minister"), None),
        (Subject("pronoun", 0, noun="i"), 1),
    ],
)
def test_a_subject_stands_for_one_party_or_none(subject, who):
    assert PARTIES.resolve(subject, Antecedents()) == who


def test_an_office_that_several_hold_stands_for_who_spoke_last():
    minister = Subject("role", 0, noun="minister")
    assert PARTIES.resolve(minister, Antecedents(person=0)) == 0
