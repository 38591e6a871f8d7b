"""The `readout` command: exit status, one clear line, files written whole."""

import os
import subprocess
import sys
from importlib.metadata import version

import pandas as pd
import pytest

from readoutlib import phrases
from readoutlib.cli import main
from readoutlib.corpus.readers import read_records
from readoutlib.corpus.records import Problem


def test_parse_saves_a_corpus_and_tables(tmp_path, capsys, seeds):
    assert main(["parse", "seeds", "--out", str(tmp_path / "saved")]) == 0
    assert "78 sentences" in capsys.readouterr().out
    for name, load in (
        ("s.csv", pd.read_csv),
        ("s.parquet", pd.read_parquet),
        ("s.jsonl", lambda p: pd.read_json(p, lines=True)),
    ):
        assert main(["parse", str(tmp_path / "saved"), "--out", str(tmp_path / name)]) == 0
        assert list(load(tmp_path / name).text) == list(seeds.sentences.text)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "s.csv",
        "s.jsonl",
        "s.parquet",
        "saved",
    ]  # no leftovers


@pytest.mark.parametrize("make", ["missing", "empty folder", "binary", "empty text"])
@pytest.mark.parametrize(
    "command",
    [
        ["parse", "{}", "--out", "{}-out"],
        ["show", "{}"],
        ["phrase", "trade", "{}"],
        ["report", "{}", "--out", "{}-out"],
    ],
)
def test_what_cannot_be_read_is_one_line_and_status_1(tmp_path, capsys, make, command):
    path = tmp_path / "x.txt"
    if make == "empty folder":
        path.mkdir()
    elif make != "missing":
        path.write_bytes(bytes(range(256)) if make == "binary" else b"")
    assert main([c.format(path) for c in command]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and str(path) in err and "expected" in err
    assert not (tmp_path / "x.txt-out").exists()


def says_one_line(capsys, command):
    """Run a command that must fail and return its one line."""
    assert main([str(c) for c in command]) == 1
    out, err = capsys.readouterr()
    assert (
        out == ""
        and err.startswith("readout: ")
        and err.count("\n") == 1
        and "expected" in err
        and "found" in err
    )
    return err


@pytest.mark.parametrize(
    "command", [["parse", "seeds"], ["report", "--no-execute"]], ids=["parse", "report"]
)
@pytest.mark.parametrize(
    "out", ["/proc/nope/x", "/dev/null/x", "/dev/null/x.csv", "x" * 5000], ids=lambda out: out[:14]
)
def test_a_place_that_cannot_be_written_is_one_line(capsys, command, out):
    line = says_one_line(capsys, [*command, "--out", out])
    assert (
        f"readout: {out[:200]}: expected a place that can be written" in line
        and "name another" in line
        and len(line) < 400
    )


def test_copies_of_the_notebooks_need_a_place_that_can_be_written(tmp_path, capsys):
    (tmp_path / "x").write_text("mine")
    for out in ("/proc/nope", tmp_path / "x", tmp_path / "x/y"):
        assert f"{out}: expected a place" in says_one_line(capsys, ["notebooks", out])
    assert main(["notebooks", str(tmp_path / "own")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == str(tmp_path / "own/01_corpus.ipynb")
    (tmp_path / "own/01_corpus.ipynb").write_text("mine")
    assert "found this file" in says_one_line(capsys, ["notebooks", tmp_path / "own"])


def test_a_folder_in_the_place_of_a_table_is_one_line(tmp_path, capsys):
    (tmp_path / "s.csv").mkdir()
    assert "found a folder; name another" in says_one_line(
        capsys, ["parse", "seeds", "--out", tmp_path / "s.csv"]
    )
    assert os.listdir(tmp_path) == ["s.csv"]


def test_another_kind_of_file_is_refused_and_a_slash_names_a_folder(tmp_path, capsys):
    line = says_one_line(capsys, ["parse", "seeds", "--out", tmp_path / "s.xlsx"])
    assert all(
        word in line
        for word in (
            "s.xlsx: expected",
            ".csv",
            ".jsonl",
            ".parquet",
            "found .xlsx",
            "end it with a slash: ",
            "s.xlsx/",
        )
    )
    assert not any(tmp_path.iterdir())
    for name in ("s.xlsx/", "s.xlsx", "s.csv/", "corpus-1.0"):  # the second is a folder by then
        assert main(["parse", "seeds", "--out", f"{tmp_path}/{name}"]) == 0
        assert (tmp_path / name / "readouts.json").is_file()


@pytest.mark.parametrize(
    "name, content", [("readouts.json", b"{"), ("cuts.parquet", None), ("texts.parquet", b"PAR1")]
)
def test_a_damaged_saved_corpus_is_one_line(tmp_path, capsys, seeds, name, content):
    seeds.save(tmp_path / "saved")
    path = tmp_path / "saved" / name
    path.unlink() if content is None else path.write_bytes(content)
    assert str(path) in says_one_line(capsys, ["phrase", "trade", tmp_path / "saved"])


def test_a_name_too_long_is_one_line(capsys):
    assert len(says_one_line(capsys, ["show", "x" * 5000])) < 400


def test_a_terminal_that_lacks_letters_gets_their_numbers():
    command = [sys.executable, "-m", "readoutlib.cli", "show", "seeds/003_5c912a263c3fc82a.txt"]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=True
    )
    assert rb"\u201con Monday\u201d" in done.stdout and done.stderr == b""


def test_problems_are_told_in_their_own_words(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(
        "A Meets B\n\nOn May 3, 2021, Minister Ann Alder met Minister Bo Birch. Alder said that trade matters."
    )
    (tmp_path / "in/b.txt").write_text("")
    assert main(["parse", str(tmp_path / "in"), "--out", str(tmp_path / "out.csv")]) == 0
    (problem,) = (item for item in read_records(tmp_path / "in") if isinstance(item, Problem))
    assert capsys.readouterr().err == f"{problem}\n"


def test_wrong_usage_is_status_2(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["count"])
    assert caught.value.code == 2 and "usage" in capsys.readouterr().err


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert (
        caught.value.code == 0 and capsys.readouterr().out == f"readout {version('readoutlib')}\n"
    )


def test_show_prints_the_annotated_reading(capsys):
    assert main(["show", "seeds/003_5c912a263c3fc82a.txt"]) == 0
    out = capsys.readouterr().out
    assert (
        "Sergei Lavrov" in out
        and "2023-08-07" in out
        and "Search Trends" in out
        and "\033" not in out
    )


def test_phrase_counts_variants_and_prints_the_concordance(capsys):
    assert main(["phrase", "multipolar"]) == 0
    out = capsys.readouterr().out
    assert (
        "multi-polarization" in out and "[multipolar] world" in out and "Concordance: 3 of 3" in out
    )


def test_phrase_says_of_each_variant_whether_it_counts_and_why(capsys):
    assert main(["phrase", "comprehensive strategic partnership of coordination"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "comprehensive strategic partnership of coordination counted as written 3 0 3" in lines
    assert "comprehensive strategic partners of coordination not counted other forms 1 0 1" in lines
    assert (
        "counted, singular or plural: comprehensive strategic partnerships of coordination" in lines
    )
    assert any(
        line.startswith("not counted, a word between: comprehensive * strategic partnership")
        for line in lines
    )
    assert "Concordance: 3 of 3 hits" in lines and not any(
        "comprehensiv* " in line for line in lines
    )  # of what counts alone; a pattern that found something
    assert main(["phrase", "multilateral*"]) == 0
    assert "not found:\n  (none)" in capsys.readouterr().out


def test_the_command_starts_without_the_heavy_libraries():
    code = "import sys, readoutlib, readoutlib.cli; from readoutlib import parse_readout; sys.exit(any(m in sys.modules for m in ('pandas', 'altair', 'sklearn', 'matplotlib')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_limits_are_raised_by_flags_and_above_zero(tmp_path, capsys):
    (tmp_path / "t.csv").write_text("text\nTrade.\nPorts.\nRoads.\n")
    assert main(["parse", str(tmp_path), "--out", str(tmp_path / "out"), "--max-rows", "2"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("2 documents") and "--max-rows" in err
    for typed in ("0", "-1", "nan", "many"):
        with pytest.raises(SystemExit) as left:
            main(["show", str(tmp_path), "--max-mb", typed])
        assert left.value.code == 2 and "--max-mb" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["parse", "seeds", "--out", "out", "--workers", given]
        for given in ("0", "-3", "two", "1.5", "9" * 5000)
    ]
    + [["phrase", "trade", "--max-variants", "0"]],
)
def test_a_number_below_one_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert "expected a number from 1" in capsys.readouterr().err


def test_a_phrase_of_many_variants_says_what_is_looked_for(capsys):
    assert main(["phrase", "strategic coordination", "--max-variants", "3"]) == 0
    out, err = capsys.readouterr()
    assert "expected at most 3" in err and err.count("\n") == 1
    assert main(["phrase", "multipolar"]) == 0
    assert capsys.readouterr().err == ""


def test_the_help_names_the_bound_of_variants(capsys):
    with pytest.raises(SystemExit):
        main(["phrase", "--help"])
    assert f"(default: {phrases.MOST_VARIANTS}, fewer" in " ".join(capsys.readouterr().out.split())
