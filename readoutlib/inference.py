"""Intervals and tests whose unit is the talk, never the word: rates, shares, sign flips and label permutations.

Words inside one talk depend on each other, so a token count makes any difference look certain. Here each talk is one
observation, every p stands beside the smallest p its test could give, and five talks or fewer give no p at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, factorial, inf, nan, prod

import numpy as np
from scipy.special import chdtri, expit, logit, stdtrit

from .parsing.readout import ReadoutError

SHOW_P_FROM = 6  # talks; below, the p is suppressed and its floor is given instead
EXACT_SIGNS = 12  # differences; 2 to the 12th sign patterns are enumerated, more are drawn
EXACT_LABELS = 5_000  # arrangements
DRAWS = 4_999
_BLOCK = 64  # arrangements handled at once, to keep memory flat


@dataclass(frozen=True)
class Interval:
    """An estimate with its bounds; `n` counts the talks, `why` says why bounds are missing (then they are NaN)."""

    estimate: float
    low: float
    high: float
    n: int
    method: str
    why: str = ""


@dataclass(frozen=True)
class PermutationResult:
    """A statistic against its permutation distribution.

    `expected` is the mean of the distribution, `p` the share of arrangements at least as extreme as the one observed (which is one
    of them: Phipson and Smyth 2010), `floor` the smallest p that any arrangement of these data could have, `n` the number of
    talks, `exact` whether all arrangements were enumerated.
    """

    statistic: float
    expected: float
    p: float
    floor: float
    n: int
    exact: bool
    method: str

    @property
    def excess(self) -> float:
        """The statistic less what chance alone gives."""
        return self.statistic - self.expected

    @property
    def p_shown(self) -> float | None:
        """The p where the number of talks allows one, else None."""
        return self.p if self.n >= SHOW_P_FROM and self.floor < 1 else None

    @property
    def why(self) -> str:
        """Why no p is shown, or how small it could have been."""
        return floor_note(self.n, self.floor)


def floor_note(n: int, floor: float) -> str:
    """Say in words what `n` talks allow.

    >>> floor_note(5, 0.0625)
    'no p is shown for 5 talks: the smallest this test could give is 0.0625'
    >>> floor_note(8, 1.0)
    'no p is shown: these data have only one arrangement'
    """
    if n >= SHOW_P_FROM and floor >= 1:
        return "no p is shown: these data have only one arrangement"
    if n < SHOW_P_FROM:
        return f"no p is shown for {n} {'talk' if n == 1 else 'talks'}: the smallest this test could give is {floor:.3g}"
    return f"the smallest p this test could give is {floor:.3g}"


def rate_interval(hits: Sequence[float], words: Sequence[float], level: float = 0.95) -> Interval:
    """Return the rate of hits per 1,000 words with a quasi-Poisson interval; one number of hits and of words for each talk.

    With c hits in n words, mu_i = n_i * sum(c) / sum(n): phi = max(1, sum((c - mu)^2 / mu) / (N - 1)), SE = sqrt(phi / sum(c)), and the
    bounds are (sum(c) + 1/2) / sum(n) * exp(-/+ t(N - 1) * SE) (McCullagh and Nelder 1989, ch. 6; the half keeps small counts honest). No
    hit at all: 0 with the exact Poisson upper bound. Talks without words are left out of N; 1,000 in 1,000 is the most there can be.

    Bounds are NaN, with the reason in `why`, for 0 talks and for 1. Raises ReadoutError when the lengths differ, a number is
    negative or not finite, or hits stand in a talk without words.

    >>> r = rate_interval([2, 2, 2, 0, 1], [461, 603, 607, 328, 520])
    >>> round(r.estimate, 2), round(r.low, 2), round(r.high, 2), r.n
    (2.78, 1.04, 8.5, 5)
    >>> round(rate_interval([0, 0], [500, 500]).high, 2)
    3.69
    """
    c, n = _counts(hits, words)
    if not len(n):
        return Interval(nan, nan, nan, 0, "quasi-Poisson", "no words")
    total, size = float(c.sum()), float(n.sum())
    rate = 1000 * total / size
    if len(n) == 1:
        return Interval(rate, nan, nan, 1, "quasi-Poisson", "one talk shows no variation between talks")
    tail = (1 - level) / 2
    if total == 0:
        return Interval(0.0, 0.0, 1000 * float(chdtri(2, tail)) / 2 / size, len(n), "exact Poisson bound")
    mu = n * total / size
    phi = max(1.0, float(((c - mu) ** 2 / mu).sum()) / (len(n) - 1))
    reach = float(stdtrit(len(n) - 1, 1 - tail)) * (phi / total) ** 0.5
    middle = 1000 * (total + 0.5) / size
    high = middle * exp(min(reach, 700))
    return Interval(rate, middle * exp(-reach), min(high, 1000.0) if total <= size else high, len(n), "quasi-Poisson, t with N-1")


def share_interval(part: Sequence[float], whole: Sequence[float], level: float = 0.95) -> Interval:
    """Return sum(part) / sum(whole) with a quasi-binomial interval on the logit scale; one part and one whole for each talk.

    phi = max(1, sum((y - n p)^2 / (n p (1 - p))) / (N - 1)), SE = sqrt(phi / (sum(n) p (1 - p))), bounds expit(logit(p) -/+ t(N - 1) * SE):
    always within 0 and 1 (McCullagh and Nelder 1989, ch. 4). A share of exactly 0 or 1 has the exact binomial bound of N trials, a talk
    each, which is cautious. Bounds are NaN, with `why`, for 0 talks and for 1. Raises ReadoutError as `rate_interval`, and where a
    part is larger than its whole.

    >>> s = share_interval([401, 198, 438, 238, 375], [543, 346, 577, 317, 485])
    >>> round(s.estimate, 2), round(s.low, 2), round(s.high, 2)
    (0.73, 0.63, 0.81)
    """
    y, n = _counts(part, whole)
    if (y > n * (1 + 1e-9)).any():
        raise ReadoutError("share_interval: a part is larger than its whole; give one part and one whole for each talk.")
    if not len(n):
        return Interval(nan, nan, nan, 0, "quasi-binomial", "no words")
    p = min(1.0, float(y.sum() / n.sum()))
    if len(n) == 1:
        return Interval(p, nan, nan, 1, "quasi-binomial", "one talk shows no variation between talks")
    tail = (1 - level) / 2
    if p in (0, 1):
        edge = tail ** (1 / len(n))
        return Interval(p, edge if p else 0.0, 1.0 if p else 1 - edge, len(n), "exact binomial bound, a talk a trial")
    phi = max(1.0, float(((y - n * p) ** 2 / (n * p * (1 - p))).sum()) / (len(n) - 1))
    reach = float(stdtrit(len(n) - 1, 1 - tail)) * (phi / (float(n.sum()) * p * (1 - p))) ** 0.5
    return Interval(p, float(expit(logit(p) - reach)), float(expit(logit(p) + reach)), len(n), "quasi-binomial, t with N-1")


def _counts(part: Sequence[float], whole: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Check a pair of counts per talk, and keep the talks in which there is anything to count in."""
    c, n = np.asarray(part, float), np.asarray(whole, float)
    if c.shape != n.shape or c.ndim != 1 or not np.isfinite(c).all() or not np.isfinite(n).all() or (c < 0).any() or (n < 0).any():
        raise ReadoutError("An interval needs two lists of the same length, finite and not negative: one pair of numbers for each talk.")
    if (c[n == 0] > 0).any():
        raise ReadoutError("An interval found hits in a talk without words; count hits and words in the same text.")
    return c[n > 0], n[n > 0]


