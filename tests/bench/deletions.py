"""Measure which conditions of the rules nothing needs: delete some at random, and see who notices.

    .venv/bin/python tests/bench/deletions.py [--sample 300] [--seed 1] [--docs seeds FOLDER ...]
        [--kinds operand,optional ...] [--tests FILE ...] [--processes 2]

`deletable.py` says what can be deleted, and of what kinds; all but the entries of lists of words
are drawn, each with the same chance, unless --kinds names others. A deletion is noticed by a text
where anything that is read of any text differs: people, documents, sentences, cuts, problems, all
but confidence, which is counted. Else by an example, where a doctest of parsing or a test in
--tests fails; without --tests, those are the files in tests/ that import parsing alone. A rule file
that lost a row is whole again while the tests ask for its examples, so that they ask for those of
the lost row too. What raises an error or does not end is noticed by whatever asked.

Printed is a table, a line a deletion: kind, place, what was deleted, `text`, `example` or
`nothing`, and the reason where kept.tsv beside this script names one for what stays though nothing
needs it (columns file, deleted, reason); then counts by kind, and the time. The same seed on the
same code and texts gives the same table.
"""

import argparse
import ast
import compileall
import contextlib
import doctest
import gc
import hashlib
import importlib
import io
import multiprocessing
import os
import py_compile
import random
import resource
import runpy
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
deletable = runpy.run_path(str(HERE / "deletable.py"))
Deletion, deletions = deletable["Deletion"], deletable["deletions"]
TEXT, EXAMPLE, NOTHING = "text", "example", "nothing"
ANSWERS = (TEXT, EXAMPLE, NOTHING)
KINDS = ("operand", "member", "alternative", "optional", "lookaround", "row")
IGNORED = ("confidence",)  # fields that are counted and not read
PATIENCE = 5  # times the CPU seconds that everything takes, after which it does not end
LEAST_PATIENCE = 20  # CPU seconds
MEMORY = 4 << 30  # bytes, against lists that grow without end
# What tests of parsing alone may import as well.
FROM_THE_TOP, SPEAKERS = {"parse_readout", "ReadoutError"}, "readoutlib.speakers"

Text = tuple[str, str, Mapping[str, object]]  # its name, itself, what is said about it


@dataclass(frozen=True)
class Subject:
    """What is measured: a package, the part of it that rules stand in, and how it reads a text.

    `parse` is a function of text, name and metadata, as "module:function".
    """

    package: Path
    part: str = ""
    parse: str = ""

    @property
    def name(self) -> str:
        return self.package.name

    def load(self, folder: Path) -> Callable[..., Any]:
        """Import the package from a folder, whatever was imported before, and return its parser."""
        for module in [m for m in sys.modules if m.split(".")[0] == self.name]:
            del sys.modules[module]
        sys.path.insert(0, str(folder))
        importlib.invalidate_caches()
        module, function = self.parse.split(":")
        return getattr(importlib.import_module(module), function)

    def modules(self) -> list[str]:
        """Return the names of the modules that rules stand in, as far as they are imported."""
        inside = ".".join((self.name, *Path(self.part).parts))
        return sorted(m for m in sys.modules if m == inside or m.startswith(f"{inside}."))


READOUTS = Subject(ROOT / "readoutlib", "parsing", "readoutlib.parsing.parse:parse_readout")


# --- what is read of a text ----------------------------------------------------------------------


def fingerprint(parse: Callable[..., Any], text: Text) -> str:
    """Return a hash of all that is read of a text, or of the error that it raises."""
    name, written, metadata = text
    try:
        read = _plain(parse(written, name=name, metadata=metadata))
    except Exception as error:
        read = repr(error)
    return hashlib.sha256(repr(read).encode()).hexdigest()


def _plain(value: object) -> object:
    """Return the values in a dataclass, however deep, without those that are ignored."""
    if is_dataclass(value):
        return [_plain(getattr(value, f.name)) for f in fields(value) if f.name not in IGNORED]
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def read_texts(folders: Sequence[Path]) -> Iterator[Text]:
    """Yield the texts of folders, as the library's readers find them."""
    from readoutlib import ReadoutError
    from readoutlib.corpus.readers import read_records
    from readoutlib.corpus.records import Record

    for folder in folders:
        files = [folder] if folder.is_file() else sorted(f for f in folder.rglob("*.*"))
        for file in files:
            with contextlib.suppress(ReadoutError):
                records = (r for r in read_records(file) if isinstance(r, Record))
                yield from ((r.doc_id, r.text, r.metadata) for r in records)


# --- one deletion --------------------------------------------------------------------------------


