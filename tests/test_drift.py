"""Divergence against scipy: near nothing where nothing differs, found where it was planted."""

import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import jensenshannon

from readoutlib import ReadoutError
from readoutlib.drift import divergence, jensen_shannon, over_time, talk_similarity, trends
from readoutlib.drift.periods import before_and_after, years
from readoutlib.phrases import find, literal

made = runpy.run_path(str(Path(__file__).with_name("made.py")))["made"]
WORDS = [f"word{i}" for i in range(60)]


def talking(groups, words=120, seed=0, people=("Ann", "Bo")):
    """Talks whose words are drawn by group: each gives the weights of WORDS for every person."""
    rng = np.random.default_rng(seed)
    say = lambda w: " ".join(rng.choice(WORDS, words, p=w))
    return made(
        [
            [(p, say(w)) for p, w in zip(people, weights, strict=True) for _ in range(2)]
            for weights in groups
        ]
    )


def zipf(shift=0):
    w = np.roll(1 / np.arange(1, len(WORDS) + 1), shift)
    return w / w.sum()


# --- groups ---------------------------------------------------------------------------------------


@given(
    arrays(float, (2, 6), elements=st.integers(0, 9).map(float)).filter(
        lambda a: (a.sum(axis=1) > 0).all()
    )
)
def test_two_groups_diverge_as_scipy_says(counts):
    assert jensen_shannon(counts) == pytest.approx(jensenshannon(*counts, base=2) ** 2, abs=1e-9)


@given(arrays(float, (4, 5), elements=st.integers(1, 9).map(float)))
def test_divergence_is_bounded_and_knows_no_order(counts):
    bits = jensen_shannon(counts)
    assert (
        -1e-12 <= bits <= 2
        and bits == pytest.approx(jensen_shannon(counts[::-1]))
        and bits == pytest.approx(jensen_shannon(counts * 7))
    )


def test_nothing_differs_gives_no_excess():
    same = [
        divergence(talking([[zipf(), zipf()]] * 8, words=20, seed=s), draws=200).test
        for s in range(12)
    ]
    assert np.mean([t.excess for t in same]) == pytest.approx(0, abs=0.01)
    assert (
        np.mean([t.statistic for t in same]) > 0.02
    )  # the raw divergence is not 0: that is why the excess is shown
    assert np.mean([t.p <= 0.05 for t in same]) <= 0.25


def test_a_planted_change_is_found_with_its_words():
    d = divergence(talking([[zipf(), zipf()]] * 5 + [[zipf(30), zipf(30)]] * 5), draws=400)
    assert (
        d.test.p == d.test.floor
        and d.test.p_shown == d.test.p
        and d.test.excess > 0.1
        and d.why == ""
    )
    assert set(d.words.word[:2]) <= {"word0", "word30", "word1", "word31", "word29"}
    assert d.words.bits.sum() == pytest.approx(
        d.test.statistic
    ) and d.words.share.sum() == pytest.approx(1)
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


@pytest.mark.parametrize("between", ["period", "person"])
def test_longer_texts_are_no_difference(between):
    """All words are drawn alike, Ann has three times Bo's, later talks twice those of earlier ones.

    Raw, this is over 0.02 bits every time.
    """
    rng, tests = np.random.default_rng(9), []
    for s in range(12):
        length = lambda i, n: n * (1 + (i > 4))
        say = lambda n: " ".join(rng.choice(WORDS, n, p=zipf()))
        talks = [
            [(p, say(length(i, n))) for p, n in (("Ann", 60), ("Bo", 20)) for _ in range(2)]
            for i in range(9)
        ]
        tests.append(divergence(made(talks), between, draws=99, seed=s).test)
    assert np.mean([t.excess for t in tests]) == pytest.approx(0, abs=0.01)
    assert np.mean([t.p <= 0.05 for t in tests]) <= 0.25


