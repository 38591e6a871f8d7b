"""The look of all charts: colours, sizes, and what readers call each column.

Importing this module turns on the Altair theme.
"""

import altair as alt

from ..books import read_theme

THEME = read_theme()
INK, MUTED, GRID, PAPER, GAP = THEME["night"]  # each with its colour in the dark
PRECISIONS = {"day": "#0072b2", "month": "#009e73", "year": "#e69f00", "unknown": "#6f6f6f"}
ONE_COLOR = PRECISIONS["day"]  # where no person or precision gives a colour


@alt.theme.register("readouts", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    return alt.theme.ThemeConfig(config=THEME["config"])
