"""Shares, acts, keyness and first use: against scipy and published formulas, with controls in which nothing differs."""

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from readoutlib import ReadoutError, load_corpus
from readoutlib.compare import (
    act_matches,
    first_in_draws,
    paired_keyness,
    pool,
    share_of_voice,
    speech_acts,
    vocabulary,
    who_first,
    words_by_talk,
)
from readoutlib.inference import column_tests, share_interval, sign_flips
from readoutlib.parsing.words.tokens import words
from readoutlib.phrases import find, grow, literal, load_book, rates

made = runpy.run_path(str(Path(__file__).with_name("made.py")))["made"]
WANG, LAVROV = "Wang Yi", "Sergey Lavrov"


def drawn(talks, people=("Ann", "Bo"), planted=None, seed=0):
    """Talks in which everybody draws words alike, bursty by talk; `planted` gives one person a word more."""
    rng = np.random.default_rng(seed)
    out = []
    for _ in range(talks):
        weights = rng.dirichlet(np.full(30, 0.8))
        say = lambda p: [
            *rng.choice([f"word{i}" for i in range(30)], 60, p=weights),
            *["extra"] * (5 if p == planted else 0),
        ]
        out.append([(p, " ".join(say(p))) for p in people])
    return made(out)


def test_share_of_voice_on_the_seeds(seeds):
    table = share_of_voice(seeds)
    total = seeds.speech.groupby("person").n_words.sum()
    assert table.person.tolist() == [WANG, LAVROV, "Both sides", "Narrator"]
    assert table.voice.tolist() == ["person", "person", "joint", "narration"]
    assert table.words.tolist() == [total[p] for p in table.person]
    assert table.of.tolist() == [total[[WANG, LAVROV]].sum()] * 2 + [total.sum()] * 2
    assert 0.7 < table.share[0] < 0.76 and table.share[:2].sum() == pytest.approx(1)
    by_talk = words_by_talk(seeds)
    wang = by_talk[by_talk.person == WANG].words.to_numpy()
    r = share_interval(wang, wang + by_talk[by_talk.person == LAVROV].words.to_numpy())
    assert (table.low[0], table.high[0]) == (r.low, r.high)


def test_a_participant_who_says_nothing_has_no_words():
    corpus = made(
        [[("Ann", "one two three"), ("Narrator", "they met")], [("Ann", "four"), ("Bo", "five")]],
        silent=("Bo", "Cy"),
    )
    table = share_of_voice(corpus).set_index("person")
    assert table.loc["Bo", ["words", "of", "talks", "share"]].tolist() == [1, 5, 2, 0.2]
    assert (
        table.loc["Cy", ["words", "of", "share", "voice"]].tolist() == [0, 5, 0, "person"]
        and table.loc["Narrator", "of"] == 7
    )
    assert words_by_talk(corpus).words.tolist() == [3, 0, 0, 2, 1, 1, 0]


def test_a_corpus_twice_has_the_same_shares():
    talks = [
        [("Ann", "one two three"), ("Bo", "four")],
        [("Ann", "five"), ("Bo", "six seven")],
        [("Bo", "eight")],
    ]
    one, two = share_of_voice(made(talks)), share_of_voice(made(talks * 2))
    assert one.person.tolist() == two.person.tolist() and one.share.tolist() == pytest.approx(
        two.share.tolist()
    )


def test_speech_acts_tell_reporting_from_performing():
    corpus = made(
        [
            [
                ("Ann", "Ann stressed that | Russia is ready to work and firmly supports it"),
                ("Both sides", "The two sides exchanged views on | trade"),
                ("Bo", "Foreign Minister and State Secretary Bo said | we should talk"),
            ]
        ]
    )
    found = act_matches(corpus)[["person", "source", "act", "verb"]].values.tolist()
    assert found == [
        ["Ann", "reporting", "stress", "stressed"],
        ["Ann", "content", "offer", "ready to"],
        ["Ann", "content", "support", "supports"],
        ["Both sides", "reporting", "exchange views", "exchanged views"],
        ["Bo", "reporting", "say", "said"],
        ["Bo", "content", "urge", "should"],
    ]
    table = speech_acts(corpus).set_index(["act", "person"])
    assert table.loc[("stress", "Ann"), ["n", "sentences", "talks", "per_100"]].tolist() == [
        1,
        1,
        1,
        100,
    ]


