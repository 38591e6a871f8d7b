"""Limits: how much of one file is read."""

from dataclasses import dataclass, field, fields
from typing import Any

from .parsing.readout import ReadoutError


def _limit(default: float, of: str) -> Any:
    return field(default=default, metadata={"of": of})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read; what lies beyond is named in `problems`, never dropped unsaid.

    Raises ReadoutError for a limit that is not above zero.

    >>> Limits(max_mb=0.5).max_bytes
    500000
    """

    max_mb: float = _limit(20, "megabytes of one document: a file, or a row of a table")
    max_rows: float = _limit(1_000_000, "rows of one table")
    max_depth: float = _limit(256, "elements of a web page inside each other, at most 2,048")

    def __post_init__(self) -> None:
        for limit in fields(self):
            value = getattr(self, limit.name)
            if not value > 0:
                raise ReadoutError(
                    f"{limit.name}: expected a number above zero, found {value}; "
                    f"leave it out for {limit.default}"
                )

    @property
    def max_bytes(self) -> int:
        return int(self.max_mb * 1_000_000)


GENEROUS = Limits()
