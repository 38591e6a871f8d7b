"""Families found in texts, and in titles and sentences of a corpus, each with its evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from ..corpus import Corpus
from .family import Family
from .matching import fold, pattern_of
from .sieve import Sieve

TALK = ("doc_id", "talk", "event_id", "event_start", "event_end", "year", "outlet")
FAMILY = ("family", "concept", "status")
_OF_HIT = (*FAMILY, "variant", "text", "nested")
_HIT_COLUMNS = [
    *("family", "concept", "status", "variant", "text", "part"),
    *TALK,
    *("sent", "speaker", "person", "mode", "confidence"),
    *("start", "end", "in_content", "nested"),
]


class _Span(NamedTuple):
    """Where a variant stands in a text; spans sort in the order in which they are counted."""

    rank: int  # of its family's status
    minus_length: int
    start: int
    end: int
    order: int  # of its family


class _Hit(NamedTuple):
    row: int
    start: int
    order: int
    end: int
    family: str
    concept: str
    status: str
    variant: str
    text: str
    nested: bool


def scan(
    texts: Sequence[str], families: Sequence[Family], *, overlapping: bool = False
) -> pd.DataFrame:
    """Find families in texts, a row for each hit.

    Columns: row (position of the text), start, end (in that text), family, concept, status,
    variant, text, nested. Nested and crossing hits of one concept count once: those of the status
    named first in `families` before the others, then the longest first; each concept counts by
    itself. With `overlapping` every variant counts by itself too, `nested` where it would not count
    otherwise. Sorted by row, start, then the order of the families.

    >>> from readoutlib.phrases import literal
    >>> found = scan(["a new era, and an old era"], [literal("new era")])
    >>> found[["row", "text", "start", "end"]].values.tolist()
    [[0, 'new era', 2, 9]]
    """
    hits = []
    for row, spans in _spans(texts, families, each_variant=overlapping):
        text = texts[row]
        counted = _longest(spans, len(text))
        for span in spans if overlapping else counted:
            found = text[span.start : span.end]
            family = families[span.order]
            hits.append(
                _Hit(
                    row=row,
                    start=span.start,
                    order=span.order,
                    end=span.end,
                    family=family.name,
                    concept=family.concept,
                    status=family.status,
                    variant=found if found in family.exact else fold(found),
                    text=found,
                    nested=span not in counted,
                )
            )
    table = pd.DataFrame(sorted(hits), columns=_Hit._fields)
    return table.astype({"nested": bool}).drop(columns="order")


def _spans(
    texts: Sequence[str], families: Sequence[Family], each_variant: bool
) -> Iterator[tuple[int, list[_Span]]]:
    """Return the position of each text that may hold a concept, and the spans found there."""
    spans: dict[tuple[str, int], list[_Span]] = defaultdict(list)
    ranks: dict[str, int] = {}
    sieve = Sieve(texts)
    for order, family in enumerate(families):
        rank = ranks.setdefault(family.status, len(ranks))
        patterns = _one_by_one(family) if each_variant else [family.pattern]
        for row in sieve.rows(family):
            found = {
                match.span()
                for pattern in patterns
                for match in pattern.finditer(texts[row], overlapped=True)
            }
            spans[family.concept or family.name, row] += [
                _Span(rank, start - end, start, end, order) for start, end in found
            ]
    for (_, row), own in spans.items():
        yield row, own


def _one_by_one(family: Family) -> list[regex.Pattern[str]]:
    """Return a pattern for each variant, so that one does not hide another."""
    any_case = [pattern_of((variant,), ()) for variant in family.variants]
    return any_case + [pattern_of((), (variant,)) for variant in family.exact]


def _longest(spans: Iterable[_Span], size: int) -> set[_Span]:
    """Keep, of spans that share characters, the lowest rank, then the longest, then the first."""
    taken = bytearray(size)
    kept = set()
    for span in sorted(spans):
        if 1 not in taken[span.start : span.end]:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.add(span)
    return kept


# --- a corpus ------------------------------------------------------------------------------------


def find(corpus: Corpus, families: Sequence[Family], overlapping: bool = False) -> pd.DataFrame:
    """Find families in the titles and body sentences of the readouts; one row a hit.

    Columns: family, concept, status, variant (folded text), text, part (`title` or `body`), doc_id,
    talk, event_id, event_start, event_end, year, outlet, sent, speaker, person, mode, confidence of
    its label (these five NA in titles), start, end (`corpus.texts[doc_id][start:end] == text`; NA
    in a title that comes from metadata), in_content (inside the words that count; False in titles),
    nested (only with `overlapping`, as in `scan`; no rate counts it). Sorted as the documents, then
    by position. No talk, or no hit: the same columns, no row.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import grow
    >>> hits = find(load_corpus("seeds"), [grow("strategic coordination")])
    >>> hits.part.value_counts().to_dict()
    {'body': 7, 'title': 1}
    """
    searched = _searched(corpus)
    hits = scan(searched.text.tolist(), families, overlapping=overlapping)
    found = searched.iloc[hits.row].reset_index(drop=True)
    found = found.assign(**{column: hits[column] for column in _OF_HIT})
    found["sent"] = found.sent.astype("Int64")
    found["start"] = found.origin + hits.start
    found["end"] = found.origin + hits.end
    spans = zip(found.content_spans, found.start, found.end, strict=True)
    inside = [_is_inside(content, start, end) for content, start, end in spans]
    found["in_content"] = np.array(inside, dtype=bool)
    return found[_HIT_COLUMNS]


def _searched(corpus: Corpus) -> pd.DataFrame:
    """Return titles and sentences, a text a row, and where each starts (`origin`)."""
    speech = corpus.speech
    bodies = speech.assign(part="body", origin=speech.start.astype("Int64"))
    texts = pd.concat([titles(corpus), bodies], ignore_index=True)
    place = {doc_id: n for n, doc_id in enumerate(corpus.documents.index)}
    return texts.sort_values("doc_id", key=lambda ids: ids.map(place), kind="stable")


def titles(corpus: Corpus) -> pd.DataFrame:
    """Return the titles of the readouts, as the sources have them, and where they start.

    Columns: doc_id, talk, event_id, event_start, event_end, year, outlet, part, text, origin (NA
    for a title that comes from metadata).
    """
    shared = corpus.speech.drop_duplicates("doc_id")[list(TALK)]
    table = shared.join(corpus.documents[["title", "title_start", "title_end"]], on="doc_id")
    from_metadata = table.title.fillna("")
    starts, ends = table.title_start.fillna(-1), table.title_end.fillna(-1)
    texts = [
        corpus.texts[doc_id][start:end] if start >= 0 else given
        for doc_id, given, start, end in zip(table.doc_id, from_metadata, starts, ends, strict=True)
    ]
    return shared.assign(part="title", text=texts, origin=table.title_start)


def _is_inside(content: object, start: int, end: int) -> bool:
    """Say whether a hit lies in one of the spans of words that count; a title has none (NA)."""
    if not isinstance(content, tuple):
        return False
    return any(first <= start and end <= last for first, last in content)


def spoken(hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits in bodies, in the words that count, each once: those that every count is of.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import grow
    >>> len(spoken(find(load_corpus("seeds"), [grow("strategic coordination")])))
    7
    """
    # Where there is no row the columns have no types.
    counted = hits.in_content.astype(bool) & ~hits.nested.astype(bool)
    return hits[(hits.part == "body") & counted]