def contents(*said):
    """Return [act, text] of what is matched in the content of these sentences."""
    matches = act_matches(made([[("Ann", s) for s in said]]))
    return matches[matches.source == "content"][["act", "text"]].values.tolist()


def test_no_act_is_matched_across_a_removed_frame():
    assert (
        contents("Norway stands | , Alder said, | with Chile.")
        == contents("Norway agreed | , Alder said, | to meet.")
        == []
    )
    assert contents("Norway stands with Peru | Alder said, | and is ready to help") == [
        ["support", "stands with"],
        ["offer", "ready to"],
    ]


@pytest.mark.parametrize(
    "said, act, text",
    [
        ("China fully agrees with Russia", "agree", "agrees"),
        ("the sides agreed fully to meet", "agree", "agreed fully to"),
        ("the sides reached important consensus", "agree", "reached important consensus"),
        ("the sides reached new consensus", "agree", "reached new consensus"),
        ("the sides reached an agreement", "agree", "reached an agreement"),
        ("the sides exchanged candid views", "exchange views", "exchanged candid views"),
        ("China stands firmly with Russia", "support", "stands firmly with"),
        ("China is ready now to help", None, None),
        ("the sides reached no consensus", None, None),
    ],
)
def test_forms_leave_room_for_an_adverb_and_an_adjective(said, act, text):
    assert contents(said) == ([[act, text]] if act else [])


def test_speech_acts_count_their_evidence(seeds):
    matches, table = act_matches(seeds), speech_acts(seeds)
    assert (
        table.n.sum() == len(matches)
        and (table.sentences <= table.n).all()
        and table.per_100.between(0, 100).all()
    )
    assert all(
        m.text in m.sentence.replace("\n", " ")
        for m in matches[matches.source == "reporting"].itertuples()
    )
    said = table.set_index(["source", "act", "person"]).n
    assert (
        said["reporting", "say", WANG] > said["reporting", "say", LAVROV]
        and said["reporting", "exchange views", "Both sides"] >= 4
    )


def test_no_word_is_significant_on_five_talks(seeds):
    table = paired_keyness(seeds, WANG, LAVROV)
    assert len(table) > 100 and table.p_shown.isna().all() and table.p_adjusted.isna().all()
    assert (
        table.p.min() >= 0.0625
        and (table.p >= table.floor - 1e-12).all()
        and table.why.str.contains("no p is shown for 5 talks").all()
    )
    assert (table.token_g2 > 3.84).any()  # which token counts would have called significant


def test_keyness_pairs_the_rates_inside_talks(seeds):
    row = paired_keyness(seeds, WANG, LAVROV).set_index("word").loc["cooperation"]
    speech = seeds.speech
    d = []
    for _, talk in speech.groupby("event_id"):
        per = []
        for person in (WANG, LAVROV):
            own = talk[talk.person == person]
            per.append(
                1000 * words(" ".join(own.content).lower()).count("cooperation") / own.n_words.sum()
            )
        d.append(per[0] - per[1])
    t = stats.ttest_1samp(d, 0).confidence_interval()
    assert (row.difference, row.low, row.high) == pytest.approx((np.mean(d), t.low, t.high))
    assert row.p == column_tests(sign_flips(5), np.array(d)[:, None]).p[0]
    ours = rates(seeds, find(seeds, [literal("cooperation")])).set_index("person").rate
    assert (row.rate_a, row.rate_b) == pytest.approx((ours[WANG], ours[LAVROV]))


def test_token_columns_are_the_published_measures(seeds):
    table = paired_keyness(seeds, WANG, LAVROV)
    n_a, n_b = seeds.speech.groupby("person").n_words.sum()[[WANG, LAVROV]]
    for row in table.iloc[[0, 7, -1]].itertuples():
        a, b = row.hits_a, row.hits_b
        g2 = stats.chi2_contingency(
            [[a, b], [n_a - a, n_b - b]], lambda_="log-likelihood", correction=False
        ).statistic
        assert row.token_g2 == pytest.approx(g2)
        prior = 50 * (a + b) / (n_a + n_b)
        odds = lambda y, n: (y + prior) / (n + 50 - y - prior)
        delta = np.log(odds(a, n_a) / odds(b, n_b))
        assert row.token_delta == pytest.approx(delta)
        assert row.token_zeta == pytest.approx(delta / np.sqrt(1 / (a + prior) + 1 / (b + prior)))
        assert row.token_log_ratio == pytest.approx(np.log2(((a + 0.5) / n_a) / ((b + 0.5) / n_b)))


