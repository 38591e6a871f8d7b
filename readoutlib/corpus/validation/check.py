"""A check of one column, and the first cell that does not pass."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ...terminal import visible

Tables = Mapping[str, pd.DataFrame]
Rows = Any  # for each row of a table: whether it breaks the law
LONGEST_SHOWN = 80


class Check(NamedTuple):
    """One law: where it holds, what it expects, and which rows break it."""

    table: str
    column: str
    expected: str
    broken: Callable[[Tables], Rows]

    @property
    def name(self) -> str:
        """What the check is called: the place, and what is expected there."""
        return f"{self.table}.{self.column}: {self.expected}"


class Breach(NamedTuple):
    """What is wrong with a saved table: where, what was expected, and what was found."""

    table: str
    where: str
    expected: str
    found: str


def first_of(checks: Iterable[Check], tables: Tables) -> Breach | None:
    """Return the breach of the first check that does not hold, in its first row."""
    breaches = (breach_of(check, tables) for check in checks)
    return next(filter(None, breaches), None)


def breach_of(check: Check, tables: Tables) -> Breach | None:
    """Return the first cell that breaks a law; rows are counted from 1."""
    numbers = np.flatnonzero(np.asarray(check.broken(tables), dtype=bool))
    if not len(numbers):
        return None
    row = tables[check.table].iloc[numbers[0]]
    document = "" if check.column == "doc_id" else f" ({shown(row['doc_id'])})"
    where = f"row {numbers[0] + 1}{document}, column {check.column}"
    return Breach(check.table, where, check.expected, shown(row[check.column]))


def shown(value: object) -> str:
    """Return a value in a few words on one line.

    >>> shown("a\\x1bb"), shown(None), shown("")
    ('a\\\\x1bb', 'nothing', 'nothing')
    """
    missing = pd.Series([value], dtype="object").isna().all()
    text = "" if missing else " ".join(visible(value).split())
    more = "…" if len(text) > LONGEST_SHOWN else ""
    return text[:LONGEST_SHOWN] + more or "nothing"
