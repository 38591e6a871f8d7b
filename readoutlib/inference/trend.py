"""How fast a rate rises or falls over the years, with bounds."""

from math import nan

import numpy as np

from .intervals import t_quantile


def slopes(
    c: np.ndarray, n: np.ndarray, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the change of rates in 1,000 words in a year, with low and high: shape (rates,) each.

    `c` are hits, shape (N, rates), a row for each talk; `n` its words, shape (N,); `times` its day
    in years, shape (draws, N), as from `date_draws`. Talks without words are left out of N. Least
    squares of hits on words and words times year, a talk weighing its words. With the days t of one
    draw, W = sum(n), and r = sum(c) / W the rate of all talks:

        d_i       = t_i - sum(t n) / W
        Q         = sum(n d^2)
        slope     = sum(d c) / Q
        h_i       = n_i / W + n_i d_i^2 / Q         (`by_words`, `by_day`; 1 - h: `unexplained`)
        e_i       = c_i - n_i r - n_i d_i slope     (`residuals`)
        poisson   = sum(d^2 n) r
        robust    = sum((d e / (1 - h))^2)
        variance  = max(poisson, robust) / Q^2

    `robust` is the HC3 of MacKinnon and White (1985) in the form of Long and Ervin (2000). Over m
    draws of days (Rubin 1987, sect. 3.1), with the mean of the m slopes as the estimate:

        within    = the mean of the m variances
        between   = the variance of the m slopes, divided by m - 1
        total     = within + (1 + 1 / m) between
        low, high = 1000 (slope -/+ t(N - 2) sqrt(total))           (t: `t_quantile`)

    0 and 1 talk: all is NaN; 2 talks: the bounds are; so is everything where in some draw no two
    days differ.

    >>> hits, years = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([[0.0, 1.0, 2.0, 3.0]])
    >>> slopes(hits, np.full(4, 1000.0), years)[0].round(6)
    array([1.])
    """
    worded = n > 0
    c, n, times = c[worded], n[worded], times[:, worded]
    talks, draws = len(n), len(times)
    if talks < 2 or not days_differ(times):
        nothing = np.full(c.shape[1], nan)
        return nothing, nothing, nothing
    rate = c.sum(axis=0) / n.sum()
    found = [_slope(c, n, t, rate) for t in times]
    slope_of_draw = [slope for slope, _ in found]
    within = np.mean([variance for _, variance in found], axis=0)
    between = np.var(slope_of_draw, axis=0, ddof=1) if draws > 1 else 0.0
    total = within + between * (1 + 1 / draws)
    middle = 1000 * np.mean(slope_of_draw, axis=0)
    reach = 1000 * t_quantile(talks - 2) * total**0.5 if talks > 2 else nan
    return middle, middle - reach, middle + reach


def days_differ(times: np.ndarray) -> bool:
    """Return whether in every draw of days, a row each, there are two days or more."""
    return bool((np.ptp(times, axis=1) > 0).all())


def _slope(
    c: np.ndarray, n: np.ndarray, t: np.ndarray, rate: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return slope and variance of `slopes` for one draw of days, per word."""
    d = t - t @ n / n.sum()
    q = n @ d**2
    slope = d @ c / q
    by_words, by_day = n / n.sum(), n * d**2 / q
    unexplained = np.maximum(1e-12, 1 - by_words - by_day)
    residuals = c - np.outer(n, rate) - np.outer(n * d, slope)
    poisson = d**2 @ n * rate
    robust = (d / unexplained) ** 2 @ residuals**2
    return slope, np.maximum(poisson, robust) / q**2
