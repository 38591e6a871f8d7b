"""The notebooks and the seeds that come with the library, and copies of them to edit.

In a checkout they stand beside the package; a wheel carries them inside it, where pyproject.toml
maps them.
"""

from pathlib import Path

from .parsing.readout import ReadoutError
from .swapping import swap_files

PACKAGE = Path(__file__).resolve().parent
INSTALLED = PACKAGE / "_shipped"


def in_checkout() -> bool:
    """Return whether the library runs where it is developed, and not from a wheel."""
    return not INSTALLED.is_dir()


def place(name: str) -> Path:
    """Return the folder `notebooks` or `seeds`.

    >>> len(list(place("seeds").iterdir()))
    5
    """
    home = PACKAGE.parent if in_checkout() else INSTALLED
    return home / name


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy the notebooks and their start page into a folder, the seeds into `seeds` in it.

    The copies are yours: they name the seeds beside them, and no update of the library touches
    them. A copy that stands there already stays. Returns the copies, notebooks first. Raises
    ReadoutError, and writes nothing, where another file stands in the place of one; OSError where
    the folder cannot be written.
    """
    pages = sorted(p for p in place("notebooks").iterdir() if p.suffix in (".ipynb", ".md"))
    seeds = sorted(place("seeds").iterdir())
    if not pages:
        raise ReadoutError(
            f"{place('notebooks')}: expected the notebooks here, found none; install again"
        )
    copies = {folder / page.name: _beside_its_seeds(page) for page in pages}
    copies |= {folder / "seeds" / seed.name: seed.read_bytes() for seed in seeds}
    if taken := [path for path, copy in copies.items() if _holds_another(path, copy)]:
        raise ReadoutError(
            f"{taken[0]}: expected a place where no notebook stands yet, "
            "found this file; name another folder"
        )
    swap_files(copies)
    return list(copies)


def _holds_another(path: Path, copy: bytes) -> bool:
    if path.is_symlink() or path.is_dir():
        return True
    return path.exists() and path.read_bytes() != copy


def _beside_its_seeds(page: Path) -> bytes:
    """Return a page that finds the seeds in its own folder and not beside it; its outputs stay."""
    return page.read_bytes().replace(b"../seeds", b"seeds")
