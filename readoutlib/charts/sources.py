"""What the corpus rests on: when its talks took place, and the rules that name its speakers."""

from collections.abc import Sequence

import altair as alt
import matplotlib
import pandas as pd

from .figures import Picture, height_of, horizontal, name_rows, new_figure, picture
from .finish import finish
from .frames import in_order, inline, tidy, years_between
from .parts import color_of, fade, in_layers, names_of_columns, pick_in_legend, tips
from .sayings import counted_talks, largest, number_of, subtitle_of
from .theme import GAP, INK, MUTED, PAPER, PRECISIONS


def timeline(
    frame: pd.DataFrame, *, title: str = "", note: str = "", alt_text: str = ""
) -> alt.LayerChart:
    """Return talks on a time axis, a row per kind: a point for a known day, a bar for an interval.

    Columns: talk, event_start, event_end (datetime64; rows with NaT are counted in the subtitle,
    not drawn), event_precision, event_kind; title, outlet (optional, for the tooltip). Years
    without a talk are shaded. Where no talk has a date there is no axis either, only a line that
    says so.

    >>> day = pd.to_datetime(["2019-05-13"])
    >>> talk = pd.DataFrame({"talk": ["2019-05-13"], "event_start": day, "event_end": day})
    >>> timeline(talk.assign(event_precision="day", event_kind="phone")).description
    'Time axis. Talks by precision of their date: day 1. Gaps: no year.'
    """
    data = tidy(frame, "talk event_start event_end event_precision event_kind", "title outlet")
    # a date field is a number of milliseconds to Vega, so that the tooltip needs words of its own
    data["when"] = data["event_start"] + _until(data)
    dated = data.dropna(subset=["event_start", "event_end"])
    lost, talks = len(data) - len(dated), counted_talks(in_order(data["talk"]))
    names = names_of_columns(data)
    if dated.empty:
        names, axes = {}, {}
        chart, said = _no_axis(), f"No talk has a date ({talks})."
    else:
        axes = {"y": "event_kind"}
        chart, gaps = _time_axis(dated, in_order(data["event_kind"]), names)
        counts = dated["event_precision"].value_counts(sort=False)
        precisions = f"Talks by precision of their date: {largest(counts.index, counts)}."
        said = f"Time axis. {precisions} Gaps: {', '.join(gaps) or 'no year'}."
    return finish(
        chart,
        data,
        title=title or "When the talks took place, and how exactly that is known",
        subtitle=subtitle_of(talks, f"{lost} undated, not drawn" if lost else "", note),
        alt_text=alt_text or said,
        names=names,
        axes=axes,
    )


def _until(data: pd.DataFrame) -> pd.Series:
    """Return the words for the last day of each talk; none where it is the first."""
    several = data["event_start"] != data["event_end"]
    return (" to " + data["event_end"]).where(several, "")


def _no_axis() -> alt.LayerChart:
    line = alt.Chart(alt.InlineData(values=[{"none": "no talk has a date"}]))
    text = line.mark_text(align="left", color=MUTED)
    return in_layers(text.encode(x=alt.value(0), text="none:N"))


