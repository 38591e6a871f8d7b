"""What tests/bench/fuzz.py found once, replayed: each input of found/TARGET holds to the laws."""

import runpy
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FUZZ = runpy.run_path(str(HERE.parent / "bench/fuzz.py"))
FOUND = sorted(path for path in (HERE / "found").glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once_breaks_no_law(path):
    FUZZ["TARGETS"][path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", FUZZ["TARGETS"])
def test_good_input_breaks_no_law(target):
    for data in FUZZ["starts"](target):
        FUZZ["TARGETS"][target](data)


def test_a_law_that_is_broken_is_told_with_its_place(monkeypatch):
    broken = FUZZ["complaint"]
    monkeypatch.setitem(broken.__globals__["TARGETS"], "parsing", lambda data: {}[data])
    assert broken("parsing", b"a", 1.0).startswith("KeyError: b'a' (test_found.py:")
    monkeypatch.setitem(broken.__globals__["TARGETS"], "parsing", lambda data: None)
    assert broken("parsing", b"a", 0.0) is None
    assert "times the cost of the seeds" in broken("parsing", b"a" * 5000, 1e-15)
