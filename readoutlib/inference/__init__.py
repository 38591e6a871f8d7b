"""Intervals and tests whose unit is the talk, never the word.

Words inside one talk depend on each other, so a token count makes any difference look certain. Here
each talk is one observation, every p stands beside the smallest p its test could give, and five
talks or fewer give no p at all.

    intervals     a rate, a share, the mean of paired differences, with bounds
    arrangements  signs, labels and dates rearranged: all ways, or drawn ones
    permutation   one statistic against its permutation distribution
    columns       many columns at once, with the p of the whole family
    dates         days of talks as years, drawn where they are intervals
    trend         the slope of a rate over the years
    change_point  the day from which a rate is another
"""

from .arrangements import DRAWS, EXACT_SIGNS, date_arrangements, sign_flips
from .change_point import CHANGES_FROM, change_point_test
from .columns import column_tests, paired_tests, thin
from .dates import DATES, DAYS_IN_YEAR, date_draws
from .intervals import Interval, paired_bounds, rate_interval, share_interval
from .permutation import (
    SHOW_P_FROM,
    PermutationResult,
    floor_note,
    observed_against,
    permutation_test,
)
from .trend import slopes

__all__ = [
    "CHANGES_FROM",
    "DATES",
    "DAYS_IN_YEAR",
    "DRAWS",
    "EXACT_SIGNS",
    "SHOW_P_FROM",
    "Interval",
    "PermutationResult",
    "change_point_test",
    "column_tests",
    "date_arrangements",
    "date_draws",
    "floor_note",
    "observed_against",
    "paired_bounds",
    "paired_tests",
    "permutation_test",
    "rate_interval",
    "share_interval",
    "sign_flips",
    "slopes",
    "thin",
]
