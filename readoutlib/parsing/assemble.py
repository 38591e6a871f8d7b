"""One document from text to Readout: the rooms of parsing, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import regex

from .attribution import Attribution, reported_subjects
from .dates import event_date, parse_day
from .layout import PUBLISHED, published, read_layout
from .people import People
from .readout import Participant, Readout, ReadoutError
from .sentences import split_sentences
from .talk import kind_and_place, participants, talk_sentences
from .tokens import tokenize


def assemble(text: str, name: str, metadata: Mapping[str, object]) -> Readout:
    """Return the Readout of a text."""
    if not regex.search(r"\p{L}", text):
        raise ReadoutError(f"{name or 'text'}: expected the text of a readout, found no word in {len(text)} characters; check the file or leave it out")
    layout = read_layout(text, metadata)
    spans, paragraph_of = [], []
    for number, paragraph in enumerate(layout.paragraphs):
        for span in split_sentences(text, *paragraph):
            spans.append(span)
            paragraph_of.append(number)
    title_tokens = tokenize(text, *layout.title_span) if layout.title_span else _detached(layout.title)
    sentence_tokens = [tokenize(text, *span) for span in spans]
    people = People([title_tokens, *sentence_tokens])
    clauses, heads = reported_subjects(text, sentence_tokens, people)
    lead = talk_sentences(text, spans, paragraph_of, clauses)
    kind, place = kind_and_place(text, layout.title, lead, spans) if spans else ("unknown", None)
    title_span = layout.title_span or (-len(layout.title or "") - 1, 0)
    taking_part = participants(text, layout.title, title_span, lead, people, heads) if kind != "unknown" else []
    if kind != "unknown":
        told = next((c.subject for found in clauses[:3] for c in found if c.sort == "talk" and c.place == "initial"), None)
        if told and told.kind == "role" and told.noun and not any(told.noun.capitalize() in people.persons[i].offices for i in taking_part):
            tokens = next(t for t, found in zip(sentence_tokens, clauses, strict=True) if any(c.subject is told for c in found))
            words = [t.text for t in tokens[told.first :] if t.text.casefold() not in ("the", "a")]
            taking_part.append(people.unnamed(" ".join(words[: words.index(next(w for w in words if w.casefold() == told.noun)) + 1]), layout.home))
    people.settle_countries(taking_part, layout.home, sentence_tokens)
    taking_part += people.delegations(taking_part, sentence_tokens) if kind != "unknown" else []
    label = Attribution(text, people, taking_part, layout.paragraphs, clauses)
    sentences = tuple(label.sentence(n, paragraph_of[n], spans[n], sentence_tokens[n], clauses[n]) for n in range(len(spans)))
    day = published(text, layout, metadata)
    body = (layout.paragraphs[0][0], layout.paragraphs[-1][1]) if layout.paragraphs else (len(text), len(text))
    event = event_date(text, layout.title, lead + [(a, b, a) for a, b in spans[:1]], body, day, spans if kind in ("phone", "video") else None) if kind != "unknown" else event_date("", None, [], (0, 0), None)
    if event.rule == "day of publication":  # its evidence is the line that dates the page, or the metadata
        lines = (" ".join(text[c.start : c.end].split()) for c in layout.cuts)
        event = replace(event, evidence=next((line for line in lines if len(line) < 120 and parse_day(line) == day), str(day)))
    members = tuple(
        Participant(label.names[i], people.persons[i].country, people.persons[i].office, _variants(text, people, i)) for i in taking_part
    )
    problems = []
    if kind == "unknown":
        found = layout.title or (text[slice(*spans[0])] if spans else "no sentence")
        problems.append(("no readout", "a text that tells of a talk", " ".join(found.split())[:80], "it is left out of the analyses"))
    if day is None and (stated := next((str(metadata[k]) for k in PUBLISHED if metadata.get(k)), None)):
        problems.append(("date not read", "a day of publication such as 2021-05-10", stated[:40], "write it with the year first"))
    return Readout(
        name, text, layout.title, *(layout.title_span or (None, None)), layout.outlet, layout.outlet_guess, _text(metadata, "url", "source_url"), day,
        event.start, event.end, event.precision, event.rule, event.evidence, kind, place, members, sentences, layout.cuts, tuple(problems),
    )


def _detached(title: str | None):
    """Tokens of a title that stands outside the text: their offsets are negative, and meet none of the body's."""
    return [t._replace(start=t.start - len(title) - 1, end=t.end - len(title) - 1) for t in tokenize(title)] if title else []


def _variants(text: str, people: People, person: int) -> tuple[str, ...]:
    seen = (" ".join(text[m.start : m.end].split()) for m in people.mentions if m.person == person and m.start >= 0)
    return tuple(dict.fromkeys(seen))


def _text(metadata: Mapping[str, object], *keys: str) -> str | None:
    return next((str(metadata[k]) for k in keys if metadata.get(k)), None)
