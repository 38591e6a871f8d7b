"""Phrase families: the gold hits on the seeds, what belongs to a family, and rates in the speaker's own words."""

import json
import random
import runpy
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib import ReadoutError, findings
from readoutlib.books import read_book
from readoutlib.inference import rate_interval
from readoutlib.phrases import (
    concordance,
    dispersion,
    distinct,
    find,
    first_last,
    fold,
    formulas,
    grow,
    literal,
    load_book,
    load_concepts,
    outside,
    rates,
    renderings,
    scan,
    variants,
    wordings,
)

HERE = Path(__file__).parent
made = runpy.run_path(str(HERE / "made.py"))["made"]
GOLD = [
    json.loads(line)
    for line in (HERE / "gold/phrases.jsonl").read_text(encoding="utf-8").splitlines()
]
FIFTY = [
    line.split("\t")
    for line in (HERE / "gold/phrases50.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.fixture(scope="module")
def hits(seeds):
    return find(seeds, load_book())


def found(text, *families):
    return scan([text], families).text.tolist()


@pytest.mark.parametrize("gold", GOLD, ids=[g["family"] for g in GOLD])
def test_every_family_has_exactly_its_gold_hits(hits, gold):
    own = hits[hits.family == gold["family"]]
    ours = {
        (f"{h.doc_id}.txt", h.part, None if h.part == "title" else h.person, h.start, h.end, h.text)
        for h in own.itertuples()
    }
    assert ours == {
        tuple(h[k] for k in ("file", "part", "speaker", "start", "end", "text"))
        for h in gold["hits"]
    }
    assert len(own) == len(gold["hits"])
    assert grow(gold["phrase"]).concept == gold["phrase"]


def test_the_book_holds_the_gold_families():
    assert [f.name for f in load_book()] == [g["family"] for g in GOLD]


def test_fifty_literal_phrases_have_their_gold_counts(seeds):
    literals = find(seeds, [literal(p) for p, _, _ in FIFTY], overlapping=True)
    count = literals.groupby(["family", "part"]).size()
    assert [(p, count.get((p, "body"), 0), count.get((p, "title"), 0)) for p, _, _ in FIFTY] == [
        (p, int(b), int(t)) for p, b, t in FIFTY
    ]
    assert literals.part.value_counts().to_dict() == {"body": 117, "title": 1}


def test_every_hit_is_the_text_at_its_offsets(seeds, hits):
    assert all(seeds.texts[h.doc_id][h.start : h.end] == h.text for h in hits.itertuples())
    assert (
        hits.sent.isna().eq(hits.part == "title").all()
        and not hits.in_content[hits.part == "title"].any()
    )


@pytest.mark.parametrize(
    "phrase, belongs, not_belongs",
    [
        (
            "multipolar",
            "Multipolar multi-polarity MULTI-POLARISATION multi polar multipolarism",
            "multilateral unipolar multipolars",
        ),
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
        ("heads of state", "heads of the state head of state", "heads of a state heads state"),
        ("the two leaders", "the two leaders two leaders the-two-leaders", "both leaders, leaders"),
        ("the treaty", "the treaty the treaties", "treaty a treaty"),
        (
            "respect for their core interests",
            "respect for their core interests respect for core interests",
            "respect core interests",
        ),
        (
            "strategic * coordination",
            "strategic mutual coordination strategic win-win coordination",
            "strategic  coordination strategic (close) coordination",
        ),
    ],
)
def test_what_belongs_to_a_family(phrase, belongs, not_belongs):
    family = grow(phrase)
    hits = found(f"{belongs} {not_belongs}", family)
    assert found(not_belongs, family) == []
    assert fold(" ".join(hits)).replace(" ", "") == fold(belongs).replace(" ", "")


@pytest.mark.parametrize("between", [" ", "\n", "\u00a0", " \n ", "\u202f", "-", "‑", "-\n"])
def test_any_space_or_hyphen_joins_words(between):
    assert found(f"the strategic{between}coordination of", grow("strategic coordination")) == [
        f"strategic{between}coordination"
    ]


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
    family = grow(
        "strategic partnership",
        also=["comprehensive strategic partnership", "partnership of coordination"],
    )
    text = "comprehensive strategic partnership of coordination"
    assert found(text, family) == ["comprehensive strategic partnership"]
    assert scan([text], [family], overlapping=True).text.tolist() == [
        "comprehensive strategic partnership",
        "strategic partnership",
        "partnership of coordination",
    ]
    crossing = grow("peace talks", also=["talks between both sides"])
    assert found("peace talks between both sides", crossing) == ["talks between both sides"]
    assert len(found(text, family, literal("partnership"))) == 2  # another family counts by itself


def test_exact_names_keep_their_case():
    family = grow("United States", exact=["US"])
    assert found("the US and us and the united states", family) == ["US", "united states"]


def test_renderings_stand_beside_and_are_never_merged(seeds, hits):
    book = load_book()
    both = find(seeds, [*book, *renderings(book)])
    beside = both[both.status != "counted"]
    in_2023 = beside[(beside.concept == "strategic coordination") & (beside.year == 2023)]
    assert dict(zip(in_2023.family, in_2023.status, strict=True)) == {
        "strategic collaboration": "certain",
        "closely and strategically": "uncertain",
        "strategic partners of coordination": "uncertain",
    }
    assert not set(beside.family) & {f.name for f in book}
    pd.testing.assert_frame_equal(both[both.status == "counted"].reset_index(drop=True), hits)
    assert (hits.concept == hits.family).all() and len(
        hits[(hits.family == "strategic coordination") & (hits.year == 2023)]
    ) == 0


def test_every_concept_stands_beside_a_family_and_has_a_term():
    assert {c.concept for c in load_concepts()} <= {f.name for f in load_book()}
    assert all(
        row["term"] and row.get("certain", []) + row.get("uncertain", [])
        for row in read_book("concepts")["concept"]
    )


def test_a_rendering_inside_the_phrase_or_inside_another_rendering_counts_once():
    own = [
        grow("strategic coordination"),
        *(
            replace(grow(r), concept="strategic coordination", status=s)
            for r, s in [
                ("comprehensive strategic coordination", "certain"),
                ("close partnership", "certain"),
                ("partnership", "certain"),
                ("partnership of steel", "uncertain"),
            ]
        ),
    ]
    found = scan(
        ["comprehensive strategic coordination; a close partnership; partnership of steel"], own
    )
    assert found[["family", "status"]].values.tolist() == [
        ["strategic coordination", "counted"],
        ["close partnership", "certain"],
        ["partnership", "certain"],
    ]
    assert scan(["a close partnership"], own[2:], overlapping=True)[
        ["text", "nested"]
    ].values.tolist() == [["close partnership", False], ["partnership", True]]


def test_an_analysts_own_concepts(tmp_path):
    table = tmp_path / "mine.toml"
    table.write_text(
        '[[concept]]\nname = "peace"\nterm = "pax"\ncertain = ["calm"]\nuncertain = ["quiet * life"]\n',
        encoding="utf-8",
    )
    mine = load_concepts(table)
    assert [(c.name, c.concept, c.status, c.note) for c in mine] == [
        ("calm", "peace", "certain", "pax"),
        ("quiet * life", "peace", "uncertain", "pax"),
    ]
    assert renderings([grow("peace")], mine) == mine and renderings([grow("war")], mine) == []
    corpus = made([[("Ann", "calm and a quiet family life")]])
    assert find(corpus, [grow("peace"), *mine]).variant.tolist() == ["calm", "quiet family life"]


GOOD = '[[concept]]\nname = "a"\ncertain = ["b"]\n'


@pytest.mark.parametrize(
    "text, told",
    [
        (None, ": expected TOML in UTF-8, found No such file"),
        ('[[concept]]\nname = \nterm = "a"', ": expected TOML in UTF-8, found .* line 2"),
        (b"\xff\xfe\x00", ": expected TOML in UTF-8, found 'utf-8' codec"),
        ("a = " + "[" * 10_000, ": expected TOML in UTF-8, found "),
        ('[[phrase]]\nname = "a"', r": expected rows under \[\[concept\]\] .*, found none"),
        ('concept = "a"', r": expected rows under \[\[concept\]\] .*, found none"),
        ("concept = [1]", r", \[\[concept\]\] 1, the row: expected keys and values: .*, found 1"),
        (f'{GOOD}[[concept]]\nname = "a"\ncertian = ["b"]', ", .* 2, certian: expected one of"),
        (f'{GOOD}[[concept]]\ncertain = ["b"]', ", .* 2, name: expected .*, found nothing"),
        (f"{GOOD}[[concept]]\nname = 3", ", .* 2, name: expected a phrase .*, found 3"),
        ('[[concept]]\nname = "a"\ncertain = "b"', ", .* 1, certain: expected a list .*, found b"),
        ('[[concept]]\nname = "a"\ncertain = ["–"]', ", .* 1, certain: expected a list"),
        ('[[concept]]\nname = "a"\nuncertain = [2]', ", .* 1, uncertain: expected a list"),
        ('[[concept]]\nname = "a"\nnote = ["b"]', ", .* 1, note: expected words .*, found"),
        ('[[concept]]\nname = "a"\n"\\u001b" = 1', r", .* 1, \\x1b: expected one of the keys"),
    ],
)
def test_a_concept_table_that_cannot_be_read_is_told_by_its_row(tmp_path, text, told):
    table = tmp_path / "mine.toml"
    if text is not None:
        table.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ReadoutError, match=r"mine\.toml" + told) as caught:
        load_concepts(table)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "phrase, variant, reason",
    [
        ("multipolar", "multipolar", "as written"),
        ("multipolar", "multi-polarity", "another ending, hyphen or space"),
        ("core interests", "core-interest", "singular or plural, hyphen or space"),
        ("democratization", "democratisation", "s or z"),
        ("good neighbor", "good neighbours", "singular or plural, British or American"),
        ("heads of state", "heads of the state", "determiner"),
        ("democrati*", "democratic", "any ending"),
        ("strategic * coordination", "strategic close coordination", "any word"),
    ],
)
def test_every_variant_is_in_for_a_reason(phrase, variant, reason):
    assert sorted(grow(phrase).reason(variant).split(", ")) == sorted(reason.split(", "))
    assert all(grow(phrase).variants.values())


