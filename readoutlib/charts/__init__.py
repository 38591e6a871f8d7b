"""Frames in, charts out: one look for Altair and matplotlib, in JupyterLab and in the report.

Importing this package turns on its Altair theme and renderer: a chart that ends a cell is drawn in
JupyterLab with the network off, carries a still picture of itself for places that draw no Vega,
and a line of text with title and alt text. A function whose name ends in `figure` draws with
matplotlib and returns a Picture, which shows itself as SVG with the same text.

All functions take a frame, check its columns (ValueError names what is missing), round what they
draw to four decimals, keep the frame's order of talks, persons and rows, and take the same
keywords:

title     the first line; the default says what is drawn
note      the end of the second line, after the count of talks: sources, "as reported by …"
alt_text  what the picture shows; default: its largest values
persons   where persons have colours: the order these follow, the same over all charts
lines     in some, a concordance (columns talk, person, left, hit, right, and family, issue or word
          as the chart has it): JupyterLab lists it under the chart, and a click on a mark leaves
          its own lines; a still picture and the report show the chart alone

A chart is made in a module by its subject: `voices`, `intervals`, `grids`, `wordings`, `sources`.
They tidy the frame (`frames`), draw with shared `parts` or, for matplotlib, `figures`, put the
`listing` under it, and `finish` it; `sayings` has the words, `theme` the look.
"""

from ..mime import VEGA
from ..stills import still_png, still_svg
from . import quiet, renderer  # noqa: F401 - quiet before matplotlib is imported
from .figures import Picture
from .frames import MOST, NAMES
from .grids import issue_grid, similarity_figure, topics
from .intervals import keyness, rates
from .listing import KEPT, ROWS
from .sources import confidence_figure, timeline
from .theme import GAP, GRID, INK, MUTED, PAPER, PRECISIONS, THEME
from .voices import acts, voice, words_figure
from .wordings import dispersion_figure, hits_by_talk

__all__ = [
    # charts
    "acts",
    "confidence_figure",
    "dispersion_figure",
    "hits_by_talk",
    "issue_grid",
    "keyness",
    "rates",
    "similarity_figure",
    "timeline",
    "topics",
    "voice",
    "words_figure",
    # what they show themselves as, and their still pictures
    "VEGA",
    "Picture",
    "still_png",
    "still_svg",
    # colours, and how much a chart can tell apart
    "GAP",
    "GRID",
    "INK",
    "KEPT",
    "MOST",
    "MUTED",
    "NAMES",
    "PAPER",
    "PRECISIONS",
    "ROWS",
    "THEME",
]
