"""Title, outlet, paragraphs and boilerplate: named rules, every cut recorded with its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import regex

from .dates import AGENCY_LINE, DATE_LINE, parse_day
from .readout import Cut
from .rules import load

Span = tuple[int, int]
CREDIT_LINES = ("date line", "agency dateline", "source credit", "release line", "header line", "copyright")
PUBLISHED = ("published", "published_time", "date", "pubdate")  # keys of metadata, the plainest first
IN_BODY = frozenset(("related headlines", "cookie notice"))  # rules that may not cut between two paragraphs of prose
# A YAML block opens the file, and its first line is a key: two rules of dashes around prose are none.
FRONT_MATTER = regex.compile(r"\ufeff?---[ \t]*\r?\n(?=[\w-]+[ \t]*:)(?P<yaml>(?:[^\n]*+\n)*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
NUMBERED = regex.compile(r"-(\d\d)-(\d\d)-((?:19|20)\d\d)\b")  # "1485-07-08-2023": the day stands in the number
ISSUER = regex.compile(
    r"[*_]*(?:(?:The )?(?:Ministry|Department|Embassy|Government|Office|Cabinet|Presidency|Prime Minister['’]s Office)(?: (?:of|for|and|the|&|\p{Lu}[\p{L},'’-]*+)){0,8}"
    r"|(?:MINISTER|MINISTRY|PRESIDENT|PRIME MINISTER|SECRETARY|DEPARTMENT|OFFICE)(?: \p{Lu}[\p{Lu},'’&-]*+){0,8})[*_]*"
)
HEADING = regex.compile(r"#{1,6}\s+")  # of Markdown
SENTENCE_END = regex.compile(r"[.!?…][\"”’'»)\]*_]*\Z")
LIST_MARKS = "-–—*•·▪●([“\""
MAX_FOOT = 100  # characters
MAX_TITLE = 400  # characters; a longer first line is a paragraph
WRAP = 110  # characters; text wrapped by hand is narrower than this


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a document stand: `paragraphs` and `cuts` in order, `home` the country of its publisher."""

    title: str | None
    title_span: Span | None
    paragraphs: tuple[Span, ...]
    cuts: tuple[Cut, ...]
    outlet: str | None
    outlet_guess: str | None
    home: str | None


@cache
def _line_rules() -> tuple[regex.Pattern, list[str], list[tuple[str, list[str], regex.Pattern]]]:
    """Return the rules in one pattern, a group each, and their names; and those that are tried only where a word of theirs stands."""
    rules = load("boilerplate")["line"]
    plain = [r for r in rules if "has" not in r]
    asked = [(r["name"], r["has"], regex.compile(r["pattern"], regex.I)) for r in rules if "has" in r]
    return regex.compile("|".join(f"({r['pattern']})" for r in plain), regex.I), [r["name"] for r in plain], asked


@cache
def _tail_rules() -> list[tuple[str, regex.Pattern]]:
    return [(r["name"], regex.compile(r["pattern"] + r"\Z")) for r in load("boilerplate")["tail"]]


@cache
def _outlets() -> tuple[list, list]:
    table = load("outlets")
    credits = [(o["name"], regex.compile(o["credit"], regex.I | regex.M), tuple(o["host"])) for o in table["outlet"]]
    return credits, [(g["guess"], regex.compile(g["pattern"], regex.I)) for g in table["layout"]]


def _lines(text: str, start: int) -> list[Span]:
    """Return the spans of the non-blank lines from `start`, without surrounding white space."""
    out = []
    for m in regex.finditer(r"[^\r\n]++", text, pos=start):
        line = m.group()
        body = line.strip()
        if body:
            a = m.start() + len(line) - len(line.lstrip())
            out.append((a, a + len(body)))
    return out


def _rule_of(line: str) -> str | None:
    if len(line) > 1200:
        return None
    if len(line) <= 120 and DATE_LINE.fullmatch(line):
        return "date line"
    plain, names, asked = _line_rules()
    if len(line) <= MAX_TITLE and (m := plain.fullmatch(line)):
        return names[m.lastindex - 1]
    low = line.lower()
    return next((name for name, has, pattern in asked if any(h in low for h in has) and pattern.fullmatch(line)), None)