def test_swapping_the_persons_turns_the_signs(seeds):
    ab, ba = (
        paired_keyness(seeds, *p).set_index("word").sort_index()
        for p in ((WANG, LAVROV), (LAVROV, WANG))
    )
    assert (
        ab.difference.tolist() == pytest.approx((-ba.difference).tolist())
        and ab.p.tolist() == ba.p.tolist()
    )
    assert ab.token_delta.tolist() == pytest.approx((-ba.token_delta).tolist(), abs=1e-12)


def test_persons_who_draw_alike_do_not_differ_and_a_planted_word_is_found():
    false = [
        (paired_keyness(drawn(10, seed=s), "Ann", "Bo").p_shown <= 0.05).mean() for s in range(10)
    ]
    assert np.mean(false) <= 0.06
    table = paired_keyness(drawn(10, planted="Bo"), "Ann", "Bo").set_index("word")
    assert table.index[0] == "extra" and table.p_shown["extra"] == table.floor["extra"] == 2 / 2**10
    assert (
        table.p_adjusted["extra"] <= 0.1
        and (table.p_adjusted >= table.p_shown - 1e-12).all()
        and table.high["extra"] < 0
    )


def test_whoever_has_more_room_does_not_differ():
    """Words drawn alike, one speaker with four times as many: what a flip of signs alone takes for habits of the other."""
    rng = np.random.default_rng(11)
    say = lambda n: " ".join(rng.choice([f"word{i}" for i in range(150)], n))
    corpus = made([[("Ann", say(400)), ("Bo", say(100))] for _ in range(20)])
    table = paired_keyness(corpus, "Ann", "Bo")
    assert (
        len(table) > 120 and table.p_family.min() > 0.05 and (table.p_shown <= 0.05).mean() <= 0.06
    )
    assert (table.p_family >= table.p_shown - 1e-12).all() and (
        table.p_adjusted >= table.p_shown - 1e-12
    ).all()


def test_shuffled_speakers_do_not_differ():
    rng = np.random.default_rng(12)
    talks = []
    for _ in range(30):
        said = [
            " ".join(rng.choice(list("abcdefghijklmnop"), 60, p=rng.dirichlet(np.ones(16))))
            for _ in range(2)
        ]
        talks.append(list(zip(("Ann", "Bo"), (said[i] for i in rng.permutation(2)), strict=True)))
    assert paired_keyness(made(talks), "Ann", "Bo").p_family.min() > 0.05


def test_speakers_of_one_side_are_pooled():
    corpus = made(
        [
            [("Ann", "peace peace"), ("Cy", "trade"), ("Bo", "oil")],
            [("Cy", "peace"), ("Bo", "oil oil")],
        ]
    )
    sides = pool(corpus, {"North": ["Ann", "Cy"]})
    table = share_of_voice(sides).set_index("person")
    assert table.words.to_dict() == {"North": 4, "Bo": 3} and table.talks.to_dict() == {
        "North": 2,
        "Bo": 2,
    }
    assert paired_keyness(sides, "North", "Bo", min_talks=1).set_index("word").hits_a.to_dict() == {
        "oil": 0,
        "peace": 3,
        "trade": 1,
    }
    assert sides.speech.turn.tolist() == [
        0,
        0,
        1,
        0,
        1,
    ]  # what they say one after the other is one turn
    for wrong in ({"North": ["Dee"]}, {"North": ["Ann"], "South": ["Ann"]}):
        with pytest.raises(ReadoutError, match="pool"):
            pool(corpus, wrong)


def test_speech_acts_by_outlet():
    talks = [
        [("Ann", "Ann said that | we agree")],
        [("Ann", "Ann said that | we met"), ("Ann", "Ann stressed that | we met")],
    ]
    corpus = made(talks, outlets=["P", None])
    table = speech_acts(corpus, by_outlet=True)
    said = table[table.act == "say"].set_index("outlet")
    assert (
        said.n.to_dict() == {"P": 1, "unknown": 1}
        and said.of.to_dict() == {"P": 1, "unknown": 2}
        and said.per_100.to_dict() == {"P": 100, "unknown": 50}
    )
    assert table.n.sum() == speech_acts(corpus).n.sum()


