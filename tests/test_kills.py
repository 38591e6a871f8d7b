"""Runs that are killed, stopped, or find no room: the old output is whole or the new one, and the next run clears up.

READOUT_KILLS says at how many moments each command is killed; the moments are drawn with a fixed seed.
"""

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from readoutlib import load_corpus
from readoutlib.outputs import REPORT, replacing

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
KILLS = int(os.environ.get("READOUT_KILLS", "2"))
READOUT = (sys.executable, "-m", "readoutlib.cli")
REFRESH = (
    sys.executable,
    "-c",
    "import sys; from readoutlib import report; report.refresh(sys.argv[1])",
)
pytestmark = pytest.mark.full  # minutes


# --- what is run ---------------------------------------------------------------------------------


@pytest.fixture
def texts(tmp_path):
    """Forty texts, more than one would write in a moment."""
    folder = tmp_path / "in/texts"
    folder.mkdir(parents=True)
    for number in range(40):
        seed = sorted(SEEDS.iterdir())[number % 5]
        (folder / f"{number:02}.txt").write_bytes(seed.read_bytes())
    return folder


def old_corpus(target):
    load_corpus(sorted(SEEDS.iterdir())[0]).save(target)


def old_csv(target):
    load_corpus(sorted(SEEDS.iterdir())[0]).sentences.to_csv(target, index=False)


def old_parquet(target):
    load_corpus(sorted(SEEDS.iterdir())[0]).sentences.to_parquet(target, index=False)


def old_report(target):
    with replacing(target, REPORT) as new:
        new.mkdir()
        (new / "index.html").write_text("old")


def old_notebooks(target):
    """Two notebooks that were never run."""
    target.mkdir()
    for number in (1, 2):
        cells = [new_code_cell("CORPUS = '../seeds'", metadata={"tags": ["parameters"]})]
        cells += [new_code_cell(f"{number}", metadata={"tags": ["findings"]})]
        for place, cell in enumerate(cells):
            cell.id = f"cell-{place}"
        nbformat.write(new_notebook(cells=cells), target / f"0{number}.ipynb")


PARSE = (*READOUT, "parse", "TEXTS", "--out", "TARGET")
COMMANDS = {
    "folder": ("out", old_corpus, PARSE),
    "csv": ("out.csv", old_csv, PARSE),
    "parquet": ("out.parquet", old_parquet, PARSE),
    "workers": ("out", old_corpus, (*PARSE, "--workers", "2")),
    "report": ("out", old_report, (*READOUT, "report", "--no-execute", "--out", "TARGET")),
    "refresh": ("out", old_notebooks, (*REFRESH, "TARGET")),
}


