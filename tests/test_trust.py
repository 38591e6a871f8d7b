"""What could run, unpack or reach what a corpus brings along: where in the library it may stand, and why."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[1] / "readoutlib"
MODULES = {
    *("subprocess", "socket", "ssl", "http", "urllib.request", "urllib3", "requests", "aiohttp"),
    *("httpx", "ftplib", "smtplib", "webbrowser", "pickle", "cPickle", "cloudpickle", "dill"),
    *("marshal", "shelve", "joblib", "ctypes", "cffi", "code", "codeop", "runpy", "pty"),
    *("concurrent.futures", "multiprocessing", "asyncio", "zmq", "yaml", "xml", "lxml"),
}
CALLS = {
    *("eval", "exec", "compile", "__import__", "globals", "breakpoint", "input"),
    *("os.system", "os.popen", "os.fork", "tempfile.mktemp", "importlib.import_module"),
    *("yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load"),
    *("pd.eval", "pd.read_pickle", "pd.read_html", "pd.read_sql", "np.load", "read_pickle"),
}
METHODS = {"query", "eval", "to_pickle"}  # of a frame, which take code as text
PREFIXES = ("os.exec", "os.spawn", "os.posix_spawn")
ALLOWED = {  # file → name → why
    "__init__.py": {
        "importlib.import_module": "loads the library's own modules, of a list, when first used",
    },
    "corpus/readers/front_matter.py": {"yaml": "by safe_load, which builds plain values alone"},
    "corpus/readers/pages.py": {"lxml": "web pages, of which text is taken and nothing loaded"},
    "report/cells.py": {"xml": "a still that the library drew is made again for the dark"},
    "report/execute.py": {
        "asyncio": "kernels run side by side",
        "concurrent.futures": "and beside a loop that runs already",
        "subprocess": "kernels, whose noise on stderr is let go",
    },
    "report/render.py": {"subprocess": "this interpreter bundles Vega in a process of its own"},
    "workers.py": {
        "concurrent.futures": "processes that parse side by side",
        "multiprocessing": "and end when the run does",
    },
}


def risks(source):
    """Return the names of a module's source that could run, unpack or reach something."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name for alias in node.names for name in listed(alias.name)}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            found |= {name for full in names for name in listed(full)}
            found |= {full for full in names if is_call(full)}
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            found |= {called} if is_call(called) else set()
            if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
                found.add(f".{node.func.attr}")
            found |= {
                f"{word.arg}=True"
                for word in node.keywords
                if word.arg in ("shell", "allow_pickle") and ast.unparse(word.value) != "False"
            }
        elif isinstance(node, ast.Name) and node.id in ("eval", "exec", "__import__"):
            found.add(node.id)
    return found


def listed(name):
    parts = name.split(".")
    return {".".join(parts[:n]) for n in range(1, len(parts) + 1)} & MODULES


def is_call(name):
    return name in CALLS or name.startswith(PREFIXES)


def test_nothing_runs_unpacks_or_reaches_but_where_it_is_listed():
    found = defaultdict(set)
    for path in LIBRARY.rglob("*.py"):
        if names := risks(path.read_text(encoding="utf-8")):
            found[path.relative_to(LIBRARY).as_posix()] = names
    assert found == {file: set(names) for file, names in ALLOWED.items()}


@pytest.mark.parametrize(
    "source, name",
    [
        ("import subprocess as s", "subprocess"),
        ("def f():\n    from urllib import request", "urllib.request"),
        ("import urllib.request", "urllib.request"),
        ("from urllib.request import urlopen", "urllib.request"),
        ("import pickle", "pickle"),
        ("from yaml import load", "yaml.load"),
        ("yaml.load(x)", "yaml.load"),
        ("eval(x)", "eval"),
        ("f = exec", "exec"),
        ("os.system('x')", "os.system"),
        ("os.execv('x')", "os.execv"),
        ("from os import system", "os.system"),
        ("run('x', shell=True)", "shell=True"),
        ("np.load(x, allow_pickle=True)", "allow_pickle=True"),
        ("frame.query(x)", ".query"),
    ],
)
def test_a_risk_is_found(source, name):
    assert name in risks(source)


@pytest.mark.parametrize(
    "source",
    [
        "import urllib.parse",
        "regex.compile(x)",
        "yaml.safe_load(x)",
        "from . import socket",
        "# eval",
    ],
)
def test_what_is_no_risk_is_none(source):
    assert risks(source) - {"yaml"} == set()
