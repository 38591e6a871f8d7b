"""One document from text to Readout: the rooms of parsing, in order."""

from __future__ import annotations

from collections.abc import Mapping
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
from .talk.participants import participants
from .talk.telling import Lead, kind_and_place, talk_sentences
from .voices.attribution import Attribution
from .voices.parties import Parties
from .words.quotes import quotations
from .words.sentences import split_sentences
from .words.tokens import Tokens, tokenize

BLANKS = "\t\n\r\v\f\u00a0\u2007\u2009\u202f"
LETTER = regex.compile(r"\p{L}")
TYPE_MARKS = frozenset("*_")
MARKER = regex.compile(
    r"(?:(?:[-–—*•·▪●o#>]+|\\?\(?(?:\d{1,2}|\p{L})\\?[.)]|\d{1,2}(?=\s\p{Lu}))\s+)?+(?:[*_]{2}[^*_\n]{3,80}[*_]{2}\s+(?=\p{Lu}))?[*_]*+"
)  # of a list, a heading, bold type


def parse_readout(
    text: str, *, name: str = "", metadata: Mapping[str, object] | None = None
) -> Readout:
    """Parse one document: a pure function of its text and metadata.

    `metadata` may hold title, author, outlet, published, url (front matter or a table's row). Raises ReadoutError where the text holds no word.

    >>> r = parse_readout("A Meets B\\n\\nOn May 3, 2021, Minister Ann Alder met Minister Bo Birch. Alder said that trade matters.")
    >>> str(r.event_start), r.event_kind, [(s.speaker, s.content) for s in r.sentences[1:]]
    ('2021-05-03', 'meeting', [('Ann Alder', 'trade matters.')])
    """
    metadata = metadata or {}
    if not LETTER.search(text):
        raise ReadoutError(
            f"{name or 'text'}: expected the text of a readout, found no word in {len(text)} characters; check the file or leave it out"
        )
    layout = read_layout(text, metadata)
    spans = [
        (n, *span)
        for n, paragraph in enumerate(layout.paragraphs)
        for span in split_sentences(text, *paragraph)
    ]
    labels = speaker_labels(text, layout.paragraphs)
    title = tokenize(text, *layout.title_span) if layout.title_span else _detached(layout.title)
    sentences = [
        _unmarked(tokenize(text, MARKER.match(text, a, b).end(), b)) or tokenize(text, a, b)
        for _, a, b in spans
    ]
    for n, (paragraph, *_) in enumerate(spans):
        if paragraph in labels and (n == 0 or spans[n - 1][0] != paragraph):
            sentences[n] = in_small_letters(sentences[n], labels[paragraph].end())
    people = People([title, *sentences])
    flat = text  # lines wrapped by hand read like any other
    for blank in BLANKS:
        flat = flat.replace(blank, " ")
    read = enumerate(zip(spans, sentences, strict=True))
    readings = [
        Reading(n, paragraph, a, b, text[a:b], tokens, find_clauses(flat, tokens, people))
        for n, ((paragraph, a, b), tokens) in read
    ]
    lead = talk_sentences(flat, readings)
    language = other_language(
        text[layout.paragraphs[0][0] : layout.paragraphs[-1][1]] if layout.paragraphs else ""
    )
    kind, place = (
        kind_and_place(flat, layout.title, lead, readings)
        if readings and not language
        else ("unknown", None)
    )
    day = published(text, layout, metadata)
    members, event = [], EventDate()
    if kind != "unknown":
        members = participants(flat, layout, lead, people, readings, metadata)
        labelled = {m.person for label in labels.values() for m in people.between(*label.span())}
        members += sorted(labelled - set(members))
        event = _event(flat, layout, lead, readings, day)
    parties = Parties(people, members, kind != "unknown")
    attribution = Attribution(
        flat, parties, readings, quotations(text, layout.paragraphs), labels, bool(language)
    )
    problems = []
    if language:
        problems.append(
            (
                "other language",
                "a text in English",
                language,
                "it is not read and left out of the analyses; add a translation",
            )
        )
    elif kind == "unknown":
        found = layout.title or (readings[0].text if readings else "no sentence")
        problems.append(
            (
                "no readout",
                "a text that tells of a talk",
                " ".join(found.split())[:80],
                "it is left out of the analyses",
            )
        )
    if day is None and (written := stated(metadata, *PUBLISHED)):
        problems.append(
            (
                "date not read",
                "a day of publication such as 2021-05-10",
                written[:40],
                "write it with the year first",
            )
        )
    return Readout(
        name,
        text,
        layout.title,
        *(layout.title_span or (None, None)),
        layout.outlet,
        layout.outlet_guess,
        layout.url,
        day,
        event.start,
        event.end,
        event.precision,
        event.rule,
        event.evidence,
        kind,
        place,
        _participants(text, parties),
        tuple(map(attribution.sentence, readings)),
        layout.cuts,
        tuple(problems),
    )


def _event(
    text: str, layout: Layout, lead: list[Lead], readings: list[Reading], day: date | None
) -> EventDate:
    """Return the day of the talk; where the page's own date stands for it, with the line that carries it."""
    spans = [(r.start, r.end) for r in readings]
    opening = (*spans[0], spans[0][0])
    event = event_date(
        text,
        layout.title,
        [*lead, opening],
        (layout.paragraphs[0][0], layout.paragraphs[-1][1]),
        day,
        spans,
    )
    if event.rule != "day of publication":
        return event
    lines = (" ".join(text[c.start : c.end].split()) for c in layout.cuts)
    return replace(
        event,
        evidence=next(
            (line for line in lines if len(line) < 120 and parse_day(line) == day), str(day)
        ),
    )


def _unmarked(tokens: Tokens) -> Tokens:
    """Leave out the marks of bold and italic type."""
    return (
        tokens
        if tokens.words.isdisjoint(TYPE_MARKS)
        else Tokens(t for t in tokens if t.text not in TYPE_MARKS)
    )


def _detached(title: str | None) -> Tokens:
    """Tokens of a title that stands outside the text: their offsets are negative, and meet none of the body's."""
    return Tokens(
        t._replace(start=t.start - len(title) - 1, end=t.end - len(title) - 1)
        for t in tokenize(title or "")
    )


def _participants(text: str, parties: Parties) -> tuple[Participant, ...]:
    """Return who took part, with the forms in which the text names them, in order."""
    persons = parties.people.persons
    variants: dict[int, dict[str, None]] = {i: {} for i in parties.names}
    for m in parties.people.mentions:
        if m.start >= 0 and m.person in variants:
            variants[m.person][" ".join(text[m.start : m.end].split())] = None
    return tuple(
        Participant(name, persons[i].country, persons[i].office, tuple(variants[i]))
        for i, name in parties.names.items()
    )
