"""The old stands whole or the new does: links, permissions, steps that fail, what killed runs left."""

import os
import shutil
import signal
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib import swapping
from readoutlib.swapping import clear_leftovers, followed, swap_files


def contents(folder):
    """Return every file below a folder, hidden ones too, with what it holds."""
    return {
        p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()
    }


def write(target, text, name="page"):
    """Swap a folder of one file into a target."""
    with swapping.swapping(target) as new:
        new.mkdir()
        (new / name).write_text(text)


def test_a_folder_takes_the_place_of_a_folder(tmp_path):
    write(tmp_path / "a/b/out", "old", "other")
    write(tmp_path / "a/b/out", "new")
    assert contents(tmp_path) == {"a/b/out/page": "new"}


def test_a_body_that_fails_leaves_the_old(tmp_path):
    write(tmp_path / "out", "old")
    with pytest.raises(ZeroDivisionError), swapping.swapping(tmp_path / "out") as new:
        new.mkdir()
        (new / "page").write_text("half")
        1 / 0  # noqa: B018
    assert contents(tmp_path) == {"out/page": "old"}


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_step_that_fails_loses_nothing(tmp_path, monkeypatch, step, error):
    write(tmp_path / "out", "old")
    steps = []
    for name in ("rename", "replace"):
        real = getattr(os, name)

        def move(source, target, real=real):
            steps.append(target)
            if len(steps) == step:
                raise error
            real(source, target)

        monkeypatch.setattr(os, name, move)
    with pytest.raises(error):
        write(tmp_path / "out", "new")
    assert len(steps) >= step and contents(tmp_path) == {"out/page": "old"}


def test_the_old_is_kept_where_it_cannot_be_put_back_at_once(tmp_path, monkeypatch):
    write(tmp_path / "out", "old")
    real, refuse = os.rename, lambda *_: (_ for _ in ()).throw(OSError)
    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(
        os, "rename", lambda a, b: refuse() if os.path.basename(a) == "old" else real(a, b)
    )
    with pytest.raises(OSError):
        write(tmp_path / "out", "new")
    assert not (tmp_path / "out").exists()
    monkeypatch.undo()
    clear_leftovers(tmp_path / "out")
    assert contents(tmp_path) == {"out/page": "old"}


@given(st.lists(st.booleans(), max_size=6), st.booleans())
def test_after_any_runs_the_last_that_did_not_fail_stands_there_whole(tmp_path_factory, runs, file):
    folder = tmp_path_factory.mktemp("runs")
    stands = {}
    for number, fails in enumerate(runs):
        try:
            with swapping.swapping(folder / "out") as new:
                if file:
                    new.write_text(str(number))
                else:
                    new.mkdir()
                    (new / f"page {number}").write_text(str(number))
                if fails:
                    raise OSError
            stands = {"out" if file else f"out/page {number}": str(number)}
        except OSError:
            pass
        assert contents(folder) == stands


# --- links and permissions -----------------------------------------------------------------------


@pytest.mark.parametrize("there", [True, False])
def test_a_link_to_a_folder_is_followed(tmp_path, there):
    if there:
        write(tmp_path / "real", "old")
    (tmp_path / "out").symlink_to("real")
    (tmp_path / "second").symlink_to("out")
    write(tmp_path / "second", "new")
    assert (tmp_path / "out").is_symlink() and (tmp_path / "second").is_symlink()
    assert not (tmp_path / "real").is_symlink() and contents(tmp_path) == {"real/page": "new"}


def test_a_link_to_a_file_elsewhere_is_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/real.csv").write_text("old")
    (tmp_path / "out.csv").symlink_to(tmp_path / "elsewhere/real.csv")
    assert swap_files({tmp_path / "out.csv": b"new"}) == [tmp_path / "out.csv"]
    assert (tmp_path / "out.csv").is_symlink()
    assert contents(tmp_path / "elsewhere") == {"real.csv": "new"}


