"""Charts: drawn alike by the Vega of JupyterLab and of the report, stable, rounded, named, legible with no and many rows."""

import base64
import copy
import inspect
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import altair as alt
import matplotlib
import nbformat
import numpy as np
import pandas as pd
import pytest
import vl_convert
from fontTools.ttLib import TTFont
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from readoutlib import charts, report, stills
from readoutlib.charts import frames as made
from readoutlib.palette import person_colors
from readoutlib.speakers import OTHERS

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


def takes(name):
    """Return the names of a public function's parameters; none for what is no function."""
    public = getattr(charts, name)
    return list(inspect.signature(public).parameters) if inspect.isfunction(public) else []


CHARTS = [name for name in charts.__all__ if "frame" in takes(name)]
FIGURES = tuple(name for name in CHARTS if name.endswith("_figure"))
ALTAIR = tuple(name for name in CHARTS if name not in FIGURES)


def frames(talks=5, persons=3):
    """One frame for each public chart function, with columns as the docstrings name them."""
    days = pd.date_range("2019-05-13", periods=talks, freq="200D")
    days = days.where(days.year != 2021, days + pd.Timedelta(days=365))
    labels, people = (
        [f"{d:%Y-%m-%d}" for d in days],
        [f"Person {i}" for i in range(persons - 1)] + ["Both sides"],
    )
    pairs = pd.DataFrame([(t, p) for t in labels for p in people], columns=["talk", "person"])
    number = np.arange(len(pairs))
    spoken = pairs.assign(
        words=100 + number % 7, share=1 / persons, hits=number % 3, position=(number % 10) / 10
    )
    matrix = pd.DataFrame(
        [(a, b, abs(i - j) / talks) for i, a in enumerate(labels) for j, b in enumerate(labels)],
        columns=["talk", "other", "similarity"],
    )
    rates = pd.DataFrame(
        [
            (f, p, 1.23456789, 0.5, 2.5, 3, 1000, talks)
            for f in ("multipolar", "win-win")
            for p in people
        ],
        columns=["family", "person", "rate", "low", "high", "hits", "words", "talks"],
    )
    issues = pd.DataFrame(
        [
            (i, t, n % 3, people[n % persons])
            for i in ("Ukraine", "Korea")
            for n, t in enumerate(labels)
        ],
        columns=["issue", "talk", "n", "who"],
    )
    return {
        "voice": spoken,
        "hits_by_talk": spoken,
        "words_figure": spoken,
        "dispersion_figure": spoken,
        "rates": rates,
        "issue_grid": issues,
        "similarity_figure": matrix,
        "timeline": pd.DataFrame(
            {
                "talk": labels,
                "event_start": days,
                "event_end": days,
                "event_precision": ["year", *["day"] * (talks - 1)],
                "event_kind": "phone",
                "title": "T",
            }
        ),
        "keyness": pd.DataFrame(
            {
                "word": ["uphold", "west"],
                "person": people[:2],
                "difference": [2.0, -1],
                "low": [1, np.nan],
                "high": [3, np.nan],
                "talks": talks,
            }
        ),
        "topics": pd.DataFrame(
            [(k, t, 0.5) for k in ("a, b", "c, d") for t in labels],
            columns=["topic", "talk", "share"],
        ),
        "acts": pd.DataFrame(
            [(a, p, 3, 0.25) for a in ("proposes", "praises") for p in people],
            columns=["act", "person", "n", "share"],
        ),
        "confidence_figure": pd.DataFrame(
            {"rule": ["cue", "turn"], "sentences": [40, 38], "confidence": [1.0, 0.9]}
        ),
    }


def draw(name, frame=None, **keywords):
    """Return the mime bundle and metadata that a notebook would store."""
    return getattr(charts, name)(
        frames()[name] if frame is None else frame, **keywords
    )._repr_mimebundle_(None, None)


def values(spec):
    return [row for table in spec["datasets"].values() for row in table]


