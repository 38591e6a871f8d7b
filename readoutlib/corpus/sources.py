"""Sources: which files a folder, a glob or a list of names stands for."""

import glob
import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..outputs import output_in
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
    """What one source names: its files, the folder above them, and what was passed over."""

    files: list[Path]
    folder: Path
    problems: list[Problem] = field(default_factory=list)


def find_files(sources: Sequence[Name], kinds: str, *, follow_links: bool = False) -> FoundFiles:
    """Return the files that sources name; a source that names none is a problem.

    `kinds` says in a problem what was looked for. A link that leads out of the folder in which it
    stands is a problem too, unless such links are to be followed.
    """
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    folders = []
    for source in sources:
        named = _files_named(source, follow_links)
        folders.append(os.path.abspath(named.folder))
        readouts, outputs = _parted(named)
        for file in sorted(readouts, key=os.path.islink):  # a file before the links to it
            files.setdefault(os.path.realpath(file), file)
        problems += named.problems + outputs
        if not named.files and not named.problems:
            problems.append(_no_file(source, kinds))
    ordered = sorted(files.values(), key=lambda file: file.parts)
    return FoundFiles(ordered, problems, os.path.commonpath(folders) if folders else "")


def _files_named(source: Name, follow_links: bool) -> _Below:
    path = Path(os.path.expanduser(source))
    if not str(source):
        return _Below([], path)
    if path.is_dir():
        return _in_folder(path, follow_links)
    if os.path.lexists(path):
        return _Below([path], path.parent)
    matched = [Path(p) for p in glob.glob(str(path), recursive=True) if not os.path.isdir(p)]
    plain = itertools.takewhile(lambda part: not glob.has_magic(part), path.parts)
    return _without_links_out(_Below(matched, Path(*plain)), follow_links)


def _in_folder(folder: Path, follow_links: bool) -> _Below:
    """Return all files below a folder, but for those under a name that begins with a dot."""
    below = _Below([], folder)
    seen: set[str] = set()

    def note(error: OSError) -> None:
        below.problems.append(_closed_folder(error))

    for root, folders, names in os.walk(folder, onerror=note, followlinks=follow_links):
        real = os.path.realpath(root)
        if real in seen:  # links in a circle
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if os.path.islink(Path(root, name))]
        shown = [name for name in names if not name.startswith(".")]
        below.files += (Path(root, name) for name in (*shown, *([] if follow_links else linked)))
    return _without_links_out(below, follow_links)


def _without_links_out(below: _Below, follow_links: bool) -> _Below:
    """Leave out links to folders, whose files stand elsewhere, and tell of those that lead out."""
    if follow_links or not below.files:
        return below
    home = os.path.realpath(below.folder)
    inside = []
    for file in below.files:
        real = os.path.realpath(file)
        if not Path(real).is_relative_to(home):
            below.problems.append(_link_out(file, real))
        elif not os.path.isdir(real):
            inside.append(file)
    return replace(below, files=inside)


def _link_out(link: Path, target: str) -> Problem:
    return Problem(
        path=printable(link),
        doc_id=None,
        problem="link not followed",
        expected="a file of this folder",
        found=f"a link out of it, to {short(target)}",
        hint="follow it with --follow-links, or copy what it leads to",
    )


def _parted(named: _Below) -> tuple[list[Path], list[Problem]]:
    """Part the folders that the library wrote from the files of a source: one problem for each."""
    folders = {file.parent for file in named.files}
    above = {place for folder in folders for place in (folder, *folder.parents)}
    below = sorted(place for place in above if place.is_relative_to(named.folder))
    found = {folder: output for folder in below if (output := output_in(folder))}
    written = {folder / name: folder for folder, output in found.items() for name in output.files}
    readouts = [file for file in named.files if file not in written]
    met = dict.fromkeys(written[file] for file in named.files if file in written)
    return readouts, [_output(place, found[place].kind) for place in met]


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
