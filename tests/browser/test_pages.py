"""What a person does with the report: open a file with the network off, point, click, read in the dark, small, without JavaScript."""

import csv
import io
import re
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from readoutlib.formulas import neutralised

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the frames that test_charts draws

pytestmark = pytest.mark.full

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


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
    shown += [
        mime(charts.voice(hostile, title=HOSTILE, alt_text=HOSTILE)),
        mime(charts.hits_by_talk(families)),
    ]
    shown += [
        ({"text/html": hostile.head(3).to_html(index=False), "text/plain": ""}, {}),
        ({"text/html": HOSTILE, "text/plain": HOSTILE}, {}),
    ]
    shown += [({"text/html": pd.DataFrame({"row": range(200)}).to_html(), "text/plain": ""}, {})]
    cells = [
        new_markdown_cell("# All charts\n\nOne of each."),
        new_code_cell(f'CORPUS = "{SEEDS}"', metadata={"tags": ["parameters"]}, execution_count=1),
        new_code_cell(
            "f",
            metadata={"tags": ["findings"]},
            execution_count=2,
            outputs=[new_output("execute_result", {"text/markdown": HOSTILE})],
        ),
        *(
            new_code_cell(
                "show", execution_count=n, outputs=[new_output("execute_result", d, metadata=m)]
            )
            for n, (d, m) in enumerate(shown, 3)
        ),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "01_all.ipynb")
    out = tmp_path_factory.mktemp("report") / "out"
    report.build(SEEDS, out, execute=False, notebooks=folder)
    return out


@pytest.fixture(scope="module")
def seeds_report(tmp_path_factory):
    """The report on the seeds, from the notebooks as they are stored."""
    from readoutlib import report

    return report.build(SEEDS, tmp_path_factory.mktemp("seeds") / "out", execute=False).parent


@pytest.fixture(scope="module")
def hostile_report(tmp_path_factory):
    """The report on a saved corpus of hostile texts, names, rules and addresses, the notebooks run on it."""
    from tampering import harmful

    from readoutlib import report

    place = tmp_path_factory.mktemp("hostile")
    return report.build(harmful(place / "saved"), place / "out").parent


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

    def go(path, hash="", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.route(
            "**/*",
            lambda r: (
                r.continue_()
                if r.request.url.startswith(("file:", "data:"))
                else (wrong.append(r.request.url), r.abort())
            ),
        )
        page.on(
            "console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("dialog", lambda d: (wrong.append(d.message), d.dismiss()))
        page.goto(path.as_uri() + hash)
        if options.get("java_script_enabled", True):
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
        opacity = lambda: figure.evaluate(
            "f => [...f.querySelectorAll('.live .role-mark path')].map(p => getComputedStyle(p).opacity).join()"
        )
        if '"bind":"legend"' in figure.locator("script").inner_text():
            before = opacity()
            figure.locator(".live g.role-legend-label text").first.click(force=True)
            page.wait_for_timeout(250)
            assert opacity() != before, figure.get_attribute("id")


def test_a_table_taken_along_holds_no_formula(seeds_report, visit):
    """The report writes a cell as the command does; a number stays one."""
    cells = ["=1", "-2+3+cmd|' /C calc'!A0", "-2.5", "-", "  +1", "\x1c@", "\x85=1", "a\t", " \r1"]
    cells += ["'=1", "' @", "'Tis", "", "\ta", "2-1", "-2\n", "\N{NO-BREAK SPACE}=1", "-٣"]
    page = visit(seeds_report / "04_speaker_comparison.html")
    text = page.evaluate("cells => evidence.csv(cells.map(cell => ({ '=cell': cell })))", cells)
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == ["'=cell"] and [row[0] for row in rows] == list(map(neutralised, cells))
    assert page.evaluate("evidence.csv([{ a: -1e-7 }])") == '"a"\r\n"-1e-7"\r\n'


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
    from test_charts import ALTAIR

    page = visit(pages / "01_all.html", java_script_enabled=False)
    stills = page.locator("figure.vega img.still")
    assert stills.count() == len(ALTAIR) + 2 and all(
        s.bounding_box()["height"] > 100 and s.get_attribute("alt") for s in stills.all()
    )
    page.close()


def test_paper_shows_the_light_picture(pages, visit):
    page = visit(pages / "01_all.html", color_scheme="dark")
    page.emulate_media(media="print")
    assert (
        page.locator("figure.vega img.still").first.is_visible()
        and not page.locator("figure.vega .live").first.is_visible()
    )
    assert (
        page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(255, 255, 255)"
    )


def test_in_the_dark_the_chart_has_the_colour_of_the_page(pages, visit):
    page = visit(pages / "01_all.html", color_scheme="dark")
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (
        page.locator("figure.vega .live svg").first.evaluate(
            "r => getComputedStyle(r).backgroundColor"
        )
        == background
    )


def test_keyboard_reaches_the_text_first_and_then_what_scrolls(pages, visit):
    page = visit(pages / "01_all.html", viewport={"width": 400, "height": 800})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "document.activeElement.getAttribute('class') || document.activeElement.tagName"
            )
        )
    assert {"scroll", "SUMMARY"} <= seen