@dataclass
class Bench:
    """What every deletion is measured on: the subject, texts with their fingerprints, and tests."""

    subject: Subject
    texts: Sequence[Text]
    tests: Sequence[Path]
    unchanged: Sequence[str] = ()
    seconds: float = LEAST_PATIENCE

    def __post_init__(self) -> None:
        parse = self.subject.load(self.subject.package.parent)
        start = time.process_time()
        self.unchanged = [fingerprint(parse, text) for text in self.texts]
        took = time.process_time() - start
        self.seconds = max(LEAST_PATIENCE, PATIENCE * took)

    def first_difference(self, parse: Callable[..., Any], order: Sequence[int]) -> int | None:
        """Return the first text, in an order, of which something else is read now."""
        changed = (n for n in order if fingerprint(parse, self.texts[n]) != self.unchanged[n])
        return next(changed, None)

    def fails_an_example(self, folder: Path) -> bool:
        """Return whether a doctest or a test fails with the package as it is imported now."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            # No plugins, and none of the scripts beside this one in the place of a library.
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
            sys.path[:] = [place for place in sys.path if Path(place).resolve() != HERE]
            modules = [sys.modules[name] for name in self.subject.modules()]
            if any(doctest.testmod(module).failed for module in modules):
                return True
            options = ["-x", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder)]
            files = [str(test) for test in self.tests]
            return bool(files) and pytest.main([*options, *files]) != pytest.ExitCode.OK


def _limit(seconds: float) -> None:
    """Let this process end after so many CPU seconds more."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, resource.RLIM_INFINITY))


def _put_back(less: str, whole: str) -> None:
    """Make the table of a rule file whole again where it was loaded, for the tests to see.

    Patterns that were made of it stay as they are.
    """
    before, after = tomllib.loads(less), tomllib.loads(whole)
    tables = [t for t in gc.get_objects() if type(t) is dict and t.keys() == before.keys()]
    for table in tables:
        if table == before and table is not before:
            for key in table:
                if table[key] != after[key]:
                    table[key][:] = after[key]


def measure(bench: Bench, deletion: Deletion, copy: Path, order: Sequence[int]) -> Iterator[object]:
    """Yield the text that notices a deletion or None, then whether an example does.

    `copy` is a folder with a copy of the package, which is as before afterwards.
    """
    file = copy / bench.subject.name / deletion.file
    whole, less = file.read_text(encoding="utf-8"), deletion.without()
    file.write_text(less, encoding="utf-8")
    _limit(bench.seconds)
    try:
        parse = bench.subject.load(copy)
    except Exception:
        yield order[0] if order else -1  # no text can be read
        return
    noticed = bench.first_difference(parse, order)
    yield noticed
    if noticed is not None:
        return
    if deletion.kind == "row":
        file.write_text(whole, encoding="utf-8")
        _put_back(less, whole)
    _limit(bench.seconds)
    yield bench.fails_an_example(copy)


