"""How much a number rests on labels that could be wrong, and on any one talk: it is computed again on altered collections.

The confidence of a sentence is a cautious share of right answers of its rule, so labels are changed as often as they are wrong. The numbers
of the findings, `of_drift`, `of_phrases` and `of_speakers`, are functions of altered copies of a corpus: each searches and counts the texts
once and returns another, which only reads who is said to speak.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np
import pandas as pd

from . import compare, drift, phrases
from .corpus import Corpus, turns
from .parsing.readout import BOTH_SIDES, NARRATOR
from .phrases import Family
from .vectorize import add_up, count, voice

DOUBTFUL = 0.8  # confidence below which a label is called doubtful
SENTENCES = 20_000  # in larger collections fewer rounds
Numbers = Callable[[Corpus], Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Numbers with their ranges, and the sentences that move them.

    table: number, value, certain (without the doubtful sentences), low, high (range over the labels as they are and rounds of labels changed at their error rates),
    talk_low, talk_high (range when one talk, or one group of talks, is left out). sentences: number, change (what the number gains when
    this sentence is left out), doc_id, sent, person, rule, confidence, text; the doubtful sentences that move a number, most first.
    """

    table: pd.DataFrame
    sentences: pd.DataFrame


def ranges(corpus: Corpus, numbers: Numbers, *, rounds: int = 20) -> Sensitivity:
    """Compute numbers again without the doubtful sentences, with labels changed at their error rates, and without a talk.

    In a round each sentence gets, with probability 1 - confidence, the label of another voice of its document. As many doubtful sentences,
    the least sure first, are left out one by one, and as many groups of talks (each talk, where there are no more). Above 20,000
    sentences there are fewer rounds, but three. A number that an altered collection lacks is left out of its range.

    >>> from readoutlib import load_corpus
    >>> s = ranges(load_corpus("seeds"), lambda c: {"words": c.speech.n_words.sum()}, rounds=3)
    >>> s.table[["value", "low", "high"]].values.tolist()
    [[2456.0, 2456.0, 2456.0]]
    """
    said, rng = corpus.sentences, np.random.default_rng(0)
    rounds = max(3, min(rounds, rounds * SENTENCES // max(1, len(said))))
    value = pd.Series(dict(numbers(corpus)), dtype=float)

    def again(sentences: pd.DataFrame) -> pd.Series:
        return pd.Series(dict(numbers(_altered(corpus, sentences))), dtype=float).reindex(value.index)

    voices = said.groupby("doc_id", sort=False).person.agg(lambda p: sorted({*p, BOTH_SIDES, NARRATOR}))
    others = [[v for v in voices[d] if v != p] for d, p in zip(said.doc_id, said.person, strict=True)]

    def mislabelled() -> pd.DataFrame:
        wrong, pick = rng.random(len(said)) >= said.confidence, rng.random(len(said))
        drawn = pd.Series([o[int(x * len(o))] for x, o in zip(pick, others, strict=True)], said.index, dtype=said.person.dtype)
        return said.assign(**{column: said[column].mask(wrong, drawn) for column in ("person", "speaker")})

    fold = pd.Series(pd.factorize(said.doc_id.map(corpus.documents.event_id))[0] % rounds, index=said.index)
    doubtful = said[said.confidence < DOUBTFUL].sort_values("confidence", kind="stable").head(rounds)
    drawn = pd.DataFrame([value, *(again(mislabelled()) for _ in range(rounds))], columns=value.index)
    talks = pd.DataFrame([again(said[fold != f]) for f in range(fold.max() + 1)] if len(said) else [], columns=value.index)
    table = pd.DataFrame({"value": value, "certain": again(said[said.confidence >= DOUBTFUL]), "low": drawn.min(), "high": drawn.max()})
    table = table.assign(talk_low=talks.min(), talk_high=talks.max()).rename_axis("number").reset_index()
    moved = [(n, change, i) for i in doubtful.index for n, change in enumerate(again(said.drop(i)) - value) if abs(change) > 1e-9]
    moved = sorted(moved, key=lambda row: (row[0], -abs(row[1]), row[2]))
    changes = pd.DataFrame([(value.index[n], change) for n, change, _ in moved], columns=["number", "change"])
    own = said.loc[[i for *_, i in moved], ["doc_id", "sent", "person", "rule", "confidence", "text"]].reset_index(drop=True)
    return Sensitivity(table, pd.concat([changes, own], axis=1))


def _altered(corpus: Corpus, sentences: pd.DataFrame) -> Corpus:
    """Return the corpus with some of its sentences, labelled anew; their words are not counted again, which is most of the work."""
    new, speech = replace(corpus, sentences=sentences), corpus.speech[corpus.speech.index.isin(sentences.index)]
    speech = speech.assign(person=sentences.person.reindex(speech.index), speaker=sentences.speaker.reindex(speech.index))
    vars(new)["speech"] = speech.assign(turn=turns)
    return new


# The numbers of the findings


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
        side = drift.period(speech[voice(speech) == "person"], speech).dropna()
        rows = counts[corpus.sentences.index.get_indexer(side.index)]
        bits = drift.jensen_shannon(add_up(rows, pd.factorize(side)[0], 2).toarray()) if side.nunique() == 2 else nan
        out = {f"talks that name “{i}”": talks.get(i, 0) for i in issues} | {"issues named in one talk only": (talks == 1).sum()}
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
        words, said = altered.speech.groupby("person").n_words.sum(), _said(altered, hits).groupby(["family", "person"]).size()
        pairs = [(f.name, p) for f in families for p in persons]
        return {f"“{f}”, {p}, in 1,000 words": 1000 * said.get((f, p), 0) / (words.get(p, 0) or nan) for f, p in pairs}

    return numbers


def of_speakers(corpus: Corpus, pair: Sequence[str | None], word: str = "") -> Numbers:
    """Return the first person's share of the words, that of agreed language, the difference of a word, and the phrases of the book had first."""
    a, b = pair
    book, own = phrases.load_book(), [phrases.literal(word)] if word else []
    hits, firsts = (_placed(corpus, phrases.find(corpus, families)) for families in (own, book))
    firsts = firsts.dropna(subset="event_start").sort_values("event_start", kind="stable")

    def numbers(altered: Corpus) -> dict[str, float]:
        speech, share = altered.speech, compare.share_of_voice(altered, [a, BOTH_SIDES]).set_index("person").share
        out = {f"share of {a}": share.get(a, nan), "share of agreed language": share.get(BOTH_SIDES, nan)}
        if word:
            size = speech.groupby(["event_id", "person"]).n_words.sum().unstack().reindex(columns=[a, b])
            said = _said(altered, hits).groupby(["event_id", "person"]).size().unstack().reindex(index=size.index, columns=size.columns)
            per = 1000 * said.fillna(0) / size.where(size > 0)
            out[f"“{word}”, {a} less {b}, in 1,000 words"] = (per[a] - per[b]).mean()
        uses = _said(altered, firsts)
        uses = uses[voice(uses) == "person"]
        led = (uses.person.to_numpy()[compare.first_in_draws(corpus.speech, uses)] == a).mean(axis=1).sum() if len(uses) else 0
        return out | {f"phrases that {a} has first": led}

    return numbers


def _placed(corpus: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits in bodies, in the words that count, by the row of their sentence."""
    rows = corpus.sentences[["doc_id", "sent"]].reset_index(names="at")
    return phrases.spoken(hits).merge(rows, on=["doc_id", "sent"]).set_index("at")


def _said(altered: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits whose sentence an altered collection still has, with the person it names."""
    own = hits[hits.index.isin(altered.speech.index)]
    return own.assign(person=altered.speech.person.reindex(own.index))  # pandas would give a frame without rows all of the speech's