def test_listed_and_exact_variants_say_so():
    family = grow("United States", also=["America"], exact=["US"])
    assert [family.reason(v) for v in ("united states", "america", "US")] == [
        "as written",
        "listed with it",
        "in this very case",
    ]


def test_what_is_near_is_shown_to_be_out_for_a_reason():
    family = grow("comprehensive strategic partnership", exact=["CSP"])
    text = "Comprehensive strategic partnership: a comprehensive close strategic partnership, comprehensively strategic partners, comprehensive regional partnership; csp, CSP"
    corpus = made([[("Ann", text)]], titles=["A comprehensive strategic partner"])
    near = outside([family])
    hits = find(corpus, [family, *near])
    table = variants([family, *near], hits)
    seen = table[table.bodies + table.titles > 0]
    assert seen[["variant", "status", "reason", "bodies", "titles"]].values.tolist() == [
        ["CSP", "counted", "in this very case", 1, 0],
        ["comprehensive strategic partnership", "counted", "as written", 1, 0],
        ["csp", "not counted", "another case", 1, 0],
        ["comprehensive strategic partner", "not counted", "other forms", 0, 1],
        ["comprehensively strategic partners", "not counted", "other forms", 1, 0],
        ["comprehensive close strategic partnership", "not counted", "a word between", 1, 0],
        ["comprehensive regional partnership", "not counted", "one word is another", 1, 0],
    ]
    assert (
        set(table.concept) == {family.name}
        and (table.family[table.status == "not counted"] != family.name).all()
    )
    assert outside([grow("democrati*")]) == []
    assert [
        f.name
        for f in outside([grow("heads of state"), grow("issues of mutual concern")])
        if f.reason(f.name) == "one word is another"
    ] == ["heads * state", "issues * mutual concern", "issues of * concern", "issues of mutual *"]


