"""Intervals and tests whose unit is the talk, never the word: rates, shares, sign flips and label permutations.

Words inside one talk depend on each other, so a token count makes any difference look certain. Here each talk is one
observation, every p stands beside the smallest p its test could give, and five talks or fewer give no p at all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, factorial, inf, nan, prod

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import chdtri, expit, logit, stdtrit, xlogy

from .parsing.readout import ReadoutError

SHOW_P_FROM = 6  # talks; below, the p is suppressed and its floor is given instead
CHANGES_FROM = 10  # talks; below, no change point is looked for
EXACT_SIGNS = 12  # differences; 2 to the 12th sign patterns are enumerated, more are drawn
EXACT_LABELS = 5_000  # arrangements
DRAWS = 4_999
DATES = 20  # draws of the days that are known only as an interval
_TAIL = (1 - 0.95) / 2  # of every interval
_TOO_FEW = ("no words", "one talk shows no variation between talks")  # by the number of talks
_BLOCK, _WIDE = 64, 512  # arrangements and columns handled at once, to keep memory flat


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
    talks; `method` says whether all arrangements were enumerated.
    """

    statistic: float
    expected: float
    p: float
    floor: float
    n: int
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
    if n < SHOW_P_FROM:
        return f"no p is shown for {n} {'talk' if n == 1 else 'talks'}: the smallest this test could give is {floor:.3g}"
    return (
        f"the smallest p this test could give is {floor:.3g}"
        if floor < 1
        else "no p is shown: these data have only one arrangement"
    )


def rate_interval(hits: Sequence[float], words: Sequence[float]) -> Interval:
    """Return the rate of hits per 1,000 words with a quasi-Poisson interval; one number of hits and of words for each talk.

    With c hits in n words, mu_i = n_i * sum(c) / sum(n), h_i = n_i / sum(n): SE^2 is the larger of phi / sum(c) with
    phi = max(1, sum((c - mu)^2 / mu) / (N - 1)) (McCullagh and Nelder 1989, ch. 6) and sum(((c - mu) / (1 - h))^2) / sum(c)^2 (HC3: MacKinnon
    and White 1985); the bounds are (sum(c) + 1/2) / sum(n) * exp(-/+ t(N - 1) * SE). The first holds where all talks are of one length,
    the second where they are not; together they cover at least 92 % in every cell of tests/bench/coverage.tsv. No hit at all: 0 with
    the exact Poisson upper bound. Talks without words are left out of N; 1,000 in 1,000 is the most there can be.

    Bounds are NaN, with the reason in `why`, for 0 talks and for 1. Raises ReadoutError when the lengths differ, a number is
    negative or not finite, or hits stand in a talk without words.

    >>> r = rate_interval([2, 2, 2, 0, 1], [461, 603, 607, 328, 520])
    >>> round(r.estimate, 2), round(r.low, 2), round(r.high, 2), r.n
    (2.78, 1.04, 8.5, 5)
    >>> round(rate_interval([0, 0], [500, 500]).high, 2)
    3.69
    """
    c, n = _counts(hits, words)
    total, size = float(c.sum()), float(n.sum())
    rate = 1000 * total / size if size else nan
    if len(n) < 2:
        return Interval(rate, nan, nan, len(n), "quasi-Poisson", _TOO_FEW[len(n)])
    if total == 0:
        return Interval(
            0.0, 0.0, 1000 * float(chdtri(2, _TAIL)) / 2 / size, len(n), "exact Poisson bound"
        )
    reach = _reach(c - n * total / size, n * total / size, total, n)
    middle = 1000 * (total + 0.5) / size
    high = middle * exp(min(reach, 700))
    return Interval(
        rate,
        middle * exp(-reach),
        min(high, 1000.0) if total <= size else high,
        len(n),
        "quasi-Poisson, t with N-1",
    )


