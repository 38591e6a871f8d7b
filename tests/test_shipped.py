"""What comes with the library works where it is copied or installed, and with no more than was asked for."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from readoutlib import ReadoutError, report, shipped
from readoutlib.cli import main
from readoutlib.report.execute import find_notebooks, notebook_folder, stored

ROOT = Path(__file__).resolve().parents[1]
SEEDS = sorted((ROOT / "seeds").iterdir())


# --- copies to edit --------------------------------------------------------------------------------------------------


def test_the_copies_are_the_notebooks_beside_their_seeds(tmp_path):
    own = tmp_path / "new/own"
    written = shipped.copy_notebooks(own)
    assert sorted(written) == sorted(p for p in own.rglob("*") if p.is_file())
    assert [p.read_bytes() for p in sorted((own / "seeds").iterdir())] == [
        p.read_bytes() for p in SEEDS
    ]
    copies, originals = find_notebooks(own), find_notebooks(ROOT / "notebooks")
    assert list(copies) == list(originals)
    for name, copy in copies.items():
        assert stored(copy, own)["CORPUS"] == own / "seeds"
        moved = json.dumps(originals[name]).replace("../seeds", "seeds")
        assert json.dumps(copy) == moved  # outputs as they were
    assert 'CORPUS = "seeds"' in (own / "start.md").read_text(encoding="utf-8")


def test_the_report_is_written_from_the_copies(tmp_path):
    own = tmp_path / "own"
    shipped.copy_notebooks(own)
    page = own / "01_corpus.ipynb"
    edited = page.read_text(encoding="utf-8").replace("What do we have", "What have I got")
    page.write_text(edited, encoding="utf-8")
    index = report.build(own / "seeds", tmp_path / "out", execute=False, notebooks=own)
    assert "What have I got" in (index.parent / "01_corpus.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("taken", ["01_corpus.ipynb", "start.md", f"seeds/{SEEDS[2].name}"])
def test_nothing_that_is_there_is_written_over(tmp_path, taken):
    (tmp_path / "seeds").mkdir()
    (tmp_path / taken).write_text("mine")
    with pytest.raises(ReadoutError, match=rf"{taken}: expected .* found this file; name another"):
        shipped.copy_notebooks(tmp_path)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / taken]
    assert (tmp_path / taken).read_text() == "mine"


def test_what_else_stands_in_the_folder_stays(tmp_path):
    (tmp_path / "05_mine.ipynb").write_text("mine")
    shipped.copy_notebooks(tmp_path)
    assert (tmp_path / "05_mine.ipynb").read_text() == "mine"


# --- inside a wheel --------------------------------------------------------------------------------------------------


def test_an_installed_package_finds_its_own_and_refreshes_nothing(tmp_path, monkeypatch, capsys):
    inside = tmp_path / "_shipped"
    for name in ("notebooks", "seeds"):
        shutil.copytree(ROOT / name, inside / name)
    assert notebook_folder() == ROOT / "notebooks"
    monkeypatch.setattr(shipped, "INSTALLED", inside)
    assert notebook_folder() == inside / "notebooks"
    assert main(["refresh"]) == 1
    assert "`readout notebooks DIR` copies its notebooks" in capsys.readouterr().err


def drawing():
    """Return the names under which the extras `report` and `lab` are imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = map(Requirement, extras["report"] + extras["lab"])
    asked = {canonicalize_name(line.name) for line in lines} - {"readoutlib"}
    homes = packages_distributions()
    return sorted(n for n, dists in homes.items() if asked & set(map(canonicalize_name, dists)))


COMMAND = "from readoutlib.cli import main; sys.exit(main())"


