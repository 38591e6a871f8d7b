"""Layout: the title and the paragraphs of a document, and what was cut, each cut with its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import regex

from ..readout import Cut, Span
from .datelines import AGENCY_LINE
from .furniture import MAX_TITLE, Line, end_mark, is_heading, is_prose, read_lines
from .metadata import FRONT_MATTER, stated
from .outlets import publisher

# The name of who issues a text, alone on a line.
ISSUER_LINE = regex.compile(
    r"""[*_]* (?:
    # "Ministry of Foreign Affairs", "The Prime Minister's Office"
    (?: The\  )? (?:
        Ministry|Department|Embassy|Government|Office|Cabinet|Presidency
        | Prime\ Minister['’]s\ Office
    ) (?: \ (?: of|for|and|the|& | \p{Lu}[\p{L},'’-]*+ ) ){0,8}
    # "MINISTER FOR TRADE"
    | (?: MINISTER|MINISTRY|PRESIDENT|PRIME\ MINISTER|SECRETARY|DEPARTMENT|OFFICE )
    (?: \ \p{Lu}[\p{Lu},'’&-]*+ ){0,8}
    ) [*_]*""",
    regex.X,
)
HEADING_MARK = regex.compile(r"#{1,6}\s+")  # of Markdown
SENTENCE_END = regex.compile(r"[.!?…][\"”’'»)\]*_]*\Z")
LIST_MARKS = '-–—*•·▪●([“"'
# In characters: a page's foot, a title over a date line, a line of a head, one wrapped by hand.
LINE_BREAK = regex.compile(r"\r\n?|\n")
MAX_FOOT, MAX_DATED_TITLE, MAX_HEAD_LINE, WRAP = 100, 160, 40, 110
RAGGED = 6  # characters by which lines that are wrapped by hand fall short of the width
MOSTLY = 0.9  # of the lines: then the text was wrapped by hand


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a document stand.

    `paragraphs` and `cuts` are in order; `title_span` is None where the title is not in the text;
    `home` is the country of its publisher.
    """

    title: str | None
    title_span: Span | None
    paragraphs: tuple[Span, ...]
    cuts: tuple[Cut, ...]
    url: str | None
    outlet: str | None
    outlet_guess: str | None
    home: str | None


class _Head(NamedTuple):
    """The title of a document, the lines without it, and what was cut to find it."""

    title: str | None
    span: Span | None
    lines: list[Line]
    cuts: list[Cut]


class _Body(NamedTuple):
    """The paragraphs that are left, and what was cut from them."""

    paragraphs: list[Span]
    cuts: list[Cut]


def read_layout(text: str, metadata: Mapping[str, object]) -> Layout:
    """Split a document into title, paragraphs and cuts.

    Each step reads what the step before it left: lines, the title among them, paragraphs of the
    other lines, the body between what stands above and below it.

    >>> page = "Home > News\\nA Speaks with B\\n2021-02-04\\n\\nOn Monday, A met B.\\n\\nTags: A"
    >>> layout = read_layout(page, {})
    >>> layout.title, [page[a:b] for a, b in layout.paragraphs], [c.rule for c in layout.cuts]
    ('A Speaks with B', ['On Monday, A met B.'], ['breadcrumb', 'date line', 'page widget'])
    """
    front = _front_matter(text)
    head = _head(text, read_lines(text, front.end if front else 0), metadata)
    ruled = [Cut(line.start, line.end, line.rule) for line in head.lines if line.rule]
    paragraphs = _paragraphs(text, [line for line in head.lines if line.rule is None])
    body = _without_head_lines(text, paragraphs, head.title)
    foot = _without_foot(text, body.paragraphs)
    ends = _without_end_marks(text, foot.paragraphs)
    cuts = [*head.cuts, *ruled, *body.cuts, *foot.cuts, *ends.cuts]
    cuts = sorted([front, *cuts] if front else cuts, key=lambda cut: cut.start)
    url = stated(metadata, "url", "source_url")
    found = publisher(text, cuts, url, metadata.get("outlet"))
    return Layout(
        title=head.title,
        title_span=head.span,
        paragraphs=tuple(span for span in ends.paragraphs if span[0] < span[1]),
        cuts=tuple(cuts),
        url=url,
        outlet=found.outlet,
        outlet_guess=found.guess,
        home=found.home,
    )


def _front_matter(text: str) -> Cut | None:
    """Return the cut of the front matter; white space alone may follow its end."""
    front = FRONT_MATTER.match(text)
    return Cut(0, len(front.group().rstrip()), "front matter") if front else None


# --- the title -----------------------------------------------------------------------------------


def _head(text: str, lines: list[Line], metadata: Mapping[str, object]) -> _Head:
    """Return the title that metadata state, else that of the page."""
    title = one_line(stated(metadata, "title") or "")
    if title:
        return _Head(title, None, lines, [])
    lines = _with_issuer_cut(lines)
    short = _cut_short(lines)
    if short is not None:
        lines = _cut(lines, short, "repeated title")
        at: int | None = short + 1
    else:
        at = _title_line(text, lines)
    if at is None:
        return _Head(None, None, lines, [])
    line = lines[at]
    mark = HEADING_MARK.match(line.text)
    start = line.start + (mark.end() if mark else 0)
    cuts = []
    if mark:
        cuts.append(Cut(line.start, line.start + len(mark.group().rstrip()), "text mark"))
    rest = lines[:at] + lines[at + 1 :]
    return _Head(one_line(text[start : line.end]), (start, line.end), rest, cuts)


def _cut(lines: list[Line], at: int, rule: str) -> list[Line]:
    return [*lines[:at], replace(lines[at], rule=rule), *lines[at + 1 :]]


def _first_left(lines: list[Line]) -> int | None:
    """Return the number of the first line that is not cut, unless it is the last line."""
    return next((n for n, line in enumerate(lines[:-1]) if line.rule is None), None)


def _with_issuer_cut(lines: list[Line]) -> list[Line]:
    """Cut the name of the ministry that stands over the title."""
    at = _first_left(lines)
    if at is None or at + 2 >= len(lines):
        return lines
    below = lines[at + 1]
    over_a_title = below.rule is None and not is_prose(below.text)
    if over_a_title and ISSUER_LINE.fullmatch(lines[at].text):
        return _cut(lines, at, "header line")
    return lines


def _cut_short(lines: list[Line]) -> int | None:
    """Return the number of a title that is printed cut short, and whole on the next line."""
    at = _first_left(lines)
    if at is None or HEADING_MARK.match(lines[at].text):
        return None
    line, below = lines[at].text, lines[at + 1].text
    start = line.removesuffix("…").removesuffix("...")
    whole_below = below.startswith(start) and len(line) < len(below) <= MAX_TITLE
    return at if whole_below and start != line else None


def _title_line(text: str, lines: list[Line]) -> int | None:
    """Return the number of the first line that is not cut, if it is a heading that stands apart."""
    at = _first_left(lines)
    if at is None:
        return None
    if HEADING_MARK.match(lines[at].text):
        return at
    line, below = lines[at], lines[at + 1]
    dated = below.rule == "date line" and len(line.text) < MAX_DATED_TITLE
    # Over a date line, a title may end in a full stop.
    titles = dated or is_heading(line.text)
    return at if titles and _stands_apart(text, lines, at) else None


def _stands_apart(text: str, lines: list[Line], at: int) -> bool:
    """Whether a line is set off from what follows, and no line of a paragraph wrapped by hand."""
    line, below = lines[at].text, lines[at + 1].text
    if _gap(text, lines, at + 1) > 1 or len(below) > WRAP:
        return True
    if lines[_end_of_head(text, lines, at)].rule:
        return True
    width = max((len(each.text) for each in lines if len(each.text) <= WRAP), default=0)
    with_next_word = len(line) + 1 + len(_first_word(below))
    return with_next_word < width - RAGGED


def _end_of_head(text: str, lines: list[Line], at: int) -> int:
    """Return the line after the short lines that stand together under a title."""
    end = at + 1
    while end + 1 < len(lines) and _is_head_line(lines[end]) and _gap(text, lines, end) == 1:
        end += 1
    return end


def _is_head_line(line: Line) -> bool:
    return line.rule is None and len(line.text) < MAX_HEAD_LINE


def _gap(text: str, lines: list[Line], number: int) -> int:
    """Return the number of line breaks before a line."""
    return _breaks(text, lines[number - 1].end, lines[number].start)


def _breaks(text: str, start: int, end: int) -> int:
    """Return the number of line breaks in a stretch of the text, of whatever system.

    >>> _breaks("a\\r\\nb\\rc\\n", 0, 7)
    3
    """
    return len(LINE_BREAK.findall(text, start, end))


def _first_word(line: str) -> str:
    return line.split(None, 1)[0]


# --- paragraphs ----------------------------------------------------------------------------------


def _paragraphs(text: str, lines: list[Line]) -> list[Span]:
    """Join lines that were wrapped by hand; every other line is a paragraph of its own."""
    narrow = [len(line.text) for line in lines if len(line.text) <= WRAP]
    wrapped = len(narrow) > MOSTLY * len(lines)
    width = max(narrow, default=0)
    paragraphs: list[Span] = []
    for line in lines:
        if wrapped and paragraphs and _joins(text, paragraphs[-1], line, width):
            paragraphs[-1] = paragraphs[-1][0], line.end
        else:
            paragraphs.append((line.start, line.end))
    return paragraphs


def _joins(text: str, paragraph: Span, line: Line, width: int) -> bool:
    """Whether a line goes on with the paragraph above it, in text wrapped to a width."""
    start, end = paragraph
    if _breaks(text, end, line.start) != 1:
        return False
    if text[end - 1] not in '.!?:”"':
        return True
    last_line = end - max(start, text.rfind("\n", start, end) + 1)
    return last_line + 1 + len(_first_word(line.text)) > width - RAGGED


# --- above and below the body --------------------------------------------------------------------


def _without_head_lines(text: str, paragraphs: list[Span], title: str | None) -> _Body:
    """Cut what stands above the first paragraph of prose."""
    prose = (n for n, (start, end) in enumerate(paragraphs) if is_prose(text[start:end]))
    opening = next(prose, 0)
    above = paragraphs[:opening]
    cuts = [Cut(start, end, _head_rule(text[start:end], title)) for start, end in above]
    return _Body(paragraphs[opening:], cuts)


def _head_rule(paragraph: str, title: str | None) -> str:
    repeated = title and one_line(paragraph).casefold() == title.casefold()
    return "repeated title" if repeated else "header line"


def _without_foot(text: str, paragraphs: list[Span]) -> _Body:
    """Cut the page's foot: from the line of who signs on, and the short lines above that."""
    second_half = range(max(1, len(paragraphs) // 2), len(paragraphs))
    signing = (n for n in second_half if ISSUER_LINE.fullmatch(text, *paragraphs[n]))
    end = next(signing, len(paragraphs))
    while end > 1 and _is_foot(text[slice(*paragraphs[end - 1])]):
        end -= 1
    cuts = [Cut(*span, "page foot") for span in paragraphs[end:]]
    return _Body(paragraphs[:end], cuts)


def _is_foot(paragraph: str) -> bool:
    """A short last line, no sentence and no item of a list: a signature, initials, a link."""
    listed = paragraph[0] in LIST_MARKS or paragraph[0].isdigit()
    return len(paragraph) <= MAX_FOOT and not listed and not SENTENCE_END.search(paragraph)


def _without_end_marks(text: str, paragraphs: list[Span]) -> _Body:
    """Cut an agency's line ("BEIJING, Dec. 23 (Xinhua) --") before the text, a mark after it."""
    if not paragraphs:
        return _Body([], [])
    paragraphs, cuts = list(paragraphs), []
    first_start, first_end = paragraphs[0]
    if m := AGENCY_LINE.match(text, first_start, first_end):
        cuts.append(Cut(m.start(), m.start() + len(m.group().rstrip()), "agency dateline"))
        paragraphs[0] = m.end(), first_end
    start, end = paragraphs[-1]
    if found := end_mark(text, start, end):
        (mark_start, mark_end), rule = found
        mark = text[mark_start:mark_end].lstrip()
        cuts.append(Cut(end - len(mark), end, rule))
        paragraphs[-1] = start, start + len(text[start:mark_start].rstrip())
    return _Body(paragraphs, cuts)


def one_line(text: str) -> str:
    """Return a text on one line, with one blank for every white space."""
    return " ".join(text.split())
