"""What a user is promised of broken input: each beast is met as it must be."""

import contextlib
import re
import runpy
import signal
from pathlib import Path

import pandas as pd
import pytest

from readoutlib.cli import main

HERE = Path(__file__).parent
BEASTS = runpy.run_path(str(HERE / "beasts.py"))["BEASTS"]
pytestmark = pytest.mark.full  # a minute or two
POINTS = {"files", "one file", "nothing lost", "bounds", "checked", "terminal", "mistakes"}


def test_there_are_enough_of_each_kind():
    names = [b.name for b in BEASTS]
    assert len(names) == len(set(names)) >= 120
    counts = {p: sum(b.point == p for b in BEASTS) for p in {b.point for b in BEASTS}}
    assert counts.keys() == POINTS and min(counts.values()) >= 4


@contextlib.contextmanager
def seconds(limit):
    """Raise TimeoutError in a body that takes longer: a pipe that nobody fills must not stop the tests."""

    def stop(*_):
        raise TimeoutError(f"no end after {limit} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def complaints(beast, here, status, out, err):
    """Return how what came of a beast differs from what must come."""
    wrong = [] if status == beast.status else [f"status {status}, not {beast.status}: {err[-300:]}"]
    wrong += [f"stderr lacks {p!r}: {err[:600]}" for p in beast.says if not re.search(p, err, re.M)]
    wrong += [f"stdout lacks {p!r}: {out[:600]}" for p in beast.shows if not re.search(p, out)]
    wrong += [f"{h!r} is printed" for h in beast.hides if h in out + err]
    if "Traceback" in err and "Traceback" not in beast.says:
        wrong.append("a traceback")
    return wrong


@pytest.mark.parametrize("beast", BEASTS, ids=lambda beast: beast.name)
def test_a_beast_is_met_as_it_must_be(beast, tmp_path, capsys, monkeypatch):
    beast.make(tmp_path)
    monkeypatch.chdir(tmp_path)
    kept = {name: (tmp_path / name).read_bytes() for name in beast.kept}
    with seconds(60):
        try:
            status = main(list(beast.command))
        except SystemExit as left:
            status = left.code
    out, err = capsys.readouterr()
    assert complaints(beast, tmp_path, status, out, err) == []
    with contextlib.suppress(FileNotFoundError):
        assert {name: (tmp_path / name).read_bytes() for name in kept} == kept
    if beast.documents is not None:
        assert len(pd.read_parquet(tmp_path / "out/documents.parquet")) == beast.documents
    if beast.words:
        texts = " ".join(pd.read_parquet(tmp_path / "out/texts.parquet").text)
        assert [w for w in beast.words if w not in texts] == []
    if beast.then:
        beast.then(tmp_path)
