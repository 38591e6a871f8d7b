"""Furniture: the lines of a page, and the rules that cut those which are no part of the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from ..readout import Span
from ..rules import load, word_set
from .datelines import DATE_LINE

LINE = regex.compile(  # without the white space around it
    r"[^\s\x1c-\x1f](?:[^\r\n]*[^\s\x1c-\x1f])?"
)
DIGIT = regex.compile(r"\d")
# The longest lines, in characters: of a rule, a title or plain furniture, a date, a header.
MAX_RULED, MAX_TITLE, MAX_DATE, MAX_HEADER = 1200, 400, 120, 40
LONG_PARAGRAPH = 160  # characters of a paragraph that no heading is as long as
SHORT_PARAGRAPH = 30  # and of one that cannot open a body
MAX_END_MARK = 40


# Rules whose lines are made of headlines or captions, which report too.
NO_SENTENCE = ("related headlines", "date line", "caption", "text mark")
_VERB = "|".join(sorted(word_set("report") | word_set("say")))
REPORT = regex.compile(
    rf"""[“"‘(•*>-]{{0,2}} \s* (?: The \s+ )?
    (?: \p{{Lu}}[\p{{L}}.'’-]*+ \s+ (?: (?:and|of|for|the) \s+ ){{0,2}} ){{1,8}}
    (?: (?:also|further|then|again|\p{{Ll}}+ly) \s+ )? (?: {_VERB} ) \b""",
    regex.X,
)


def _any_of(rule: Mapping[str, list[str]]) -> str:
    return "|".join(rule["patterns"])


_RULES = load("boilerplate")
# Rules that are tried on every line, in one pattern, a group each; and those that ask for a word.
PLAIN = {f"rule{n}": rule for n, rule in enumerate(_RULES["line"]) if "has" not in rule}
ANY_PLAIN = regex.compile("|".join(f"(?P<{g}>{_any_of(r)})" for g, r in PLAIN.items()), regex.I)
ASKING: list[tuple[str, list[str], regex.Pattern[str]]] = [
    (rule["name"], rule["has"], regex.compile(_any_of(rule), regex.I))
    for rule in _RULES["line"]
    if "has" in rule
]
NOT_WITHIN_PROSE = frozenset(r["name"] for r in _RULES["line"] if not r.get("within_prose", True))
TAILS = [(rule["name"], regex.compile(rf"(?:{_any_of(rule)})\Z")) for rule in _RULES["tail"]]
HEADERS = {rule["after"]: rule["name"] for rule in _RULES["header"]}


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, and the rule that cuts it."""

    start: int
    end: int
    text: str
    rule: str | None = None


def read_lines(text: str, start: int = 0) -> list[Line]:
    """Return the lines of a page from an offset on, each with the rule that cuts it, if one does.

    >>> page = "Home > News\\nA Speaks with B\\n2021-02-04"
    >>> [(line.text, line.rule) for line in read_lines(page)]
    [('Home > News', 'breadcrumb'), ('A Speaks with B', None), ('2021-02-04', 'date line')]
    """
    found = LINE.finditer(text, start)
    lines = [Line(m.start(), m.end(), m.group(), _rule_of(m.group())) for m in found]
    return _with_headers_cut(_keeping_prose_together(lines))


def _rule_of(line: str) -> str | None:
    if len(line) > MAX_RULED:
        return None
    may_be_dated = len(line) <= MAX_DATE and DIGIT.search(line)
    if may_be_dated and DATE_LINE.fullmatch(line):
        return "date line"
    if len(line) <= MAX_TITLE and (m := ANY_PLAIN.fullmatch(line)) and m.lastgroup:
        name: str = PLAIN[m.lastgroup]["name"]
        return name
    small = line.lower()
    for name, words, pattern in ASKING:
        if any(word in small for word in words) and pattern.fullmatch(line):
            return name
    return None


def _keeping_prose_together(lines: list[Line]) -> list[Line]:
    """Take back the rules that may not cut between two paragraphs of prose.

    After the first of these a line that reports what somebody said is no furniture.
    """
    prose = [n for n, line in enumerate(lines) if line.rule is None and is_prose(line.text)]
    if not prose:
        return lines
    first, last = prose[0], prose[-1]
    below, between = range(first + 1, len(lines)), range(first + 1, last)
    kept = {n for n in between if lines[n].rule in NOT_WITHIN_PROSE}
    kept |= {n for n in below if _is_told(lines[n])}
    return [replace(line, rule=None) if n in kept else line for n, line in enumerate(lines)]


def _is_told(line: Line) -> bool:
    """Whether a line that a rule cuts reads "Alder said that trade matters: https://…"."""
    return line.rule not in (None, *NO_SENTENCE) and reports(line.text)


def reports(line: str) -> bool:
    """Whether a line opens with a name and a reporting verb.

    >>> [reports(t) for t in ("Home Secretary Fir said that it is late", "Photo: Fir said so")]
    [True, False]
    """
    return REPORT.match(line) is not None


def _with_headers_cut(lines: list[Line]) -> list[Line]:
    """Cut the short headings directly above lines whose rule has headers."""
    above = [
        replace(line, rule=HEADERS[below.rule]) if _is_header(line, below) else line
        for line, below in pairwise(lines)
    ]
    return above + lines[-1:]


def _is_header(line: Line, below: Line) -> bool:
    heads = below.rule in HEADERS and line.rule is None
    return heads and len(line.text) < MAX_HEADER and is_heading(line.text)


def is_heading(line: str) -> bool:
    """A short line that does not end as a sentence does."""
    opens = line[0].isupper() or not line[0].isalpha()
    return opens and len(line) <= MAX_TITLE and line[-1] not in ".;:,!"


def is_prose(paragraph: str) -> bool:
    """A paragraph that can open the body: a sentence's end, or too long for a heading."""
    if len(paragraph) > LONG_PARAGRAPH:
        return True
    return len(paragraph) > SHORT_PARAGRAPH and not is_heading(paragraph)


def end_mark(text: str, start: int, end: int) -> tuple[Span, str] | None:
    """Return the mark at the end of a paragraph ("Enditem"), with white space, and its rule."""
    for name, pattern in TAILS:
        if m := pattern.search(text, max(start, end - MAX_END_MARK), end):
            return m.span(), name
    return None
