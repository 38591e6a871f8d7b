"""The report: notebooks run on the corpus asked for, pages that hold only text, nothing lost when something fails."""

import asyncio
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import altair as alt
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from readoutlib import charts, compare, load_corpus, phrases, report, tables, topics
from readoutlib.parsing.readout import ReadoutError
from readoutlib.report import check, evidence, execute, links, prose, render
from readoutlib.report.foreign import harmless

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
PROGRAM = "from pathlib import Path; from IPython.display import Markdown, HTML; import sys"


def code(source, *tags, outputs=(), count=None):
    return new_code_cell(
        source, metadata={"tags": list(tags)}, outputs=list(outputs), execution_count=count
    )


def notebook(folder, name, *cells, corpus='"../texts"'):
    """Write a small notebook of the anatomy that the report relies on."""
    cells = [
        new_markdown_cell(
            f"# What about *{name}*?\n\nScope of {name}. See [the other](02_b.ipynb#part) and\n[this](#more-part)."
        ),
        code(f"{PROGRAM}\nCORPUS = {corpus}  # your folder", "parameters"),
        code(
            "n = len(list(Path(CORPUS).iterdir()))\nMarkdown(f'**{n} texts** in {name}')".replace(
                "{name}", name
            ),
            "findings",
        ),
        new_markdown_cell("## More part"),
        *cells,
    ]
    for number, cell in enumerate(cells):
        cell.id = f"{name}-{number}"
    folder.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")


def stored(folder, name, *outputs):
    """Write a notebook as executed, with given outputs."""
    shown = [
        new_output("execute_result", data=data, metadata=metadata, execution_count=3 + n)
        for n, (data, metadata) in enumerate(outputs)
    ]
    finding = new_output(
        "execute_result", data={"text/markdown": "A **finding**."}, execution_count=2
    )
    cells = [
        new_markdown_cell("# Stored?"),
        code(f'CORPUS = "{SEEDS}"', "parameters", count=1),
        code("finding", "findings", outputs=[finding], count=2),
        *(code("show", outputs=[o], count=o.execution_count) for o in shown),
    ]
    folder.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")


def plain(text):
    return {"text/plain": text}


@pytest.fixture
def place(tmp_path):
    """A folder with two texts to report on, and one for notebooks."""
    (tmp_path / "texts").mkdir()
    for path in sorted(SEEDS.iterdir())[:2]:
        (tmp_path / "texts" / path.name).write_bytes(path.read_bytes())
    return tmp_path


# --- build -----------------------------------------------------------------------------------------------------------


def test_build_runs_the_notebooks_on_the_corpus_and_shows_no_path_of_this_machine(place):
    notebook(place / "notebooks", "01_a")
    notebook(place / "notebooks", "02_b")
    index = report.build(SEEDS, place / "out", notebooks=place / "notebooks")
    assert index == place / "out" / "index.html"
    pages = {
        p.relative_to(place / "out").as_posix(): p.read_text(encoding="utf-8")
        for p in (place / "out").rglob("*.html")
    }
    assert set(pages) == {
        "index.html",
        "01_a.html",
        "02_b.html",
        *(f"readouts/{n:03d}.html" for n in range(1, 6)),
    }
    for name in ("01_a", "02_b"):
        assert (
            f"<strong>5 texts</strong> in {name}" in pages["index.html"]
            and f"<strong>5 texts</strong> in {name}" in pages[f"{name}.html"]
        )
        assert "CORPUS = 'seeds'  # your folder" in html.unescape(
            re.sub(r"<[^>]+>", "", pages[f"{name}.html"])
        )
    assert str(place) not in "".join(pages.values()) and str(SEEDS.parent) not in "".join(
        pages.values()
    )
    assert {p.name for p in place.iterdir()} == {"texts", "notebooks", "out"}


