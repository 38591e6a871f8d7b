"""Points with intervals: rates of phrases, and words that one person uses more than the other."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from .finish import finish
from .frames import colors_of, in_order, inline, tidy
from .listing import Listing
from .parts import color_of, fade, in_layers, names_of_columns, pick_in_legend, step, tips
from .sayings import largest, most_talks, subtitle_of
from .theme import MUTED, ONE_COLOR


def rates(
    frame: pd.DataFrame,
    *,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.LayerChart:
    """Return points with intervals, a row per family, coloured by person where there are persons.

    Columns: family (or another name of the row), rate, low, high (per 1,000 words), hits, words,
    talks; person (optional). A row whose low or high is NaN is a hollow point without interval.

    >>> uses = pd.DataFrame({"family": ["win-win"], "rate": [1.5], "low": [0.5], "high": [3.0]})
    >>> rates(uses.assign(hits=3, words=2000, talks=5)).description
    'Points with intervals. Per 1,000 words: win-win 1.50.'
    """
    data = tidy(frame, "family rate low high hits words talks", "person")
    data["known"] = (data["low"].notna() & data["high"].notna()).astype(int)
    rows, names = in_order(data["family"]), names_of_columns(data)
    base = alt.Chart(inline(data)).encode(
        alt.Y("family:N", title=None, sort=rows).axis(grid=True, gridDash=[1, 3]),
        tooltip=tips(names),
    )
    color: dict[str, Any] = {}  # of all marks, where persons give none
    lanes, labels, picks = 1, data["family"], []
    if "person" in data:
        colors, picks = colors_of(persons, data["person"]), [pick_in_legend("person")]
        base = base.encode(
            color_of(colors, "Speaker"),
            alt.YOffset("person:N", sort=list(colors)),
            opacity=fade(picks),
        )
        lanes, labels = len(colors), labels + ", " + data["person"]
    else:
        color["color"] = ONE_COLOR
    span = base.mark_rule(strokeWidth=2.5, **color).encode(
        alt.X("low:Q", title="per 1,000 words").axis(tickCount=6), alt.X2("high:Q")
    )
    # a legend answers clicks only where the first layer that has its colours owns the selection
    span = span.properties(name="rates").add_params(*picks)
    ring = base.mark_point(size=70, strokeWidth=2, **color).encode(alt.X("rate:Q"))
    disc = base.mark_circle(size=80, **color).encode(alt.X("rate:Q"))
    disc = disc.transform_filter(alt.datum.known == 1)
    height = step(len(rows), 14 + 12 * lanes, 800)
    said = largest(labels, data["rate"], "{:.2f}")
    return finish(
        in_layers(span, ring, disc).properties(height=height),
        data,
        title=title or "Uses per 1,000 words, with intervals",
        subtitle=subtitle_of(most_talks(data), note),
        alt_text=alt_text or f"Points with intervals. Per 1,000 words: {said}.",
        names=names,
        axes={"y": "family"},
    )


def keyness(
    frame: pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.LayerChart | alt.VConcatChart:
    """Return lollipops of paired differences in rate between two persons, word by word.

    Columns: word, person (who uses it more), difference (per 1,000 words, signed), low, high (same
    unit, NaN allowed), talks (pairs it rests on). Rows are drawn in the frame's order.

    >>> more = pd.DataFrame({"word": ["uphold"], "person": "Wang Yi", "difference": [2.0]})
    >>> keyness(more.assign(low=1.0, high=3.0, talks=5)).description
    'Lollipops with intervals. Largest differences per 1,000 words: uphold 2.0.'
    """
    data = tidy(frame, "word person difference low high talks")
    names = names_of_columns(data, person="Said more by")
    listing = Listing(lines, mark="bar", by=["word"], legend="person")
    rows, colors = in_order(data["word"]), colors_of(persons, data["person"])
    base = alt.Chart(inline(data.assign(zero=0))).encode(
        alt.Y("word:N", title=None, sort=rows),
        color_of(colors, "Said more by"),
        opacity=fade(listing.picks),
        tooltip=tips(names),
    )
    middle = alt.Chart(alt.InlineData(values=[{"zero": 0}]))
    middle = middle.mark_rule(color=MUTED).encode(alt.X("zero:Q"))
    span = base.mark_rule(strokeWidth=8, strokeOpacity=0.3).encode(
        alt.X("low:Q", title="difference per 1,000 words, inside the same talk"), alt.X2("high:Q")
    )
    span = span.properties(name="keyness").add_params(*listing.picks)
    stick = base.mark_rule(strokeWidth=2).encode(alt.X("zero:Q"), alt.X2("difference:Q"))
    point = base.mark_circle(size=80).encode(alt.X("difference:Q"))
    chart = in_layers(middle, span, stick, point).properties(height=step(len(rows), 20))
    said = largest(data["word"], data["difference"].abs(), "{:.1f}")
    return finish(
        listing.under(chart, data),
        data,
        title=title or "Words one speaker uses more than the other",
        subtitle=subtitle_of(most_talks(data), note),
        alt_text=alt_text
        or f"Lollipops with intervals. Largest differences per 1,000 words: {said}.",
        names=names,
        axes={"y": "word"},
    )
