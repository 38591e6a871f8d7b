"""One document from text to Readout: the rooms of parsing, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain

import regex

from .clauses.clauses import Reading, find_clauses
from .names.labels import Label, Labels, headline_label, read_labels, written_as_names
from .names.people import People
from .page.dates import parse_day
from .page.language import other_language
from .page.layout import Layout, read_layout
from .page.metadata import PUBLISHED, stated
from .page.plain import in_the_text, plain_text
from .page.publication import published, written_on
from .readout import Participant, Readout, ReadoutError
from .talk.between import talk_between
from .talk.day import DAY_OF_PUBLICATION, EventDate, event_date
from .talk.parties import Talk, read_talk
from .talk.speakers import Spoken, read_speakers
from .talk.telling import Lead, kind_and_place, talk_sentences
from .voices.attribution import attribute
from .voices.context import Document
from .voices.marked import OTHER_LANGUAGE, UNREAD
from .voices.resolve import Parties
from .words.quotes import quotations
from .words.sentences import split_sentences
from .words.tokens import Tokens, tokenize

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
    plain = plain_text(text)
    return in_the_text(_parse(plain.text, name, metadata or {}), plain, text)


def _parse(text: str, name: str, metadata: Mapping[str, object]) -> Readout:
    if not LETTER.search(text):
        raise ReadoutError(
            f"{name or 'text'}: expected the text of a readout, "
            f"found no word in {len(text)} characters; check the file or leave it out"
        )
    layout, labels = read_labels(text, read_layout(text, metadata))
    flat = _with_plain_blanks(text)
    headline = _headline(layout)
    people, readings = _read(text, flat, layout, labels, headline)
    language = _other_language(text, layout)
    lead = talk_sentences(flat, readings)
    kind, place = "unknown", None
    if readings and not language:
        kind, place = kind_and_place(flat, layout.title, lead, readings)
    day = published(text, layout, metadata)
    talk, event = Talk(tuple(people.persons)), EventDate()
    if kind != "unknown":
        talk = read_talk(flat, layout, lead, people, readings, metadata)
        event = _event(flat, layout, lead, readings, day, written_on(text, layout, day))
        if not (talk.told or labels):
            talk, event, kind, place = Talk(talk.persons), EventDate(), "unknown", None
    told = kind != "unknown"
    talk, spoken = read_speakers(talk, labels, headline, people, layout, readings, told)
    parties = Parties(talk, told, _capital_words(layout.title or "", readings))
    took_part = [parties.persons[i] for i in talk.parties] if told else []
    telling = [layout.title or "", *(flat[s.start : s.end] for s in lead)]
    document = Document(
        text=flat,
        people=people,
        parties=parties,
        readings=readings,
        quotations=quotations(text, layout.paragraphs),
        labels=labels,
        spoken=spoken,
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
        problems=tuple(
            chain(
                _problems(layout, readings, spoken, language, kind, day, metadata), _several(event)
            )
        ),
        talk_between=talk_between(took_part, " ".join(telling), layout.home),
    )


def _with_plain_blanks(text: str) -> str:
    """Return the text with a blank for every white space: wrapped lines read like others."""
    for blank in BLANKS:
        text = text.replace(blank, " ")
    return text


def _capital_words(title: str, readings: list[Reading]) -> frozenset[str]:
    """Return the words with a capital in the title and the first sentence."""
    words = {*tokenize(title).words, *(readings[0].tokens.words if readings else ())}
    return frozenset(word for word in words if word[:1].isupper())


def _headline(layout: Layout) -> Label | None:
    """Return who speaks by the headline; outside the text its offsets are negative."""
    title = layout.title or ""
    start = layout.title_span[0] if layout.title_span else -len(title) - 1
    return headline_label(title, start)


def _read(
    text: str, flat: str, layout: Layout, labels: Labels, headline: Label | None
) -> tuple[People, list[Reading]]:
    """Return the people whom a document names, and its sentences as the rules read them."""
    # The words of a sentence begin behind its label, which names people by itself.
    begins = {label.end: label.start for label in labels.values() if not label.alone}
    ends = {start: end for end, start in begins.items()}
    spans = [
        (number, *span)
        for number, (start, end) in enumerate(layout.paragraphs)
        for span in split_sentences(text, ends.get(start, start), end)
    ]
    sentences = [_tokens(text, start, end) for _, start, end in spans]
    title = _title_tokens(text, layout)
    named = [written_as_names(tokenize(text, *label.name)) for label in labels.values()]
    if headline:
        named.append(Tokens(t for t in title if headline.name[0] <= t.start < headline.name[1]))
    people = People([title, *named, *sentences])
    readings = [
        Reading(
            number=number,
            paragraph=paragraph,
            start=(begin := begins.get(start, start)),
            end=end,
            text=text[begin:end],
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
    text: str,
    layout: Layout,
    lead: list[Lead],
    readings: list[Reading],
    day: date | None,
    written: date | None,
) -> EventDate:
    """Return the day of the talk; where the page's own stands for it, with the line of that."""
    spans = [(r.start, r.end) for r in readings]
    opening = Lead(readings[0].start, readings[0].end, readings[0].start)
    body = layout.paragraphs[0][0], layout.paragraphs[-1][1]
    event = event_date(text, layout.title, [*lead, opening], body, day, spans, written)
    if event.rule != DAY_OF_PUBLICATION:
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
    spoken: Spoken,
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
    if spoken.unread:
        yield (
            UNREAD.name,
            "a label before each turn, such as 'MINISTER ALDER:'",
            " ".join(readings[0].text.split())[:FOUND_SHOWN],
            "no sentence of it is given to anybody; write who speaks before each turn",
        )
    written = None if day else stated(metadata, *PUBLISHED)
    if written:
        yield (
            "date not read",
            "a day of publication such as 2021-05-10",
            written[:40],
            "write it with the year first",
        )


def _several(event: EventDate) -> Iterator[tuple[str, str, str, str]]:
    """Yield that the days are those of several talks."""
    if event.several:
        yield (
            "several talks",
            "the day of one talk",
            event.evidence or "several",
            "the first and the last of their days are given; split the text to tell them apart",
        )