def test_phrases_count_as_single_words(seeds):
    table = paired_keyness(seeds, WANG, LAVROV, phrases=["strategic coordination"]).set_index(
        "word"
    )
    assert table.loc["strategic coordination", ["hits_a", "hits_b"]].tolist() == [4, 2]


def test_few_shared_talks_and_wrong_persons():
    corpus = made([[("Ann", "peace trade"), ("Bo", "peace")], [("Cy", "peace")]])
    assert paired_keyness(corpus, "Ann", "Cy").empty
    alone = paired_keyness(corpus, "Ann", "Bo", min_talks=1)
    assert alone.low.isna().all() and alone.p_shown.isna().all() and len(alone) > 0
    for wrong in (("Ann", "Dee"), ("Ann", "Ann")):
        with pytest.raises(ReadoutError):
            paired_keyness(corpus, *wrong)
        with pytest.raises(ReadoutError):
            vocabulary(corpus, *wrong)


def test_shared_and_exclusive_words():
    talks = [
        [("Ann", "peace trade"), ("Bo", "peace")],
        [("Ann", "peace"), ("Bo", "energy")],
        [("Bo", "energy")],
    ]
    table = vocabulary(made(talks, outlets=["P", "P", "Q"]), "Ann", "Bo").set_index("word")
    assert table.index.tolist() == ["peace", "energy", "trade"]
    assert table.used_by.tolist() == ["both", "Bo", "Ann"] and table.talks.tolist() == [2, 2, 1]
    assert table.loc["peace", ["hits_a", "hits_b", "talks_a", "talks_b"]].tolist() == [2, 1, 2, 1]
    assert table.house_style.tolist() == [
        True,
        False,
        True,
    ]  # peace lives in outlet P, energy in two, trade in one talk


def test_who_said_it_first_on_the_seeds(seeds):
    first = who_first(seeds, find(seeds, load_book()))
    led = first.leads.set_index("person")
    assert (
        led.led.sum() == len(first.families) == 23
    )  # "issues of common concern" is said by both sides together alone
    assert (
        led.expected.sum() == pytest.approx(23)
        and led.p_shown.isna().all()
        and (led.p >= led.floor).all()
    )
    assert first.families.set_index("family").loc["multipolar", ["person", "talk"]].tolist() == [
        LAVROV,
        "2019-05-13",
    ]


def test_most_words_lead_most_often_by_chance():
    talk = [("Ann", "peace " + "x " * 8), ("Bo", "y"), ("Ann", "trade " + "x " * 8)]
    first = who_first(made([talk] * 6), find(made([talk] * 6), [grow("peace"), grow("trade")]))
    ann = first.leads.set_index("person").loc["Ann"]
    assert ann.led == 2 and ann.expected > 1.8 and ann.p > 0.5


def test_a_planted_leader_is_found():
    names = [f"name{i}" for i in range(12)]
    talks = [[("Ann", f"{n} filler filler"), ("Bo", f"{n} filler filler")] for n in names]
    first = who_first(made(talks), find(made(talks), [literal(n) for n in names]), draws=999)
    ann = first.leads.set_index("person").loc["Ann"]
    assert ann.led == 12 and ann.expected == pytest.approx(6, abs=0.5) and ann.p_shown <= 0.01
    assert first.families.users.eq(2).all() and first.families.sure.all()


def test_orders_of_turns_are_those_of_a_plain_loop(seeds):
    hits = find(seeds, load_book())
    first, speech = who_first(seeds, hits, draws=40, seed=3), seeds.speech
    turns = speech[~speech.person.isin(["Both sides", "Narrator"])].reset_index(drop=True)
    middle = (turns.groupby("event_id").n_words.cumsum() - turns.n_words / 2).set_axis(
        pd.MultiIndex.from_frame(turns[["doc_id", "sent"]])
    )
    uses = first.families.merge(turns[["doc_id", "sent", "event_id"]], on=["doc_id", "sent"])
    rng, led = np.random.default_rng(3), []
    for event, own in uses.groupby("event_id"):
        sizes = (
            turns[turns.event_id == event]
            .groupby(["doc_id", "turn"], sort=False)
            .agg(person=("person", "first"), words=("n_words", "sum"))
        )
        for _ in range(40):
            order = rng.permutation(len(sizes))
            at = np.searchsorted(
                sizes.words.to_numpy()[order].cumsum(),
                middle[pd.MultiIndex.from_frame(own[["doc_id", "sent"]])],
            )
            led += sizes.person.iloc[order[at]].tolist()
    assert first.leads.set_index("person").expected.to_dict() == {
        p: pytest.approx(led.count(p) / 40) for p in (WANG, LAVROV)
    }