def test_overlapping_counts_are_named_and_no_rate_counts_them():
    family = grow("strategic partnership", also=["comprehensive strategic partnership"])
    corpus = made(
        [[("Ann", "a comprehensive strategic partnership"), ("Bo", "a strategic partnership")]]
    )
    once, all_ = (find(corpus, [family], overlapping=o) for o in (False, True))
    assert not once.nested.any() and all_.nested.sum() == 1
    table = variants([family], all_).set_index("variant")
    assert table.loc["strategic partnership", ["bodies", "overlapping"]].tolist() == [1, 2]
    pd.testing.assert_frame_equal(rates(corpus, once), rates(corpus, all_))
    pd.testing.assert_frame_equal(first_last(once), first_last(all_))
    pd.testing.assert_frame_equal(dispersion(corpus, once), dispersion(corpus, all_))


WORDS = st.sampled_from(["strategic", "close", "partnership", "partner", "of", "the", "peace", ","])


@given(
    st.lists(WORDS, max_size=30),
    st.permutations(
        [
            grow("strategic partnership", also=["partnership of peace"]),
            grow("peace"),
            grow("close * partnership"),
        ]
    ),
)
def test_nested_once_is_never_more_than_overlapping(words, families):
    text = " ".join(words)
    everything = [*families, *outside(families)]
    once, all_ = (scan([text], everything, overlapping=o) for o in (False, True))
    assert all(
        n <= (all_.concept == concept).sum() for concept, n in once.concept.value_counts().items()
    )
    assert all_[~all_.nested].to_dict("records") == once.to_dict("records")
    for _, own in once.groupby("concept"):
        assert (
            own.start.to_numpy()[1:] >= own.end.to_numpy()[:-1]
        ).all()  # no two hits of a concept share a character
    counted = scan([text], families)
    assert once[once.status == "counted"].to_dict("records") == counted.to_dict(
        "records"
    )  # what is near takes nothing away


