"""Parts that several charts share: tooltips, colours, selections, sizes, bars, grids."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from .frames import colors_of, in_order, inline, with_gaps
from .theme import GAP, PAPER, THEME

HEIGHT = 640  # pixels that the rows of a chart share

Picks = Sequence[alt.Parameter]


# --- what a mark says --------------------------------------------------------------------------


def names_of_columns(data: pd.DataFrame, **titles: str) -> dict[str, str]:
    """Return column → what readers call it, in the order of the theme's table of columns.

    Columns that the table does not name are for the drawing alone. `titles` are names that hold
    in this chart.
    """
    return {
        column: titles.get(column, name)
        for column, (name, _) in THEME["columns"].items()
        if column in data
    }


def tips(names: Mapping[str, str]) -> list[alt.Tooltip]:
    """Return a line of the tooltip for each column; numbers as the theme's table writes them."""
    return [_tip(column, name, THEME["columns"][column][1]) for column, name in names.items()]


def _tip(column: str, name: str, form: str) -> alt.Tooltip:
    if form:
        return alt.Tooltip(f"{column}:Q", title=name, format=form)
    return alt.Tooltip(f"{column}:N", title=name)


# --- colours and selections --------------------------------------------------------------------


def color_of(colors: Mapping[str, str], title: str, field: str = "person") -> alt.Color:
    """Return the colours of the names in a column, with a legend of as many columns as fit."""
    color = alt.Color(field, type="nominal", title=title)
    longest = max(map(len, colors), default=0)
    columns = 96 // (min(40, longest) + 5)
    if columns < 4:  # fewer than the theme's, or the legend is wider than the plot
        color = color.legend(columns=columns)
    return color.scale(domain=list(colors), range=list(colors.values()))


def pick_in_legend(field: str) -> alt.Parameter:
    """Return the selection by which a click in the legend singles out the marks of a name."""
    return alt.selection_point(name="pick", fields=[field], bind="legend")


def fade(picks: Picks) -> Any:
    """Return the opacity that leaves only what is singled out in full colour."""
    return alt.when(*picks).then(alt.value(1)).otherwise(alt.value(0.12))


# --- sizes -------------------------------------------------------------------------------------


def step(rows: int, most: int = 30, total: int = HEIGHT) -> alt.Step:
    """Return the height of each row: `most` pixels, less where all would be higher than `total`."""
    return alt.Step(max(8, min(most, total // max(rows, 1))), **{"for": "position"})


def in_layers(*charts: alt.Chart) -> alt.LayerChart:
    """Draw charts upon each other, the last on top."""
    return alt.LayerChart(layer=list(charts))


# --- bars --------------------------------------------------------------------------------------


def bars(
    data: pd.DataFrame,
    across: alt.X,
    *,
    name: str,
    most: int,
    persons: Sequence[str],
    names: Mapping[str, str],
    picks: Picks,
) -> alt.Chart:
    """Draw stacked bars, a row per talk of at most so many pixels, in the order of the legend."""
    colors, talks = colors_of(persons, data["person"]), in_order(data["talk"])
    places = {person: place for place, person in enumerate(colors)}
    stacked = data.assign(rank=data["person"].map(places))
    chart = (
        alt.Chart(inline(stacked), name=name)
        .mark_bar()
        .encode(
            across,
            alt.Y("talk:N", title=None, sort=talks).axis(labelOverlap=True),
            color_of(colors, "Speaker"),
            alt.Order("rank:Q"),
            opacity=fade(picks),
            tooltip=tips(names),
        )
    )
    height = step(len(talks), most)
    drawn: alt.Chart = chart.add_params(*picks).properties(height=height)
    return drawn


# --- grids -------------------------------------------------------------------------------------


def grid(
    data: pd.DataFrame,
    cells: pd.DataFrame,
    *,
    row: str,
    color: alt.Color,
    value: alt.Text,
    names: Mapping[str, str],
    picks: Picks = (),
) -> tuple[alt.LayerChart, int]:
    """Draw a row × talk grid of the cells given, and return its width in pixels too.

    `data` has all rows and talks, also those without a cell; missing years stand as empty columns.
    Values are written into the cells where these are wide enough; labels thin out as talks grow.
    """
    (columns, gaps), rows = with_gaps(data["talk"]), in_order(data[row])
    wide = max(13, min(80, 660 // max(len(columns), 1)))
    slant = -90 if wide < 44 else -30
    across = alt.X("talk:N", title=None, sort=columns).scale(domain=columns)
    down = alt.Y(f"{row}:N", title=None, sort=rows).scale(domain=rows)
    opacity: dict[str, Any] = {"opacity": fade(picks)} if picks else {}
    base = alt.Chart(inline(cells)).encode(
        across.axis(labelAngle=slant, labelOverlap=True), down, tooltip=tips(names), **opacity
    )
    colored = base.mark_rect(stroke=PAPER, strokeWidth=1).encode(color=color)
    layers: list[alt.Chart] = [colored.properties(name="grid").add_params(*picks)]
    if gaps:
        layers.insert(0, _empty_columns(columns, gaps))
    if wide >= 24:
        written = base.mark_text(fontSize=11)
        layers.append(written.encode(text=value, color=_ink_upon(color)))
    chart = in_layers(*layers).properties(width=alt.Step(wide), height=step(len(rows), 26))
    return chart, wide * len(columns)


def _empty_columns(columns: Sequence[str], gaps: Iterable[str]) -> alt.Chart:
    """Draw the years without a talk."""
    rows = [{"talk": gap, "none": "no talk in the corpus"} for gap in gaps]
    across, tip = alt.X("talk:N", sort=columns), alt.Tooltip("none:N", title="Gap")
    chart = alt.Chart(alt.InlineData(values=rows)).mark_rect(color=GAP)
    drawn: alt.Chart = chart.encode(across, tooltip=tip)
    return drawn


def _ink_upon(color: alt.Color) -> Any:
    """Return dark letters for light cells and white ones for dark cells."""
    field = color.shorthand.split(":")[0]
    light = f"luminance(scale('color', datum['{field}'])) > 0.35"
    return alt.when(light).then(alt.value("#111")).otherwise(alt.value("#fff"))
