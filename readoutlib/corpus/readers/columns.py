"""Columns: which a table of readouts has, and which tell that a table is one the library wrote."""

from collections.abc import Collection

from ...outputs import kind_of_table
from ..records import short
from .telling import UnusableError

FIELDS = ("id", "text", "title", "outlet", "published", "url")


def column_name(written: object) -> str:
    """Return the name of a column without what the eye passes over.

    >>> column_name(" Title ")
    'title'
    """
    return str(written).strip().casefold()


def refuse_own_table(columns: Collection[str]) -> None:
    """Raise UnusableError for the columns of a table that holds no readouts but what is in them."""
    if kind := kind_of_table(columns):
        raise UnusableError(
            "output of the library",
            expected="readouts",
            found=f"a {kind}",
            hint="keep it outside the folder; corrections are put to use by --corrections",
        )


def refuse_without_text(columns: Collection[str]) -> None:
    if "text" not in columns:
        raise UnusableError(
            "no text",
            expected="a column `text`",
            found=f"columns {short(', '.join(columns))}",
            hint="rename the column that holds the text, or put a line with the names above",
        )
