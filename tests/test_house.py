"""How the house is built: floors, byte-exact seeds, versions that agree, nothing of one machine in any file."""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import readoutlib

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "readoutlib"
MODULES = sorted(LIBRARY.rglob("*.py"))
# Bottom to top; a module stands where its longest name does, and imports only from floors below.
FLOORS = (
    "speakers books mime formulas terminal",
    "palette",
    "reading",
    "parsing.readout parsing.rules",
    "parsing.words",
    "parsing.page",
    "parsing.names",
    "parsing.clauses",
    "parsing.talk",
    "parsing.voices",
    "parsing.parse parsing",
    "stills tables swapping stopping limits",
    "outputs workers",
    "inference charts shipped",
    "corpus",
    "stopwords",
    "vectorizer",
    "wordcounts",
    "phrases",
    "topics drift compare",
    "sensitivity",
    "findings",
    "report",
    "cli",
)
FLOOR = {name: n for n, names in enumerate(FLOORS) for name in names.split()}
DRAWING = {"matplotlib", "altair", "vl_convert"}
TOP = {
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "notebooks",
    "readoutlib",
    "seeds",
    "tests",
    "environment.yml",
    "README.md",
    "pyproject.toml",
    "Makefile",
    "requirements.lock",
}
SEEDS = {
    "000_894007f0d8bd6792.txt": "daa28d95c1996cd30fde182ce5170a6b3f25200d2d28144fd6868078352142f6",
    "001_5abccda487b6ba1f.txt": "090bfee07e6a330eeafac4556b03585348e1c31a7510ba03d3a52968a5ce8016",
    "002_23db68ef30aa797b.txt": "427e741647b63a2edd4a61b1e6254241b7cfc0b6574714461951ac39235c6829",
    "003_5c912a263c3fc82a.txt": "127b27d53980ee3184f76020dcf2b16df0de97f49f11a37c627e39c3b92d000d",
    "004_9b71e89a36108373.txt": "4a7a77652d787c385bcf2d9c06adac16d78ca11d0541a5cc4c0fc17ebfa7e43d",
}


# --- the library -----------------------------------------------------------------------------------------------------


def imports(source, module):
    """Return the absolute names that a module's source imports, lazily or not; `module` is its path, `("parsing", "dates")`."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = ["readoutlib", *module][: len(module) + 1 - node.level] if node.level else []
            start = ".".join([*home, *filter(None, [node.module])])
            # `from . import charts` names modules, `from .charts import bar` names things in one.
            names |= (
                {f"{start}.{alias.name}" for alias in node.names}
                if not node.module or start == "readoutlib"
                else {start}
            )
    return names


# The last two are loaded for a text that is not English.
PARSING_NEEDS = sys.stdlib_module_names | {"regex", "babel", "py3langid"}


def room(name):
    """Return the longest name of a floor that a module's dotted name begins with, or None."""
    parts = name.split(".")
    tried = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((t for t in tried if t in FLOOR), None)


def broken_floors(source, module):
    """Return a complaint for each import of a module that the floors forbid."""
    own = room(".".join(module))
    wing, wrong = module[0], []
    for name in sorted(imports(source, module)):
        top, _, inner = name.partition(".")
        if top == "readoutlib":
            other = room(inner)
            if other is None and wing in ("report", "cli"):
                continue  # the public names, which stand under the top floors
            if other is None or (other != own and FLOOR[other] >= FLOOR[own]):
                wrong.append(f"imports {inner or 'the package itself'}, which is not below it")
        elif top in DRAWING and wing not in ("charts", "stills", "report", "cli"):
            wrong.append(f"draws with {top}")
        elif wing == "parsing" and top not in PARSING_NEEDS:
            wrong.append(f"needs {top}, beyond the standard library and regex")
    return [f"{'.'.join(module)} {text}" for text in wrong]


def dotted(path):
    *folders, name = path.relative_to(LIBRARY).with_suffix("").parts
    return (*folders, name) if name != "__init__" else (*folders, "")


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if p != LIBRARY / "__init__.py"],
    ids=lambda p: p.relative_to(LIBRARY).as_posix(),
)
def test_a_module_imports_from_floors_below_its_own(path):
    module = dotted(path)
    assert room(".".join(module)), f"{path.name} stands on no floor"
    assert broken_floors(path.read_text(encoding="utf-8"), module) == []