def test_corrections_reach_every_notebook_and_page(place):
    show = (
        code("CORRECTIONS = None  # none", "parameters"),
        code("from pathlib import Path\nprint(CORRECTIONS and Path(CORRECTIONS).read_text())"),
    )
    notebook(place / "notebooks", "01_a", *show)
    file = place / "mine.csv"
    file.write_text(
        f"doc_id,field,value,source\n{next(iter(sorted(SEEDS.iterdir()))).stem},event_date,2031-05-03,a calendar\n"
    )
    index = report.build(SEEDS, place / "out", corrections=file, notebooks=place / "notebooks")
    page, first = (
        (place / "out" / name).read_text(encoding="utf-8") for name in ("01_a.html", "index.html")
    )
    assert "event_date,2031-05-03" in page and "CORRECTIONS = 'mine.csv'  # none" in html.unescape(
        re.sub(r"<[^>]+>", "", page)
    )
    assert "2031-05-03" in first and str(place) not in page + first
    with pytest.raises(ReadoutError, match="01_a.ipynb are of another corpus or corrections"):
        report.build(
            SEEDS, place / "out2", corrections=file, execute=False, notebooks=place / "notebooks"
        )
    report.build(SEEDS, place / "out", notebooks=place / "notebooks")
    assert "2031" not in index.read_text(encoding="utf-8") + (
        place / "out" / "01_a.html"
    ).read_text(encoding="utf-8")
    notebook(place / "notebooks", "02_b")
    with pytest.raises(
        ReadoutError,
        match="02_b.ipynb: expected a cell tagged `parameters` with a line CORRECTIONS = ",
    ):
        report.build(SEEDS, place / "out", corrections=file, notebooks=place / "notebooks")


def test_links_lead_to_pages_and_headings(place):
    notebook(place / "notebooks", "01_a")
    notebook(place / "notebooks", "02_b")
    out = report.build(place / "texts", place / "out", notebooks=place / "notebooks").parent
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r'href="([^"]+)"', text):
            file, _, anchor = link.partition("#")
            target = (page.parent / file) if file else page
            assert target.is_file(), link
            assert (
                not anchor
                or anchor == "part"
                or f'id="{anchor}"' in target.read_text(encoding="utf-8")
            ), link
    assert 'href="02_b.html#part"' in (out / "01_a.html").read_text(encoding="utf-8")


def test_two_builds_are_the_same_bytes_and_the_second_replaces_the_first(place):
    notebook(place / "notebooks", "01_a")
    read = lambda: {p: p.read_bytes() for p in sorted((place / "out").rglob("*")) if p.is_file()}
    report.build(SEEDS, place / "out", notebooks=place / "notebooks")
    first = read()
    notebook(place / "notebooks", "02_b")
    report.build(SEEDS, place / "out", notebooks=place / "notebooks")
    assert place / "out/02_b.html" in read()
    (place / "notebooks/02_b.ipynb").unlink()
    report.build(SEEDS, place / "out", notebooks=place / "notebooks")
    assert read() == first


def test_an_error_names_notebook_and_cell_and_leaves_the_old_report(place):
    notebook(place / "notebooks", "01_a")
    report.build(SEEDS, place / "out", notebooks=place / "notebooks")
    before = (place / "out" / "index.html").read_bytes()
    notebook(place / "notebooks", "02_b", code("x = 1\nx / 0"))
    with pytest.raises(ReadoutError) as error:
        report.build(SEEDS, place / "out", notebooks=place / "notebooks")
    assert str(error.value) == "02_b.ipynb, cell 5 (`x = 1`): ZeroDivisionError: division by zero"
    assert (place / "out" / "index.html").read_bytes() == before and not list(
        place.glob(".readout-*")
    )


def test_a_warning_never_gets_into_a_page(place):
    notebook(
        place / "notebooks",
        "01_a",
        code("import os, warnings; warnings.warn(f'process {os.getpid()}')"),
    )
    with pytest.raises(
        ReadoutError,
        match=r"^01_a.ipynb, cell 5: writes to stderr; find the cause of the warning: .*UserWarning: process \d+",
    ) as error:
        report.build(SEEDS, place / "out", notebooks=place / "notebooks")
    assert (
        "\n" not in str(error.value)
        and not (place / "out").exists()
        and not list(place.glob(".readout-*"))
    )


