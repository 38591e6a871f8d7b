"""Formulas: runs of words that return from talk to talk, found without a list."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from ..books import read_book
from ..corpus import Corpus
from ..parsing.words.tokens import WORD
from ..speakers import NARRATOR
from .matching import fold

SHORTEST = 3  # words of a formula
_MARK = "|"  # what no formula crosses: ends every sentence, and stands for a removed frame
_WORD_OR_MARK = regex.compile(rf"{WORD.pattern}|\S")


class _Formula(NamedTuple):
    """A formula where it counts: how often it stands anywhere, and the row of its sentence."""

    formula: str
    words: int
    overlapping: int
    row: int


class _Runs(NamedTuple):
    """Runs of one length: where each starts, in order, and its number, one for the same words."""

    start: np.ndarray
    number: np.ndarray

    def where(self, kept: np.ndarray) -> "_Runs":
        """Return those that are kept (a truth value each)."""
        return _Runs(self.start[kept], self.number[kept])


def formulas(corpus: Corpus, *, talks: int = 2) -> pd.DataFrame:
    """Find formulas without a list: runs of three words or more in at least so many talks.

    In any case, in the words that count; narration is left out. No formula crosses a mark, a
    sentence or a removed frame, begins or ends with a function word, or is counted where it stands
    inside a longer one; what then stands in fewer talks is left out. Columns: formula, words,
    overlapping (hits inside longer ones too), hits, talks, first_talk, last_talk, outlets (known
    ones), house_style (all from one of them). Most talks first, then the longest, then most hits,
    then by name. Runs grow word by word from runs in enough talks, as no run can stand in more
    talks than the runs inside it (the Apriori principle: Agrawal and Srikant 1994). No row where
    nothing is repeated.

    >>> from readoutlib import load_corpus
    >>> table = formulas(load_corpus("seeds"))
    >>> table[["formula", "hits", "talks"]].values.tolist()[2]
    ['comprehensive strategic partnership of coordination', 3, 3]
    """
    speech = corpus.speech[corpus.speech.person != NARRATOR].reset_index(drop=True)
    text = _Text(speech)
    found = pd.DataFrame(_standing_alone(text, talks), columns=_Formula._fields)
    found = found.astype({"row": int}).sort_values("row", kind="stable")
    spoken = found.join(speech[["event_id", "talk", "outlet"]], on="row")
    table = spoken.groupby(["formula", "words", "overlapping"], sort=False).agg(
        hits=("row", "size"),
        talks=("event_id", "nunique"),
        first_talk=("talk", "first"),
        last_talk=("talk", "last"),
        outlets=("outlet", "nunique"),
        known=("outlet", "count"),
    )
    table["house_style"] = (table.outlets == 1) & (table.known == table.hits)
    return (
        table.drop(columns="known")
        .reset_index()
        .sort_values(
            ["talks", "words", "hits", "formula"],
            ascending=[False, False, False, True],
            ignore_index=True,
        )
    )


class _Text:
    """All sentences as one row of tokens: words and marks, folded.

    Of each token by its place: code, its number in `tokens`; row, that of its sentence; talk, that
    of its talk; is_word; may_end, a word that a formula may begin or end with.
    """

    def __init__(self, speech: pd.DataFrame):
        rows = [_words_and_marks(content) for content in speech.content]
        self.row = np.repeat(np.arange(len(rows)), [len(tokens) for tokens in rows])
        every = np.array([token for tokens in rows for token in tokens], dtype=object)
        self.code, self.tokens = pd.factorize(every)
        self.talk = pd.factorize(speech.event_id)[0][self.row]
        function_words = read_book("stopwords")["group"][0]["words"].split()
        self.is_word = np.array([t[0].isalnum() for t in self.tokens], dtype=bool)[self.code]
        self.may_end = ~pd.Index(self.tokens).isin(function_words)[self.code]

    def words(self, start: int, size: int) -> str:
        """Return the words of a run."""
        return " ".join(self.tokens[self.code[start : start + size]])

    def common(self, runs: _Runs, talks: int) -> np.ndarray:
        """Say of each run whether its words stand in enough talks."""
        beyond = len(self.talk) + 1  # more than any talk's number
        pairs = pd.unique(runs.number * beyond + self.talk[runs.start])  # of a run and a talk
        n_talks = np.bincount(pairs // beyond, minlength=1)
        is_common: np.ndarray = n_talks[runs.number] >= talks
        return is_common


def _words_and_marks(content: str) -> list[str]:
    """Return the words and marks of a sentence, with a mark at its end and for each removed frame.

    >>> _words_and_marks("A new era,\\nin peace")
    ['a', 'new', 'era', ',', '|', 'in', 'peace', '|']
    """
    return _WORD_OR_MARK.findall(fold(content.replace("\n", f" {_MARK} ")) + _MARK)


def _grown(text: _Text, talks: int) -> list[_Runs]:
    """Return the runs in enough talks that begin and end as a formula may, by their length."""
    levels: list[_Runs] = []
    start = np.flatnonzero(text.is_word)
    runs = _Runs(start, text.code[start])
    while len(runs.start):
        runs = runs.where(text.common(runs, talks))
        last = runs.start + len(levels)
        levels.append(runs.where(text.may_end[runs.start] & text.may_end[last]))
        runs = _one_word_longer(runs, len(text.code))
    return levels


def _one_word_longer(runs: _Runs, most: int) -> _Runs:
    """Join each run to the one that starts at its second word; there are at most so many numbers.

    >>> _one_word_longer(_Runs(np.array([0, 1, 5]), np.array([7, 8, 7])), 9).start
    array([0])
    """
    is_followed = np.flatnonzero(np.diff(runs.start, append=-1) == 1)
    following = np.roll(runs.number, -1)[is_followed]
    pair = runs.number[is_followed] * most + following
    return _Runs(runs.start[is_followed], np.unique(pair, return_inverse=True)[1])


def _standing_alone(text: _Text, talks: int) -> Iterator[_Formula]:
    """Return the formulas where they stand in no longer one, the longest first."""
    levels = _grown(text, talks)
    reach = np.zeros(len(text.code), int)  # by start: where the longest formula from there ends
    for size in range(len(levels), SHORTEST - 1, -1):
        runs = levels[size - 1]
        everywhere = np.bincount(runs.number, minlength=1)
        inside_longer = np.maximum.accumulate(reach)[runs.start] >= runs.start + size
        runs = runs.where(~inside_longer)
        runs = runs.where(text.common(runs, talks))
        reach[runs.start] = runs.start + size
        starts = runs.start.tolist()
        overlapping = everywhere[runs.number].tolist()
        rows = text.row[runs.start].tolist()
        for start, times, row in zip(starts, overlapping, rows, strict=True):
            yield _Formula(text.words(start, size), size, times, row)
