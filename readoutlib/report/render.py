"""Write the report: an index, a page per notebook and a page per readout, each one file that asks nothing of any host.

Every page carries a Content-Security-Policy that allows its own scripts by their hash and nothing else: no connection, no
form, no frame. Vega's expressions run in its interpreter (vega-embed's `ast`), so that no page needs `unsafe-eval`. Text that
comes from a corpus is escaped: templates escape by default, computed Markdown may hold no HTML, foreign links or pictures.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html import unescape
from importlib.metadata import version
from pathlib import Path

import jinja2
import mistune
import pandas as pd
import vl_convert
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from ..corpus import Corpus, digest, load_corpus, replacing
from ..parsing.readout import ReadoutError
from ..reading import as_html
from .check import Node, broken_rules, tagged
from .evidence import Places, as_script, index
from .execute import find_notebooks, notebook_folder, run, stored

VEGA = "application/vnd.vegalite.v5+json"
Place = str | Path
TEMPLATES = Path(__file__).parent / "templates"
NIGHT = json.loads((TEMPLATES.parents[1] / "books/theme.json").read_text("utf-8"))[
    "night"
]  # what stands in the dark for each colour of the charts
_DARK = "".join(
    f'[{key}="{a}"],[style*="{key}: {a}"]{{{key}:{b}!important}}'
    for a, b in NIGHT.items()
    for key in ("fill", "stroke")
)
_DARK = f"<style>@media screen and (prefers-color-scheme:dark){{{_DARK}}}</style>"
_PYTHON = PythonLexer(), HtmlFormatter(nowrap=True)


def build(
    corpus: Place,
    out: Place = "reports",
    *,
    corrections: Place | None = None,
    execute: bool = True,
    notebooks: Path | None = None,
) -> Path:
    """Write the report on a corpus (file, folder, glob or saved corpus) into the folder `out`; return its index.html.

    The notebooks run on the corpus, as a file of `corrections` mends it, in fresh kernels; with `execute=False` their stored outputs are shown, which only the
    corpus they were run on allows. `notebooks` is their folder (default: the one beside the package). An older report in `out`
    is replaced as a whole once the new one is complete. Raises ReadoutError, one line, for a corpus that cannot be read, a
    notebook that fails or warns, other people's files in `out`; OSError where `out` cannot be written.
    """
    corpus, out, folder = Path(corpus), Path(out).absolute(), notebook_folder(notebooks)
    wanted = {"CORPUS": corpus, "CORRECTIONS": None if corrections is None else Path(corrections)}
    _refuse_foreign(out)
    found = find_notebooks(folder)
    loaded = load_corpus(corpus, corrections=corrections)
    for name, notebook in found.items():
        if not execute and {"CORRECTIONS": None} | stored(notebook, folder) != {
            k: v and v.resolve() for k, v in wanted.items()
        }:
            raise ReadoutError(
                f"{corpus}: the stored outputs of {name}.ipynb are of another corpus or corrections; run without --no-execute"
            )
    with replacing(out) as new:
        if execute:
            run(found, folder, **wanted)
        if rule := next(
            (rule for name, notebook in found.items() for rule in broken_rules(name, notebook)),
            None,
        ):
            raise ReadoutError(rule)
        for name, text in _pages(loaded, corpus.resolve().name, found):
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return out / "index.html"


def _refuse_foreign(out: Path) -> None:
    """Only an empty folder or a report of ours may be replaced."""
    if not out.exists() and not out.is_symlink():
        return
    index = out / "index.html"
    ours = index.is_file() and b'name="generator" content="readoutlib' in index.read_bytes()[:2000]
    strangers = (
        sorted(p.name for p in out.iterdir() if p.suffix != ".html" and p.name != "readouts")
        if out.is_dir()
        else [out.name]
    )
    if strangers or (not ours and any(out.iterdir())):
        raise ReadoutError(
            f"{out}: expected a new or empty folder or an older report, found other files ({', '.join(strangers[:3]) or 'index.html'}); give another --out"
        )


def _pages(corpus: Corpus, source: str, notebooks: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """Yield file name and text of each page."""
    if VEGA in repr(notebooks):
        _bundle()
    readings = {
        doc_id: f"readouts/{number:03d}.html"
        for number, doc_id in enumerate(corpus.documents.index, 1)
    }
    persons, places, pages = (
        list(dict.fromkeys(corpus.sentences.person)),
        Places(corpus, readings),
        [],
    )
    for name, notebook in notebooks.items():
        cells = list(_cells(notebook, places))
        stills = [
            still
            for cell in cells
            for output in cell.get("outputs", [])
            for still in re.findall(r"<img class='still'.*?>", output)
        ]
        pages.append(
            {
                "name": f"{name}.html",
                "title": _title(notebook) or name,
                "notebook": notebook,
                "cells": cells,
                "still": Markup(min(stills, key=len, default="")),
            }
        )
    asked = {
        m
        for page in pages
        for m in re.findall(
            r'"family":"([^"\\]+?)(?: · [^"]*)?"',
            json.dumps(page["notebook"], ensure_ascii=False, separators=(",", ":")),
        )
    }
    evidence = as_script(index(corpus, readings, asked))
    common = {
        "corpus": corpus,
        "pages": pages,
        "source": source,
        "version": version("readoutlib"),
        "style": Markup(_template_text("style.css")),
        "software": digest(
            *(
                p.read_text("utf-8")
                for p in sorted(TEMPLATES.parents[1].rglob("*.*"))
                if p.suffix != ".pyc"
            )
        ),
    }

    yield (
        "index.html",
        _page(
            "index.html.j2",
            "evidence.js",
            root="",
            title="What the readouts say",
            readings=readings,
            index=Markup(evidence),
            **common,
        ),
    )
    for page in pages:
        contents = [
            (i, t)
            for cell in page["cells"]
            for i, t in re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', cell.get("html", ""))
        ]
        scripts = ["evidence.js", *(["vega", "charts.js"] if page["still"] else [])]
        yield (
            page["name"],
            _page(
                "notebook.html.j2",
                *scripts,
                root="",
                title=page["title"],
                here=page["name"],
                cells=page["cells"],
                contents=contents,
                index=Markup(evidence),
                **common,
            ),
        )
    for number, (doc_id, name) in enumerate(readings.items(), 1):
        reading = Markup(as_html(corpus.readout(doc_id), persons=persons, anchors=True))
        title = f"Readout {number} of {len(readings)}"
        yield (
            name,
            _page(
                "readout.html.j2",
                "reading.js",
                root="../",
                title=title,
                number=number,
                readings=list(readings.values()),
                reading=reading,
                **common,
            ),
        )


def _page(template: str, *names: str, **values: object) -> str:
    scripts = [_script(name) for name in names]
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )
    policy = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        _jinja()
        .get_template(template)
        .render(policy=policy, scripts=[Markup(s) for s in scripts], **values)
        + "\n"
    )


@cache
def _bundle() -> subprocess.Popen:
    """Start to make the Vega bundle: it takes a second, which a process of its own spends beside ours."""
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


@cache
def _script(name: str) -> str:
    """A script of ours, or the Vega bundle of vl-convert, fit to stand inside <script>; the charts' knows the colours of the night."""
    if name == "vega":
        made = _bundle().communicate()[0].decode()
        if _bundle().returncode:
            raise ReadoutError(
                "vl-convert cannot make the Vega bundle; install requirements.lock again"
            )
        return made.replace("</script", "<\\/script").replace("<!--", "\\x3c!--")
    return f"const night = {json.dumps(NIGHT)};\n" * (name == "charts.js") + _template_text(name)


