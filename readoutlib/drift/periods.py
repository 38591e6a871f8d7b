"""In which period, or year, a talk lies: of a talk known to an interval, by draws of its day."""

import numpy as np
import pandas as pd
from pandas.api.typing import NaTType

from ..inference import DAYS_IN_YEAR, date_draws

DAY_DRAWS = 5  # as often as `divergence` draws texts down


def period(turns: pd.DataFrame, speech: pd.DataFrame) -> pd.Series:
    """Return `earlier` or `later` for each row, as `divergence` halves the talks of these rows.

    `turns` are rows with an event_id, `speech` the rows that date the talks (columns event_id,
    event_start, event_end). A talk lies where its middle day does; undated: NaN.

    >>> from readoutlib import load_corpus
    >>> speech = load_corpus("seeds").speech
    >>> period(speech, speech).groupby(speech.event_id).first().value_counts().to_dict()
    {'earlier': 3, 'later': 2}
    """
    return turns.event_id.map(before_and_after(turns, speech)[0])


def before_and_after(
    turns: pd.DataFrame, speech: pd.DataFrame, split: str | None = None, *, seed: int = 0
) -> list[pd.Series]:
    """Return on which side of the day `split` each talk lies: a series by event_id for each draw.

    First where the talks' middle days lie, then where the days of each draw do. Without `split` it
    is the first day of the talk that leaves the most even halves of the talks of `turns`, and the
    sides are named `earlier` and `later`. Undated: NaN.
    """
    if split is None:
        before, after = "earlier", "later"
        border = _halfway(_dates_of_talks(speech), compared=turns.event_id.unique())
    else:
        before, after = f"before {split}", f"from {split}"
        border = pd.Timestamp(split)
    return [
        pd.Series(np.where(day < border, before, after), day.index, dtype=object).where(day.notna())
        for day in _days_of_talks(_dates_of_talks(speech), seed)
    ]


def years(speech: pd.DataFrame, *, seed: int = 0) -> list[pd.Series]:
    """Return the year of each talk: a series of texts by event_id for each draw.

    First the years of the talks' middle days, then those of the days of each draw. Undated: NaN.
    """
    return [day.dt.strftime("%Y") for day in _days_of_talks(_dates_of_talks(speech), seed)]


def _dates_of_talks(speech: pd.DataFrame) -> pd.DataFrame:
    return speech.drop_duplicates("event_id").set_index("event_id")


def _days_of_talks(talks: pd.DataFrame, seed: int) -> list[pd.Series]:
    """Return the day of each talk: the middle one of its possible days, then one in each draw."""
    half = ((talks.event_end - talks.event_start) / 2).dt.floor("D")
    middle = talks.event_start + half
    drawn = date_draws(talks.event_start, talks.event_end, draws=DAY_DRAWS, seed=seed)
    return [
        pd.Series(pd.to_datetime((t * DAYS_IN_YEAR).round(), unit="D"), talks.index)
        for t in (*date_draws(middle, middle), *drawn)
    ]


def _halfway(talks: pd.DataFrame, compared: np.ndarray) -> pd.Timestamp | NaTType:
    """Return the first day of a talk with the most even numbers of talks before it and from it on.

    Talks wholly before and wholly from it on count; of equally even days the one that more talks
    are clear of, then the last. NaT without a dated talk.
    """
    dated = talks[talks.index.isin(compared)].dropna(subset="event_start")
    if dated.empty:
        return pd.NaT
    days = np.unique(dated.event_start)
    before = np.searchsorted(np.sort(dated.event_end), days)
    after = len(dated) - np.searchsorted(np.sort(dated.event_start), days)
    smaller_half, clear = np.minimum(before, after), before + after
    best = np.lexsort((days, clear, smaller_half))[-1]  # the last key leads
    return pd.Timestamp(days[best])
