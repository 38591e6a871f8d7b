"""Speaker labels: in transcripts each turn opens with who speaks, "PRESIDENT X:"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import NamedTuple

import regex

from ..page.layout import Layout
from ..readout import Cut, Span
from ..rules import word_set
from ..words.sentences import ABBREVIATIONS
from ..words.tokens import Tokens, tokenize
from .grammar import COUNTRIES
from .names import HONORIFICS, OF_OFFICES, OFFICES, PARTICLES, is_capital
from .people import People

NOBODY = word_set("nobody's label")
NO_LABEL = word_set("no label")
SMALL_LINKS = frozenset(("of", "the", "and", "for", "to", "by", "in", "on", "&")) | PARTICLES
NAME = r"""(?P<name>
    \p{Lu}[\p{Lu}\p{M}.,'’&/-]*+ (?:[ ]++[\p{Lu}\p{M}.,'’&/-]++){0,14}+  # PRIME MINISTER WAQA
        (?:[ ]\d{1,2})?                                                   # QUESTION 2
    | \p{Lu}[\p{L}\p{M}.'’-]*+ (?: ,?[ ](?:
        of|the|and|for|to|bin|al|de|von|van|der|den|da|dos|la|el
        | \p{Lu}[\p{L}\p{M}.'’-]*+ ) ){0,11}+                             # Minister of Trade Alder
    | \\?\[[^\]\n]{2,40}\]                                              # [Through an interpreter]
    )"""
ENDS_NAME = "|".join(sorted(word_set("ends headline name")))
NAME_IN_HEADLINE = rf"""(?P<name>
    (?!(?:The|Readout)\b) \p{{Lu}}(?:[\p{{L}}\p{{M}}.-]|['’]\p{{Lu}})*+
    (?: ,?[ ] (?!(?:{ENDS_NAME})\b) (?:
        of|the|for|and|& | bin|al|de|von|van|der|den|da|dos|la|el
        | \p{{Lu}}(?:[\p{{L}}\p{{M}}.-]|['’]\p{{Lu}})*+
    ) ){{0,11}}+ )"""
NOTE = r"(?:[ ]?[(\[][^()\[\]\n]{1,60}[)\]])?"  # (through interpreter)
HALF = r"(?:[ ][AP]\.?M\.?(?:[ ][A-Z]{2,4})?)?"  # P.M. EDT
STAMP = rf"(?:[\[(]?\d{{1,2}}:\d{{2}}(?::\d{{2}})?{HALF}[\])]?[ ]+(?:[-–—][ ]+)?)?"  # [00:12]
MARKS = r"(?:\#{1,6}[ ]+|[-–—•>][ ]+)?[*_]*+"  # of a heading, a list, bold type
SPEECH = (
    r"(?:[Rr]emarks|[Ss]tatement|[Ss]peech|[Aa]ddress|[Cc]omments|[Ii]ntervention|[Tt]oast"
    r"|REMARKS|STATEMENT|SPEECH|ADDRESS)"
)
OPENING = 4  # paragraphs in which those who talk are named
BREAK = regex.compile(r"[.!?…][)\]\"”’*_]*\s+|\n\s*")  # another's words may end here
BLANK = regex.compile(r"\s*")
WORDS_FOLLOW = regex.compile(  # a word in small letters, or one alone, unlike a mere name
    r"[\s*_]*+ (?: [^\s.!?…]+[.!?…] | .{0,300}? \s(?:\p{Ll}|I\b) )", regex.S | regex.X
)
ANSWER_FOLLOWS = regex.compile(r"[\s*_]*+\p{Lu}\p{Ll}+,\s\p{Lu}\p{Ll}+[.!?]")  # Thanks, Ann.


@dataclass(frozen=True, slots=True)
class Form:
    """A way to print labels; a document has as many `times` that many of them, or none.

    `fires` is a paragraph that opens with one, `silent` one that does not. One of its `signs`,
    where it has any, stands near its start.
    """

    name: str
    pattern: regex.Pattern[str]
    fires: str
    silent: str
    times: int = 1
    signs: tuple[str, ...] = ()


COLON = Form(
    "colon",
    regex.compile(rf"{STAMP}{MARKS}{STAMP}{NAME}[*_]*{NOTE}[*_]*:[*_]*(?=\s|\Z)", regex.X),
    fires="**MINISTER ALDER (through interpreter):** Welcome.",
    silent="Minister Alder noted: Welcome.",
    signs=(":",),
)
DASH = Form(
    "dash",
    regex.compile(rf"{MARKS}{NAME}[*_]*{NOTE}[*_]*\s[–—-][*_]*\s(?=[\"“‘]?\p{{Lu}})", regex.X),
    fires="Minister Alder – Welcome.",
    silent="Minister Alder – who came late – spoke.",
    times=2,
    signs=("–", "—", "-"),
)
FULL_STOP = Form(
    "full stop",
    regex.compile(
        r"""(?P<name> (?:The[ ])? (?:\p{Lu}\p{Ll}+[. ][ ]?){0,4}  # Minister
        \p{Lu}{2}[\p{Lu}'’-]*+ (?:[ ]\p{Lu}{2}[\p{Lu}'’-]*+){0,2}  # ALDER
        )\.(?=\s)""",
        regex.X,
    ),
    fires="Minister ALDER. Welcome.",
    silent="Minister Alder came to NATO.",
    times=2,
)
HEADING = Form(
    "heading",
    regex.compile(
        rf"""(?: \#{{1,6}}[ ]+{STAMP} [*_]*{NAME}{NOTE}[*_]*     # \#\#\# Ann Alder
        | (?P<bold>[*_]{{2}}) {NAME}{NOTE} (?P=bold)              # **Ann Alder**
        | {STAMP} (?P<name> \p{{Lu}}[\p{{Lu}} .,'’-]{{4,90}} ) {NOTE}  # MINISTER ALDER
        )[ ]*(?=\n|\Z)""",
        regex.X,
    ),
    fires="### Minister Alder",
    silent="### Minister Alder arrives",
)
STATEMENT = Form(
    "statement",
    regex.compile(
        rf"""{MARKS} (?:
            (?: (?:[Oo]pening|[Cc]losing|[Ii]ntroductory|[Pp]ress|OPENING|CLOSING)[ ] )?
                {SPEECH}[ ](?:of|by|from|OF|BY|FROM)[ ](?:the[ ])?
                {NAME_IN_HEADLINE}{NOTE}                           # Opening statement of X
            | {NAME_IN_HEADLINE}['’]s[ ](?:\p{{Ll}}+[ ])?{SPEECH}  # X’s opening remarks
        )[*_]*:?[*_]*[ ]*(?=\n|\Z)""",
        regex.X,
    ),
    fires="Opening statement of Minister Alder",
    silent="Minister Alder made a statement of fact.",
)
LETTER = Form(
    "letter",
    regex.compile(r"[*_]*(?P<name>[QA])[*_]*(?:[.)\]]\s+|\s{2,}|[\u00a0\u2003]\s*)(?=\S)"),
    fires="Q   Why?",
    silent="A day later.",
)
HEADLINE = Form(
    "headline",
    regex.compile(
        rf"""(?: (?:[\p{{L}}-]+[ ]){{0,3}} {SPEECH} (?:[ ]as[ ]\p{{Ll}}+)?
            (?: [ ](?:of|from|Of|From) | (?:[ ][^.:]{{1,60}}?)? [ ][Bb]y ) [ ](?:[Tt]he[ ])?
            {NAME_IN_HEADLINE}                                    # Opening remarks by X
        | (?:[\p{{L}} ]{{0,20}}[:–][ ])? {NAME_IN_HEADLINE}
            ['’]s[ ](?:[\w-]+[ ]){{0,2}}{SPEECH}\b                # Transcript: X's speech
        )""",
        regex.X,
    ),
    fires="Opening Remarks by Minister Alder at the Oslo Forum",
    silent="Minister Alder Remarks on Trade",
)
# The first may stand before words in a line; the last two have one of their own.
AT_THE_START = (COLON, FULL_STOP, DASH, LETTER, STATEMENT, HEADING)
IN_A_LINE = 4
MAX_LINE = 160  # characters of a line that holds nothing but a label


class Label(NamedTuple):
    """A label where it stands, up to where the words begin; `words` say who, as names are written.

    `alone`: whether it is no part of a sentence; `inside`: whether another's words stand before it
    in the paragraph.
    """

    start: int
    end: int
    name: Span
    words: tuple[str, ...]
    form: Form
    alone: bool
    inside: bool

    @property
    def is_nobodys(self) -> bool:
        """Whether it tells a part in the event and no person: "Q", "MODERATOR 2"."""
        return any(word.casefold() in NOBODY for word in self.words)

    @property
    def has_office(self) -> bool:
        """Whether it names an office."""
        return not OFFICES.isdisjoint(self.words) and not self.is_nobodys


Labels = dict[int, Label]  # by the number of the paragraph that one opens


def read_labels(text: str, layout: Layout) -> tuple[Layout, Labels]:
    """Return the layout with a paragraph for each labelled turn, and the labels of these.

    A label on a line of its own is cut. Lines of the head behind the first label are turns. Without
    a label that tells a speaker by name or office nothing changes.

    >>> from ..page.layout import read_layout
    >>> page = "Remarks\\n\\nMR. PRICE: Good day to you all.\\n\\nNote: nobody came.\\n\\nQ: Why?"
    >>> labels = read_labels(page, read_layout(page, {}))[1]
    >>> {n: (label.words, page[label.end :][:4]) for n, label in labels.items()}
    {0: (('Mr', 'Price'), 'Good'), 2: (('Q',), 'Why?')}
    """
    head = [cut for cut in layout.cuts if cut.rule == "header line"]
    spans = sorted([*layout.paragraphs, *map(_span, head)])
    labels = _counting(text, layout, [label for span in spans for label in _labels_in(text, span)])
    if not labels:
        return layout, {}
    turns = [cut for cut in head if cut.end > labels[0].start]
    paragraphs, opened = _split(text, sorted([*layout.paragraphs, *map(_span, turns)]), labels)
    kept = [cut for cut in layout.cuts if cut not in turns]
    alone = [Cut(*_solid(text, x.start, x.end), "label line") for x in labels if x.alone]
    cuts = tuple(sorted([*kept, *alone], key=_span))
    return replace(layout, paragraphs=tuple(paragraphs), cuts=cuts), opened


def _span(cut: Cut) -> Span:
    return cut.start, cut.end


def _solid(text: str, start: int, end: int) -> Span:
    """Return a span without the white space at its end."""
    return start, start + len(text[start:end].rstrip())


def _split(text: str, spans: list[Span], labels: list[Label]) -> tuple[list[Span], Labels]:
    """Return the paragraphs, a new one at each label, and the labels by paragraph."""
    paragraphs: list[Span] = []
    opened: Labels = {}
    by_start = {label.start: label for label in labels}
    starts = sorted(by_start)
    label: Label | None = None  # whose turn the next paragraph opens
    for start, end in spans:
        inside = starts[bisect_right(starts, start) : bisect_left(starts, end)]
        for a, b in pairwise([start, *inside, end]):
            label = by_start.get(a, label)
            at = label.end if label and label.start == a and label.alone else a
            if text[at:b].strip():
                if label:
                    opened[len(paragraphs)] = label
                paragraphs.append(_solid(text, at, b))
                label = None
    return paragraphs, opened


def headline_label(title: str, start: int) -> Label | None:
    """Return who, by the headline, speaks in the text; `start` is its offset.

    >>> headline_label("Remarks by President Ann Alder at a Dinner", 0).words
    ('President', 'Ann', 'Alder')
    """
    m = HEADLINE.pattern.match(title)
    words = _words(m["name"]) if m else None
    if m is None or words is None:
        return None
    a, b = m.span("name")
    return Label(start, start, (start + a, start + b), words, HEADLINE, True, False)


# --- what may be a label -------------------------------------------------------------------------


def _labels_in(text: str, span: Span) -> Iterator[Label]:
    """Yield what may be labels in a paragraph: at its start, and with a colon also inside it."""
    start, end = span
    head = text[start : min(end, start + MAX_LINE)]
    short = len(head) < MAX_LINE or "\n" in head
    forms = [
        form
        for form in AT_THE_START[: None if short else IN_A_LINE]
        if not form.signs or any(sign in head for sign in form.signs)
    ]
    last = _label_at(text, forms, start, start, end)
    if last:
        yield last
    if text.find(":", start, end) >= 0:
        for stop in BREAK.finditer(text, start, end):
            if last and stop.end() < last.end:  # the full stop of "MR. PRICE:"
                continue
            if label := _label_at(text, [COLON], stop.end(), start, end):
                last = label
                yield label


def _label_at(text: str, forms: list[Form], place: int, start: int, end: int) -> Label | None:
    """Return the label at a place of a paragraph, in the first form that has one."""
    found = ((form, form.pattern.match(text, place, end)) for form in forms)
    read = (_label(text, form, m, start, end) for form, m in found if m)
    return next(filter(None, read), None)


def _label(text: str, form: Form, m: regex.Match[str], start: int, end: int) -> Label | None:
    """Return the label of a match; None where its words are no one name or no words follow."""
    words = _words(m["name"])
    gap = BLANK.match(text, m.end(), end)
    after = gap.end() if gap else m.end()
    own_line = after == end or "\n" in text[m.end() : after]
    alone = own_line or form not in (COLON, DASH)
    follow = WORDS_FOLLOW.match(text, after, end) or (
        m["name"].isupper() and ANSWER_FOLLOWS.match(text, after, end)
    )
    if words is None or not (alone or follow):
        return None
    return Label(m.start(), after, m.span("name"), words, form, alone, m.start() > start)


def _words(name: str) -> tuple[str, ...] | None:
    """Return the words of a name as names are written; None where a sentence ends between them."""
    tokens = written_as_names(tokenize(name))
    words = tokens.texts[: len(tokens)]
    for word, mark in pairwise(words):
        if mark == "." and len(word) > 1 and word.casefold() not in ABBREVIATIONS:
            return None
    return tuple(word for word in words if word[0].isalnum())


def written_as_names(tokens: Tokens) -> Tokens:
    """Return the tokens written as names are: "Prime Minister of Peru" for capitals."""
    return Tokens(t._replace(text=_as_in_names(t.text)) for t in tokens)


def _as_in_names(word: str) -> str:
    if not word.isupper() or "." in word or word in OFFICES:
        return word
    small = word.lower()
    if small in SMALL_LINKS:
        return small
    if len(word) < 3 and word.capitalize() not in HONORIFICS:
        return word  # PM
    return "-".join(map(str.capitalize, word.split("-")))


# --- what is one ---------------------------------------------------------------------------------


def _counting(text: str, layout: Layout, found: list[Label]) -> list[Label]:
    """Return the labels among what may be labels, none unless one tells a speaker."""
    if not found:
        return []
    told = all(label.has_office or label.is_nobodys for label in found)
    known = frozenset[str]() if told else _known_words(text, layout)
    known |= {word for label in found if label.has_office for word in label.words} - OF_OFFICES
    times = Counter(label.words for label in found if not label.inside)

    def names_somebody(label: Label) -> bool:
        capital = {word for word in label.words if is_capital(word)}
        return label.has_office or (bool(capital) and capital <= known)

    def counts(label: Label) -> bool:
        if NO_LABEL.issuperset(map(str.casefold, label.words)):
            return False
        if label.is_nobodys or names_somebody(label):
            return label.form is not HEADING or _is_all_name(label.words, known)
        recurs = times[label.words] > 1
        loud = text[slice(*label.name)].isupper()
        return label.form is COLON and (recurs or (loud and not label.inside))

    labels = [label for label in found if counts(label)]
    forms = Counter(label.form.name for label in labels)
    labels = [label for label in labels if forms[label.form.name] >= label.form.times]
    return labels if any(map(names_somebody, labels)) else []


def _known_words(text: str, layout: Layout) -> frozenset[str]:
    """Return the words of the names in the title and the first paragraphs."""
    opening = layout.paragraphs[:OPENING]
    parts = [tokenize(layout.title or ""), *(tokenize(text, *span) for span in opening)]
    names = chain.from_iterable(person.names for person in People(parts).persons)
    return frozenset(chain.from_iterable(names))


def _is_all_name(words: tuple[str, ...], known: frozenset[str]) -> bool:
    """Whether all words are of offices, countries and names, as in no heading of a section."""
    return all(
        word in OF_OFFICES or word in known or not is_capital(word) or COUNTRIES.at([*words, ""], n)
        for n, word in enumerate(words)
    )