def test_from_the_index_to_a_reading_and_back(pages, visit):
    page = visit(pages / "index.html")
    page.locator("#corpus ~ div a").nth(2).click()
    assert (
        page.url.endswith("readouts/003.html") and page.locator("article.readout b.who").count() > 2
    )
    page.get_by_text("How each sentence was attributed").click()
    assert page.locator("article.readout details table").is_visible()
    page.get_by_role("link", name="All readouts").click()
    assert page.url.endswith("index.html#corpus")


# --- every number opens its sentences --------------------------------------------------------------------------------


def opened(page):
    """Return title and status of the panel, and its sentences as (who and where, words)."""
    page.locator("#evidence").wait_for(state="visible")
    lines = page.locator("#evidence li").all()
    return (
        page.locator("#evidence-title").inner_text(),
        page.locator("#evidence-status").inner_text(),
        [tuple(p.inner_text() for p in li.locator("p").all()) for li in lines],
    )


def mark(page, chart, **datum):
    """Return the mark of a chart (by its title) whose datum has these values."""
    found = page.locator("figure.vega").filter(has=page.locator(f".live svg :text-is('{chart}')"))
    handle = found.first.evaluate_handle(
        "(f, d) => [...f.querySelectorAll('.live .choice')].find(m => Object.entries(d).every(([k, v]) => m.__data__.datum[k] == v))",
        datum,
    )
    return handle.as_element()


def test_a_bar_opens_its_sentences_and_leads_to_the_reading_and_back(seeds_report, visit, seeds):
    page = visit(seeds_report / "01_corpus.html")
    bar = mark(page, "Words in each talk, by speaker", talk="2021-02-04", person="Sergey Lavrov")
    bar.scroll_into_view_if_needed()
    bar.click()
    title, status, lines = opened(page)
    own = seeds.speech[
        (seeds.speech.talk == "2021-02-04") & (seeds.speech.person == "Sergey Lavrov")
    ]
    assert "Sergey Lavrov" in title and status == f"{len(own)} sentences · 1 talk"
    assert [words for _, words in lines] == [" ".join(t.split()) for t in own.text]
    assert all("Sergey Lavrov · 2021-02-04 · as reported by" in meta for meta, _ in lines)
    address = page.url
    page.locator("#evidence li a").nth(1).click()
    assert re.search(rf"readouts/003\.html\?from=[^#]+#s{own.sent.iloc[1]}$", page.url)
    assert page.locator(":target").inner_text().startswith(" ".join(own.text.iloc[1].split())[:40])
    page.get_by_role("link", name="Back to the number").click()
    assert page.url == address and opened(page) == (title, status, lines)


def test_the_address_alone_opens_the_same_sentences(seeds_report, visit, seeds):
    page = visit(seeds_report / "02_topic_drift.html", "#show:issue=Ukraine&talk=2023-08-07")
    title, status, lines = opened(page)
    assert (
        status == "3 hits · 3 sentences · 1 talk"
        and page.locator("#evidence mark").all_inner_texts() == ["Ukraine"] * 3
    )


def test_a_panel_that_the_address_opened_can_be_closed(seeds_report, visit):
    page = visit(seeds_report / "02_topic_drift.html", "#show:issue=Ukraine")
    page.get_by_role("button", name="Close").click()
    assert page.locator("#evidence").is_hidden() and "#" not in page.url
    assert page.evaluate("document.activeElement.className") == "ask"


