"""How a phrase grows: each change by its example, each way to write a joint, and what stays as it is."""

import pytest

from readoutlib.phrases import grow
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
