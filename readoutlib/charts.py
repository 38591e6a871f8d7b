"""Frames in, charts out: one theme for Altair and matplotlib, with alt text, in JupyterLab and in the report.

Importing this module turns on its Altair theme and renderer: a chart that ends a cell is drawn in JupyterLab with the
network off, carries a still picture of itself for places that draw no Vega, and a line of text with title and alt text.
A `figure_…` function draws with matplotlib and returns a Picture, which shows itself as SVG with the same text.

All functions take a frame, check its columns (ValueError names what is missing), round what they draw to four decimals,
keep the frame's order of talks, persons and rows, and take the same keywords: `title`, `note` (second line, after the
count of talks: sources, periods, "as reported by …"), `alt_text` (what the picture shows; default: its largest values) and,
where persons have colours, `persons` (the order colours follow, so that a person keeps one over all charts). Some take `lines`,
a concordance (columns talk, person, left, hit, right, and family, issue or word as the chart has it): JupyterLab lists them under
the chart, and a click on a mark leaves its own; a still picture and the report show the chart alone.
"""

import base64
import io
import json
import logging
import textwrap
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

# Before the import: where matplotlib keeps its fonts, and that it looks for them, is no news for the reader of a notebook.
logging.getLogger("matplotlib").setLevel(logging.ERROR)

import altair as alt
import matplotlib
import numpy as np
import pandas as pd
import vl_convert
from matplotlib.figure import Figure
from PIL import Image

from .mime import FIGURE, VEGA
from .palette import GREYS, person_colors
from .speakers import OTHERS

THEME = json.loads(files("readoutlib").joinpath("books/theme.json").read_text("utf-8"))
INK, MUTED, GRID, PAPER, GAP = THEME["night"]  # each with its colour in the dark
PRECISIONS = {"day": "#0072b2", "month": "#009e73", "year": "#e69f00", "unknown": "#6f6f6f"}
# Vega mixes words up with the properties that each object of JavaScript has: such a word gets a mark that nobody sees.
_TAKEN = {
    w: f"{w}\u200b"
    for w in (
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
MOST = 80  # talks that a chart tells apart; where there are more it draws years
NAMES = 24  # persons that a legend tells apart
ROWS, KEPT = (
    12,
    200,
)  # lines listed under a chart at a time, and lines that it carries where one for each mark is not more


# --- theme and renderer ----------------------------------------------------------------------------------------------


alt.theme.register("readouts", enable=True)(lambda: alt.theme.ThemeConfig(config=THEME["config"]))


def _told(spec: dict) -> dict:
    """Shim until the makers of the charts say it themselves."""
    listed = spec.get("name") == "listed"
    upper = spec["vconcat"][0] if listed else spec

    def within(value, key):
        parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        parts = list(parts)
        return [v for k, v in parts if k == key] + [w for _, v in parts for w in within(v, key)]

    fields, axes = {}, {}
    for tips in within(upper, "tooltip"):
        fields |= {t["field"]: t["title"] for t in (tips if isinstance(tips, list) else [tips])}
    for key in "xy":
        for channel in within(upper, key):
            if isinstance(channel, dict) and channel.get("type") == "nominal":
                axes[key] = channel["field"]
    rows = [r for table in spec.get("datasets", {}).values() for r in table]
    families = list(dict.fromkeys(r["family"] for r in rows if r.get("family")))
    return {"fields": fields, "axes": axes, "families": families, "listed": listed}


def _render(spec: dict, **_: object) -> tuple[dict, dict]:
    """Return the mime bundle of a chart and its metadata: the spec, a small still picture, and its words."""
    spec = {
        **spec,
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "usermeta": {
            "embedOptions": {"renderer": "svg", "actions": False},
            "readouts": _told(spec),
        },
    }
    title = spec.get("title", "Chart")
    title = " ".join(np.atleast_1d(title["text"])) if isinstance(title, dict) else title
    words = spec.get("description", "")
    png = io.BytesIO()
    listed = spec.get("name") == "listed"  # nobody can click on a picture
    still = (
        {k: v for k, v in (spec | spec["vconcat"][0]).items() if k != "vconcat"} if listed else spec
    )
    with Image.open(
        io.BytesIO(vl_convert.vegalite_to_png(still, vl_version="5.8", scale=1.5))
    ) as picture:
        picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
            png, "PNG", optimize=True
        )
    return {
        VEGA: spec,
        "image/png": base64.b64encode(png.getvalue()).decode(),
        "text/plain": f"{title}. {words}",
    }, {"image/png": {"alt": words}}


alt.renderers.register("readouts", _render)
alt.renderers.enable("readouts")


@dataclass(frozen=True)
class Picture:
    """A matplotlib figure that shows itself as SVG, the same bytes on each run, with title and alt text."""

    figure: Figure
    title: str
    alt: str
    data: pd.DataFrame

    def svg(self) -> str:
        """Return the figure as an SVG document that names itself to a screen reader."""
        out = io.StringIO()
        with (
            matplotlib.rc_context(
                {"svg.hashsalt": "readouts", "svg.fonttype": "path", "text.parse_math": False}
            ),
            warnings.catch_warnings(),
        ):
            warnings.filterwarnings(
                "ignore", "Glyph .* missing from font"
            )  # it becomes a box; alt text and tables have the name
            self.figure.savefig(
                out, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None}
            )
        svg = out.getvalue()
        head, body = svg[svg.index("<svg") :].split(">", 1)
        return f'{head} role="img">\n <title>{escape(self.title)}</title>\n <desc>{escape(self.alt)}</desc>{body}'

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict, dict]:
        shown = {
            FIGURE: {
                "fields": [[name, name.capitalize()] for name in self.data],
                "rows": json.loads(self.data.to_json(orient="records")),
            },
            "image/svg+xml": self.svg(),
            "text/plain": f"{self.title}. {self.alt}",
        }
        return shown, {"image/svg+xml": {"alt": self.alt}}


