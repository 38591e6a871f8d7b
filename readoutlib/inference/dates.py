"""Days of talks as years on a line, drawn where they are known only as an interval."""

from collections.abc import Iterable
from math import nan

import numpy as np
import pandas as pd

DATES = 20  # draws of the days that are known only as an interval
DAYS_IN_YEAR = 365.25


def date_draws(
    starts: Iterable[object], ends: Iterable[object], *, draws: int = DATES, seed: int = 0
) -> np.ndarray:
    """Return the days of talks in years since 1970, drawn evenly from the days that are possible.

    `starts` and `ends` are the first and last possible days of N talks, as anything that pandas
    reads as a day; a talk without a day is NaN in the result. Shape (draws, N), or (1, N) where
    every day is known, as one draw then says it all; so also for 0 talks. Each draw is an
    imputation in the sense of Rubin (1987).

    >>> date_draws(["2020-01-01", "2021-07-02"], ["2020-01-01", "2021-07-02"]).round(1)
    array([[50. , 51.5]])
    >>> date_draws(["2020-01-01"], ["2020-12-31"], draws=3).shape
    (3, 1)
    """
    first, last = _as_days(starts), _as_days(ends)
    undated = np.isnat(first)
    days_between = (last - first).astype(float)
    if np.nan_to_num(days_between[~undated]).any():
        lot = np.random.default_rng(seed).random((draws, len(first)))
        days_later = np.floor(lot * (days_between + 1))
    else:
        days_later = np.zeros((1, len(first)))
    return np.where(undated, nan, (first.astype(float) + days_later) / DAYS_IN_YEAR)


def _as_days(given: Iterable[object]) -> np.ndarray:
    return pd.to_datetime(pd.Series(list(given), dtype=object)).to_numpy("datetime64[D]")
