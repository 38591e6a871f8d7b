"""One document as a Readout again, from its rows in the tables of a corpus."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import chain, pairwise
from typing import Any

import pandas as pd

from ..parsing.readout import Cut, Participant, Readout, Sentence, Span
from .tables import as_rows, python_value


def readout_of(
    doc_id: str,
    text: str,
    document: pd.Series,
    *,
    sentences: pd.DataFrame,
    cuts: pd.DataFrame,
    people: pd.DataFrame,
    problems: pd.DataFrame,
) -> Readout:
    """Return the Readout of a text from its row of `documents` and its rows of other tables."""
    row: dict[str, Any] = {str(column): python_value(cell) for column, cell in document.items()}
    told = [(p["problem"], p["expected"], p["found"], p["hint"]) for p in as_rows(problems)]
    return Readout(
        name=doc_id,
        text=text,
        people=tuple(Participant(**_values(Participant, p)) for p in as_rows(people)),
        sentences=tuple(_sentence(text, s) for s in as_rows(sentences)),
        cuts=tuple(Cut(**_values(Cut, c)) for c in as_rows(cuts)),
        problems=tuple(told),
        **_values(Readout, row),
    )


def _values(kind: type, row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row holds for the fields of a kind of record, by name."""
    return {f.name: row[f.name] for f in fields(kind) if f.name in row}


def _sentence(text: str, row: dict[str, Any]) -> Sentence:
    cue_start, cue_end = _cue_span(text, row) or (None, None)
    return Sentence(**_values(Sentence, row), cue_start=cue_start, cue_end=cue_end)


def _cue_span(text: str, row: dict[str, Any]) -> Span | None:
    """Return where a sentence's cue stands, which the tables do not hold.

    It is looked for outside the content first, as what is reported may hold the same words.
    """
    cue = row["cue"]
    for start, end in _stretches(row) if cue else ():
        at = text.find(cue, start, end)
        if at >= 0:
            return at, at + len(cue)
    return None


def _stretches(row: dict[str, Any]) -> Iterator[Span]:
    """Yield the stretches of a sentence between its content spans, then the whole sentence."""
    edges = [row["start"], *chain(*row["content_spans"]), row["end"]]
    yield from list(pairwise(edges))[::2]
    yield row["start"], row["end"]
