"""Quotations: stretches between quotation marks, over sentences and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ..readout import Span

QUOTE_MARK = regex.compile(r"[“„«]|[”»]|\"")
OPENS_WITH_MARK = regex.compile(r"[\s*_]*+[“„«\"]")


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the spans from opening to closing mark, in order.

    A quotation goes on into the next paragraph where that opens with a mark; else it ends with its
    paragraph.

    >>> t = 'He said: “We met. We agreed.”\\n\\n"So be it," he added.'
    >>> [t[a:b] for a, b in quotations(t, [(0, 29), (31, len(t))])]
    ['“We met. We agreed.”', '"So be it,"']
    """
    out: list[Span] = []
    at: int | None = None  # where the quotation that is open began
    for n, (a, b) in enumerate(paragraphs):
        for m in QUOTE_MARK.finditer(text, a, b):
            mark = m.group()
            # The mark that opens a paragraph closes nothing.
            may_open = at is None or not text[a : m.start()].strip("*_ ")
            opens = mark in "“„«" or (mark == '"' and may_open)
            if opens and at is None:
                at = m.start()
            elif not opens and at is not None:
                out.append((at, m.end()))
                at = None
        if at is not None and not _goes_on_below(text, paragraphs[n + 1 : n + 2]):
            out.append((at, b))
            at = None
    return out


def _goes_on_below(text: str, below: Sequence[Span]) -> bool:
    return any(OPENS_WITH_MARK.match(text, *paragraph) for paragraph in below)