def without_extras(*command, code=COMMAND):
    """Run the command in a Python that has only what the library itself asks for."""
    lacking = f"import sys; sys.modules |= dict.fromkeys({drawing()})"
    return subprocess.run(
        [sys.executable, "-c", f"{lacking}; {code}", *map(str, command)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.parametrize(
    "command, told",
    [
        (["parse", "seeds", "--out", "{}/s.csv"], "78 sentences"),
        (["parse", "seeds", "--out", "{}/saved"], "78 sentences"),
        (["show", SEEDS[3]], "Sergei Lavrov"),
        (["phrase", "multipolar"], "Concordance: 3 of 3 hits"),
        (["notebooks", "{}/own"], "01_corpus.ipynb"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_tables_and_counts_need_nothing_that_draws(tmp_path, command, told):
    assert {"altair", "matplotlib", "vl_convert", "nbclient", "jinja2", "PIL"} <= set(drawing())
    done = without_extras(*(str(part).format(tmp_path) for part in command))
    assert done.returncode == 0 and told in done.stdout and done.stderr == ""


def test_what_the_report_lacks_is_said_in_one_line(tmp_path):
    done = without_extras("report", "seeds", "--out", tmp_path / "out")
    assert done.returncode == 1 and done.stdout == "" and done.stderr.count("\n") == 1
    assert re.search(r"expected the package \w+, found none; .*'readoutlib\[report\]'", done.stderr)
    assert not (tmp_path / "out").exists()


def test_charts_say_what_brings_what_they_lack():
    done = without_extras(code="from readoutlib import charts")
    assert "ModuleNotFoundError" in done.stderr
    assert done.stderr.rstrip().splitlines()[-1].startswith("pip install 'readoutlib[report]'")


# --- a wheel, installed ----------------------------------------------------------------------------------------------


def run(*command, **more):
    """Run a command outside the checkout and return what it printed."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [*map(str, command)], env=plain, capture_output=True, text=True, check=False, **more
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tree(folder):
    """Put the files under version control into a folder, as a clone would have them."""
    names = run("git", "ls-files", "-z", cwd=ROOT).split("\0")
    for name in filter(None, names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.mark.full
def test_a_wheel_works_in_an_environment_of_its_own(tmp_path):
    clone, env, own = tree(tmp_path / "clone"), tmp_path / "env", tmp_path / "own"
    build = ("wheel", "-q", "--no-deps", "--no-build-isolation", "-w", tmp_path, clone)
    run(sys.executable, "-m", "pip", *build, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    own.mkdir()
    for seed in SEEDS[:2]:
        shutil.copy2(seed, own)
    # The locked versions; what is not asked for is not installed.
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^\w[^\\\n]+", lock, re.MULTILINE)
    (tmp_path / "pins.txt").write_text("\n".join(pins), encoding="utf-8")
    run(sys.executable, "-m", "venv", env)
    python = env / "bin/python"
    pip = ("uv", "pip") if shutil.which("uv") else (python, "-m", "pip")
    here = ("--python", python) if pip[0] == "uv" else ()
    install = (*pip, "install", "-q", *here, "-c", tmp_path / "pins.txt")
    readout = env / "bin/readout"

    run(*install, wheel, cwd=tmp_path)
    assert run(readout, "--version", cwd=own).startswith("readout ")
    assert "2 documents" in run(readout, "parse", own, "--out", tmp_path / "s.csv", cwd=tmp_path)
    assert "Concordance: 3 of 3" in run(readout, "phrase", "multipolar", cwd=tmp_path)
    lacking = subprocess.run([readout, "report"], cwd=tmp_path, capture_output=True, text=True)
    assert lacking.returncode == 1 and "'readoutlib[report]'" in lacking.stderr

    run(*install, f"{wheel}[report]", cwd=tmp_path)
    index = run(readout, "report", own, "--out", tmp_path / "reports", cwd=tmp_path).strip()
    assert "two accounts of two talks" in Path(index).read_text(encoding="utf-8")
    assert len(list((tmp_path / "reports/readouts").iterdir())) == 2
    mine = tmp_path / "mine"
    run(readout, "notebooks", mine, cwd=tmp_path)
    stored_outputs = ("--notebooks", mine, "--no-execute", "--out", tmp_path / "again")
    run(readout, "report", mine / "seeds", *stored_outputs, cwd=tmp_path)
