"""A notebook's cells as the templates show them: prose, code, outputs in their richest form."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from .. import tables
from ..books import read_theme
from ..mime import FIGURE, TABLE, VEGA
from ..stills import still_svg
from . import links, prose
from .check import Node
from .evidence import as_script
from .foreign import harmless

NIGHT = read_theme()["night"]  # what stands in the dark for each colour of the charts
SVG, PNG = "image/svg+xml", "image/png"
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
PAGE_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
MOST_ROWS = 200  # rows of a chart's data that its page shows
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # colours of a terminal
COLORED = PythonLexer(), HtmlFormatter(nowrap=True)

ElementTree.register_namespace("", SVG_NAMESPACE)


@dataclass(frozen=True)
class Output:
    """One output, by what it is: its words, its HTML, a table, or a figure."""

    text: str | None = None
    html: Markup | None = None
    table: links.LinkedTable | None = None
    figure: "Figure | None" = None


@dataclass(frozen=True)
class Figure:
    """A chart or a drawn figure: picture, words, data, and what the page's script draws from."""

    ident: str
    words: str
    picture: str
    given: Markup  # JSON: a specification, or the rows alone; `dataset` names the rows in it
    dataset: str
    size: int  # rows of the data
    table: links.LinkedTable
    live: bool


@dataclass(frozen=True)
class Cell:
    """What stands between two others: prose with its headings, or outputs with their code."""

    html: Markup | None = None
    parts: tuple[tuple[str, str], ...] = ()
    code: Markup | None = None
    outputs: tuple[Output, ...] = ()
    findings: bool = False


# --- cells --------------------------------------------------------------------------------------


def cells(notebook: Node, addresses: links.Links) -> Iterator[Cell]:
    """Yield the cells; code without output (imports, parameters) joins the code that follows it."""
    taken: set[str] = set()
    code: list[str] = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            if code:
                yield Cell(code=_colored(code))
            html, parts = prose.written(cell.source, taken)
            yield Cell(html=html, parts=tuple(parts))
            code = []
        elif cell.cell_type == "code":
            code += [cell.source] * bool(cell.source.strip())
            outputs = tuple(
                _output(output, f"chart-{number}-{at}", addresses)
                for at, output in enumerate(cell.outputs)
            )
            if code and outputs:
                findings = "findings" in cell.metadata.get("tags", [])
                yield Cell(code=_colored(code), outputs=outputs, findings=findings)
                code = []
    if code:
        yield Cell(code=_colored(code))


def _colored(code: list[str]) -> Markup:
    return Markup(highlight("\n\n".join(code), *COLORED))


def asked(notebook: Node) -> set[str]:
    """Return the phrase families that the charts of a notebook tell of."""
    return {
        family for spec in charts(notebook) for family in _told_by_maker(spec).get("families", ())
    }


