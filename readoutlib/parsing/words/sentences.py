"""Sentence spans inside a paragraph."""

from __future__ import annotations

import regex

from ..rules import word_set

ABBREVIATIONS, STARTERS = word_set("abbreviation"), word_set("starter")
END = regex.compile(  # a point of a list may follow on a line of its own
    r"""(?P<stop>(?<![.!?…])[.!?…]++|(?<=\.)["”’])(?P<close>["”’'»)\]*_]*+)(?P<gap>\s++|(?=\p{Lu}\p{Ll}))(?=(?:(?<=\n[ \t]*)[-–•*·]\s+)?(?P<next>["“‘'«(\[*_]*+[\p{Lu}\p{N}][\p{L}\p{M}]*+))"""
)
SOLID = regex.compile(
    r"[^\s\x1c-\x1f](?:.*[^\s\x1c-\x1f])?", regex.S
)  # without the white space around it
LAST_WORD = regex.compile(r"[\p{L}\p{M}.]*+\Z")


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences in `text[start:end]`, in order, without surrounding white space.

    >>> t = "The U.S. side agreed. No upper limit.The two sides met Dr. Wu on Jan. 3 at 5 p.m. They left."
    >>> [t[a:b] for a, b in split_sentences(t, 0, len(t))]
    ['The U.S. side agreed.', 'No upper limit.', 'The two sides met Dr. Wu on Jan. 3 at 5 p.m.', 'They left.']
    """
    out, at = [], start
    for m in END.finditer(text, start, end):
        if _ends_here(text, at, m):
            out.append(SOLID.search(text, at, m.end("close")))
            at = m.end()
    return [m.span() for m in (*out, SOLID.search(text, at, end)) if m]


def _ends_here(text: str, at: int, m: regex.Match) -> bool:
    if m["stop"] != ".":
        return True
    dot = m.start("stop")
    word = LAST_WORD.search(text[max(at, dot - 24) : dot]).group()
    if not m["gap"]:  # "limit.The": only a lower-case word of some length ends there
        return len(word) > 2 and word.islower()
    if not word:
        return not text[at:dot].strip().isdigit()  # the number of a point in a list
    if word.casefold() in ABBREVIATIONS:
        return False
    if "." in word or len(word) == 1:  # an initialism or an initial
        return (
            word == "I"
            or not (len(word) == 1 and word.isupper())
            and m["next"].lstrip("\"“‘'«([*_") in STARTERS
        )
    return True