def _answer(
    bench: Bench, deletion: Deletion, copy: Path, order: Sequence[int], to: Connection
) -> None:
    """Measure one deletion in a process of its own, and send what `measure` yields."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    for found in measure(bench, deletion, copy, order):
        to.send(found)
    to.close()


# --- all deletions -------------------------------------------------------------------------------


def run(
    bench: Bench, drawn: Sequence[Deletion], processes: int = 2
) -> Iterator[tuple[Deletion, str]]:
    """Yield each deletion with what noticed it, as they are done; some processes at a time.

    Raises ValueError where something is noticed though nothing is deleted.
    """
    fork = multiprocessing.get_context("fork")
    control = _nothing_deleted(bench)
    todo = [*reversed(drawn), control]
    noticed: Counter[int] = Counter()  # texts that noticed most come first
    by_size = sorted(range(len(bench.texts)), key=lambda n: -len(bench.texts[n][1]))
    running: dict[Any, tuple[Any, Deletion, Connection, Path]] = {}
    with tempfile.TemporaryDirectory() as folder:
        original = Path(folder, "original")
        _copied(bench.subject.package, original)
        while todo or running:
            while todo and len(running) < processes:
                deletion = todo.pop()
                copy = Path(folder, str(len(todo)))
                shutil.copytree(original, copy)
                order = sorted(by_size, key=lambda n: -noticed[n])
                here, there = fork.Pipe(duplex=False)
                child = fork.Process(target=_answer, args=(bench, deletion, copy, order, there))
                child.start()
                there.close()
                running[child.sentinel] = child, deletion, here, copy
            for sentinel in wait(list(running)):
                child, deletion, here, copy = running.pop(sentinel)
                child.join()
                if child.exitcode > 0:
                    raise RuntimeError(f"{deletion.file}:{deletion.line}: could not be measured")
                answer, text = _received(here)
                if text is not None:
                    noticed[text] += 1
                shutil.rmtree(copy)
                if deletion is not control:
                    yield deletion, answer
                elif answer != NOTHING:
                    raise ValueError(f"noticed by {answer} though nothing was deleted")


def _nothing_deleted(bench: Bench) -> Deletion:
    """Return a deletion that leaves the package as it is, which nothing may notice."""
    package = bench.subject.package
    return Deletion("none", "__init__.py", 1, "", package.joinpath("__init__.py").read_text)


def _copied(package: Path, folder: Path) -> None:
    """Copy a package into a folder, compiled, so that only what is changed is compiled again."""
    shutil.copytree(
        package, folder / package.name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
    )
    by_content = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(folder, quiet=2, invalidation_mode=by_content)


def _received(here: Connection) -> tuple[str, int | None]:
    """Return what noticed a deletion, and which text; a process that died was asked by nobody."""
    found: list[Any] = []
    with contextlib.suppress(EOFError):
        while True:
            found.append(here.recv())
    if not found:
        return TEXT, None
    if found[0] is not None:
        return TEXT, found[0]
    return (NOTHING, None) if found[1:] == [False] else (EXAMPLE, None)


def tests_of_parsing() -> list[Path]:
    """Return the files of tests that import of the library only what stands in parsing."""
    return [path for path in sorted((ROOT / "tests").glob("test_*.py")) if _is_of_parsing(path)]


def _is_of_parsing(path: Path) -> bool:
    inside, outside = f"{READOUTS.name}.{READOUTS.part}", False
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(READOUTS.name):
            names = {name.name for name in node.names}
            imported.add(node.module)
            from_top = node.module == READOUTS.name and names <= FROM_THE_TOP
            outside |= not (node.module.startswith((inside, SPEAKERS)) or from_top)
    return bool(imported) and not outside


def reasons(listed: Path, every: Sequence[Deletion]) -> dict[tuple[str, str], str]:
    """Return why conditions stay that nothing needs, by their file and what they are.

    Raises ValueError where one is listed that is no longer there.
    """
    if not listed.exists():
        return {}
    lines = listed.read_text(encoding="utf-8").splitlines()[1:]
    rows = {(file, what): reason for file, what, reason in (line.split("\t") for line in lines)}
    if gone := rows.keys() - {(deletion.file, deletion.what) for deletion in every}:
        raise ValueError(f"{listed.name} gives reasons for what is not there: {sorted(gone)}")
    return rows


def summary(answers: Sequence[tuple[Deletion, str]]) -> Iterator[str]:
    """Yield a line for each kind, and one for all: how many were noticed by what."""
    yield f"# {'kind':12}" + "".join(f"{answer:>9}" for answer in ANSWERS) + "  unnoticed"
    kinds = dict.fromkeys(deletion.kind for deletion, _ in answers)
    for kind in (*sorted(kinds), "all"):
        counts = Counter(a for deletion, a in answers if kind in (deletion.kind, "all"))
        share = counts[NOTHING] / counts.total()
        row = "".join(f"{counts[answer]:9}" for answer in ANSWERS)
        yield f"# {kind:12}{row}{share:11.1%}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--docs", type=Path, nargs="+", default=[ROOT / "seeds"])
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--tests", type=Path, nargs="*", default=tests_of_parsing())
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    start = time.monotonic()
    every = deletions(READOUTS.package, READOUTS.part)
    kept = reasons(HERE / "kept.tsv", every)
    possible = [d for d in every if d.kind in options.kinds.split(",")]
    drawn = random.Random(options.seed).sample(possible, min(options.sample, len(possible)))
    texts = list(read_texts([folder.resolve() for folder in options.docs]))
    bench = Bench(READOUTS, texts, [test.resolve() for test in options.tests])
    answers = []
    for pair in run(bench, drawn, options.processes):
        answers.append(pair)
        print(f"\r{len(answers)} of {len(drawn)}", end="", file=sys.stderr, flush=True)
    print("kind\tplace\tdeleted\tnoticed by\treason")
    answers.sort(
        key=lambda pair: (ANSWERS.index(pair[1]), pair[0].file, pair[0].line, pair[0].what)
    )
    for d, answer in answers:
        reason = kept.get((d.file, d.what), "")
        print(f"{d.kind}\t{d.file}:{d.line}\t{d.what}\t{answer}\t{reason}")
    print(f"# {len(drawn)} of {len(possible):,} drawn with seed {options.seed}, {len(texts)} texts")
    print("\n".join(summary(answers)))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"# {time.monotonic() - start:.0f} seconds, {used.ru_utime + used.ru_stime:.0f} of processor"
    )


if __name__ == "__main__":
    main()
