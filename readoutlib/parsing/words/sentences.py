"""Sentence spans inside a paragraph."""

from __future__ import annotations

import regex

from ..rules import word_set

ABBREVIATIONS, STARTERS = word_set("abbreviation"), word_set("starter")
END = regex.compile(
    r"""
    (?P<stop> (?<![.!?…]) [.!?…]++ | (?<=\.)["”’] )
    (?P<close> ["”’'»)\]*_]*+ )
    (?P<gap> \s++ | (?=\p{Lu}\p{Ll}) )                    # none in "No upper limit.The two"
    (?= (?: (?<=\n[ \t]*) [-–•*·] \s+ )?                 # a point of a list, on its own line
        (?P<next> ["“‘'«(\[*_]*+ [\p{Lu}\p{N}] [\p{L}\p{M}]*+ ) )
    """,
    regex.X,
)
# Without the white space around it.
SOLID = regex.compile(r"[^\s\x1c-\x1f](?:.*[^\s\x1c-\x1f])?", regex.S)
MAX_LAST_WORD = 24  # characters that are looked at before a full stop
LAST_WORD = regex.compile(r"[\p{L}\p{M}.]*+\Z")


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences in `text[start:end]`, without white space around them.

    >>> t = "The U.S. side agreed. No upper limit.The two sides met Dr. Wu at 5 p.m. They left."
    >>> [t[a:b] for a, b in split_sentences(t, 0, len(t))]
    ['The U.S. side agreed.', 'No upper limit.', 'The two sides met Dr. Wu at 5 p.m.', 'They left.']
    """
    out, at = [], start
    for m in END.finditer(text, start, end):
        if _ends_here(text, at, m):
            out.append(SOLID.search(text, at, m.end("close")))
            at = m.end()
    return [m.span() for m in (*out, SOLID.search(text, at, end)) if m]


def _ends_here(text: str, at: int, m: regex.Match[str]) -> bool:
    """Whether the sentence that begins at an offset ends with a match of END."""
    if m["stop"] != ".":
        return True
    dot = m.start("stop")
    last = LAST_WORD.search(text[max(at, dot - MAX_LAST_WORD) : dot])
    word = last.group() if last else ""
    if not m["gap"]:  # "limit.The": only a lower-case word of some length ends there
        return len(word) > 2 and word.islower()
    if not word:
        return not text[at:dot].strip().isdigit()  # the number of a point in a list
    if word.casefold() in ABBREVIATIONS:
        return False
    if "." in word or len(word) == 1:
        return _ends_with_initials(word, m["next"])
    return True


def _ends_with_initials(word: str, following: str) -> bool:
    """Whether a sentence ends with an initialism ("U.S."): no initial of a name does, but "I"."""
    if len(word) == 1 and word.isupper():
        return word == "I"
    return following.lstrip("\"“‘'«([*_") in STARTERS
