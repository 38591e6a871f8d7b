"""The concordance: each hit in its context."""

from typing import Any

import pandas as pd

from ..corpus import Corpus
from .search import titles

_LINE_COLUMNS = [
    *("family", "part", "talk", "doc_id", "sent", "person", "mode", "confidence", "outlet"),
    *("left", "hit", "right", "start", "reported_by"),
]
_REACH = 4  # times the width: enough is left once white space is folded


def concordance(corpus: Corpus, hits: pd.DataFrame, width: int = 60) -> pd.DataFrame:
    """Return each hit in its context, in the order of `hits`.

    Columns: family, part, talk, doc_id, sent, person, mode, confidence (of the label), outlet,
    left, hit, right, start, reported_by. `left` and `right` are up to `width` characters of the
    same title or of the same document's sentences, white space folded. `reported_by` names whose
    account it is: the outlet, a guess marked as such, or `unknown`.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import find, grow
    >>> corpus = load_corpus("seeds")
    >>> lines = concordance(corpus, find(corpus, [grow("multipolar")]), width=12)
    >>> lines[["left", "hit", "right"]].values.tolist()[2]
    ['and orderly', 'multipolar', 'world, as']
    """
    told = _Told(corpus, hits)
    sides = []
    for hit in hits.itertuples(index=False):
        before, after = told.around(hit, _REACH * width)
        left = _last_words(_one_spaced(before), width)
        right = _first_words(_one_spaced(after), width)
        sides.append({"left": left, "right": right})
    lines = hits.reset_index(drop=True).join(
        pd.DataFrame(sides, columns=["left", "right"], dtype="str")
    )
    guess = corpus.documents.outlet_guess + " (guess)"
    account = corpus.documents.outlet.fillna(guess).fillna("unknown")
    lines["hit"] = [_one_spaced(text) for text in lines.text]
    lines["reported_by"] = lines.doc_id.map(account)
    return lines[_LINE_COLUMNS]


class _Told:
    """The texts around hits: of a document its title, and its sentences joined by blanks."""

    def __init__(self, corpus: Corpus, hits: pd.DataFrame):
        sentences = corpus.sentences[corpus.sentences.doc_id.isin(hits.doc_id)]
        length = sentences.text.str.len() + 1
        start = length.groupby(sentences.doc_id).cumsum() - length
        keys = zip(sentences.doc_id, sentences.sent, strict=True)
        self.titles = titles(corpus).set_index("doc_id")
        self.bodies = sentences.groupby("doc_id", sort=False).text.agg(" ".join)
        self.shift = dict(zip(keys, start - sentences.start, strict=True))

    def around(self, hit: Any, reach: int) -> tuple[str, str]:
        """Return up to so many characters before and after a hit (a row of `find`)."""
        text, start = self._in_title(hit) if hit.part == "title" else self._in_body(hit)
        end = start + len(hit.text)
        return text[max(0, start - reach) : start], text[end : end + reach]

    def _in_title(self, hit: Any) -> tuple[str, int]:
        title = self.titles.loc[hit.doc_id]
        from_metadata = pd.isna(title.origin)
        return title.text, title.text.find(hit.text) if from_metadata else hit.start - title.origin

    def _in_body(self, hit: Any) -> tuple[str, int]:
        return self.bodies[hit.doc_id], hit.start + self.shift[hit.doc_id, hit.sent]


def _one_spaced(text: str) -> str:
    return " ".join(text.split())


def _last_words(text: str, width: int) -> str:
    """Return the last whole words of a text, up to `width` characters; of a longer word its end.

    >>> _last_words("of major countries", 12), _last_words("international", 4)
    ('countries', 'onal')
    """
    cut = text[-width:]
    if cut == text or text[-width - 1].isspace():
        return cut.strip()
    return (cut.partition(" ")[2] or cut).strip()


def _first_words(text: str, width: int) -> str:
    """Return the first whole words, up to `width` characters; of a longer word its start.

    >>> _first_words("of major countries", 12), _first_words("international", 4)
    ('of major', 'inte')
    """
    return _last_words(text[::-1], width)[::-1]
