"""What offsets point at: rows of a document that is there, stretches of its text, in order."""

from collections.abc import Iterator
from itertools import chain, pairwise, starmap
from typing import Any

import numpy as np
import pandas as pd

from .check import Check, Rows, Tables

OF_A_DOCUMENT = ("sentences", "cuts", "people", "corrections", "problems")
IN_ORDER = ("sentences", "cuts", "people")  # of the documents
SPANS = {
    "sentences": ("start", "end"),
    "cuts": ("start", "end"),
    "documents": ("title_start", "title_end"),
    "corrections": ("start", "end"),
}
SPAN_OR_NONE = ("documents", "corrections")


# --- documents and their rows ---------------------------------------------------------------------


def _twice(table: str, *columns: str) -> Check:
    def broken(tables: Tables) -> Rows:
        return tables[table].duplicated(list(columns))

    return Check(table, columns[-1], "each once", broken)


def _unknown(table: str, known: str = "documents") -> Check:
    def broken(tables: Tables) -> Rows:
        doc_id = tables[table].doc_id
        return doc_id.notna() & ~doc_id.isin(tables[known].doc_id)

    return Check(table, "doc_id", f"a doc_id of {known}", broken)


def _out_of_order(table: str) -> Check:
    def broken(tables: Tables) -> Rows:
        place = pd.Index(tables["documents"].doc_id).get_indexer(pd.Index(tables[table].doc_id))
        return np.diff(place, prepend=0) < 0

    return Check(table, "doc_id", "rows in the order of documents", broken)


# --- spans ----------------------------------------------------------------------------------------


def _half_a_span(table: str, start: str, end: str) -> Check:
    def broken(tables: Tables) -> Rows:
        rows = tables[table]
        return rows[start].isna() != rows[end].isna()

    return Check(table, end, f"a place where {start} is one", broken)


def _outside(table: str, start: str, end: str) -> Check:
    def broken(tables: Tables) -> Rows:
        rows = tables[table]
        lengths = rows.doc_id.map(_texts(tables).str.len()).astype("Int64")
        inside = (rows[start] >= 0) & (rows[start] < rows[end]) & (rows[end] <= lengths)
        return rows[start].notna() & ~inside.fillna(False)

    return Check(table, end, f"a place in the text after {start}", broken)


