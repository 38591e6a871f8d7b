"""What tells of a talk."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from readoutlib import parse_readout
from readoutlib.parsing import parse
from readoutlib.parsing.talk.telling import HINTS, TELLS
from readoutlib.parsing.words.tokens import tokenize

STYLES = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "gold/styles.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
VERBS = [
    "met",
    "meets",
    "spoke",
    "speaks",
    "talked",
    "visited",
    "traveled",
    "travelled",
    "hosted",
    "received",
    "called",
    "conferred",
    "co-chaired",
    "convened",
    "gathered",
]


def test_no_sentence_that_tells_of_a_talk_lacks_a_hint(seeds):
    told = [s for s in [*seeds.sentences.text, *" ".join(STYLES).split(". ")] if TELLS.search(s)]
    assert len(told) > 30 and [s for s in told if tokenize(s).words.isdisjoint(HINTS)] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_of_meeting_tells_and_hints(verb):
    sentence = f"Ann Alder {verb} Bo Birch."
    assert TELLS.search(sentence) and not tokenize(sentence).words.isdisjoint(HINTS)


def test_who_talked_is_returned_and_not_planted_in_the_people(monkeypatch):
    talks, read_talk = [], parse.read_talk

    def watched(text, layout, lead, people, *rest):
        before = deepcopy(people.persons)
        talks.append(read_talk(text, layout, lead, people, *rest))
        assert people.persons == before
        return talks[-1]

    monkeypatch.setattr(parse, "read_talk", watched)
    text = "I met Minister Bo Birch of Chile in Oslo today.\n\nThe Kenyan delegation said that trade matters."
    parse_readout(text, metadata={"author": "Ann Alder"})
    (talk,) = talks
    names = [talk.persons[i].name for i in talk.parties]
    assert names == ["Bo Birch", "Ann Alder", "Kenyan delegation"]
    assert talk.persons[talk.author].name == "Ann Alder"
