"""Texts into counts: units of speech, a stop list with reasons, and a scikit-learn vectorizer that joins only words that stood together."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from .corpus import Corpus
from .parsing.readout import ReadoutError
from .parsing.tokens import words

_KEYS = {"document": [], "turn": ["turn", "person"], "sentence": ["turn", "person", "sent"]}


def units(corpus: Corpus, by: str = "document", *, include_joint: bool = True, include_narrator: bool = True) -> pd.DataFrame:
    """Return the words that count as one text for each document, turn (a run of sentences of one person) or sentence.

    Columns: doc_id, event_id, talk, turn and person (turns and sentences), sent (sentences), text, n_words. A line break in `text`
    stands for each sentence end and each removed frame. Sorted as the documents; units without a word are left out; 0 talks: no row.
    Raises ReadoutError for another `by`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> units(corpus, "sentence").shape[0], units(corpus).columns.tolist()
    (78, ['doc_id', 'event_id', 'talk', 'text', 'n_words'])
    """
    if by not in _KEYS:
        raise ReadoutError(f"units: cannot cut texts by {by!r}; expected document, turn or sentence.")
    speech = corpus.speech
    left_out = [v for v, kept in (("joint", include_joint), ("narration", include_narrator)) if not kept]
    speech = speech[~voice(speech).isin(left_out) & (speech.n_words > 0)]
    keys = ["doc_id", "event_id", "talk", *_KEYS[by]]
    groups = speech.groupby(keys, sort=False, dropna=False)
    return groups.agg(text=("content", "\n".join), n_words=("n_words", "sum")).reset_index()


def voice(speech: pd.DataFrame) -> pd.Series:
    """Return whose voice each row is: `person`, `joint` (Both sides) or `narration` (Narrator)."""
    return speech.person.map({"Both sides": "joint", "Narrator": "narration"}).fillna("person")


@cache
def stop_words() -> dict[str, str]:
    """Return the stop list: word → the reason why it is left out.

    >>> stop_words()["said"]
    'they tell that something was said, not what; speech acts are counted apart'
    """
    book = tomllib.loads(files("readoutlib").joinpath("books/stopwords.toml").read_text("utf-8"))
    return {w: g["reason"] for g in reversed(book["group"]) for w in g["words"].split()}


class ReadoutVectorizer(CountVectorizer):
    """Count words, n-grams and given phrases of texts: scikit-learn's CountVectorizer with this library's tokens.

    Hyphenated words stay whole, a possessive 's is dropped. `phrases` become single features (the longest first, in any case, stop
    words inside them kept). No n-gram crosses a line break (in the texts of `units`: a sentence end or a removed frame) or a removed
    stop word. For tf-idf put scikit-learn's TfidfTransformer behind it in a pipeline.

    Parameters: phrases, a list of phrases; ngram_range; stop_words, `"readouts"` (the library's list), a list of words, or None;
    min_df, max_df, max_features, vocabulary, binary and dtype as in CountVectorizer. `fit_transform` takes an iterable of n
    texts and returns a sparse array of shape (n, features), features in alphabetical order.

    >>> v = ReadoutVectorizer(phrases=["heads of state"], ngram_range=(1, 2), stop_words=["the"])
    >>> v.fit(["win-win talks\\nthe heads of state met"]).get_feature_names_out().tolist()
    ['heads of state', 'heads of state met', 'met', 'talks', 'win-win', 'win-win talks']
    """

    _parameter_constraints: dict = {**CountVectorizer._parameter_constraints, "stop_words": [str, list, None], "phrases": [list, tuple]}

    def __init__(
        self, *, phrases=(), ngram_range=(1, 1), stop_words="readouts", min_df=1, max_df=1.0, max_features=None, vocabulary=None, binary=False,
        dtype=np.int64,
    ):
        super().__init__(
            stop_words=stop_words, ngram_range=ngram_range, max_df=max_df, min_df=min_df, max_features=max_features, vocabulary=vocabulary,
            binary=binary, dtype=dtype,
        )
        self.phrases = phrases

    def get_stop_words(self) -> frozenset[str] | None:
        """Return the words left out, None where none are; raises ReadoutError for a name of a list that is not ours."""
        if isinstance(self.stop_words, str) and self.stop_words != "readouts":
            raise ReadoutError(f"ReadoutVectorizer: no stop list {self.stop_words!r}; expected 'readouts', a list of words, or None.")
        return None if self.stop_words is None else frozenset(_folded(stop_words() if self.stop_words == "readouts" else self.stop_words))

    def build_analyzer(self) -> Callable[[str], list[str]]:
        """Return the function that turns a text into its features."""
        stop, (low, high) = self.get_stop_words() or frozenset(), self.ngram_range
        given: dict[str, list[list[str]]] = {}
        for phrase in sorted(filter(None, (_folded(words(p)) for p in self.phrases)), key=len, reverse=True):
            given.setdefault(phrase[0], []).append(phrase)

        def analyze(text: str) -> list[str]:
            runs = (run for line in text.split("\n") for run in _runs(words(line), given, stop))
            return [" ".join(run[i : i + n]) for run in runs for n in range(low, high + 1) for i in range(len(run) - n + 1)]

        return analyze


def _folded(tokens: Iterable[str]) -> list[str]:
    return [t.replace("’", "'").removesuffix("'s").lower() for t in tokens]


def _runs(tokens: list[str], given: dict[str, list[list[str]]], stop: frozenset[str]) -> list[list[str]]:
    """Join given phrases to single tokens and cut the line where a stop word stood."""
    low = _folded(tokens)
    runs: list[list[str]] = [[]]
    i = 0
    while i < len(low):
        phrase = next((p for p in given.get(low[i], ()) if low[i : i + len(p)] == p), None)
        if phrase:
            runs[-1].append(" ".join(phrase))
        elif low[i] in stop:
            runs.append([])
        else:
            runs[-1].append(low[i])
        i += len(phrase) if phrase else 1
    return runs


def count(texts: Iterable[str], phrases: Iterable[str] = (), **options) -> tuple[sparse.csr_matrix, list[str]]:
    """Return the counts of the texts' words and the words; no columns where nothing but stop words is left."""
    vectorizer = ReadoutVectorizer(phrases=list(phrases), **options)
    try:
        counts = vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's answer to an empty vocabulary
        return sparse.csr_matrix((len(list(texts)), 0)), []
    return sparse.csr_matrix(counts), vectorizer.get_feature_names_out().tolist()


def add_up(counts: sparse.csr_matrix, codes: np.ndarray, n: int | None = None) -> sparse.csr_matrix:
    """Add up the rows of a table of counts by group code; returns a row for each of the n codes."""
    n = int(codes.max()) + 1 if n is None else n
    return sparse.csr_matrix((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(n, counts.shape[0])) @ counts


def spread(counts: sparse.csr_matrix, events: pd.Series, outlets: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each word, in how many talks it stands, and whether it lives in one talk or in one known outlet (house style).

    >>> counts = sparse.csr_matrix([[1, 0], [1, 2]])
    >>> spread(counts, pd.Series(["a", "b"]), pd.Series(["Xinhua", None]))[0].tolist()
    [2, 1]
    """
    talks, known = ((add_up(counts, pd.factorize(labels)[0]) > 0).sum(axis=0).A1 for labels in (events, outlets.fillna("")))
    unknown = counts[outlets.isna().to_numpy()].sum(axis=0).A1 > 0
    return talks, (talks <= 1) | ((known == 1) & ~unknown)