def test_days_in_doubt_share_who_was_first():
    """Bo says it on the first of October; Ann some day of that year, in three of four before him."""
    corpus = made(
        [[("Ann", "peace and trade")], [("Bo", "peace and oil")]], days=["2020", "2020-10-01"]
    )
    leads = []
    for seed in range(20):
        first = who_first(
            corpus, find(corpus, [literal("peace"), literal("oil")]), draws=20, seed=seed
        )
        assert first.families[["family", "person", "sure"]].values.tolist() == [
            ["peace", "Ann", False],
            ["oil", "Bo", True],
        ]
        leads.append(first.leads.set_index("person").led)
    assert np.mean([own["Ann"] for own in leads]) == pytest.approx(0.75, abs=0.06) and all(
        own.sum() == pytest.approx(2) for own in leads
    )


def test_days_in_doubt_hide_no_leader_and_make_none():
    names, days = (
        [f"name{i}" for i in range(12)],
        [f"{2010 + i // 2}" if i % 2 else f"{2010 + i // 2}-07-01" for i in range(12)],
    )
    planted = made([[("Ann", f"{n} x x"), ("Bo", f"{n} x x")] for n in names], days=days)
    leads = who_first(
        planted, find(planted, [literal(n) for n in names]), draws=999
    ).leads.set_index("person")
    assert leads.led["Ann"] == 12 and leads.p_shown["Ann"] <= 0.01
    rng, p = np.random.default_rng(8), []
    for seed in range(20):
        said = lambda: " ".join(rng.choice([*names, "x"], 8, p=[0.02] * 12 + [0.76]))
        mixed = made([[(who, said()) for who in ("Ann", "Bo", "Ann")] for _ in days], days=days)
        first = who_first(mixed, find(mixed, [literal(n) for n in names]), draws=99, seed=seed)
        p += first.leads.p.tolist()
        assert (
            first.leads.led.sum()
            == pytest.approx(len(first.families))
            == pytest.approx(first.leads.expected.sum())
        )
    assert np.mean(np.array(p) <= 0.05) <= 0.15


def test_no_talk_gives_empty_tables():
    corpus = made([[("Ann", "a new era")]], kind="unknown")
    assert (
        words_by_talk(corpus).empty
        and share_of_voice(corpus).empty
        and speech_acts(corpus).empty
        and act_matches(corpus).empty
    )
    first = who_first(corpus, find(corpus, load_book()))
    assert first.families.empty and first.leads.empty
    one = made([[("Ann", "a new era")]])
    assert share_of_voice(one).why.tolist() == ["one talk shows no variation between talks"]
    assert who_first(one, find(one, load_book())).leads.led.tolist() == [1]


def test_who_is_silent_under_another_form_of_the_name_is_the_same_person(tmp_path):
    first = "President Joseph R. Lee met with Foreign Minister Bo Berg on May 3, 2021.\n\nLee said that trade matters. Berg said that peace does.\n"
    second = "President Joseph Lee met with Foreign Minister Bo Berg on May 3, 2022.\n\nBerg said that peace does.\n"
    for name, text in (("a.txt", first), ("b.txt", second)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    table = words_by_talk(load_corpus(tmp_path))
    assert table[table.voice == "person"][["talk", "person", "words"]].values.tolist() == [
        ["2021-05-03", "Bo Berg", 2],
        ["2021-05-03", "Joseph R. Lee", 2],
        ["2022-05-03", "Bo Berg", 2],
        ["2022-05-03", "Joseph R. Lee", 0],
    ]


def test_a_hit_of_a_talk_without_a_day_has_no_place_among_the_days():
    """Once it took the day of whatever talk was the last."""
    days = pd.DataFrame({"event_id": ["x", "y"], "event_start": ["2020-01-01", None]})
    talks = days.assign(event_end=days.event_start)
    with pytest.raises(KeyError):
        first_in_draws(talks, pd.DataFrame({"event_id": ["x", "y"], "family": ["a", "a"]}))
