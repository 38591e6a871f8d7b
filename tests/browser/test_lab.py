"""What a person does in JupyterLab: `make lab`, read the start page, open a notebook, click on a mark and see its lines."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the corpus that does harm
from tampering import harmful  # noqa: E402

pytestmark = pytest.mark.full

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


def until(found, seconds=60):
    """Ask until there is an answer, and return it."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end, "no answer in time"
        time.sleep(0.1)
    return answer


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab as `make lab` starts it, on a copy of the notebooks and a port of its own choice: its address, with the token to enter."""
    home, own = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("jupyter")
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, home)
    for name in ("notebooks", "seeds"):
        shutil.copytree(ROOT / name, home / name)
    harmful(home / "harmful")
    for path in sorted((home / "notebooks").glob("0[1-4]*.ipynb")):
        told = path.read_text(encoding="utf-8").replace("../seeds", "../../harmful")
        (home / "notebooks/hostile").mkdir(exist_ok=True)
        (home / "notebooks/hostile" / path.name).write_text(told, encoding="utf-8")
    (home / ".venv").symlink_to(ROOT / ".venv")
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith("MAKE")
    }  # these tests run under make themselves
    tracker = own / "SETTINGS/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text('{"windowingMode": "none"}')  # else cells far below are not in the page
    places = {f"JUPYTER_{name}_DIR": str(own / name) for name in ("CONFIG", "DATA", "RUNTIME")} | {
        f"JUPYTERLAB_{name}_DIR": str(own / name) for name in ("SETTINGS", "WORKSPACES")
    }
    command = [
        "make",
        "-o",
        ".venv/.installed-report",
        "lab",
        "ARGS=--no-browser --allow-root --ServerApp.port=0 --LabApp.expose_app_in_browser=True",
    ]
    with open(own / "log", "w+") as log:
        make = subprocess.Popen(
            command,
            cwd=home,
            env=kept | places | {"IPYTHONDIR": str(own)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            until(
                lambda: make.poll() is not None or [*own.glob("RUNTIME/jpserver-*-open.html")]
            )  # written last
            assert make.poll() is None, (own / "log").read_text()[-2000:]
            known = json.loads(next(own.glob("RUNTIME/jpserver-*.json")).read_text())
            yield known
            ask = urllib.request.Request(
                f"{known['url']}api/shutdown?token={known['token']}", method="POST"
            )
            urllib.request.urlopen(ask, timeout=30).close()
            assert make.wait(60) == 0
        finally:
            if make.poll() is None:
                os.killpg(make.pid, signal.SIGKILL)
                make.wait()


@pytest.fixture
def visit(lab):
    """Open an address of the lab, by default the one that `make lab` shows, with every foreign request refused."""
    from playwright.sync_api import sync_playwright

    outside = []
    with sync_playwright() as p:
        page = (
            browser := p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        ).new_page(viewport={"width": 1366, "height": 900})
        page.route(
            "**/*",
            lambda r: (
                r.continue_()
                if r.request.url.startswith((lab["url"], "data:", "blob:"))
                else (outside.append(r.request.url), r.abort())
            ),
        )

        def go(path=""):
            alone = "&reset" if path else ""  # without what was open before
            address = f"{lab['url']}{path}?token={lab['token']}{alone}"
            page.goto(address, wait_until="domcontentloaded")
            return page

        yield go
        browser.close()
    assert outside == []


def ready(page):
    """Wait until the notebook in front is drawn and its kernel is there."""
    page.wait_for_function(
        """() => {
        const w = window.jupyterapp?.shell?.currentWidget, k = w?.sessionContext?.session?.kernel;
        return w?.context?.isReady && w.content?.widgets?.length && k?.connectionStatus === 'connected' && k.status === 'idle' }""",
        timeout=90_000,
    )


RUN = """() => {
    const w = window.jupyterapp.shell.currentWidget;
    const code = w.content.widgets.filter(c => c.model.type === 'code' && c.model.sharedModel.source.trim());
    const failed = code.some(c => c.model.outputs.toJSON().some(o => o.output_type === 'error'));
    return w.sessionContext.session?.kernel?.status === 'idle'
        && (failed || code.every(c => c.model.executionCount)) }"""
PLACES = """chart => [...chart.querySelectorAll('.mark-rect path, .mark-symbol path, .mark-rule line')]
    .map(mark => mark.getBoundingClientRect())
    .filter(box => box.width > 3 && box.height > 3 && box.top > 60 && box.bottom < innerHeight - 30)
    .map(box => [box.x + box.width / 2, box.y + box.height / 2])"""
ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(c => c.model.type === 'code').flatMap(c => c.model.outputs.toJSON())
    .filter(o => o.output_type === 'error').map(o => o.evalue)"""


