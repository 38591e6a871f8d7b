"""Frames made fit to draw: the columns a chart needs, rounded, with few enough rows."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from ..palette import GREYS, person_colors
from ..speakers import OTHERS
from .sayings import counted_talks, subtitle_of

MOST = 80  # talks that a chart tells apart; where there are more it draws years
NAMES = 24  # persons that a legend tells apart

# Vega mixes words up with the properties that each object of JavaScript has: such a word gets a
# mark that nobody sees.
TAKEN = {
    word: f"{word}\u200b"
    for word in (
        "constructor",
        "toString",
        "toLocaleString",
        "valueOf",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "__proto__",
    )
}


def tidy(frame: pd.DataFrame, need: str, may: str = "") -> pd.DataFrame:
    """Return the columns named, those the chart may have where they are there, in that order.

    Numbers are rounded to four decimals and have no minus zero; dates are ISO strings. Raises
    ValueError with the names of the columns that the frame lacks.

    >>> tidy(pd.DataFrame({"rate": [1.23456, -0.0], "word": "West"}), "word rate", "talks")
       word    rate
    0  West  1.2346
    1  West  0.0000
    """
    missing = [column for column in need.split() if column not in frame]
    if missing:
        raise ValueError(
            f"the chart needs the column(s) {', '.join(missing)}; "
            f"the frame has {', '.join(map(str, frame.columns))}"
        )
    wanted = dict.fromkeys([*need.split(), *may.split()])
    table = frame[[column for column in wanted if column in frame]].reset_index(drop=True)
    for column in table:
        table[column] = _drawable(table[column])
    return table


def _drawable(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        days: pd.Series = values.dt.strftime("%Y-%m-%d")
        return days
    if pd.api.types.is_float_dtype(values):
        return values.round(4) + 0.0  # no minus zero
    if pd.api.types.is_numeric_dtype(values):
        return values
    return values.replace(TAKEN)


def inline(table: pd.DataFrame, **named: Any) -> alt.InlineData:
    """Return the rows of a table as data that stand in the specification itself."""
    return alt.InlineData(values=rows_of(table), **named)


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain JSON.

    >>> rows_of(pd.DataFrame({"low": [0.5, None]}))
    [{'low': 0.5}, {'low': None}]
    """
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records"))
    return rows


def in_order(values: Iterable[Any]) -> list[Any]:
    """Return each value once, by first appearance, without missing ones.

    >>> in_order(["b", None, "a", "b"])
    ['b', 'a']
    """
    return list(dict.fromkeys(value for value in values if pd.notna(value)))


def colors_of(persons: Sequence[str], present: Iterable[str]) -> dict[str, str]:
    """Return person → colour for those present, in the order given; the grey voices come last.

    >>> list(colors_of(["Both sides", "Wang Yi", "Absent"], ["Sergey Lavrov", "Both sides"]))
    ['Sergey Lavrov', 'Both sides']
    """
    there = set(present)
    colors = person_colors([*persons, *in_order(present)])
    greys_last = sorted(colors, key=lambda person: person in GREYS)
    return {person: colors[person] for person in greys_last if person in there}


def few_persons(data: pd.DataFrame, persons: Sequence[str]) -> pd.DataFrame:
    """Return the rows; past `NAMES` persons, those whom `persons` does not name are others."""
    if data["person"].nunique() <= NAMES:
        return data
    kept = [*(persons or in_order(data["person"]))[:NAMES], *GREYS]
    return data.assign(person=data["person"].where(data["person"].isin(kept), OTHERS))


# --- talks and years ---------------------------------------------------------------------------


# What each row of a chart is told apart by, and how the other columns of a year become one.
KEYS = ("talk", "other", "person", "family", "issue", "topic")
POOLED = {"similarity": "mean", "who": "first"}  # the rest are sums
NOT_POOLED = ("low", "high")


def by_years(data: pd.DataFrame, note: str) -> tuple[pd.DataFrame, str]:
    """Return the rows and the chart's subtitle; past `MOST` talks those of a year are one.

    Counts add up, shares and similarities are means; intervals are left out.
    """
    talks = counted_talks(in_order([*data["talk"], *data.get("other", [])]))
    if data["talk"].nunique() <= MOST:
        return data, subtitle_of(talks, note)
    keys = [column for column in KEYS if column in data]
    rows = data[data["talk"] != data["other"]] if "other" in data else data
    rows = rows.assign(
        **{column: year_of(rows[column]) for column in keys if column in ("talk", "other")}
    )
    rest = [column for column in rows if column not in (*keys, *NOT_POOLED)]
    how = {column: POOLED.get(str(column), "sum") for column in rest}
    pooled = rows.groupby(keys, sort=False, as_index=False).agg(how)
    if "share" in pooled:
        talks_of_year = data["talk"].groupby(rows["talk"]).nunique()
        pooled["share"] = (pooled["share"] / pooled["talk"].map(talks_of_year)).round(4)
    return pooled.round(4), subtitle_of(talks, "drawn by year", note)


def year_of(talks: pd.Series) -> pd.Series:
    """Return the label of each talk's year, by the date its own label begins with.

    >>> list(year_of(pd.Series(["2019-05-13", "Kazan"])))
    ['all 2019', 'all undated']
    """
    return "all " + talks.str.extract(r"^(\d{4})", expand=False).fillna("undated")


def with_gaps(talks: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the talks once each with a label where years are missing, and those labels alone.

    >>> with_gaps(["2019-05-13", "2019-05-13", "2021", "2024-01-01"])[0]
    ['2019-05-13', '2020: none', '2021', '2022–2023: none', '2024-01-01']
    """
    named = pd.Series(in_order(talks), dtype="str")
    years = pd.to_numeric(named.str.extract(r"^(?:all )?(\d{4})")[0])
    before = years.ffill().shift()
    columns, gaps = [], []
    for talk, year, last in zip(named, years, before, strict=True):
        if year > last + 1:  # never where one of them is unknown
            gaps.append(f"{years_between(last, year)}: none")
            columns.append(gaps[-1])
        columns.append(talk)
    return columns, gaps


def years_between(before: float, after: float) -> str:
    """Name the years between two.

    >>> years_between(2019, 2021), years_between(2021, 2024)
    ('2020', '2022–2023')
    """
    first, last = int(before) + 1, int(after) - 1
    return f"{first}" if first == last else f"{first}–{last}"
