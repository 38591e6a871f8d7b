"""The lines behind the marks of a chart, in a table under it; a click on a mark leaves its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import altair as alt
import pandas as pd

from ..speakers import OTHERS
from .frames import inline, tidy, year_of
from .nesting import Some
from .parts import in_layers, pick_in_legend
from .theme import MUTED

NEEDED = ("talk", "person", "left", "hit", "right")
ROWS = 12  # lines that are shown at a time
KEPT = 200  # lines that a chart carries where one for each mark is not more
LINE_HEIGHT = 18  # pixels from line to line
LETTER_WIDTH = 6  # pixels, about, of a letter
BESIDE = "click[!event.item || event.item.mark.marktype === 'group']"  # all marks


@dataclass(frozen=True)
class Column:
    """A column of the table under a chart: its name, width and gap in pixels, where text begins."""

    name: str
    width: float
    gap: float = 0  # what a long text leaves free
    align: Literal["left", "center", "right"] = "left"
    style: dict[str, Any] = field(default_factory=dict)

    def anchor(self) -> float:
        """Return where in the column its text is held, in pixels from the left."""
        return {"left": 0, "center": self.width / 2, "right": self.width}[self.align]


def columns_of(table: pd.DataFrame) -> list[Column]:
    """Return the columns for these lines: hits stand under each other, their context at their side.

    What stands before a hit is cut at its far end.
    """
    hit = min(170, 14 + LETTER_WIDTH * table["hit"].str.len().max())
    return [
        Column("held", width=86, gap=6),
        Column("speaker", width=114, gap=8),
        Column("left", width=240, align="right", style={"dir": "rtl"}),
        Column("hit", width=hit, gap=8, align="center", style={"fontWeight": "bold"}),
        Column("right", width=240),
    ]


class Listing:
    """The lines of a concordance behind the marks of a chart.

    lines: columns talk, person, left, hit, right and `by`, or None. mark: what the marks are
    called. by: the columns that a mark stands for. legend: the column of the legend's names.
    """

    def __init__(self, lines: pd.DataFrame | None, *, mark: str, by: Sequence[str], legend: str):
        self.lines, self.mark, self.by, self.legend = lines, mark, list(by), legend
        self.picks = [pick_in_legend(legend)]
        if lines is not None and len(lines):
            click = alt.selection_point(name=mark, fields=self.by, clear=BESIDE)
            self.picks.append(click)

    def under(self, chart: Some, data: pd.DataFrame) -> Some | alt.VConcatChart:
        """Return the chart of these data with the lines under it; without lines, the chart alone.

        A row above the lines says how many there are. Raises ValueError where a column is missing.
        """
        if self.lines is None or self.lines.empty:
            return chart
        table = _with_marks(tidy(self.lines, " ".join([*NEEDED, *self.by])), data)
        # as far left as the names of the rows reach
        left = -9 - min(190, 5.8 * table[self.by[0]].str.len().max())
        drawn = _drawn(_carried(table, self.by), columns_of(table), self.mark, left)
        # where a legend says who raised an issue, that is not who speaks in a line
        choosing = [pick for pick in self.picks if set(_fields_picked(pick)) <= set(self.by)]
        both: list[Any] = [chart, drawn.transform_filter(*choosing)]
        return alt.VConcatChart(vconcat=both)


def without_lines(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the specification of a chart without the lines that stand under it, if any do."""
    if not spec.get("usermeta", {}).get("readouts", {}).get("listed"):
        return spec
    both = dict(spec)
    upper: dict[str, Any] = both.pop("vconcat")[0]
    return both | upper


def _fields_picked(pick: alt.Parameter) -> list[str]:
    selection: Any = pick.param
    fields: list[str] = selection.select.fields
    return fields


def _with_marks(lines: pd.DataFrame, data: pd.DataFrame) -> pd.DataFrame:
    """Return lines with the talk and person of their marks, which may be a year or all others.

    `held` and `speaker` are the talk and the person of the line itself.
    """
    marks = {"talk": year_of(lines["talk"]), "person": OTHERS}
    table = lines.assign(held=lines["talk"], speaker=lines["person"])
    for column, pooled in marks.items():
        if column in data:
            table[column] = table[column].where(table[column].isin(data[column]), pooled)
    return table


def _carried(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the lines that a chart carries: the first of each mark, then the second of each, ...

    `all` says at the first line of a mark how many it has.
    """
    marks = table.groupby(by, sort=False, dropna=False)["hit"]
    turn = marks.cumcount()
    every = marks.transform("size").where(turn == 0)
    by_turns = turn[turn < ROWS].sort_values(kind="stable").index
    kept = by_turns[: max(KEPT, len(marks))].sort_values()
    return table.assign(all=every).loc[kept]


def _drawn(
    table: pd.DataFrame, columns: Sequence[Column], mark: str, left: float
) -> alt.LayerChart:
    """Draw the first lines of a table, and above them how many there are; it begins at `left`."""
    shown = min(ROWS, len(table))
    base = alt.Chart().encode(alt.Y("row:Q", axis=None).scale(domain=[0, shown], reverse=True))
    rows = (
        base.transform_window(row="row_number()")
        .transform_filter(f"datum.row <= {shown}")
        .transform_calculate(line="datum.left + ' ' + datum.hit + ' ' + datum.right")
        .encode(
            tooltip=[
                alt.Tooltip("held:N", title="Talk"),
                alt.Tooltip("speaker:N", title="Speaker"),
                alt.Tooltip("line:N", title="Line"),
            ]
        )
    )
    layers, start = [], left
    for column in columns:
        text = rows.mark_text(align=column.align, limit=column.width - column.gap, **column.style)
        place = alt.value(start + column.anchor())
        layers.append(text.encode(x=place, text=f"{column.name}:N"))
        start += column.width
    layers.append(_count(base, shown, mark, left))
    below = in_layers(*layers).properties(width=start, height=LINE_HEIGHT * shown)
    below.data = inline(table, name="lines")
    return below


def _count(base: alt.Chart, shown: int, mark: str, left: float) -> alt.Chart:
    """Draw the row that says how many of how many lines are shown, and how to choose them."""
    number = f"min(datum.n, {shown}) + ' of ' + format(datum.all, ',')"
    noun = "(datum.all == 1 ? ' line' : ' lines')"
    how = f"' · click a {mark} for its own, beside it for all'"
    row = base.transform_aggregate(n="count()", all="sum(all)").transform_calculate(
        row="0", said=f"{number} + {noun} + {how}"
    )
    text: alt.Chart = row.mark_text(align="left", color=MUTED).encode(text="said:N")
    return text.encode(x=alt.value(left))