@pytest.mark.parametrize(
    "module, source",
    [
        (("corpus", "speech"), "from ..topics import issues"),
        (("corpus", "speech"), "def f():\n    from .. import charts, topics"),
        (("topics",), "import readoutlib.drift"),
        (("charts",), "from .compare import share"),
        (("compare",), "import altair as alt"),
        (("compare",), "from matplotlib import pyplot"),
        (("parsing", "page", "dates"), "import pandas"),
        (("parsing", "page", "dates"), "from ...corpus.readers import read_records"),
        (("parsing", "words", "tokens"), "from ..page.dates import parse_day"),
        (("parsing", ""), "from ..corpus import Corpus"),
        (("corpus", "readers"), "from readoutlib import Corpus"),
        (("corpus", "readers"), "from .. import load_corpus"),
    ],
)
def test_the_floors_hold(module, source):
    assert len(broken_floors(source, module)) == 1


@pytest.mark.parametrize(
    "module, source",
    [
        (
            ("parsing", "page", "dates"),
            "import regex, datetime\nfrom ..readout import Cut\nfrom .. import rules",
        ),
        (("cli",), "from . import report"),
        (("charts",), "import altair\nfrom .palette import GREYS"),
        (("corpus", "load"), "from .readers import read_records"),
    ],
)
def test_the_floors_let_through_what_they_should(module, source):
    assert broken_floors(source, module) == []


def files_imported(path):
    """Return the library's files that one of them imports, lazily or not; a name stands for its module."""
    found = set()
    for name in imports(path.read_text(encoding="utf-8"), dotted(path)):
        parts = name.split(".")
        for n in range(len(parts), 1, -1):
            at = LIBRARY.joinpath(*parts[1:n])
            file = next(
                (f for f in (at.with_suffix(".py"), at / "__init__.py") if f.is_file()), None
            )
            if file:
                found.add(file)
                break
    return found - {path}


def circles(graph):
    """Return the nodes of a graph (node → nodes it points at) that lie on circles or lead to one."""
    left = dict(graph)
    while free := [n for n, to in left.items() if not to & left.keys()]:
        for n in free:
            del left[n]
    return set(left)


def test_no_files_import_each_other():
    assert circles({1: {2}, 2: {1}, 3: set()}) == {1, 2} and circles({1: {2}, 2: set()}) == set()
    names = {path: path.relative_to(LIBRARY).as_posix() for path in MODULES}
    graph = {names[p]: {names[q] for q in files_imported(p)} for p in MODULES}
    assert graph["parsing/voices/resolve.py"] >= {"speakers.py", "parsing/talk/parties.py"}
    assert circles(graph) == set()


def test_the_public_names_are_told_to_those_who_read_types():
    (block,) = [
        node
        for node in ast.parse((LIBRARY / "__init__.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.If)
    ]
    told = [alias.name for node in block.body for alias in node.names]
    assert sorted(told) == sorted(readoutlib.__all__) == dir(readoutlib)
    assert all(getattr(readoutlib, name).__name__.endswith(name) for name in told)
    with pytest.raises(AttributeError, match="has no attribute 'phrase'"):
        readoutlib.phrase  # noqa: B018


def test_a_module_says_its_subject_in_its_first_line():
    for path in MODULES:
        first = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))).splitlines()[0]
        assert first.endswith("."), path


# --- versions --------------------------------------------------------------------------------------------------------

ALL = {"report", "lab", "test", "check"}


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared(extras=ALL):
    """Return the requirements of pyproject.toml by normal name: those of the library, of these extras, and its builder."""
    whole = project()
    groups = [whole["project"]["dependencies"], *whole["dependency-groups"].values()]
    groups += [whole["project"]["optional-dependencies"][extra] for extra in extras]
    every = [Requirement(line) for group in groups for line in group]
    return {canonicalize_name(r.name): r for r in every if r.name != "readoutlib"}