def _is_heading(line: str) -> bool:
    """A short line that does not end as a sentence does."""
    return len(line) <= MAX_TITLE and line[-1] not in ".;:,!" and (line[0].isupper() or not line[0].isalpha())


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
    lines = _lines(text, start)
    rules: list[str | None] = [_rule_of(text[a:b]) for a, b in lines]
    prose = [i for i, (a, b) in enumerate(lines) if rules[i] is None and _is_prose(text[a:b])]
    for i in range(prose[0], prose[-1]) if prose else ():
        rules[i] = None if rules[i] in IN_BODY else rules[i]
    headers = {h["after"]: h["name"] for h in load("boilerplate")["header"]}
    for i, (a, b) in enumerate(lines[:-1]):
        if rules[i] is None and rules[i + 1] in headers and b - a < 40 and _is_heading(text[a:b]):
            rules[i] = headers[rules[i + 1]]
    title, title_span = " ".join(str(metadata.get("title") or "").split()) or None, None
    if title is None and (at := _title_line(text, lines, rules)) is not None:
        title_span = lines.pop(at)
        del rules[at]
        if mark := HEADING.match(text, *title_span):
            cuts.append(Cut(title_span[0], title_span[0] + len(mark.group().rstrip()), "text mark"))
            title_span = mark.end(), title_span[1]
        title = " ".join(text[slice(*title_span)].split())
    cuts += [Cut(*span, rule) for span, rule in zip(lines, rules, strict=True) if rule]
    paragraphs = _paragraphs(text, [span for span, rule in zip(lines, rules, strict=True) if rule is None])
    opening = next((i for i, p in enumerate(paragraphs) if _is_prose(text[slice(*p)])), 0)
    for span in paragraphs[:opening]:
        cuts.append(Cut(*span, "repeated title" if title and _fold(text[slice(*span)]) == _fold(title) else "header line"))
    paragraphs = paragraphs[opening:]
    for i in range(max(1, len(paragraphs) // 2), len(paragraphs)):
        if ISSUER.fullmatch(text, *paragraphs[i]):  # who signs; captions and contacts follow
            cuts += [Cut(*span, "page foot") for span in paragraphs[i:]]
            del paragraphs[i:]
            break
    while len(paragraphs) > 1 and _is_foot(text[slice(*paragraphs[-1])]):
        cuts.append(Cut(*paragraphs.pop(), "page foot"))
    if paragraphs:
        paragraphs[0], head = _cut_dateline(text, paragraphs[0])
        paragraphs[-1], tail = _cut_tail(text, paragraphs[-1])
        cuts += head + tail
    cuts.sort(key=lambda c: c.start)
    outlet, guess = _outlet(text, cuts, metadata)
    home = next((o.get("country") for o in load("outlets")["outlet"] if o["name"] == outlet), None)
    return Layout(title, title_span, tuple(p for p in paragraphs if p[0] < p[1]), tuple(cuts), outlet, guess, home)


def _fold(s: str) -> str:
    return " ".join(s.split()).casefold()


def _is_prose(paragraph: str) -> bool:
    """A paragraph that can open the body: it ends as a sentence does, or is too long to be a heading."""
    return len(paragraph) > 160 or (len(paragraph) > 30 and not _is_heading(paragraph))


def _is_foot(paragraph: str) -> bool:
    """A short last line that is no sentence and no item of a list: a signature, initials, a link."""
    return len(paragraph) <= MAX_FOOT and not SENTENCE_END.search(paragraph) and paragraph[0] not in LIST_MARKS and not paragraph[0].isdigit()


def _title_line(text: str, lines: list[Span], rules: list[str | None]) -> int | None:
    """Return the number of the first line that is not cut, if it is a heading that stands apart from what follows."""
    at = next((i for i, rule in enumerate(rules) if rule is None), len(lines))
    if at + 1 < len(lines) and HEADING.match(text, *lines[at]):
        return at
    if at + 2 < len(lines) and rules[at + 1] is None and ISSUER.fullmatch(text, *lines[at]) and not _is_prose(text[slice(*lines[at + 1])]):
        rules[at], at = "header line", at + 1  # the ministry's name stands over the title
    if at + 1 >= len(lines):
        return None
    line = text[slice(*lines[at])]
    short = line.removesuffix("…").removesuffix("...")
    if text.startswith(short, lines[at + 1][0]) and len(short) < len(line) < lines[at + 1][1] - lines[at + 1][0] <= MAX_TITLE:
        rules[at], at = "repeated title", at + 1  # first cut short, then whole
        return at
    dated = rules[at + 1] == "date line" and len(line) < 160  # such a head may end in a full stop
    if not dated and not _is_heading(line):
        return None
    block = at + 1  # the lines of a page's head stand together
    while block + 1 < len(lines) and not rules[block] and len(text[slice(*lines[block])]) < 40 and text.count("\n", lines[block - 1][1], lines[block][0]) == 1:
        block += 1
    apart = rules[block] or text.count("\n", lines[at][1], lines[at + 1][0]) > 1
    width = max((b - a for a, b in lines if b - a <= WRAP), default=0)
    first_word = text[slice(*lines[at + 1])].split(None, 1)[0]
    short = lines[at][1] - lines[at][0] + 1 + len(first_word) < width - 6  # no line of a paragraph that was wrapped by hand
    return at if apart or short or lines[at + 1][1] - lines[at + 1][0] > WRAP else None


def _paragraphs(text: str, keep: list[Span]) -> list[Span]:
    """Join lines that were wrapped by hand; every other line is a paragraph of its own."""
    narrow = [b - a for a, b in keep if b - a <= WRAP]
    wrapped, width = len(narrow) > 0.9 * len(keep), max(narrow, default=0)
    out: list[Span] = []
    for a, b in keep:
        if out and wrapped:
            before, line = out[-1], text[a:b]
            gap = text[before[1] : a]
            last = text.rfind("\n", before[0], before[1]) + 1
            first_word = line.split(None, 1)[0]
            full = before[1] - max(last, before[0]) + 1 + len(first_word) > width - 6
            if gap.count("\n") == 1 and (full or text[before[1] - 1] not in '.!?:”"'):
                out[-1] = (before[0], b)
                continue
        out.append((a, b))
    return out


def _cut_dateline(text: str, span: Span) -> tuple[Span, list[Cut]]:
    """Take an agency's dateline ("BEIJING, Dec. 23 (Xinhua) --") off the first paragraph."""
    a, b = span
    m = AGENCY_LINE.match(text, a, b)
    return (span, []) if m is None else ((m.end(), b), [Cut(a, m.start() + len(m.group().rstrip()), "agency dateline")])


def _cut_tail(text: str, span: Span) -> tuple[Span, list[Cut]]:
    """Take an end mark off the last paragraph."""
    a, b = span
    for name, pattern in _tail_rules():
        m = pattern.search(text, pos=max(a, b - 40), endpos=b)
        if m:
            mark = m.start() + len(m.group()) - len(m.group().lstrip())
            return (a, a + len(text[a : m.start()].rstrip())), [Cut(mark, b, name)]
    return span, []


def _outlet(text: str, cuts: list[Cut], metadata: Mapping[str, object]) -> tuple[str | None, str | None]:
    """Name the outlet the metadata or a cut line proves; a layout alone makes a guess."""
    if metadata.get("outlet"):
        return str(metadata["outlet"]), None
    credits, layouts = _outlets()
    address = str(metadata.get("url") or metadata.get("source_url") or "")
    host = regex.sub(r"^\w+://([^/:]+).*", r"\1", address)
    chrome = "\n".join(text[c.start : c.end] for c in cuts if c.rule in CREDIT_LINES)
    for name, credit, hosts in credits:
        if any(host == h or host.endswith("." + h) for h in hosts) or credit.search(chrome):
            return name, None
    furniture = "\n".join(text[c.start : c.end] for c in cuts)
    return None, next((guess for guess, pattern in layouts if pattern.search(furniture)), None)


def published(text: str, layout: Layout, metadata: Mapping[str, object]):
    """Return the day of publication that the document itself carries, from its metadata or a date line above the body."""
    for key in PUBLISHED:
        if metadata.get(key) and (day := parse_day(str(metadata[key]))):
            return day
    for key in sorted(k for k in metadata if k.endswith("_date")):
        if day := parse_day(str(metadata[key])):
            return day
    for c in layout.cuts:
        if c.rule in ("date line", "agency dateline") and (day := parse_day(text[c.start : c.end])):
            return day
    for c in layout.cuts:
        if c.rule == "document number" and (m := NUMBERED.search(text, c.start, c.end)):
            return parse_day(f"{m[3]}-{m[2]}-{m[1]}")
    return None
