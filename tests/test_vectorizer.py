"""The vectorizer against scikit-learn's own checks, and the n-grams it must never build."""

import pickle
import runpy
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks as checks
from sklearn.utils.estimator_checks import parametrize_with_checks

from readoutlib import ReadoutError, ReadoutVectorizer
from readoutlib.parsing.words.tokens import words
from readoutlib.stopwords import stop_words
from readoutlib.wordcounts import units

made = runpy.run_path(str(Path(__file__).with_name("made.py")))["made"]

with (
    warnings.catch_warnings()
):  # scikit-learn says that it leaves out the checks which feed numbers to a text estimator
    warnings.simplefilter("ignore", SkipTestWarning)
    sklearn_checks = parametrize_with_checks(
        [ReadoutVectorizer(), ReadoutVectorizer(phrases=["heads of state"], stop_words=None)]
    )


@sklearn_checks
def test_scikit_learns_checks(estimator, check):
    check(estimator)


@pytest.mark.parametrize(
    "check",
    [
        checks.check_estimator_cloneable,
        checks.check_estimator_repr,
        checks.check_no_attributes_set_in_init,
        checks.check_parameters_default_constructible,
        checks.check_get_params_invariance,
        checks.check_set_params,
        checks.check_mixin_order,
        checks.check_estimator_tags_renamed,
        checks.check_valid_tag_types,
        checks.check_do_not_raise_errors_in_init_or_set_params,
        checks.check_get_feature_names_out_error,
    ],
    ids=lambda c: c.__name__,
)
def test_scikit_learns_checks_that_need_no_numbers(check):
    check("ReadoutVectorizer", ReadoutVectorizer())


TEXTS = [
    "The heads of state met.\nWin-win cooperation",
    "Multi-polarization and cooperation of the heads of state",
]


def features(text, **kw):
    return sorted(ReadoutVectorizer(**kw).build_analyzer()(text))


def test_an_unfitted_vectorizer_says_so():
    with pytest.raises(NotFittedError):
        ReadoutVectorizer().transform(TEXTS)


def test_clone_parameters_and_pickle_agree():
    v = ReadoutVectorizer(phrases=["heads of state"], ngram_range=(1, 2), min_df=1)
    copy = clone(v)
    assert copy.get_params() == v.get_params() and copy is not v
    fitted = pickle.loads(pickle.dumps(v.fit(TEXTS)))
    assert (fitted.transform(TEXTS) != v.transform(TEXTS)).sum() == 0
    assert (
        fitted.get_feature_names_out().tolist()
        == sorted(v.vocabulary_)
        == v.get_feature_names_out().tolist()
    )
    assert not hasattr(copy, "vocabulary_")


def test_tf_idf_is_scikit_learns():
    ours = make_pipeline(ReadoutVectorizer(stop_words=None), TfidfTransformer()).fit_transform(
        TEXTS
    )
    theirs = TfidfVectorizer(
        tokenizer=lambda t: [w.lower() for w in words(t)], token_pattern=None
    ).fit_transform(TEXTS)
    assert np.allclose(ours.toarray(), theirs.toarray())


@given(st.lists(st.text("ab c,;", max_size=20), min_size=1, max_size=5))
def test_single_words_are_counted_as_count_vectorizer_counts_them(texts):
    analyze = CountVectorizer(token_pattern=r"[abc]+").build_analyzer()
    ours = ReadoutVectorizer(stop_words=None).build_analyzer()
    assert [sorted(ours(t)) for t in texts] == [sorted(analyze(t)) for t in texts]


def test_hyphenated_words_stay_whole_and_possessives_go():
    assert features("China's win-win, COVID-19; the U.S. side’s", stop_words=["the"]) == [
        "china",
        "covid-19",
        "side",
        "u.s.",
        "win-win",
    ]


def test_given_phrases_are_single_features_the_longest_first():
    got = features(
        "The Heads of State and two heads of state meeting",
        phrases=["heads of state", "Heads of State meeting"],
    )
    assert got == ["heads of state", "heads of state meeting"]
    assert features("heads of state", phrases=["heads of state"], stop_words=None) == [
        "heads of state"
    ]


def test_no_bigram_where_words_did_not_stand_together():
    got = features("peace\ntrade and energy talks", ngram_range=(2, 3), stop_words=["and"])
    assert got == ["energy talks"]  # not across the line break, not across the removed "and"


@given(st.lists(st.sampled_from(["peace", "and", "trade", "win-win", "\n", "the"]), max_size=25))
def test_every_ngram_stands_in_the_text_as_it_is(tokens):
    text = " ".join(tokens)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    for gram in features(text, ngram_range=(1, 4)):
        assert any(f" {gram} " in f" {line} " for line in lines)
        assert not {"and", "the"} & set(gram.split())


def test_a_removed_frame_and_a_sentence_end_break_ngrams():
    corpus = made([[("Ann", "trade, Ann said | rises"), ("Ann", "peace holds")]])
    text = units(corpus, "turn").text.item()
    assert features(text, ngram_range=(2, 2), stop_words=None) == ["peace holds"]


def test_a_stop_list_that_is_not_ours_is_refused():
    with pytest.raises(ReadoutError, match="no stop list 'english'"):
        ReadoutVectorizer(stop_words="english").fit(TEXTS)
    assert all(reason for reason in stop_words().values()) and "said" in stop_words()