def test_a_home_that_cannot_be_written_is_no_matter(place):
    notebook(place / "notebooks", "01_a", code("from readoutlib import charts"))
    program = f"import sys; from pathlib import Path; from readoutlib import report; report.build({str(SEEDS)!r}, 'out', notebooks=Path('notebooks'))"
    plain = {
        k: v
        for k, v in os.environ.items()
        if k not in ("MPLCONFIGDIR", "IPYTHONDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=place,
        env={**plain, "HOME": "/proc/nope"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "") and (place / "out" / "index.html").is_file()


def test_a_failing_report_prints_one_line(place):
    for name in ("01_a", "02_b", "03_c"):
        notebook(place / "notebooks", name, code("1/0"))
    command = ("report", "--notebooks", place / "notebooks", "--out", place / "out")
    done = subprocess.run(
        [sys.executable, "-m", "readoutlib.cli", *command], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"readout: 0\d_\w\.ipynb, cell 5 \(`1/0`\): ZeroDivisionError: division by zero\n",
        done.stderr,
    )


def test_a_place_that_cannot_be_written_is_found_out_before_the_notebooks_run(place, monkeypatch):
    notebook(place / "notebooks", "01_a")
    monkeypatch.setattr(render, "run", lambda *_: pytest.fail("ran"))
    with pytest.raises(OSError):
        report.build(SEEDS, Path("/dev/null/out"), notebooks=place / "notebooks")


def test_a_kernel_that_dies_is_an_error_too(place):
    notebook(place / "notebooks", "01_a", code("import os; os._exit(1)"))
    with pytest.raises(ReadoutError, match=r"^01_a.ipynb: the kernel stopped"):
        report.build(SEEDS, place / "out", notebooks=place / "notebooks")


def test_build_works_where_an_event_loop_runs(place):
    notebook(place / "notebooks", "01_a")

    async def inside():
        return report.build(SEEDS, place / "out", notebooks=place / "notebooks")

    assert asyncio.run(inside()).is_file()


@pytest.mark.parametrize("name", ["notes.txt", "index.html"])
def test_files_of_others_are_never_replaced(place, name):
    stored(place / "notebooks", "01_a")
    (place / "out").mkdir()
    (place / "out" / name).write_text("mine")
    with pytest.raises(
        ReadoutError,
        match="expected a new or empty folder, or a report of the library to replace, found other",
    ):
        report.build(SEEDS, place / "out", execute=False, notebooks=place / "notebooks")
    assert (place / "out" / name).read_text() == "mine"


def test_stored_outputs_are_shown_only_for_their_own_corpus(place):
    stored(place / "notebooks", "01_a")
    report.build(SEEDS, place / "out", execute=False, notebooks=place / "notebooks")
    assert "A <strong>finding</strong>." in (place / "out" / "index.html").read_text(
        encoding="utf-8"
    )
    with pytest.raises(ReadoutError, match="stored outputs of 01_a.ipynb are of another corpus"):
        report.build(place / "texts", place / "out", execute=False, notebooks=place / "notebooks")


def test_stored_outputs_are_shown_without_loading_what_runs_notebooks_and_fits_models(place):
    stored(place / "notebooks", "01_a")
    program = f"import sys; from pathlib import Path; from readoutlib import report; report.build({str(SEEDS)!r}, 'out', execute=False, notebooks=Path('notebooks')); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=place, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert (
        "readoutlib.report.execute" in loaded
        and loaded & {"nbformat", "nbclient", "sklearn", "scipy.stats", "altair", "matplotlib"}
        == set()
    )


def test_no_notebooks_and_no_parameters_are_said(place):
    with pytest.raises(ReadoutError, match="expected the notebooks"):
        report.build(SEEDS, place / "out", notebooks=place / "nowhere")
    (place / "notebooks").mkdir()
    nbformat.write(
        new_notebook(cells=[new_markdown_cell("# x")]), place / "notebooks" / "01_a.ipynb"
    )
    with pytest.raises(ReadoutError, match="01_a.ipynb: expected a cell tagged `parameters`"):
        report.build(SEEDS, place / "out", notebooks=place / "notebooks")


# --- pages -----------------------------------------------------------------------------------------------------------

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> <!-- ${x}"


def page(place, *outputs):
    stored(place / "notebooks", "01_a", *outputs)
    return (
        report.build(SEEDS, place / "out", execute=False, notebooks=place / "notebooks").parent
        / "01_a.html"
    ).read_text(encoding="utf-8")


def test_every_page_forbids_connections_and_scripts_not_its_own(place):
    frame = pd.DataFrame({"talk": ["t"], "person": ["p"], "words": [1]})
    page(place, charts.voice(frame)._repr_mimebundle_(None, None))
    for path in (place / "out").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)[
            1
        ].replace("&#39;", "'")
        assert policy.startswith("default-src 'none';") and "unsafe-eval" not in policy
        scripts = 3 if path.name == "01_a.html" else 1
        assert (
            text.count("<script>") == policy.count("'sha256-") == scripts
            and "connect-src" not in policy
        )
        assert not re.search(
            r"<(?:link|iframe|img[^>]+src=[\"'](?!data:))",
            re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL),
        )
        assert re.search(r'<html lang="en">.*<h1', text, re.DOTALL)