def test_who_speaks_in_which_talk_is_no_difference_between_persons():
    rng = np.random.default_rng(7)
    say = lambda shift: " ".join(rng.choice(WORDS, 40, p=zipf(shift)))
    talks = []
    for shift in (
        0,
        30,
    ) * 3:  # Ann speaks thrice where the words are of one kind, Bo where they are of the other
        more, less = ("Ann", "Bo") if shift else ("Bo", "Ann")
        talks.append([(p, say(shift)) for p in (more, "Narrator", more, "Narrator", more, less)])
    test = divergence(made(talks), "person").test
    assert (
        test.method == "permutation, all arrangements"
        and test.statistic > 0.1
        and test.excess < 0.02
        and test.p > 0.05
    )


def test_drawn_results_are_the_same_on_every_run():
    corpus = talking([[zipf(), zipf()]] * 18)
    assert (
        divergence(corpus, draws=50).test
        == divergence(corpus, draws=50).test
        != divergence(corpus, draws=50, seed=1).test
    )


def test_five_talks_show_no_p(seeds):
    for between, floor in (("period", 0.1), ("year", 1.0)):
        d = (
            divergence(seeds, between, split="2022-01-01")
            if between == "period"
            else divergence(seeds, between)
        )
        assert d.test.floor == pytest.approx(floor) and d.test.p_shown is None and d.why
    halves = divergence(seeds, "period", split="2022-01-01").groups
    assert halves[["group", "talks"]].values.tolist() == [
        ["before 2022-01-01", 3],
        ["from 2022-01-01", 2],
    ]
    assert "can change its group" in divergence(seeds, "year").why


def test_a_talk_on_both_sides_of_the_split_is_drawn_and_only_undated_ones_are_left_out(seeds):
    d = divergence(seeds, "period", split="2024-06-01")
    assert d.left_out == 0 and d.test.n == 5 and d.groups.talks.tolist() == [4, 1] and d.why
    undated = replace(
        seeds,
        documents=seeds.documents.assign(
            event_start=seeds.documents.event_start.where(seeds.documents.event_precision == "day")
        ),
    )
    d = divergence(undated, "period", split="2024-06-01")
    assert (
        d.left_out == 1
        and d.why
        == "fewer than two groups by period: nothing to compare (talks left out for their dates: 1)"
    )


def test_without_a_split_a_talk_on_both_sides_of_the_border_is_drawn():
    days = ["2020-03-01", "2020-06-01", "2020", "2020-09-01", "2020-12-01"]
    d = divergence(made([[("Ann", f"peace word{i}")] for i in range(5)], days=days))
    assert d.left_out == 0 and d.groups[["group", "talks"]].values.tolist() == [
        ["earlier", 3],
        ["later", 2],
    ]
    assert d.test.n == 5 and "word2" in set(d.words.word)
    clear = divergence(
        made([[("Ann", "peace")]] * 4, days=["2018", "2019-03-01", "2020", "2021-05-01"])
    )
    assert clear.left_out == 0 and clear.groups.talks.tolist() == [2, 2]


def test_a_talk_known_to_the_year_goes_to_either_side_as_its_days_do():
    corpus = made([[("Ann", "peace")]] * 3, days=["2019-03-01", "2020", "2021-05-01"])
    drawn = [
        side.tolist()
        for s in range(60)
        for side in before_and_after(corpus.speech, corpus.speech, "2020-10-01", seed=s)[1:]
    ]
    assert {tuple(d[::2]) for d in drawn} == {("before 2020-10-01", "from 2020-10-01")}
    assert np.mean([d[1] == "before 2020-10-01" for d in drawn]) == pytest.approx(0.75, abs=0.08)
    assert years(corpus.speech)[0].tolist() == ["2019", "2020", "2021"]


@pytest.mark.parametrize("between", ["period", "year"])
def test_days_in_doubt_make_no_difference_where_there_is_none_and_hide_none_where_there_is(between):
    """Every third talk is known to 14 months alone."""
    vague = lambda corpus: replace(
        corpus,
        documents=corpus.documents.assign(
            event_end=[
                d + pd.Timedelta(days=425 * (i % 3 == 1))
                for i, d in enumerate(corpus.documents.event_start)
            ]
        ),
    )
    same = [
        divergence(
            vague(talking([[zipf(), zipf()]] * 30, words=20, seed=s)), between, draws=99, seed=s
        ).test
        for s in range(12)
    ]
    assert (
        np.mean([t.excess for t in same]) == pytest.approx(0, abs=0.01)
        and np.mean([t.p <= 0.05 for t in same]) <= 0.25
    )
    changed = vague(talking([[zipf(), zipf()]] * 15 + [[zipf(30), zipf(30)]] * 15, words=20))
    d = divergence(changed, between, draws=99)
    assert (
        d.left_out == 0
        and d.test.n == d.groups.talks.sum() == 30
        and d.test.p <= 0.02
        and d.test.floor == 0.01
    )


