"""Characters that XML or a terminal refuses, replaced one for one, so that all offsets stay."""

import re
from collections import Counter
from datetime import date

from .telling import Told

LAST_TWO_OF_EACH_PLANE = "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
# Control characters, halves of surrogate pairs, and places where no character is.
REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + LAST_TWO_OF_EACH_PLANE + "]"
)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NEXT_LINE = "\x85"
BLANKS = str.maketrans("\v\f", "  ")  # white space that XML refuses, for such as it takes
SHOWN = 5  # different characters that a problem lists


def acceptable(text: str) -> tuple[str, Told | None]:
    """Return a text of the same length that can be shown everywhere, and what was replaced in it.

    A vertical tab or a form feed becomes a blank, U+0085 a line break, any other U+FFFD.

    >>> text, told = acceptable("calm\\x1b[2J\\fnow")
    >>> text, told.found
    ('calm�[2J now', 'U+001B')
    """
    text = text.translate(BLANKS) if "\v" in text or "\f" in text else text
    refused = Counter(REFUSED.findall(text))
    if not refused:
        return text, None
    listed = [f"U+{ord(character):04X}" for character in sorted(refused)]
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    told = Told(
        "characters replaced",
        "characters that every page can show",
        ", ".join(listed[:SHOWN]) + more,
        f"{refused.total():,} shown as U+FFFD or a line break; save the text without them",
    )
    return REFUSED.sub(_replacement, text), told


def _replacement(refused: re.Match[str]) -> str:
    return "\n" if refused[0] == NEXT_LINE else REPLACEMENT


def plain(value: object) -> object:
    """Return a value of metadata as text that can be shown; a number or a day stays what it is.

    >>> plain("a\\ud800"), plain(2021), plain(["a"])
    ('a�', 2021, "['a']")
    """
    try:
        text = str(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        return f"({type(value).__name__})"
    if isinstance(value, int | float | date):
        return value
    return acceptable(text)[0]
