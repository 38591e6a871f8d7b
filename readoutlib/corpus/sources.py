"""Sources: which files a folder, a glob or a list of names stands for."""

import glob
import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..outputs import kind_of_table, output_in
from .records import Problem, printable, short

Name = str | os.PathLike[str]


@dataclass(slots=True)
class FoundFiles:
    """The files that sources name, sorted, each once; problems; and the folder above them all."""

    files: list[Path]
    problems: list[Problem]
    base: str


@dataclass(slots=True)
class _Below:
    """What one source names: its files, the folder above them, folders that cannot be opened."""

    files: list[Path]
    folder: Path
    errors: list[OSError] = field(default_factory=list)


def find_files(sources: Sequence[Name], kinds: str) -> FoundFiles:
    """Return the files that sources name; a source that names none is a problem.

    `kinds` says in a problem what was looked for.
    """
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    folders = []
    for source in sources:
        named = _files_named(source)
        folders.append(os.path.abspath(named.folder))
        readouts, outputs = _parted(named)
        for file in readouts:
            files.setdefault(os.path.abspath(file), file)
        problems += map(_closed_folder, named.errors)
        problems += outputs
        if not named.files and not named.errors:
            problems.append(_no_file(source, kinds))
    ordered = sorted(files.values(), key=lambda file: file.parts)
    return FoundFiles(ordered, problems, os.path.commonpath(folders) if folders else "")


def _files_named(source: Name) -> _Below:
    path = Path(os.path.expanduser(source))
    if not str(source):
        return _Below([], path)
    if path.is_dir():
        return _in_folder(path)
    if os.path.lexists(path):
        return _Below([path], path.parent)
    matched = [Path(p) for p in glob.glob(str(path), recursive=True) if not os.path.isdir(p)]
    plain = itertools.takewhile(lambda part: not glob.has_magic(part), path.parts)
    return _Below(matched, Path(*plain))


def _in_folder(folder: Path) -> _Below:
    """Return all files below a folder, but for those under a name that begins with a dot."""
    errors: list[OSError] = []
    below = os.walk(folder, onerror=errors.append)
    every = [Path(root, name) for root, _, names in below for name in names]
    shown = [f for f in every if not any(p.startswith(".") for p in f.relative_to(folder).parts)]
    return _Below(shown, folder, errors)


def _parted(named: _Below) -> tuple[list[Path], list[Problem]]:
    """Part what the library wrote from the files of a source: one problem for each output."""
    folders = {file.parent for file in named.files}
    above = {place for folder in folders for place in (folder, *folder.parents)}
    below = sorted(place for place in above if place.is_relative_to(named.folder))
    found = {folder: output for folder in below if (output := output_in(folder))}
    written = {folder / name: folder for folder, output in found.items() for name in output.files}
    readouts: list[Path] = []
    outputs: dict[Path, str] = {}
    for file in named.files:
        if file in written:
            outputs[written[file]] = found[written[file]].kind
        elif table := kind_of_table(file):
            outputs[file] = table
        else:
            readouts.append(file)
    return readouts, [_output(place, kind) for place, kind in outputs.items()]


def _output(place: Path, kind: str) -> Problem:
    return Problem(
        path=printable(place),
        doc_id=None,
        problem="output of the library",
        expected="readouts",
        found=f"a {kind}",
        hint="it is left out; move it elsewhere",
    )


def _closed_folder(error: OSError) -> Problem:
    return Problem(
        path=printable(error.filename),
        doc_id=None,
        problem="cannot be opened",
        expected="a folder",
        found=short(error),
        hint="check its permissions",
    )


def _no_file(source: Name, kinds: str) -> Problem:
    shown = printable(source) or "''"
    if str(source) and Path(os.path.expanduser(source)).is_dir():
        return Problem(
            path=shown,
            doc_id=None,
            problem="empty folder",
            expected=f"readouts ({kinds})",
            found="no file",
            hint="put readouts into it, or name another folder",
        )
    return Problem(
        path=shown,
        doc_id=None,
        problem="not there",
        expected="a file, folder or glob",
        found="nothing of that name",
        hint="check the spelling",
    )
