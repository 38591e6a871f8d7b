"""Sentences factored into topics: their words weighed, the factorization, and the top words."""

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from ..corpus import Corpus
from ..parsing.readout import ReadoutError
from ..parsing.words.tokens import words
from ..wordcounts import count, units

DUST = 5e-10  # a weight that rounds to nothing
TOP = 10  # words that stand for a topic when topics are compared
MOST_WORDS = 5_000  # single words and pairs, the most frequent first


class Weighed(NamedTuple):
    """Sentences (those of `units`), their tf-idf, and the words of its columns, sorted."""

    sentences: pd.DataFrame
    matrix: sparse.csr_matrix
    words: list[str]


def spoken_sentences(corpus: Corpus) -> pd.DataFrame:
    """Return the sentences that topics are found in: joint ones take part, narration does not."""
    return units(corpus, "sentence", ["person", "joint"])


def weigh(corpus: Corpus) -> Weighed:
    """Weigh the words of the sentences: (1 + log tf) idf, rows of length 1.

    Stop words and names of speakers are left out, and words of one sentence only, where there are
    more than two. Raises ReadoutError where nobody speaks, or where no word is left.
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    from ..stopwords import stop_words

    sentences = spoken_sentences(corpus)
    if sentences.empty:
        raise ReadoutError(
            "No topics: the corpus has no talk in which somebody speaks; check `corpus.problems`."
        )
    names = {w.lower() for person in corpus.speech.person.unique() for w in words(person)}
    counts, kept = count(
        sentences.text,
        ngram_range=(1, 2),
        min_df=2 if len(sentences) > 2 else 1,
        max_features=MOST_WORDS,
        stop_words=[*stop_words(), *sorted(names)],
    )
    if not kept:
        raise ReadoutError(
            f"No topics: the {len(sentences)} sentences share no words "
            "once stop words are left out."
        )
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    return Weighed(sentences, sparse.csr_matrix(weights), kept)


def factor(matrix: sparse.csr_matrix, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Factor sentences x words into sentences x topics and topics x words, none negative (NMF).

    It starts from the singular vectors (nndsvd: Boutsidis and Gallopoulos 2008), so no luck enters.
    Raises ReadoutError for more topics than sentences or than words.
    """
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    rows, columns = matrix.shape
    most = min(rows, columns)
    if not 1 <= k <= most:
        raise ReadoutError(
            f"Cannot find {k} topics in {rows} sentences with {columns} shared words; "
            f"ask for 1 to {most}."
        )
    model = NMF(k, init="nndsvd", random_state=0, max_iter=400)
    # Several threads gain nothing on matrices so thin, and wait for each other.
    with warnings.catch_warnings(), threadpool_limits(1):
        # The stability says more than the last decimals.
        warnings.simplefilter("ignore", ConvergenceWarning)
        # A perfect fit, or more topics than directions.
        warnings.filterwarnings("ignore", "invalid value encountered", RuntimeWarning)
        return model.fit_transform(matrix), model.components_


def top_words(components: np.ndarray, names: list[str]) -> list[list[str]]:
    """Return each topic's heaviest words, up to ten, equal ones by name (names come sorted).

    >>> top_words(np.array([[0.2, 0.0, 0.7]]), ["oil", "peace", "trade"])
    [['trade', 'oil']]
    """
    heaviest = np.argsort(-components.round(9), axis=1, kind="stable")[:, :TOP]
    return [
        [names[word] for word in order if weights[word] > DUST]
        for order, weights in zip(heaviest.tolist(), components, strict=True)
    ]