# --- what a notebook stores ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALTAIR)
def test_a_chart_stores_spec_still_and_words(name):
    data, metadata = draw(name, note="as reported by one side", alt_text="What it shows.")
    spec = data[charts.VEGA]
    assert list(data) == [charts.VEGA, "image/png", "text/plain"]
    assert spec["$schema"].endswith("/v5.json") and spec["usermeta"]["embedOptions"] == {
        "renderer": "svg",
        "actions": False,
    }
    assert spec["description"] == "What it shows." == metadata["image/png"]["alt"]
    assert spec["title"]["subtitle"].endswith("as reported by one side")
    assert data["text/plain"] == f"{spec['title']['text']}. What it shows."
    assert (
        base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
        and len(data["image/png"]) < 60_000
    )


def within(part, key):
    """Return all values that stand under a key anywhere in a specification."""
    inner = list(part.items()) if isinstance(part, dict) else list(enumerate(part))
    found = [value for name, value in inner if name == key]
    for _, value in inner:
        if isinstance(value, (dict, list)):
            found += within(value, key)
    return found


def encoded(spec, channel):
    """Return the fields that a specification draws by x, y or another channel, layer by layer."""
    channels = [encoding.get(channel, {}) for encoding in within(spec, "encoding")]
    return [drawn for drawn in channels if "field" in drawn]


def test_there_is_a_frame_for_every_chart():
    assert set(frames()) == set(CHARTS) and len(CHARTS) > 11


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_what_it_shows_and_of_how_many(name):
    chart = getattr(charts, name)(frames()[name], note="a note")
    if name in FIGURES:
        title, words = chart.title, chart.alt
        above = [written.get_text() for written in chart.figure.axes[0].texts]
        subtitle = next(text for text in above if text.endswith(" · a note"))
    else:
        spec = chart.to_dict()
        title, words = spec["title"]["text"], spec["description"]
        subtitle = spec["title"]["subtitle"]
    assert title and words and words.endswith(".") and re.search(r"\d", words)
    assert re.match(r"\d[\d,]* (talk|sentence|hit)s? ", subtitle)


@pytest.mark.parametrize("name", ALTAIR)
def test_an_axis_of_numbers_has_a_title(name):
    spec = draw(name)[0][charts.VEGA]
    axes = [axis for key in ("x", "y") for axis in encoded(spec, key)]
    counted = {axis["field"] for axis in axes if axis["type"] == "quantitative"}
    titled = {axis["field"] for axis in axes if axis.get("title")}
    assert titled <= counted and bool(titled) == bool(counted)  # names and dates need no title


@pytest.mark.parametrize("name", ALTAIR)
def test_every_chart_tells_the_report_of_its_columns_and_axes(name):
    spec = draw(name)[0][charts.VEGA]
    told, rows = spec["usermeta"]["readouts"], max(spec["datasets"].values(), key=len)
    tips = [tip for tips in within(spec, "tooltip") for tip in np.atleast_1d(tips)]
    named = {tip["field"]: tip["title"] for tip in tips if tip["field"] in rows[0]}
    assert told["fields"] == [list(field) for field in named.items()]
    assert told["axes"] == {
        key: axis["field"]
        for key in ("x", "y")
        for axis in encoded(spec, key)
        if axis["type"] == "nominal"
    }
    assert told["families"] == (["multipolar", "win-win"] if name == "rates" else [])
    assert told["listed"] is False and set(told) == {"fields", "axes", "families", "listed"}


def test_a_family_is_told_without_the_person_of_its_row():
    frame = frames()["rates"]
    frame["family"] += " · " + frame["person"]
    told = draw("rates", frame)[0][charts.VEGA]["usermeta"]["readouts"]
    assert told["families"] == ["multipolar", "win-win"]


def test_charts_stand_beside_each_other_and_in_layers():
    voice, acts = (getattr(charts, name)(frames()[name]) for name in ("voice", "acts"))
    for chart in (voice.properties(width=100), voice.interactive(), acts):
        assert "usermeta" in chart.to_dict()
    rule = alt.Chart(alt.InlineData(values=[{"at": 100}])).mark_rule().encode(x="at:Q")
    with pytest.warns(UserWarning, match="deduplicated"):  # both have the selection `pick`
        beside = voice | acts
    for chart in (beside, voice + rule):
        assert "readouts" not in json.dumps(chart.to_dict())


def width(shown):
    """Return how wide the chart or figure of a mime bundle is drawn."""
    svg = shown.get("image/svg+xml") or vl_convert.vegalite_to_svg(
        shown[charts.VEGA], vl_version="6.4"
    )
    return svg_width(svg)


