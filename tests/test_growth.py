"""How a phrase grows: each change by its example, each way to write a joint, and what stays as it is."""

import pytest

from readoutlib.phrases import MOST_VARIANTS, grow, load_book, load_concepts
from readoutlib.phrases.growth import CHANGES, Word


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.reason)
def test_a_change_makes_its_example_and_no_other_does(change):
    word, form = change.example
    assert [c.reason for c in CHANGES if form in {*c.forms(word, Word(word))}] == [change.reason]
    assert grow(word).reason(form) == change.reason


@pytest.mark.parametrize(
    "phrase, variants",
    [
        ("new news", "new news | new-news | newnews"),
        ("a new news", "a new news | a-new-news | new news | new-news"),
        (
            "new era of news",
            "new era of news | new era of the news | new eras of news | new eras of the news",
        ),
        (
            "era of the news",
            "era of the news | era of news | eras of the news | eras of news",
        ),
        ("world-wide news", "world-wide news | world wide news | worldwide news"),
        ("US-LED", "us-led | us led | usled"),
        (
            "multilateral news",
            "multilateral news | multilateral-news | multilateralnews | multi-lateral news | multi lateral news",
        ),
        ("multi news", "multi news | multi-news | multinews"),
        (
            "ceasefire news",
            "ceasefire news | ceasefire-news | ceasefirenews | cease-fire news | cease fire news",
        ),
        (
            "coexisting news",
            "coexisting news | coexisting-news | coexistingnews | co-existing news",
        ),
        (
            "non-cooperating",
            "non-cooperating | non cooperating | noncooperating | non-cooperatings | non cooperatings | noncooperatings",
        ),
    ],
)
def test_every_joint_is_written_in_its_ways_and_in_this_order(phrase, variants):
    assert list(grow(phrase).variants) == variants.split(" | ")


@pytest.mark.parametrize(
    "phrase, grown, not_grown",
    [
        # endings: of an adjective that ends the phrase, and no noun of the book
        ("regional", "regionally regionalism regionalization", "regionals"),
        ("regional news", "", "regionalism-news regionalismnews"),
        ("capital", "capitals", "capitally capitalism"),
        ("oral", "orals", "orally"),
        # numbers: of the head, unless it has none
        ("head of state", "heads", "states"),
        ("heads of governments", "head", "government"),
        ("polarity", "", "polarities"),
        ("politics", "", "politic politicss"),
        ("g20", "", "g20s"),
        ("activity", "", "activities"),
        ("views on", "view", "ons"),
        ("policies", "policy", "policie"),
        ("class", "classes", "clas"),
        ("crisis", "", "crisi"),
        ("key", "keys", "keies"),
        # s and z
        ("organizer", "organiser", ""),
        ("realisations", "realizations realisation realization", ""),
        ("prize", "", "prise"),
        # spellings, both ways
        ("neighbourly", "neighborly", ""),
        ("defense ministry", "defence ministries", ""),
        # determiners
        ("issues of concern", "the", ""),
        ("with friendly states", "", "the"),
        ("countries rely on", "", "the"),
        # a word in capitals keeps its form
        ("REGIONAL", "", "regionally"),
        ("BRICS", "", "bric"),
    ],
)
def test_what_grows_and_what_does_not(phrase, grown, not_grown):
    words = {
        word for variant in grow(phrase).variants for word in variant.replace("-", " ").split()
    }
    assert {*grown.split()} <= words
    assert not {*not_grown.split()} & words


SENTENCE = "the two sides agreed to further strengthen the win-win co-operation of the region " * 4


def test_a_sentence_grows_within_a_bound_and_says_so():
    """A pasted sentence of 48 words grew into 393,216 variants."""
    family = grow(SENTENCE)
    assert family.bounded and 100 < len(family.variants) < MOST_VARIANTS
    assert len(grow(SENTENCE, max_variants=1_000).variants) == 1_000
    assert len(grow(SENTENCE * 1_000).variants) == 1
    assert SENTENCE.strip() in family.variants
    assert not grow("strategic coordination").bounded
    assert max(len(f.variants) for f in [*load_book(), *load_concepts()]) < MOST_VARIANTS


def test_the_fewest_changes_come_first():
    family = grow("core interests of the regions", max_variants=3)
    every = grow("core interests of the regions")
    assert list(family.variants) == list(every.variants)[:3] and family.bounded
    changed = [
        len([r for r in why.split(", ") if r != "as written"]) for why in every.variants.values()
    ]
    assert changed == sorted(changed) and not every.bounded


def test_the_bound_holds_for_phrases_that_are_listed_too():
    family = grow("new era", also=["win-win", "core interest"], max_variants=5)
    assert len(family.variants) == 5 and family.bounded
    whole = len(grow("new era").variants)
    assert not grow("new era", max_variants=whole).bounded
