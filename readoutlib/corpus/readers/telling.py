"""What is wrong with a file or row, told in four parts; an error where no document comes of it."""

from typing import NamedTuple

from ...limits import Limits


class Told(NamedTuple):
    """What is wrong, what was expected and found, and what to do."""

    problem: str
    expected: str
    found: str
    hint: str


class UnusableError(Exception):
    """A file or row that no document comes of, or none from here on."""

    def __init__(self, problem: str, *, expected: str, found: str, hint: str):
        super().__init__(problem)
        self.told = Told(problem, expected, found, hint)


def too_large(limits: Limits) -> UnusableError:
    """Return what is wrong with a document beyond the limit."""
    return UnusableError(
        "too large",
        expected=f"a document of at most {limits.max_mb:g} MB",
        found="more",
        hint="raise the limit with --max-mb, or leave it out",
    )
