"""What all tests share: the seeds parsed once, their gold standard, reproducible hypothesis runs, and the tests marked `full`."""

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
FULL = os.environ.get("READOUT_FULL") == "1"

settings.register_profile("readouts", derandomize=True, deadline=None, database=None)
settings.load_profile("readouts")


@pytest.fixture(scope="session")
def seeds():
    """The Corpus of the five seeds."""
    from readoutlib import load_corpus

    return load_corpus(ROOT / "seeds")


@pytest.fixture(scope="session")
def gold():
    """The gold standard of the seeds: `documents` and `sentences`, a dict each object, as tests/gold has them."""
    lines = lambda name: [json.loads(line) for line in (ROOT / "tests/gold" / name).read_text(encoding="utf-8").splitlines()]
    return SimpleNamespace(documents=lines("documents.jsonl"), sentences=lines("sentences.jsonl"))


def pytest_collection_modifyitems(config, items):
    """Leave out the tests marked `full` unless READOUT_FULL=1."""
    full = [item for item in items if item.get_closest_marker("full")]
    if full and not FULL:
        config.hook.pytest_deselected(items=full)
        items[:] = [item for item in items if item not in full]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """Count a skipped `full` test as failed: where all tests are asked for, a missing browser must not pass unseen."""
    report = (yield).get_result()
    if FULL and report.skipped and item.get_closest_marker("full"):
        report.outcome, report.longrepr = "failed", f"READOUT_FULL=1 allows no skips: {report.longrepr}"