def locked(part=r"\w+", **environment):
    """Return the pins of the lock, or of one part of it, that hold for this interpreter, or for another, by normal name."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    parts = re.findall(rf"^# {part}\n([^#]+)", lock, re.MULTILINE)
    pins = re.findall(r"^([\w.\[\]-]+==[^\\\n]+)", "\n".join(parts), re.MULTILINE)
    kept = [r for r in map(Requirement, pins) if r.marker is None or r.marker.evaluate(environment)]
    return {canonicalize_name(r.name): Version(str(r.specifier).removeprefix("==")) for r in kept}


def needed(*names):
    """Return what these distributions need, and what that needs, as it is installed here."""
    found, left = set(), [Requirement(name) for name in names]
    while left:
        requirement = left.pop()
        name, extras = canonicalize_name(requirement.name), requirement.extras or {""}
        new = {(name, extra) for extra in {"", *extras}} - found
        found |= new
        for extra in {extra for _, extra in new}:
            for line in map(Requirement, requires(name) or []):
                if line.marker is None or line.marker.evaluate({"extra": extra}):
                    left.append(line)
    return {name for name, _ in found}


def conda():
    """Return the conda specs, and the pip lines, of environment.yml as {name: spec}."""
    *specs, pip = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))[
        "dependencies"
    ]
    split = lambda line: (line.split() + [""])[:2]
    return dict(map(split, specs)), dict(map(split, pip["pip"]))


def test_the_lock_meets_what_the_project_declares():
    pins = locked()
    assert [
        str(r)
        for name, r in declared().items()
        if name not in pins or not r.specifier.contains(pins[name])
    ] == []
    assert project()["build-system"]["requires"] == project()["dependency-groups"]["build"]


def test_a_report_installs_no_tools_of_tests_and_checks():
    build = project()["dependency-groups"]["build"]
    own = needed("readoutlib[lab]", *build) - {"readoutlib"}
    report, test, check = (set(locked(part)) for part in ("report", "test", "check"))
    assert report == own
    assert report | test == needed("readoutlib[test]", *build) - {"readoutlib"}
    assert {"pytest", "nbval"} <= test and {"ruff", "mypy"} <= check
    assert not (test & check or report & (test | check))


def test_conda_names_the_minor_versions_of_the_lock():
    pins, (specs, pip) = locked(python_version="3.11", python_full_version="3.11.9"), conda()
    renamed = {"matplotlib-base": "matplotlib"}
    for given, form in ((specs, "={}.{}"), (pip, "=={}.{}.*")):
        for name, spec in given.items():
            if name not in ("python", "pip", "-e"):
                pin = pins[canonicalize_name(renamed.get(name, name))]
                assert spec == form.format(pin.major, pin.minor), (
                    f"{name}: environment.yml says {spec}, the lock {pin}"
                )
    assert pip["-e"] == "." and specs["python"] == "=3.11"
    listed = {canonicalize_name(renamed.get(name, name)) for name in specs | pip}
    assert listed - {"python", "pip", "-e"} == set(declared({"report", "lab", "test"}))


def test_what_is_installed_is_what_the_lock_says():
    pins = locked("report") | locked("test")
    wrong = {n: (version(n), str(pin)) for n, pin in pins.items() if Version(version(n)) != pin}
    assert wrong == {}, "run `make test`, which installs requirements.lock into .venv"


def test_every_import_is_declared():
    homes, names = packages_distributions(), set(declared())
    for path in MODULES:
        for top in (
            {n.split(".")[0] for n in imports(path.read_text(encoding="utf-8"), dotted(path))}
            - sys.stdlib_module_names
            - {"readoutlib"}
        ):
            assert names & {canonicalize_name(d) for d in homes.get(top, [])}, (
                f"{path.name} imports {top}, which pyproject.toml does not name"
            )


# --- set-up ----------------------------------------------------------------------------------------------------------


def dry_run(folder, *args):
    """Return the commands that make would run in a folder."""
    # These tests run under make themselves.
    plain = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    done = subprocess.run(
        ["make", "-n", *args], cwd=folder, env=plain, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    "goal, parts, commands",
    [
        ("report", "report", ["readout report"]),
        ("lab", "report", ["python -m jupyterlab "]),
        ("test", "report test", ["python -m pytest --nbval "]),
        ("check", "report check", ["ruff format --check", "ruff check", "mypy"]),
    ],
)
def test_make_sets_up_once_and_then_only_runs(tmp_path, goal, parts, commands):
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, tmp_path)
    first = dry_run(tmp_path, goal)
    assert f'" {parts} "' in first and "--require-hashes -r .venv/requirements.lock" in first
    assert "--no-build-isolation -e ." in first and f".venv/bin/{commands[0]}" in first
    marks = [f".venv/.installed-{part}" for part in parts.split()]
    assert f"touch {' '.join(marks)}\n" in first
    (tmp_path / ".venv").mkdir()
    for mark in marks:
        (tmp_path / mark).touch()
    again = dry_run(tmp_path, goal).splitlines()
    assert len(again) == len(commands)
    for line, command in zip(again, commands, strict=True):
        assert line.startswith(f".venv/bin/{command}")
    assert "--require-hashes" in dry_run(tmp_path, "-W", "requirements.lock", goal)
    assert "-e ." in dry_run(tmp_path, "-W", "pyproject.toml", goal)


def test_make_takes_its_parts_of_the_lock(tmp_path):
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, tmp_path)
    (awk,) = re.findall(r"awk .* requirements\.lock", dry_run(tmp_path, "check"))
    taken = subprocess.run(awk, shell=True, cwd=tmp_path, capture_output=True, text=True).stdout
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert taken == lock[: lock.index("# test\n")] + lock[lock.index("# check\n") :]


def test_the_workflow_runs_the_same_script():
    workflow = yaml.load(
        (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"), yaml.BaseLoader
    )  # to which `on` is no boolean
    steps = workflow["jobs"]["test"]["steps"]
    assert [s["run"] for s in steps if "run" in s] == [".ci/run"] and workflow["on"]["schedule"]
    assert {"python-version": "3.11"} in [s.get("with") for s in steps]
    script = ROOT / ".ci/run"
    goals = re.findall(r"^make (\w+)", script.read_text(encoding="utf-8"), re.MULTILINE)
    assert os.access(script, os.X_OK) and goals == ["test", "check"]


# --- the files -------------------------------------------------------------------------------------------------------


def tracked():
    """Return the files under version control, or None where there is no repository."""
    try:
        out = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return [f for f in out.split("\0") if f and (ROOT / f).is_file()] or None


def ours():
    """Return the project's own text files: those under version control, else those of the folders it is made of."""
    names = tracked() or [
        p.relative_to(ROOT).as_posix()
        for t in sorted(TOP | {".ci", ".github", ".gitignore", ".gitattributes"})
        for p in [ROOT / t, *(ROOT / t).rglob("*")]
        if p.is_file() and "__pycache__" not in p.parts
    ]
    assert len(names) > 20
    return [ROOT / n for n in names]