def sign_flips(n: int, *, draws: int = DRAWS, seed: int = 0) -> tuple[np.ndarray, bool]:
    """Return the sign patterns of n differences, the observed one first, and whether they are all there are.

    >>> sign_flips(2)
    (array([[ 1,  1],
           [-1,  1],
           [ 1, -1],
           [-1, -1]], dtype=int8), True)
    """
    if n <= EXACT_SIGNS:
        bits = np.arange(2**n)[:, None] >> np.arange(n)
        return (1 - 2 * (bits & 1)).astype(np.int8), True
    signs = np.random.default_rng(seed).integers(0, 2, (draws + 1, n), dtype=np.int8) * 2 - 1
    signs[0] = 1
    return signs, False


def sign_flip_p(differences: np.ndarray, *, draws: int = DRAWS, seed: int = 0) -> tuple[np.ndarray, np.ndarray, bool]:
    """Return two-sided p and floor for each column of a table of differences (a row for each talk), and whether they are exact."""
    d = np.asarray(differences, float)
    signs, exact = sign_flips(d.shape[0], draws=draws, seed=seed)
    values = np.empty((len(signs), d.shape[1]))
    for i in range(0, len(signs), 8 * _BLOCK):
        values[i : i + 8 * _BLOCK] = np.abs(signs[i : i + 8 * _BLOCK].astype(float) @ d)
    p, floor = _tail(values)
    return p, floor, exact