def test_a_chart_stands_as_picture_and_as_data(place):
    frame = pd.DataFrame({"talk": ["t"], "person": [HOSTILE], "words": [1]})
    text = page(place, charts.voice(frame, alt_text="The words.")._repr_mimebundle_(None, None))
    assert text.count("<figure class='vega'") == 1 and re.search(
        r"<img class='still' alt='The words.' src='data:image/svg\+xml;base64,", text
    )
    data = re.search(r"<script type='application/json'>(.*?)</script>", text, re.DOTALL)[1]
    assert "<" not in data and "/v6.json" in data and "\\u003cscript>alert(1)" in data


@pytest.mark.parametrize(
    "data",
    [
        {"text/markdown": HOSTILE},
        {"text/html": HOSTILE, **plain(HOSTILE)},
        plain(HOSTILE),
        {"text/html": pd.DataFrame({"a": [HOSTILE]}).to_html(), **plain("x")},
    ],
)
def test_hostile_text_stays_text(place, data):
    text = page(place, (data, {}))
    assert "<script>alert" not in text and "<img src=x" not in text
    assert "<img src=x onerror=alert(2)>" in html.unescape(text)


def test_a_hostile_corpus_changes_nothing_but_text(place):
    notebook(place / "notebooks", "01_a")
    words = f"On May 13, 2019, Ann {HOSTILE} Bell held talks with Carl Dorn in Oslo.\n\nBell said that {HOSTILE} matters.\n"
    (place / "texts" / "<b>x.txt").write_text(
        f"Ann Bell {HOSTILE} Holds Talks with Carl Dorn\n\n{words}"
    )
    out = report.build(place / "texts", place / "out", notebooks=place / "notebooks").parent
    for path in out.rglob("*.html"):
        assert not re.search(r"<script>alert|<img src=x|<b>x", path.read_text(encoding="utf-8"))
    assert "&lt;img src=x onerror=alert(2)&gt;" in (out / "index.html").read_text(
        encoding="utf-8"
    ) + "".join(p.read_text(encoding="utf-8") for p in out.glob("readouts/*"))


def test_computed_markdown_links_only_inside_the_report(place):
    words = "[a](javascript:alert(1)) [b](https://example.org) ![c](https://example.org/c.png) [d](02_b.ipynb) [e](readouts/001.html#s3)"
    assert '<p>a b c <a href="02_b.html">d</a> <a href="readouts/001.html#s3">e</a></p>' in page(
        place, ({"text/markdown": words}, {})
    )


def shown(frame, columns=None, **kinds):
    """Return what a notebook stores of a frame shown as a table, as `stored` takes it."""
    return tables.show(frame, columns, **kinds)._repr_mimebundle_(), {}


def test_tables_scroll_align_numbers_and_name_no_empty_header(place):
    text = page(place, shown(pd.DataFrame({"word": ["a", "b"], "rate": [1.5, -2.0]})))
    assert "<div class='scroll' role='group' tabindex='0' aria-label='Table'><table>" in text
    assert "<td class='number'></td><th>word</th><th class='number'>rate</th>" in text
    assert "<td class='number'>-2.0</td>" in text and "<th></th>" not in text


def test_a_table_says_what_its_rows_and_cells_ask(place):
    frame = pd.DataFrame({"talk": ["2023-08-07", "2024"], "person": "Wang Yi", "n": [3, 0]})
    grid = frame.pivot(index="person", columns="talk", values="n")
    text = page(place, shown(frame), shown(grid))
    asked = re.findall(r"data-ask='(.*?)'( data-row)?>", text)
    row = ("#show:talk={}&amp;person=Wang+Yi", " data-row")
    assert asked == [
        (row[0].format("2023-08-07"), row[1]),
        (row[0].format("2024"), row[1]),
        ("#show:person=Wang+Yi", ""),
        ("#show:person=Wang+Yi&amp;talk=2023-08-07", ""),
    ]


