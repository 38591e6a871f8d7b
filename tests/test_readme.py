"""What README says is so: its findings, its commands, its columns, what it says of the seeds."""

import json
import re
import shlex
from pathlib import Path

import pytest

from readoutlib import ReadoutError, compare, corrections, drift, findings, load_corpus, phrases
from readoutlib.cli import _parser

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def computed(seeds):
    book = {f.name: f for f in phrases.load_book()}
    asked = [book["strategic coordination"], book["multipolar"]]
    groups = [
        findings.of_corpus(seeds),
        findings.of_drift(seeds),
        findings.of_phrases(seeds, asked),
        findings.of_speakers(seeds),
    ]
    return [f"- {f.text}" for group in groups for f in group]


def test_the_findings_are_the_computed_ones(seeds):
    block = README.split("<!-- findings -->")[1].split("<!-- /findings -->")[0]
    told, right = block.strip().splitlines(), computed(seeds)
    if lacking := [line for line in right if line not in told]:
        pytest.fail("README.md lacks:\n" + "\n".join(lacking), pytrace=False)
    assert told == right


def test_the_code_among_the_questions_runs(seeds):
    asked = re.findall(
        r"\| `((?:compare|drift)\..*)` \|", README.split("## What can I ask?")[1].split("\n## ")[0]
    )
    keyness, moved = (
        eval(code, {"corpus": seeds, "compare": compare, "drift": drift}) for code in asked
    )
    assert (
        "strategic coordination" in set(keyness.word)
        and keyness.talks.min() == 3
        and moved.groups.talks.tolist() == [3, 2]
    )


def test_every_command_is_told_and_every_told_command_parses():
    told = [
        line.split("#")[0].strip()
        for line in README.splitlines()
        if line.startswith("    readout ")
    ]
    for line in told:
        assert _parser().parse_args(shlex.split(line)[1:]).run
    offered = re.findall(r"^    (\w+)\s", _parser().format_help(), re.MULTILINE)
    assert {shlex.split(line)[1] for line in told} == set(offered) != set()


@pytest.mark.parametrize(
    "table", ["documents", "sentences", "cuts", "people", "corrections", "problems"]
)
def test_the_columns_are_the_tables_own(seeds, table):
    part = README.split(f"`corpus.{table}`, ")[-1].split("\n\n")[1]
    listed = [
        name for row in part.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])
    ]
    assert sorted(listed) == sorted(getattr(seeds, table).columns)


def test_the_corrections_run(seeds, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").symlink_to(Path(__file__).resolve().parents[1] / "seeds")
    example = README.split("```csv\n")[1].split("```")[0]
    (tmp_path / "example.csv").write_text(example, encoding="utf-8")
    given = load_corpus("seeds", corrections="example.csv").corrections
    assert (
        list(given.what) == ["speaker", "event_start", "event_end"]
        and (given.before != given.after).all()
    )
    write, apply = (part.split("```")[0] for part in README.split("```python\n")[1:])
    names = {}
    exec(write, names)
    written = (tmp_path / "corrections.csv").read_text(encoding="utf-8")
    with pytest.raises(ReadoutError, match="corrections.csv, line 2: expected .*source"):
        exec(apply, names)
    (tmp_path / "corrections.csv").write_text(
        re.sub(",$", ",read again", written, flags=re.MULTILINE), encoding="utf-8"
    )
    exec(apply, names)
    assert (names["corpus"].corrections.before == names["corpus"].corrections.after).all() and len(
        names["corpus"].corrections
    ) == 2 * len(names["doubtful"]) > 0
    told = README.split("## Your own corrections")[1].split("\n## ")[0]
    assert set(corrections.CORRECTABLE) <= set(re.findall(r"`(\w+)`", told))


def test_the_provenance_is_the_seeds_own(seeds):
    named = seeds.documents.outlet.dropna()
    assert list(named.unique()) == ["Xinhua"] and sorted(d[:3] for d in named.index) == [
        "002",
        "004",
    ]
    assert not any(
        "http" in text or ".com" in text or ".cn" in text for text in seeds.texts.values()
    )
    precise = seeds.documents.event_precision.to_dict()
    assert sorted(d[:3] for d, p in precise.items() if p == "day") == ["000", "001", "002", "003"]
    assert 2022 not in set(seeds.documents.event_start.dt.year)


def test_no_output_shows_a_star_or_a_p():
    for path in sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb")):
        outputs = [
            o
            for c in json.loads(path.read_text(encoding="utf-8"))["cells"]
            for o in c.get("outputs", [])
        ]
        shown = json.dumps(
            [
                o.get("text") or {k: v for k, v in o["data"].items() if not k.startswith("image/")}
                for o in outputs
            ]
        )
        shown = re.sub(
            r'"(left|right)": "(\\.|[^"\\])*"', "", shown
        )  # the words of the texts, quoted under a chart
        assert shown.count("smallest this test could give") > 0 or path.stem[:2] in ("01", "03")
        assert not re.search(r"\bp\s*[<=]\s*0?\.\d|\d\*+\b|\bsignifican", shown)