# --- shared parts ----------------------------------------------------------------------------------------------------


def _tidy(frame: pd.DataFrame, need: str, may: str = "") -> pd.DataFrame:
    """Return the columns named, in that order, rounded and without minus zero; dates as ISO strings."""
    if missing := [c for c in need.split() if c not in frame]:
        raise ValueError(
            f"the chart needs the column(s) {', '.join(missing)}; the frame has {', '.join(map(str, frame.columns))}"
        )
    out = frame[
        [c for c in dict.fromkeys([*need.split(), *may.split()]) if c in frame]
    ].reset_index(drop=True)
    for c in out:
        if pd.api.types.is_datetime64_any_dtype(out[c]):
            out[c] = out[c].dt.strftime("%Y-%m-%d")
        elif pd.api.types.is_float_dtype(out[c]):
            out[c] = out[c].round(4) + 0.0  # no minus zero
        elif not pd.api.types.is_numeric_dtype(out[c]):
            out[c] = out[c].replace(_TAKEN)
    return out


def _data(frame: pd.DataFrame, **named: str) -> alt.InlineData:
    return alt.InlineData(values=json.loads(frame.to_json(orient="records")), **named)


def _order(values: Iterable) -> list:
    return list(dict.fromkeys(v for v in values if pd.notna(v)))


def _people(persons: Sequence[str], present: Iterable[str]) -> dict[str, str]:
    """Return person → colour for those present, in the order given, with both sides, narrator and others last."""
    colors = person_colors([*persons, *_order(present)])
    return {p: colors[p] for p in sorted(colors, key=lambda p: p in GREYS) if p in set(present)}


def _color(people: dict[str, str], title: str, field: str = "person") -> alt.Color:
    color, columns = (
        alt.Color(field, type="nominal", title=title),
        96 // (min(40, max(map(len, people), default=0)) + 5),
    )
    color = (
        color.legend(columns=columns) if columns < 4 else color
    )  # long names, or the legend is wider than the plot
    return color.scale(domain=list(people), range=list(people.values()))


def _picks(
    field: str, lines: pd.DataFrame | None = None, mark: str = "", *by: str
) -> list[alt.Parameter]:
    """Return what singles marks out: their legend and, where there are lines to list, a click on a `mark` until one beside all marks."""
    away = "click[!event.item || event.item.mark.marktype === 'group']"
    legend = alt.selection_point(name="pick", fields=[field], bind="legend")
    return [legend] + [alt.selection_point(name=mark, fields=[*by], clear=away)] * (
        lines is not None and len(lines) > 0
    )


def _fade(*picks: alt.Parameter) -> object:
    return alt.when(*picks).then(alt.value(1)).otherwise(alt.value(0.12))


