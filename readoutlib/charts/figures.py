"""Figures of matplotlib: SVG that is the same on each run, with the title and words of a chart."""

import io
import textwrap
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text

from ..mime import FIGURE
from ..stills import SHIPPED
from .frames import rows_of
from .sayings import in_lines
from .theme import GRID, INK, MUTED, PAPER

# Letters are drawn as shapes of the one font that matplotlib brings, names never as formulas.
DRAWING: dict[Any, Any] = {
    "font.family": SHIPPED,
    "svg.fonttype": "path",
    "svg.hashsalt": "readouts",
    "text.parse_math": False,
}
HIGHEST = 9  # inches
NAMED_ROWS = 40  # rows that are named
SMALL: dict[str, Any] = {"fontsize": 9, "color": MUTED}
LARGE: dict[str, Any] = {"fontsize": 12, "color": INK, "weight": "bold"}


@dataclass(frozen=True)
class Picture:
    """A matplotlib figure that shows itself as SVG, the same bytes on each run, with its words."""

    figure: Figure
    title: str
    alt: str
    data: pd.DataFrame

    def svg(self) -> str:
        """Return the figure as an SVG document that names itself to a screen reader."""
        out = io.StringIO()
        with matplotlib.rc_context(DRAWING), warnings.catch_warnings():
            # such a letter becomes a box; alt text and tables have the name
            warnings.filterwarnings("ignore", "Glyph .* missing from font")
            self.figure.savefig(
                out, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None}
            )
        svg = out.getvalue()
        head, body = svg[svg.index("<svg") :].split(">", 1)
        return (
            f'{head} role="img">\n'
            f" <title>{escape(self.title)}</title>\n"
            f" <desc>{escape(self.alt)}</desc>{body}"
        )

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle = {
            FIGURE: {
                "fields": [[c, c.capitalize()] for c in map(str, self.data)],
                "rows": rows_of(self.data),
            },
            "image/svg+xml": self.svg(),
            "text/plain": f"{self.title}. {self.alt}",
        }
        return bundle, {"image/svg+xml": {"alt": self.alt}}


# --- axes --------------------------------------------------------------------------------------


def height_of(rows: int, row: float = 0.3, margin: float = 0.9) -> float:
    """Return the height in inches of a figure with so many rows."""
    return min(HIGHEST, margin + row * rows)


def new_figure(height: float, width: float = 7.6) -> tuple[Figure, Axes]:
    """Return a figure of so many inches, and its axes, which have a line at the bottom only."""
    figure = Figure(figsize=(width, height), facecolor=PAPER)
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(MUTED)
    axes.tick_params(length=0, labelsize=9, labelcolor=INK)
    axes.set_axisbelow(True)
    return figure, axes


def horizontal(axes: Axes, unit: str) -> None:
    """Name what the horizontal axis counts, with lines to read it by."""
    axes.xaxis.grid(color=GRID)
    axes.set_xlabel(unit, **SMALL)


def name_rows(axes: Axes, labels: Sequence[str]) -> None:
    """Name the rows from the top, thinning out where they stand closer than a line of text."""
    every = max(1, -(-len(labels) // NAMED_ROWS))
    places = range(0, len(labels), every)
    axes.set_yticks(places, [str(label)[:60] for label in labels[::every]])
    axes.set_ylim(len(labels) - 0.4, -0.6)


def key_below(figure: Figure, axes: Axes, colors: Mapping[str, str]) -> None:
    """Draw the legend below the axes."""
    marks = [Patch(color=c, label=textwrap.fill(name, 40)) for name, c in colors.items()]
    longest = max(map(len, colors), default=0)
    below = -0.55 / figure.get_figheight() - 0.04
    axes.legend(
        handles=marks,
        loc="upper left",
        bbox_to_anchor=(0, below),
        ncols=min(4, 80 // (min(40, longest) + 3)),
        frameon=False,
        fontsize=9,
        labelcolor=INK,
        borderaxespad=0,
    )


# --- words -------------------------------------------------------------------------------------


def picture(
    figure: Figure, data: pd.DataFrame, *, title: str, subtitle: str, alt_text: str
) -> Picture:
    """Return the figure with title and subtitle above everything, left, as in the Altair theme."""
    axes = figure.axes[0]
    wide = axes.get_position().width * figure.get_figwidth() * 72  # in points
    up = _write_above(axes, in_lines(subtitle, wide / 4.8), start=8, line=12, style=SMALL)
    _write_above(axes, in_lines(title, wide / 7.2), start=up + 3, line=16, style=LARGE)
    for written in figure.findobj(Text):
        written.set_parse_math(False)  # a name is no formula, whatever dollar signs it holds
        written.set_fontfamily(SHIPPED)
    return Picture(figure, title, alt_text, data)


def _write_above(
    axes: Axes, lines: str | Sequence[str], *, start: int, line: int, style: Mapping[str, Any]
) -> int:
    """Write lines above the axes, the last at `start` points; return where the next may stand."""
    for text in reversed(np.atleast_1d(lines)):
        axes.annotate(
            text,
            (0, 1),
            (0, start),
            xycoords="axes fraction",
            textcoords="offset points",
            annotation_clip=False,
            **style,
        )
        start += line
    return start
