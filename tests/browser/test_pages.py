"""What a person does with the report: open a file with the network off, point, click, read in the dark, small, without JavaScript."""

import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the frames that test_charts draws

pytestmark = pytest.mark.full

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def mime(shown):
    return shown._repr_mimebundle_(None, None)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A report on the seeds with every chart of the library, one with persons of hostile names, and a table."""
    from test_charts import ALTAIR, FIGURES, frames

    from readoutlib import charts, report

    every, folder = frames(), tmp_path_factory.mktemp("notebooks")
    hostile = every["voice"].assign(person=every["voice"]["person"] + HOSTILE)
    families = every["hits_by_talk"].assign(family="multipolar")
    shown = [mime(getattr(charts, name)(every[name])) for name in ALTAIR + FIGURES]
    shown += [mime(charts.voice(hostile, title=HOSTILE, alt_text=HOSTILE)), mime(charts.hits_by_talk(families))]
    shown += [({"text/html": hostile.head(3).to_html(index=False), "text/plain": ""}, {}), ({"text/html": HOSTILE, "text/plain": HOSTILE}, {})]
    cells = [
        new_markdown_cell("# All charts\n\nOne of each."),
        new_code_cell(f'CORPUS = "{SEEDS}"', metadata={"tags": ["parameters"]}, execution_count=1),
        new_code_cell("f", metadata={"tags": ["findings"]}, execution_count=2, outputs=[new_output("execute_result", {"text/markdown": HOSTILE})]),
        *(new_code_cell("show", execution_count=n, outputs=[new_output("execute_result", d, metadata=m)]) for n, (d, m) in enumerate(shown, 3)),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "01_all.ipynb")
    out = tmp_path_factory.mktemp("report") / "out"
    report.build(SEEDS, out, execute=False, notebooks=folder)
    return out


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser):
    """Open a page with every other request refused; on leaving, nothing may have been asked, logged or run."""
    from playwright.sync_api import expect

    contexts, wrong = [], []

    def go(path, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", lambda r: r.continue_() if r.request.url.startswith(("file:", "data:")) else (wrong.append(r.request.url), r.abort()))
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("dialog", lambda d: (wrong.append(d.message), d.dismiss()))
        page.goto(path.as_uri())
        if options.get("java_script_enabled", True) and path.name == "01_all.html":
            expect(page.locator("figure.vega:not(.drawn)")).to_have_count(0, timeout=20_000)
        return page

    yield go
    for context in contexts:
        if context.pages and not context.pages[0].is_closed():
            wrong += [1] if context.pages[0].evaluate("typeof window.hacked != 'undefined'") else []
        context.close()
    assert wrong == []


def test_charts_answer_to_pointing_and_clicking(pages, visit):
    page = visit(pages / "01_all.html")
    tooltip = page.locator("#vg-tooltip-element.visible")
    figures = page.locator("figure.vega").all()
    assert len(figures) == 10
    for figure in figures:
        figure.scroll_into_view_if_needed()
        for mark in figure.locator(".live .role-mark path").all()[:20]:
            if (mark.bounding_box() or {"width": 0})["width"] < 1:  # a bar of zero
                continue
            mark.hover(force=True)
            page.wait_for_timeout(50)
            if tooltip.count() and tooltip.inner_text().strip():
                break
        else:
            pytest.fail(f"{figure.get_attribute('id')}: no mark answers to pointing")
        page.mouse.move(2, 2)
        opacity = lambda: figure.evaluate("f => [...f.querySelectorAll('.live .role-mark path')].map(p => getComputedStyle(p).opacity).join()")
        if '"bind":"legend"' in figure.locator("script").inner_text():
            before = opacity()
            figure.locator(".live g.role-legend-label text").first.click(force=True)
            page.wait_for_timeout(250)
            assert opacity() != before, figure.get_attribute("id")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "01_all.html", "readouts/003.html"])
def test_axe_finds_nothing(pages, visit, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(visit(pages / name, color_scheme=scheme)).response["violations"]
    assert [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("name", ["index.html", "01_all.html", "readouts/003.html"])
@pytest.mark.parametrize("width", [360, 1920])
def test_pages_fit_the_screen(pages, visit, name, width):
    page = visit(pages / name, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_pictures_and_tables_stand(pages, visit):
    page = visit(pages / "01_all.html", java_script_enabled=False)
    stills = page.locator("figure.vega img.still")
    assert stills.count() == 10 and all(s.bounding_box()["height"] > 100 and s.get_attribute("alt") for s in stills.all())
    page.close()


def test_paper_shows_the_light_picture(pages, visit):
    page = visit(pages / "01_all.html", color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator("figure.vega img.still").first.is_visible() and not page.locator("figure.vega .live").first.is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_in_the_dark_the_chart_has_the_colour_of_the_page(pages, visit):
    page = visit(pages / "01_all.html", color_scheme="dark")
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert page.locator("figure.vega .live svg").first.evaluate("r => getComputedStyle(r).backgroundColor") == background


def test_keyboard_reaches_the_text_first_and_then_what_scrolls(pages, visit):
    page = visit(pages / "01_all.html", viewport={"width": 400, "height": 800})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert {"scroll", "SUMMARY"} <= {re.sub(r" n\d+", "", s) for s in seen}


def test_from_the_index_to_a_reading_and_back(pages, visit):
    page = visit(pages / "index.html")
    page.locator("#corpus ~ div a").nth(2).click()
    assert page.url.endswith("readouts/003.html") and page.locator("article.readout b.who").count() > 2
    page.get_by_text("How each sentence was attributed").click()
    assert page.locator("article.readout details table").is_visible()
    page.get_by_role("link", name="All readouts").click()
    assert page.url.endswith("index.html#corpus")