def test_a_cell_of_talks_and_modes_opens_its_own_sentences(seeds_report, visit, seeds):
    page = visit(seeds_report / "01_corpus.html")
    table = page.locator(".output table:has(th:text-is('continuation'))").first
    own = seeds.speech[
        (seeds.speech.talk == "2019-05-13") & (seeds.speech["mode"] == "continuation")
    ]
    table.locator("tr:has(th:has-text('2019-05-13')) td button", has_text=str(len(own))).click()
    assert opened(page)[1] == f"{len(own)} sentences · 1 talk"


@pytest.mark.parametrize(
    "name, table, column",
    [
        ("02_topic_drift", "issue", "talk"),
        ("03_phrase_frequency", "family", "talk"),
        ("04_speaker_comparison", "act", "person"),
    ],
)
def test_every_cell_of_a_grid_counts_what_it_opens(seeds_report, visit, name, table, column):
    page = visit(seeds_report / f"{name}.html")
    seen = page.evaluate(
        """column => [...document.querySelectorAll('.output table')].filter(t => t.rows[0].cells[0].textContent === column || t.rows[0].cells[1]?.textContent === column)
             .flatMap(t => [...t.querySelectorAll('td button')].map(b => { b.click(); dispatchEvent(new HashChangeEvent('hashchange'));
               return [/^[\\d.]+$/.test(b.textContent) ? +b.textContent : null, document.getElementById('evidence-status').textContent, document.getElementById('evidence-title').textContent] }))""",
        column,
    )
    ours = [
        (n, status)
        for n, status, title in seen
        if n is not None and table in title or table == "act" and n
    ]
    assert len(ours) >= 10
    for n, status in ours:
        counted = [int(x) for x in re.findall(r"(\d+) (?:hit|sentence)", status)]
        assert n in counted, (n, status)


@pytest.mark.parametrize("name", ["02_topic_drift", "03_phrase_frequency"])
def test_a_chart_that_lists_lines_in_jupyterlab_opens_sentences_here(seeds_report, visit, name):
    page = visit(seeds_report / f"{name}.html")
    figure = page.locator("figure.vega").first
    look = lambda: figure.evaluate(
        "f => [...f.querySelectorAll('.live .role-mark path')].map(p => getComputedStyle(p).opacity).join()"
    )
    before, words = look(), figure.locator(".live svg").text_content()
    figure.locator(".choice").first.click(force=True)
    assert opened(page)[2] and look() == before and "lines" not in words
    page.keyboard.press("Escape")
    rows = figure.locator("figcaption tbody tr")
    figure.get_by_text("Data of this chart").click()
    assert "left" not in figure.locator("thead").inner_text().lower() and rows.count() > 3


def test_by_keyboard_alone(seeds_report, visit):
    page = visit(seeds_report / "04_speaker_comparison.html")
    page.locator("figure.vega .live .choice[tabindex='0']").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    first = opened(page)
    assert first[2] and page.evaluate("document.activeElement.id") == "evidence-title"
    page.keyboard.press("Escape")
    assert page.locator("#evidence").is_hidden() and page.evaluate(
        "document.activeElement.classList.contains('choice')"
    )
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert opened(page) != first
    page.keyboard.press("Escape")
    figure = page.locator("figure.vega").first
    opacity = lambda: figure.evaluate(
        "f => [...f.querySelectorAll('.live .role-mark path')].map(p => getComputedStyle(p).opacity).join()"
    )
    before = opacity()
    figure.locator("g.role-legend-label text[tabindex='0']").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert opacity() != before
    page.locator("table button.term[tabindex='0']:visible").first.focus()
    page.keyboard.press("Enter")
    assert opened(page)[2]


