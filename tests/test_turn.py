"""The turn: a frozen value that each sentence moves on."""

from dataclasses import FrozenInstanceError

import pytest

from readoutlib import parse_readout
from readoutlib.parsing.voices import attribution
from readoutlib.parsing.voices.turn import Turn

LEAD = "On May 3, 2021, Norwegian Foreign Minister Ann Alder held talks with Chilean Foreign Minister Bo Birch in Oslo."


def turns(text, monkeypatch):
    """Return the turn that each sentence of a text after the lead was read with."""
    seen, decide = [], attribution.decide

    def noting(sentence, turn):
        seen.append(turn)
        return decide(sentence, turn)

    monkeypatch.setattr(attribution, "decide", noting)
    parse_readout(f"{LEAD}\n\n{text}")
    return seen[1:]


def test_a_turn_does_not_change():
    with pytest.raises(FrozenInstanceError):
        Turn().speaker = "Ann Alder"


def test_the_turn_follows_who_speaks(monkeypatch):
    text = "Birch said that trade matters. It grows.\n\nThe two sides agreed. It was late."
    lead, birch, goes_on, joint = turns(text, monkeypatch)
    assert (lead.speaker, lead.is_somebodys) == ("Narrator", False)
    assert (birch.speaker, birch.paragraph, birch.uncued) == ("Bo Birch", 1, 0)
    assert goes_on.uncued == 1 and goes_on.person == birch.person
    assert (joint.speaker, joint.person) == ("Both sides", birch.person)


def test_they_are_the_side_that_was_the_last_subject(monkeypatch):
    _, side, person = turns("Chile agreed. Alder agreed. It was late.", monkeypatch)
    assert side.they is not None and person.they is None


def test_a_colon_hands_the_next_paragraph_on(monkeypatch):
    _, handed = turns("Alder said the following:\n\nTrade matters.", monkeypatch)
    assert handed.handed == 2


def test_two_people_who_take_no_part_are_kept_for_the_leaders(monkeypatch):
    text = "Alder said yes. King Carl Cedar and President Dan Dogwood met last week. It was late."
    _, before, after = turns(text, monkeypatch)
    assert (len(before.leaders), len(after.leaders)) == (0, 2)