def test_a_label_over_several_rows_asks_for_itself(place):
    frame = pd.DataFrame(
        {"family": "multipolar", "person": ["Wang Yi", "Sergey Lavrov"], "n": [2, 1]}
    )
    text = page(place, shown(frame.set_index(["family", "person"])))
    assert "<th rowspan='2' data-ask='#show:family=multipolar'>multipolar</th>" in text
    assert text.count("data-ask='#show:family=multipolar&amp;person=") == 2


def test_verbs_that_report_are_asked_for_as_such(place):
    frame = pd.DataFrame({"act": ["stress"], "n": [1]})
    assert "#show:reporting=stress" in page(place, shown(frame, act="reporting"))
    assert "data-ask='" not in page(place, shown(frame.assign(act="no such act")))


def test_html_of_others_stands_without_what_acts(place):
    frame = pd.DataFrame({"a": [HOSTILE]}).style.set_caption("Own").to_html()
    text = page(
        place,
        ({"text/html": "<p onclick='x'>a <u>b</p>c<iframe src=x></iframe><a href=x>d</a>"}, {}),
        ({"text/html": frame}, {}),
        ({"text/html": pd.DataFrame({"a": [1]}).to_html()}, {}),
        ({"text/html": "<article style='--who:#fff;color:red'>e <b", **plain("x")}, {}),
    )
    assert '<div class="output"><p>a <u>b</u></p><u>cd</u></div>' in text  # as a browser reads it
    assert "<caption>Own</caption>" in text and "<img src=x" not in text and "<th></th>" not in text
    assert '<div class="output"><article>e </article></div>' in text


@pytest.mark.parametrize(
    "html, clean",
    [
        ("<table><tr><th></th><th class=a>x</th></tr></table>", '<td></td><th class="a">x</th>'),
        ("<table><tr><td>a<table><tr><td>b", "<td>b</td></tr></tbody></table></div></td></tr>"),
        ("<b title='<table></table>'>a</b>", '<b title="&lt;table&gt;&lt;/table&gt;">a</b>'),
        ("<p style='--who:#fff'>a</p>", '<p style="--who:#fff">a</p>'),
        ("<p style='--who:red;background:url(//x)'>a</p>", "<p>a</p>"),
        ("<math><style><!--</style><img title='--&gt;&lt;img src=x onerror=y&gt;'>a", ""),
        ("<svg><a xlink:href='javascript:x'>a</a><style><b>c", "<b>c</b>"),
        ("<a href='java&#10;script:x' data-x=1 id=y>a</a><base href=//x><link href=//x>", "a"),
        (
            "<details open ontoggle=x><summary>a</summary>b",
            "<details><summary>a</summary>b</details>",
        ),
        ("<form><input value=a><button formaction=javascript:x>a</button>", "a"),
    ],
)
def test_html_of_others_is_cleaned(html, clean):
    cleaned = harmless(html) or ""
    assert clean in cleaned and not re.search("javascript|url\\(|=x|=y|<style|<img", cleaned)
    assert cleaned.count("<div") == cleaned.count("</div>") == cleaned.count("<table")


def test_a_chart_stands_without_the_lines_that_jupyterlab_lists_under_it(place, seeds):
    lines = phrases.concordance(seeds, phrases.find(seeds, [phrases.grow("multipolar")]))
    hits = lines.assign(hits=1)[["talk", "person", "hits"]]
    text = page(place, charts.hits_by_talk(hits, lines=lines)._repr_mimebundle_(None, None))
    figure = text[text.index("<figure") : text.index("</figure>")]
    assert '"on":"never"' in figure and "vconcat" not in figure and lines.left[0] not in figure
    assert figure.count("<tr>") == 1 + len(hits)
    other = alt.vconcat(
        *(
            alt.Chart(pd.DataFrame({"a": [word]})).mark_text().encode(text="a:N")
            for word in ("one", "two")
        )
    )
    text = page(place, other._repr_mimebundle_(None, None))
    assert '"one"' in text and '"two"' in text  # another's chart of two stays whole


