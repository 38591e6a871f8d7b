"""The words of charts: what is counted, the second line under a title, the default alt text."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd


def number_of(n: float, noun: str) -> str:
    """Say a number of things.

    >>> number_of(1, "talk"), number_of(1200, "sentence")
    ('1 talk', '1,200 sentences')
    """
    return f"{n:,.0f} {noun}{'' if n == 1 else 's'}"


def counted_talks(talks: Sequence[str]) -> str:
    """Say how many talks there are."""
    return number_of(len(talks), "talk")


def most_talks(data: pd.DataFrame) -> str:
    """Say on how many talks the best founded row rests (column `talks`); nothing for no rows."""
    return number_of(data["talks"].max(), "talk") if len(data) else ""


def subtitle_of(*parts: str) -> str:
    """Join what there is to say in the line under a title.

    >>> subtitle_of("5 talks", "", "as reported by one side")
    '5 talks · as reported by one side'
    """
    return " · ".join(filter(None, parts))


def largest(
    labels: Iterable[Any], values: Iterable[Any], form: str = "{:,.0f}", most: int = 4
) -> str:
    """Say the largest values in words: the heart of a default alt text.

    >>> largest(["Wang Yi", "Sergey Lavrov", "Narrator"], [120, 340, 0], most=2)
    'Sergey Lavrov 340, Wang Yi 120, and 1 more'
    """
    known = [(v, str(k)) for k, v in zip(labels, values, strict=True) if pd.notna(v)]
    known.sort(key=lambda pair: (-pair[0], pair[1]))
    said = ", ".join(f"{label} {form.format(value)}" for value, label in known[:most])
    more = f", and {len(known) - most} more" if len(known) > most else ""
    return said + more or "nothing to show"


def in_lines(text: str, letters: float) -> str | list[str]:
    """Break a text into lines of about so many letters, 40 at least; what fits in one stays text.

    >>> in_lines("As reported by one side", 60)
    'As reported by one side'
    """
    lines = textwrap.wrap(text, max(40, int(letters)), break_on_hyphens=False)
    return lines if len(lines) > 1 else text
