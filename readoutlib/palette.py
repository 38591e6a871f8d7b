"""One colour for each person, in charts, readings and panels alike."""

from collections.abc import Sequence
from itertools import cycle

from .speakers import BOTH_SIDES, NARRATOR, OTHERS

# Okabe and Ito's colours, then Paul Tol's muted ones: told apart with any colour vision.
HUES = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"),
    *("#aa4499", "#999933", "#cc6677", "#44aa99", "#882255", "#88ccee"),
)
GREYS = {BOTH_SIDES: "#6f6f6f", NARRATOR: "#a6a6a6", OTHERS: "#c8b48a"}


def person_colors(persons: Sequence[str]) -> dict[str, str]:
    """Return person → colour, by order of first appearance; the voices of no one person are grey.

    Past twelve persons colours repeat, so that every chart and reading also names the person.

    >>> person_colors(["Wang Yi", "Narrator", "Sergey Lavrov", "Wang Yi"])
    {'Wang Yi': '#0072b2', 'Narrator': '#a6a6a6', 'Sergey Lavrov': '#d55e00'}
    """
    everyone = dict.fromkeys(persons)
    named = [person for person in everyone if person not in GREYS]
    hues = dict(zip(named, cycle(HUES), strict=False))
    return {person: GREYS.get(person) or hues[person] for person in everyone}
