"""How much two talks have in common: pairs of talks in time order, and pairs alone, not a line."""

import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from ..corpus import Corpus
from ..inference import DAYS_IN_YEAR
from ..wordcounts import count, units

PAIRS_UP_TO = 60  # talks; with more, only neighbours in time are compared
_PAIR_COLUMNS = [
    *("talk_a", "talk_b", "event_a", "event_b", "start_a", "start_b"),
    *("steps", "years", "similarity"),
]


def talk_similarity(corpus: Corpus) -> pd.DataFrame:
    """Compare talks pair by pair in time order by the words of persons and both sides.

    Columns: talk_a, talk_b, event_a, event_b, start_a, start_b, steps (talks apart in time order),
    years (between the first days; NaN unless both talks are known to the day), similarity (0
    nothing in common, 1 the same). With a word's number f in a talk, N talks and the word in k of
    them:

        weight     = (1 + ln f) (ln((1 + N) / (1 + k)) + 1), 0 where f = 0
        similarity = sum(weight_a weight_b) / sqrt(sum(weight_a^2) sum(weight_b^2))

    the cosine of tf-idf (Salton and Buckley 1988) as scikit-learn's TfidfTransformer weighs it.
    Time order is that of the first possible days. Up to 60 talks all pairs are compared, above
    neighbours alone. Years without a talk have no row, so no line can be drawn through them.
    Undated talks are left out; 0 or 1 dated talk, or none with a word that counts: no row; 2: one.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> talk_similarity(corpus)[["talk_a", "talk_b"]].values.tolist()[0]
    ['2019-05-13', '2020-12-22']
    """
    first = corpus.speech.drop_duplicates("event_id").set_index("event_id")
    talks = _texts_in_time_order(corpus, first.event_start)
    counts = count(talks.text)[0] if len(talks) > 1 else None
    if counts is None or not counts.shape[1]:
        return pd.DataFrame(columns=_PAIR_COLUMNS)
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)  # each row of length 1
    pairs = _pairs_of_talks(talks.drop(columns="text"), sparse.csr_matrix(weights))
    pairs = pairs.sort_values(["start_a", "event_a", "steps"], kind="stable", ignore_index=True)
    exact = first.index[first.event_precision == "day"]
    both_exact = pairs.event_a.isin(exact) & pairs.event_b.isin(exact)
    years = (pairs.start_b - pairs.start_a).dt.days / DAYS_IN_YEAR
    return pairs.assign(years=years.where(both_exact))[_PAIR_COLUMNS]


def _texts_in_time_order(corpus: Corpus, starts: pd.Series) -> pd.DataFrame:
    """Return talk, event, start and the text of all accounts of each dated talk, in time order."""
    texts = units(corpus, "document", ["person", "joint"])
    texts = texts.assign(start=starts.reindex(texts.event_id).to_numpy()).dropna(subset="start")
    talks = texts.groupby(["talk", "event_id", "start"], sort=False).text.agg("\n".join)
    in_order = talks.reset_index().sort_values("start", kind="stable", ignore_index=True)
    return in_order.rename(columns={"event_id": "event"})


def _pairs_of_talks(talks: pd.DataFrame, weights: sparse.csr_matrix) -> pd.DataFrame:
    """Return each pair of talks, as the columns of `talks` with _a and _b, steps and similarity."""
    most_steps = len(talks) - 1 if len(talks) <= PAIRS_UP_TO else 1
    frames = []
    for steps in range(1, most_steps + 1):
        earlier = talks.iloc[:-steps].add_suffix("_a")
        later = talks.iloc[steps:].reset_index(drop=True).add_suffix("_b")
        similarity = weights[:-steps].multiply(weights[steps:]).sum(axis=1).A1
        frames.append(earlier.join(later).assign(steps=steps, similarity=similarity))
    return pd.concat(frames)