def _template_text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _jinja() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["findings"] = lambda notebook: [
        _markdown(o.data["text/markdown"])
        for c in tagged(notebook, "findings")
        for o in c.outputs
        if "text/markdown" in o.get("data", {})
    ]
    environment.filters["scope"] = _scope
    environment.filters["day"] = lambda value: "" if pd.isna(value) else f"{value:%Y-%m-%d}"
    environment.filters["known"] = lambda value: "" if pd.isna(value) else value
    return environment


# --- cells -----------------------------------------------------------------------------------------------------------


def _cells(notebook: Node, places: Places) -> Iterator[dict]:
    """Yield what the template shows: prose as HTML, or outputs as HTML with the code that made them.

    Code without output (imports, parameters) joins the code that follows it.
    """
    taken: set[str] = set()
    code: list[str] = []
    for number, cell in enumerate([*notebook.cells, Node(cell_type="end")]):
        if cell.cell_type == "code" and cell.source.strip():
            code.append(cell.source)
        outputs = [
            Markup(places.link(_output(o, f"chart-{number}-{i}")))
            for i, o in enumerate(cell.get("outputs", []))
        ]
        if code and (outputs or cell.cell_type != "code"):
            lines = highlight("\n\n".join(code), *_PYTHON)
            yield {
                "code": Markup(lines),
                "outputs": outputs,
                "findings": bool(outputs) and "findings" in cell.metadata.get("tags", []),
            }
            code = []
        if cell.cell_type == "markdown":
            yield {"html": Markup(_anchored(_markdown(cell.source, trusted=True), taken))}