def _time_axis(
    dated: pd.DataFrame, kinds: Sequence[str], names: dict[str, str]
) -> tuple[alt.LayerChart, list[str]]:
    """Draw talks with a date, and return what is said of the years without one, too."""
    years = _years_told(dated)
    wide, gaps = years[-1] - years[0], _gaps(years)
    known = set(dated["event_precision"])
    colors = {precision: c for precision, c in PRECISIONS.items() if precision in known}
    picks = [pick_in_legend("event_precision")]
    across = alt.X("event_start:T", title=None).scale(type="utc", nice=False)
    down = alt.Y("event_kind:N", title=None, sort=kinds).scale(domain=kinds)
    base = alt.Chart(inline(dated)).encode(
        across.axis(format="%Y", tickCount={"interval": "year", "step": 1 + wide // 15}),
        down.axis(grid=True),
        color_of(colors, "Date known to the", "event_precision"),
        opacity=fade(picks),
        tooltip=tips(names),
    )
    bars = base.mark_bar(height=10, cornerRadius=5).encode(alt.X2("event_end:T"))
    bars = bars.properties(name="timeline").add_params(*picks)
    days = base.mark_point(size=110, filled=True, stroke=PAPER, strokeWidth=1)
    days = days.transform_filter(alt.datum.event_precision == "day")
    layers = [bars, days, _edges(years[0], years[-1])]
    if gaps:
        shade = alt.Chart(alt.InlineData(values=gaps)).encode(alt.X("from:T"))
        layers = [*_shades(shade, write=len(gaps) < 6 and wide < 20), *layers]
    chart = in_layers(*layers).properties(height=alt.Step(44))
    return chart, [gap["years"] for gap in gaps]


def _years_told(dated: pd.DataFrame) -> list[int]:
    """Return the years in which a talk was held or can have been."""
    first, last = (dated[c].str[:4].astype(int) for c in ("event_start", "event_end"))
    spans = zip(first, last, strict=True)
    return sorted({year for a, b in spans for year in range(a, b + 1)})


def _gaps(years: Sequence[int]) -> list[dict[str, str]]:
    """Return where each span of years without a talk begins and ends, and what is said of it."""
    return [
        {"from": f"{a + 1}-01-01", "to": f"{b}-01-01", "years": f"none in {years_between(a, b)}"}
        for a, b in zip(years, years[1:], strict=False)
        if b > a + 1
    ]


def _edges(first: int, last: int) -> alt.Chart:
    """Draw nothing at the ends of the first and the last year, so that the axis has them whole."""
    ends = [{"from": f"{first}-01-01"}, {"from": f"{last + 1}-01-01"}]
    rule = alt.Chart(alt.InlineData(values=ends)).mark_rule(opacity=0)
    drawn: alt.Chart = rule.encode(alt.X("from:T"))
    return drawn


def _shades(years: alt.Chart, write: bool) -> list[alt.Chart]:
    """Shade the years without a talk; `write` says there is room to name them."""
    shade = years.mark_rect(color=GAP).encode(
        alt.X2("to:T"), tooltip=alt.Tooltip("years:N", title="Talks in the corpus")
    )
    notes = years.mark_text(align="left", dx=4, y=9, color=MUTED).encode(text="years:N")
    return [shade, notes] if write else [shade]


def confidence_figure(
    frame: pd.DataFrame, *, title: str = "", note: str = "", alt_text: str = ""
) -> Picture:
    """Return bars of how many sentences rest on each attribution rule, with its confidence.

    Columns: rule, sentences, confidence (0 to 1). Rows are drawn in the frame's order; paler bars
    are less sure.

    >>> rules = pd.DataFrame({"rule": ["cue", "turn"], "sentences": [40, 38]})
    >>> confidence_figure(rules.assign(confidence=[1.0, 0.9])).alt
    'Bars. Sentences per rule: cue 40, turn 38.'
    """
    data = tidy(frame, "rule sentences confidence")
    figure, axes = new_figure(height_of(len(data), row=0.28, margin=0.8))
    shades = matplotlib.colormaps["Blues"](0.25 + 0.6 * data["confidence"].clip(0, 1))
    axes.barh(range(len(data)), data["sentences"], color=shades, height=0.72)
    for row, (n, sure) in enumerate(zip(data["sentences"], data["confidence"], strict=True)):
        axes.annotate(
            f"{n:,.0f}  ·  {sure:.0%}",
            (n, row),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=INK,
        )
    name_rows(axes, list(data["rule"]))
    axes.margins(x=0.2)
    horizontal(axes, "sentences")
    said = largest(data["rule"], data["sentences"])
    return picture(
        figure,
        data,
        title=title or "Sentences per rule, and the rule's confidence",
        subtitle=subtitle_of(number_of(data["sentences"].sum(), "sentence"), note),
        alt_text=alt_text or f"Bars. Sentences per rule: {said}.",
    )