def test_make_lab_opens_a_start_page_that_leads_to_the_notebooks(visit):
    page = visit()
    start = page.locator(".jp-MarkdownViewer .jp-RenderedMarkdown")
    start.get_by_role("heading", name="Start here").wait_for(timeout=60_000)
    links = start.locator("table a")
    names = sorted(p.name for p in (ROOT / "notebooks").glob("*.ipynb"))
    assert links.count() == len(names) == 4
    links.nth(1).click()
    ready(page)
    title = (
        json.loads((ROOT / "notebooks" / names[1]).read_text(encoding="utf-8"))["cells"][0][
            "source"
        ][0]
        .removeprefix("# ")
        .strip()
    )
    assert page.locator(".jp-NotebookPanel:visible h1").inner_text().startswith(title)


@pytest.mark.parametrize(
    "name, title, mark, own",
    [
        (
            "03_phrase_frequency",
            "Hits in bodies, by talk and speaker",
            {"talk": "2020-12-22", "person": "Sergey Lavrov"},
            ["strategic coordination"],
        ),
        (
            "02_topic_drift",
            "Issues raised in each talk, by who raised them",
            {"issue": "Ukraine", "talk": "2023-08-07"},
            ["Ukraine"] * 3,
        ),
    ],
)
def test_a_click_on_a_mark_lists_its_lines(visit, name, title, mark, own):
    page = visit(f"lab/tree/{name}.ipynb")
    ready(page)
    chart = page.locator("svg.marks").filter(has=page.get_by_text(title, exact=True))
    chart.scroll_into_view_if_needed()
    head, hits = (
        chart.get_by_text(re.compile(r"^\d+ of [\d,]+ lines? · click a (bar|cell) for its own")),
        chart.locator("text[font-weight=bold][font-size='11px']"),
    )
    few, every = map(int, re.match(r"(\d+) of (\d+) lines", head.inner_html()).groups())
    assert hits.count() == few == min(12, every) > len(own)
    overlap = """svg => [...svg.querySelectorAll('.mark-text text')].map(t => t.getBoundingClientRect()).filter(r => r.width)
                     .some((a, i, all) => all.some((b, j) => j > i && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3))"""
    assert not chart.evaluate(overlap)
    marks = chart.locator(".mark-rect path")
    mine = "(all, mark) => all.findIndex(m => m.getBoundingClientRect().width && Object.entries(mark).every(([k, v]) => m.__data__.datum[k] === v))"
    marks.nth(marks.evaluate_all(mine, mark)).click(force=True)
    chart.get_by_text(re.compile(rf"^{len(own)} of {len(own)} line")).wait_for()
    assert hits.all_text_contents() == own
    chart.click(position={"x": 3, "y": 3})  # beside all marks
    chart.get_by_text(re.compile(rf"^{few} of {every} lines")).wait_for()
    assert hits.count() == few


def tooltips(page):
    """Yield what marks say when they are pointed at, three in each chart."""
    for chart in page.locator("svg.marks:visible").all():
        chart.scroll_into_view_if_needed()
        places = chart.evaluate(PLACES)
        for x, y in places[:3]:
            page.mouse.move(x, y)
            page.wait_for_timeout(100)
            yield from page.locator("#vg-tooltip-element.visible").all_inner_texts()


@pytest.mark.parametrize("name", ["01_corpus", "03_phrase_frequency", "04_speaker_comparison"])
def test_a_hostile_corpus_runs_nothing_where_its_outputs_are_trusted(visit, name):
    """What was run in a session is shown as it is: readings, tables, charts, and what they say when pointed at."""
    page = visit(f"lab/tree/hostile/{name}.ipynb")
    ready(page)
    page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(RUN, timeout=240_000)
    assert page.evaluate(ERRORS) == []
    shown = page.locator(".jp-NotebookPanel:visible .jp-OutputArea-output")
    # Outputs and charts are drawn a little later than the kernel is done, on a busy machine much.
    shown.get_by_text("window.hacked=1").first.wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(2_000)
    if page.locator("svg.marks:visible").count():
        until(lambda: any("window.hacked" in words for words in tooltips(page)), seconds=180)
    assert page.evaluate("typeof window.hacked") == "undefined"
    acting = "img[src=x], [onerror], [onmouseover], a[href^='javascript'], a[href^='data:'], iframe"
    assert shown.locator(acting).count() == 0
