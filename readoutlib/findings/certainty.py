"""How sure a finding may sound: by its number of talks, and by the p of a whole list of tests."""

import pandas as pd

from ..books import read_book

# What is said to differ by more than chance: three tests that stand in one report then err in one
# collection of twenty.
LEVEL = 0.05 / 3


def hedge(talks: int) -> str:
    """Return how sure a finding on this many talks may sound, from `books/hedges.toml`.

    >>> hedge(5), hedge(12)[:10]
    ('describes these texts only', 'suggestive')
    """
    steps = read_book("hedges")["hedge"]  # the surest first
    words: str = next(step["words"] for step in steps if talks >= step["talks"])
    return words


def reported(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a list of tests that are said to differ by more than chance.

    Those whose family-wise p (the column p_family) is at most `LEVEL`.
    """
    return table[table.p_family <= LEVEL]
