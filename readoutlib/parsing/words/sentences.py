"""Sentence spans inside a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..rules import load, word_set

ABBREVIATIONS, STARTERS = word_set("abbreviation"), word_set("starter")
MAY_END = word_set("abbreviation at an end")  # abbreviations after which a sentence may end
# Words of offices and bodies, which an initialism before them belongs to: "the U.S. Senate".
OF_OFFICES = frozenset(
    word for key in ("office", "field", "organisation") for word in load("offices")[key]
)
VERBS = "|".join(sorted(word_set("report") | word_set("say") | word_set("auxiliary")))
SAYS = "|".join(sorted(word_set("say") | word_set("ask")))
_NAME = r"(?: \p{Lu}\. | \p{Lu}[\p{L}\p{M}'’-]++ )"
# A new subject with its verb: "Birch said", "Bo Birch has".
SUBJECT = regex.compile(
    rf"(?P<first>{_NAME}) (?:\s+{_NAME}){{0,2}} \s+ (?: {VERBS} | \p{{Ll}}{{2,}}ed ) \b", regex.X
)
# Who said what stands before, in quotation marks: "Birch asked", "she replied".
WHO_SAID = regex.compile(
    rf"(?: (?:Mr|Mrs|Ms|Dr|the)\.?\s+ )? (?: {_NAME} \s+ ){{1,4}} (?:{SAYS}) \b (?!\s+that\b)",
    regex.X,
)
CLOSING_MARKS = frozenset("\"”’'»")
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
# Where a line opens as a point of a list does.
POINT = regex.compile(
    r"\n\s*+ (?P<mark> [-–—•*·▪●>] | \(?\d{1,2}[.)] | \(?\p{Ll}[.)] | \([ivx]{1,4}\) ) [ \t]",
    regex.X,
)
BULLETS, DASHES = frozenset("•·▪●>*"), frozenset("-–—")
BEFORE_A_POINT = regex.compile(r"(?: [:;.,!?] | \b(?:and|or) ) \s*+ \Z", regex.X)
# Without the white space around it.
SOLID = regex.compile(r"[^\s\x1c-\x1f](?:.*[^\s\x1c-\x1f])?", regex.S)
MAX_LAST_WORD = 24  # characters that are looked at before a full stop
MAX_SUBJECT = 90  # and behind it
LAST_WORD = regex.compile(r"[\p{L}\p{M}.]*+\Z")
NUMBER_OF_POINT = regex.compile(r"[:;)] \s* \(? \d{1,2} \Z", regex.X)


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences in `text[start:end]`, without white space around them.

    >>> t = "The U.S. side agreed. No upper limit.The two sides met Dr. Wu at 5 p.m. They left."
    >>> [t[a:b] for a, b in split_sentences(t, 0, len(t))]
    ['The U.S. side agreed.', 'No upper limit.', 'The two sides met Dr. Wu at 5 p.m.', 'They left.']
    """
    return [span for point in _points(text, start, end) for span in _split(text, *point)]


def _points(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the points of a list that stand in a stretch of the text; else the whole."""
    at = start
    if text.find("\n", start, end) >= 0:
        for m in POINT.finditer(text, start, end):
            if _is_point(text, at, start, m):
                yield at, m.start("mark")
                at = m.start("mark")
    yield at, end


def _is_point(text: str, at: int, start: int, m: regex.Match[str]) -> bool:
    """Whether a line opens a point, and is no line of a wrapped sentence that looks so."""
    mark = m["mark"]
    in_such_a_list = mark in DASHES and text[start] in DASHES
    before = text[max(at, m.start() - MAX_LAST_WORD) : m.start()]
    return mark in BULLETS or in_such_a_list or bool(BEFORE_A_POINT.search(before))


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out, at = [], start
    for m in END.finditer(text, start, end):
        if _ends_here(text, at, m, end):
            out.append(SOLID.search(text, at, m.end("close")))
            at = m.end()
    return [m.span() for m in (*out, SOLID.search(text, at, end)) if m]


def _ends_here(text: str, at: int, m: regex.Match[str], end: int) -> bool:
    """Whether the sentence that begins at an offset ends with a match of END."""
    if m["stop"] != ".":
        quoted = m["close"] and not CLOSING_MARKS.isdisjoint(m["close"])
        return not (quoted and _opens_with(WHO_SAID, text, m, end))
    dot = m.start("stop")
    before = text[max(at, dot - MAX_LAST_WORD) : dot]
    last = LAST_WORD.search(before)
    word = last.group() if last else ""
    if not m["gap"]:  # "limit.The": only a lower-case word of some length ends there
        return len(word) > 2 and word.islower()
    if not word:
        return not (NUMBER_OF_POINT.search(before) or text[at:dot].strip().isdigit())
    if word.casefold() in ABBREVIATIONS:
        ends = word.casefold() in MAY_END
        return ends and _begins_anew(text, m, end)
    if "." in word or len(word) == 1:
        known = word.casefold() in MAY_END  # "U.S.", "p.m.": no initials of a name
        return _ends_with_initials(word, m["next"]) or (known and _begins_anew(text, m, end))
    return True


def _opens_with(pattern: regex.Pattern[str], text: str, m: regex.Match[str], end: int) -> bool:
    """Whether what follows a match of END opens so."""
    return bool(pattern.match(text, m.end("gap"), min(end, m.end("gap") + MAX_SUBJECT)))


def _begins_anew(text: str, m: regex.Match[str], end: int) -> bool:
    """Whether a new subject with its verb follows: no office that the word before belongs to."""
    if m["next"].lstrip("\"“‘'«([*_") in STARTERS:
        return True
    subject = SUBJECT.match(text, m.end("gap"), min(end, m.end("gap") + MAX_SUBJECT))
    return subject is not None and subject["first"] not in OF_OFFICES


def _ends_with_initials(word: str, following: str) -> bool:
    """Whether a sentence ends with an initialism ("U.S."): no initial of a name does, but "I"."""
    if len(word) == 1 and word.isupper():
        return word == "I"
    return following.lstrip("\"“‘'«([*_") in STARTERS
