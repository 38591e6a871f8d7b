"""Title, outlet, paragraphs and boilerplate: named rules, every cut recorded with its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import regex

from ..readout import Cut
from ..rules import load
from .datelines import AGENCY_LINE, DATE_LINE
from .dates import parse_day

Span = tuple[int, int]
CREDIT_LINES = (
    "date line",
    "agency dateline",
    "source credit",
    "release line",
    "header line",
    "copyright",
)
PUBLISHED = (
    "published",
    "published_time",
    "date",
    "pubdate",
)  # keys of metadata, the plainest first
IN_BODY = frozenset(
    ("related headlines", "cookie notice")
)  # rules that may not cut between two paragraphs of prose
# A YAML block opens the file, and its first line is a key: two rules of dashes around prose are none.
FRONT_MATTER = regex.compile(
    r"\ufeff?---[ \t]*\r?\n(?=[\w-]+[ \t]*:)(?P<yaml>(?:[^\n]*+\n)*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
NUMBERED = regex.compile(
    r"-(\d\d)-(\d\d)-((?:19|20)\d\d)\b"
)  # "1485-07-08-2023": the day stands in the number
ISSUER = regex.compile(
    r"[*_]*(?:(?:The )?(?:Ministry|Department|Embassy|Government|Office|Cabinet|Presidency|Prime Minister['’]s Office)(?: (?:of|for|and|the|&|\p{Lu}[\p{L},'’-]*+)){0,8}"
    r"|(?:MINISTER|MINISTRY|PRESIDENT|PRIME MINISTER|SECRETARY|DEPARTMENT|OFFICE)(?: \p{Lu}[\p{Lu},'’&-]*+){0,8})[*_]*"
)
LINE = regex.compile(
    r"[^\s\x1c-\x1f](?:[^\r\n]*[^\s\x1c-\x1f])?"
)  # without the white space around it
HEADING = regex.compile(r"#{1,6}\s+")  # of Markdown
SENTENCE_END = regex.compile(r"[.!?…][\"”’'»)\]*_]*\Z")
LIST_MARKS = '-–—*•·▪●([“"'
MAX_FOOT, MAX_TITLE, WRAP = (
    100,
    400,
    110,
)  # characters of a foot, of a title, and of a line in text wrapped by hand


# Lines that are no part of a readout: rules in one pattern, a group each, and those that are tried only where a word of theirs stands.
PLAIN = [r for r in load("boilerplate")["line"] if "has" not in r]
ANY_PLAIN = regex.compile("|".join(f"({r['pattern']})" for r in PLAIN), regex.I)
ASKED = [
    (r["name"], r["has"], regex.compile(r["pattern"], regex.I))
    for r in load("boilerplate")["line"]
    if "has" in r
]
TAILS = [(r["name"], regex.compile(r["pattern"] + r"\Z")) for r in load("boilerplate")["tail"]]
HEADERS = {r["after"]: r["name"] for r in load("boilerplate")["header"]}
OUTLETS = [(o, regex.compile(o["credit"], regex.I | regex.M)) for o in load("outlets")["outlet"]]
GUESSES = [(g["guess"], regex.compile(g["pattern"], regex.I)) for g in load("outlets")["layout"]]


@dataclass(slots=True)
class Line:
    """A line that is not blank, and the rule that cuts it."""

    start: int
    end: int
    text: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a document stand: `paragraphs` and `cuts` in order, `home` the country of its publisher."""

    title: str | None
    title_span: Span | None
    paragraphs: tuple[Span, ...]
    cuts: tuple[Cut, ...]
    url: str | None
    outlet: str | None
    outlet_guess: str | None
    home: str | None


def _rule_of(line: str) -> str | None:
    if len(line) > 1200:
        return None
    if len(line) <= 120 and DATE_LINE.fullmatch(line):
        return "date line"
    if len(line) <= MAX_TITLE and (m := ANY_PLAIN.fullmatch(line)):
        return PLAIN[m.lastindex - 1]["name"]
    low = line.lower()
    return next(
        (
            name
            for name, has, pattern in ASKED
            if any(h in low for h in has) and pattern.fullmatch(line)
        ),
        None,
    )


def _is_heading(line: str) -> bool:
    """A short line that does not end as a sentence does."""
    return (
        len(line) <= MAX_TITLE
        and line[-1] not in ".;:,!"
        and (line[0].isupper() or not line[0].isalpha())
    )