def test_the_families_that_a_chart_tells_of_are_found_in_the_texts(place):
    rates = {"rate": [1.0], "low": [0.5], "high": [2.0], "hits": [1], "words": [9], "talks": [1]}
    frame = pd.DataFrame({"family": ["phone conversation"], **rates})
    text = page(place, charts.rates(frame)._repr_mimebundle_(None, None))
    index = json.loads(re.search(r'id="index">(.*?)</script>', text, re.DOTALL)[1])
    assert index["hits"]["family"]["phone conversation"]


def test_text_that_is_no_svg_is_no_picture_that_breaks_a_page(place):
    assert "<img alt='x' src='data:image/svg+xml;base64," in page(
        place, ({"image/svg+xml": "<svg><g>", **plain("x")}, {})
    )


def test_a_figure_keeps_its_alt_text(place):
    picture = charts.words_figure(
        pd.DataFrame({"talk": ["t"], "person": ["p"], "words": [1]}), alt_text="It's <one> bar"
    )
    assert "<img alt='It&#39;s &lt;one&gt; bar' src='data:image/svg+xml;base64," in page(
        place, picture._repr_mimebundle_()
    )


def test_code_is_folded_once_per_output(place):
    text = page(place, (plain("seen"), {}))
    assert text.count("<summary>Code</summary>") == 2 and "<pre>seen</pre>" in text


# --- evidence --------------------------------------------------------------------------------------------------------


def readings(corpus):
    return {d: f"readouts/{n:03d}.html" for n, d in enumerate(corpus.documents.index, 1)}


def test_the_index_holds_every_sentence_and_counts_as_the_library_does(seeds):
    index = evidence.index(seeds, readings(seeds), {"win-win", "no such phrase at all"})
    speech = seeds.speech
    assert [
        (
            index["docs"][r[0]][1],
            r[1],
            index["persons"][r[2]][0],
            index["modes"][r[3]],
            index["rules"][r[4]],
            r[5],
        )
        for r in index["rows"]
    ] == list(
        zip(
            speech.talk,
            speech.sent,
            speech.person,
            speech["mode"],
            speech.rule,
            speech.text,
            strict=True,
        )
    )
    assert all(
        r[6] == 0 or "".join(r[5][a:b] for a, b in zip(r[6][::2], r[6][1::2], strict=True))
        for r in index["rows"]
        if speech.content.iloc[index["rows"].index(r)]
    )
    count = lambda kind: {name: len(flat) // 2 for name, flat in index["hits"][kind].items()}
    found = phrases.find(seeds, phrases.load_book())
    assert found[found.part == "body"].family.value_counts().to_dict().items() <= count(
        "family"
    ).items() and "no such phrase at all" not in count("family")
    issues, acts = topics.issue_matches(seeds), compare.act_matches(seeds)
    assert count("issue") == issues[issues.part == "body"].issue.value_counts().to_dict()
    assert (
        count("act") == acts[acts.source == "content"].act.value_counts().to_dict()
        and count("reporting") == acts[acts.source == "reporting"].act.value_counts().to_dict()
    )
    assert index["rates"]["multipolar"] == [3, 2456, 5, 1.22, 0.29, 7.08]
    assert all(
        text in index["rows"][row][5]
        for table in index["hits"].values()
        for flat in table.values()
        for row, text in zip(flat[::2], flat[1::2], strict=True)
    )


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [
            "Minister Alder to Travel to Chile\n\nMay 3, 2021\n\nForeign Minister Ann Alder will travel to Chile on May 10."
        ],
    ],
    ids=["empty", "no talk"],
)
def test_a_corpus_without_talks_has_an_empty_index(tmp_path, texts):
    for n, text in enumerate(texts or [""]):
        (tmp_path / f"{n}.txt").write_text(
            text or "Alder Meets Birch\n\nForeign Minister Ann Alder met Bo Birch."
        )
    corpus = load_corpus(tmp_path)
    index = evidence.index(corpus, readings(corpus))
    assert len(index["rows"]) == len(corpus.speech) and evidence.as_script(index)


def links_of(corpus):
    """Return the links of a report on a corpus."""
    index = evidence.index(corpus, readings(corpus))
    return links.Links(corpus, readings(corpus), evidence.known(index))


def linked(corpus, frame, columns=None):
    """Return the address of the link in each row of a frame, None where there is none."""
    with pd.option_context("display.max_rows", None):
        structure = shown(frame, columns)[0][tables.TABLE]
    rows = links_of(corpus).table(structure).rows
    return [next((cell.link for cell in row if cell.link), None) for row in rows]


