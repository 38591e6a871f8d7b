"""Quotations: stretches of the body between quotation marks, which may run over sentences and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import regex

Span = tuple[int, int]
MARK = regex.compile(r"[“„«]|[”»]|\"")
OPENS = regex.compile(r"[\s*_]*+[“„«\"]")


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the spans from opening to closing mark, in order.

    A quotation goes on into the next paragraph where that opens with a mark; else it ends with its paragraph.

    >>> t = 'He said: “We met. We agreed.”\\n\\n"So be it," he added.'
    >>> [t[a:b] for a, b in quotations(t, [(0, 29), (31, len(t))])]
    ['“We met. We agreed.”', '"So be it,"']
    """
    out: list[Span] = []
    at: int | None = None  # where the quotation that is open began
    for n, (a, b) in enumerate(paragraphs):
        fresh = True  # the mark that opens a paragraph closes nothing
        for m in MARK.finditer(text, a, b):
            mark = m.group()
            opens = (
                mark in "“„«"
                or mark == '"'
                and (at is None or fresh and not text[a : m.start()].strip("*_ "))
            )
            fresh = False
            if opens and at is None:
                at = m.start()
            elif not opens and at is not None:
                out.append((at, m.end()))
                at = None
        if at is not None and not (
            n + 1 < len(paragraphs) and OPENS.match(text, *paragraphs[n + 1])
        ):
            out.append((at, b))
            at = None
    return out
