"""Stability of topics: how they are found again without some talks, and how many to look for."""

from collections.abc import Iterable, Sequence
from math import nan

import numpy as np
import pandas as pd

from ..corpus import Corpus
from ..parsing.readout import ReadoutError
from .factors import Weighed, factor, top_words, weigh

GROUPS = 5  # groups of talks left out in turn where there are more than four times as many talks
ENOUGH = 2_000  # sentences on which the number of topics is chosen; of more, some talks are used


def found_again(weighed: Weighed, k: int, tops: Sequence[Sequence[str]]) -> list[np.ndarray]:
    """Return, for each refit without some talks, how well each topic is found again.

    `tops` are the topics' top words. Of each topic and the best-matching one of the refit (one to
    one: Hungarian method) the Jaccard index of the top words, |A and B| / |A or B| (Greene,
    O'Callaghan and Cunningham 2014). Refits with fewer sentences than topics are left out; one
    talk: none.
    """
    from scipy.optimize import linear_sum_assignment

    left_out = _groups_left_out(weighed.sentences.event_id)
    groups = np.unique(left_out)
    if len(groups) == 1:
        return []
    scores = []
    for group in groups:
        kept = weighed.matrix[left_out != group]
        if kept.shape[0] >= k:
            again = top_words(factor(kept, k)[1], weighed.words)
            alike = np.array([[_jaccard(old, new) for new in again] for old in tops])
            scores.append(alike[linear_sum_assignment(alike, maximize=True)])
    return scores


def _groups_left_out(events: pd.Series) -> np.ndarray:
    """Return for each sentence with which group it is left out: a talk, or a fifth of many talks.

    >>> _groups_left_out(pd.Series(["a", "a", "b"])).tolist()
    [0, 0, 1]
    """
    talk, talks = pd.factorize(events)
    return talk if len(talks) <= 4 * GROUPS else talk % GROUPS


def _jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of words in both of those in either, 0 for no words at all.

    >>> _jaccard(["trade", "oil"], ["trade", "peace"])
    0.3333333333333333
    """
    either = {*one, *other}
    return len({*one} & {*other}) / len(either) if either else 0.0


def choose_k(corpus: Corpus, ks: Iterable[int] = range(2, 9)) -> pd.DataFrame:
    """Compare numbers of topics by their stability when talks are left out.

    Columns: k, stability (mean over topics), lowest (topic), refits, chosen. The most stable k is
    chosen, the smallest of equals. Above 2,000 sentences every second (third …) talk is used.
    Numbers too large for the corpus are left out; a topic without words counts as lost. With 1 talk
    stability is NaN and none is chosen. No row where nobody speaks or the sentences share no words.

    >>> from readoutlib import load_corpus
    >>> choose_k(load_corpus("seeds"), [2, 3]).k.tolist()
    [2, 3]
    """
    try:
        weighed = _thinned(weigh(corpus))
    except ReadoutError:
        rows = []
    else:
        rows = _compared(weighed, ks)
    table = pd.DataFrame(rows, columns=["k", "stability", "lowest", "refits"])
    known = table.stability.dropna()
    best = known.round(9).idxmax() if len(known) else None
    return table.assign(chosen=table.index == best)


def _compared(weighed: Weighed, ks: Iterable[int]) -> list[dict[str, float]]:
    """Return the rows of `choose_k` but chosen."""
    most = min(weighed.matrix.shape)
    rows = []
    for k in sorted({k for k in ks if 1 <= k <= most}):
        tops = top_words(factor(weighed.matrix, k)[1], weighed.words)
        refits = found_again(weighed, k, tops)
        of_topics = np.mean(refits, axis=0) if refits else np.array([nan])
        rows.append(
            {
                "k": k,
                "stability": of_topics.mean(),
                "lowest": of_topics.min(),
                "refits": len(refits),
            }
        )
    return rows


def _thinned(weighed: Weighed) -> Weighed:
    """Keep every second, third … talk, so that about 2,000 sentences are left."""
    step = -(-len(weighed.sentences) // ENOUGH)
    kept = pd.factorize(weighed.sentences.event_id)[0] % step == 0
    return Weighed(weighed.sentences[kept], weighed.matrix[kept], weighed.words)