def test_links_in_a_circle_are_an_error(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        write(tmp_path / "a", "new")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("mode", [0o700, 0o750])
def test_permissions_stay(tmp_path, mode):
    write(tmp_path / "out", "old")
    (tmp_path / "out").chmod(mode)
    (tmp_path / "s.csv").write_text("old")
    (tmp_path / "s.csv").chmod(mode & 0o666)
    write(tmp_path / "out", "new")
    swap_files({tmp_path / "s.csv": b"new"})
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == mode
    assert stat.S_IMODE((tmp_path / "s.csv").stat().st_mode) == mode & 0o666


@pytest.mark.parametrize("name", ["x" * 255, "ж" * 120, "a [b]*?", ".hidden", "-", "%s {}"])
def test_any_name_will_do(tmp_path, name):
    write(tmp_path / name, "old")
    leftover(tmp_path / name, new="half")
    write(tmp_path / name, "new")
    assert contents(tmp_path) == {f"{name}/page": "new"}


# --- several files -------------------------------------------------------------------------------


def test_files_that_hold_the_same_are_left_alone(tmp_path):
    (tmp_path / "a").write_text("same")
    before = (tmp_path / "a").stat()
    leftover(tmp_path / "a", new="half")
    assert swap_files({tmp_path / "a": b"same", tmp_path / "b": b"new"}) == [tmp_path / "b"]
    assert contents(tmp_path) == {"a": "same", "b": "new"}
    assert (tmp_path / "a").stat() == before


def test_no_file_takes_its_place_where_one_cannot_be_written(tmp_path):
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").mkdir()
    with pytest.raises(OSError):
        swap_files({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert contents(tmp_path) == {"a": "old"} and (tmp_path / "b").is_dir()


# --- what killed runs left -----------------------------------------------------------------------


def leftover(target, **parts):
    """Leave what a killed run leaves: parts that are text stand there as folders of one file."""
    work = target.parent / f"{swapping._prefix(followed(target))}killed"
    for name, text in parts.items():
        (work / name).mkdir(parents=True)
        (work / name / "page").write_text(text)
    return work


def test_the_next_run_of_the_same_target_clears_what_a_killed_run_left(tmp_path):
    leftover(tmp_path / "out", new="half")
    (leftover(tmp_path / "out2", new="half") / "lock").touch()
    write(tmp_path / "out", "new")
    assert set(contents(tmp_path)) == {
        "out/page",
        ".out2.readout-killed/new/page",
        ".out2.readout-killed/lock",
    }


def test_the_old_is_put_back_where_a_run_was_killed_between_the_steps(tmp_path):
    leftover(tmp_path / "out", new="whole", old="old")
    clear_leftovers(tmp_path / "out")
    assert contents(tmp_path) == {"out/page": "old"}


def test_the_old_is_not_put_back_over_what_stands_there(tmp_path):
    leftover(tmp_path / "out", new="whole", old="old")
    write(tmp_path / "beside", "mine")
    shutil.move(tmp_path / "beside", tmp_path / "out")
    clear_leftovers(tmp_path / "out")
    assert contents(tmp_path) == {"out/page": "mine"}


def test_half_removed_leftovers_are_not_put_back(tmp_path):
    leftover(tmp_path / "out", old="half of what was replaced")
    write(tmp_path / "out", "new")
    assert contents(tmp_path) == {"out/page": "new"}


def test_a_folder_that_holds_anything_else_is_not_ours_to_clear(tmp_path):
    work = leftover(tmp_path / "out", new="half")
    (work / "thesis").write_text("mine")
    (tmp_path / ".out.readout-link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/new").mkdir(parents=True)
    (tmp_path / ".out.readout-file").write_text("mine")
    before = contents(tmp_path)
    write(tmp_path / "out", "new")
    assert contents(tmp_path) == before | {"out/page": "new"}
    assert (tmp_path / "elsewhere/new").is_dir() and (tmp_path / ".out.readout-link").is_symlink()


WAITS = """
import sys
from pathlib import Path
from readoutlib.swapping import swapping
with swapping(Path(sys.argv[1])) as new:
    new.write_text("slow")
    print("ready", flush=True)
    sys.stdin.read()
"""


def test_what_a_living_run_makes_is_left_alone(tmp_path):
    command = [sys.executable, "-c", WAITS, str(tmp_path / "out")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as slow:
        assert slow.stdout.readline() == "ready\n"
        swap_files({tmp_path / "out": b"quick"})
        assert (tmp_path / "out").read_text() == "quick"
        slow.stdin.close()
        assert slow.wait() == 0
    assert contents(tmp_path) == {"out": "slow"}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as killed:
        killed.stdout.readline()
        killed.kill()
    assert len(contents(tmp_path)) > 1
    clear_leftovers(tmp_path / "out")
    assert contents(tmp_path) == {"out": "slow"}


KILLED = """
import os, signal, sys
from pathlib import Path
from readoutlib.swapping import swapping
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "while it writes":
    Path.write_text = die
elif sys.argv[2] == "before the first step":
    os.rename = die
elif sys.argv[2] == "between the steps":
    os.replace = die
else:
    import shutil
    shutil.rmtree = die
with swapping(Path(sys.argv[1])) as new:
    new.mkdir()
    (new / "page").write_text("new")
"""


@pytest.mark.parametrize(
    "when, stands",
    [
        ("while it writes", "old"),
        ("before the first step", "old"),
        ("between the steps", None),
        ("while it clears up", "new"),
    ],
)
def test_a_run_that_is_killed_at_any_step_loses_nothing(tmp_path, when, stands):
    write(tmp_path / "out", "old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "out"), when])
    assert done.returncode == -signal.SIGKILL and len(list(tmp_path.glob(".out.readout-*"))) == 1
    assert contents(tmp_path).get("out/page") == stands
    clear_leftovers(tmp_path / "out")
    assert contents(tmp_path) == {"out/page": stands or "old"}