def test_quoted_lines_link_to_their_sentence(seeds):
    lines = phrases.concordance(seeds, phrases.find(seeds, phrases.load_book()))
    found = linked(seeds, lines, ["talk", "left", "hit", "right"])
    own = {
        f"{page}#s{s.sent}": " ".join(s.text.split())
        for d, page in readings(seeds).items()
        for s in seeds.sentences[seeds.sentences.doc_id == d].itertuples()
    }
    for address, line in zip(found, lines.itertuples(), strict=True):
        if line.part == "body":
            assert line.hit in own[address]
        else:
            assert address == readings(seeds)[line.doc_id]


def test_the_same_words_twice_lead_to_two_places(seeds):
    twice = seeds.speech.groupby("doc_id").head(2).assign(hit="the same")
    assert linked(seeds, twice, ["hit"]) == [
        f"{readings(seeds)[s.doc_id]}#s{s.sent}" for s in twice.itertuples()
    ]


@pytest.mark.parametrize(
    "table, target",
    [
        ({"talk": ["2024"], "words": [1]}, "readouts/005.html"),
        ({"doc_id": ["001_5abccda487b6ba1f"]}, "readouts/001.html"),
        ({"doc_id": [None], "talk": ["2024"]}, "readouts/005.html"),
        ({"doc_id": ["no such document"]}, None),
        ({"talk": ["1999"]}, None),
        ({"word": ["2024"]}, None),
    ],
)
def test_talks_and_documents_link_to_their_reading(seeds, table, target):
    assert linked(seeds, pd.DataFrame(table)) == [target]


def test_corrections_and_software_are_in_the_fingerprints(place):
    stored(place / "notebooks", "01_a")
    index = report.build(
        SEEDS, place / "out", execute=False, notebooks=place / "notebooks"
    ).read_text(encoding="utf-8")
    prints = (
        re.findall(r"fingerprint ([0-9a-f]{12})", index),
        re.findall(r"source ([0-9a-f]{12})", index),
    )
    assert all(len(set(p)) == 1 for p in prints) and prints[0][0] != prints[1][0]
    notebook(place / "notebooks", "01_a", code("CORRECTIONS = None", "parameters"))
    (place / "mine.csv").write_text(
        f"doc_id,field,value,source\n{next(iter(sorted(SEEDS.iterdir()))).stem},event_date,2031-05-03,a calendar\n"
    )
    other = report.build(
        SEEDS, place / "out", corrections=place / "mine.csv", notebooks=place / "notebooks"
    ).read_text(encoding="utf-8")
    assert prints[0][0] not in other and prints[1][0] in other


def test_a_chart_stands_with_its_table(place):
    frame = pd.DataFrame({"talk": ["t"] * 300, "person": [HOSTILE] * 300, "words": range(300)})
    text = page(
        place,
        charts.voice(frame)._repr_mimebundle_(None, None),
        charts.confidence_figure(
            pd.DataFrame({"rule": ["<b>"], "sentences": [4], "confidence": [0.5]})
        )._repr_mimebundle_(),
    )
    assert (
        "<th>Talk</th><th>Speaker</th><th>Words</th>" in text
        and "The first 200 of 300 rows" in text
    )
    assert (
        "<th>Rule</th><th>Sentences</th><th>Confidence</th>" in text
        and "<td>&lt;b&gt;</td><td>4</td><td>0.5</td>" in text
    )


# --- refresh and check -----------------------------------------------------------------------------------------------


def test_refresh_is_stable_and_drops_what_differs_between_machines(place):
    folder = place / "notebooks"
    notebook(folder, "01_a", code("print('x', flush=True)\nprint('y')"))
    made = nbformat.read(folder / "01_a.ipynb", as_version=4)
    made.metadata = {
        "kernelspec": {"name": "conda-env", "display_name": "C", "language": "python"},
        "language_info": {"name": "python", "version": "3.11.2"},
    }
    made.cells[0].metadata["editable"] = False
    nbformat.write(made, folder / "01_a.ipynb")
    assert report.refresh(folder) == [folder / "01_a.ipynb"]
    text = (folder / "01_a.ipynb").read_text(encoding="utf-8")
    assert (
        '"name": "python3"' in text
        and "3.11" not in text
        and "editable" not in text
        and '"iopub' not in text
    )
    after = nbformat.read(folder / "01_a.ipynb", as_version=4)
    assert [c.id for c in after.cells] == [
        f"01_a-{n}" for n in range(5)
    ] and '"../texts"' in after.cells[1].source
    assert [o.text for o in after.cells[-1].outputs] == ["x\ny\n"]
    assert report.refresh(folder) == [] and text == (folder / "01_a.ipynb").read_text(
        encoding="utf-8"
    )


