"""The issue grid against reading, topics against planted ones, and what both say of too little."""

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from readoutlib import ReadoutError
from readoutlib.books import read_book
from readoutlib.phrases import grow, scan
from readoutlib.topics import choose_k, fit_topics, issue_grid, issue_matches, load_issues

made = runpy.run_path(str(Path(__file__).with_name("made.py")))["made"]
SPORT, TRADE = (
    ["football", "tennis", "hockey", "medals", "stadium"],
    ["tariffs", "exports", "markets", "customs", "ports"],
)


def planted(talks=6, seed=0):
    """Talks in which Ann speaks of sport and Bo of trade, four words a sentence."""
    rng = np.random.default_rng(seed)
    say = lambda words: " ".join(rng.choice(words, 4, replace=False))
    return made(
        [
            [(who, say(words)) for who, words in (("Ann", SPORT), ("Bo", TRADE)) for _ in range(4)]
            for _ in range(talks)
        ]
    )


def test_the_grid_says_who_raised_what_on_the_seeds(seeds):
    grid = issue_grid(seeds)
    cell = grid.set_index(["issue", "talk", "person"]).sort_index()
    assert cell.loc[("Ukraine", "2023-08-07"), "sentences"].to_dict() == {
        "Both sides": 1,
        "Sergey Lavrov": 1,
        "Wang Yi": 1,
    }
    assert cell.loc[("Ukraine", "2023-08-07", "Wang Yi"), "raised_by"] == "Both sides"
    assert cell.loc[("Venezuela", "2019-05-13", "Both sides"), ["hits", "voice"]].tolist() == [
        1,
        "joint",
    ]
    assert grid[grid.issue == "Ukraine"].groupby("talk").hits.sum().tolist() == [
        0,
        0,
        0,
        3,
        0,
    ]  # 2019 to 2024
    assert grid[(grid.issue == "BRICS") & (grid.talk == "2024")].hits.sum() == 6
    assert grid[grid.issue == "energy"].hits.sum() == 1  # "positive energy" is none


def test_an_issue_is_one_issue(seeds):
    names = [f.name for f in load_issues()]
    assert names[:8] == [
        "Ukraine",
        "Korean Peninsula",
        "Iran",
        "Afghanistan",
        "Middle East",
        "Venezuela",
        "United States",
        "Taiwan",
    ]
    assert (
        len(set(names)) == len(names)
        and not any("," in n for n in names)
        and [n for n in names if " and " in n] == ["Belt and Road"]
    )
    assert max(map(len, names)) <= 26
    found = issue_matches(seeds).groupby("issue").size()
    assert found["strategic stability"] == 3 and "arms control" not in found  # which no text says
    assert (found["Belt and Road"], found["Eurasian integration"], found["G20"]) == (
        2,
        1,
        1,
    ) and "G7" not in found


@pytest.mark.parametrize(
    "row", [r for r in read_book("issues")["issue"] if "example" in r], ids=lambda r: r["name"]
)
def test_an_issue_is_raised_by_its_example_and_not_by_what_is_unlike(row):
    family = next(f for f in load_issues() if f.name == row["name"])
    assert len(scan([row["example"]], [family])) > 0
    assert len(scan([row.get("unlike", "")], [family])) == 0


def test_the_grid_is_complete_and_agrees_with_its_evidence(seeds):
    grid, matches = issue_grid(seeds), issue_matches(seeds)
    cells = seeds.speech.drop_duplicates(["event_id", "person"])
    assert (
        len(grid) == len(load_issues()) * len(cells)
        and not grid.duplicated(["issue", "event_id", "person"]).any()
    )
    assert grid.hits.sum() == len(matches) and (grid.sentences <= grid.hits).all()
    assert all(m.text in m.sentence for m in matches.itertuples())
    raised = grid[grid.hits > 0].groupby(["issue", "event_id"]).raised_by.nunique()
    assert (raised == 1).all() and grid[grid.raised_by.isna()].hits.sum() == 0


def test_an_issue_counts_sentences_once_and_hits_each():
    corpus = made(
        [[("Bo", "peace and peace"), ("Ann", "peace"), ("Ann", "war"), ("Both sides", "peace")]]
    )
    grid = (
        issue_grid(corpus, [grow("peace"), grow("trade")])
        .set_index(["issue", "person"])
        .sort_index()
    )
    assert grid.loc[("peace", "Bo"), ["sentences", "hits", "raised_by", "voice"]].tolist() == [
        1,
        2,
        "Bo",
        "person",
    ]
    assert grid.loc[("peace", "Both sides"), ["sentences", "voice"]].tolist() == [1, "joint"]
    assert grid.loc["trade", "raised_by"].isna().all()