def charts(notebook: Node) -> Iterator[dict[str, Any]]:
    """Yield the specifications of a notebook's charts."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if VEGA in output.get("data", {}):
                yield output.data[VEGA]


# --- outputs ------------------------------------------------------------------------------------


def _output(output: Node, ident: str, addresses: links.Links) -> Output:
    """Return an output in the richest form it has."""
    if output.output_type == "stream":
        return Output(text=ANSI.sub("", output.text))
    data = output.data
    if VEGA in data:
        return Output(figure=_chart(data[VEGA], ident, addresses))
    if TABLE in data:
        return Output(table=addresses.table(data[TABLE]))
    if html := harmless(data.get("text/html", "")):
        return Output(html=html)
    if "text/markdown" in data:
        return Output(html=prose.computed(data["text/markdown"]))
    for mime in (SVG, PNG):
        if mime in data:
            return Output(figure=_drawn_figure(output, mime, ident, addresses))
    return Output(text=ANSI.sub("", data.get("text/plain", "")))


def _drawn_figure(output: Node, mime: str, ident: str, addresses: links.Links) -> Figure:
    """Return a figure that stands as a picture, with the data that it carries."""
    data, metadata = output.data, output.get("metadata", {})
    carried = data.get(FIGURE, {"fields": [], "rows": []})
    fields = {name: title for name, title in carried["fields"]}
    rows = [{name: row[name] for name in fields} for row in carried["rows"]]
    return Figure(
        ident=ident,
        words=metadata.get(mime, {}).get("alt") or data.get("text/plain", "Figure"),
        picture=_data_address(data[mime], mime),
        given=Markup(as_script({"datasets": {"data": rows}})),
        dataset="data",
        size=len(rows),
        table=_table(rows, fields, addresses),
        live=False,
    )


def _chart(spec: Mapping[str, Any], ident: str, addresses: links.Links) -> Figure:
    """Return a chart as a still picture, its data, and the specification for the live one."""
    told = _told_by_maker(spec)
    spec = _alone(spec) if told.get("listed") else dict(spec)
    spec = _as_stored(spec | {"$schema": PAGE_SCHEMA})
    datasets = spec.get("datasets", {})
    dataset = max(datasets, key=lambda name: len(datasets[name]), default="")
    rows = datasets.get(dataset, [])
    return Figure(
        ident=ident,
        words=spec.get("description", "Chart"),
        picture=_data_address(still_svg(dict(spec)), SVG),
        given=Markup(as_script(spec)),
        dataset=dataset,
        size=len(rows),
        table=_table(rows, _fields_named(told, rows), addresses),
        live=True,
    )


def _told_by_maker(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the maker of a chart says about it."""
    told: dict[str, Any] = spec.get("usermeta", {}).get("readouts", {})
    return told


def _alone(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a chart without the lines under it: here a click opens the sentences themselves."""
    params = [param if "bind" in param else _never(param) for param in spec["params"]]
    whole = {key: value for key, value in spec.items() if key != "vconcat"}
    return {**whole, "params": params, **spec["vconcat"][0]}


def _never(param: Mapping[str, Any]) -> dict[str, Any]:
    """Return a selection that no click makes."""
    return {**param, "select": {**param["select"], "on": "never"}}


def _as_stored(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a specification with its keys as a stored notebook has them: one page both ways."""
    stored: dict[str, Any] = json.loads(json.dumps(spec, sort_keys=True))
    return stored


def _fields_named(told: Mapping[str, Any], rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the columns of the rows that a chart's tooltips name, with their names, in order."""
    present = rows[0] if rows else {}
    return {name: title for name, title in told.get("fields", ()) if name in present}


def _table(
    rows: list[dict[str, Any]], fields: Mapping[str, str], addresses: links.Links
) -> links.LinkedTable:
    """Return the first rows of a chart's data as a table."""
    texts = [[_text(row[name]) for name in fields] for row in rows[:MOST_ROWS]]
    return addresses.table(tables.of_texts(fields, texts))


def _text(value: object) -> str:
    """Return a value of a chart's data, without the mark that keeps Vega from misreading a word."""
    return "–" if value is None else str(value).removesuffix("\u200b")


# --- pictures -----------------------------------------------------------------------------------


def _data_address(picture: str, mime: str) -> str:
    """Return a picture as an address that holds its own data."""
    raw = _for_the_night(picture).encode() if mime == SVG else base64.b64decode(picture)
    return f"data:{mime};base64,{base64.b64encode(raw).decode()}"


def _for_the_night(svg: str) -> str:
    """Return a picture that knows the colours of the dark; what is no SVG stays as it is."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return svg
    style = ElementTree.Element(f"{{{SVG_NAMESPACE}}}style")
    style.text = _night_style()
    root.insert(0, style)
    return ElementTree.tostring(root, encoding="unicode")


@cache
def _night_style() -> str:
    """Return the rules that put the colours of the night in the place of those of the day."""
    rules = [
        f'[{part}="{day}"],[style*="{part}: {day}"]{{{part}:{night}!important}}'
        for day, night in NIGHT.items()
        for part in ("fill", "stroke")
    ]
    return f"@media screen and (prefers-color-scheme:dark){{{''.join(rules)}}}"