@pytest.mark.parametrize(
    "name, kind, value",
    [
        ("01_corpus", "talk", "2021-02-04"),
        ("02_topic_drift", "issue", "Ukraine"),
        ("02_topic_drift", "talk", "2023-08-07"),
        ("03_phrase_frequency", "family", "multipolar"),
        ("04_speaker_comparison", "word", "cooperation"),
        ("04_speaker_comparison", "act", "agree"),
    ],
)
def test_a_name_at_an_axis_opens_its_sentences(seeds_report, visit, seeds, name, kind, value):
    page = visit(seeds_report / f"{name}.html")
    label = page.locator(f"g.role-axis-label text.choice[aria-label='{value}']").first
    label.scroll_into_view_if_needed()
    label.click()
    found, address = opened(page), page.url
    assert address.endswith(f"#show:{kind}={value}") and value in found[0] and found[2]
    if kind == "talk":
        assert found[1] == f"{sum(seeds.speech.talk == value)} sentences · 1 talk"
    if value in ("Ukraine", "multipolar"):
        assert found[1].startswith("3 hits · 3 sentences") and {
            w.lower()[:5] for w in page.locator("#evidence mark").all_inner_texts()
        } <= {"ukrai", "multi"}
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == value
    label.evaluate(
        "label => label.closest('.live').querySelector('.role-axis-label text[tabindex=\"0\"]').focus()"
    )
    page.keyboard.press("Home")
    while page.evaluate("document.activeElement.getAttribute('aria-label')") != value:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert opened(page) == found and page.url == address
    page.reload()
    assert opened(page) == found


def test_the_name_of_a_panel_opens_its_sentences_and_that_of_a_gap_none(pages, visit):
    page = visit(pages / "01_all.html")
    page.locator(".role-title-text text.choice[aria-label='multipolar']").click()
    assert "phrase family multipolar" in opened(page)[0] and opened(page)[1].startswith("3 hits")
    assert (
        page.locator(".role-axis-label text:text-is('2021: none')").count()
        and not page.locator(".role-axis-label text.choice:text-is('2021: none')").count()
    )


def test_each_concordance_line_links_to_its_sentence(seeds_report, visit, seeds):
    page = visit(seeds_report / "03_phrase_frequency.html", java_script_enabled=False)
    links = page.locator("table:has(th:text-is('left')) td a")
    assert links.count() > 20
    pages = {f"readouts/{n:03d}.html": d for n, d in enumerate(seeds.documents.index, 1)}
    texts = {(s.doc_id, s.sent): " ".join(s.text.split()) for s in seeds.sentences.itertuples()}
    for link in links.all():
        href, hit = link.get_attribute("href"), link.inner_text()
        path, _, sent = href.partition("#s")
        assert hit in (
            texts[pages[path], int(sent)] if sent else seeds.documents.title[pages[path]]
        ), href
    page.close()


def test_typing_a_wildcard_shows_every_spelling(seeds_report, visit, seeds):
    from readoutlib import phrases

    page = visit(seeds_report / "index.html")
    page.get_by_role("button", name="Look for a phrase").click()
    page.keyboard.type("multipolar*")
    page.get_by_role("heading", name="“multipolar*”").wait_for()  # not what was typed on the way
    title, status, lines = opened(page)
    assert (
        status == "3 hits · 3 sentences · 3 talks"
        and len(lines) == 3
        and page.url.endswith("#find:multipolar*")
    )
    assert page.locator(".variants").inner_text() == "Spellings: multi-polarization 2, multipolar 1"
    cells = [
        [c.inner_text() for c in row.locator("th,td").all()]
        for row in page.locator("#evidence tr").all()
    ]
    assert cells == [
        ["Hits", "2019", "2023", "2024", "all"],
        ["Wang Yi", "·", "1", "1", "2"],
        ["Sergey Lavrov", "1", "·", "·", "1"],
    ]
    for phrase in (
        "strategic coordination",
        "Russia",
        "new era",
        "the two sides",
        "Iran",
        "people-to-people",
    ):
        page.locator("#phrase").fill(phrase)
        page.wait_for_function(
            "p => document.getElementById('evidence-title').textContent.includes(p)", arg=phrase
        )
        found = phrases.find(seeds, [phrases.literal(phrase)])
        bodies = (found.part == "body").sum()
        assert re.match(rf"{bodies} hits?\b", opened(page)[1]), (phrase, bodies, opened(page)[1])
    page.locator("#phrase").fill("multipolar")
    page.get_by_role("button", name="multipolar", exact=True).last.click()
    assert (
        "1.22 in 1,000 words (between 0.29 and 7.08" in page.locator("#evidence-body").inner_text()
    )


