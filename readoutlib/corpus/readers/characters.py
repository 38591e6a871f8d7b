"""Characters that XML or a terminal refuses, replaced one for one, so that all offsets stay."""

import re
from collections import Counter
from collections.abc import Mapping
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


def cleaned(text: str, metadata: Mapping[str, object]) -> tuple[str, dict[str, object], list[Told]]:
    """Return a text of the same length and metadata that can be shown everywhere, and a problem.

    A vertical tab or a form feed becomes a blank, U+0085 a line break, any other U+FFFD; a value
    that is no number and no day becomes text. The problem names what was replaced, if anything.

    >>> cleaned("calm\x1b[2J\\fnow", {"title": ["a"]})[:2]
    ('calm�[2J now', {'title': "['a']"})
    """
    values = {key: _readable(value) for key, value in metadata.items()}
    words = [text, *(value for value in values.values() if isinstance(value, str))]
    refused = Counter(character for each in words for character in REFUSED.findall(each))
    clean = {k: acceptable(v) if isinstance(v, str) else v for k, v in values.items()}
    return acceptable(text), clean, [_told(refused)] if refused else []


def acceptable(text: str) -> str:
    """Return a text of the same length that can be shown everywhere."""
    return REFUSED.sub(_replacement, text.translate(BLANKS))


def _replacement(refused: re.Match[str]) -> str:
    return "\n" if refused[0] == NEXT_LINE else REPLACEMENT


def _readable(value: object) -> object:
    """Return a number or a day as it is, any other value as text."""
    try:
        text = str(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        return f"({type(value).__name__})"
    return value if isinstance(value, int | float | date) else text


def _told(refused: Counter[str]) -> Told:
    listed = [f"U+{ord(character):04X}" for character in sorted(refused)]
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return Told(
        "characters replaced",
        "characters that every page can show",
        ", ".join(listed[:SHOWN]) + more,
        f"{refused.total():,} shown as U+FFFD or a line break; save the text without them",
    )
