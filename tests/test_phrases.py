"""Phrase families: the gold hits on the seeds, what belongs to a family, and rates in the speaker's own words."""

import json
import runpy
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib import ReadoutError
from readoutlib.inference import rate_interval
from readoutlib.phrases import concordance, dispersion, find, first_last, fold, grow, literal, load_book, near, rates, scan, variants

HERE = Path(__file__).parent
made = runpy.run_path(str(HERE / "made.py"))["made"]
GOLD = [json.loads(line) for line in (HERE / "gold/phrases.jsonl").read_text(encoding="utf-8").splitlines()]
FIFTY = [line.split("\t") for line in (HERE / "gold/phrases50.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def hits(seeds):
    return find(seeds, load_book())


def found(text, *families):
    return scan([text], families).text.tolist()


@pytest.mark.parametrize("gold", GOLD, ids=[g["family"] for g in GOLD])
def test_every_family_has_exactly_its_gold_hits(hits, gold):
    own = hits[hits.family == gold["family"]]
    ours = {(f"{h.doc_id}.txt", h.part, None if h.part == "title" else h.person, h.start, h.end, h.text) for h in own.itertuples()}
    assert ours == {tuple(h[k] for k in ("file", "part", "speaker", "start", "end", "text")) for h in gold["hits"]}
    assert len(own) == len(gold["hits"])
    assert grow(gold["phrase"]).concept == gold["phrase"]


def test_the_book_holds_the_gold_families():
    assert [f.name for f in load_book()] == [g["family"] for g in GOLD]


def test_fifty_literal_phrases_have_their_gold_counts(seeds):
    literals = find(seeds, [literal(p) for p, _, _ in FIFTY], overlapping=True)
    count = literals.groupby(["family", "part"]).size()
    assert [(p, count.get((p, "body"), 0), count.get((p, "title"), 0)) for p, _, _ in FIFTY] == [(p, int(b), int(t)) for p, b, t in FIFTY]
    assert literals.part.value_counts().to_dict() == {"body": 117, "title": 1}


def test_every_hit_is_the_text_at_its_offsets(seeds, hits):
    assert all(seeds.texts[h.doc_id][h.start : h.end] == h.text for h in hits.itertuples())
    assert hits.sent.isna().eq(hits.part == "title").all() and not hits.in_content[hits.part == "title"].any()


@pytest.mark.parametrize("phrase, belongs, not_belongs", [
    ("multipolar", "Multipolar multi-polarity MULTI-POLARISATION multi polar multipolarism", "multilateral unipolar multipolars"),
    ("multi-polar", "multipolar multi-polarization", "multi-lateral"),
    ("core interest", "core interests core-interest", "score interest core interested"),
    ("win-win", "win-win win‑win winwin", "win-win-win rewin-win"),
    ("democratization", "democratisation democratization", "democratic"),
    ("ceasefire", "cease-fire ceasefires cease fire", "cease firing"),
    ("good neighbor policy", "good neighbour policies", "good neighborly policy"),
    ("news", "news", "new"),
    ("G20", "g20 G20", "G2 G200 xG20"),
    ("democrati*", "democratic democratization", "undemocratic democrat"),
    ("official visit", "official visits", "officially visited"),
])
def test_what_belongs_to_a_family(phrase, belongs, not_belongs):
    family = grow(phrase)
    hits = found(f"{belongs} {not_belongs}", family)
    assert found(not_belongs, family) == []
    assert fold(" ".join(hits)).replace(" ", "") == fold(belongs).replace(" ", "")


@pytest.mark.parametrize("between", [" ", "\n", "\u00a0", " \n ", "\u202f", "-", "‑", "-\n"])
def test_any_space_or_hyphen_joins_words(between):
    assert found(f"the strategic{between}coordination of", grow("strategic coordination")) == [f"strategic{between}coordination"]


@given(st.sampled_from("azÀж09_-‐‑"), st.booleans())
def test_a_hit_is_bounded(character, before):
    text = "{}new era" if before else "new era{}"
    assert found(text.format(character), grow("new era")) == []
    assert found(text.format("”"), grow("new era")) == ["new era"]


@given(st.text("abc -", max_size=12), st.text("ab ", min_size=1, max_size=4).filter(str.strip))
def test_a_literal_phrase_is_found_where_plain_reading_finds_it(text, phrase):
    phrase = " ".join(phrase.split())
    folded = f" {' '.join(text.split())} "
    if "-" not in text:
        expected = f" {phrase} " in folded
        assert bool(found(text, literal(phrase))) == expected


def test_nested_phrases_of_one_family_count_once_the_longest_first():
    family = grow("strategic partnership", also=["comprehensive strategic partnership", "partnership of coordination"])
    text = "comprehensive strategic partnership of coordination"
    assert found(text, family) == ["comprehensive strategic partnership"]
    assert scan([text], [family], overlapping=True).text.tolist() == [
        "comprehensive strategic partnership", "strategic partnership", "partnership of coordination"]
    crossing = grow("peace talks", also=["talks between both sides"])
    assert found("peace talks between both sides", crossing) == ["talks between both sides"]
    assert len(found(text, family, literal("partnership"))) == 2  # another family counts by itself


def test_exact_names_keep_their_case():
    family = grow("United States", exact=["US"])
    assert found("the US and us and the united states", family) == ["US", "united states"]


def test_near_renderings_stand_beside_and_are_never_merged(seeds, hits):
    book = load_book()
    beside = find(seeds, near(book))
    mine = beside[beside.concept == "strategic coordination"]
    in_2023 = mine[mine.year == 2023]
    assert {"strategic collaboration", "closely and strategically", "strategic partners of coordination"} == set(in_2023.family)
    assert not set(beside.family) & {f.name for f in book}
    assert (hits.concept == hits.family).all() and len(hits[(hits.family == "strategic coordination") & (hits.year == 2023)]) == 0


@pytest.mark.parametrize("phrase", ["", "  ", "-", "*", "…"])
def test_a_phrase_without_a_word_is_refused(phrase):
    for build in (grow, literal):
        with pytest.raises(ReadoutError, match="at least one letter"):
            build(phrase)


def test_zeros_name_the_variants_that_were_tried(seeds):
    family = grow("hypersonic glide")
    table = variants([family], find(seeds, [family]))
    assert set(table.variant) == set(family.variants) and (table[["bodies", "titles", "talks"]] == 0).all(axis=None) and table.tried.all()


def test_variants_count_titles_apart(seeds, hits):
    table = variants(load_book(), hits)
    assert table.bodies.sum() == (hits.part == "body").sum() and table.titles.sum() == 1
    row = table[table.variant == "strategic coordination"].iloc[0]
    assert (row.bodies, row.titles, row.talks) == (7, 1, 4)


def test_variants_of_a_wildcard_are_those_found():
    corpus = made([[("Ann", "democratic and democratization"), ("Bo", "Democratic")]])
    family = grow("democrati*")
    table = variants([family], find(corpus, [family]))
    assert dict(zip(table.variant, table.bodies, strict=True)) == {"democratic": 2, "democratization": 1, "democrati*": 0}
    assert table.tried.tolist() == [False, False, True]


def test_rates_are_of_the_speakers_own_words(seeds, hits):
    table = rates(seeds, hits, families=["strategic coordination"])
    words = seeds.speech.groupby("person").n_words.sum()
    assert table.set_index("person").words.to_dict() == words.to_dict()
    row = table.set_index("person").loc["Wang Yi"]
    own = seeds.speech[seeds.speech.person == "Wang Yi"].groupby("event_id").n_words.sum()
    mine = hits[(hits.family == "strategic coordination") & (hits.person == "Wang Yi")].groupby("event_id").size()
    r = rate_interval(mine.reindex(own.index, fill_value=0), own)
    assert (row.hits, row.talks, row.talks_with) == (4, 5, 4) and (row.rate, row.low, row.high) == (r.estimate, r.low, r.high)
    assert row.rate == pytest.approx(1000 * 4 / words["Wang Yi"])


def test_frames_titles_and_silent_talks():
    frame = "As for the new era, Ann said that | one two three four"
    talks = [[("Ann", frame), ("Bo", "a new era begins")], [("Ann", "five six"), ("Bo", "x")]]
    corpus = made(talks, titles=["New era", "New era"])
    hits = find(corpus, [grow("new era")])
    assert hits.part.value_counts().to_dict() == {"title": 2, "body": 2}
    table = rates(corpus, hits).set_index("person")
    assert table.loc["Ann", ["hits", "words", "talks", "talks_with"]].tolist() == [0, 6, 2, 0]  # the frame does not count
    assert table.loc["Bo", ["hits", "words", "talks", "talks_with"]].tolist() == [1, 5, 2, 1]


def test_a_corpus_twice_has_the_same_rates():
    talks = [[("Ann", "new era now"), ("Bo", "no era")], [("Ann", "old times"), ("Bo", "a new era and a new era")], [("Ann", "new era")]]
    one, two = made(talks), made(talks * 2)
    a, b = (rates(c, find(c, [grow("new era")])) for c in (one, two))
    assert a.rate.tolist() == pytest.approx(b.rate.tolist()) and (b.talks == 2 * a.talks).all()


def test_rates_by_other_groups(seeds, hits):
    table = rates(seeds, hits, by=["family", "year"], families=["multipolar", "none such"])
    assert table.family.drop_duplicates().tolist() == ["multipolar", "none such"] and set(table.year) == {2019, 2020, 2021, 2023, 2024}
    assert table.low.isna().all() and (table.why == "one talk shows no variation between talks").all()
    assert rates(seeds, hits, by=["person"]).hits.sum() == rates(seeds, hits, by=[]).hits.sum() == hits.in_content.sum()
    assert rates(seeds, hits, by=["outlet"]).outlet.tolist() == ["Xinhua", "unknown"]
    with pytest.raises(ReadoutError, match="cannot group by colour"):
        rates(seeds, hits, by=["colour"])


def test_dispersion_is_even_or_all_in_one_place():
    even = made([[("Ann", "peace and trade")]] * 4)
    one = made([[("Ann", "peace peace peace")]] + [[("Ann", "war and trade")]] * 3)
    peace = [literal("peace")]
    assert dispersion(even, find(even, peace)).iloc[0][["dp", "dp_norm", "talks_with"]].tolist() == [0, 0, 4]
    row = dispersion(one, find(one, peace)).iloc[0]
    assert row.dp == pytest.approx(0.75) and row.dp_norm == pytest.approx(1) and row.house_style
    assert dispersion(one, find(one, peace), families=["none"]).dp.isna().all()


def test_words_of_one_known_outlet_are_flagged():
    talks = [[("Ann", "peace")], [("Ann", "peace")], [("Ann", "war")]]
    for outlets, flag in ((["P", "P", "Q"], True), (["P", "Q", "Q"], False), (["P", None, "Q"], False), ([None, None, "Q"], False)):
        corpus = made(talks, outlets=outlets)
        assert dispersion(corpus, find(corpus, [literal("peace")])).house_style.tolist() == [flag]


def test_first_and_last_use(seeds, hits):
    row = first_last(hits).set_index("family").loc["multipolar"]
    assert (row.first_talk, row.first_person, row.first_text) == ("2019-05-13", "Sergey Lavrov", "multi-polarization")
    assert (row.last_talk, row.last_person, row.last_text) == ("2024", "Wang Yi", "multipolar")
    assert row.first_sure and row.last_sure and row.undated == 0


def test_first_and_last_use_are_in_somebodys_words_that_count():
    talks = [
        [("Ann", "On the new era Ann said that | trade grows"), ("Narrator", "A new era was on the page")],
        [("Both sides", "a new era"), ("Ann", "peace")], [("Bo", "a new era"), ("Narrator", "the new era")],
        [("Ann", "new era | Ann said, | is near"), ("Narrator", "new era")],
        [("Narrator", "new era"), ("Bo", "one | new era, Bo said, | two")],
    ]
    corpus = made(talks, titles=["New era"] * 5)
    row = first_last(find(corpus, [grow("new era")])).iloc[0]
    assert (row.hits, row.talks, row.first_person, row.last_person) == (3, 3, "Both sides", "Ann")
    assert row.first_start == corpus.documents.event_start.iloc[1] and row.last_start == corpus.documents.event_start.iloc[3]
    assert row.first_sure and row.last_sure
    assert first_last(find(made(talks[:1]), [grow("new era")])).empty


def test_an_overlapping_date_makes_the_first_use_unsure(hits):
    moved = hits.assign(event_start=hits.event_start.where(hits.talk != "2024", pd.Timestamp("2019-01-01")))
    row = first_last(moved).set_index("family").loc["multipolar"]
    assert row.first_talk == "2024" and not row.first_sure
    undated = hits.assign(event_start=pd.NaT, event_end=pd.NaT)
    assert (first_last(undated).undated == hits[hits.part == "body"].groupby("family", sort=False).size().to_numpy()).all()


def test_the_concordance_stays_in_its_document(seeds, hits):
    lines = concordance(seeds, hits, width=50)
    assert len(lines) == len(hits) and lines.start.tolist() == hits.start.tolist()
    fold_space = {d: " ".join(" ".join(g.text).split()) for d, g in seeds.sentences.groupby("doc_id")}
    for line in lines[lines.part == "body"].itertuples():
        assert len(line.left) <= 50 and len(line.right) <= 50
        assert any(f"{line.left}{a}{line.hit}{b}{line.right}" in fold_space[line.doc_id] for a in ("", " ") for b in ("", " "))
    title = lines[lines.part == "title"].iloc[0]
    assert title.right == "" and "calls for intensifying" in title.left and "Cookie" not in title.left
    assert set(lines.reported_by) >= {"Xinhua"} and lines.reported_by.notna().all()


def test_no_talk_gives_empty_tables_with_their_columns():
    corpus = made([[("Ann", "a new era")]], kind="unknown")
    hits = find(corpus, load_book())
    assert len(hits) == 0 and "in_content" in hits
    assert len(rates(corpus, hits)) == len(first_last(hits)) == len(concordance(corpus, hits)) == 0
    assert dispersion(corpus, hits, families=["new era"]).dp.isna().all()


def test_the_order_of_families_and_documents_is_kept(seeds):
    book = load_book()
    a, b = find(seeds, book), find(seeds, book[::-1])
    key = ["family", "doc_id", "start", "end"]
    pd.testing.assert_frame_equal(a[key].sort_values(key, ignore_index=True), b[key].sort_values(key, ignore_index=True))
    assert a.doc_id.drop_duplicates().tolist() == [d for d in seeds.documents.index if d in set(a.doc_id)]