def test_planted_topics_are_found_with_who_holds_them():
    topics = fit_topics(planted(), 2)
    groups = [set(words.split(", ")) & {*SPORT, *TRADE} for words in topics.summary.words]
    assert sorted(map(sorted, groups)) in (
        [sorted(SPORT), sorted(TRADE)],
        [sorted(TRADE), sorted(SPORT)],
    )
    by_person = topics.prevalence(["person"]).pivot(index="person", columns="topic", values="share")
    assert sorted(by_person.max(axis=1)) == pytest.approx([1, 1], abs=0.05)
    assert topics.summary.stability.min() > 0.5 and topics.refits == 6


def test_topics_are_the_same_on_every_run_whatever_the_order_of_files():
    corpus = planted()
    a, b = fit_topics(corpus, 3), fit_topics(corpus, 3)
    pd.testing.assert_frame_equal(a.summary, b.summary)
    pd.testing.assert_frame_equal(a.sentences, b.sentences)
    assert (
        a.summary.topic.tolist() == ["T1", "T2", "T3"] and a.summary.share.is_monotonic_decreasing
    )


def test_shares_add_up(seeds):
    topics = fit_topics(seeds, 4)
    names = topics.summary.topic.tolist()
    total = topics.sentences[names].sum(axis=1)
    assert (
        np.allclose(total[topics.sentences.topic.notna()], 1)
        and (total[topics.sentences.topic.isna()] == 0).all()
    )
    assert (
        topics.summary.share.sum() == pytest.approx(1)
        and (topics.summary.low <= topics.summary.share).all()
    )
    by_talk = topics.prevalence(["talk"])
    assert (
        by_talk.groupby("talk").share.sum().tolist() == pytest.approx([1] * 5)
        and by_talk.low.isna().all()
    )
    assert (
        topics.refits == 5
        and topics.summary.stability.between(0, 1).all()
        and (topics.summary.lowest <= topics.summary.stability).all()
    )
    assert not set(", ".join(topics.summary.words).split(", ")) & {"wang", "lavrov", "sergey"}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "talks",
    [
        [[("Ann", "peace trade")], [("Bo", "peace trade")]],
        [[("Ann", "peace")], [("Ann", "peace"), ("Bo", "trade")], [("Bo", "trade peace")]],
        [
            [("Ann", "the and"), ("Ann", "trade")],
            [("Ann", "energy trade"), ("Ann", "energy trade trade")],
        ],
    ],
)
def test_every_topic_has_words(talks):
    corpus = made(talks)
    assert set(choose_k(corpus).columns) >= {"k", "chosen"}
    for k in (1, 2):
        topics = fit_topics(corpus, k)
        names = topics.summary.topic.tolist()
        assert 1 <= len(names) <= k and topics.summary.words.str.len().min() > 0
        assert names == [c for c in topics.sentences if c.startswith("T")] and set(
            topics.sentences.topic.dropna()
        ) <= set(names)
        assert topics.prevalence().topic.drop_duplicates().tolist() == names
    assert (
        len(fit_topics(made([[("Ann", "peace trade")], [("Bo", "peace trade")]]), 2).summary) == 1
    )


def test_the_number_of_topics_is_chosen_by_stability():
    table = choose_k(planted(), [4, 2, 2, 900])
    assert table.k.tolist() == [2, 4] and table.chosen.sum() == 1
    assert table.k[table.chosen].item() == table.k[table.stability.idxmax()]


def test_one_talk_has_topics_and_no_stability():
    corpus = made([[("Ann", " ".join(w)) for w in (SPORT, SPORT[:4], TRADE, TRADE[1:])]])
    topics = fit_topics(corpus, 2)
    assert (
        topics.refits == 0
        and topics.summary.stability.isna().all()
        and topics.summary.low.isna().all()
    )
    assert not choose_k(corpus, [2]).chosen.any()
    assert (
        fit_topics(
            made([[("Ann", "football tennis"), ("Ann", "tennis")], [("Ann", "tennis football")]]), 1
        ).refits
        == 2
    )


def test_more_topics_than_sentences_and_no_talk_are_refused():
    corpus = planted(1)
    with pytest.raises(ReadoutError, match="Cannot find 99 topics in 8 sentences"):
        fit_topics(corpus, 99)
    nothing = made([[("Ann", "football")]], kind="unknown")
    with pytest.raises(ReadoutError, match="no talk in which somebody speaks"):
        fit_topics(nothing, 2)
    for empty in (corpus, nothing):
        assert fit_topics(empty, 0).summary.empty and fit_topics(empty, 0).prevalence().empty
    assert choose_k(nothing).empty and not choose_k(nothing).chosen.any()
    with pytest.raises(ReadoutError, match="share no words"):
        fit_topics(made([[("Ann", "one"), ("Ann", "the"), ("Ann", "and")]]), 1)
    assert issue_grid(nothing).empty and issue_matches(nothing).empty


def test_no_two_issues_share_a_term():
    terms = [
        (term, issue["name"])
        for issue in read_book("issues")["issue"]
        for term in {*issue.get("terms", ()), *issue.get("exact", ())}
    ]
    owners = dict(terms)
    assert {term: name for term, name in terms if owners[term] != name} == {}
