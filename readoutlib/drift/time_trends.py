"""Words, and named phrase families, that come to be said more or less over the years."""

from collections.abc import Sequence
from math import nan

import numpy as np
import pandas as pd

from ..corpus import Corpus
from ..inference import (
    DAYS_IN_YEAR,
    change_point_test,
    column_tests,
    date_arrangements,
    date_draws,
    slopes,
)
from ..phrases import spoken
from ..wordcounts import add_up, count, spread, units

TRIED = 3_000  # words and runs of words, those of most talks
_TEST_COLUMNS = ["slope", "low", "high", "p", "floor", "p_shown", "p_adjusted", "p_family", "why"]
_CHANGE_COLUMNS = ["changed", "changed_low", "changed_high", "changed_p", "changed_floor"]


def trends(corpus: Corpus, *, seed: int = 0) -> pd.DataFrame:
    """Test the words of persons and both sides for a change of their rate over the years.

    Words, and runs of two and three. Columns: word, talks (range), earlier, later (hits in the two
    halves of the talks in time order), slope (change of the rate per 1,000 words in a year), low,
    high (`slopes`), p, floor, p_shown, p_adjusted, p_family, why (`column_tests`), house_style.
    With c_i hits in n_i words of talk i and its day t_i, the statistic of the tests is

        |sum((c_i - n_i sum(c) / sum(n)) (t_i - mean(t)))|

    the dates permuted over the talks. What stands in fewer than 3 talks, or in fewer than one in a
    hundred, is left out, and of the rest all but the 3,000 of most talks. Days known only as an
    interval are drawn (`date_draws`); undated talks are left out. Smallest p_family first, then
    p_shown, then the steepest, then by word; fewer than 3 dated talks: no row.

    >>> from readoutlib import load_corpus
    >>> table = trends(load_corpus("seeds"))
    >>> bool(table.p_shown.isna().all()), round(table.floor.min().item(), 4)
    (True, 0.0083)
    """
    columns = ["word", "talks", "earlier", "later", *_TEST_COLUMNS, "house_style"]
    talks, times = _dated_talks(corpus, seed)
    texts = units(corpus, "document", ["person", "joint"])
    texts = texts[texts.event_id.isin(talks.index)].reset_index(drop=True)
    if len(talks) < 3 or texts.empty:
        return pd.DataFrame(columns=columns)
    counts, words = count(texts.text, ngram_range=(1, 3), min_df=min(3, len(texts)))
    outlets = texts.doc_id.map(corpus.documents.outlet)
    talks_with, house_style = spread(counts, texts.event_id, outlets)
    tried = _of_most_talks(talks_with, least=max(3, len(talks) / 100))
    place = talks.index.get_indexer(pd.Index(texts.event_id))
    c = add_up(counts[:, tried], place, len(talks)).toarray()
    n = np.bincount(place, texts.n_words, len(talks))
    rank = times.mean(axis=0).argsort(kind="stable").argsort()  # of each talk in time
    late = rank >= len(talks) // 2
    out = pd.DataFrame(
        {
            "word": [words[i] for i in tried],
            "talks": talks_with[tried],
            "house_style": house_style[tried],
            "earlier": c[~late].sum(axis=0).astype(int),
            "later": c[late].sum(axis=0).astype(int),
        }
    )
    out = _with_tests(out, c, n, times, seed)
    flat = -out.slope.abs().round(9)
    order = ["p_family", "p_shown", "flat", "word"]
    return out.assign(flat=flat).sort_values(order, kind="stable", ignore_index=True)[columns]


def _of_most_talks(talks_with: np.ndarray, least: float) -> np.ndarray:
    """Return the places of the words that stand in `least` talks, at most TRIED, in their order."""
    enough = np.flatnonzero(talks_with >= least)
    widest_first = enough[np.argsort(-talks_with[enough], kind="stable")]
    return np.sort(widest_first[:TRIED])


def over_time(
    corpus: Corpus, hits: pd.DataFrame, families: Sequence[str], *, seed: int = 0
) -> pd.DataFrame:
    """Test named families for a trend and for a change point.

    `hits` are those of `phrases.find`. Columns: family, hits, talks, slope to why as in `trends`,
    then changed, changed_low, changed_high (the day from which the rate is another, and its range),
    changed_p, changed_floor (`change_point_test`; None and NaN below 10 talks). Hits in the words
    that count of all voices; days known only as an interval are drawn, undated talks left out. In
    the order of `families`; 0 talks: no row; 1 and 2 talks: rows without bounds and p.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import find, grow
    >>> corpus = load_corpus("seeds")
    >>> table = over_time(corpus, find(corpus, [grow("multipolar")]), ["multipolar"])
    >>> table[["hits", "talks", "changed"]].values.tolist()
    [[3, 5, None]]
    """
    talks, times = _dated_talks(corpus, seed)
    if talks.empty:
        return pd.DataFrame(columns=["family", "hits", "talks", *_TEST_COLUMNS, *_CHANGE_COLUMNS])
    said = spoken(hits)
    counted = pd.crosstab(said.event_id, said.family)
    c = counted.reindex(index=talks.index, columns=list(families), fill_value=0).to_numpy(float)
    n = corpus.speech.groupby("event_id").n_words.sum().reindex(talks.index).to_numpy(float)
    out = pd.DataFrame(
        {"family": list(families), "hits": c.sum(axis=0).astype(int), "talks": len(talks)}
    )
    changed = [_change_of_family(of_family, n, times, seed) for of_family in c.T]
    changes = pd.DataFrame(changed, columns=_CHANGE_COLUMNS)
    return pd.concat([_with_tests(out, c, n, times, seed), changes], axis=1)


def _change_of_family(
    c: np.ndarray, n: np.ndarray, times: np.ndarray, seed: int
) -> dict[str, object]:
    """Return the columns that tell of the change point of one family."""
    test, days = change_point_test(c, n, times, seed=seed)
    if test.floor >= 1:
        return dict(zip(_CHANGE_COLUMNS, (None, None, None, nan, test.floor), strict=True))
    changed = (str(np.datetime64(round(day * DAYS_IN_YEAR), "D")) for day in days)
    return dict(zip(_CHANGE_COLUMNS, (*changed, test.p, test.floor), strict=True))


def _with_tests(
    frame: pd.DataFrame, c: np.ndarray, n: np.ndarray, times: np.ndarray, seed: int
) -> pd.DataFrame:
    """Add slopes and tests over time to a frame with a row for each column of counts c."""
    slope, low, high = slopes(c, n, times)
    expected = np.outer(n / max(1, n.sum()), c.sum(axis=0))  # at an even rate
    tests = column_tests(date_arrangements(times, draws=999, seed=seed), c - expected)
    return pd.concat([frame.assign(slope=slope, low=low, high=high), tests], axis=1)


def _dated_talks(corpus: Corpus, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the talks that have a date, by event_id, and their dates in years: (draws, N)."""
    talks = corpus.speech.drop_duplicates("event_id").set_index("event_id")
    dated = talks.dropna(subset="event_start")
    return dated, date_draws(dated.event_start, dated.event_end, seed=seed)