def start(command, texts, target, **more):
    """Start a command in a session of its own, which hears Ctrl-C."""
    words = {"TEXTS": str(texts), "TARGET": str(target)}
    return subprocess.Popen(
        [words.get(word, word) for word in command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,
    )


def hear_ctrl_c():
    signal.signal(signal.SIGINT, signal.default_int_handler)


def state(target):
    """Return the files of a target with their bytes, hidden ones too; nothing where none is there."""
    files = [target] if target.is_file() else target.rglob("*")
    return {p.relative_to(target.parent).as_posix(): p.read_bytes() for p in files if p.is_file()}


def hidden(target):
    """Return what runs that go on, or were killed, have beside or inside a target."""
    beside = target.parent.glob(".*.readout-*")
    return [*beside, *target.glob(".*.readout-*")] if target.is_dir() else list(beside)


def half(name):
    """Return whether a file's path lies in a run's own hidden folder."""
    return any(part.startswith(".") and ".readout-" in part for part in name.split("/"))


def processes_of(session):
    """Return the living processes of a session, or of those that came of it."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit():
                _, _, rest = (entry / "stat").read_text().rpartition(")")
                words = (entry / "environ").read_bytes()
                if rest.split()[0] != "Z" and f"READOUT_TEST={session}".encode() in words:
                    found.append(int(entry.name))
    return found


def wait_for(condition, seconds=60):
    """Wait until something is so, and return whether it came to be."""
    end = time.monotonic() + seconds
    while not (so := condition()) and time.monotonic() < end:
        time.sleep(0.001)
    return so


# --- killed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_run_leaves_the_old_or_the_new_and_the_next_clears_up(
    tmp_path, texts, name, summary
):
    file, make_old, command = COMMANDS[name]
    target = tmp_path / "place" / file
    target.parent.mkdir()
    make_old(target)
    old = state(target)
    begun = time.monotonic()
    with start(command, texts, target) as run:
        wait_for(lambda: hidden(target) or run.poll() is not None)
        writing = time.monotonic()
        assert run.wait() == 0, run.stderr.read()
    ended = time.monotonic()
    new = state(target)
    assert new != old and hidden(target) == []

    drawn = random.Random(name)
    seen = {"old": 0, "new": 0, "put back": 0, "leftovers": 0}
    for number in range(KILLS):
        shutil.rmtree(target.parent)
        target.parent.mkdir()
        make_old(target)
        while_writing = number % 2 == 0
        with start(
            command, texts, target, env={**os.environ, "READOUT_TEST": target.as_posix()}
        ) as run:
            if while_writing:
                wait_for(lambda: hidden(target) or run.poll() is not None)
            time.sleep(drawn.uniform(0, ended - (writing if while_writing else begun)))
            run.kill()
        after = state(target) if target.exists() else None
        seen["leftovers"] += bool(hidden(target))
        if after is None:  # between the two steps
            seen["put back"] += 1
            assert [state(work / "old") for work in hidden(target)]
        else:
            whole = {path: data for path, data in after.items() if not half(path)}
            assert whole.keys() in (old.keys(), new.keys())
            each = [old.get(path) == data or new[path] == data for path, data in whole.items()]
            assert all(each), "neither old nor new"
            assert name == "refresh" or whole in (old, new)
            seen["new" if whole == new else "old"] += 1
        assert wait_for(lambda: not processes_of(target.as_posix())), "a process lives on"
        with start(command, texts, target) as run:
            assert run.wait() == 0, run.stderr.read()
        assert state(target) == new and hidden(target) == []
        assert [p.name for p in target.parent.iterdir()] == [file]
    told = ", ".join(f"{count} {what}" for what, count in seen.items())
    summary.append(f"killed {KILLS} times, {name}: {told}")


# --- stopped -------------------------------------------------------------------------------------

RUN = (*READOUT, "report", "TEXTS", "--out", "TARGET")
STOPPED = {name: COMMANDS[name] for name in ("folder", "workers")} | {
    "run": ("out", old_report, RUN)
}


@pytest.mark.parametrize("to", ["the process", "its group"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", STOPPED)
def test_a_stopped_run_ends_in_one_line_and_leaves_the_old(
    tmp_path, texts, name, number, to, summary
):
    file, make_old, command = STOPPED[name]
    target = tmp_path / "place" / file
    target.parent.mkdir()
    make_old(target)
    old = state(target)
    for text in list(texts.iterdir()):  # enough that no machine is done before it is stopped
        for copy in range(40):
            shutil.copy(text, texts / f"{text.stem}-{copy}.txt")
    environment = {**os.environ, "READOUT_TEST": target.as_posix()}
    drawn = random.Random(f"{name} {number} {to}")
    with start(command, texts, target, env=environment, preexec_fn=hear_ctrl_c) as run:
        alone = 1 if name == "folder" else 2
        assert wait_for(lambda: len(processes_of(target.as_posix())) >= alone)
        time.sleep(drawn.uniform(1, 2))
        (os.kill if to == "the process" else os.killpg)(run.pid, number)
        asked = time.monotonic()
        said = run.stderr.read()
        status = run.wait()
        took = time.monotonic() - asked
    assert status == 128 + number
    assert said == f"readout: stopped by {number.name}; nothing is left half written\n"
    assert state(target) == old and hidden(target) == []
    assert wait_for(lambda: not processes_of(target.as_posix()), 10), "a process lives on"
    assert took < 60
    summary.append(f"stopped by {number.name} to {to}, {name}: {took:.1f} s")


# --- no room -------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A folder with little room: a file system of its own where one may be mounted.

    Elsewhere no file of a process may grow large.
    """
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0:
        yield folder, None, "No space left on device"
        subprocess.run(["umount", "-l", str(folder)], check=True)
    else:
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
        yield folder, limit, "File too large"


def fill(folder):
    """Leave no more room than for a page or two."""
    with contextlib.suppress(OSError), (folder / "filler").open("wb") as filler:
        while True:
            filler.write(b"x" * 4096)
            filler.flush()
    with contextlib.suppress(OSError):
        os.truncate(folder / "filler", (folder / "filler").stat().st_size - 8192)


@pytest.mark.parametrize("name", ["folder", "csv", "parquet", "report"])
def test_a_full_disk_is_one_line_and_leaves_the_old(small_disk, texts, name):
    folder, limit, found = small_disk
    file, make_old, command = COMMANDS[name]
    target = folder / file
    make_old(target)
    old = state(target)
    if limit is None:
        fill(folder)
    with start(command, texts, target, preexec_fn=limit) as run:
        said = run.stderr.read()
        assert run.wait() == 1
    assert said.count("\n") == 1 and found in said
    assert said.startswith(f"readout: {target}: expected a place that can be written, found: ")
    assert state(target) == old and hidden(target) == []


NOBODY = 65534


@pytest.mark.parametrize("name", ["folder", "csv", "parquet", "report"])
def test_a_target_that_may_not_be_written_is_one_line_and_stays(tmp_path, texts, name):
    file, make_old, command = COMMANDS[name]
    target = tmp_path / "place" / file
    target.parent.mkdir()
    make_old(target)
    old = state(target)
    target.parent.chmod(0o555)
    try:
        drop = drop_rights if os.geteuid() == 0 else None
        with start(command, texts, target, preexec_fn=drop) as run:
            said = run.stderr.read()
            assert run.wait() == 1
    finally:
        target.parent.chmod(0o755)
    assert said.count("\n") == 1 and "Permission denied" in said
    assert said.startswith(f"readout: {target}: expected a place that can be written, found: ")
    assert state(target) == old and hidden(target) == []


def drop_rights():
    """Give up what lets the superuser write anywhere, and keep what lets it read."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 3):  # CAP_DAC_OVERRIDE, CAP_FOWNER
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP: lost with the next program
