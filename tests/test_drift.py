"""Divergence against scipy, near nothing where nothing differs, and found where something was planted."""

import runpy
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import jensenshannon

from readoutlib import ReadoutError
from readoutlib.drift import divergence, jensen_shannon, talk_similarity

made = runpy.run_path(str(Path(__file__).with_name("made.py")))["made"]
WORDS = [f"word{i}" for i in range(60)]


def talking(groups, words=120, seed=0, people=("Ann", "Bo")):
    """Talks whose words are drawn by group: each group gives the weights of WORDS for every person."""
    rng = np.random.default_rng(seed)
    say = lambda w: " ".join(rng.choice(WORDS, words, p=w))
    return made([[(p, say(w)) for p, w in zip(people, weights, strict=True) for _ in range(2)] for weights in groups])


def zipf(shift=0):
    w = np.roll(1 / np.arange(1, len(WORDS) + 1), shift)
    return w / w.sum()


@given(arrays(float, (2, 6), elements=st.integers(0, 9).map(float)).filter(lambda a: (a.sum(axis=1) > 0).all()))
def test_two_groups_diverge_as_scipy_says(counts):
    assert jensen_shannon(counts) == pytest.approx(jensenshannon(*counts, base=2) ** 2, abs=1e-9)


@given(arrays(float, (4, 5), elements=st.integers(1, 9).map(float)))
def test_divergence_is_bounded_and_knows_no_order(counts):
    bits = jensen_shannon(counts)
    assert -1e-12 <= bits <= 2 and bits == pytest.approx(jensen_shannon(counts[::-1])) and bits == pytest.approx(jensen_shannon(counts * 7))


def test_nothing_differs_gives_no_excess():
    same = [divergence(talking([[zipf(), zipf()]] * 8, words=20, seed=s), draws=200).test for s in range(12)]
    assert np.mean([t.excess for t in same]) == pytest.approx(0, abs=0.01)
    assert np.mean([t.statistic for t in same]) > 0.02  # the raw divergence is not 0: that is why the excess is shown
    assert np.mean([t.p <= 0.05 for t in same]) <= 0.25


def test_a_planted_change_is_found_with_its_words():
    d = divergence(talking([[zipf(), zipf()]] * 5 + [[zipf(30), zipf(30)]] * 5), draws=400)
    assert d.test.p == d.test.floor and d.test.p_shown == d.test.p and d.test.excess > 0.1 and d.why == ""
    assert set(d.words.word[:2]) <= {"word0", "word30", "word1", "word31", "word29"}
    assert d.words.bits.sum() == pytest.approx(d.test.statistic) and d.words.share.sum() == pytest.approx(1)
    leans = d.words.set_index("word").leans
    assert (leans["word0"], leans["word30"]) == ("earlier", "later")
    assert d.groups.set_index("group").talks.to_dict() == {"earlier": 5, "later": 5}


def test_shuffled_persons_show_no_difference_and_planted_ones_do():
    apart = divergence(talking([[zipf(), zipf(30)]] * 8), "person", draws=400).test
    assert apart.p == apart.floor and apart.excess > 0.1
    rng = np.random.default_rng(5)
    shuffled = [[(zipf(), zipf(30))[i] for i in rng.permutation(2)] for _ in range(8)]
    mixed = divergence(talking(shuffled), "person", draws=400).test
    assert mixed.p > 0.05 and abs(mixed.excess) < 0.1


def test_who_speaks_in_which_talk_is_no_difference_between_persons():
    rng = np.random.default_rng(7)
    say = lambda shift: " ".join(rng.choice(WORDS, 40, p=zipf(shift)))
    talks = []
    for shift in (0, 30) * 3:  # Ann speaks thrice where the words are of one kind, Bo where they are of the other
        more, less = ("Ann", "Bo") if shift else ("Bo", "Ann")
        talks.append([(p, say(shift)) for p in (more, "Narrator", more, "Narrator", more, less)])
    test = divergence(made(talks), "person").test
    assert test.exact and test.statistic > 0.1 and test.excess < 0.02 and test.p > 0.05


def test_drawn_results_are_the_same_on_every_run():
    corpus = talking([[zipf(), zipf()]] * 18)
    assert divergence(corpus, draws=50).test == divergence(corpus, draws=50).test != divergence(corpus, draws=50, seed=1).test


def test_five_talks_show_no_p(seeds):
    for between, floor in (("period", 0.1), ("year", 1.0)):
        d = divergence(seeds, between, split="2022-01-01") if between == "period" else divergence(seeds, between)
        assert d.test.floor == pytest.approx(floor) and d.test.p_shown is None and d.why
    halves = divergence(seeds, "period", split="2022-01-01").groups
    assert halves[["group", "talks"]].values.tolist() == [["before 2022-01-01", 3], ["from 2022-01-01", 2]]
    assert "can change its group" in divergence(seeds, "year").why