def test_refresh_writes_nothing_when_a_notebook_warns(place):
    folder = place / "notebooks"
    notebook(folder, "01_a")
    notebook(folder, "02_b", code("import warnings; warnings.warn('old')"))
    before = [p.read_bytes() for p in sorted(folder.iterdir())]
    with pytest.raises(ReadoutError, match=r"02_b.ipynb, cell 5: writes to stderr"):
        report.refresh(folder)
    assert [p.read_bytes() for p in sorted(folder.iterdir())] == before


def test_what_is_broken_is_said(place):
    good = new_notebook(
        cells=[code("CORPUS = 1", "parameters", count=1), code("f", "findings", count=2)]
    )
    assert list(check.broken_rules("x", good)) == []
    error = new_output("error", ename="E", evalue="long\nstory", traceback=[])
    bad = new_notebook(
        cells=[
            code("a\nb", outputs=[error], count=2),
            code("c", outputs=[new_output("stream", name="stderr", text="w")], count=1),
        ]
    )
    assert list(check.broken_rules("x", bad)) == [
        "x.ipynb, cell 1 (`a`): E: long story",
        "x.ipynb: not executed from top to bottom in one go; run `readout refresh`",
        "x.ipynb, cell 2: writes to stderr; find the cause of the warning: w",
        "x.ipynb: no cell is tagged `parameters`",
        "x.ipynb: no cell is tagged `findings`",
    ]


@pytest.mark.parametrize(
    "line, value",
    [
        ('CORPUS = "../seeds"', "../seeds"),
        ("CORPUS='a#b'  # note", "a#b"),
        ('x = 1\nCORPUS = r"c\\d"', "c\\d"),
        ("corpus = '../seeds'", None),
        ("CORPUS = seeds", None),
        ('CORPUS = "a"\nCORRECTIONS = None  # b', "a"),
        ('CORPUS = (\n    "a"  # in two lines\n)', "a"),
        ('x = 1; CORPUS = """a"""', "a"),
        ("CORPUS =", None),
    ],
)
def test_the_notebooks_own_corpus_is_read(tmp_path, line, value):
    found = execute.stored(new_notebook(cells=[code(line, "parameters")]), tmp_path)
    assert found == ({"CORPUS": (tmp_path / value).resolve()} if value else {}) | (
        {"CORRECTIONS": None} if "CORRECTIONS" in line else {}
    )


def test_a_parameter_is_replaced_wherever_its_value_stands():
    cell = 'ö = "CORPUS"; CORPUS = (\n    "ä"\n)  # CORPUS = "c"\nCORRECTIONS = None'
    new = execute.replaced(cell, {"CORPUS": "b'c", "CORRECTIONS": "d", "OTHER": "e"})
    assert new == 'ö = "CORPUS"; CORPUS = (\n    "b\'c"\n)  # CORPUS = "c"\nCORRECTIONS = \'d\''


def test_a_notebook_reads_as_nbformat_reads_it(place):
    stored(
        place / "notebooks",
        "01_a",
        (
            {
                "text/plain": "a\nb",
                "text/html": "<p>\n</p>",
                "application/x+json": {"text": ["a", "b"]},
            },
            {},
        ),
    )
    for path in (
        place / "notebooks" / "01_a.ipynb",
        *sorted((SEEDS.parent / "notebooks").glob("*.ipynb")),
    ):
        assert check.read(path.read_text(encoding="utf-8")) == nbformat.read(path, as_version=4)


def test_titles_and_ids():
    assert prose.title_and_scope("")[0] is None
    taken = set()
    html, parts = prose.written("## A & B – c\n\n### *A* b c\n\n#### D\n\n##### E", taken)
    assert parts == [("a-b-c", "A & B – c")] and taken == {"a-b-c", "a-b-c-", "d"}
    assert '<h2 id="a-b-c">A &amp; B – c</h2>' in html and "<h5>E</h5>" in html
