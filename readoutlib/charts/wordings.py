"""Where a wording stands: its hits in each talk, and their places along each text."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from .figures import Picture, height_of, key_below, name_rows, new_figure, picture
from .finish import PLOT, finish
from .frames import by_years, colors_of, few_persons, in_order, tidy
from .listing import Listing
from .parts import bars, names_of_columns
from .sayings import counted_talks, largest, number_of, subtitle_of
from .theme import GRID

PANELS = 3  # beside each other


def hits_by_talk(
    frame: pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.Chart | alt.FacetChart | alt.VConcatChart:
    """Return bars of hits per talk by person, a panel per phrase family where there are families.

    Columns: talk, person, hits; family (optional). Rows with 0 hits keep their talk on the axis.

    >>> found = pd.DataFrame({"talk": ["2019-05-13", "2021"], "person": "Wang Yi", "hits": [3, 0]})
    >>> hits_by_talk(found).description
    'Bars. Hits per talk: 2019-05-13 3, 2021 0.'
    """
    data = few_persons(tidy(frame, "talk person hits", "family"), persons)
    data, subtitle = by_years(data, note)
    names = names_of_columns(data)
    by = [column for column in ("talk", "person", "family") if column in data]
    listing = Listing(lines, mark="bar", by=by, legend="person")
    across = alt.X("hits:Q", title="hits", stack="zero")
    single = bars(
        data,
        across.axis(format="d", values=_whole_numbers(data)),
        name="hits",
        most=22,
        persons=persons,
        names=names,
        picks=listing.picks,
    )
    chart = _in_panels(single, in_order(data["family"])) if "family" in data else single
    totals = data.groupby("talk", sort=False)["hits"].sum()
    return finish(
        listing.under(chart, data),
        data,
        title=title or "Hits in each talk, by speaker",
        subtitle=subtitle,
        alt_text=alt_text or f"Bars. Hits per talk: {largest(totals.index, totals)}.",
        names=names,
        axes={"y": "talk"},
    )


def _whole_numbers(data: pd.DataFrame) -> list[int]:
    """Return the numbers for the axis of hits, at most seven: there are no half hits."""
    bar = ["talk", "family"] if "family" in data else ["talk"]
    most = int(data.groupby(bar)["hits"].sum().max()) if len(data) else 0
    return list(range(0, most + 1, 1 + most // 6))


def _in_panels(chart: alt.Chart, families: Sequence[str]) -> alt.FacetChart:
    """Return a panel per family, of one width and under one legend."""
    beside = max(1, min(PANELS, len(families)))
    panel = alt.Facet("family:N", sort=families, title=None)
    return chart.properties(width=PLOT // beside - 30).facet(panel, columns=PANELS)


def dispersion_figure(
    frame: pd.DataFrame,
    *,
    talks: Sequence[str] = (),
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> Picture:
    """Return a barcode of where in each talk's text the hits stand, coloured by person.

    Columns: talk, person, position (0 beginning to 1 end of the text); one row per hit. `talks`
    lists all rows to draw, so that a talk without a hit keeps its empty row.

    >>> found = pd.DataFrame({"talk": ["2019-05-13"], "person": "Wang Yi", "position": [0.25]})
    >>> dispersion_figure(found, talks=["2019-05-13", "2021"]).alt
    'Barcode of 1 hits along each text. Hits per talk: 2019-05-13 1.'
    """
    data = few_persons(tidy(frame, "talk person position"), persons)
    rows, colors = in_order([*talks, *data["talk"]]), colors_of(persons, data["person"])
    places = {talk: row for row, talk in enumerate(rows)}
    figure, axes = new_figure(height_of(len(rows)))
    axes.hlines(range(len(rows)), 0, 1, color=GRID, linewidth=1)
    for person, part in data.groupby("person", sort=False):
        row = part["talk"].map(places)
        axes.vlines(
            part["position"], row - 0.34, row + 0.34, color=colors[str(person)], linewidth=2.2
        )
    name_rows(axes, rows)
    axes.set_xlim(-0.005, 1.005)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["beginning", "", "middle", "", "end"])
    key_below(figure, axes, colors)
    counts = data["talk"].value_counts(sort=False)
    found = f"{number_of(len(data), 'hit')} in {len(counts)} of {counted_talks(rows)}"
    said = f"Hits per talk: {largest(counts.index, counts)}."
    return picture(
        figure,
        data,
        title=title or "Where in each text the hits stand",
        subtitle=subtitle_of(found, note),
        alt_text=alt_text or f"Barcode of {len(data)} hits along each text. {said}",
    )
