"""Numbers on altered collections: what cannot move does not, what rests on one label or one talk does, and the sentences are named."""

import runpy
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from readoutlib import compare, drift, findings, phrases, topics
from readoutlib.findings.numbers import drift_numbers, phrase_numbers, speaker_numbers
from readoutlib.sensitivity import ranges

made = runpy.run_path(str(Path(__file__).with_name("made.py")))["made"]
TALKS = [[("Ann", "one two three four"), ("Bo", "five six"), ("Both sides", "seven")]] * 4


def sure(corpus, confidence):
    return replace(corpus, sentences=corpus.sentences.assign(confidence=confidence))


def share(corpus):
    return compare.share_of_voice(corpus).set_index("person").share.reindex(["Ann", "Bo"]).to_dict()


def test_sure_labels_give_no_range():
    s = ranges(made(TALKS), share)
    for column in ("certain", "low", "high", "talk_low", "talk_high"):
        assert s.table[column].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert s.sentences.empty


def test_labels_err_as_often_as_their_rule():
    corpus = sure(made(TALKS * 50), 0.9)
    wrong = []

    def count(altered):
        wrong.append(
            (
                altered.sentences.person != corpus.sentences.person.reindex(altered.sentences.index)
            ).mean()
        )
        return {"n": 0.0}

    ranges(corpus, count, rounds=10)
    assert wrong[0] == 0 and 0.07 < sum(wrong[1:11]) / 10 < 0.13


def test_an_altered_collection_is_counted_as_if_it_were_loaded(seeds):
    doubtful = replace(seeds, sentences=seeds.sentences.assign(confidence=0.6))
    seen = []
    ranges(doubtful, lambda c: seen.append(c) or {"n": 0.0}, rounds=3)
    assert len(seen) > 8
    for altered in seen:
        pd.testing.assert_frame_equal(altered.speech, replace(altered).speech)


def test_one_doubtful_sentence_is_named_with_what_it_moves():
    corpus = made(TALKS)
    confidence = [1.0] * 12
    confidence[4] = 0.5  # Bo's sentence of the second talk
    s = ranges(sure(corpus, confidence), share)
    assert s.table.certain.tolist() == pytest.approx([16 / 22, 6 / 22])
    assert s.table.low[1] == pytest.approx(6 / 24) and s.table.high[1] == pytest.approx(8 / 24)
    assert s.sentences[["number", "doc_id", "sent"]].values.tolist() == [
        ["Ann", "d0001", 1],
        ["Bo", "d0001", 1],
    ]
    assert s.sentences.change.tolist() == pytest.approx([16 / 22 - 2 / 3, 6 / 22 - 1 / 3])


def test_a_number_of_one_talk_falls_without_it():
    talks = [*TALKS, [("Ann", "tide tide tide"), ("Bo", "x y z")]]
    s = ranges(made(talks), lambda c: {"tide": c.speech.content.str.count("tide").sum()})
    assert s.table[["value", "talk_low", "talk_high"]].values.tolist() == [[3, 0, 3]]


def test_rounds_are_the_same_on_every_run_and_fewer_in_large_collections():
    corpus, calls = sure(made(TALKS * 20), 0.7), []
    runs = [ranges(corpus, share, rounds=4).table for _ in range(2)]
    assert runs[0].equals(runs[1])
    ranges(corpus, lambda c: calls.append(1) or {"n": 1.0}, rounds=20)
    assert len(calls) == 2 + 3 * 20


def test_movable_numbers_are_the_numbers_of_the_findings(seeds):
    a, b = pair = compare.main_pair(seeds)
    families = [f for f in phrases.load_book() if f.name == "multipolar"]
    made_of = (
        speaker_numbers(seeds, pair, "cooperation"),
        phrase_numbers(seeds, families, pair),
        drift_numbers(seeds, topics.issue_matches(seeds), ["Ukraine"]),
    )
    numbers = [value for number in made_of for value in number(seeds).values()]
    key = compare.paired_keyness(seeds, a, b).set_index("word")
    hits = phrases.find(seeds, families)
    rate = phrases.rates(seeds, hits).set_index("person").rate
    first = (
        compare.who_first(seeds, phrases.find(seeds, phrases.load_book()), draws=1)
        .leads.set_index("person")
        .led
    )
    voices = compare.share_of_voice(seeds).set_index("person").share
    grid = topics.issue_grid(seeds).query("hits > 0 and voice != 'narration'")
    talks = grid.groupby("issue").event_id.nunique()
    assert numbers == pytest.approx(
        [
            voices[a],
            voices["Both sides"],
            key.difference["cooperation"],
            first[a],
            rate[a],
            rate[b],
            talks["Ukraine"],
            (talks == 1).sum(),
            drift.divergence(seeds).bits,
        ]
    )
    tables = [ranges(seeds, number, rounds=5).table for number in made_of]
    assert (
        all((table.low <= table.high).all() for table in tables)
        and sum((table.low < table.high).sum() for table in tables) >= 6
    )


def test_findings_carry_the_ranges_of_their_numbers(seeds):
    found = findings.of_speakers(seeds)
    share = found.moved.table.set_index("number").loc["share of Wang Yi"]
    assert f"{share.low:.0%} to {share.high:.0%} as labels may err" in found[0].note
    assert {"number", "change", "text"} <= set(
        found.moved.sentences
    ) and found.moved.sentences.confidence.max() < 0.8


def test_nobody_and_one_speaker():
    nothing = made([[("Ann", "one")]], kind="unknown")
    assert ranges(nothing, lambda c: {"n": float(len(c.speech))}).table.value.tolist() == [0]
    alone = made([[("Ann", "one two")]])
    table = ranges(alone, speaker_numbers(alone, compare.main_pair(alone))).table
    assert table.value[0] == 1 and len(table) == 3


def test_a_range_holds_the_number_as_it_is():
    corpus = sure(made(TALKS * 3), 0.3)
    table = ranges(corpus, lambda c: {"joint": (c.sentences.person == "Both sides").sum()}).table
    assert (table.low <= table.value).all() and (table.value <= table.high).all()