def share_interval(part: Sequence[float], whole: Sequence[float]) -> Interval:
    """Return sum(part) / sum(whole) with a quasi-binomial interval on the logit scale; one part and one whole for each talk.

    With V = sum(n) p (1 - p) and h_i = n_i / sum(n), SE^2 is the larger of phi / V with phi = max(1, sum((y - n p)^2 / (n p (1 - p))) / (N - 1))
    (McCullagh and Nelder 1989, ch. 4) and sum(((y - n p) / (1 - h))^2) / V^2 (HC3, as in `rate_interval`); the bounds are
    expit(logit(p) -/+ t(N - 1) * SE), always within 0 and 1. A share of exactly 0 or 1 has the exact binomial bound of N trials, a talk
    each, which is cautious. Bounds are NaN, with `why`, for 0 talks and for 1. Raises ReadoutError as `rate_interval`, and where a
    part is larger than its whole.

    >>> s = share_interval([401, 198, 438, 238, 375], [543, 346, 577, 317, 485])
    >>> round(s.estimate, 2), round(s.low, 2), round(s.high, 2)
    (0.73, 0.63, 0.81)
    """
    y, n = _counts(part, whole)
    if (y > n * (1 + 1e-9)).any():
        raise ReadoutError(
            "share_interval: a part is larger than its whole; give one part and one whole for each talk."
        )
    p = min(1.0, float(y.sum() / n.sum())) if len(n) else nan
    if len(n) < 2:
        return Interval(p, nan, nan, len(n), "quasi-binomial", _TOO_FEW[len(n)])
    if p in (0, 1):
        edge = _TAIL ** (1 / len(n))
        return Interval(
            p,
            edge if p else 0.0,
            1.0 if p else 1 - edge,
            len(n),
            "exact binomial bound, a talk a trial",
        )
    reach = _reach(y - n * p, n * p * (1 - p), float(n.sum()) * p * (1 - p), n)
    return Interval(
        p,
        float(expit(logit(p) - reach)),
        float(expit(logit(p) + reach)),
        len(n),
        "quasi-binomial, t with N-1",
    )


def _reach(residuals: np.ndarray, variance: np.ndarray, total: float, sizes: np.ndarray) -> float:
    """Return how far the bounds lie from the middle: by the dispersion, or by each residual over 1 - h (HC3), whichever is more."""
    phi = max(1.0, float((residuals**2 / variance).sum()) / (len(sizes) - 1))
    robust = float(((residuals / (1 - sizes / sizes.sum())) ** 2).sum())
    return float(stdtrit(len(sizes) - 1, 1 - _TAIL)) * max(phi / total, robust / total**2) ** 0.5


