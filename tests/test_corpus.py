"""The Corpus: what it shows of itself, and what it makes of itself for other labels."""

from dataclasses import replace

import pandas as pd

from readoutlib.corpus import speech


def test_a_corpus_of_one_talk_has_its_summary(seeds):
    html = seeds._repr_html_()
    assert "<td>5</td>" in html and "<td>2019-05-13</td>" in html and "78 sentences" in repr(seeds)


def relabelled(corpus):
    """Return some of the sentences of a corpus, those of one person given to another."""
    said = corpus.sentences.iloc[::2]
    other = {"person": "Sergey Lavrov", "speaker": "Sergei Lavrov"}
    return said.assign(
        **{label: said[label].mask(said.person == "Wang Yi", other[label]) for label in other}
    )


def test_relabelled_sentences_are_counted_as_if_they_were_loaded(seeds):
    sentences = relabelled(seeds)
    altered = seeds.relabelled(sentences)
    pd.testing.assert_frame_equal(altered.sentences, sentences)
    pd.testing.assert_frame_equal(altered.speech, replace(seeds, sentences=sentences).speech)
    assert "Wang Yi" in set(seeds.speech.person) and "Wang Yi" not in set(altered.speech.person)


def test_relabelling_counts_no_words_again_and_leaves_nothing_behind(seeds, monkeypatch):
    before = seeds.speech.copy()
    monkeypatch.setattr(speech, "count_words", None)  # which nobody can call
    altered = seeds.relabelled(relabelled(seeds))
    assert altered.speech.n_words.sum() > 0
    monkeypatch.undo()
    fresh = replace(altered, sentences=seeds.sentences)  # a copy of a copy starts anew
    pd.testing.assert_frame_equal(fresh.speech, before)
    pd.testing.assert_frame_equal(seeds.speech, before)
