"""Estimates with bounds whose unit is the talk: a rate, a share, the mean of paired differences.

All bounds are those of 95 % intervals. Two talks are the fewest that have bounds: from one alone
nothing is known of how talks differ.
"""

from dataclasses import dataclass
from math import exp, inf, nan

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.special import chdtri, expit, logit, stdtrit

from ..parsing.readout import ReadoutError

TAIL = (1 - 0.95) / 2  # what an interval leaves out on either side
TOO_FEW = ("no words", "one talk shows no variation between talks")  # by the number of talks


@dataclass(frozen=True)
class Interval:
    """An estimate with its bounds; NaN where there are none.

    `n` counts the talks, `why` says why bounds are missing.
    """

    estimate: float
    low: float
    high: float
    n: int
    method: str
    why: str = ""


def rate_interval(hits: ArrayLike, words: ArrayLike) -> Interval:
    """Return the rate of hits in 1,000 words with a quasi-Poisson interval.

    `hits` and `words` have one number for each talk, in the same order, shape (N,); talks without
    words are left out of N. With c_i hits in n_i words of talk i, C = sum(c) and W = sum(n)
    (`all_hits`, `all_words`):

        mu_i      = n_i C / W
        h_i       = n_i / W                                               (`leverage`)
        phi       = max(1, sum((c_i - mu_i)^2 / mu_i) / (N - 1))
        robust    = sum(((c_i - mu_i) / (1 - h_i))^2)
        SE^2      = max(phi / C, robust / C^2)
        low, high = 1000 (C + 1/2) / W * exp(-/+ t(N - 1) SE)             (t: `t_quantile`)

    phi is the dispersion of McCullagh and Nelder (1989, ch. 6), `robust` the HC3 of MacKinnon and
    White (1985) in the form of Long and Ervin (2000). The first holds where all talks are of one
    length, the second where they are not; together they cover at least 92 % in every cell of
    tests/bench/coverage.tsv. Without a hit the rate is 0 and `high` the exact Poisson bound,
    chi2(2; 0.975) / 2 hits in W words (Garwood 1936). No bound is above 1,000 in 1,000.

    0 talks: all is NaN; 1 talk: the bounds are; `why` says so. From 2 talks on there are bounds.
    Raises ReadoutError when the lengths differ, a number is negative or not finite, or hits stand
    in a talk without words.

    >>> r = rate_interval([2, 2, 2, 0, 1], [461, 603, 607, 328, 520])
    >>> round(r.estimate, 2), round(r.low, 2), round(r.high, 2), r.n
    (2.78, 1.04, 8.5, 5)
    >>> round(rate_interval([0, 0], [500, 500]).high, 2)
    3.69
    >>> rate_interval([1], [500]).why
    'one talk shows no variation between talks'
    """
    c, n = _counts_by_talk(hits, words)
    talks, all_hits, all_words = len(n), float(c.sum()), float(n.sum())
    rate = 1000 * all_hits / all_words if all_words else nan
    if talks < 2:
        return Interval(rate, nan, nan, talks, "quasi-Poisson", TOO_FEW[talks])
    if all_hits == 0:
        most = float(chdtri(2, TAIL)) / 2
        return Interval(0.0, 0.0, 1000 * most / all_words, talks, "exact Poisson bound")
    mu = n * all_hits / all_words
    error = _standard_error(c - mu, variance=mu, total=all_hits, sizes=n)
    reach = t_quantile(talks - 1) * error
    middle = 1000 * (all_hits + 0.5) / all_words
    low, high = middle * exp(-reach), middle * exp(min(reach, 700))  # exp(710) is too large
    most = 1000.0 if all_hits <= all_words else inf
    return Interval(rate, low, min(high, most), talks, "quasi-Poisson, t with N-1")