def test_a_talk_on_both_sides_of_the_split_is_left_out(seeds):
    d = divergence(seeds, "period", split="2024-06-01")
    assert d.left_out == 1 and d.why == "fewer than two groups by period: nothing to compare (talks left out for their dates: 1)"


def test_without_a_split_a_talk_on_both_sides_of_the_border_is_left_out():
    days = ["2020-03-01", "2020-06-01", "2020", "2020-09-01", "2020-12-01"]
    d = divergence(made([[("Ann", f"peace word{i}")] for i in range(5)], days=days))
    assert d.left_out == 1 and d.groups[["group", "talks"]].values.tolist() == [["earlier", 2], ["later", 2]]
    assert d.test.n == 4 and "word2" not in set(d.words.word)
    clear = divergence(made([[("Ann", "peace")]] * 4, days=["2018", "2019-03-01", "2020", "2021-05-01"]))
    assert clear.left_out == 0 and clear.groups.talks.tolist() == [2, 2]


def test_talks_of_one_day_are_never_parted():
    days = ["2020-03-01"] * 3 + ["2020-04-01"]
    assert divergence(made([[("Ann", "peace")]] * 4, days=days)).groups.talks.tolist() == [3, 1]
    same = divergence(made([[("Ann", "peace")]] * 3, days=["2020", "2020", "2020-04-01"]))
    assert same.groups.empty and same.why == "fewer than two groups by period: nothing to compare" and same.left_out == 0


def test_the_seeds_are_halved_between_2021_and_2023(seeds):
    d = divergence(seeds)
    assert d.left_out == 0 and d.groups[["group", "talks"]].values.tolist() == [["earlier", 3], ["later", 2]]
    assert d.test.statistic == divergence(seeds, split="2023-08-07").test.statistic


def test_only_persons_words_are_compared(seeds):
    d = divergence(seeds, "person", persons=["Wang Yi", "Sergey Lavrov"])
    assert d.groups.group.tolist() == ["Sergey Lavrov", "Wang Yi"] and d.unit == "part of a person inside its talk" and d.test.n == 5
    assert (d.words.talks >= 1).all() and d.words.house_style[d.words.talks == 1].all()


@pytest.mark.parametrize("between", ["period", "year", "person", "talk"])
@pytest.mark.parametrize("talks", [0, 1, 2])
def test_too_few_talks_give_no_p_and_say_why(between, talks):
    corpus = made([[("Ann", "peace and trade"), ("Bo", "energy")]] * max(1, talks), kind="meeting" if talks else "unknown")
    d = divergence(corpus, between)
    assert d.test.p_shown is None and d.why and d.left_out == 0


def test_what_cannot_be_compared_is_refused(seeds):
    with pytest.raises(ReadoutError, match="'colour'"):
        divergence(seeds, "colour")
    with pytest.raises(ReadoutError, match="nobody called Nobody"):
        divergence(seeds, "person", persons=["Wang Yi", "Nobody"])


def test_stop_words_alone_are_no_group():
    assert "fewer than two" in divergence(made([[("Ann", "the and")], [("Ann", "of the")]]), "period").why


def test_talks_are_compared_pair_by_pair_in_time_order(seeds):
    table = talk_similarity(seeds)
    assert len(table) == 10 and table.similarity.between(0, 1).all()
    assert (table.years.isna() == (table.talk_b == "2024")).all() and (table.years.dropna() > 0).all()  # no exact day, no exact distance
    assert table[table.steps == 1].talk_a.tolist() == ["2019-05-13", "2020-12-22", "2021-02-04", "2023-08-07"]
    assert not {"2022"} & {t[:4] for t in (*table.talk_a, *table.talk_b)}
    assert len(talk_similarity(seeds, window=1)) == 4


def test_similarity_of_the_same_and_of_nothing_in_common():
    corpus = made([[("Ann", "peace trade")], [("Ann", "trade peace")], [("Ann", "energy")]])
    table = talk_similarity(corpus).set_index(["talk_a", "talk_b"]).similarity
    assert sorted(table) == pytest.approx([0, 0, 1])
    assert talk_similarity(made([[("Ann", "x")]])).empty and talk_similarity(made([[("Ann", "x")]], kind="unknown")).empty


def test_many_talks_are_compared_with_their_neighbours_alone():
    assert len(talk_similarity(made([[("Ann", f"peace trade{i}")] for i in range(61)]))) == 60
