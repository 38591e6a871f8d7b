"""Quotations: stretches between quotation marks, over sentences and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ..readout import Span
from ..rules import word_set

# What closes a quotation that a mark opened.
CLOSES = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    '"': '"',
    "‘": "’",
    "'": "'",
}
QUOTE_MARK = regex.compile(
    r"""
    [“”„«»‹›「」"]
    # a single mark, and no apostrophe: before a capital that begins a word, or after a sentence
    | (?<![\p{L}\p{N}]) [‘'] (?=\p{Lu})
    | (?<=[,.!?…;]) [’'] (?!\p{L})
    """,
    regex.X,
)
OPENS_WITH_MARK = regex.compile(r"[\s*_>]*+[“„«»\"‘'‹「]")
SAYS = "|".join(sorted(word_set("say") | word_set("ask")))
# Behind a quotation whose mark is not closed: ", Birch said".
WHO_SAID = regex.compile(
    rf",\s+ (?:(?:the|Mr|Ms|Mrs|Dr)\.?\s+)? (?:\p{{Lu}}[\p{{L}}.’'-]*+\s+){{1,4}} (?:{SAYS})\b",
    regex.X,
)
SINGLE = frozenset("‘'")


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the spans from opening to closing mark, in order.

    A quotation goes on into the next paragraph where that opens with a mark; else it ends with its
    paragraph. One that is not closed and tells who spoke is none; single marks need their close.

    >>> t = 'He said: “We met. We agreed.”\\n\\n"So be it," he added.'
    >>> [t[a:b] for a, b in quotations(t, [(0, 29), (31, len(t))])]
    ['“We met. We agreed.”', '"So be it,"']
    """
    out: list[Span] = []
    opened: tuple[int, str] | None = None  # where the quotation that is open began, with its mark
    for n, (a, b) in enumerate(paragraphs):
        for number, m in enumerate(QUOTE_MARK.finditer(text, a, b)):
            mark = m.group()
            # The mark that opens a paragraph closes nothing.
            opens_it = number == 0 and mark in CLOSES and not text[a : m.start()].strip("*_> ")
            if opened and mark in CLOSES[opened[1]] and not opens_it:
                out.append((opened[0], m.end()))
                opened = None
            elif opened is None and _opens(text, m.start(), mark, b):
                opened = m.start(), mark
        if opened and not _goes_on_below(text, paragraphs[n + 1 : n + 2]):
            told = opened[1] in SINGLE or WHO_SAID.search(text, opened[0], b)
            out += [] if told else [(opened[0], b)]
            opened = None
    return out


def _opens(text: str, at: int, mark: str, end: int) -> bool:
    """Whether a mark opens a quotation here: » and ’ do so in some languages alone."""
    if mark not in CLOSES:
        return False
    if mark == "»":
        return at + 1 < end and not text[at + 1].isspace() and text[at - 1 : at].isspace()
    if mark in SINGLE:
        return text[at + 1 : at + 2].isupper()
    return True


def _goes_on_below(text: str, below: Sequence[Span]) -> bool:
    return any(OPENS_WITH_MARK.match(text, *paragraph) for paragraph in below)