def svg_width(svg):
    return float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])


OUTLETS = (
    "As reported by "
    + ", ".join(f"Ministry of Foreign Affairs of Republic {n} ({n})" for n in range(6))
    + "; three documents name no outlet."
)


@pytest.mark.parametrize("name", ALTAIR + FIGURES)
def test_no_words_make_a_chart_wider_or_are_lost(name):
    plain, noted, titled = (
        draw(name, **words)[0]
        for words in ({"title": "A"}, {"title": "A", "note": OUTLETS}, {"title": OUTLETS})
    )
    assert len(OUTLETS) > 300 and width(plain) == width(noted) == width(titled)
    shown = (
        noted[charts.VEGA]["title"]["subtitle"]
        if name in ALTAIR
        else re.findall(r"<!-- (.*?) -->", noted["image/svg+xml"])
    )
    assert OUTLETS in " ".join(shown) or OUTLETS in " ".join(shown[::-1]) and name in FIGURES
    assert titled["text/plain"].startswith(OUTLETS)


@pytest.mark.parametrize(
    "name", ["words_figure", "dispersion_figure", "voice", "hits_by_talk", "rates", "acts"]
)
def test_no_name_makes_a_chart_wider(name):
    frame = frames()[name]
    long = frame.assign(
        person=frame.person
        + ", Deputy Prime Minister and Minister for Foreign Affairs and Trade of the Republic"
    )
    assert width(draw(name, long)[0]) <= 1.05 * width(draw(name, frame)[0])


@pytest.mark.parametrize("name", ALTAIR)
def test_both_vegas_draw_the_same_marks(name):
    spec = draw(name)[0][charts.VEGA]
    old, new = (vl_convert.vegalite_to_svg(spec, vl_version=v) for v in ("5.8", "6.4"))
    count = lambda svg: (svg.count("<path"), svg.count("<text"))
    assert count(old) == count(new) and count(new)[1] > 3


@pytest.mark.parametrize("name", ALTAIR + FIGURES)
def test_the_same_frame_gives_the_same_bytes(name):
    first = draw(name)
    draw("voice")  # charts made before must not count
    assert json.dumps(draw(name)) == json.dumps(first)


@pytest.mark.parametrize("name", ALTAIR)
def test_nothing_is_named_by_counting_charts(name):
    assert not re.search(r'"(param|view|concat|layer)_\d+"', json.dumps(draw(name)[0][charts.VEGA]))


@pytest.mark.parametrize("name", ALTAIR)
def test_every_chart_has_a_tooltip_and_those_with_persons_a_legend_to_click(name):
    text = json.dumps(draw(name)[0][charts.VEGA])
    assert '"tooltip": [' in text
    by_name = "persons" in takes(name) or name == "timeline"
    assert ('"bind": "legend"' in text) == by_name


@pytest.mark.parametrize("name", ALTAIR + FIGURES)
def test_alt_text_says_values_unless_given(name):
    words = draw(name)[0]["text/plain"]
    assert re.search(r"\d", words.split(". ", 1)[1])


def test_families_stand_in_panels_that_share_a_legend():
    frame = pd.concat(
        [
            frames()["hits_by_talk"].assign(family=f)
            for f in ("multipolar", "win-win", "BRICS", "SCO")
        ]
    )
    spec = draw("hits_by_talk", frame)[0][charts.VEGA]
    svg = vl_convert.vegalite_to_svg(spec, vl_version="5.8")
    assert (
        all(f">{f}</text>" in svg for f in ("multipolar", "win-win", "BRICS", "SCO"))
        and svg.count(">Both sides</text>") == 1
    )
    assert float(re.search(r'width="([\d.]+)"', svg)[1]) < 1000


# --- stills ----------------------------------------------------------------------------------------------------------


def fonts(folder, *files):
    """Return the environment of a machine that has these font files and no other."""
    folder.mkdir()
    for file in files:
        shutil.copy(file, folder)
    setting = folder / "fonts.conf"
    setting.write_text(f"<fontconfig><dir>{folder}</dir></fontconfig>", encoding="utf-8")
    return os.environ | {"FONTCONFIG_FILE": str(setting), "MPLCONFIGDIR": str(folder)}