@pytest.mark.parametrize("phrase", ["", "  ", "-", "*", "…"])
def test_a_phrase_without_a_word_is_refused(phrase):
    for build in (grow, literal):
        with pytest.raises(ReadoutError, match="at least one letter"):
            build(phrase)


def test_zeros_name_the_variants_that_were_tried(seeds):
    family = grow("hypersonic glide")
    table = variants([family], find(seeds, [family]))
    assert (
        set(table.variant) == set(family.variants)
        and (table[["bodies", "titles", "talks"]] == 0).all(axis=None)
        and table.tried.all()
    )


def test_variants_count_titles_apart(seeds, hits):
    table = variants(load_book(), hits)
    assert table.bodies.sum() == (hits.part == "body").sum() and table.titles.sum() == 1
    row = table[table.variant == "strategic coordination"].iloc[0]
    assert (row.bodies, row.titles, row.talks) == (7, 1, 4)


def test_variants_of_a_wildcard_are_those_found():
    corpus = made([[("Ann", "democratic and democratization"), ("Bo", "Democratic")]])
    family = grow("democrati*")
    table = variants([family], find(corpus, [family]))
    assert dict(zip(table.variant, table.bodies, strict=True)) == {
        "democratic": 2,
        "democratization": 1,
        "democrati*": 0,
    }
    assert table.tried.tolist() == [False, False, True] and set(table.reason) == {"any ending"}


def test_rates_are_of_the_speakers_own_words(seeds, hits):
    table = rates(seeds, hits, families=["strategic coordination"])
    words = seeds.speech.groupby("person").n_words.sum()
    assert table.set_index("person").words.to_dict() == words.to_dict()
    row = table.set_index("person").loc["Wang Yi"]
    own = seeds.speech[seeds.speech.person == "Wang Yi"].groupby("event_id").n_words.sum()
    mine = (
        hits[(hits.family == "strategic coordination") & (hits.person == "Wang Yi")]
        .groupby("event_id")
        .size()
    )
    r = rate_interval(mine.reindex(own.index, fill_value=0), own)
    assert (row.hits, row.talks, row.talks_with) == (4, 5, 4) and (row.rate, row.low, row.high) == (
        r.estimate,
        r.low,
        r.high,
    )
    assert row.rate == pytest.approx(1000 * 4 / words["Wang Yi"])


def test_frames_titles_and_silent_talks():
    frame = "As for the new era, Ann said that | one two three four"
    talks = [[("Ann", frame), ("Bo", "a new era begins")], [("Ann", "five six"), ("Bo", "x")]]
    corpus = made(talks, titles=["New era", "New era"])
    hits = find(corpus, [grow("new era")])
    assert hits.part.value_counts().to_dict() == {"title": 2, "body": 2}
    table = rates(corpus, hits).set_index("person")
    assert table.loc["Ann", ["hits", "words", "talks", "talks_with"]].tolist() == [
        0,
        6,
        2,
        0,
    ]  # the frame does not count
    assert table.loc["Bo", ["hits", "words", "talks", "talks_with"]].tolist() == [1, 5, 2, 1]


