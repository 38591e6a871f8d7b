"""Speech into counts: its units, the counts of their words, and tables of counts added up."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from .corpus import Corpus
from .parsing.readout import ReadoutError

_KEYS = {"document": [], "turn": ["turn", "person"], "sentence": ["turn", "person", "sent"]}


def units(
    corpus: Corpus, by: str = "document", voices: Iterable[str] = ("person", "joint", "narration")
) -> pd.DataFrame:
    """Return the words that count, of these voices, as one text for each document, turn (a run of sentences of one person) or sentence.

    Columns: doc_id, event_id, talk, turn and person (turns and sentences), sent (sentences), text, n_words. A line break in `text`
    stands for each sentence end and each removed frame. Sorted as the documents; units without a word are left out; 0 talks: no row.
    Raises ReadoutError for another `by`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> units(corpus, "sentence").shape[0], units(corpus).columns.tolist()
    (78, ['doc_id', 'event_id', 'talk', 'text', 'n_words'])
    """
    if by not in _KEYS:
        raise ReadoutError(
            f"units: cannot cut texts by {by!r}; expected document, turn or sentence."
        )
    speech = corpus.speech[voice(corpus.speech).isin(voices) & (corpus.speech.n_words > 0)]
    groups = speech.groupby(["doc_id", "event_id", "talk", *_KEYS[by]], sort=False, dropna=False)
    return groups.agg(text=("content", "\n".join), n_words=("n_words", "sum")).reset_index()


def voice(speech: pd.DataFrame) -> pd.Series:
    """Return whose voice each row is: `person`, `joint` (Both sides) or `narration` (Narrator)."""
    return speech.person.map({"Both sides": "joint", "Narrator": "narration"}).fillna("person")


def count(
    texts: Iterable[str], phrases: Iterable[str] = (), **options
) -> tuple[sparse.csr_matrix, list[str]]:
    """Return the counts of the texts' words and the words; no columns where nothing but stop words is left."""
    from .vectorizer import (
        ReadoutVectorizer,
    )  # scikit-learn takes long to load, and who counts nothing can do without

    vectorizer = ReadoutVectorizer(phrases=list(phrases), **options)
    try:
        counts = vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's answer to an empty vocabulary
        return sparse.csr_matrix((len(list(texts)), 0)), []
    return sparse.csr_matrix(counts), vectorizer.get_feature_names_out().tolist()


def add_up(counts: sparse.csr_matrix, codes: np.ndarray, n: int | None = None) -> sparse.csr_matrix:
    """Add up the rows of a table of counts by group code; returns a row for each of the n codes."""
    n = int(codes.max()) + 1 if n is None else n
    return (
        sparse.csr_matrix(
            (np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(n, counts.shape[0])
        )
        @ counts
    )


def spread(
    counts: sparse.csr_matrix, events: pd.Series, outlets: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each word, in how many talks it stands, and whether it lives in one talk or in one known outlet (house style).

    >>> counts = sparse.csr_matrix([[1, 0], [1, 2]])
    >>> spread(counts, pd.Series(["a", "b"]), pd.Series(["Xinhua", None]))[0].tolist()
    [2, 1]
    """
    talks, known = (
        (add_up(counts, pd.factorize(labels)[0]) > 0).sum(axis=0).A1
        for labels in (events, outlets.fillna(""))
    )
    unknown = counts[outlets.isna().to_numpy()].sum(axis=0).A1 > 0
    return talks, (talks <= 1) | ((known == 1) & ~unknown)
