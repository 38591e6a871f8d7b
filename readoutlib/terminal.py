"""What a terminal is shown: text from elsewhere, the characters that would steer it spelled."""

import sys
from typing import TextIO

import regex

# Controls, what is not seen (direction, joiners, tags), halves of a pair, and breaks of a line.
_STEERS = r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]"
_IN_A_LINE = regex.compile(_STEERS)
_BETWEEN_LINES = regex.compile(rf"(?!\n){_STEERS}")


def visible(text: object) -> str:
    """Return a text as one line in which each character that steers a terminal is spelled.

    >>> print(visible("calm\\x1b[2J \\u202eseas\\n"))
    calm\\x1b[2J \\u202eseas\\n
    """
    return _IN_A_LINE.sub(_spelled, str(text))


def say(*parts: object, file: TextIO | None = None) -> None:
    """Print texts as `visible` shows them, with their line breaks kept.

    >>> say("Ann\\aAlder", "spoke.\\nTwice.")
    Ann\\x07Alder spoke.
    Twice.
    """
    shown = [_BETWEEN_LINES.sub(_spelled, str(part)) for part in parts]
    print(*shown, file=file or sys.stdout)


def _spelled(found: regex.Match[str]) -> str:
    number = ord(found[0])
    if found[0] == "\n":
        return r"\n"
    form = "\\x{:02x}" if number < 0x100 else "\\u{:04x}"
    return form.format(number) if number < 0x10000 else f"\\U{number:08x}"