def test_a_corpus_twice_has_the_same_rates():
    talks = [
        [("Ann", "new era now"), ("Bo", "no era")],
        [("Ann", "old times"), ("Bo", "a new era and a new era")],
        [("Ann", "new era")],
    ]
    one, two = made(talks), made(talks * 2)
    a, b = (rates(c, find(c, [grow("new era")])) for c in (one, two))
    assert a.rate.tolist() == pytest.approx(b.rate.tolist()) and (b.talks == 2 * a.talks).all()


def test_rates_by_other_groups(seeds, hits):
    table = rates(seeds, hits, by=["family", "year"], families=["multipolar", "none such"])
    assert table.family.drop_duplicates().tolist() == ["multipolar", "none such"] and set(
        table.year
    ) == {2019, 2020, 2021, 2023, 2024}
    assert (
        table.low.isna().all() and (table.why == "one talk shows no variation between talks").all()
    )
    assert (
        rates(seeds, hits).hits.sum()
        == rates(seeds, hits, by=["family"]).hits.sum()
        == hits.in_content.sum()
    )
    assert rates(seeds, hits, by=["family", "outlet"], families=["multipolar"]).outlet.tolist() == [
        "Xinhua",
        "unknown",
    ]
    with pytest.raises(ReadoutError, match="cannot group by colour"):
        rates(seeds, hits, by=["colour"])


def test_rates_by_talk_take_its_number_as_they_take_its_label(seeds, hits):
    by_number, by_label = (
        rates(seeds, hits, by=["family", by], families=["multipolar"])
        for by in ("event_id", "talk")
    )
    assert sorted(by_number.hits) == sorted(by_label.hits) and by_number.hits.sum() == 3


def test_dispersion_is_even_or_all_in_one_place():
    even = made([[("Ann", "peace and trade")]] * 4)
    one = made([[("Ann", "peace peace peace")]] + [[("Ann", "war and trade")]] * 3)
    peace = [literal("peace")]
    assert dispersion(even, find(even, peace)).iloc[0][
        ["dp", "dp_norm", "talks_with"]
    ].tolist() == [0, 0, 4]
    row = dispersion(one, find(one, peace)).iloc[0]
    assert row.dp == pytest.approx(0.75) and row.dp_norm == pytest.approx(1) and row.house_style
    assert dispersion(one, find(one, peace), families=["none"]).dp.isna().all()


def test_words_of_one_known_outlet_are_flagged():
    talks = [[("Ann", "peace")], [("Ann", "peace")], [("Ann", "war")]]
    for outlets, flag in (
        (["P", "P", "Q"], True),
        (["P", "Q", "Q"], False),
        (["P", None, "Q"], False),
        ([None, None, "Q"], False),
    ):
        corpus = made(talks, outlets=outlets)
        assert dispersion(corpus, find(corpus, [literal("peace")])).house_style.tolist() == [flag]


def test_first_and_last_use(seeds, hits):
    row = first_last(hits).set_index("family").loc["multipolar"]
    assert (row.first_talk, row.first_person, row.first_text) == (
        "2019-05-13",
        "Sergey Lavrov",
        "multi-polarization",
    )
    assert (row.last_talk, row.last_person, row.last_text) == ("2024", "Wang Yi", "multipolar")
    assert row.first_sure and row.last_sure and row.undated == 0


def test_first_and_last_use_are_in_somebodys_words_that_count():
    talks = [
        [
            ("Ann", "On the new era Ann said that | trade grows"),
            ("Narrator", "A new era was on the page"),
        ],
        [("Both sides", "a new era"), ("Ann", "peace")],
        [("Bo", "a new era"), ("Narrator", "the new era")],
        [("Ann", "new era | Ann said, | is near"), ("Narrator", "new era")],
        [("Narrator", "new era"), ("Bo", "one | new era, Bo said, | two")],
    ]
    corpus = made(talks, titles=["New era"] * 5)
    row = first_last(find(corpus, [grow("new era")])).iloc[0]
    assert (row.hits, row.talks, row.first_person, row.last_person) == (3, 3, "Both sides", "Ann")
    assert (
        row.first_start == corpus.documents.event_start.iloc[1]
        and row.last_start == corpus.documents.event_start.iloc[3]
    )
    assert row.first_sure and row.last_sure
    assert first_last(find(made(talks[:1]), [grow("new era")])).empty


