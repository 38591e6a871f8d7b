"""Whether, and from which day on, a rate is another than before."""

from math import nan

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from .permutation import PermutationResult, permutation_test
from .trend import days_differ

CHANGES_FROM = 10  # talks; below, no change point is looked for
AS_GOOD = 1.92  # half the 95 % point of chi-square with one degree of freedom


def change_point_test(
    hits: ArrayLike,
    words: ArrayLike,
    times: np.ndarray,
    *,
    draws: int = 999,
    seed: int = 0,
) -> tuple[PermutationResult, tuple[float, float, float]]:
    """Test whether a rate changed at some day, and return the day with its range.

    The three days are in years since 1970.

    `hits` and `words` have a number for each talk, shape (N,), `times` its day in years, shape
    (draws of days, N), as from `date_draws`. Talks without words are left out of N. In the order of
    days, a split between two talks of different days leaves A hits in M words before it, B in R
    after it, C = A + B in W = M + R in all:

        ratio     = 2 (A ln(A / M) + B ln(B / R) - C ln(C / W))
        statistic = the largest ratio of all splits, its mean over the draws of days

    which is twice the log likelihood ratio of two Poisson rates against one (scan statistic:
    Worsley 1983); p by permuting the talks over the days. The day is that of the first talk after
    the split of the largest ratio, the range that of the splits with a ratio within 2 * 1.92 * phi
    of the largest, mu being the talks' hits expected at the two rates:

        phi       = max(1, sum((c - mu)^2 / mu) / (N - 2))

    Over draws of days the day is the median, the range from the first to the last. Below 10 talks,
    and so for 0, 1 and 2, and where in some draw no two days differ, statistic and days are NaN and
    p is 1.

    >>> hits = np.array([0, 1, 0, 1, 0, 6, 5, 7, 6, 5])
    >>> test, days = change_point_test(hits, np.full(10, 500), np.arange(2010.0, 2020.0)[None])
    >>> test.p, days
    (0.008, (2015.0, 2015.0, 2015.0))
    """
    c, n = np.asarray(hits, float), np.asarray(words, float)
    worded = n > 0
    c, n, times = c[worded], n[worded], times[:, worded]
    talks = len(n)
    if talks < CHANGES_FROM or not days_differ(times):
        none = f"no change point below {CHANGES_FROM} talks"
        return PermutationResult(nan, nan, 1.0, 1.0, talks, none), (nan, nan, nan)
    orders = np.argsort(times, axis=1, kind="stable")
    splits = [_splits(t[order]) for t, order in zip(times, orders, strict=True)]

    def statistic(arrangements: np.ndarray) -> np.ndarray:
        """Return the statistic for each row of places: the talk whose counts each talk takes."""
        largest = []
        for order, split in zip(orders, splits, strict=True):
            in_time = arrangements[:, order]
            largest.append(_ratios(c[in_time], n[in_time], split).max(axis=1))
        return np.asarray(np.mean(largest, axis=0))

    test = permutation_test(statistic, np.arange(talks), talks=talks, draws=draws, seed=seed)
    changes = [
        _days_of_change(c[order], n[order], t[order], split)
        for t, order, split in zip(times, orders, splits, strict=True)
    ]
    day, first, last = np.transpose(changes)
    return test, (float(np.median(day)), float(first.min()), float(last.max()))


def _splits(days: np.ndarray) -> np.ndarray:
    """Return the places of the talks, in time order, after which a later day comes."""
    return np.flatnonzero(np.diff(days) > 0)


def _ratios(c: np.ndarray, n: np.ndarray, splits: np.ndarray) -> np.ndarray:
    """Return the ratio at each split: shape (arrangements, splits).

    `c` and `n` are hits and words in time order, shape (arrangements, N).
    """
    all_hits, all_words = c[0].sum(), n[0].sum()  # the same in every row
    hits_before, words_before = (np.cumsum(x, axis=1)[:, splits] for x in (c, n))
    hits_after, words_after = all_hits - hits_before, all_words - words_before
    before = xlogy(hits_before, hits_before / words_before)
    after = xlogy(hits_after, hits_after / words_after)
    without_a_change = xlogy(all_hits, all_hits / all_words)
    return np.asarray(2 * (before + after - without_a_change))


def _days_of_change(
    c: np.ndarray, n: np.ndarray, days: np.ndarray, splits: np.ndarray
) -> np.ndarray:
    """Return the first day after the best split, and after the first and the last nearly as good.

    Hits, words and days are those of the talks in time order.
    """
    ratios = _ratios(c[None], n[None], splits)[0]
    firsts = splits + 1  # the first talk after each split
    best = firsts[ratios.argmax()]
    near = firsts[ratios >= ratios.max() - 2 * AS_GOOD * _dispersion(c, n, best)]
    return days[[best, near[0], near[-1]]]


def _dispersion(c: np.ndarray, n: np.ndarray, first: int) -> float:
    """Return phi of `change_point_test`, with one rate before the talk `first`, another from it."""
    rates = [c[:first].sum() / n[:first].sum(), c[first:].sum() / n[first:].sum()]
    mu = n * np.repeat(rates, [first, len(n) - first])
    expected = mu > 0
    pearson = float(((c - mu)[expected] ** 2 / mu[expected]).sum())
    return max(1.0, pearson / (len(n) - 2))
