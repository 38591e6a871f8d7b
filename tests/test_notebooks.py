"""What every notebook keeps to, so that a reader can trust it and strict nbval compares all it shows."""

import ast
import copy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

from readoutlib.cli import main
from readoutlib.mime import FIGURE, TABLE, VEGA

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("01_corpus", "02_topic_drift", "03_phrase_frequency", "04_speaker_comparison")
SVG = "image/svg+xml"
KINDS = (VEGA, SVG, FIGURE, TABLE, "text/markdown", "text/html", "stream")
MAX_BYTES, MAX_IMPORTS = 600_000, 3


def load(name):
    return json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))


def source(cell):
    return "".join(cell["source"])


def outputs(notebook, kind=None):
    """Return (cell number, output) of all outputs, or of those of a kind, which is a MIME type or `stream`."""
    found = [(n, o) for n, cell in enumerate(notebook["cells"]) for o in cell.get("outputs", [])]
    return [
        (n, o)
        for n, o in found
        if kind is None or o["output_type"] == kind or kind in o.get("data", {})
    ]


def within(value, key):
    """Return every value that stands under a key, at any depth."""
    parts = list(
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [v for k, v in parts if k == key] + [w for _, v in parts for w in within(v, key)]


# --- prose -----------------------------------------------------------------------------------------------------------

NO_PROSE = re.compile(
    r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+|^\s*\d+\.\s", re.DOTALL | re.MULTILINE
)
# No result: years, the level of an interval, the unit of a rate, the range of a share, the place of something in a text.
NO_RESULT = re.compile(
    r"\b(?:19|20)\d\d(?:[–-](?:19|20)\d\d)?\b(?![.,]?\d|-\d)|\b95\s?%|\b1,000 words|\b(?:between 0 and|from 0 to|0 to|0–)\s?1\b(?![.,]\d)"
    r"|\b(?:section|part|notebook|step|column|row)s? \d+\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w.,-])[-−]?\d[\d.,-]*(?!\w)")  # not G7, COVID-19, 01_corpus, 70th


def typed_numbers(markdown):
    """Return the numbers of a Markdown cell that could be results; those are computed, so that they follow the corpus."""
    return [
        n.rstrip(".,-") for n in NUMBER.findall(NO_RESULT.sub(" ", NO_PROSE.sub(" ", markdown)))
    ]


@pytest.mark.parametrize(
    "prose, found",
    [
        (
            "In 2019–2024 and 2021, at 95 % and 95%, per 1,000 words, a share from 0 to 1; see part 4.",
            [],
        ),
        (
            "The G7, COVID-19, the 70th year, [next](02_topic_drift.html) `n = 5`\n1. first\n2. second",
            [],
        ),
        ("Wang Yi said 62 % of it", ["62"]),
        ("a rate of 3.5 per 1,000 words", ["3.5"]),
        ("n = 5 talks.", ["5"]),
        ("78 sentences", ["78"]),
        ("p = 0.0625, (12)", ["0.0625", "12"]),
        ("On 2019-05-13 they met", ["2019-05-13"]),
        ("by −4 points", ["−4"]),
        ("2,019 words", ["2,019"]),
    ],
)
def test_typed_numbers(prose, found):
    assert typed_numbers(prose) == found


# --- policy ----------------------------------------------------------------------------------------------------------


def complaints_about_the_file(notebook):
    """Return what is wrong with a notebook's order, parameters and imports."""
    out = []
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    tags = [set(c["metadata"].get("tags", [])) for c in code]
    metadata = notebook["metadata"]
    if [c.get("execution_count") for c in code] != list(range(1, len(code) + 1)):
        out.append(
            "not executed from top to bottom: nbval compares nothing in a cell without a number"
        )
    if metadata.get("kernelspec", {}).get("name") != "python3" or "version" in metadata.get(
        "language_info", {}
    ):
        out.append("kernelspec is not python3, or the version of one machine's Python is stored")
    if len({c.get("id") for c in notebook["cells"]} - {None}) != len(notebook["cells"]):
        out.append("cells without an id of their own")
    if not source(notebook["cells"][0]).startswith("# "):
        out.append("does not open with its question as title")
    if [
        re.search(r'^CORPUS = "\.\./seeds"$', source(c), re.M) is not None
        for c, t in zip(code, tags)
        if "parameters" in t
    ] != [True]:
        out.append('no one cell tagged parameters with CORPUS = "../seeds"')
    if not any(
        re.search(r"^CORRECTIONS = None\b", source(c), re.M)
        for c, t in zip(code, tags)
        if "parameters" in t
    ):
        out.append("no CORRECTIONS = None among the parameters")
    if sum("findings" in t for t in tags) != 1:
        out.append("no one cell tagged findings")
    lines = [line for c in code for line in source(c).splitlines()]
    if sum(line.startswith(("import ", "from ")) for line in lines) > MAX_IMPORTS:
        out.append(f"more than {MAX_IMPORTS} lines of imports")
    return out


def complaints_about_code(notebook):
    """Return what its code cells do that the policy forbids."""
    out = []
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    tags = [set(c["metadata"].get("tags", [])) for c in code]
    for c, t in zip(code, tags):
        text = source(c)
        tree = ast.parse(
            "\n".join("" if line.startswith(("%", "!")) else line for line in text.splitlines())
        )
        rules = {
            "empty cell": not text.strip(),
            "; at the end of a line": re.search(r";\s*$", text, re.M),
            "a mark that nbval obeys": "NBVAL_" in text
            or any(re.search("nbval|raises|skip|ignore", tag) for tag in t),
            "def, class or several lambdas": any(
                isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
                for n in ast.walk(tree)
            )
            or sum(isinstance(n, ast.Lambda) for n in ast.walk(tree)) > 1,
            "an error or stderr": any(
                o["output_type"] == "error" or o.get("name") == "stderr" for o in c["outputs"]
            ),
        }
        out += [
            f"{rule}, in the cell beginning {text[:50]!r}"
            for rule, broken in rules.items()
            if broken
        ]
    return out


def complaints_about_prose(notebook):
    """Return the results that are typed into its prose."""
    out = []
    for c in notebook["cells"]:
        if c["cell_type"] == "markdown" and (numbers := typed_numbers(source(c))):
            out.append(
                f"result typed in prose: {numbers}, in the cell beginning {source(c)[:50]!r}"
            )
    return out


def complaints_about_charts(notebook):
    """Return what its charts lack."""
    out = []
    charts = [o["data"][VEGA] for _, o in outputs(notebook, VEGA)]
    if len(charts) < 2:
        out.append("fewer than two charts")
    for chart in charts:
        lacking = [k for k in ("title", "description") if not chart.get(k)] + ["tooltip"] * (
            not within(chart, "tooltip")
        )
        names = [p.get("name", "param_1") for params in within(chart, "params") for p in params]
        if lacking or any(re.fullmatch(r"param_\d+", name) for name in names):
            out.append(
                f"a chart without {lacking or 'names for its selections'}: {chart.get('title')}"
            )
    if not any(
        "legend" in (bind if isinstance(bind, dict) else [bind])
        for chart in charts
        for bind in within(chart, "bind")
    ):
        out.append("no selection by legend")
    return out


def complaints(notebook):
    """Return what a notebook does that the policy forbids."""
    return [
        *complaints_about_the_file(notebook),
        *complaints_about_code(notebook),
        *complaints_about_prose(notebook),
        *complaints_about_charts(notebook),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_keeps_to_the_policy(name):
    notebook = load(name)
    nbformat.validate(nbformat.from_dict(notebook))
    assert complaints(notebook) == []
    assert (ROOT / "notebooks" / f"{name}.ipynb").stat().st_size < MAX_BYTES


def test_there_are_four_and_one_draws_with_matplotlib():
    assert sorted(p.stem for p in (ROOT / "notebooks").glob("*.ipynb")) == sorted(NAMES)
    assert any(outputs(load(name), SVG) for name in NAMES)


def breaches():
    """Return, by name, changes to a good notebook that the policy must notice."""
    code = lambda nb: next(c for c in nb["cells"] if c["cell_type"] == "code" and c["outputs"])
    chart = lambda nb: outputs(nb, VEGA)[0][1]["data"][VEGA]
    tagged = lambda nb, tag: next(c for c in nb["cells"] if tag in c["metadata"].get("tags", []))

    def without(key):
        def change(value):
            if isinstance(value, dict):
                value.pop(key, None)
            parts = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, list)
                else ()
            )
            for part in parts:
                change(part)

        return change

    return {
        "stripped": lambda nb: code(nb).update(execution_count=None, outputs=[]),
        "out of order": lambda nb: code(nb).update(execution_count=99),
        "kernelspec": lambda nb: nb["metadata"]["kernelspec"].update(name="conda-env"),
        "ids": lambda nb: nb["cells"][0].pop("id"),
        "title": lambda nb: nb["cells"][0].update(source="No title"),
        "parameters": lambda nb: tagged(nb, "parameters").update(source='CORPUS = "elsewhere"'),
        "corrections": lambda nb: tagged(nb, "parameters").update(source='CORPUS = "../seeds"'),
        "findings": lambda nb: tagged(nb, "findings")["metadata"].update(tags=[]),
        "imports": lambda nb: code(nb).update(source="import a\nimport b\nimport c\nimport d"),
        "semicolon": lambda nb: code(nb).update(source="x = 1; \ny = 2"),
        "mark": lambda nb: code(nb).update(source="# NBVAL_IGNORE_OUTPUT\nx"),
        "tag": lambda nb: code(nb)["metadata"].update(tags=["nbval-skip"]),
        "def": lambda nb: code(nb).update(source="def f():\n    pass"),
        "error": lambda nb: code(nb)["outputs"].append(
            {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
        ),
        "stderr": lambda nb: code(nb)["outputs"].append(
            {"output_type": "stream", "name": "stderr", "text": "warning"}
        ),
        "number": lambda nb: nb["cells"].append(
            {
                "cell_type": "markdown",
                "id": "z",
                "metadata": {},
                "source": "He spoke 62 % of the words.",
            }
        ),
        "description": lambda nb: chart(nb).pop("description"),
        "tooltip": lambda nb: without("tooltip")(chart(nb)),
        "legend": lambda nb: [without("bind")(o["data"][VEGA]) for _, o in outputs(nb, VEGA)],
        "charts": lambda nb: [o["data"].pop(VEGA) for _, o in outputs(nb, VEGA)[1:]],
    }


@pytest.mark.parametrize("breach", breaches())
def test_the_policy_notices(breach):
    good, bad = load(NAMES[-1]), load(NAMES[-1])
    breaches()[breach](bad)
    assert set(complaints(bad)) - set(complaints(good))


# --- the numbers are compared ----------------------------------------------------------------------------------------


def other_digit(text):
    """Return a text with its last digit changed; in a table the last digit of its last cell."""
    start = (
        text.rfind("<td>")
        if "<td>" in text and re.search(r"\d", text[text.rfind("<td>") : text.rfind("</td>")])
        else 0
    )
    end = text.rfind("</td>") if start else len(text)
    at = max((m.start() for m in re.finditer(r"\d", text[:end])), default=None)
    return None if at is None else text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


def other_datum(chart):
    """Return a Vega-Lite spec with one number of its data changed."""
    chart = copy.deepcopy(chart)
    rows = [r for tables in within(chart, "datasets") for table in tables.values() for r in table]
    rows += [r for values in within(chart, "values") for r in values if isinstance(r, dict)]
    row, key = next(
        ((r, k) for r in rows for k, v in r.items() if type(v) in (int, float)), (None, None)
    )
    if row is not None:
        row[key] += 1
    return chart if row is not None else None


def other_cell(data):
    """Return a table or the data of a figure with one number in its rows changed."""
    data = copy.deepcopy(data)
    for row in data["rows"]:
        cells = row.get("cells", row)
        for key in range(len(cells)) if isinstance(cells, list) else sorted(cells):
            wrong = other_digit(str(cells[key]))
            if wrong is not None:
                cells[key] = wrong
                return data
    return None


CHANGE = {VEGA: other_datum, TABLE: other_cell, FIGURE: other_cell}


def tampered(notebook, wanted):
    """Return a copy in which one digit of one output in each cell is wrong, and {cell number: kind of that output}.

    Of the kinds that a cell shows, one that is wanted is changed, and that which is changed least so far.
    """
    notebook, changed = copy.deepcopy(notebook), {}
    for n, output in outputs(notebook):
        holder = output if output["output_type"] == "stream" else output["data"]
        forms = {kind: "text" if kind == "stream" else kind for kind in KINDS}
        shown = [k for k in KINDS if forms[k] in holder and (k == "stream") == (holder is output)]
        for kind in sorted(shown, key=lambda k: (k not in wanted, [*changed.values()].count(k))):
            old = holder[forms[kind]]
            wrong = CHANGE[kind](old) if kind in CHANGE else other_digit("".join(old))
            if wrong is not None and n not in changed:
                holder[forms[kind]], changed[n] = wrong, kind
    return notebook, changed


def place(folder, names):
    """Copy the seeds and some notebooks into a folder, as they stand to each other here."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "notebooks").mkdir()
    for name in names:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    return folder / "notebooks"


def test_one_wrong_digit_in_any_output_fails(tmp_path):
    wanted, chosen = set(KINDS), {}
    for name in NAMES:  # as few notebooks as show all kinds of output
        notebook, changed = tampered(load(name), wanted)
        if wanted & set(changed.values()):
            wanted -= set(changed.values())
            chosen[name] = notebook, changed
    assert wanted == set(), "no notebook shows an output of this kind that has a digit"
    notebooks = place(tmp_path, chosen)
    for name, (notebook, _) in chosen.items():
        (notebooks / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    nbval = [
        "--nbval",
        "--nbval-current-env",
        "--nbval-cell-timeout=120",
        "-p",
        "no:cacheprovider",
        "--junitxml=out.xml",
        "-q",
    ]
    subprocess.run(
        [sys.executable, "-m", "pytest", *nbval, "notebooks"],
        cwd=tmp_path,
        capture_output=True,
        timeout=300,
    )
    for name, (notebook, changed) in chosen.items():
        cases = [
            c
            for c in ElementTree.parse(tmp_path / "out.xml").iter("testcase")
            if name in c.get("classname")
        ]
        failed = [c.find("failure") is not None or c.find("error") is not None for c in cases]
        code = [n for n, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
        assert len(failed) == len(code)
        assert {n for n, bad in zip(code, failed) if bad} == set(changed)


@pytest.mark.full
def test_another_machine_writes_the_same_bytes(tmp_path):
    notebooks = place(tmp_path, NAMES)
    elsewhere = {
        "PYTHONHASHSEED": "1",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "OPENBLAS_CORETYPE": "Nehalem",
    }
    program = "import sys; from readoutlib.report import refresh; refresh(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", program, str(notebooks)],
        cwd=tmp_path,
        env=os.environ | elsewhere,
        check=True,
        timeout=300,
    )
    changed = [
        n
        for n in NAMES
        if (notebooks / f"{n}.ipynb").read_bytes()
        != (ROOT / "notebooks" / f"{n}.ipynb").read_bytes()
    ]
    assert changed == []


@pytest.mark.full
@pytest.mark.parametrize(
    "text",
    [
        "Minister Alder to Travel to Chile\n\nMay 3, 2021\n\nForeign Minister Ann Alder will travel to Chile on May 10 to meet Foreign Minister Bo Birch.",
        "Alder Meets Birch\n\nForeign Minister Ann Alder met Foreign Minister Bo Birch in Oslo. Alder said that trade matters.",
    ],
    ids=["no talk", "one undated talk, one speaker"],
)
def test_they_run_to_the_end_on_next_to_nothing(tmp_path, text):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(text, encoding="utf-8")
    assert main(["report", str(tmp_path / "corpus"), "--out", str(tmp_path / "out")]) == 0
    assert {p.stem for p in (tmp_path / "out").glob("*.html")} == {"index", *NAMES}


ODD = {
    "nobody is named": "The two ministers meet\n\nMOSCOW, March 3 (Xinhua) -- The two foreign ministers held talks in Moscow on Friday. The meeting lasted two hours.\n",
    "nobody speaks": "Wang Yi Meets with Sergey Lavrov\n\nWang Yi met with Sergey Lavrov on May 3, 2021.\n",
    "no account of a talk": "Foreign Minister to visit Moscow\n\nThe Foreign Minister will visit Moscow next week.\n",
    "one talk without a date": "Foreign Minister Ann Lee met with Foreign Minister Bo Berg. Lee said that trade matters. Berg said that peace does.\n",
    "no words that count": "Ann Lee met with Bo Berg on May 3, 2021.\n\nLee said: ... Berg said: --\n",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_on_what_says_little(name, text, tmp_path, monkeypatch):
    (tmp_path / "account.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(ROOT / "notebooks")
    values = {}
    for cell in (c for c in load(name)["cells"] if c["cell_type"] == "code"):
        exec(
            compile(
                re.sub(
                    r"^CORPUS = .*", f"CORPUS = {str(tmp_path)!r}", source(cell), flags=re.MULTILINE
                ),
                name,
                "exec",
            ),
            values,
        )
