"""Swapping: a new file or folder takes the place of an old one once it is whole, or not at all.

What is new is made in a hidden folder beside its place, `.NAME.readout-…`, and moved. A run that
was killed leaves that folder behind; the next run of the same target clears it away.
"""

import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

NEW, OLD, LOCK = "new", "old", "lock"  # all that stands in the hidden folder
LONGEST_NAME = 200  # bytes of a target's name that its hidden folder repeats


def followed(target: str | os.PathLike[str]) -> Path:
    """Return the place that a target stands for: where a link leads, also if nothing is there.

    Raises OSError for links that lead in a circle.
    """
    place = Path(os.path.realpath(target))
    if place.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target))
    return place


@contextmanager
def swapping(target: Path) -> Iterator[Path]:
    """Give a place for a new file or folder, which takes the target's place when the body ends.

    If the body raises, or the last step fails, what stood there before stands there again. A link
    is followed; permissions stay. Raises OSError where nothing can be written.
    """
    place = followed(target)
    place.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(place)
    work = Path(tempfile.mkdtemp(prefix=_prefix(place), dir=place.parent))
    with (work / LOCK).open("wb") as lock:
        _hold(lock)
        try:
            yield work / NEW
            _swap(work, place)
        finally:
            _clear(work, place)


def swap_files(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write files, none before all are prepared, and return those that held something else."""
    for path in contents:
        clear_leftovers(path)
    changed = [path for path, content in contents.items() if not _holds(path, content)]
    with ExitStack() as prepared:
        for path in changed:
            prepared.enter_context(swapping(path)).write_bytes(contents[path])
    return changed


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def clear_leftovers(target: Path) -> None:
    """Remove what killed runs left beside a target.

    Where one was killed after it took the old away and before the new stood there, the old is put
    back first.
    """
    place = followed(target)
    for work in place.parent.glob(glob.escape(_prefix(place)) + "*"):
        if _is_ours(work) and not _is_held(work / LOCK):
            _clear(work, place)


def _prefix(place: Path) -> str:
    name = place.name
    if len(os.fsencode(name)) > LONGEST_NAME:
        name = sha256(os.fsencode(name)).hexdigest()[:16]
    return f".{name}.readout-"


def _swap(work: Path, place: Path) -> None:
    new = work / NEW
    if place.exists():
        shutil.copymode(place, new)
    if new.is_dir() and place.is_dir():  # a file takes the place of a file in one step
        os.rename(place, work / OLD)
    os.replace(new, place)


def _clear(work: Path, place: Path) -> None:
    """Remove a hidden folder, but never the only copy of what stood in its place."""
    new, old = work / NEW, work / OLD
    if new.exists() and old.exists():  # the last step is missing
        try:
            os.rename(old, place)
        except OSError:
            if not os.path.lexists(place):
                return  # the next run tries again
    shutil.rmtree(work, ignore_errors=True)


def _is_ours(work: Path) -> bool:
    if work.is_symlink() or not work.is_dir():
        return False
    return {path.name for path in work.iterdir()} <= {NEW, OLD, LOCK}


def _hold(lock: BinaryIO) -> None:
    """Lock a file for as long as this process lives."""
    if fcntl:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_held(lock: Path) -> bool:
    """Return whether the run that made this file still lives, or that cannot be told."""
    try:
        if not fcntl:
            lock.unlink()  # Windows lets nobody remove a file that is open
            return False
        with lock.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