def read_layout(text: str, metadata: Mapping[str, object]) -> Layout:
    """Split a document into title, paragraphs and cuts.

    >>> page = "Home > News\\nA Speaks with B\\n2021-02-04\\n\\nOn Monday, A spoke with B.\\n\\nSuggest to a friend:"
    >>> layout = read_layout(page, {})
    >>> layout.title, [page[a:b] for a, b in layout.paragraphs], [c.rule for c in layout.cuts]
    ('A Speaks with B', ['On Monday, A spoke with B.'], ['breadcrumb', 'date line', 'share'])
    """
    front = FRONT_MATTER.match(text)
    start = front.end() if front else 0
    cuts = [Cut(0, len(text[:start].rstrip()), "front matter")] if start else []
    lines = [Line(*m.span(), m.group(), _rule_of(m.group())) for m in LINE.finditer(text, start)]
    prose = [i for i, line in enumerate(lines) if line.rule is None and _is_prose(line.text)]
    for line in lines[prose[0] : prose[-1]] if prose else ():
        line.rule = None if line.rule in IN_BODY else line.rule
    for line, below in pairwise(lines):
        if (
            line.rule is None
            and below.rule in HEADERS
            and len(line.text) < 40
            and _is_heading(line.text)
        ):
            line.rule = HEADERS[below.rule]
    title, title_span = one_line(stated(metadata, "title") or "") or None, None
    if title is None and (at := _title_line(text, lines)) is not None:
        head = lines.pop(at)
        mark = HEADING.match(head.text)
        if mark:
            cuts.append(Cut(head.start, head.start + len(mark.group().rstrip()), "text mark"))
        title_span = head.start + (mark.end() if mark else 0), head.end
        title = one_line(text[slice(*title_span)])
    cuts += [Cut(line.start, line.end, line.rule) for line in lines if line.rule]
    paragraphs = _paragraphs(text, [line for line in lines if line.rule is None])
    opening = next((i for i, p in enumerate(paragraphs) if _is_prose(text[slice(*p)])), 0)
    for span in paragraphs[:opening]:
        repeated = title and one_line(text[slice(*span)]).casefold() == title.casefold()
        cuts.append(Cut(*span, "repeated title" if repeated else "header line"))
    paragraphs = paragraphs[opening:]
    # From the line of who signs on; captions and contacts follow.
    end = next(
        (
            i
            for i in range(max(1, len(paragraphs) // 2), len(paragraphs))
            if ISSUER.fullmatch(text, *paragraphs[i])
        ),
        len(paragraphs),
    )
    while end > 1 and _is_foot(text[slice(*paragraphs[end - 1])]):
        end -= 1
    cuts += [Cut(*span, "page foot") for span in paragraphs[end:]]
    paragraphs = _cut_ends(text, paragraphs[:end], cuts)
    cuts.sort(key=lambda c: c.start)
    url = stated(metadata, "url", "source_url")
    outlet, guess = (
        (stated(metadata, "outlet"), None)
        if metadata.get("outlet")
        else _outlet(text, cuts, url or "")
    )
    home = next((o.get("country") for o, _ in OUTLETS if o["name"] == outlet), None)
    return Layout(
        title,
        title_span,
        tuple(p for p in paragraphs if p[0] < p[1]),
        tuple(cuts),
        url,
        outlet,
        guess,
        home,
    )


def stated(metadata: Mapping[str, object], *keys: str) -> str | None:
    """Return what the first key that holds something does."""
    return next((str(metadata[k]) for k in keys if metadata.get(k)), None)


def _is_prose(paragraph: str) -> bool:
    """A paragraph that can open the body: it ends as a sentence does, or is too long to be a heading."""
    return len(paragraph) > 160 or (len(paragraph) > 30 and not _is_heading(paragraph))


def _is_foot(paragraph: str) -> bool:
    """A short last line that is no sentence and no item of a list: a signature, initials, a link."""
    return (
        len(paragraph) <= MAX_FOOT
        and not SENTENCE_END.search(paragraph)
        and paragraph[0] not in LIST_MARKS
        and not paragraph[0].isdigit()
    )


def _title_line(text: str, lines: list[Line]) -> int | None:
    """Return the number of the first line that is not cut, if it is a heading that stands apart from what follows."""
    at = next((i for i, line in enumerate(lines) if line.rule is None), len(lines))
    if at + 1 < len(lines) and HEADING.match(lines[at].text):
        return at
    if (
        at + 2 < len(lines)
        and lines[at + 1].rule is None
        and ISSUER.fullmatch(lines[at].text)
        and not _is_prose(lines[at + 1].text)
    ):
        lines[at].rule, at = "header line", at + 1  # the ministry's name stands over the title
    if at + 1 >= len(lines):
        return None
    line, below = lines[at], lines[at + 1]
    start = line.text.removesuffix("…").removesuffix("...")
    if below.text.startswith(start) and len(start) < len(line.text) < len(below.text) <= MAX_TITLE:
        line.rule = "repeated title"  # first cut short, then whole
        return at + 1
    dated = below.rule == "date line" and len(line.text) < 160  # such a head may end in a full stop
    if not dated and not _is_heading(line.text):
        return None
    block = at + 1  # the lines of a page's head stand together
    while (
        block + 1 < len(lines)
        and not lines[block].rule
        and len(lines[block].text) < 40
        and _gap(text, lines, block) == 1
    ):
        block += 1
    apart = lines[block].rule or _gap(text, lines, at + 1) > 1
    width = max((len(n.text) for n in lines if len(n.text) <= WRAP), default=0)
    short = (
        len(line.text) + 1 + len(below.text.split(None, 1)[0]) < width - 6
    )  # no line of a paragraph that was wrapped by hand
    return at if apart or short or len(below.text) > WRAP else None


def _gap(text: str, lines: list[Line], i: int) -> int:
    """Return the number of line breaks before line i."""
    return text.count("\n", lines[i - 1].end, lines[i].start)


def _paragraphs(text: str, lines: list[Line]) -> list[Span]:
    """Join lines that were wrapped by hand; every other line is a paragraph of its own."""
    narrow = [len(line.text) for line in lines if len(line.text) <= WRAP]
    wrapped, width = len(narrow) > 0.9 * len(lines), max(narrow, default=0)
    out: list[Span] = []
    for line in lines:
        a, b = out[-1] if out and wrapped else (0, 0)
        full = (
            b - max(a, text.rfind("\n", a, b) + 1) + 1 + len(line.text.split(None, 1)[0])
            > width - 6
        )
        if b and text.count("\n", b, line.start) == 1 and (full or text[b - 1] not in '.!?:”"'):
            out[-1] = a, line.end
        else:
            out.append((line.start, line.end))
    return out


def _cut_ends(text: str, paragraphs: list[Span], cuts: list[Cut]) -> list[Span]:
    """Take an agency's dateline ("BEIJING, Dec. 23 (Xinhua) --") off the first paragraph, and an end mark off the last."""
    if paragraphs and (m := AGENCY_LINE.match(text, *paragraphs[0])):
        cuts.append(Cut(m.start(), m.start() + len(m.group().rstrip()), "agency dateline"))
        paragraphs[0] = m.end(), paragraphs[0][1]
    for a, b in paragraphs[-1:]:
        for name, pattern in TAILS:
            if m := pattern.search(text, max(a, b - 40), b):
                cuts.append(Cut(b - len(m.group().lstrip()), b, name))
                return [*paragraphs[:-1], (a, a + len(text[a : m.start()].rstrip()))]
    return paragraphs


def _outlet(text: str, cuts: list[Cut], url: str) -> tuple[str | None, str | None]:
    """Name the outlet the address or a cut line proves; a layout alone makes a guess."""
    host = regex.sub(r"^\w+://([^/:]+).*", r"\1", url)
    credits = "\n".join(text[c.start : c.end] for c in cuts if c.rule in CREDIT_LINES)
    for outlet, credit in OUTLETS:
        if any(f".{host}".endswith(f".{h}") for h in outlet["host"]) or credit.search(credits):
            return outlet["name"], None
    furniture = "\n".join(text[c.start : c.end] for c in cuts)
    return None, next((guess for guess, pattern in GUESSES if pattern.search(furniture)), None)


def published(text: str, layout: Layout, metadata: Mapping[str, object]) -> date | None:
    """Return the day of publication that the document itself carries, from its metadata or a date line above the body."""
    keys = *PUBLISHED, *sorted(k for k in metadata if k.endswith("_date"))
    found = [str(metadata[k]) for k in keys if metadata.get(k)]
    found += [
        text[c.start : c.end] for c in layout.cuts if c.rule in ("date line", "agency dateline")
    ]
    numbered = (
        NUMBERED.search(text, c.start, c.end) for c in layout.cuts if c.rule == "document number"
    )
    found += [f"{m[3]}-{m[2]}-{m[1]}" for m in numbered if m]
    return next(filter(None, map(parse_day, found)), None)


def one_line(text: str) -> str:
    return " ".join(text.split())
