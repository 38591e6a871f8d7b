"""What tells of a talk."""

import json
from pathlib import Path

import pytest

from readoutlib.parsing.talk.telling import HINTS, TELLS
from readoutlib.parsing.words.tokens import tokenize

STYLES = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "gold/styles.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
VERBS = "met meets spoke speaks talked visited traveled travelled hosted received called conferred co-chaired convened gathered".split()


def test_no_sentence_that_tells_of_a_talk_lacks_a_hint(seeds):
    told = [s for s in [*seeds.sentences.text, *" ".join(STYLES).split(". ")] if TELLS.search(s)]
    assert len(told) > 30 and [s for s in told if tokenize(s).words.isdisjoint(HINTS)] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_of_meeting_tells_and_hints(verb):
    sentence = f"Ann Alder {verb} Bo Birch."
    assert TELLS.search(sentence) and not tokenize(sentence).words.isdisjoint(HINTS)