def test_an_overlapping_date_makes_the_first_use_unsure(hits):
    moved = hits.assign(
        event_start=hits.event_start.where(hits.talk != "2024", pd.Timestamp("2019-01-01"))
    )
    row = first_last(moved).set_index("family").loc["multipolar"]
    assert row.first_talk == "2024" and not row.first_sure
    undated = hits.assign(event_start=pd.NaT, event_end=pd.NaT)
    assert (
        first_last(undated).undated
        == hits[hits.part == "body"].groupby("family", sort=False).size().to_numpy()
    ).all()


def test_the_concordance_stays_in_its_document(seeds, hits):
    lines = concordance(seeds, hits, width=50)
    assert len(lines) == len(hits) and lines.start.tolist() == hits.start.tolist()
    fold_space = {
        d: " ".join(" ".join(g.text).split()) for d, g in seeds.sentences.groupby("doc_id")
    }
    for line in lines[lines.part == "body"].itertuples():
        assert len(line.left) <= 50 and len(line.right) <= 50
        assert any(
            f"{line.left}{a}{line.hit}{b}{line.right}" in fold_space[line.doc_id]
            for a in ("", " ")
            for b in ("", " ")
        )
    title = lines[lines.part == "title"].iloc[0]
    assert (
        title.right == "" and "calls for intensifying" in title.left and "Cookie" not in title.left
    )
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
    pd.testing.assert_frame_equal(
        a[key].sort_values(key, ignore_index=True), b[key].sort_values(key, ignore_index=True)
    )
    assert a.doc_id.drop_duplicates().tolist() == [
        d for d in seeds.documents.index if d in set(a.doc_id)
    ]


# --- formulas and their wordings -------------------------------------------------------------------------------------


def test_formulas_are_found_without_a_list():
    corpus = made(
        [
            [
                ("Ann", "We value the Comprehensive  strategic partnership."),
                ("Bo", "A strategic partnership of equals, comprehensive, strategic partnership"),
            ],
            [
                ("Ann", "the comprehensive strategic partnership | Bo said, | of equals"),
                ("Narrator", "held a phone conversation"),
            ],
            [
                ("Bo", "A strategic partnership of equals"),
                ("Narrator", "held a phone conversation"),
            ],
        ],
        outlets=["P", "P", "Q"],
    )
    table = formulas(corpus)
    assert table[
        [
            "formula",
            "words",
            "overlapping",
            "hits",
            "talks",
            "first_talk",
            "last_talk",
            "outlets",
            "house_style",
        ]
    ].values.tolist() == [
        ["strategic partnership of equals", 4, 2, 2, 2, "2015-01-05", "2015-03-06", 2, False],
        ["comprehensive strategic partnership", 3, 2, 2, 2, "2015-01-05", "2015-02-04", 1, True],
    ]
    assert find(corpus, [literal(f) for f in table.formula]).groupby(
        "family"
    ).size().to_dict() == dict(zip(table.formula, table.overlapping, strict=True))
    assert (
        formulas(corpus, talks=3).empty
        and formulas(made([[("Ann", "peace")]])).columns.tolist() == table.columns.tolist()
    )
    assert formulas(made([[("Ann", "peace and trade")]], kind="unknown")).empty


def test_two_accounts_of_one_talk_make_no_formula():
    lines = [("Ann", "peace and free trade"), ("Bo", "so be it")]
    assert formulas(made([lines, lines], days=["2020-03-01", "2020-03-01"])).empty
    assert formulas(made([lines, lines], days=["2020-03-01", "2020-04-01"])).formula.tolist() == [
        "peace and free trade"
    ]


def formulas_by_hand(talks, n):
    """The same in plain Python: runs between marks, longest first, each occurrence inside a kept longer one left out."""
    grammar = set(read_book("stopwords")["group"][0]["words"].split())
    places, result, kept = {}, {}, []
    for t, lines in enumerate(talks):
        for line, text in enumerate(lines):
            words = text.split()
            for i in range(len(words)):
                for j in range(i + n, len(words) + 1):
                    if "," not in words[i:j] and not {words[i], words[j - 1]} & grammar:
                        places.setdefault(tuple(words[i:j]), []).append((t, line, i, j))
    for run in sorted(places, key=len, reverse=True):
        free = [
            p
            for p in places[run]
            if not any(
                q[:2] == p[:2] and q[2] <= p[2] and p[3] <= q[3]
                for q in kept
                if q[3] - q[2] > len(run)
            )
        ]
        if len({t for t, *_ in free}) >= 2:
            kept += free
            result[" ".join(run)] = (len(free), len(places[run]))
    return result


