"""Records and problems: a document as it was read, and what is wrong with a file or row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# What breaks a line, moves a cursor or turns the direction of writing, and what is no character.
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One document as read: offsets count in `text`; `path` and `sha256` tell where it came from.

    The hash is that of the file's bytes, for a row that of its text in UTF-8. `number` counts
    the rows of a table.
    """

    doc_id: str
    path: str
    text: str
    metadata: Mapping[str, object]
    sha256: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file or row, what was expected and found, and what to do.

    `doc_id` is None where no document came of it.
    """

    path: str
    doc_id: str | None
    problem: str
    expected: str
    found: str
    hint: str

    def __str__(self) -> str:
        told = f"expected {self.expected}, found {self.found}; {self.hint}"
        return f"{self.path}: {self.problem}: {told}"


def printable(value: object) -> str:
    """Return a value as text in which what breaks a line or a terminal is replaced."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(value))


def short(error: object) -> str:
    """Return a message as one line of at most 200 characters."""
    message = getattr(error, "strerror", None) or error
    return printable(" ".join(str(message).split()))[:200]