def sign_flip_test(differences: Sequence[float], *, draws: int = DRAWS, seed: int = 0) -> PermutationResult:
    """Test whether paired differences, one for each talk, have mean zero: exact up to 12 talks, else by seeded draws.

    Two-sided (Fisher 1935). The statistic is the mean difference, its expectation 0. No difference at all: NaN, with p and floor 1.

    >>> r = sign_flip_test([1.0, 2.0, 0.5, 3.0, 1.5])
    >>> r.p, r.floor, r.exact, r.p_shown
    (0.0625, 0.0625, True, None)
    """
    d = np.asarray(differences, float)
    if d.ndim != 1 or not np.isfinite(d).all():
        raise ReadoutError("sign_flip_test: expected one finite difference for each talk.")
    if not len(d):
        return PermutationResult(nan, 0.0, 1.0, 1.0, 0, True, "sign flip")
    p, floor, exact = sign_flip_p(d[:, None], draws=draws, seed=seed)
    return PermutationResult(float(d.mean()), 0.0, float(p[0]), float(floor[0]), len(d), exact, "sign flip, two-sided")


def permutation_test(
    statistic: Callable[[np.ndarray], np.ndarray], labels: Sequence[object], *, talks: int, strata: Sequence[object] | None = None,
    draws: int = DRAWS, seed: int = 0,
) -> PermutationResult:
    """Test a statistic by permuting labels, inside strata where they are given; large values count as extreme.

    `statistic` takes an array of label codes, an arrangement a row (codes number the sorted distinct labels from 0), and returns one
    value for each row. All distinct arrangements are enumerated while there are at most 5,000, else `draws` seeded ones. `talks` is the
    n of the result. No label: NaN, with p and floor 1.

    >>> sizes = np.array([5.0, 4.0, 1.0, 0.0, 1.0])
    >>> r = permutation_test(lambda codes: (codes * sizes).sum(axis=1), list("bbaaa"), talks=5)
    >>> r.statistic, r.p, r.floor, r.exact
    (9.0, 0.1, 0.1, True)
    """
    codes = np.unique(np.asarray(labels), return_inverse=True)[1] if len(labels) else np.zeros(0, int)
    blocks, exact = _arrangements(codes, np.zeros(len(codes), int) if strata is None else np.asarray(strata), draws, seed)
    if not len(codes):
        return PermutationResult(nan, nan, 1.0, 1.0, talks, True, "permutation")
    values = np.concatenate([np.asarray(statistic(block), float) for block in blocks])
    p, floor = _tail(values)
    expected = values.mean() if exact else values[1:].mean()
    how = "all arrangements" if exact else f"{draws:,} seeded arrangements"
    return PermutationResult(float(values[0]), float(expected), float(p), float(floor), talks, exact, f"permutation, {how}")


def observed_against(values: np.ndarray, *, talks: int, method: str) -> PermutationResult:
    """Return the result for a statistic whose null draws are at hand: the observed value first, then the draws; large is extreme."""
    p, floor = _tail(np.asarray(values, float))
    return PermutationResult(float(values[0]), float(np.mean(values[1:])), float(p), float(floor), talks, False, method)


def _tail(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of rows as large as the first, and as large as the largest; equal up to the last bits of a float."""
    slack = 1e-9 * np.maximum(1e-3, np.abs(values).max(axis=0))
    return (values >= values[0] - slack).mean(axis=0), (values >= values.max(axis=0) - slack).mean(axis=0)


def _arrangements(codes: np.ndarray, strata: np.ndarray, draws: int, seed: int) -> tuple[Iterator[np.ndarray], bool]:
    """Return blocks of label arrangements, the observed one first, and whether they are all the distinct ones."""
    cells = [np.flatnonzero(strata == s) for s in np.unique(strata)] if len(codes) <= 200 else []
    count = prod(factorial(len(cell)) // prod(map(factorial, np.bincount(codes[cell]).tolist())) for cell in cells) if cells else inf
    if count <= EXACT_LABELS:
        rows = codes[None, :].copy()
        for cell in cells:
            orders = np.array(list(_distinct(codes[cell].tolist())))
            orders = np.concatenate([codes[cell][None], orders[(orders != codes[cell]).any(axis=1)]])
            rows = np.repeat(rows, len(orders), axis=0)
            rows[:, cell] = np.tile(orders, (len(rows) // len(orders), 1))
        return (rows[i : i + _BLOCK] for i in range(0, len(rows), _BLOCK)), True
    return _drawn(codes, strata, draws, seed), False


def _drawn(codes: np.ndarray, strata: np.ndarray, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield the observed labels, then blocks of labels shuffled inside strata."""
    rng = np.random.default_rng(seed)
    group = np.unique(strata, return_inverse=True)[1]
    home = np.argsort(group, kind="stable")
    yield codes[None, :]
    for i in range(0, draws, _BLOCK):
        out = np.empty((min(_BLOCK, draws - i), len(codes)), codes.dtype)
        for row in out:
            row[home] = codes[np.lexsort((rng.random(len(codes)), group))]
        yield out


def _distinct(labels: list[int]) -> Iterator[list[int]]:
    """Yield each distinct order of the labels once."""
    if not labels:
        yield []
    for first in sorted(set(labels)):
        i = labels.index(first)
        for rest in _distinct(labels[:i] + labels[i + 1 :]):
            yield [first, *rest]