@given(
    st.lists(
        st.lists(
            st.lists(
                st.sampled_from(["fish", "oil", "wind", "the", ","]), min_size=1, max_size=9
            ).map(" ".join),
            min_size=1,
            max_size=3,
        ),
        max_size=4,
    )
)
def test_formulas_agree_with_a_count_by_hand(talks):
    table = formulas(made([[("Ann", line) for line in lines] for lines in talks]))
    assert {f.formula: (f.hits, f.overlapping) for f in table.itertuples()} == formulas_by_hand(
        talks, 3
    )
    assert (table.hits <= table.overlapping).all()


PLANTED = grow("strategic partnership", also=["strategic partner"])


def planted(n, wording, outlet):
    return made(
        [[("Ann", f"a strategic {wording(i)} and trade")] for i in range(n)],
        outlets=[outlet(i) for i in range(n)],
    )


@pytest.mark.parametrize(
    "wording, outlet, goes_with",
    [
        (lambda i: ["partnership", "partner"][i % 2], lambda i: "PQ"[i % 2], "page style"),
        (lambda i: ["partnership", "partner"][i >= 6], lambda i: "PQ"[i % 2], "date"),
        (lambda i: ["partnership", "partner"][i >= 6], lambda i: None, "date"),
        (
            lambda i: ["partnership", "partner"][i >= 6],
            lambda i: "PQ"[i >= 6],
            "page style",
        ),  # cannot be told apart: the page is tried first
        (lambda i: ["partnership", "partner"][i % 2], lambda i: "PQ"[i // 2 % 2], "neither"),
        (
            lambda i: ["partnership", "partner"][i % 2],
            lambda i: str(i),
            "neither",
        ),  # no two accounts share a page
        (lambda i: "partnership", lambda i: "PQ"[i % 2], "every account"),
    ],
)
def test_what_a_wording_goes_with(wording, outlet, goes_with):
    corpus = planted(12, wording, outlet)
    table = wordings(corpus, find(corpus, [PLANTED]))
    assert set(table.goes_with) == {goes_with}
    assert table.change.tolist() == ["", "strategic [partnership → partner]"][: len(table)]
    assert (
        table.page.nunique() == table.date.nunique() == 1
    )  # of two wordings that exclude each other, both are foretold as well


def test_shuffled_pages_and_dates_explain_few_wordings():
    found = []
    for seed in range(100):
        rng = random.Random(seed)
        corpus = planted(
            60, lambda i: rng.choice(["partnership", "partner"]), lambda i: rng.choice("PQR")
        )
        found.append(wordings(corpus, find(corpus, [PLANTED])).goes_with[0])
    assert found.count("neither") >= 0.94 * len(found)


def test_the_layout_stands_for_an_unknown_outlet():
    corpus = planted(8, lambda i: ["partnership", "partner"][i % 2], lambda i: None)
    cuts = pd.DataFrame(
        [(f"d{i:04}", 0, 1, ["share", "cookie notice"][i % 2]) for i in range(8)],
        columns=corpus.cuts.columns,
    )
    assert set(wordings(replace(corpus, cuts=cuts), find(corpus, [PLANTED])).goes_with) == {
        "page style"
    }


def test_a_wording_of_one_talk_goes_with_nothing():
    corpus = planted(5, lambda i: ["partnership", "partner"][i == 4], lambda i: "PQ"[i == 4])
    assert wordings(corpus, find(corpus, [PLANTED])).goes_with.tolist() == [
        "too few accounts",
        "one talk",
    ]
    assert (
        wordings(corpus, find(corpus, [grow("none such")])).columns.tolist()
        == wordings(corpus, find(corpus, [PLANTED])).columns.tolist()
    )


def test_the_order_of_documents_changes_nothing_and_a_corpus_twice_has_the_same_shares():
    talks = [
        [("Ann", f"a strategic {w} of equals"), ("Bo", f"peace and {x} trade")]
        for w, x in zip(["partnership"] * 5 + ["partner"] * 3, "abcdabca", strict=True)
    ]
    days, outlets = [f"20{10 + i}-01-01" for i in range(8)], list("PPQQPPQQ")
    near = [PLANTED, *outside([PLANTED])]

    def tables(order):
        corpus = made(
            [talks[i] for i in order],
            days=[days[i] for i in order],
            outlets=[outlets[i] for i in order],
            titles=[f"Account {i}" for i in order],
        )
        hits = find(corpus, near)
        return (
            variants(near, hits),
            rates(corpus, hits),
            first_last(hits).drop(columns=["first_doc_id", "last_doc_id"]),
            formulas(corpus),
            wordings(corpus, hits),
        )

    plain = tables(range(8))
    assert (
        plain[-1].date.tolist() == [7 / 8] * 2
    )  # one account at the turn is told wrong by its neighbours
    for a, b in zip(plain, tables([3, 0, 7, 5, 1, 6, 2, 4]), strict=True):
        pd.testing.assert_frame_equal(a, b)
    twice = made(
        talks * 2, days=days + [d.replace("-01-01", "-07-01") for d in days], outlets=outlets * 2
    )
    doubled = plain[3].assign(**{c: 2 * plain[3][c] for c in ("overlapping", "hits", "talks")})
    pd.testing.assert_frame_equal(
        formulas(twice, talks=4).drop(columns="last_talk"), doubled.drop(columns="last_talk")
    )
    assert rates(twice, find(twice, near)).rate.tolist() == pytest.approx(plain[1].rate.tolist())


# --- labels ----------------------------------------------------------------------------------------------------------


def test_hits_carry_the_confidence_of_their_label_and_findings_say_which_are_doubtful():
    corpus = made(
        [
            [("Ann", "a new era"), ("Bo", "a new era | Bo said, | and the new era")],
            [("Ann", "a new era")],
        ],
        titles=["New era"] * 2,
    )
    assert "doubtful" not in findings.of_phrases(corpus, [grow("new era")])[0].text
    unsure = replace(
        corpus,
        sentences=corpus.sentences.assign(
            confidence=corpus.sentences.confidence.where(corpus.sentences.person != "Bo", 0.5)
        ),
    )
    hits = find(unsure, [grow("new era")])
    assert (
        hits[hits.part == "body"].confidence.tolist() == [1, 0.5, 0.5, 1]
        and hits.confidence[hits.part == "title"].isna().all()
    )
    assert (
        "The speaker of two of four hits is doubtful."
        in findings.of_phrases(unsure, [grow("new era")])[0].text
    )
    assert concordance(unsure, hits).confidence.equals(hits.confidence)


def test_formulas_that_are_wordings_of_one_another_stand_once():
    found = [
        "willing to work with russia",
        "two heads of state",
        "willing to work with china",
        "two heads of states",
        "ready to work with china",
    ]
    assert [f.name for f in distinct(found)] == [
        "willing to work with russia",
        "two heads of state",
        "ready to work with china",
    ]
    assert [f.name for f in distinct(found[:2], beside=[grow("two head of state")])] == [
        "willing to work with russia"
    ] and distinct([]) == []


PIECES = st.sampled_from(
    [
        "multi",
        "polar",
        "multipolarity",
        "-",
        "‑",
        "-\n  ",
        " ",
        "\n",
        "  ",
        "İstanbul",
        "istanbul",
        "ISTANBUL",
        "ı",
        "K",
        "ß",
        "ss",
        "US",
        "us",
        "US-led",
        "UN",
        "’s",
        "'s",
        "heads",
        "of",
        "state",
        "the",
        "States",
        "ﬁ",
        "e\u0301",
        "É",
        ".",
        "\x00",
        "…",
        "strategic",
        "coordination",
    ]
)


@given(texts=st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=6))
def test_only_texts_that_cannot_hold_a_phrase_are_passed_over(texts):
    families = [
        grow("multipolar", exact=["US"]),
        grow("istanbul"),
        grow("heads of state"),
        grow("polar's"),
        literal("US-led"),
        grow("stra* coordination"),
        grow("* of state"),
        literal("strasse"),
        literal("é"),
        literal("k"),
    ]
    found = scan(texts, families)
    plain = {
        (r, *m.span(), f.name)
        for r, t in enumerate(texts)
        for f in families
        for m in f.pattern.finditer(t)
    }
    assert plain == {(h.row, h.start, h.end, h.family) for h in found.itertuples()}