def _output(output: Node, ident: str) -> str:
    """Return one output as HTML, from the richest form it has."""
    if output.output_type == "stream":
        return f"<pre>{escape(_no_ansi(output.text))}</pre>"
    data, alt = output.data, output.get("metadata", {})
    if VEGA in data:
        return _vega(data[VEGA], ident)
    if "text/html" in data and not _RISKY.search(data["text/html"]):
        return _table_frame(
            re.sub(r"<style scoped>.*?</style>", "", data["text/html"], flags=re.DOTALL)
        )  # the page has its own style
    if "text/markdown" in data:
        return _markdown(data["text/markdown"])
    for mime in ("image/svg+xml", "image/png"):
        if mime in data:
            words = alt.get(mime, {}).get("alt") or data.get("text/plain", "Figure")
            carried = re.search(r'<metadata id="data">(.*?)</metadata>', data[mime], re.DOTALL)
            return _figure(
                ident,
                words,
                _picture(data[mime], mime),
                json.loads(unescape(carried[1])) if carried else [],
            )
    return f"<pre>{escape(_no_ansi(data.get('text/plain', '')))}</pre>"


def _vega(spec: dict, ident: str) -> str:
    """Return a chart as a still picture, its table, and its specification, from which the page's script draws the live one."""
    spec = {**spec, "$schema": "https://vega.github.io/schema/vega-lite/v6.json"}
    if (
        spec.get("usermeta", {}).get("readouts", {}).get("listed")
    ):  # lines stand under the chart: here a click opens the sentences themselves
        spec |= {
            "params": [
                p if "bind" in p else p | {"select": p["select"] | {"on": "never"}}
                for p in spec["params"]
            ],
            **spec.pop("vconcat")[0],
        }
    spec = json.loads(
        json.dumps(spec, sort_keys=True)
    )  # as a stored notebook has it, so that both ways give the same bytes
    picture = _picture(vl_convert.vegalite_to_svg(spec, vl_version="6.4"))
    named = {
        tip["field"]: tip["title"]
        for tips in re.findall(r'"tooltip":(\[.*?\])', as_script(spec))
        for tip in json.loads(tips)
    }
    rows = max(spec.get("datasets", {}).values(), key=len, default=[])
    return _figure(
        ident,
        spec.get("description", "Chart"),
        picture,
        rows,
        spec,
        {c: named[c] for c in named if rows and c in rows[0]},
    )


def _figure(
    ident: str,
    words: str,
    picture: str,
    rows: list[dict],
    spec: dict | None = None,
    names: dict[str, str] | None = None,
) -> str:
    """Return a chart or a figure with its data; `names` are the columns of its table, as readers call them."""
    given = Markup(as_script(spec or {"datasets": {"data": rows}}))
    names = names or {c: c.capitalize() for c in (rows[0] if rows else ())}
    return (
        _jinja()
        .get_template("figure.html.j2")
        .render(
            ident=ident,
            words=words,
            picture=picture,
            kind="vega" if spec else "print",
            given=given,
            rows=rows,
            names=names,
        )
    )


