"""The `readout` command: exit status, one clear line, files written whole."""

import subprocess
import sys

import pandas as pd
import pytest

from readoutlib.cli import main


def test_parse_saves_a_corpus_and_tables(tmp_path, capsys, seeds):
    assert main(["parse", "seeds", "--out", str(tmp_path / "saved")]) == 0
    assert "78 sentences" in capsys.readouterr().out
    for name, read in (("s.csv", pd.read_csv), ("s.parquet", pd.read_parquet), ("s.jsonl", lambda p: pd.read_json(p, lines=True))):
        assert main(["parse", str(tmp_path / "saved"), "--out", str(tmp_path / name)]) == 0
        assert list(read(tmp_path / name).text) == list(seeds.sentences.text)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s.csv", "s.jsonl", "s.parquet", "saved"]  # no leftovers


@pytest.mark.parametrize("make", ["missing", "empty folder", "binary", "empty text"])
@pytest.mark.parametrize("command", [["parse", "{}", "--out", "{}-out"], ["show", "{}"], ["phrase", "trade", "{}"], ["report", "{}", "--out", "{}-out"]])
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


def test_wrong_usage_is_status_2(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["count"])
    assert caught.value.code == 2 and "usage" in capsys.readouterr().err


def test_show_prints_the_annotated_reading(capsys):
    assert main(["show", "seeds/003_5c912a263c3fc82a.txt"]) == 0
    out = capsys.readouterr().out
    assert "Sergei Lavrov" in out and "2023-08-07" in out and "Search Trends" in out and "\033" not in out


def test_phrase_counts_variants_and_prints_the_concordance(capsys):
    assert main(["phrase", "multipolar"]) == 0
    out = capsys.readouterr().out
    assert "multi-polarization" in out and "[multipolar] world" in out and "Concordance: 3 of 3" in out


def test_the_command_starts_without_the_heavy_libraries():
    code = "import sys, readoutlib, readoutlib.cli; from readoutlib import parse_readout; sys.exit(any(m in sys.modules for m in ('pandas', 'altair', 'sklearn', 'matplotlib')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
