"""The numbers that findings state and labels can move, as functions of altered copies of a corpus, for `sensitivity.ranges`.

Each function searches and counts the texts once and returns another, which only reads who is said to speak.
"""

from collections.abc import Sequence
from math import nan

import pandas as pd

from . import compare, drift, phrases
from .corpus import Corpus
from .phrases import Family
from .sensitivity import Numbers
from .speakers import BOTH_SIDES, NARRATOR
from .wordcounts import add_up, count, kind_of_voice


def of_drift(corpus: Corpus, matches: pd.DataFrame, issues: Sequence[str] = ()) -> Numbers:
    """Return in how many talks each of these issues is named, how many issues in one talk only, and the bits between earlier and later talks.

    `matches` are those of `issue_matches`.

    >>> from readoutlib import load_corpus, topics
    >>> corpus = load_corpus("seeds")
    >>> of_drift(corpus, topics.issue_matches(corpus), ["Ukraine"])(corpus)["talks that name “Ukraine”"].item()
    1
    """
    matches, counts = _placed(corpus, matches), count(corpus.sentences.content)[0]

    def numbers(altered: Corpus) -> dict[str, float]:
        speech, named = altered.speech, _said(altered, matches)
        talks = named[named.person != NARRATOR].groupby("issue").event_id.nunique()
        side = drift.period(speech[kind_of_voice(speech) == "person"], speech).dropna()
        rows = counts[corpus.sentences.index.get_indexer(side.index)]
        bits = (
            drift.jensen_shannon(add_up(rows, pd.factorize(side)[0], 2).toarray())
            if side.nunique() == 2
            else nan
        )
        out = {f"talks that name “{i}”": talks.get(i, 0) for i in issues} | {
            "issues named in one talk only": (talks == 1).sum()
        }
        return out | {"bits between earlier and later talks, all words": float(bits)}

    return numbers


def of_phrases(corpus: Corpus, families: Sequence[Family], persons: Sequence[str]) -> Numbers:
    """Return how often these persons use each family in 1,000 of their own words.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> {k: round(v.item(), 2) for k, v in of_phrases(corpus, [phrases.grow("multipolar")], ["Wang Yi"])(corpus).items()}
    {'“multipolar”, Wang Yi, in 1,000 words': 1.25}
    """
    hits = _placed(corpus, phrases.find(corpus, families))

    def numbers(altered: Corpus) -> dict[str, float]:
        words, said = (
            altered.speech.groupby("person").n_words.sum(),
            _said(altered, hits).groupby(["family", "person"]).size(),
        )
        pairs = [(f.name, p) for f in families for p in persons]
        return {
            f"“{f}”, {p}, in 1,000 words": 1000 * said.get((f, p), 0) / (words.get(p, 0) or nan)
            for f, p in pairs
        }

    return numbers


def of_speakers(corpus: Corpus, pair: Sequence[str | None], word: str = "") -> Numbers:
    """Return the first person's share of the words, that of agreed language, the difference of a word, and the phrases of the book had first."""
    a, b = pair
    book, own = phrases.load_book(), [phrases.literal(word)] if word else []
    hits, firsts = (_placed(corpus, phrases.find(corpus, families)) for families in (own, book))
    firsts = firsts.dropna(subset="event_start").sort_values("event_start", kind="stable")

    def numbers(altered: Corpus) -> dict[str, float]:
        speech, share = (
            altered.speech,
            compare.share_of_voice(altered, [a, BOTH_SIDES]).set_index("person").share,
        )
        out = {
            f"share of {a}": share.get(a, nan),
            "share of agreed language": share.get(BOTH_SIDES, nan),
        }
        if word:
            size = (
                speech.groupby(["event_id", "person"])
                .n_words.sum()
                .unstack()
                .reindex(columns=[a, b])
            )
            said = (
                _said(altered, hits)
                .groupby(["event_id", "person"])
                .size()
                .unstack()
                .reindex(index=size.index, columns=size.columns)
            )
            per = 1000 * said.fillna(0) / size.where(size > 0)
            out[f"“{word}”, {a} less {b}, in 1,000 words"] = (per[a] - per[b]).mean()
        uses = _said(altered, firsts)
        uses = uses[kind_of_voice(uses) == "person"]
        led = (
            (uses.person.to_numpy()[compare.first_in_draws(corpus.speech, uses)] == a)
            .mean(axis=1)
            .sum()
            if len(uses)
            else 0
        )
        return out | {f"phrases that {a} has first": led}

    return numbers


def _placed(corpus: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits in bodies, in the words that count, by the row of their sentence."""
    rows = corpus.sentences[["doc_id", "sent"]].reset_index(names="at")
    return phrases.spoken(hits).merge(rows, on=["doc_id", "sent"]).set_index("at")


def _said(altered: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits whose sentence an altered collection still has, with the person it names."""
    own = hits[hits.index.isin(altered.speech.index)]
    return own.assign(
        person=altered.speech.person.reindex(own.index)
    )  # pandas would give a frame without rows all of the speech's