def _counts(part: Sequence[float], whole: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Check a pair of counts per talk, and keep the talks in which there is anything to count in."""
    c, n = np.asarray(part, float), np.asarray(whole, float)
    if (
        c.shape != n.shape
        or c.ndim != 1
        or not np.isfinite(c).all()
        or not np.isfinite(n).all()
        or (c < 0).any()
        or (n < 0).any()
    ):
        raise ReadoutError(
            "An interval needs two lists of the same length, finite and not negative: one pair of numbers for each talk."
        )
    if (c[n == 0] > 0).any():
        raise ReadoutError(
            "An interval found hits in a talk without words; count hits and words in the same text."
        )
    return c[n > 0], n[n > 0]


def paired_bounds(
    differences: np.ndarray | sparse.csr_matrix,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, low and high (t interval) of each column of differences, a row for each talk; bounds are NaN for one talk.

    >>> paired_bounds(np.array([[1.0], [2.0], [3.0]]))[1].round(2)
    array([-0.48])
    """
    d, n = sparse.csc_matrix(differences), differences.shape[0]
    mean = np.asarray(d.mean(axis=0)).ravel()
    variance = (np.asarray(d.multiply(d).mean(axis=0)).ravel() - mean**2).clip(0)
    error = (variance / (n - 1)) ** 0.5 * float(stdtrit(n - 1, 1 - _TAIL)) if n > 1 else nan
    return mean, mean - error, mean + error


def sign_flips(n: int, *, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """Return the sign patterns of n differences, the observed one first: all of them for up to 12 differences, else seeded ones.

    >>> sign_flips(2)
    array([[ 1,  1],
           [-1,  1],
           [ 1, -1],
           [-1, -1]], dtype=int8)
    """
    if n <= EXACT_SIGNS:
        return (1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)).astype(np.int8)
    signs = np.random.default_rng(seed).integers(0, 2, (draws + 1, n), dtype=np.int8) * 2 - 1
    signs[0] = 1
    return signs


def thin(
    counts: sparse.csr_matrix, shares: np.ndarray, rng: np.random.Generator
) -> sparse.csr_matrix:
    """Return counts of which each word is kept with the share of its row: a text drawn down to the length of a shorter one."""
    out = sparse.csr_matrix(counts, copy=True)
    out.data = rng.binomial(
        out.data.astype(int), np.repeat(np.clip(shares, 0, 1), np.diff(out.indptr))
    ).astype(float)
    return out


def paired_tests(
    a: sparse.csr_matrix,
    b: sparse.csr_matrix,
    n_a: np.ndarray,
    n_b: np.ndarray,
    *,
    draws: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Test each column of two tables of counts for a difference inside the talks: the columns of `column_tests`.

    The tables a and b have a row for each talk, of n_a and n_b words. Two texts of unequal length are not exchangeable: a word that stands once
    is nearly always in the longer one, and flipping signs calls that a habit. So the longer text of each talk is first drawn down to the shorter,
    21 times (fewer above 100 talks), and the p and floor are the medians over these draws; twice the median is a bound whatever the draws share
    (Meinshausen, Meier and Buehlmann 2009), and tests/bench/coverage.tsv shows that the median itself errs in no more than 6 %.
    """
    least = np.minimum(n_a, n_b)
    cuts = 1 if (n_a == n_b).all() else max(3, min(21, 2_100 // len(least) | 1))
    rows = sign_flips(len(least), draws=draws, seed=seed)
    own = [
        np.random.default_rng([seed, int(t.sum())]) for t in (a, b)
    ]  # of the text, so that swapping the two changes nothing
    kept = (
        [
            thin(t, least / np.maximum(n, 1), rng)
            for t, n, rng in zip((a, b), (n_a, n_b), own, strict=True)
        ]
        for _ in range(cuts)
    )
    return column_tests(rows, *(x - y for x, y in kept))


def column_tests(arrangements: np.ndarray, *data: np.ndarray | sparse.csr_matrix) -> pd.DataFrame:
    """Test |arrangements @ column| for each column of `data`: p, floor, p_shown, p_adjusted, p_family, why; a row for each column.

    `arrangements` has a row for each rearrangement of the talks, the observed one first; `data` a row for each talk; of several tables p,
    floor and p_family are medians. p_adjusted is that of Benjamini and Hochberg (1995) over p_shown. p_family is the share of rearrangements
    in which any column, each divided by the root of its sum of squares, reaches this column's observed value (single-step max-T: Westfall
    and Young 1993, sect. 2.3): where nothing differs, any p_family falls to 0.05 in one collection of twenty. Both are NaN where no p is
    shown.
    """
    from scipy.stats import false_discovery_control  # loads half of SciPy

    n = arrangements.shape[1]
    p, floor, family = np.median([_columns(arrangements, table) for table in data], axis=0)
    shown = (n >= SHOW_P_FROM) & (floor < 1)
    out = pd.DataFrame(
        {
            "p": p,
            "floor": floor,
            "p_shown": np.where(shown, p, nan),
            "p_adjusted": nan,
            "p_family": np.where(shown, family, nan),
        }
    )
    out.loc[shown, "p_adjusted"] = false_discovery_control(p[shown])
    return out.assign(why=[floor_note(n, f) for f in floor.tolist()])


def _columns(arrangements: np.ndarray, data: np.ndarray | sparse.csr_matrix) -> np.ndarray:
    """Return p, floor and family-wise p of each column of one table."""
    data, top, parts = (
        sparse.csc_matrix(data) if sparse.issparse(data) else data,
        np.zeros(len(arrangements)),
        [np.empty((3, 0))],
    )
    for i in range(0, data.shape[1], _WIDE):
        part = data[:, i : i + _WIDE]
        part = part.toarray() if sparse.issparse(part) else part
        scale = np.sqrt((part**2).sum(axis=0))
        part = part / np.where(scale > 0, scale, 1)
        values = np.concatenate(
            [
                np.abs(arrangements[a : a + 8 * _BLOCK].astype(float) @ part)
                for a in range(0, len(arrangements), 8 * _BLOCK)
            ]
        )
        np.maximum(top, values.max(axis=1), out=top)
        parts.append(np.array([*_tail(values), values[0]]))
    p, floor, own = np.concatenate(parts, axis=1)
    return np.array(
        [p, floor, 1 - np.searchsorted(np.sort(top), own - 1e-9 * np.maximum(1e-3, own)) / len(top)]
    )


def permutation_test(
    statistic: Callable[[np.ndarray], np.ndarray],
    labels: Sequence[object],
    *,
    talks: int,
    strata: Sequence[object] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> PermutationResult:
    """Test a statistic by permuting labels, inside strata where they are given; large values count as extreme.

    `statistic` takes an array of label codes, an arrangement a row (codes number the sorted distinct labels from 0), and returns one
    value for each row. All distinct arrangements are enumerated while there are at most 5,000, else `draws` seeded ones. `talks` is the
    n of the result.

    >>> sizes = np.array([5.0, 4.0, 1.0, 0.0, 1.0])
    >>> r = permutation_test(lambda codes: (codes * sizes).sum(axis=1), list("bbaaa"), talks=5)
    >>> r.statistic, r.p, r.floor, r.method
    (9.0, 0.1, 0.1, 'permutation, all arrangements')
    """
    codes = np.unique(np.asarray(labels), return_inverse=True)[1]
    blocks, exact = _arrangements(
        codes, np.zeros(len(codes), int) if strata is None else np.asarray(strata), draws, seed
    )
    values = np.concatenate([np.asarray(statistic(block), float) for block in blocks])
    how = "all arrangements" if exact else f"{draws:,} seeded arrangements"
    return observed_against(values, talks=talks, method=f"permutation, {how}", exact=exact)


def date_draws(
    starts: Sequence[object], ends: Sequence[object], *, draws: int = DATES, seed: int = 0
) -> np.ndarray:
    """Return the days of talks in years since 1970: shape (draws, talks), each drawn evenly from its first to its last possible day.

    Where every day is known one draw says it all: shape (1, talks). A talk without a day is NaN.

    >>> date_draws(["2020-01-01", "2021-07-02"], ["2020-01-01", "2021-07-02"]).round(1)
    array([[50. , 51.5]])
    """
    first, last = (
        pd.to_datetime(pd.Series(list(d), dtype=object)).to_numpy("datetime64[D]")
        for d in (starts, ends)
    )
    width = (last - first).astype(float)
    rng = np.random.default_rng(seed)
    shift = (
        np.floor(rng.random((draws, len(width))) * (width + 1))
        if np.nan_to_num(width[~np.isnat(first)]).any()
        else np.zeros((1, len(width)))
    )
    return np.where(np.isnat(first), nan, (first.astype(float) + shift) / 365.25)


def date_arrangements(times: np.ndarray, *, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """Return the talks' centred mean dates in rearranged order, the observed one first: shape (draws + 1, talks), or all where they are few."""
    mean = np.asarray(times, float).mean(axis=0)
    blocks, _ = _arrangements(np.arange(mean.size), np.zeros(mean.size, int), draws, seed)
    return np.concatenate([(mean - mean.mean())[block] for block in blocks])


def slopes(
    c: np.ndarray, n: np.ndarray, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the change of rates per 1,000 words in a year, low and high over talks: hits c, a row for each talk of n words, a column a rate.

    Least squares of hits on words and words * year, `times` as from `date_draws`, a talk weighing its words: slope = sum(d c) / Q, with d = t
    less the mean t of all words and Q = sum(n d^2); its variance is the larger of the Poisson sum(d^2 n) r / Q^2, r the rate of all talks, and
    HC3, sum((d e / (1 - h))^2) / Q^2 with h_i = n_i / sum(n) + n_i d_i^2 / Q (MacKinnon and White 1985), t with N - 2 degrees of freedom. Over
    several draws of dates the variance within draws and 1 + 1 / draws times that between them add up (Rubin 1987, ch. 3). Talks without words
    are left out. Bounds are NaN for fewer than 3 talks; all is NaN where no two days differ.

    >>> slopes(np.array([[1.0], [2], [3], [4]]), np.full(4, 1000.0), np.array([[0.0, 1, 2, 3]]))[0].round(6)
    array([1.])
    """
    c, n, times = c[n > 0], n[n > 0], times[:, n > 0]
    if len(n) < 2 or not (np.ptp(times, axis=1) > 0).all():
        return (np.full(c.shape[1], nan),) * 3
    found, variance, base = [], [], c.sum(axis=0) / n.sum()
    for t in times:
        d = t - t @ n / n.sum()
        q = n @ d**2
        slope, left = d @ c / q, np.maximum(1e-12, 1 - n / n.sum() - n * d**2 / q)
        error = c - np.outer(n, base) - np.outer(n * d, slope)
        found.append(slope)
        variance.append(np.maximum(d**2 @ n * base, (d / left) ** 2 @ error**2) / q**2)
    total = np.mean(variance, axis=0) + (
        np.var(found, axis=0, ddof=1) * (1 + 1 / len(found)) if len(found) > 1 else 0
    )
    middle = 1000 * np.mean(found, axis=0)
    reach = 1000 * float(stdtrit(len(n) - 2, 1 - _TAIL)) * total**0.5 if len(n) > 2 else nan
    return middle, middle - reach, middle + reach


def change_point_test(
    hits: Sequence[float],
    words: Sequence[float],
    times: np.ndarray,
    *,
    draws: int = 999,
    seed: int = 0,
) -> tuple[PermutationResult, tuple[float, float, float]]:
    """Test whether a rate changed at some day, by permuting the talks over the dates, and return the day with its range, in years.

    The statistic is the largest likelihood ratio of two Poisson rates against one over all splits between two dates, its mean over draws
    of dates (scan statistic: Worsley 1983). The day is that of the first talk after the best split; the range is that of the splits
    whose log likelihood, over the dispersion of the two parts, lies within 1.92 of the best. NaN below 10 talks, and where no two days differ.
    """
    c, n = np.asarray(hits, float), np.asarray(words, float)
    c, n, t = c[n > 0], n[n > 0], times[:, n > 0]
    if len(n) < CHANGES_FROM or not (np.ptp(t, axis=1) > 0).all():
        return PermutationResult(
            nan, nan, 1.0, 1.0, len(n), f"no change point below {CHANGES_FROM} talks"
        ), (nan, nan, nan)
    orders = np.argsort(t, axis=1, kind="stable")
    gaps = [np.flatnonzero(np.diff(row[order]) > 0) for row, order in zip(t, orders, strict=True)]

    def ratios(block: np.ndarray, order: np.ndarray, gap: np.ndarray) -> np.ndarray:
        a, m = (np.cumsum(x[block][:, order], axis=1)[:, gap] for x in (c, n))
        b, rest = c.sum() - a, n.sum() - m
        return 2 * (xlogy(a, a / m) + xlogy(b, b / rest) - xlogy(c.sum(), c.sum() / n.sum()))

    def statistic(block: np.ndarray) -> np.ndarray:
        return np.mean(
            [ratios(block, *at).max(axis=1) for at in zip(orders, gaps, strict=True)], axis=0
        )

    test = permutation_test(statistic, np.arange(len(n)), talks=len(n), draws=draws, seed=seed)
    days = []
    for row, order, gap in zip(t, orders, gaps, strict=True):
        ratio, y, m = ratios(np.arange(len(n))[None], order, gap)[0], c[order], n[order]
        at = gap[ratio.argmax()] + 1
        mu = m * np.repeat(
            [y[:at].sum() / m[:at].sum(), y[at:].sum() / m[at:].sum()], [at, len(m) - at]
        )
        phi = max(1.0, float(((y - mu)[mu > 0] ** 2 / mu[mu > 0]).sum()) / (len(m) - 2))
        near = gap[ratio >= ratio.max() - 2 * 1.92 * phi] + 1
        days.append(row[order][[at, near[0], near[-1]]])
    middle, low, high = np.transpose(days)
    return test, (float(np.median(middle)), float(low.min()), float(high.max()))


def observed_against(
    values: np.ndarray, *, talks: int, method: str, exact: bool = False
) -> PermutationResult:
    """Return the result for a statistic whose null is at hand: the observed value first, then draws, or all others (`exact`); large is extreme."""
    p, floor = _tail(np.asarray(values, float))
    return PermutationResult(
        float(values[0]),
        float(np.mean(values if exact else values[1:])),
        float(p),
        float(floor),
        talks,
        method,
    )


def _tail(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of rows as large as the first, and as large as the largest; equal up to the last bits of a float."""
    slack = 1e-9 * np.maximum(1e-3, np.abs(values).max(axis=0))
    return (values >= values[0] - slack).mean(axis=0), (values >= values.max(axis=0) - slack).mean(
        axis=0
    )


def _arrangements(
    codes: np.ndarray, strata: np.ndarray, draws: int, seed: int
) -> tuple[Iterator[np.ndarray], bool]:
    """Return blocks of label arrangements, the observed one first, and whether they are all the distinct ones."""
    cells = [np.flatnonzero(strata == s) for s in np.unique(strata)] if len(codes) <= 200 else []
    count = (
        prod(
            factorial(len(cell)) // prod(map(factorial, np.bincount(codes[cell]).tolist()))
            for cell in cells
        )
        if cells
        else inf
    )
    if count <= EXACT_LABELS:
        rows = codes[None, :].copy()
        for cell in cells:
            orders = np.array(list(_distinct(codes[cell].tolist())))
            orders = np.concatenate(
                [codes[cell][None], orders[(orders != codes[cell]).any(axis=1)]]
            )
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