def test_talks_of_one_day_are_never_parted():
    days = ["2020-03-01"] * 3 + ["2020-04-01"]
    assert divergence(made([[("Ann", "peace")]] * 4, days=days)).groups.talks.tolist() == [3, 1]
    same = divergence(made([[("Ann", "peace")]] * 3, days=["2020", "2020", "2020-04-01"]))
    assert (
        same.groups.empty
        and same.why == "fewer than two groups by period: nothing to compare"
        and same.left_out == 0
    )


def test_the_seeds_are_halved_between_2021_and_2023(seeds):
    d = divergence(seeds)
    assert d.left_out == 0 and d.groups[["group", "talks"]].values.tolist() == [
        ["earlier", 3],
        ["later", 2],
    ]
    assert d.test.statistic == divergence(seeds, split="2023-08-07").test.statistic


def test_only_persons_words_are_compared(seeds):
    d = divergence(seeds, "person", persons=["Wang Yi", "Sergey Lavrov"])
    assert (
        d.groups.group.tolist() == ["Sergey Lavrov", "Wang Yi"]
        and d.unit == "part of a person inside its talk"
        and d.test.n == 5
    )
    assert (d.words.talks >= 1).all() and d.words.house_style[d.words.talks == 1].all()


@pytest.mark.parametrize("between", ["period", "year", "person", "talk"])
@pytest.mark.parametrize("talks", [0, 1, 2])
def test_too_few_talks_give_no_p_and_say_why(between, talks):
    corpus = made(
        [[("Ann", "peace and trade"), ("Bo", "energy")]] * max(1, talks),
        kind="meeting" if talks else "unknown",
    )
    d = divergence(corpus, between)
    assert d.test.p_shown is None and d.why and d.left_out == 0


def test_what_cannot_be_compared_is_refused(seeds):
    with pytest.raises(ReadoutError, match="'colour'"):
        divergence(seeds, "colour")
    with pytest.raises(ReadoutError, match="nobody called Nobody"):
        divergence(seeds, "person", persons=["Wang Yi", "Nobody"])


def test_stop_words_alone_are_no_group():
    assert (
        "fewer than two"
        in divergence(made([[("Ann", "the and")], [("Ann", "of the")]]), "period").why
    )


# --- similarity -----------------------------------------------------------------------------------


def test_talks_are_compared_pair_by_pair_in_time_order(seeds):
    table = talk_similarity(seeds)
    assert len(table) == 10 and table.similarity.between(0, 1).all()
    assert (table.years.isna() == (table.talk_b == "2024")).all() and (
        table.years.dropna() > 0
    ).all()  # no exact day, no exact distance
    assert table[table.steps == 1].talk_a.tolist() == [
        "2019-05-13",
        "2020-12-22",
        "2021-02-04",
        "2023-08-07",
    ]
    assert not {"2022"} & {t[:4] for t in (*table.talk_a, *table.talk_b)}


def test_similarity_of_the_same_and_of_nothing_in_common():
    corpus = made([[("Ann", "peace trade")], [("Ann", "trade peace")], [("Ann", "energy")]])
    table = talk_similarity(corpus).set_index(["talk_a", "talk_b"]).similarity
    assert sorted(table) == pytest.approx([0, 0, 1])
    assert talk_similarity(
        made([[("Ann", "of the")], [("Ann", "and so")]])
    ).empty  # no word that counts
    assert (
        talk_similarity(made([[("Ann", "x")]])).empty
        and talk_similarity(made([[("Ann", "x")]], kind="unknown")).empty
    )


