"""Topics found in the sentences: their words, their shares of the talks, and their stability."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import nan
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..corpus import Corpus
from ..inference import share_interval
from .factors import DUST, factor, spoken_sentences, top_words, weigh
from .stability import found_again

SUMMARY = ["topic", "label", "words", "share", "low", "high", "talks", "stability", "lowest"]


@dataclass(frozen=True, eq=False)
class Topics:
    """Topics T1, T2 … by falling share; each has words.

    summary: topic, label (three words), words (up to ten), share (mean membership of sentences),
    low, high, talks (where it leads a sentence), stability (mean Jaccard of the top words over
    refits without a talk), lowest. sentences: those of `units`, then a column for each topic with
    its share of the sentence (0 throughout for a sentence without a known word), and topic (the
    largest, None without). `refits` is the number of refits behind the stability, which is NaN
    where none was possible.
    """

    summary: pd.DataFrame
    sentences: pd.DataFrame
    refits: int

    def prevalence(self, by: Sequence[str] = ("talk",)) -> pd.DataFrame:
        """Return the share of each topic by talk, person or both.

        Columns: topic, `by`, share, low, high (NaN for one talk), sentences, talks.
        """
        per_talk = _per_talk(self.sentences, self.summary.topic, by)
        groups = list(per_talk.groupby(level=list(by), sort=False))
        rows = []
        for topic, (key, talks) in product(self.summary.topic, groups):
            share = share_interval(talks[topic], talks["size"])
            rows.append(
                {
                    "topic": topic,
                    **dict(zip(by, key, strict=True)),
                    "share": share.estimate,
                    "low": share.low,
                    "high": share.high,
                    "sentences": talks["size"].sum(),
                    "talks": share.n,
                }
            )
        columns = ["topic", *by, "share", "low", "high", "sentences", "talks"]
        return pd.DataFrame(rows, columns=columns)


class _Shares(NamedTuple):
    """The share of each topic (column) in each sentence (row), and the topics' top words."""

    share: np.ndarray
    tops: list[list[str]]


def fit_topics(corpus: Corpus, k: int) -> Topics:
    """Find up to k topics in the sentences: non-negative matrix factorization of tf-idf.

    The same on every run: no luck enters (see `factor`). What can change a topic is the data, and
    the stability shows how much (see `found_again`): the topic's top ten words against those of the
    best-matching topic in refits that leave out one talk each, or a fifth of the talks where there
    are more than twenty. Joint sentences take part, narration does not; names of speakers are left
    out. With 1 talk stability and intervals are NaN. Topics that come out without words, as in a
    handful of sentences, are dropped. With k = 0 all tables are empty of topics. Raises
    ReadoutError for more topics than sentences or than words, and so where nobody speaks.

    >>> from readoutlib import load_corpus
    >>> topics = fit_topics(load_corpus("seeds"), 2)
    >>> topics.summary.topic.tolist(), topics.refits
    (['T1', 'T2'], 5)
    """
    if k == 0:
        sentences = spoken_sentences(corpus).assign(topic=None)
        return Topics(pd.DataFrame(columns=SUMMARY), sentences, 0)
    weighed = weigh(corpus)
    weights, components = factor(weighed.matrix, k)
    has_words = (components > DUST).any(axis=1)
    tops = top_words(components[has_words], weighed.words)
    shares = _by_share(weights[:, has_words], tops)
    names = [f"T{n + 1}" for n in range(len(shares.tops))]
    sentences = _with_topics(weighed.sentences, names, shares.share)
    refits = found_again(weighed, k, shares.tops)
    summary = _summary(sentences, names, shares.tops, refits)
    return Topics(summary, sentences, len(refits))


def _by_share(weights: np.ndarray, tops: list[list[str]]) -> _Shares:
    """Return the weights as shares of each sentence (zeros stay), the largest topic first."""
    total = weights.sum(axis=1, keepdims=True)
    share = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    largest_first = sorted(
        range(len(tops)), key=lambda topic: (-round(share[:, topic].sum(), 9), tops[topic])
    )
    return _Shares(share[:, largest_first], [tops[topic] for topic in largest_first])


def _with_topics(sentences: pd.DataFrame, names: list[str], share: np.ndarray) -> pd.DataFrame:
    """Add a column for each topic, and `topic`, the largest."""
    sentences = sentences.assign(**dict(zip(names, share.T, strict=True)))
    largest = np.array(names, dtype=object)[share.argmax(axis=1)]
    has_topic = share.sum(axis=1) > 0
    topic = np.where(has_topic, largest, None)
    return sentences.assign(topic=pd.Series(topic, index=sentences.index, dtype=object))


def _summary(
    sentences: pd.DataFrame, names: list[str], tops: list[list[str]], refits: list[np.ndarray]
) -> pd.DataFrame:
    """Return the summary of `Topics`; of each refit, how well each topic was found again."""
    per_talk = _per_talk(sentences, names)
    found = np.array(refits) if refits else np.full((1, len(names)), nan)
    rows = []
    for place, (name, top) in enumerate(zip(names, tops, strict=True)):
        share = share_interval(per_talk[name], per_talk["size"])
        rows.append(
            {
                "topic": name,
                "label": ", ".join(top[:3]),
                "words": ", ".join(top),
                "share": share.estimate,
                "low": share.low,
                "high": share.high,
                "talks": sentences[sentences.topic == name].event_id.nunique(),
                "stability": found[:, place].mean(),
                "lowest": found[:, place].min(),
            }
        )
    return pd.DataFrame(rows, columns=SUMMARY)


def _per_talk(
    sentences: pd.DataFrame, topics: Iterable[str], by: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the sums of the topics' shares by group and talk, and how many sentences (`size`).

    Sentences without a topic are left out.
    """
    groups = sentences[sentences.topic.notna()].groupby([*by, "event_id"], sort=False)
    return groups[list(topics)].sum().assign(size=groups.size())
