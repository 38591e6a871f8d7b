"""Write the report: an index, a page per notebook and one per readout, each a file of its own.

Every page carries a Content-Security-Policy that allows its own scripts by their hash and nothing
else: no connection, no form, no frame. Vega's expressions run in its interpreter (vega-embed's
`ast`), so that no page needs `unsafe-eval`. Text that comes from a corpus is escaped: templates
escape by default, computed Markdown may hold no HTML, foreign links or pictures.
"""

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from ..corpus import Corpus, digest, load_corpus
from ..outputs import REPORT, refuse_foreign, replacing
from ..parsing.readout import ReadoutError
from ..reading import STYLE, as_html
from . import cells, evidence, prose
from .check import Node, broken_rules, tagged
from .execute import find_notebooks, notebook_folder, run, stored
from .links import Links

Place = str | Path
TEMPLATES = Path(__file__).parent / "templates"
LIBRARY = TEMPLATES.parents[1]
# The files that a script of a page is made of; `vega` is made by `_bundle`.
SCRIPTS = {
    "evidence": ("questions.js", "panel.js", "tables.js"),
    "charts": ("charts.js",),
    "reading": ("reading.js",),
}


@dataclass(frozen=True)
class NotebookPage:
    """A notebook as its page, its card on the index and the list of contents show it."""

    name: str
    title: str
    scope: Markup
    findings: list[Markup]
    shown: list[cells.Cell]

    @property
    def label(self) -> str:
        """Its name in the navigation."""
        stem = self.name.removesuffix(".html").lstrip("0123456789_")
        return stem.replace("_", " ").capitalize()

    @property
    def contents(self) -> list[tuple[str, str]]:
        return [part for cell in self.shown for part in cell.parts]

    @property
    def thumb(self) -> cells.Figure | None:
        """The chart whose picture is the smallest."""
        outputs = (output for cell in self.shown for output in cell.outputs)
        live = [o.figure for o in outputs if o.figure and o.figure.live]
        return min(live, key=lambda figure: len(figure.picture), default=None)


def build(
    corpus: Place,
    out: Place = "reports",
    *,
    corrections: Place | None = None,
    execute: bool = True,
    notebooks: Place | None = None,
) -> Path:
    """Write the report on a corpus into the folder `out`; return its index.html.

    `corpus` is a file, folder, glob or saved corpus. The notebooks run on it, as a file of
    `corrections` mends it, in fresh kernels; with `execute=False` their stored outputs are shown,
    which only the corpus they were run on allows. `notebooks` is their folder (default: the one
    beside the package). An older report in `out` is replaced as a whole once the new one is
    complete. Raises ReadoutError, one line, for a corpus that cannot be read, a notebook that fails
    or warns, anything in `out` that the library did not write; OSError where it cannot be written.
    """
    corpus, out, folder = Path(corpus), Path(out).absolute(), notebook_folder(notebooks)
    wanted = {"CORPUS": corpus, "CORRECTIONS": None if corrections is None else Path(corrections)}
    refuse_foreign(out, REPORT)
    found = find_notebooks(folder)
    loaded = load_corpus(corpus, corrections=corrections)
    if not execute:
        _refuse_outputs_of_others(found, folder, wanted)
    with replacing(out, REPORT) as new:
        if execute:
            run(found, folder, **wanted)
        for name, notebook in found.items():
            for rule in broken_rules(name, notebook):
                raise ReadoutError(rule)
        for name, text in _pages(loaded, corpus.resolve().name, found):
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return out / "index.html"


def _refuse_outputs_of_others(
    notebooks: Mapping[str, Node], folder: Path, wanted: Mapping[str, Path | None]
) -> None:
    """Only what was made from this very corpus, with these corrections, may be shown as stored."""
    asked = {name: path and path.resolve() for name, path in wanted.items()}
    for name, notebook in notebooks.items():
        if {"CORRECTIONS": None} | stored(notebook, folder) != asked:
            raise ReadoutError(
                f"{wanted['CORPUS']}: the stored outputs of {name}.ipynb are of another corpus or "
                "corrections; run without --no-execute"
            )


