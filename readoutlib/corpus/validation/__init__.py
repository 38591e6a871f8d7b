"""What must hold of a saved corpus, a named check for each law; whoever tampers with one is told.

A check may lean on those before it: `form` on nothing, `cells` on the form, `places` on the cells,
`agreement` on all.
"""

from collections.abc import Mapping

import pandas as pd

from .agreement import AGREEMENT
from .cells import CELLS
from .check import Breach, first_of
from .form import breach_of_form
from .places import PLACES

CHECKS = (*CELLS, *PLACES, *AGREEMENT)

__all__ = ["CHECKS", "Breach", "breach_of_form", "first_breach"]


def first_breach(tables: Mapping[str, pd.DataFrame]) -> Breach | None:
    """Return the first cell that breaks a law, or None; the tables have their columns and types."""
    return first_of(CHECKS, tables)