def share_interval(part: ArrayLike, whole: ArrayLike) -> Interval:
    """Return sum(part) / sum(whole) with a quasi-binomial interval on the logit scale.

    `part` and `whole` have one number for each talk, in the same order, shape (N,); talks without a
    whole are left out of N. With the part y_i of n_i in talk i and W = sum(n):

        p         = sum(y) / W
        v_i       = n_i p (1 - p)                                         (`variance`)
        h_i       = n_i / W                                               (`leverage`)
        phi       = max(1, sum((y_i - n_i p)^2 / v_i) / (N - 1))
        robust    = sum(((y_i - n_i p) / (1 - h_i))^2)
        V         = W p (1 - p)                                           (`total`)
        SE^2      = max(phi / V, robust / V^2)
        low, high = expit(logit(p) -/+ t(N - 1) SE)                       (t: `t_quantile`)

    phi is the dispersion of McCullagh and Nelder (1989, ch. 4), `robust` that of `rate_interval`.
    The bounds lie within 0 and 1. A share of exactly 0 or 1 has the exact bound of N trials, a talk
    each, 1 - 0.025^(1/N) or 0.025^(1/N) (Clopper and Pearson 1934), which is cautious.

    0 talks: all is NaN; 1 talk: the bounds are; `why` says so. From 2 talks on there are bounds.
    Raises ReadoutError as `rate_interval` does, and where a part is larger than its whole.

    >>> s = share_interval([401, 198, 438, 238, 375], [543, 346, 577, 317, 485])
    >>> round(s.estimate, 2), round(s.low, 2), round(s.high, 2)
    (0.73, 0.63, 0.81)
    >>> round(share_interval([0, 0], [500, 500]).high, 3)
    0.842
    """
    y, n = _counts_by_talk(part, whole)
    if (y > n * (1 + 1e-9)).any():
        raise ReadoutError(
            "share_interval: a part is larger than its whole; "
            "give one part and one whole for each talk."
        )
    talks = len(n)
    p = min(1.0, float(y.sum() / n.sum())) if talks else nan
    if talks < 2:
        return Interval(p, nan, nan, talks, "quasi-binomial", TOO_FEW[talks])
    if p in (0, 1):
        edge = TAIL ** (1 / talks)
        low, high = (edge, 1.0) if p == 1 else (0.0, 1 - edge)
        return Interval(p, low, high, talks, "exact binomial bound, a talk a trial")
    variance = n * p * (1 - p)
    total = float(n.sum()) * p * (1 - p)
    reach = t_quantile(talks - 1) * _standard_error(y - n * p, variance, total, sizes=n)
    low, high = float(expit(logit(p) - reach)), float(expit(logit(p) + reach))
    return Interval(p, low, high, talks, "quasi-binomial, t with N-1")


def paired_bounds(
    differences: np.ndarray | sparse.csr_matrix,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, low and high of each column of differences: shape (columns,) each.

    They are in the unit of the differences.

    `differences` has shape (N, columns), a row for each talk. With the differences d_i of one
    column:

        mean      = sum(d) / N
        variance  = sum(d^2) / N - mean^2
        low, high = mean -/+ t(N - 1) sqrt(variance / (N - 1))            (t: `t_quantile`)

    which is Student's (1908) interval of a mean. 0 talks: all is NaN; 1 talk: the bounds are; from
    2 talks on there are bounds.

    >>> mean, low, high = paired_bounds(np.array([[1.0], [2.0], [3.0]]))
    >>> mean.round(2).item(), low.round(2).item(), high.round(2).item()
    (2.0, -0.48, 4.48)
    """
    d, talks = sparse.csc_matrix(differences), differences.shape[0]
    mean = _column_means(d) if talks else np.full(d.shape[1], nan)
    if talks < 2:
        return mean, mean * nan, mean * nan
    variance = (_column_means(d.multiply(d)) - mean**2).clip(0)
    reach = (variance / (talks - 1)) ** 0.5 * t_quantile(talks - 1)
    return mean, mean - reach, mean + reach


def t_quantile(degrees: int) -> float:
    """Return how many standard errors an interval reaches on either side: Student's t at 0.975.

    >>> round(t_quantile(4), 3)
    2.776
    """
    return float(stdtrit(degrees, 1 - TAIL))


def _standard_error(
    residuals: np.ndarray, variance: np.ndarray, total: float, sizes: np.ndarray
) -> float:
    """Return SE of `rate_interval` and `share_interval`: by phi or by HC3, whichever is more."""
    leverage = sizes / sizes.sum()
    phi = max(1.0, float((residuals**2 / variance).sum()) / (len(sizes) - 1))
    robust = float(((residuals / (1 - leverage)) ** 2).sum())
    return float(max(phi / total, robust / total**2) ** 0.5)


def _counts_by_talk(part: ArrayLike, whole: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Check a pair of numbers for each talk, and keep the talks in which there are words."""
    parts, wholes = np.asarray(part, float), np.asarray(whole, float)
    paired = parts.ndim == 1 and parts.shape == wholes.shape
    if not (paired and _countable(parts) and _countable(wholes)):
        raise ReadoutError(
            "An interval needs two lists of the same length, finite and not negative: "
            "one pair of numbers for each talk."
        )
    if (parts[wholes == 0] > 0).any():
        raise ReadoutError(
            "An interval found hits in a talk without words; count hits and words in the same text."
        )
    return parts[wholes > 0], wholes[wholes > 0]


def _countable(numbers: np.ndarray) -> bool:
    return bool(np.isfinite(numbers).all() and (numbers >= 0).all())


def _column_means(table: sparse.csc_matrix) -> np.ndarray:
    return np.asarray(table.mean(axis=0)).ravel()