def test_many_talks_are_compared_with_their_neighbours_alone():
    assert len(talk_similarity(made([[("Ann", f"peace trade{i}")] for i in range(61)]))) == 60


# --- time_trends ----------------------------------------------------------------------------------


def rising(n=30, days=(), planted=True, seed=0):
    """Talks in which `tide` is said more and more, `ebb` first in the last third, others evenly."""
    rng = np.random.default_rng(seed)
    talks = []
    for i in range(n):
        said = [
            *rng.choice(WORDS, 80, p=zipf()),
            *["tide"] * (rng.poisson(8 * i / n) if planted else 0),
        ]
        talks.append(
            [("Ann", " ".join([*said, *["strong ebb"] * (2 if planted and i >= 20 else 0)]))]
        )
    return made(talks, days=days)


def test_a_planted_trend_and_a_new_phrase_lead_the_list():
    table = trends(rising()).set_index("word")
    lead = table[table.p_family <= 0.01]
    assert {"tide", "strong ebb"} <= set(lead.index) and not {
        w for w in lead.index if not set(w.split()) & {"tide", "ebb", "strong"}
    }
    assert table.loc["tide", ["slope", "low"]].min() > 0 and table.loc["strong ebb", "earlier"] == 0
    assert (table.p_family.dropna() >= table.p_shown.dropna() - 1e-12).all()


def test_shuffled_dates_show_no_drift():
    order = np.random.default_rng(3).permutation(30)
    days = [str(np.datetime64("2015-01-05") + 30 * int(i)) for i in order]
    shuffled = rising(days=days)
    assert trends(shuffled).p_family.min() > 0.05
    assert divergence(shuffled, draws=200).test.p > 0.05
    assert over_time(shuffled, find(shuffled, [literal("tide")]), ["tide"]).changed_p[0] > 0.05


def test_a_change_point_is_dated():
    corpus = rising()
    row = over_time(corpus, find(corpus, [literal("ebb"), literal("tide")]), ["ebb", "tide"]).iloc[
        0
    ]
    days = corpus.documents.event_start.dt.strftime("%Y-%m-%d").tolist()
    assert (
        row.changed == days[20]
        and row.changed_low <= row.changed <= row.changed_high
        and row.changed_p <= 0.01
    )
    few = rising(9)
    assert (
        over_time(few, find(few, [literal("tide")]), ["tide"])[["changed", "changed_p"]]
        .isna()
        .all(axis=None)
    )


def test_talks_dated_to_the_year_enter_by_draws():
    days = [f"{2010 + i // 3}" if i % 3 else f"{2010 + i // 3}-02-01" for i in range(30)]
    a, b = (
        over_time(c, find(c, [literal("tide")]), ["tide"], seed=1) for c in [rising(days=days)] * 2
    )
    assert a.equals(b) and a.talks[0] == 30 and a.slope[0] > 0 and a.p_shown[0] <= 0.01


def test_a_corpus_twice_has_the_same_slopes():
    days = [f"20{10 + i}-05-01" for i in range(8)]
    talks = [[("Ann", "peace " * (1 + i) + "trade trade")] for i in range(8)]
    one, two = (
        over_time(c, find(c, [literal("peace")]), ["peace"])
        for c in (made(talks, days=days), made(talks * 2, days=days * 2))
    )
    assert one.slope[0] == pytest.approx(two.slope[0]) and two.talks[0] == 16


def test_too_few_dated_talks_have_no_trend():
    for talks in ([], [[("Ann", "peace")]] * 2):
        assert trends(made(talks or [[("Ann", "x")]], kind="meeting" if talks else "unknown")).empty
    nothing = made([[("Ann", "x")]], kind="unknown")
    none, some = (
        over_time(c, find(c, [literal("x")]), ["x"]) for c in (nothing, made([[("Ann", "x")]]))
    )
    assert (
        none.empty and list(none) == list(some) and some.hits[0] == 1 and some.p_shown.isna().all()
    )


def test_no_family_asked_for_has_no_row(seeds):
    some = over_time(seeds, find(seeds, [literal("peace")]), ["peace"])
    none = over_time(seeds, find(seeds, [literal("peace")]), [])
    assert none.empty and list(none) == list(some)
