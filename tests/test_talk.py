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


A, B = "Norwegian Foreign Minister Ann Alder", "Chilean Foreign Minister Bo Birch"
PAST = [
    ("Alder meets Birch", f"{A} and {B} held consultations in Oslo.", "meeting"),
    ("Talks in Oslo", f"{A} met {B} in Oslo.", "talks"),
    ("Alder and Birch", f"{A} held talks with {B}.", "talks"),
    ("Alder receives calls", f"{A} received phone calls from {B} and others.", "phone"),
    ("Alder thanks Birch", f"{A} received a call from {B}.", "phone"),
    ("Alder and Birch", f"{A} took several calls, one from {B}.", "phone"),
    (
        "Alder receives ambassador",
        f"{A} received a courtesy call from Ambassador Bo Birch.",
        "meeting",
    ),
    ("Readout of Meeting with Birch", f"{A} spoke by video link with {B}.", "video"),
    (
        "Remarks by Minister Alder before Meeting with Minister Birch",
        "It is good to see you.",
        "meeting",
    ),
    ("Alder in Lima", f"{A} arrived in Lima on Monday for talks with {B}.", "talks"),
    ("Alder in Lima", f"{A} travelled to Lima for two meetings with close allies.", "meeting"),
    ("Alder hears farmers", "The ministry hosted a roundtable with farmers.", "meeting"),
    ("Alder in Lima", f"{A} concluded a visit to Chile, where she thanked {B}.", "meeting"),
    (
        "Background Press Call on Alder's Meeting with Birch",
        "MODERATOR: Good morning, everyone.",
        "meeting",
    ),
]
NONE = [
    ("Visit of Minister Alder", f"{A} will be making an official visit to Chile from 3 to 5 May."),
    ("Alder in Lima", f"{A} is travelling to Lima, where she will meet {B}."),
    ("Alder in Lima", f"{A} is to visit Chile and meet {B} next week."),
    ("Alder in Lima", f"{A} is scheduled to be received by {B} on 3 May."),
    ("Alder invites Birch", f"{A} has invited {B} to Oslo for talks."),
    ("Upcoming Visit of Minister Birch", f"{A} met the press on Monday."),
    ("Alder leaves", f"{A} departed today for Lima, for a meeting with {B}."),
    ("Alder congratulates Birch", f"{A} congratulated {B} on his election."),
    (
        "Alder at the Oslo Forum",
        f"QUESTION: Minister Alder, you have just met {B}. How was the meeting?",
    ),
    ("Press Call on Trade", "MODERATOR: Thank you for joining us."),
    ("Alder calls for peace", f"{A} called on {B} to open the border."),
    ("Statement on the Truce", "Norway welcomes the truce and calls upon all to keep it."),
    ("Remarks by Minister Alder at the Oslo Summit for Youth", "Good morning."),
]


@pytest.mark.parametrize(("title", "first", "kind"), PAST)
def test_a_talk_has_its_kind(title, first, kind):
    assert parse_readout(f"{title}\n\n{first} They spoke of trade at length.\n").event_kind == kind


@pytest.mark.parametrize(("title", "first"), NONE)
def test_where_no_talk_has_taken_place_the_kind_is_unknown(title, first):
    read = parse_readout(f"{title}\n\n{first} Trade between the two grew by a tenth.\n")
    assert (read.event_kind, read.event_start, read.participants) == ("unknown", None, ())