def _step(n: int, most: int = 30, total: int = 640) -> alt.Step:
    return alt.Step(max(8, min(most, total // max(n, 1))), **{"for": "position"})


def _count(frame: pd.DataFrame, note: str) -> str:
    return _join(_plural(len(_order([*frame["talk"], *frame.get("other", [])])), "talk"), note)


def _talks(data: pd.DataFrame, note: str) -> str:
    return _join(_plural(data["talks"].max(), "talk") if len(data) else "", note)


def _few(data: pd.DataFrame, persons: Sequence[str]) -> pd.DataFrame:
    """Return the rows; where there are more persons than a legend can tell apart, those whom `persons` does not name are others."""
    if data["person"].nunique() <= NAMES:
        return data
    return data.assign(
        person=data["person"].where(
            data["person"].isin([*(persons or _order(data["person"]))[:NAMES], *GREYS]), OTHERS
        )
    )


def _pool(data: pd.DataFrame, note: str) -> tuple[pd.DataFrame, str]:
    """Return the rows and the subtitle; past `MOST` talks those of a year are one: counts add up, shares and similarities are means."""
    if data["talk"].nunique() <= MOST:
        return data, _count(data, note)
    keys = [c for c in ("talk", "other", "person", "family", "issue", "topic") if c in data]
    few = data[data["talk"] != data["other"]] if "other" in data else data
    few = few.assign(**{c: _year(few[c]) for c in keys if c in ("talk", "other")})
    how = {
        c: {"similarity": "mean", "who": "first"}.get(c, "sum")
        for c in few
        if c not in (*keys, "low", "high")
    }
    out = few.groupby(keys, sort=False, as_index=False).agg(how)
    if "share" in out:
        out["share"] = (
            out["share"] / out["talk"].map(data["talk"].groupby(few["talk"]).nunique())
        ).round(4)
    return out.round(4), _join(_count(data, "drawn by year"), note)


def _year(talks: pd.Series) -> pd.Series:
    return "all " + talks.str.extract(r"^(\d{4})", expand=False).fillna("undated")


def _say(labels: Iterable, values: Iterable, form: str = "{:,.0f}", most: int = 4) -> str:
    """Say the largest values in words: the default alt text."""
    pairs = sorted(
        ((v, str(k)) for k, v in zip(labels, values, strict=True) if pd.notna(v)),
        key=lambda p: (-p[0], p[1]),
    )
    more = f", and {len(pairs) - most} more" if len(pairs) > most else ""
    return (", ".join(f"{k} {form.format(v)}" for v, k in pairs[:most]) + more) or "nothing to show"


def _label(
    chart: alt.TopLevelMixin, title: str, subtitle: str, words: str, width: float = 620
) -> alt.TopLevelMixin:
    """Put title and subtitle above a chart, in lines no wider than its plot of so many pixels, and its alt text behind it."""
    if isinstance(chart, alt.VConcatChart):  # the report shows the upper chart alone
        chart.vconcat[0].description = words
        words += " In JupyterLab a click lists the lines behind a mark."
    return chart.properties(
        title=alt.TitleParams(_lines(title, width / 8.9), subtitle=_lines(subtitle, width / 5.8)),
        description=words,
    )


def _lines(text: str, letters: float) -> str | list[str]:
    """Break a text into lines of about so many letters, 40 at least; what fits in one stays text."""
    lines = textwrap.wrap(text, max(40, int(letters)), break_on_hyphens=False)
    return lines if len(lines) > 1 else text


def _listed(
    chart: alt.TopLevelMixin,
    data: pd.DataFrame,
    lines: pd.DataFrame,
    picks: Sequence[alt.Parameter],
) -> alt.TopLevelMixin:
    """Put a chart whose marks can be clicked above the lines behind those that are singled out, hit under hit.

    A row above the lines says how many there are. Of many the chart carries the first of each mark, then the second of each, and so on.
    """
    if len(picks) < 2:
        return chart
    by = picks[1].param.select.fields
    table = _tidy(lines, " ".join(["talk person left hit right", *by])).assign(
        held=lambda t: t["talk"], speaker=lambda t: t["person"]
    )
    table["talk"] = table["talk"].where(
        table["talk"].isin(data.get("talk", table["talk"])), _year(table["talk"])
    )
    table["person"] = table["person"].where(
        table["person"].isin(data.get("person", table["person"])), OTHERS
    )
    groups = table.groupby(by, sort=False, dropna=False)["hit"]
    turn, most, wide = (
        groups.cumcount(),
        min(ROWS, len(table)),
        min(170, 14 + 6 * table["hit"].str.len().max()),
    )
    edge = -9 - min(190, 5.8 * table[by[0]].str.len().max())  # under the names of the rows
    table["all"] = groups.transform("size").where(turn == 0)
    kept = (
        turn[turn < ROWS].sort_values(kind="stable").index[: max(KEPT, len(groups))].sort_values()
    )

    count = f"min(datum.n, {most}) + ' of ' + format(datum.all, ',') + (datum.all == 1 ? ' line' : ' lines')"
    base = alt.Chart().encode(alt.Y("row:Q", axis=None).scale(domain=[0, most], reverse=True))
    head = base.transform_aggregate(n="count()", all="sum(all)").transform_calculate(
        row="0", said=f"{count} + ' · click a {picks[1].name} for its own, beside it for all'"
    )
    rows = (
        base.transform_window(row="row_number()")
        .transform_filter(f"datum.row <= {most}")
        .transform_calculate(line="datum.left + ' ' + datum.hit + ' ' + datum.right")
    )
    rows = rows.encode(
        tooltip=[
            alt.Tooltip("held:N", title="Talk"),
            alt.Tooltip("speaker:N", title="Speaker"),
            alt.Tooltip("line:N", title="Line"),
        ]
    )
    style = {
        "left": {},
        "right": {"dir": "rtl"},
        "center": {"fontWeight": "bold"},
    }  # cut where it is far from the hit
    places = (
        ("held", 0, "left", 80),
        ("speaker", 86, "left", 106),
        ("left", 440, "right", 240),
        ("hit", 440 + wide / 2, "center", wide - 8),
        ("right", 440 + wide, "left", 240),
    )
    texts = [
        rows.mark_text(align=side, limit=limit, **style[side]).encode(
            alt.XValue(edge + x), text=f"{c}:N"
        )
        for c, x, side, limit in places
    ]
    texts.append(head.mark_text(align="left", color=MUTED).encode(alt.XValue(edge), text="said:N"))
    below = alt.layer(*texts, data=_data(table.loc[kept], name="lines")).properties(
        width=680 + wide + edge, height=18 * most
    )
    return alt.vconcat(
        chart,
        below.transform_filter(*(p for p in picks if set(p.param.select.fields) <= set(by))),
        name="listed",
    )


def _join(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _plural(n: float, noun: str) -> str:
    return f"{n:,.0f} {noun}{'' if n == 1 else 's'}"


def _tips(data: pd.DataFrame, **titles: str) -> list[alt.Tooltip]:
    """Return a tooltip line for each column of the frame that has a name for readers, in the order of the theme's table."""
    named = [
        (c, titles.get(c, title), form)
        for c, (title, form) in THEME["columns"].items()
        if c in data
    ]
    return [
        alt.Tooltip(f"{c}:Q", title=t, format=f) if f else alt.Tooltip(f"{c}:N", title=t)
        for c, t, f in named
    ]


def _with_gaps(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return talks in the frame's order with a label where years are missing, and those labels alone."""
    talks = pd.Series(_order(frame["talk"]), dtype="str")
    columns, gaps, last = [], [], None
    for talk, year in zip(
        talks, pd.to_numeric(talks.str.extract(r"^(?:all )?(\d{4})")[0]), strict=True
    ):
        if pd.notna(year) and last is not None and year > last + 1:
            gaps.append(
                f"{last + 1:.0f}: none"
                if year == last + 2
                else f"{last + 1:.0f}–{year - 1:.0f}: none"
            )
            columns.append(gaps[-1])
        last = year if pd.notna(year) else last
        columns.append(talk)
    return columns, gaps


def _grid(data, shown, row, color, label, form, picks=()) -> tuple[alt.LayerChart, int]:
    """Draw row × talk cells, with values where they are wide enough, and return the width; labels thin out as talks grow."""
    (columns, gaps), rows = _with_gaps(data), _order(data[row])
    step = max(13, min(80, 660 // max(len(columns), 1)))
    across = (
        alt.X("talk:N", title=None, sort=columns)
        .scale(domain=columns)
        .axis(labelAngle=-90 if step < 44 else -30, labelOverlap=True)
    )
    down = alt.Y(f"{row}:N", title=None, sort=rows).scale(domain=rows)
    base = alt.Chart(_data(shown)).encode(
        across, down, tooltip=_tips(shown), **({"opacity": _fade(*picks)} if picks else {})
    )
    cells = (
        base.mark_rect(stroke=PAPER, strokeWidth=1)
        .encode(color=color)
        .properties(name="grid")
        .add_params(*picks)
    )
    missing = alt.Chart(
        alt.InlineData(values=[{"talk": g, "none": "no talk in the corpus"} for g in gaps])
    ).encode(alt.X("talk:N", sort=columns))
    layers = [
        missing.mark_rect(color=GAP).encode(tooltip=alt.Tooltip("none:N", title="Gap"))
    ] * bool(gaps) + [cells]
    if step >= 24:
        value = f"luminance(scale('color', datum['{color.shorthand.split(':')[0]}']))"
        dark = alt.when(f"{value} > 0.35").then(alt.value("#111")).otherwise(alt.value("#fff"))
        layers.append(
            base.mark_text(fontSize=11).encode(text=alt.Text(f"{label}:Q", format=form), color=dark)
        )
    return alt.layer(*layers).properties(
        width=alt.Step(step), height=_step(len(rows), 26)
    ), step * len(columns)


def _bars(
    data: pd.DataFrame,
    x: alt.X,
    persons: Sequence[str],
    most: int,
    name: str,
    picks: Sequence[alt.Parameter],
) -> alt.Chart:
    """Draw stacked bars, a row per talk, in the order of the legend, whose entries single out a person."""
    people, talks = _people(persons, data["person"]), _order(data["talk"])
    data = data.assign(rank=data["person"].map({p: i for i, p in enumerate(people)}))
    down = alt.Y("talk:N", title=None, sort=talks).axis(labelOverlap=True)
    chart = (
        alt.Chart(_data(data), name=name)
        .mark_bar()
        .encode(x, down, _color(people, "Speaker"), alt.Order("rank:Q"))
    )
    return (
        chart.encode(opacity=_fade(*picks), tooltip=_tips(data))
        .add_params(*picks)
        .properties(height=_step(len(talks), most))
    )


# --- charts ----------------------------------------------------------------------------------------------------------


def voice(
    frame: pd.DataFrame,
    *,
    value: str = "words",
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.Chart:
    """Return stacked bars of how much each person says in each talk; a click in the legend singles a person out.

    Columns: talk, person, words; share (0 to 1, of the talk's words) where `value` is "share". One row per talk and person.
    """
    data, subtitle = _pool(_few(_tidy(frame, f"talk person {value}", "words share"), persons), note)
    shares, form = value == "share", "{:.0%}" if value == "share" else "{:,.0f}"
    x = alt.X(
        f"{value}:Q", title="share of the talk's words" if shares else "words", stack="zero"
    ).axis(format=form[2:-1], tickCount=6)
    whole = data.groupby("person", sort=False)[value].sum() / (
        data["talk"].nunique() if shares else 1
    )
    said = f"Stacked bars. {'Mean share of a talk' if shares else 'Words in all talks'}: {_say(whole.index, whole, form)}."
    title = title or (
        "Share of each talk's words, by speaker" if shares else "Words in each talk, by speaker"
    )
    return _label(
        _bars(data, x, persons, 30, "voice", _picks("person")), title, subtitle, alt_text or said
    )


def rates(
    frame: pd.DataFrame,
    *,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.LayerChart:
    """Return points with intervals, a row per family, coloured by person where the frame has that column.

    Columns: family (or another name of the row), rate, low, high (per 1,000 words), hits, words, talks; person (optional). A row whose
    low or high is NaN is drawn as a hollow point without interval.
    """
    data = _tidy(frame, "family rate low high hits words talks", "person")
    data["known"] = (data["low"].notna() & data["high"].notna()).astype(int)
    rows, names, color, picks, lanes = (
        _order(data["family"]),
        data["family"],
        {"color": PRECISIONS["day"]},
        [],
        1,
    )
    base = alt.Chart(_data(data)).encode(
        alt.Y("family:N", title=None, sort=rows).axis(grid=True, gridDash=[1, 3]),
        tooltip=_tips(data),
    )
    if "person" in data:
        people, names, color, picks = (
            _people(persons, data["person"]),
            names + ", " + data["person"],
            {},
            _picks("person"),
        )
        base, lanes = (
            base.encode(
                _color(people, "Speaker"),
                alt.YOffset("person:N", sort=list(people)),
                opacity=_fade(*picks),
            ),
            len(people),
        )
    span = (
        base.mark_rule(strokeWidth=2.5, **color)
        .encode(alt.X("low:Q", title="per 1,000 words").axis(tickCount=6), alt.X2("high:Q"))
        .properties(name="rates")
    )
    ring = base.mark_point(size=70, strokeWidth=2, **color).encode(alt.X("rate:Q"))
    disc = (
        base.mark_circle(size=80, **color)
        .encode(alt.X("rate:Q"))
        .transform_filter(alt.datum.known == 1)
    )
    # a legend answers clicks only where the first layer that has its colours owns the selection
    chart = alt.layer(span.add_params(*picks), ring, disc).properties(
        height=_step(len(rows), 14 + 12 * lanes, 800)
    )
    said = f"Points with intervals. Per 1,000 words: {_say(names, data['rate'], '{:.2f}')}."
    return _label(
        chart, title or "Uses per 1,000 words, with intervals", _talks(data, note), alt_text or said
    )


def issue_grid(
    frame: pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.LayerChart:
    """Return a grid of issue × talk, coloured by who raised the issue, with counts; missing years stand as empty columns.

    Columns: issue, talk, n (sentences or hits; rows with 0 are left blank but keep their talk and issue in the grid), who
    (person, or a word such as "both").
    """
    data, subtitle = _pool(_tidy(frame, "issue talk n who"), note)
    raised, picks = data[data["n"] > 0], _picks("who", lines, "cell", "issue", "talk")
    chart, width = _grid(
        data,
        raised,
        "issue",
        _color(_people(persons, raised["who"]), "Raised by", "who"),
        "n",
        ",.0f",
        picks,
    )
    most = raised.groupby("issue", sort=False)["talk"].nunique()
    said = f"Grid of {_plural(data['issue'].nunique(), 'issue')} by talk. Talks in which an issue was raised: {_say(most.index, most)}."
    return _label(
        _listed(chart, data, lines, picks),
        title or "Issues raised in each talk, by who raised them",
        subtitle,
        alt_text or said,
        width,
    )


def timeline(
    frame: pd.DataFrame, *, title: str = "", note: str = "", alt_text: str = ""
) -> alt.LayerChart:
    """Return talks on a time axis, a row per kind: a point for a known day, a bar for an interval, shaded years without talk.

    Where no talk has a date there is no axis either, only a line that says so.

    Columns: talk, event_start, event_end (datetime64; rows with NaT are counted in the subtitle, not drawn),
    event_precision, event_kind; title, outlet (optional, for the tooltip).
    """
    data = _tidy(frame, "talk event_start event_end event_precision event_kind", "title outlet")
    # a date field is a number of milliseconds to Vega, so that the tooltip needs words of its own
    data["when"] = data["event_start"] + (" to " + data["event_end"]).where(
        data["event_start"] != data["event_end"], ""
    )
    dated, kinds, picks = (
        data.dropna(subset=["event_start", "event_end"]),
        _order(data["event_kind"]),
        _picks("event_precision"),
    )
    lost = len(data) - len(dated)
    title = title or "When the talks took place, and how exactly that is known"
    subtitle = _join(_count(data, ""), f"{lost} undated, not drawn" if lost else "", note)
    if dated.empty:
        line = (
            alt.Chart(alt.InlineData(values=[{"none": "no talk has a date"}]))
            .mark_text(align="left", color=MUTED)
            .encode(alt.XValue(0), text="none:N")
        )
        return _label(
            alt.layer(line),
            title,
            subtitle,
            alt_text or f"No talk has a date ({_count(data, '')}).",
        )
    spans = zip(
        dated["event_start"].str[:4].astype(int),
        dated["event_end"].str[:4].astype(int),
        strict=True,
    )
    told = sorted({year for a, b in spans for year in range(a, b + 1)})
    gaps = [(a + 1, b) for a, b in zip(told, told[1:], strict=False) if b > a + 1]
    shown = [
        {
            "from": f"{a}-01-01",
            "to": f"{b}-01-01",
            "years": f"none in {a}" + (f"–{b - 1}" if b > a + 1 else ""),
        }
        for a, b in gaps
    ]

    edges = (
        alt.Chart(
            alt.InlineData(values=[{"from": f"{told[0]}-01-01"}, {"from": f"{told[-1] + 1}-01-01"}])
        )
        .mark_rule(opacity=0)
        .encode(alt.X("from:T"))
    )
    every = 1 + (told[-1] - told[0]) // 15
    x = (
        alt.X("event_start:T", title=None)
        .scale(type="utc", nice=False)
        .axis(format="%Y", tickCount={"interval": "year", "step": every})
    )
    y = alt.Y("event_kind:N", title=None, sort=kinds).scale(domain=kinds).axis(grid=True)
    color = _color(
        {p: c for p, c in PRECISIONS.items() if p in set(dated["event_precision"])},
        "Date known to the",
        "event_precision",
    )
    base = alt.Chart(_data(dated)).encode(x, y, color, opacity=_fade(*picks), tooltip=_tips(data))
    bars = (
        base.mark_bar(height=10, cornerRadius=5)
        .encode(alt.X2("event_end:T"))
        .properties(name="timeline")
        .add_params(*picks)
    )
    days = base.mark_point(size=110, filled=True, stroke=PAPER, strokeWidth=1).transform_filter(
        alt.datum.event_precision == "day"
    )
    years = alt.Chart(alt.InlineData(values=shown)).encode(alt.X("from:T"))
    shade = years.mark_rect(color=GAP).encode(
        alt.X2("to:T"), tooltip=alt.Tooltip("years:N", title="Talks in the corpus")
    )
    notes = years.mark_text(align="left", dx=4, y=9, color=MUTED).encode(text="years:N")
    layers = [shade] * bool(gaps) + [notes] * (0 < len(gaps) < 6 and told[-1] - told[0] < 20)
    chart = alt.layer(*layers, bars, days, edges).properties(height=alt.Step(44))

    counts = dated["event_precision"].value_counts(sort=False)
    said = f"Time axis. Talks by precision of their date: {_say(counts.index, counts)}. Gaps: {', '.join(g['years'] for g in shown) or 'no year'}."
    return _label(chart, title, subtitle, alt_text or said)


def hits_by_talk(
    frame: pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.Chart | alt.FacetChart:
    """Return bars of hits per talk by person, one panel per phrase family where the frame has that column.

    Columns: talk, person, hits; family (optional). Rows with 0 hits keep their talk on the axis.
    """
    data, subtitle = _pool(_few(_tidy(frame, "talk person hits", "family"), persons), note)
    most = (
        int(data.groupby(["talk", "family"] if "family" in data else "talk")["hits"].sum().max())
        if len(data)
        else 0
    )
    whole = list(range(0, most + 1, 1 + most // 6))  # no half hits
    picks = _picks("person", lines, "bar", *(c for c in ("talk", "person", "family") if c in data))
    chart = _bars(
        data,
        alt.X("hits:Q", title="hits", stack="zero").axis(format="d", values=whole),
        persons,
        22,
        "hits",
        picks,
    )
    if "family" in data:
        families = _order(data["family"])
        chart = chart.properties(width=620 // max(1, min(3, len(families))) - 30).facet(
            alt.Facet("family:N", sort=families, title=None), columns=3
        )
    totals = data.groupby("talk", sort=False)["hits"].sum()
    return _label(
        _listed(chart, data, lines, picks),
        title or "Hits in each talk, by speaker",
        subtitle,
        alt_text or f"Bars. Hits per talk: {_say(totals.index, totals)}.",
    )


def keyness(
    frame: pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> alt.LayerChart:
    """Return lollipops of paired differences in rate between two persons, word by word, with intervals.

    Columns: word, person (who uses it more), difference (per 1,000 words, signed), low, high (same unit, NaN allowed), talks
    (pairs it rests on). Rows are drawn in the frame's order.
    """
    data = _tidy(frame, "word person difference low high talks")
    words, picks = _order(data["word"]), _picks("person", lines, "bar", "word")
    y, color = (
        alt.Y("word:N", title=None, sort=words),
        _color(_people(persons, data["person"]), "Said more by"),
    )
    base = alt.Chart(_data(data.assign(zero=0))).encode(
        y, color, opacity=_fade(*picks), tooltip=_tips(data, person="Said more by")
    )
    zero = (
        alt.Chart(alt.InlineData(values=[{"zero": 0}]))
        .mark_rule(color=MUTED)
        .encode(alt.X("zero:Q"))
    )
    span = base.mark_rule(strokeWidth=8, strokeOpacity=0.3).encode(
        alt.X("low:Q", title="difference per 1,000 words, inside the same talk"), alt.X2("high:Q")
    )
    span = span.properties(name="keyness").add_params(*picks)
    stick = base.mark_rule(strokeWidth=2).encode(alt.X("zero:Q"), alt.X2("difference:Q"))
    point = base.mark_circle(size=80).encode(alt.X("difference:Q"))
    chart = alt.layer(zero, span, stick, point).properties(height=_step(len(words), 20))
    said = f"Lollipops with intervals. Largest differences per 1,000 words: {_say(data['word'], data['difference'].abs(), '{:.1f}')}."
    return _label(
        _listed(chart, data, lines, picks),
        title or "Words one speaker uses more than the other",
        _talks(data, note),
        alt_text or said,
    )


def topics(
    frame: pd.DataFrame, *, title: str = "", note: str = "", alt_text: str = ""
) -> alt.LayerChart:
    """Return a grid of topic × talk with the share each topic has of each talk.

    Columns: topic (its label), talk, share (0 to 1); low, high (optional).
    """
    data, subtitle = _pool(_tidy(frame, "topic talk share", "low high"), note)
    color = (
        alt.Color("share:Q", title="share of talk")
        .scale(scheme="blues", domain=[0, 1])
        .legend(orient="right", format=".0%", gradientLength=120)
    )
    chart, width = _grid(data, data, "topic", color, "share", ".0%")
    mean = data.groupby("topic", sort=False)["share"].mean()
    said = f"Grid of topic by talk. Mean share: {_say(mean.index, mean, '{:.0%}')}."
    return _label(
        chart, title or "Share of each talk given to each topic", subtitle, alt_text or said, width
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

    Columns: act, person, n (sentences), share (0 to 1, of the person's sentences).
    """
    data = _tidy(frame, "act person n share")
    rows, picks = _order(data["act"]), _picks("person")
    x = alt.X("share:Q", title="share of the speaker's sentences").axis(format=".0%", tickCount=6)
    base = alt.Chart(_data(data)).encode(alt.Y("act:N", title=None, sort=rows), x)
    reach = base.mark_rule(color=GRID, strokeWidth=5).encode(
        alt.X("min(share):Q"), alt.X2("max(share):Q")
    )
    color = _color(_people(persons, data["person"]), "Speaker")
    dots = base.mark_circle(size=150).encode(
        color, opacity=_fade(*picks), tooltip=_tips(data, n="Sentences")
    )
    chart = alt.layer(reach, dots.properties(name="acts").add_params(*picks)).properties(
        height=_step(len(rows), 28)
    )
    said = f"Dots. Largest shares: {_say(data['person'] + ', ' + data['act'] + ':', data['share'], '{:.0%}')}."
    return _label(
        chart,
        title or "What each speaker does with words",
        _join(_plural(data["n"].sum(), "sentence"), note),
        alt_text or said,
    )


# --- matplotlib ------------------------------------------------------------------------------------------------------


def _axes(height: float, width: float = 7.6) -> tuple[Figure, matplotlib.axes.Axes]:
    figure = Figure(figsize=(width, height), facecolor=PAPER)
    ax = figure.add_subplot()
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(MUTED)
    ax.tick_params(length=0, labelsize=9, labelcolor=INK)
    ax.set_axisbelow(True)
    return figure, ax


def _picture(figure: Figure, title: str, subtitle: str, words: str, data: pd.DataFrame) -> Picture:
    """Put title and subtitle above everything, left, as in the Altair theme."""
    ax, up = figure.axes[0], 8
    wide = ax.get_position().width * figure.get_figwidth() * 72
    for text, letter, height, style in (
        (subtitle, 4.8, 12, {"fontsize": 9, "color": MUTED}),
        (title, 7.2, 16, {"fontsize": 12, "weight": "bold", "color": INK}),
    ):
        for line in reversed(np.atleast_1d(_lines(text, wide / letter))):
            ax.annotate(
                line,
                (0, 1),
                (0, up),
                xycoords="axes fraction",
                textcoords="offset points",
                annotation_clip=False,
                **style,
            )
            up += height
        up += 3
    for written in figure.findobj(matplotlib.text.Text):
        written.set_parse_math(False)  # a name is no formula, whatever dollar signs it holds
    return Picture(figure, title, words, data)


def _key(ax: matplotlib.axes.Axes, colors: dict[str, str]) -> None:
    """Draw the legend below the axes."""
    marks = [
        matplotlib.patches.Patch(color=c, label=textwrap.fill(p, 40)) for p, c in colors.items()
    ]
    columns = min(4, 80 // (min(40, max(map(len, colors), default=0)) + 3))
    below = (0, -0.55 / ax.figure.get_figheight() - 0.04)
    ax.legend(
        handles=marks,
        loc="upper left",
        bbox_to_anchor=below,
        ncols=columns,
        frameon=False,
        fontsize=9,
        labelcolor=INK,
        borderaxespad=0,
    )


def _rows(ax: matplotlib.axes.Axes, labels: Sequence[str]) -> None:
    """Name the rows from the top, thinning out where they stand closer than a line of text."""
    every = max(1, -(-len(labels) // 40))
    ax.set_yticks(range(0, len(labels), every), [str(v)[:60] for v in labels[::every]])
    ax.set_ylim(len(labels) - 0.4, -0.6)


def words_figure(
    frame: pd.DataFrame,
    *,
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> Picture:
    """Return stacked bars of words per talk by person. Columns: talk, person, words."""
    data, subtitle = _pool(_few(_tidy(frame, "talk person words"), persons), note)
    talks, colors = _order(data["talk"]), _people(persons, data["person"])
    table = data.pivot_table(
        index="talk", columns="person", values="words", aggfunc="sum", fill_value=0, sort=False
    ).reindex(talks)
    figure, ax = _axes(min(9, 0.9 + 0.3 * len(talks)))
    left = pd.Series(0.0, index=table.index)
    for person, color in colors.items():
        some = table[person].to_numpy() > 0
        ax.barh(
            np.flatnonzero(some), table[person][some], left=left[some], color=color, height=0.72
        )
        left = left + table[person]
    _rows(ax, talks)
    ax.xaxis.grid(color=GRID)
    ax.set_xlabel("words", color=MUTED, fontsize=9)
    _key(ax, colors)
    said = f"Stacked bars. Words in all talks: {_say(table.columns, table.sum())}."
    return _picture(
        figure, title or "Words in each talk, by speaker", subtitle, alt_text or said, data
    )


def dispersion_figure(
    frame: pd.DataFrame,
    *,
    talks: Sequence[str] = (),
    persons: Sequence[str] = (),
    title: str = "",
    note: str = "",
    alt_text: str = "",
) -> Picture:
    """Return a barcode of where in each talk's text the hits stand, a row per talk, coloured by person.

    Columns: talk, person, position (0 beginning to 1 end of the text); one row per hit. `talks` lists all rows to draw, so that a
    talk without a hit keeps its empty row.
    """
    data = _few(_tidy(frame, "talk person position"), persons)
    rows, colors = _order([*talks, *data["talk"]]), _people(persons, data["person"])
    figure, ax = _axes(min(9, 0.9 + 0.3 * len(rows)))
    ax.hlines(range(len(rows)), 0, 1, color=GRID, linewidth=1)
    for person, part in data.groupby("person", sort=False):
        at = part["talk"].map({t: i for i, t in enumerate(rows)})
        ax.vlines(part["position"], at - 0.34, at + 0.34, color=colors[person], linewidth=2.2)
    _rows(ax, rows)
    ax.set_xlim(-0.005, 1.005)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["beginning", "", "middle", "", "end"])
    _key(ax, colors)
    counts = data["talk"].value_counts(sort=False)
    words = (
        alt_text
        or f"Barcode of {len(data)} hits along each text. Hits per talk: {_say(counts.index, counts)}."
    )
    n = f"{_plural(len(data), 'hit')} in {len(counts)} of {_plural(len(rows), 'talk')}"
    return _picture(
        figure, title or "Where in each text the hits stand", _join(n, note), words, data
    )


def similarity_figure(
    frame: pd.DataFrame, *, title: str = "", note: str = "", alt_text: str = ""
) -> Picture:
    """Return a matrix of similarity between talks. Columns: talk, other, similarity (0 nothing shared to 1 same)."""
    data, subtitle = _pool(_tidy(frame, "talk other similarity"), note)
    talks = sorted({*data["talk"], *data["other"]})
    table = data.pivot_table(
        index="other", columns="talk", values="similarity", sort=False
    ).reindex(index=talks, columns=talks)
    side = min(7.0, 1.6 + 0.62 * len(talks))
    figure, ax = _axes(side * 0.72, side)
    ax.pcolormesh(
        table.to_numpy(float),
        cmap="Blues",
        vmin=0,
        vmax=1,
        edgecolors=PAPER,
        linewidth=1.5 if len(talks) <= 14 else 0.2,
    )
    if len(talks) <= 14:
        for y, x in np.argwhere(table.notna()):
            ax.text(
                x + 0.5,
                y + 0.5,
                f"{table.iat[y, x]:.2f}",
                ha="center",
                va="center",
                fontsize=8.5,
                color="#fefefe" if table.iat[y, x] > 0.55 else "#111111",
            )
    every = max(1, -(-len(talks) // 24))
    places, names = [i + 0.5 for i in range(0, len(talks), every)], talks[::every]
    ax.set_xticks(
        places,
        names,
        rotation=90 if len(talks) > 7 else 30,
        ha="center" if len(talks) > 7 else "right",
    )
    ax.set_yticks(places, names)
    ax.invert_yaxis()
    ax.spines["bottom"].set_visible(False)
    apart = data[data["talk"] != data["other"]]
    words = (
        alt_text
        or f"Matrix of talks. Most alike: {_say(apart['talk'] + ' and ' + apart['other'], apart['similarity'], '{:.2f}', 2)}."
    )
    return _picture(figure, title or "How alike the talks are in vocabulary", subtitle, words, data)


def confidence_figure(
    frame: pd.DataFrame, *, title: str = "", note: str = "", alt_text: str = ""
) -> Picture:
    """Return bars of how many sentences rest on each attribution rule, with the rule's confidence.

    Columns: rule, sentences, confidence (0 to 1). Rows are drawn in the frame's order; paler bars are less sure.
    """
    data = _tidy(frame, "rule sentences confidence")
    figure, ax = _axes(min(9, 0.8 + 0.28 * len(data)))
    ax.barh(
        range(len(data)),
        data["sentences"],
        color=matplotlib.colormaps["Blues"](0.25 + 0.6 * data["confidence"].clip(0, 1)),
        height=0.72,
    )
    for i, (n, c) in enumerate(zip(data["sentences"], data["confidence"], strict=True)):
        ax.annotate(
            f"{n:,.0f}  ·  {c:.0%}",
            (n, i),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=INK,
        )
    _rows(ax, list(data["rule"]))
    ax.margins(x=0.2)
    ax.xaxis.grid(color=GRID)
    ax.set_xlabel("sentences", color=MUTED, fontsize=9)
    words = alt_text or f"Bars. Sentences per rule: {_say(data['rule'], data['sentences'])}."
    return _picture(
        figure,
        title or "Sentences per rule, and the rule's confidence",
        _join(_plural(data["sentences"].sum(), "sentence"), note),
        words,
        data,
    )