def pretending(path, family, file):
    """Write a serif font that says it is of another family."""
    font = TTFont(Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSerif.ttf"))
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
    font.save(path / file)
    return path / file


SHOWN = """
import hashlib, sys, test_charts as t, vl_convert
frame = t.frames()["voice"]
frame["person"] = frame["person"].replace({"Person 0": "\u738b\u6bc5", "Person 1": "Wang Yi \U0001f600"})
spec = t.draw("voice")[0][t.charts.VEGA]
print(hashlib.sha256(vl_convert.vegalite_to_png(spec)).hexdigest())
print(t.draw("voice", frame)[0]["image/png"], t.draw("issue_grid")[0]["image/png"])
print(t.stills.still_svg(spec), t.draw("words_figure", frame)[0]["image/svg+xml"])
"""


@pytest.mark.full
@pytest.mark.skipif(sys.platform != "linux", reason="other systems find fonts in other ways")
def test_a_still_is_the_same_whatever_fonts_a_machine_has(tmp_path):
    everything = Path(matplotlib.get_data_path(), "fonts/ttf/LastResortHE-Regular.ttf")
    machines = [
        fonts(tmp_path / "none"),
        fonts(
            tmp_path / "many",
            pretending(tmp_path, "Arial", "arial.ttf"),
            pretending(tmp_path, "DejaVu Sans", "sans.ttf"),
            everything,  # a box for every letter there is
        ),
        os.environ,
    ]
    printed = [
        subprocess.run(
            [sys.executable, "-c", SHOWN],
            cwd=Path(__file__).parent,
            env=machine,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\n", 1)
        for machine in machines
    ]
    plain, ours = zip(*printed, strict=True)
    assert plain[0] != plain[1]  # these fonts do change what vl-convert draws by itself
    assert len(set(ours)) == 1 and "<svg" in ours[0]


def test_letters_that_the_font_lacks_become_boxes_of_different_names():
    given = ["王毅", "李强", "王", "Wang Yi", "Лавров", "□"]
    boxes = stills._with_boxes({"names": given})["names"]
    seen = [re.sub("[\u200b\u200c]", "", name) for name in boxes]
    assert seen == ["□□", "□□", "□", "Wang Yi", "Лавров", "□"]
    assert len(set(boxes)) == len(given)
    assert set(map(ord, "".join(boxes))) <= stills._letters()


def test_no_machine_has_a_font_of_the_name_of_ours():
    for file in stills._shipped_files():
        font = TTFont(io.BytesIO(stills._renamed(file.read_bytes())))
        names = {str(record) for record in font["name"].names if record.nameID in (1, 16)}
        assert names == {"Stills Sans"}


@pytest.mark.parametrize("name", ALTAIR)
def test_a_still_needs_about_as_much_room_as_the_live_chart(name):
    for words in ({"title": "A"}, {"title": OUTLETS, "note": OUTLETS}):
        shown = draw(name, **words)[0]
        live, still = width(shown), svg_width(stills.still_svg(shown[charts.VEGA]))
        assert 0.94 * live < still < 1.06 * live


def test_without_vl_convert_there_is_no_still():
    program = """
import sys
sys.modules["vl_convert"] = None
import pandas as pd
from readoutlib import charts
frame = pd.DataFrame({"talk": ["2019"], "person": ["Wang Yi"], "words": [1]})
data, metadata = charts.voice(frame)._repr_mimebundle_(None, None)
assert list(data) == [charts.VEGA, "text/plain"] and metadata == {}
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


# --- data ------------------------------------------------------------------------------------------------------------


def test_values_are_rounded_and_lose_minus_zero():
    frame = frames()["rates"].assign(low=-1e-9)
    rows = values(draw("rates", frame)[0][charts.VEGA])
    assert {r["rate"] for r in rows} == {1.2346} and {str(r["low"]) for r in rows} == {"0.0"}


@pytest.mark.parametrize("name", ALTAIR)
def test_words_that_javascript_has_taken_are_drawn(name):
    frame = frames()[name]
    for column in frame.columns.intersection(
        ["word", "issue", "family", "topic", "act", "person", "who"]
    ):
        frame[column] = frame[column].where(frame[column] != frame[column].iloc[0], "constructor")
    svg = vl_convert.vegalite_to_svg(draw(name, frame)[0][charts.VEGA], vl_version="6.4")
    assert "constructor" in svg or name == "timeline"


def test_past_eighty_talks_years_are_drawn():
    frame = frames(100, 3)
    spec = draw("voice", frame["voice"])[0][charts.VEGA]
    assert {r["talk"] for r in values(spec)} == {f"all {y}" for y in frame["voice"]["talk"].str[:4]}
    assert sum(r["words"] for r in values(spec)) == frame["voice"]["words"].sum() and spec["title"][
        "subtitle"
    ].startswith("100 talks · drawn by year")
    shares = values(draw("voice", frame["voice"], value="share")[0][charts.VEGA])
    assert all(abs(s - 1) < 0.001 for s in pd.DataFrame(shares).groupby("talk")["share"].sum())
    matrix = charts.similarity_figure(frame["similarity_figure"])
    assert len(matrix.svg()) < 1_500_000 and not matrix.data.duplicated(["talk", "other"]).any()


def test_a_missing_interval_leaves_the_point_alone():
    frame = frames()["rates"].iloc[:1]
    marks = lambda f: vl_convert.vegalite_to_svg(draw("rates", f)[0][charts.VEGA], vl_version="6.4")
    with_interval, without = marks(frame), marks(frame.assign(low=np.nan, high=np.nan))
    discs = lambda svg: len(re.findall(r'aria-roledescription="circle"', svg))
    rings = lambda svg: len(re.findall(r'aria-roledescription="point"', svg))
    assert (discs(with_interval), rings(with_interval)) == (1, 1) and (
        discs(without),
        rings(without),
    ) == (0, 1)


@pytest.mark.parametrize(
    "name, lost",
    [("voice", "person"), ("rates", "hits"), ("timeline", "event_end"), ("words_figure", "words")],
)
def test_a_missing_column_is_named(name, lost):
    with pytest.raises(
        ValueError,
        match=rf"needs the column\(s\) {lost}; the frame has talk|needs the column\(s\) {lost}; the frame has family",
    ):
        draw(name, frames()[name].drop(columns=lost))


@pytest.mark.parametrize("name", ALTAIR + FIGURES)
def test_no_rows_and_one_row_are_drawn(name):
    frame = frames()[name]
    for few in (frame.iloc[:0], frame.iloc[:1]):
        data, _ = draw(name, few)
        if charts.VEGA in data:
            vl_convert.vegalite_to_svg(data[charts.VEGA], vl_version="6.4")


@pytest.mark.parametrize("name", ALTAIR)
def test_sixty_talks_and_fifteen_persons_stay_on_one_page(name):
    svg = vl_convert.vegalite_to_svg(
        draw(name, frames(60, 15)[name])[0][charts.VEGA], vl_version="6.4"
    )
    width, height = map(float, re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups())
    assert width < 1100 and height < 1100


def test_years_without_a_talk_stand_as_gaps():
    assert made.with_gaps(["2019-05-13", "2019-05-13", "2021", "2024-01-01", "undated"]) == (
        ["2019-05-13", "2020: none", "2021", "2022–2023: none", "2024-01-01", "undated"],
        ["2020: none", "2022–2023: none"],
    )
    talks = pd.to_datetime(["2019-05-13", "2023-08-07", None])
    frame = pd.DataFrame(
        {
            "talk": list("abc"),
            "event_start": talks,
            "event_end": talks,
            "event_precision": "day",
            "event_kind": "phone",
        }
    )
    spec = draw("timeline", frame)[0][charts.VEGA]
    assert {"from": "2020-01-01", "to": "2023-01-01", "years": "none in 2020–2022"} in values(spec)
    assert spec["title"]["subtitle"] == "3 talks · 1 undated, not drawn"


def test_undated_talks_get_no_axis_of_invented_years():
    frame = frames()["timeline"]
    frame[["event_start", "event_end"]] = pd.NaT
    data, _ = draw(
        "timeline", frame.astype({"event_start": "datetime64[us]", "event_end": "datetime64[us]"})
    )
    svg = vl_convert.vegalite_to_svg(data[charts.VEGA], vl_version="5.8")
    assert "no talk has a date" in svg and not re.search(r">\d{4}</text>", svg)
    assert data["text/plain"].endswith("known. No talk has a date (5 talks).")
    assert data[charts.VEGA]["title"]["subtitle"] == "5 talks · 5 undated, not drawn"


@pytest.mark.full
def test_dates_do_not_depend_on_the_time_zone():
    program = "import test_charts as t, vl_convert as v; print(v.vegalite_to_svg(t.draw('timeline')[0][t.charts.VEGA], vl_version='6.4'))"
    run = lambda zone: (
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parent,
            env={"TZ": zone, "PATH": "", "PYTHONPATH": str(SEEDS.parent)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    assert re.findall(r' d="[^"]+"', run("Asia/Tokyo")) == re.findall(
        r' d="[^"]+"', run("America/Los_Angeles")
    )


# --- the lines behind a mark -----------------------------------------------------------------------------------------


def lines(name, each=3, talks=5, persons=3):
    """A concordance for a chart that takes one: so many lines for each mark, each with a hit of its own."""
    frame = (
        frames(talks, persons)[name]
        .assign(
            talk=lambda f: f.get("talk", "2019-05-13"), person=lambda f: f.get("person", "Person 0")
        )
        .iloc[:, :8]
    )
    rows = frame.loc[frame.index.repeat(each)].reset_index(drop=True)
    return rows.assign(
        left="what stands before " * 5,
        hit=[f"hit {n}" for n in rows.index],
        right=" and after it" * 9,
    )


LISTED = {
    "hits_by_talk": ("bar", ["talk", "person"]),
    "issue_grid": ("cell", ["issue", "talk"]),
    "keyness": ("bar", ["word"]),
}


def click(spec, name, **datum):
    """Return the words that the chart shows once a mark of these values is clicked, or, without values, none."""
    spec = copy.deepcopy(spec)
    for p in spec["params"]:
        if p["name"] == name and datum:
            p["value"] = [datum]
    return re.findall(
        r"<text[^>]*>([^<]+)</text>", vl_convert.vegalite_to_svg(spec, vl_version="5.8")
    )


@pytest.mark.parametrize("name", LISTED)
def test_a_click_on_a_mark_leaves_its_lines_alone(name):
    mark, by = LISTED[name]
    given = lines(name)
    data, metadata = draw(name, lines=given)
    spec, chosen = data[charts.VEGA], given.iloc[4]
    every, own = click(spec, mark), click(spec, mark, **chosen[by])
    shown = given.hit[:12].tolist()
    assert [t for t in every if t.startswith("hit ")] == shown
    assert (
        f"{len(shown)} of {len(given)} lines · click a {mark} for its own, beside it for all"
        in every
    )
    assert [t for t in own if t.startswith("hit ")] == ["hit 3", "hit 4", "hit 5"] and any(
        t.startswith("3 of 3 lines · ") for t in own
    )
    assert next(t for t in own if "before" in t).startswith("…") and next(
        t for t in own if "after" in t
    ).endswith("…")
    assert (
        "In JupyterLab a click lists the lines behind a mark."
        in metadata["image/png"]["alt"]
        == spec["description"]
    )
    old, new = (vl_convert.vegalite_to_svg(spec, vl_version=v) for v in ("5.8", "6.4"))
    assert (old.count("<path"), old.count("<text")) == (
        new.count("<path"),
        new.count("<text"),
    ) and float(re.search(r'width="([\d.]+)"', old)[1]) < 960
    assert json.dumps(draw(name, lines=given)[0]) == json.dumps(data) and not re.search(
        r'"(param|view|concat|layer)_\d+"', json.dumps(spec)
    )


def test_a_legend_leaves_the_lines_of_a_person():
    shown = lambda name, **who: click(draw(name, lines=lines(name))[0][charts.VEGA], "pick", **who)
    assert any(t.startswith("12 of 15 lines · ") for t in shown("hits_by_talk", person="Person 1"))
    assert any(
        t.startswith("12 of 30 lines · ") for t in shown("issue_grid", who="Person 1")
    )  # who raised an issue is not who speaks in a line


def test_without_lines_there_is_the_chart_alone():
    for name in LISTED:
        assert json.dumps(draw(name, lines=lines(name).iloc[:0])) == json.dumps(draw(name))
    with pytest.raises(ValueError, match=r"needs the column\(s\) left"):
        draw("keyness", lines=lines("keyness").drop(columns="left"))


@pytest.mark.parametrize("talks, persons, carried", [(5, 3, 180), (40, 3, 200), (60, 5, 300)])
def test_of_many_lines_each_mark_has_some_and_all_are_counted(talks, persons, carried):
    given = lines("hits_by_talk", 100, talks, persons)
    spec = draw("hits_by_talk", frames(talks, persons)["hits_by_talk"], lines=given)[0][charts.VEGA]
    table = pd.DataFrame(spec["vconcat"][1]["data"]["values"])
    marks = lambda frame: set(map(tuple, frame[["talk", "person"]].values))
    assert (
        len(table) == carried and marks(table) == marks(given) and table["all"].sum() == len(given)
    )
    assert any(t.startswith(f"12 of {len(given):,} lines · ") for t in click(spec, "bar"))
    own = min(charts.ROWS, table.groupby(["talk", "person"]).size()["2019-05-13", "Person 1"])
    assert any(
        t.startswith(f"{own} of 100 lines · ")
        for t in click(spec, "bar", talk="2019-05-13", person="Person 1")
    )


def test_lines_follow_their_talks_into_years():
    given = lines("hits_by_talk", 1, 100)
    spec = draw("hits_by_talk", frames(100)["hits_by_talk"], lines=given)[0][charts.VEGA]
    own = given[given.talk.str.startswith("2030") & (given.person == "Person 1")]
    shown = click(spec, "bar", talk="all 2030", person="Person 1")
    assert (
        len(own) > 1
        and [t for t in shown if t.startswith("hit ")] == own.hit.tolist()
        and set(own.talk) <= set(shown)
    )


@pytest.mark.parametrize(
    "text", ["constructor", "</text><script>x</script>", "a' + alert(1) + '", "__proto__"]
)
def test_a_line_is_data_whatever_it_says(text):
    frame, given = frames()["keyness"], lines("keyness")
    frame.loc[0, "word"] = given.loc[:2, "word"] = text
    given[["left", "hit", "right", "person"]] = text
    spec = draw("keyness", frame, lines=given)[0][charts.VEGA]
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    assert "<script" not in svg and text.split("<")[0][:8] in svg
    assert any(
        t.startswith("3 of 3 lines · ") for t in click(spec, "bar", word=made.TAKEN.get(text, text))
    )


def test_the_still_and_the_report_show_the_chart_alone():
    data, _ = draw("hits_by_talk", lines=lines("hits_by_talk"))
    with (
        Image.open(io.BytesIO(base64.b64decode(data["image/png"]))) as alone,
        Image.open(io.BytesIO(base64.b64decode(draw("hits_by_talk")[0]["image/png"]))) as plain,
    ):
        assert alone.size == plain.size


def page(folder, *shown):
    """Return the page of a report whose one notebook has stored these charts or figures."""
    finding = new_output(
        "execute_result", data={"text/markdown": "A **finding**."}, execution_count=2
    )
    cells = [
        new_markdown_cell("# Stored?"),
        new_code_cell(f'CORPUS = "{SEEDS}"', metadata={"tags": ["parameters"]}, execution_count=1),
        new_code_cell("it", metadata={"tags": ["findings"]}, outputs=[finding], execution_count=2),
    ]
    for count, (data, metadata) in enumerate(shown, 3):
        output = new_output("execute_result", data=data, metadata=metadata, execution_count=count)
        cells.append(new_code_cell("show", outputs=[output], execution_count=count))
    (folder / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=cells), folder / "notebooks/01_a.ipynb")
    report.build(SEEDS, folder / "out", execute=False, notebooks=folder / "notebooks")
    return (folder / "out/01_a.html").read_text(encoding="utf-8")


def test_the_report_shows_the_chart_alone(tmp_path):
    ours = draw("hits_by_talk", lines=lines("hits_by_talk"))
    both = alt.vconcat(
        *[
            alt.Chart(pd.DataFrame({"a": [n]})).mark_text().encode(text="a:N")
            for n in ("one of two", "two of two")
        ]
    )._repr_mimebundle_(None, None)
    text = page(tmp_path, ours, both)
    specs = re.findall(r"<figure.*?<script[^>]*>(.*?)</script>.*?</figure>", text, re.DOTALL)
    assert '"on":"never"' in specs[0]
    assert "hit 1" not in text and "what stands before" not in text
    table = re.search(r"<table>.*?</table>", text[text.index("<figure") :], re.DOTALL)[0]
    assert table.count("<tr>") == 1 + len(frames()["hits_by_talk"])
    # another's chart of two stays whole
    assert '"one of two"' in specs[1] and '"two of two"' in specs[1]


# --- colours ---------------------------------------------------------------------------------------------------------


def scale(spec):
    found = re.search(r'"scale": (\{"domain": \[[^]]*\], "range": \[[^]]*\]\})', json.dumps(spec))
    return dict(zip(*json.loads(found[1]).values(), strict=True))


def test_a_person_keeps_a_colour_over_charts():
    everyone = ["Both sides", "Person 1", "Person 0", "Absent"]
    wanted = person_colors(everyone)
    for name in ("voice", "rates", "acts", "hits_by_talk"):
        assert scale(draw(name, persons=everyone)[0][charts.VEGA]) == {
            p: wanted[p] for p in ("Person 1", "Person 0", "Both sides")
        }


def test_each_colour_of_the_theme_has_one_in_the_dark():
    night = charts.THEME["night"]
    assert set(re.findall("#[0-9a-f]{6}", json.dumps(charts.THEME["config"]))) < set(night)
    assert set(night) == {charts.INK, charts.MUTED, charts.GRID, charts.PAPER, charts.GAP}


# --- matplotlib ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_names_itself_and_carries_no_date(name):
    data, metadata = draw(name, title="A <b> & title", alt_text='Says "this" & <that>')
    svg = data["image/svg+xml"]
    assert svg.startswith("<svg ") and re.search(
        r'role="img">\s*<title>A &lt;b&gt; &amp; title</title>\s*<desc>Says &quot;this&quot; &amp; &lt;that&gt;</desc>',
        svg,
    )
    assert (
        metadata["image/svg+xml"]["alt"] == 'Says "this" & <that>'
        and data["text/plain"] == 'A <b> & title. Says "this" & <that>'
    )
    assert "dc:date" not in svg and "<image" not in svg


@pytest.mark.full
def test_a_figure_is_the_same_in_another_process():
    program = (
        "import sys, test_charts as t; sys.stdout.write(t.draw('words_figure')[0]['image/svg+xml'])"
    )
    environment = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "PYTHONPATH": str(SEEDS.parent),
        "LC_ALL": "C",
        "PATH": "",
        "PYTHONIOENCODING": "utf-8",
    }
    other = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent,
        env=environment,
        capture_output=True,
        check=True,
    ).stdout
    assert other.decode() == draw("words_figure")[0]["image/svg+xml"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("text", ["News $a_{$", "王毅"], ids=["dollars", "no glyph"])
def test_any_name_is_drawn_as_text_and_without_a_warning(name, text):
    frame = frames()[name]
    columns = frame.columns.intersection(["talk", "other", "person", "rule"])
    frame[columns] = text + frame[columns]
    data, _ = draw(name, frame, title=text, note=text)
    assert data["text/plain"].startswith(f"{text}. ") and "<svg" in data["image/svg+xml"]


def test_pyplot_stays_out():
    program = "import sys, readoutlib.charts; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_a_talk_without_hits_keeps_its_row():
    frame = frames()["dispersion_figure"].iloc[:1]
    assert "1 hit in 1 of 2 talks" in [
        a.get_text()
        for a in charts.dispersion_figure(frame, talks=["2019-05-13", "2024"]).figure.axes[0].texts
    ]


def test_a_hundred_persons_do_not_swamp_the_legend():
    frame = frames(4, 100)["words_figure"]
    labels = [
        t.get_text() for t in charts.words_figure(frame).figure.axes[0].get_legend().get_texts()
    ]
    assert len(labels) == charts.NAMES + 2 and set(labels[-2:]) == {"Both sides", OTHERS}
    svg = vl_convert.vegalite_to_svg(draw("voice", frame)[0][charts.VEGA], vl_version="6.4")
    assert float(re.search(r'width="([\d.]+)" height', svg)[1]) < 1100 and f">{OTHERS}<" in svg