def test_the_top_level_is_as_designed():
    files = tracked()
    if files is None:
        pytest.skip("no git repository here")
    visible = {f.split("/")[0] for f in files if not f.startswith(".")}
    assert visible == TOP


def test_the_seeds_are_the_bytes_that_came():
    assert {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (ROOT / "seeds").iterdir()
    } == SEEDS


# Written in pieces, so that this file passes its own test.
HOST = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + "hosted",
            r"npm" + r"js\.(?:org|com)",
            "ana" + r"conda\.(?:org|com)",
            r"deb\.deb" + "ian",
        )
    ),
    re.I,
)
MACHINE = re.compile(
    r"(?<![\w.])/(?:"
    + "|".join(("wo" + "rk", "ro" + "ot", "ho" + r"me/\w+", "Us" + r"ers/\w+", "tm" + r"p/\w+"))
    + r")/"
)


def foreign(text):
    """Return the registry hosts and paths of one machine that a text names."""
    return [m[0] for rx in (HOST, MACHINE) for m in rx.finditer(text)]


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    assert len(foreign("see py" + "pi.org and /ro" + "ot/x, ./ro" + "ot/x, in ho" + "me/x/")) == 2
    assert {
        p.name: f for p in ours() if (f := foreign(p.read_text(encoding="utf-8", errors="replace")))
    } == {}


def test_the_lock_names_no_host_and_hashes_every_pin():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.findall(r"^\w.*\n(?: .*\n)*", lock, re.MULTILINE)
    assert len(pins) > 50 and all("--hash=sha256:" in pin for pin in pins)