def _pages(corpus: Corpus, source: str, notebooks: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """Yield file name and text of each page."""
    if any(spec for notebook in notebooks.values() for spec in cells.charts(notebook)):
        _bundle()  # while the pages are made
    readings = {
        doc_id: f"readouts/{number:03d}.html"
        for number, doc_id in enumerate(corpus.documents.index, 1)
    }
    asked = {family for notebook in notebooks.values() for family in cells.asked(notebook)}
    index = evidence.index(corpus, readings, asked)
    addresses = Links(corpus, readings, evidence.known(index))
    pages = [_notebook_page(name, notebook, addresses) for name, notebook in notebooks.items()]
    common = {
        "corpus": corpus,
        "pages": pages,
        "source": source,
        "version": version("readoutlib"),
        "style": Markup(_template_text("style.css") + STYLE),
        "software": _software(),
    }
    sentences = {"index": Markup(evidence.as_script(index)), "root": ""}
    yield "index.html", _index(readings, **sentences, **common)
    for page in pages:
        scripts = ["evidence", "vega", "charts"] if page.thumb else ["evidence"]
        values = {"title": page.title, "page": page, **sentences, **common}
        yield page.name, _page("notebook.html.j2", scripts, **values)
    yield from _readings(corpus, readings, common)


def _notebook_page(name: str, notebook: Node, addresses: Links) -> NotebookPage:
    first = notebook.cells[0].source if notebook.cells else ""
    title, scope = prose.title_and_scope(first)
    findings = [
        prose.computed(output.data["text/markdown"])
        for cell in tagged(notebook, "findings")
        for output in cell.outputs
        if "text/markdown" in output.get("data", {})
    ]
    shown = list(cells.cells(notebook, addresses))
    return NotebookPage(f"{name}.html", title or name, scope, findings, shown)


def _index(readings: Mapping[str, str], **values: Any) -> str:
    return _page(
        "index.html.j2", ["evidence"], title="What the readouts say", readings=readings, **values
    )


def _readings(
    corpus: Corpus, readings: Mapping[str, str], common: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Yield file name and text of the page of each readout."""
    persons = list(dict.fromkeys(corpus.sentences.person))
    for number, (doc_id, name) in enumerate(readings.items(), 1):
        values = {
            "root": "../",
            "title": f"Readout {number} of {len(readings)}",
            "number": number,
            "readings": list(readings.values()),
            "reading": Markup(
                as_html(corpus.readout(doc_id), persons=persons, anchors=True, styled=False)
            ),
        }
        yield name, _page("readout.html.j2", ["reading"], **values, **common)


def _software() -> str:
    """Return the fingerprint of the library's own files."""
    paths = sorted(path for path in LIBRARY.rglob("*.*") if path.suffix != ".pyc")
    return digest(*(path.read_text("utf-8") for path in paths))


def _page(template: str, names: list[str], **values: Any) -> str:
    """Return a page whose policy allows its own scripts only."""
    scripts = [_script(name) for name in names]
    allowed = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    shown = [Markup(script) for script in scripts]
    page = _jinja().get_template(template).render(policy=policy, scripts=shown, **values)
    return page + "\n"


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _bundle() -> subprocess.Popen[bytes]:
    """Start to make the Vega bundle: it takes a second, which another process spends meanwhile."""
    program = (
        "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@cache
def _script(name: str) -> str:
    """Return a script of ours, or the Vega bundle, fit to stand inside <script>."""
    if name == "vega":
        return _vega()
    night = f"const night = {json.dumps(cells.NIGHT)};\n" * (name == "charts")
    text = "".join(_template_text(file) for file in SCRIPTS[name])
    return f"(() => {{\n{night}{text}}})();\n"


def _vega() -> str:
    made = _bundle().communicate()[0].decode()
    if _bundle().returncode:
        raise ReadoutError(
            "vl-convert cannot make the Vega bundle; install requirements.lock again"
        )
    return made.replace("</script", "<\\/script").replace("<!--", "\\x3c!--")


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
    environment.filters["day"] = lambda value: "" if pd.isna(value) else f"{value:%Y-%m-%d}"
    environment.filters["known"] = lambda value: "" if pd.isna(value) else value
    return environment
