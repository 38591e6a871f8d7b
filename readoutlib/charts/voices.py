"""How much each person says, talk by talk, and what they do with their words."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from .figures import Picture, height_of, horizontal, key_below, name_rows, new_figure, picture
from .finish import finish
from .frames import by_years, colors_of, few_persons, in_order, inline, tidy
from .parts import bars, color_of, fade, in_layers, names_of_columns, pick_in_legend, step, tips
from .sayings import largest, number_of, subtitle_of
from .theme import GRID


@dataclass(frozen=True)
class Measure:
    """What can be drawn of a person's words, and what is said of it."""

    axis: str
    form: str
    title: str
    said: str


MEASURES = {
    "words": Measure(
        axis="words",
        form=",.0f",
        title="Words in each talk, by speaker",
        said="Words in all talks",
    ),
    "share": Measure(
        axis="share of the talk's words",
        form=".0%",
        title="Share of each talk's words, by speaker",
        said="Mean share of a talk",
    ),
}


def voice(
    frame: pd.DataFrame,
    *,
    value: str = "words",
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.Chart:
    """Return stacked bars of how much each person says in each talk.

    Columns: talk, person, words; share (0 to 1, of the talk's words) where `value` is "share". One
    row per talk and person. A click in the legend singles a person out.

    >>> said = pd.DataFrame({"talk": "2019-05-13", "person": ["Wang Yi", "Narrator"]})
    >>> voice(said.assign(words=[120, 30])).description
    'Stacked bars. Words in all talks: Wang Yi 120, Narrator 30.'
    """
    measure = MEASURES[value]
    data = few_persons(tidy(frame, f"talk person {value}", "words share"), persons)
    data, subtitle = by_years(data, note)
    names, picks = names_of_columns(data), [pick_in_legend("person")]
    across = alt.X(f"{value}:Q", title=measure.axis, stack="zero")
    chart = bars(
        data,
        across.axis(format=measure.form, tickCount=6),
        name="voice",
        most=30,
        persons=persons,
        names=names,
        picks=picks,
    )
    whole = data.groupby("person", sort=False)[value].sum()
    if value == "share":
        whole = whole / data["talk"].nunique()
    said = largest(whole.index, whole, f"{{:{measure.form}}}")
    return finish(
        chart,
        data,
        title=title or measure.title,
        subtitle=subtitle,
        alt_text=alt_text or f"Stacked bars. {measure.said}: {said}.",
        names=names,
        axes={"y": "talk"},
    )


def acts(
    frame: pd.DataFrame,
    *,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.LayerChart:
    """Return dots of each speech act's share of each person's sentences, a row per act.

    Columns: act, person, n (sentences), share (0 to 1, of the person's sentences). A click in the
    legend singles a person out.

    >>> done = pd.DataFrame({"act": ["proposes", "praises"], "person": "Wang Yi", "n": [3, 1]})
    >>> acts(done.assign(share=[0.3, 0.1])).description
    'Dots. Largest shares: Wang Yi, proposes: 30%, Wang Yi, praises: 10%.'
    """
    data = tidy(frame, "act person n share")
    rows, picks = in_order(data["act"]), [pick_in_legend("person")]
    names = names_of_columns(data, n="Sentences")
    across = alt.X("share:Q", title="share of the speaker's sentences")
    base = alt.Chart(inline(data)).encode(
        alt.Y("act:N", title=None, sort=rows), across.axis(format=".0%", tickCount=6)
    )
    reach = base.mark_rule(color=GRID, strokeWidth=5)
    reach = reach.encode(alt.X("min(share):Q"), alt.X2("max(share):Q"))
    dots = base.mark_circle(size=150).encode(
        color_of(colors_of(persons, data["person"]), "Speaker"),
        opacity=fade(picks),
        tooltip=tips(names),
    )
    dots = dots.properties(name="acts").add_params(*picks)
    chart = in_layers(reach, dots).properties(height=step(len(rows), 28))
    said = largest(data["person"] + ", " + data["act"] + ":", data["share"], "{:.0%}")
    return finish(
        chart,
        data,
        title=title or "What each speaker does with words",
        subtitle=subtitle_of(number_of(data["n"].sum(), "sentence"), note),
        alt_text=alt_text or f"Dots. Largest shares: {said}.",
        names=names,
        axes={"y": "act"},
    )


def words_figure(
    frame: pd.DataFrame,
    *,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> Picture:
    """Return stacked bars of words per talk by person. Columns: talk, person, words.

    >>> said = pd.DataFrame({"talk": "2019-05-13", "person": ["Wang Yi", "Narrator"]})
    >>> words_figure(said.assign(words=[120, 30])).alt
    'Stacked bars. Words in all talks: Wang Yi 120, Narrator 30.'
    """
    data = few_persons(tidy(frame, "talk person words"), persons)
    data, subtitle = by_years(data, note)
    talks, colors = in_order(data["talk"]), colors_of(persons, data["person"])
    table = data.pivot_table(
        index="talk", columns="person", values="words", aggfunc="sum", fill_value=0, sort=False
    ).reindex(talks)
    figure, axes = new_figure(height_of(len(talks)))
    left = pd.Series(0.0, index=table.index)
    for person, color in colors.items():
        words = table[person]
        some = words.to_numpy() > 0
        axes.barh(np.flatnonzero(some), words[some], left=left[some], color=color, height=0.72)
        left = left + words
    name_rows(axes, talks)
    horizontal(axes, "words")
    key_below(figure, axes, colors)
    said = largest(table.columns, table.sum())
    return picture(
        figure,
        data,
        title=title or "Words in each talk, by speaker",
        subtitle=subtitle,
        alt_text=alt_text or f"Stacked bars. Words in all talks: {said}.",
    )