def _rows(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return the cells of some columns, row by row; from lists, as pandas hands out one by one."""
    return zip(*(table[column].tolist() for column in columns), strict=True)


def _texts(tables: Tables) -> "pd.Series[str]":
    return tables["texts"].set_index("doc_id").text


def _pieces(tables: Tables, table: str, start: str, end: str) -> Iterator[str]:
    """Yield what stands in the texts at the spans of a table."""
    rows, texts = tables[table], dict(_texts(tables))
    spans = _rows(rows, "doc_id", start, end)
    return (texts[doc_id][first:last] for doc_id, first, last in spans)


def _other_text(tables: Tables) -> Rows:
    pieces = _pieces(tables, "sentences", "start", "end")
    return list(map(str.__ne__, pieces, tables["sentences"].text.fillna("").tolist()))


def _other_title(tables: Tables) -> Rows:
    documents = tables["documents"]
    told = documents.title_start.notna()
    pieces = _pieces({**tables, "documents": documents[told]}, "documents", *SPANS["documents"])
    titles = pd.Series([" ".join(p.split()) for p in pieces], documents.index[told], "str")
    return told & (titles.reindex(documents.index) != documents.title.fillna(""))


# --- every letter in one place --------------------------------------------------------------------


def _stretches(tables: Tables) -> pd.DataFrame:
    """Return all that takes up a text: title, sentences and cuts, in order."""
    parts = []
    for table in ("documents", "sentences", "cuts"):
        start, end = SPANS[table]
        rows = tables[table][["doc_id", start, end]].dropna()
        parts.append(rows.set_axis(["doc_id", "start", "end"], axis=1))
    stretches = pd.concat(parts).astype({"start": "int64", "end": "int64"})
    return stretches.sort_values(["doc_id", "start", "end"], ignore_index=True)


def _taken_twice(tables: Tables) -> Rows:
    """Whether two stretches of a document's text overlap."""
    stretches = _stretches(tables)
    before = stretches.shift()
    overlap = (stretches.doc_id == before.doc_id) & (stretches.start < before.end)
    return tables["texts"].doc_id.isin(stretches.doc_id[overlap])


def _letters_left(tables: Tables) -> Rows:
    """Whether anything but blanks of a document's text stands in none of its stretches."""
    texts = dict(_texts(tables))
    ends = dict.fromkeys(texts, 0)
    left = set()
    for doc_id, start, end in _rows(_stretches(tables), "doc_id", "start", "end"):
        if texts[doc_id][ends[doc_id] : start].strip():
            left.add(doc_id)
        ends[doc_id] = end
    left |= {doc_id for doc_id, text in texts.items() if text[ends[doc_id] :].strip()}
    return tables["texts"].doc_id.isin(left)


# --- within a sentence ----------------------------------------------------------------------------


def _not_counted_on(tables: Tables) -> Rows:
    sentences = tables["sentences"]
    return sentences.sent != sentences.groupby("doc_id").cumcount()


def _paragraphs_back(tables: Tables) -> Rows:
    sentences = tables["sentences"]
    return sentences.groupby("doc_id").paragraph.diff() < 0


def _before_the_last(tables: Tables) -> Rows:
    sentences = tables["sentences"]
    return sentences.start < sentences.groupby("doc_id").end.shift()


def _no_words_of_it(tables: Tables) -> Rows:
    told = _rows(tables["sentences"], "cue", "text")
    return [isinstance(cue, str) and not (cue and cue in text) for cue, text in told]


def _spans_outside(tables: Tables) -> Rows:
    rows = _rows(tables["sentences"], "start", "content_spans", "end")
    return [not _in_order(start, spans, end) for start, spans, end in rows]


def _in_order(start: int, spans: tuple[tuple[int, int], ...], end: int) -> bool:
    edges = pairwise([start, *chain(*spans), end])
    return all(a <= b for a, b in edges) and all(a < b for a, b in spans)


def _other_content(tables: Tables) -> Rows:
    sentences = tables["sentences"]
    counted = starmap(_counted, _rows(sentences, "start", "text", "content_spans"))
    return list(map(str.__ne__, counted, sentences.content.fillna("").tolist()))


def _counted(start: int, text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return "\n".join(" ".join(text[a - start : b - start].split()) for a, b in spans)


PLACES = (
    _twice("documents", "doc_id"),
    _twice("texts", "doc_id"),
    _unknown("documents", "texts"),
    _unknown("texts"),
    *map(_unknown, OF_A_DOCUMENT),
    *map(_out_of_order, IN_ORDER),
    *(_half_a_span(table, *SPANS[table]) for table in SPAN_OR_NONE),
    *(_outside(table, *span) for table, span in SPANS.items()),
    Check("sentences", "text", "the text at start and end", _other_text),
    Check("documents", "title", "the text at title_start and title_end", _other_title),
    Check("sentences", "sent", "numbers from 0 in each document", _not_counted_on),
    Check("sentences", "paragraph", "numbers that only rise in a document", _paragraphs_back),
    Check("sentences", "start", "a place behind the sentence before", _before_the_last),
    Check("texts", "text", "each letter in one sentence, cut or title", _taken_twice),
    Check("texts", "text", "no letter but in a sentence, cut or title", _letters_left),
    Check("sentences", "cue", "words of the sentence", _no_words_of_it),
    Check("sentences", "content_spans", "stretches of the sentence, in order", _spans_outside),
    Check("sentences", "content", "the words at content_spans", _other_content),
)
