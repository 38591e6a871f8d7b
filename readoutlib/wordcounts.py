"""Speech into counts of its words: texts by document, turn or sentence, and tables added up."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from .corpus import Corpus
from .parsing.readout import ReadoutError
from .speakers import BOTH_SIDES, NARRATOR

# Columns that tell one text from another inside a document.
_APART = {"document": [], "turn": ["turn", "person"], "sentence": ["turn", "person", "sent"]}


def units(
    corpus: Corpus, by: str = "document", voices: Iterable[str] = ("person", "joint", "narration")
) -> pd.DataFrame:
    """Return the words that count as one text for each document, turn or sentence.

    A turn is a run of sentences of one person; `voices` are those of `kind_of_voice`. Columns:
    doc_id, event_id, talk, turn and person (turns and sentences), sent (sentences), text, n_words.
    A line break in `text` stands for each sentence end and each removed frame. Sorted as the
    documents; units without a word are left out; 0 talks: no row. Raises ReadoutError for another
    `by`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> units(corpus, "sentence").shape[0], units(corpus).columns.tolist()
    (78, ['doc_id', 'event_id', 'talk', 'text', 'n_words'])
    """
    if by not in _APART:
        raise ReadoutError(
            f"units: cannot cut texts by {by!r}; expected document, turn or sentence."
        )
    asked = kind_of_voice(corpus.speech).isin(list(voices))
    speech = corpus.speech[asked & (corpus.speech.n_words > 0)]
    groups = speech.groupby(["doc_id", "event_id", "talk", *_APART[by]], sort=False, dropna=False)
    return groups.agg(text=("content", "\n".join), n_words=("n_words", "sum")).reset_index()


def kind_of_voice(speech: pd.DataFrame) -> pd.Series:
    """Return whose voice each row is: `person`, `joint` (Both sides) or `narration` (Narrator).

    >>> kind_of_voice(pd.DataFrame({"person": ["Wang Yi", "Both sides", "Narrator"]})).tolist()
    ['person', 'joint', 'narration']
    """
    return speech.person.map({BOTH_SIDES: "joint", NARRATOR: "narration"}).fillna("person")


def count(
    texts: Iterable[str], phrases: Iterable[str] = (), **options: Any
) -> tuple[sparse.csr_matrix, list[str]]:
    """Return how often each word stands in each text, and the words in alphabetical order.

    The table has shape (texts, words).

    `phrases` and `options` are those of `ReadoutVectorizer`. No columns where nothing but stop
    words is left, so also for no text.

    >>> counts, names = count(["trade and peace", "the peace"])
    >>> counts.toarray().tolist(), names
    ([[1, 1], [1, 0]], ['peace', 'trade'])
    """
    # scikit-learn takes long to load, and who counts nothing can do without
    from .vectorizer import ReadoutVectorizer

    vectorizer = ReadoutVectorizer(phrases=list(phrases), **options)
    try:
        counts = vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's answer to an empty vocabulary
        return sparse.csr_matrix((len(list(texts)), 0)), []
    return sparse.csr_matrix(counts), vectorizer.get_feature_names_out().tolist()


def add_up(counts: sparse.csr_matrix, codes: np.ndarray, n: int | None = None) -> sparse.csr_matrix:
    """Return the rows of a table of counts added up by group: shape (n, words).

    `counts` has shape (texts, words), `codes` the group of each text, from 0 to n - 1, shape
    (texts,); n is else the largest code and one. A code that no text has leaves a row of zeros.

    >>> add_up(sparse.csr_matrix([[1, 0], [0, 2], [4, 0]]), np.array([1, 0, 1])).toarray().tolist()
    [[0.0, 2.0], [5.0, 0.0]]
    """
    groups = int(codes.max()) + 1 if n is None else n
    texts = np.arange(len(codes))
    belongs = sparse.csr_matrix((np.ones(len(codes)), (codes, texts)), (groups, counts.shape[0]))
    summed: sparse.csr_matrix = belongs @ counts
    return summed


def spread(
    counts: sparse.csr_matrix, events: pd.Series, outlets: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each word, in how many talks it stands, and whether it is house style.

    `counts` has shape (texts, words); `events` and `outlets` are the talk and the outlet of each
    text, NA where an outlet is unknown. House style is a word that lives in one talk, or in texts
    of one known outlet and of no unknown one. Both results have shape (words,).

    >>> counts = sparse.csr_matrix([[1, 0], [1, 2]])
    >>> talks, house_style = spread(counts, pd.Series(["a", "b"]), pd.Series(["Xinhua", None]))
    >>> talks.tolist(), house_style.tolist()
    ([2, 1], [False, True])
    """
    talks = _groups_with(counts, events)
    known_outlets = _groups_with(counts, outlets.fillna(""))
    in_unknown = np.asarray(counts[outlets.isna().to_numpy()].sum(axis=0)).ravel() > 0
    one_outlet = (known_outlets == 1) & ~in_unknown
    return talks, (talks <= 1) | one_outlet


def _groups_with(counts: sparse.csr_matrix, labels: pd.Series) -> np.ndarray:
    """Return in how many groups of texts of one label each word stands."""
    by_group = add_up(counts, pd.factorize(labels)[0])
    return np.asarray((by_group > 0).sum(axis=0)).ravel()
