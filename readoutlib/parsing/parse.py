"""One document from text to Readout: the rooms of parsing, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import regex

from .clauses.clauses import Reading, find_clauses
from .names.labels import in_small_letters, speaker_labels
from .names.people import People
from .page.dates import parse_day
from .page.language import other_language
from .page.layout import Layout, read_layout
from .page.metadata import PUBLISHED, stated
from .page.publication import published
from .readout import Participant, Readout, ReadoutError
from .talk.day import EventDate, event_date
from .talk.parties import Talk, read_talk
from .talk.telling import Lead, kind_and_place, talk_sentences
from .voices.attribution import attribute
from .voices.context import Document
from .voices.marked import OTHER_LANGUAGE
from .voices.resolve import Parties
from .words.quotes import quotations
from .words.sentences import split_sentences
from .words.tokens import Tokens, tokenize

Labels = dict[int, regex.Match[str]]  # by paragraph
BLANKS = "\t\n\r\v\f\u00a0\u2007\u2009\u202f"
LETTER = regex.compile(r"\p{L}")
TYPE_MARKS = frozenset("*_")
# Of a list, a heading, bold type.
MARKER = regex.compile(
    r"""
    (?:(?:
        [-–—*•·▪●o\#>]+                                     # a bullet, or marks of a heading
        | \\?\(?(?:\d{1,2}|\p{L})\\?[.)]                    # (1)  a.  and escaped \(1\)
        | \d{1,2}(?=\s\p{Lu})                               # 1 The
    )\s+)?+
    (?:[*_]{2}[^*_\n]{3,80}[*_]{2}\s+(?=\p{Lu}))?           # **On trade** The
    [*_]*+
    """,
    regex.X,
)
LONGEST_DATE_LINE = 120
FOUND_SHOWN = 80  # characters of what a problem was found in


def parse_readout(
    text: str, *, name: str = "", metadata: Mapping[str, object] | None = None
) -> Readout:
    """Parse one document: a pure function of its text and metadata.

    `metadata` may hold title, author, outlet, published, url (front matter or a table's row).
    Raises ReadoutError where the text holds no word.

    >>> r = parse_readout(
    ...     "A Meets B\\n\\nOn May 3, 2021, Minister Ann Alder met Minister Bo Birch. "
    ...     "Alder said that trade matters."
    ... )
    >>> str(r.event_start), r.event_kind, [(s.speaker, s.content) for s in r.sentences[1:]]
    ('2021-05-03', 'meeting', [('Ann Alder', 'trade matters.')])
    """
    metadata = metadata or {}
    if not LETTER.search(text):
        raise ReadoutError(
            f"{name or 'text'}: expected the text of a readout, "
            f"found no word in {len(text)} characters; check the file or leave it out"
        )
    layout = read_layout(text, metadata)
    labels = speaker_labels(text, layout.paragraphs)
    flat = _with_plain_blanks(text)
    people, readings = _read(text, flat, layout, labels)
    language = _other_language(text, layout)
    lead = talk_sentences(flat, readings)
    kind, place = "unknown", None
    if readings and not language:
        kind, place = kind_and_place(flat, layout.title, lead, readings)
    day = published(text, layout, metadata)
    talk, event = Talk(tuple(people.persons)), EventDate()
    if kind != "unknown":
        speaking = [label.span() for label in labels.values()]
        talk = read_talk(flat, layout, lead, people, readings, metadata, speaking)
        event = _event(flat, layout, lead, readings, day)
        if not talk.told:
            talk, event, kind, place = Talk(talk.persons), EventDate(), "unknown", None
    parties = Parties(talk, told=kind != "unknown")
    document = Document(
        text=flat,
        people=people,
        parties=parties,
        readings=readings,
        quotations=quotations(text, layout.paragraphs),
        labels=labels,
        in_other_language=bool(language),
    )
    title_start, title_end = layout.title_span or (None, None)
    return Readout(
        name=name,
        text=text,
        title=layout.title,
        title_start=title_start,
        title_end=title_end,
        outlet=layout.outlet,
        outlet_guess=layout.outlet_guess,
        url=layout.url,
        published=day,
        event_start=event.start,
        event_end=event.end,
        event_precision=event.precision,
        event_rule=event.rule,
        event_evidence=event.evidence,
        event_kind=kind,
        event_place=place,
        people=_participants(text, people, parties),
        sentences=attribute(document),
        cuts=layout.cuts,
        problems=tuple(_problems(layout, readings, language, kind, day, metadata)),
    )


def _with_plain_blanks(text: str) -> str:
    """Return the text with a blank for every white space: wrapped lines read like others."""
    for blank in BLANKS:
        text = text.replace(blank, " ")
    return text


def _read(text: str, flat: str, layout: Layout, labels: Labels) -> tuple[People, list[Reading]]:
    """Return the people whom a document names, and its sentences as the rules read them."""
    spans = [
        (number, *span)
        for number, paragraph in enumerate(layout.paragraphs)
        for span in split_sentences(text, *paragraph)
    ]
    sentences, labelled = [], set()
    for paragraph, start, end in spans:
        tokens = _tokens(text, start, end)
        if paragraph in labels and paragraph not in labelled:
            labelled.add(paragraph)
            tokens = in_small_letters(tokens, labels[paragraph].end())
        sentences.append(tokens)
    people = People([_title_tokens(text, layout), *sentences])
    readings = [
        Reading(
            number=number,
            paragraph=paragraph,
            start=start,
            end=end,
            text=text[start:end],
            tokens=tokens,
            clauses=find_clauses(flat, tokens, people),
        )
        for number, ((paragraph, start, end), tokens) in enumerate(
            zip(spans, sentences, strict=True)
        )
    ]
    return people, readings


def _tokens(text: str, start: int, end: int) -> Tokens:
    """Return the tokens of a sentence without the marks of lists, headings and bold type."""
    marker = MARKER.match(text, start, end)
    after = marker.end() if marker else start
    return _without_type_marks(tokenize(text, after, end)) or tokenize(text, start, end)


def _without_type_marks(tokens: Tokens) -> Tokens:
    if tokens.words.isdisjoint(TYPE_MARKS):
        return tokens
    return Tokens(t for t in tokens if t.text not in TYPE_MARKS)


def _title_tokens(text: str, layout: Layout) -> Tokens:
    """Return the tokens of the title; where it stands outside the text, their offsets are negative.

    So they meet none of the body's.
    """
    if layout.title_span:
        return tokenize(text, *layout.title_span)
    title = layout.title or ""
    shift = len(title) + 1
    return Tokens(t._replace(start=t.start - shift, end=t.end - shift) for t in tokenize(title))


def _other_language(text: str, layout: Layout) -> str | None:
    """Return the language of the body where it is not English."""
    if not layout.paragraphs:
        return other_language("")
    return other_language(text[layout.paragraphs[0][0] : layout.paragraphs[-1][1]])


def _event(
    text: str, layout: Layout, lead: list[Lead], readings: list[Reading], day: date | None
) -> EventDate:
    """Return the day of the talk; where the page's own stands for it, with the line of that."""
    spans = [(r.start, r.end) for r in readings]
    opening = Lead(readings[0].start, readings[0].end, readings[0].start)
    body = layout.paragraphs[0][0], layout.paragraphs[-1][1]
    event = event_date(text, layout.title, [*lead, opening], body, day, spans)
    if event.rule != "day of publication":
        return event
    lines = (" ".join(text[c.start : c.end].split()) for c in layout.cuts)
    short = (line for line in lines if len(line) < LONGEST_DATE_LINE)
    return replace(
        event, evidence=next((line for line in short if parse_day(line) == day), str(day))
    )


def _participants(text: str, people: People, parties: Parties) -> tuple[Participant, ...]:
    """Return whom the document names, with the forms in which it does: those who took part first.

    Each in order of appearance.
    """
    others = (i for i, p in enumerate(people.persons) if i not in parties.names)
    named = parties.names | {i: people.persons[i].name for i in others}
    variants: dict[int, dict[str, None]] = {i: {} for i in named}
    for m in people.mentions:
        if m.start >= 0:
            variants[m.person][" ".join(text[m.start : m.end].split())] = None
    return tuple(
        Participant(
            name=name,
            country=parties.persons[i].country,
            office=parties.persons[i].office,
            variants=tuple(variants[i]),
            role=parties.role(i),
        )
        for i, name in named.items()
    )


def _problems(
    layout: Layout,
    readings: list[Reading],
    language: str | None,
    kind: str,
    day: date | None,
    metadata: Mapping[str, object],
) -> Iterator[tuple[str, str, str, str]]:
    """Yield what a user should know of a document that is not read, or not as its page says."""
    if language:
        yield (
            OTHER_LANGUAGE.name,
            "a text in English",
            language,
            "it is not read and left out of the analyses; add a translation",
        )
    elif kind == "unknown":
        found = layout.title or (readings[0].text if readings else "no sentence")
        yield (
            "no readout",
            "a text that tells of a talk",
            " ".join(found.split())[:FOUND_SHOWN],
            "it is left out of the analyses",
        )
    written = None if day else stated(metadata, *PUBLISHED)
    if written:
        yield (
            "date not read",
            "a day of publication such as 2021-05-10",
            written[:40],
            "write it with the year first",
        )
