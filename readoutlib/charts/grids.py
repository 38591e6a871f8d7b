"""Grids: issues by talk, topics by talk, talks by talk."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .figures import Picture, new_figure, picture
from .finish import finish
from .frames import by_years, colors_of, tidy
from .listing import Listing
from .parts import color_of, grid, names_of_columns
from .sayings import largest, number_of
from .theme import PAPER

WRITTEN = 14  # talks; where there are more, the cells of the matrix are too small for numbers
NAMED_TALKS = 24  # talks that the matrix names along a side


def issue_grid(
    frame: pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.LayerChart | alt.VConcatChart:
    """Return a grid of issue × talk with counts, coloured by who raised the issue.

    Columns: issue, talk, n (sentences or hits; rows with 0 are left blank but keep their place
    in the grid), who (person, or a word such as "both"). Missing years stand as empty columns.

    >>> named = pd.DataFrame({"issue": ["trade", "arms"], "talk": "2019-05-13", "n": [2, 0]})
    >>> issue_grid(named.assign(who="Wang Yi")).description
    'Grid of 2 issues by talk. Talks in which an issue was raised: trade 1.'
    """
    data, subtitle = by_years(tidy(frame, "issue talk n who"), note)
    raised, names = data[data["n"] > 0], names_of_columns(data)
    listing = Listing(lines, mark="cell", by=["issue", "talk"], legend="who")
    chart, width = grid(
        data,
        raised,
        row="issue",
        color=color_of(colors_of(persons, raised["who"]), "Raised by", "who"),
        value=alt.Text("n:Q", format=",.0f"),
        names=names,
        picks=listing.picks,
    )
    issues = number_of(data["issue"].nunique(), "issue")
    most = raised.groupby("issue", sort=False)["talk"].nunique()
    said = f"Talks in which an issue was raised: {largest(most.index, most)}."
    return finish(
        listing.under(chart, data),
        data,
        title=title or "Issues raised in each talk, by who raised them",
        subtitle=subtitle,
        alt_text=alt_text or f"Grid of {issues} by talk. {said}",
        names=names,
        axes={"x": "talk", "y": "issue"},
        width=width,
    )


def topics(
    frame: pd.DataFrame, *, title: str = "", note: str = "", alt_text: str = ""
) -> alt.LayerChart:
    """Return a grid of topic × talk with the share each topic has of each talk.

    Columns: topic (its label), talk, share (0 to 1); low, high (optional).

    >>> shares = pd.DataFrame({"topic": ["trade", "arms"], "talk": "2019-05-13"})
    >>> topics(shares.assign(share=[0.7, 0.3])).description
    'Grid of topic by talk. Mean share: trade 70%, arms 30%.'
    """
    data, subtitle = by_years(tidy(frame, "topic talk share", "low high"), note)
    names = names_of_columns(data)
    color = alt.Color("share:Q", title="share of talk").scale(scheme="blues", domain=[0, 1])
    color = color.legend(orient="right", format=".0%", gradientLength=120)
    chart, width = grid(
        data,
        data,
        row="topic",
        color=color,
        value=alt.Text("share:Q", format=".0%"),
        names=names,
    )
    mean = data.groupby("topic", sort=False)["share"].mean()
    said = largest(mean.index, mean, "{:.0%}")
    return finish(
        chart,
        data,
        title=title or "Share of each talk given to each topic",
        subtitle=subtitle,
        alt_text=alt_text or f"Grid of topic by talk. Mean share: {said}.",
        names=names,
        axes={"x": "talk", "y": "topic"},
        width=width,
    )


def similarity_figure(
    frame: pd.DataFrame, *, title: str = "", note: str = "", alt_text: str = ""
) -> Picture:
    """Return a matrix of how alike talks are.

    Columns: talk, other, similarity (0 nothing shared to 1 same).

    >>> pairs = pd.DataFrame({"talk": ["2019", "2019"], "other": ["2019", "2021"]})
    >>> similarity_figure(pairs.assign(similarity=[1.0, 0.25])).alt
    'Matrix of talks. Most alike: 2019 and 2021 0.25.'
    """
    data, subtitle = by_years(tidy(frame, "talk other similarity"), note)
    talks = sorted({*data["talk"], *data["other"]})
    table = data.pivot_table(
        index="other", columns="talk", values="similarity", sort=False
    ).reindex(index=talks, columns=talks)
    few = len(talks) <= WRITTEN
    side = min(7.0, 1.6 + 0.62 * len(talks))
    figure, axes = new_figure(side * 0.72, side)
    axes.pcolormesh(
        table.to_numpy(float),
        cmap="Blues",
        vmin=0,
        vmax=1,
        edgecolors=PAPER,
        linewidth=1.5 if few else 0.2,
    )
    if few:
        _write_values(axes, table)
    _name_sides(axes, talks)
    axes.invert_yaxis()
    axes.spines["bottom"].set_visible(False)
    apart = data[data["talk"] != data["other"]]
    pairs = apart["talk"] + " and " + apart["other"]
    said = largest(pairs, apart["similarity"], "{:.2f}", 2)
    return picture(
        figure,
        data,
        title=title or "How alike the talks are in vocabulary",
        subtitle=subtitle,
        alt_text=alt_text or f"Matrix of talks. Most alike: {said}.",
    )


def _write_values(axes: Axes, table: pd.DataFrame) -> None:
    """Write each value into its cell, in letters to be read upon its blue."""
    for row, column in np.argwhere(table.notna()):
        value = float(table.iat[row, column])  # type: ignore[arg-type]
        axes.text(
            column + 0.5,
            row + 0.5,
            f"{value:.2f}",
            ha="center",
            va="center",
            fontsize=8.5,
            color="#fefefe" if value > 0.55 else "#111111",
        )


def _name_sides(axes: Axes, talks: Sequence[str]) -> None:
    """Name the talks along both sides, thinning out where they are many."""
    every = max(1, -(-len(talks) // NAMED_TALKS))
    places, names = [n + 0.5 for n in range(0, len(talks), every)], talks[::every]
    slant: dict[str, Any] = (
        {"rotation": 90, "ha": "center"} if len(talks) > 7 else {"rotation": 30, "ha": "right"}
    )
    axes.set_xticks(places, names, **slant)
    axes.set_yticks(places, names)
