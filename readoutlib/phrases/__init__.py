"""Phrases as families: one phrase grown into its spellings, found with its evidence, counted.

Titles are counted apart from bodies everywhere. Other renderings of a concept, and what is near a
family without being counted, are families of their own that stand beside it, never inside it: these
texts are translations, and a zero is no silence while another rendering says the same.

    growth ──▶ family ──▶ book, near            what is looked for
    matching ─────┴─────▶ search                 where it stands
                            └─▶ counts, context, wording     formula: what nobody looked for
"""

from .book import load_book, load_concepts, renderings
from .context import concordance
from .counts import dispersion, first_last, rates, variants
from .family import AS_WRITTEN, COUNTED, LISTED, MOST_VARIANTS, Family, grow, literal
from .formula import formulas
from .matching import fold
from .near import distinct, outside
from .search import find, scan, spoken
from .wording import wordings

__all__ = [
    "AS_WRITTEN",
    "COUNTED",
    "LISTED",
    "MOST_VARIANTS",
    "Family",
    "concordance",
    "dispersion",
    "distinct",
    "find",
    "first_last",
    "fold",
    "formulas",
    "grow",
    "literal",
    "load_book",
    "load_concepts",
    "outside",
    "rates",
    "renderings",
    "scan",
    "spoken",
    "variants",
    "wordings",
]