def _picture(data: str, mime: str = "image/svg+xml") -> str:
    """Return a picture as an address of its own data; an SVG learns the colours of the night."""
    raw = (
        re.sub(r"(<svg\b[^>]*>)", lambda m: m[1] + _DARK, data, count=1).encode()
        if mime.endswith("xml")
        else base64.b64decode(data)
    )
    return f"data:{mime};base64,{base64.b64encode(raw).decode()}"


def _no_ansi(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


# --- text ------------------------------------------------------------------------------------------------------------


class _Computed(mistune.HTMLRenderer):
    """Markdown that was computed from a corpus: no HTML but what folds a text, no picture, links inside the report only."""

    def inline_html(self, html: str) -> str:
        return html if re.fullmatch(r"</?(details|summary)>", html) else super().inline_html(html)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return mistune.escape(text)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, url, title) if re.fullmatch(r"[\w./-]*(#[\w-]*)?", url) else text


def _markdown(text: str, *, trusted: bool = False) -> str:
    """Return Markdown as HTML; links between the notebooks become links between their pages."""
    renderer = mistune.HTMLRenderer(escape=False) if trusted else _Computed(escape=True)
    html = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough"])(text)
    return _table_frame(re.sub(r'href="(?:\./)?([\w-]+)\.ipynb', r'href="\1.html', html))


def _anchored(html: str, taken: set[str]) -> str:
    """Give headings ids, so that a link can point at them; `taken` keeps them apart within a page."""

    def name(found: re.Match) -> str:
        slug = (
            re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>|&\w+;", "", found[2]).lower()).strip("-")
            or "part"
        )
        while slug in taken:
            slug += "-"
        taken.add(slug)
        return f'<h{found[1]} id="{slug}">{found[2]}</h{found[1]}>'

    return re.sub(r"<h([2-4])>(.*?)</h\1>", name, html)


# What pandas and annotate write; HTML with any other tag, an attribute that acts or loads, or a link is no output of ours.
_TAGS = "article|b|br|code|details|div|em|h2|h3|i|li|mark|ol|p|pre|small|span|strong|style|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul"
_RISKY = re.compile(
    rf"<(?!/?(?:{_TAGS})\b)[a-z!/?]|<[^>]*[\s\"'/](?:on\w+|src\w*|href|\w*action)\s*=",
    re.IGNORECASE,
)


_NUMBER = re.compile(r"\s*[-+−±]?[\d.,]*\d\s*%?\s*|\s*(NaN|None|<NA>|&lt;NA&gt;)?\s*")


def _table_frame(html: str) -> str:
    """Let each table scroll on its own, by keyboard too, and set columns of numbers right."""

    def frame(found: re.Match) -> str:
        table = found[0].replace("<th></th>", "<td></td>")  # an empty header names nothing
        table = re.sub(r"<(t[dh])>(?=\d{4}-\d\d-\d\d</)", r"<\1 class='day'>", table)
        rows = [
            re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)
            for row in re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)
        ]
        columns = list(zip(*rows[1:], strict=True)) if len({len(row) for row in rows}) == 1 else []
        names = "".join(
            f" n{i}"
            for i, column in enumerate(columns, 1)
            if column and all(map(_NUMBER.fullmatch, column))
        )
        return (
            f"<div class='scroll{names}' role='group' tabindex='0' aria-label='Table'>{table}</div>"
        )

    return re.sub(r"<table\b.*?</table>", frame, html, flags=re.DOTALL)


def _title(notebook: Node) -> str | None:
    """The first heading of level one, without its marks."""
    found = re.search(
        r"^# +(.+)$", notebook.cells[0].source if notebook.cells else "", re.MULTILINE
    )
    return re.sub(r"[*_`]", "", found[1]).strip() if found else None


def _scope(notebook: Node) -> Markup:
    """The first paragraph under the title."""
    paragraphs = [
        p for p in notebook.cells[0].source.split("\n\n") if p.strip() and not p.startswith("#")
    ]
    return Markup(_markdown(paragraphs[0], trusted=True)) if paragraphs else Markup("")
