"""The Corpus: readouts as tables, and what is asked of them as a whole."""

import os
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, replace
from functools import cached_property
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from ..parsing.readout import Readout
from .rebuilding import readout_of
from .speech import said_in_talks, turns
from .store import save_tables
from .tables import COLUMN_TYPES

RowNumbers = Mapping[Any, Any]  # doc_id → numbers of its rows
CITED = ["title", "outlet", "published", "url"]  # columns of documents that change a fingerprint
PARTS_OF_A_READOUT = ("sentences", "cuts", "people", "problems")


@dataclass(frozen=True, eq=False)
class Corpus:
    """Readouts as tables: `documents`, `sentences`, `cuts`, `problems`, `people`, `corrections`.

    `documents` go by their doc_id; `texts` are those in which all offsets count. `own_speech` gives
    the frame that `speech` returns where it is known already; else that is made when asked for.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    cuts: pd.DataFrame
    problems: pd.DataFrame
    people: pd.DataFrame
    corrections: pd.DataFrame
    texts: Mapping[str, str]
    own_speech: InitVar[pd.DataFrame | None] = None

    def __post_init__(self, own_speech: pd.DataFrame | None) -> None:
        if own_speech is not None:
            vars(self)["speech"] = own_speech

    @cached_property
    def speech(self) -> pd.DataFrame:
        """Return the sentences every analysis starts from, with talk, date, outlet and word count.

        Documents of unknown kind (announcements, briefings) are left out. Columns: those of
        `sentences`, and event_id, talk (a short label, unique to the talk: its day, or its year),
        event_start, event_end, event_precision (the talk's: those of its most exactly dated
        account), outlet (NA where unknown), year (Int64, NA where the dates span years), turn
        (number from 0 within the document, a new one when the person changes), n_words (of
        `content`). Sorted by the talk's date, then its accounts, the most exact first.
        """
        return said_in_talks(self.documents, self.sentences)

    def relabelled(self, sentences: pd.DataFrame) -> "Corpus":
        """Return the corpus with some of its sentences, labelled anew; the others are left out.

        `sentences` are rows of this corpus's, by their index, with other persons and speakers.
        `speech` follows from this corpus's: words are not counted again, which is most of the work.
        """
        speech = self.speech[self.speech.index.isin(sentences.index)]
        labels = sentences[["speaker", "person"]].reindex(speech.index)
        speech = speech.assign(speaker=labels.speaker, person=labels.person)
        return replace(self, sentences=sentences, own_speech=speech.assign(turn=turns))

    @cached_property
    def fingerprint(self) -> str:
        """Return twelve hexadecimal digits to cite the corpus by.

        They change with any text, its title, outlet, address and day of publication, and with any
        correction.
        """
        cited = self.documents.sort_index()[CITED]
        texts = [self.texts[doc_id] for doc_id in cited.index]
        return digest(*texts, cited.to_csv(), self.corrections.to_csv(index=False))

    @cached_property
    def _places(self) -> dict[str, RowNumbers]:
        """The numbers of each document's rows, by table."""
        tables = {part: getattr(self, part) for part in PARTS_OF_A_READOUT}
        return {part: table.groupby("doc_id").indices for part, table in tables.items()}

    def readout(self, doc_id: str) -> Readout:
        """Return one document as these tables have it; KeyError where there is no such document."""
        parts = {
            part: getattr(self, part).take(places.get(doc_id, []))
            for part, places in self._places.items()
        }
        document: pd.Series = self.documents.loc[doc_id]  # type: ignore[assignment]
        return readout_of(doc_id, self.texts[doc_id], document, **parts)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write the tables as Parquet, with a format version; `load_corpus` opens them again.

        `folder` is a new or empty one, or a saved corpus to replace. Raises ReadoutError where it
        holds anything that the library did not write.
        """
        tables = {name: getattr(self, name) for name in COLUMN_TYPES}
        tables["documents"] = self.documents.reset_index()
        save_tables(tables, self.texts, Path(folder))

    def __repr__(self) -> str:
        parts = ("documents", "sentences", "problems")
        return "Corpus of " + ", ".join(f"{len(getattr(self, p)):,} {p}" for p in parts)

    def _repr_html_(self) -> str:
        documents = self.documents
        talks = documents.event_id[documents.event_kind != "unknown"]
        summary = {
            "documents": _with_commas(len(documents)),
            "readouts of a talk": _with_commas(len(talks)),
            "talks": _with_commas(talks.nunique()),
            "sentences": _with_commas(len(self.sentences)),
            "words": _with_commas(int(documents.n_words.sum())),
            "from": _day(documents.event_start.min()),
            "to": _day(documents.event_end.max()),
            "problems": _with_commas(len(self.problems)),
            "corrections": _with_commas(len(self.corrections)),
        }
        head = "".join(f"<th>{escape(what)}</th>" for what in summary)
        row = "".join(f"<td>{escape(value)}</td>" for value in summary.values())
        return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>"


def _with_commas(value: int) -> str:
    return f"{value:,}"


def _day(day: pd.Timestamp) -> str:
    return "unknown" if pd.isna(day) else f"{day:%Y-%m-%d}"


def digest(*texts: str) -> str:
    """Return twelve hexadecimal digits that change with any of the texts and with their order.

    >>> digest("a", "b") == digest("a", "b") != digest("ab")
    True
    """
    each = "".join(sha256(text.encode()).hexdigest() for text in texts)
    return sha256(each.encode()).hexdigest()[:12]
