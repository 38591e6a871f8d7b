"""The text as the rules read it: without marks that the eye passes over, and where each stood."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

import regex

from ..readout import Cut, Readout, Sentence, Span
from .layout import one_line

_INLINE = r"""
    (?P<unseen> [\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064]++ )  # soft hyphen, zero width
    | (?P<letter> (?<=\p{L}) \p{Mn}++ | [\ufb00-\ufb06] )                   # é of two characters; ﬃ
    | (?P<link> !?+ (?<!\\) \[ (?P<words> [^\[\]\n]{1,200} ) \]
        \( [^()\s]{0,600}+ (?: [ ]"[^"\n]{0,200}" )? \) )
    | (?P<note> (?<=[\p{L}\d.,;:!?"”’'»)\]]) (?:
          \[ \^? (?: \d{1,3} | \p{Ll} | note\ \d{1,3} ) \] (?! [(:] )      # [1] [^1] [a]
        | (?<!m) [¹²³⁰⁴-⁹]++
        | (?<=[.,;!?"”\p{L}]) [*†‡] (?<!\*\*) (?= \s | \Z )
      ) )
    | (?P<tag> </?+
        (?:sup|sub|b|i|em|strong|u|span|a|font|mark|small|cite|abbr) \b [^<>\n]{0,300} > )
"""
_ANY = (
    r"(?= [\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\p{Mn}\ufb00-\ufb06!\[¹²³⁰⁴-⁹*†‡<|] )"
)
INLINE_OR_BAR = regex.compile(rf"{_ANY} (?: {_INLINE} | \| )", regex.X)
_ROW = r"(?P<row> (?<=(?:^|\n)[ \t]*+) \| (?! [ \t:|-]*+ (?:\n|\Z) ) [^\n]* \| [ \t]*+ (?=\n|\Z) )"
# A row of a table holds marks of its own.
MARK = regex.compile(rf"{_ANY} (?: {_ROW} | {_INLINE} )", regex.X)
# Whether a text has any; `re` is faster than `regex` here.
HAS_CHARACTER = re.compile(
    r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u0300-\u036f\ufb00-\ufb06¹²³⁰⁴-⁹†‡]"
)
HAS_MARK = re.compile(r"\[(?:\^|\d|[a-z]\]|note)|<[/a-z]|\n[ \t]*\||(?<=\w)\*\s")
MARK_RULE = "text mark"
SHORTEST_ADDRESS = 3  # characters; what is longer is left out of the words that count


class Piece(NamedTuple):
    """A stretch of the text, and what the rules read in its place."""

    start: int
    end: int
    read: str


@dataclass(frozen=True, slots=True)
class Plain:
    """What the rules read, and for each of its characters, and its end, the place in the text."""

    text: str
    places: Sequence[int] | None  # None where nothing was changed
    ends: Sequence[int] = ()
    dropped: tuple[Span, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Return where a stretch stands in the text, without dropped marks at its ends."""
        if self.places is None:
            return start, end
        if start >= end:
            return self.places[start], self.places[start]
        return self.places[start], self.ends[end - 1]


def plain_text(text: str) -> Plain:
    """Return a text without soft hyphens, link targets, note marks and tags, letters composed.

    >>> plain = plain_text("A met [Bo Birch](https://example.org).[1] They spoke.")
    >>> plain.text, plain.span(6, 14)
    ('A met Bo Birch. They spoke.', (7, 15))
    """
    if not ("](" in text or HAS_CHARACTER.search(text) or HAS_MARK.search(text)):
        return Plain(text, None)
    read: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    dropped, at = [], 0
    pieces = [piece for m in MARK.finditer(text) for piece in _pieces(m)]
    for start, end, instead in [*pieces, Piece(len(text), len(text), "")]:
        read.append(text[at:start] + instead)
        places += [*range(at, start), *[start] * len(instead)]
        ends += [*range(at + 1, start + 1), *[end] * len(instead)]
        if start < end and not instead:
            dropped.append((start, end))
        at = end
    return Plain("".join(read), [*places, len(text)], ends, tuple(dropped))


def _pieces(m: regex.Match[str]) -> Iterator[Piece]:
    if m["letter"]:
        start = m.start() - (unicodedata.category(m["letter"][0]) == "Mn")  # with what it stands on
        yield Piece(start, m.end(), unicodedata.normalize("NFKC", m.string[start : m.end()]))
    elif m["words"]:
        yield Piece(m.start(), m.start("words"), "")
        yield Piece(m.end("words"), m.end(), "")
    elif m.groupdict().get("row"):
        for mark in INLINE_OR_BAR.finditer(m.string, *m.span()):
            yield from _pieces(mark)
    else:
        yield Piece(*m.span(), "")


# --- back to the text ----------------------------------------------------------------------------


def in_the_text(readout: Readout, plain: Plain, text: str) -> Readout:
    """Return a readout of what the rules read, with its offsets and words as the text has them."""
    if plain.places is None:
        return readout
    title = _span(plain, readout.title_start, readout.title_end)
    sentences = tuple(_sentences(readout.sentences, plain, text))
    cuts = [Cut(*plain.span(cut.start, cut.end), cut.rule) for cut in readout.cuts]
    spans = [(s.start, s.end) for s in sentences] + [(c.start, c.end) for c in cuts]
    marks = _outside(plain.dropped, sorted([*spans, *([title] if title else [])]))
    return replace(
        readout,
        text=text,
        title=one_line(text[slice(*title)]) if title else readout.title,
        title_start=title[0] if title else None,
        title_end=title[1] if title else None,
        sentences=sentences,
        cuts=tuple(sorted([*cuts, *marks], key=lambda cut: cut.start)),
    )


def _span(plain: Plain, start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else plain.span(start, end)


def _sentences(read: Sequence[Sentence], plain: Plain, text: str) -> Iterator[Sentence]:
    """Yield the sentences with their places in the text, and the marks that touch their ends."""
    touching = [(a, b) for a, b in plain.dropped if text[a] != "|"]
    ends = dict(touching)
    starts = {b: a for a, b in touching}
    before = 0
    for s in read:
        start, end = plain.span(s.start, s.end)
        while end in ends:
            end = ends[end]
        while start in starts and starts[start] >= before:
            start = starts[start]
        before = end
        cue = _span(plain, s.cue_start, s.cue_end)
        spans = [part for span in s.content_spans for part in _counted(plain.span(*span), plain)]
        yield replace(
            s,
            start=start,
            end=end,
            text=text[start:end],
            cue=text[slice(*cue)] if cue else s.cue,
            cue_start=cue[0] if cue else None,
            cue_end=cue[1] if cue else None,
            content_spans=tuple(spans),
        )


def _counted(span: Span, plain: Plain) -> Iterator[Span]:
    """Yield the parts of a span that are words: without the addresses in it."""
    at, end = span
    for n in range(bisect_right(plain.dropped, (at, end)), len(plain.dropped)):
        a, b = plain.dropped[n]
        if b >= end:
            break
        if b - a > SHORTEST_ADDRESS:
            yield at, a
            at = b
    yield at, end


def _outside(dropped: Sequence[Span], spans: list[Span]) -> Iterator[Cut]:
    """Yield as cuts the marks that lie in none of the spans."""
    furthest = list(accumulate((end for _, end in spans), max))
    n = 0
    for start, end in dropped:
        while n < len(spans) and spans[n][0] <= start:
            n += 1
        if n == 0 or furthest[n - 1] < end:
            yield Cut(start, end, MARK_RULE)