def test_a_long_table_shows_a_page_at_a_time_and_all_on_paper(pages, visit):
    page = visit(pages / "01_all.html")
    rows = page.locator(".output table:has(th:text-is('row')) tbody tr:visible")
    assert rows.count() == 50
    page.get_by_role("button", name="Show 50 more of 150 rows").click()
    assert rows.count() == 100
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == 200


def test_pages_of_the_seeds_are_small(seeds_report):
    sizes = {p.name: p.stat().st_size for p in seeds_report.rglob("*.html")}
    assert max(sizes.values()) < 2_500_000, sizes


def test_a_chart_can_be_taken_along(seeds_report, visit):
    page = visit(seeds_report / "04_speaker_comparison.html")
    for kind, start in (("Data (CSV)", "\ufefftalk,"), ("Picture (SVG)", "<svg")):
        for button in page.get_by_role("button", name=kind).all():
            with page.expect_download() as waiting:
                button.click()
            text = Path(waiting.value.path()).read_text(encoding="utf-8")
            assert (
                text.replace('"', "").startswith(start)
                or kind == "Data (CSV)"
                and len(text.splitlines()) > 3
            )
    assert (
        page.get_by_role("button", name="Data (CSV)").count()
        == page.get_by_role("button", name="Picture (SVG)").count()
        == page.locator("figure").count()
        == 4
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["index", "01_corpus", "02_topic_drift", "03_phrase_frequency", "04_speaker_comparison"]
)
def test_axe_finds_nothing_with_the_sentences_open(seeds_report, visit, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(seeds_report / f"{name}.html", "#find:multipolar*", color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("viewport, scale", [((360, 740), 1), ((640, 450), 2), ((3840, 2160), 1)])
def test_the_panel_fits_small_zoomed_and_large_screens(seeds_report, visit, viewport, scale):
    page = visit(
        seeds_report / "03_phrase_frequency.html",
        "#find:coordination",
        viewport=dict(zip(("width", "height"), viewport)),
        device_scale_factor=scale,
    )
    opened(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport[0]
    box = page.locator("#evidence").bounding_box()
    assert box["height"] <= viewport[1] and box["width"] <= viewport[0]
    assert page.evaluate(
        "e => e.scrollWidth <= e.clientWidth", page.locator("#evidence").element_handle()
    )


def test_printed_to_pdf_no_chart_is_cut(seeds_report, visit, tmp_path):
    page = visit(seeds_report / "02_topic_drift.html", color_scheme="dark")
    page.emulate_media(media="print")
    page.set_viewport_size(
        {"width": 700, "height": 1000}
    )  # about the width of A4 between its margins
    for image in page.locator("figure img").all():
        box = image.bounding_box()
        assert box["width"] > 100 and box["x"] + box["width"] <= 700
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "01_corpus",
        "02_topic_drift",
        "03_phrase_frequency",
        "04_speaker_comparison",
        "readouts/001",
        "readouts/002",
        "readouts/003",
        "readouts/004",
    ],
)
def test_hostile_texts_run_nothing(hostile_report, visit, name):
    page = visit(hostile_report / f"{name}.html")
    assert (
        page.locator(
            "iframe, object, embed, img:not([src^='data:']), a[href^='javascript'], [onclick], [onload], [onerror], [onfocus]"
        ).count()
        == 0
    )
    if not name.startswith("readouts"):
        for button in page.locator("button.term, .choice").all():
            button.evaluate("e => e.dispatchEvent(new MouseEvent('click', {bubbles: true}))")
        for address in (
            "#find:<img src=x onerror=window.hacked=1>",
            "#find:constructor",
            "#find:(((",
            "#show:__proto__=x",
            "#show:person=__proto__",
            "#show:%",
            "#find:%E0%A4%A",
        ):
            page.evaluate("hash => { location.hash = hash }", address)
            page.wait_for_timeout(20)
        page.evaluate("location.hash = '#find:window'")
        page.locator("#evidence li").first.wait_for()
        assert "<script>" in page.locator("#evidence").inner_text()
        assert (
            page.locator("#evidence li img, #evidence li script, #evidence li iframe").count() == 0
        )
