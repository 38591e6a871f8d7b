"""How much a number rests on labels that could be wrong, and on any one talk: it is computed again on altered collections.

The confidence of a sentence is a cautious share of right answers of its rule, so labels are changed as often as they are wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .corpus import Corpus, turns
from .speakers import BOTH_SIDES, NARRATOR

DOUBTFUL = 0.8  # confidence below which a label is called doubtful
SENTENCES = 20_000  # in larger collections fewer rounds
Numbers = Callable[[Corpus], Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Numbers with their ranges, and the sentences that move them.

    table: number, value, certain (without the doubtful sentences), low, high (range over the labels as they are and over rounds of labels
    changed at their error rates), talk_low, talk_high (range when one talk, or one group of talks, is left out). sentences: number, change
    (what the number gains when this sentence is left out), doc_id, sent, person, rule, confidence, text; the doubtful sentences that move a
    number, most first.
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
        return pd.Series(dict(numbers(_altered(corpus, sentences))), dtype=float).reindex(
            value.index
        )

    voices = said.groupby("doc_id", sort=False).person.agg(
        lambda p: sorted({*p, BOTH_SIDES, NARRATOR})
    )
    others = [
        [v for v in voices[d] if v != p] for d, p in zip(said.doc_id, said.person, strict=True)
    ]

    def mislabelled() -> pd.DataFrame:
        wrong, pick = rng.random(len(said)) >= said.confidence, rng.random(len(said))
        drawn = pd.Series(
            [o[int(x * len(o))] for x, o in zip(pick, others, strict=True)],
            said.index,
            dtype=said.person.dtype,
        )
        return said.assign(
            **{column: said[column].mask(wrong, drawn) for column in ("person", "speaker")}
        )

    fold = pd.Series(
        pd.factorize(said.doc_id.map(corpus.documents.event_id))[0] % rounds, index=said.index
    )
    doubtful = (
        said[said.confidence < DOUBTFUL].sort_values("confidence", kind="stable").head(rounds)
    )
    drawn = pd.DataFrame(
        [value, *(again(mislabelled()) for _ in range(rounds))], columns=value.index
    )
    talks = pd.DataFrame(
        [again(said[fold != f]) for f in range(fold.max() + 1)] if len(said) else [],
        columns=value.index,
    )
    table = pd.DataFrame(
        {
            "value": value,
            "certain": again(said[said.confidence >= DOUBTFUL]),
            "low": drawn.min(),
            "high": drawn.max(),
        }
    )
    table = (
        table.assign(talk_low=talks.min(), talk_high=talks.max())
        .rename_axis("number")
        .reset_index()
    )
    moved = [
        (n, change, i)
        for i in doubtful.index
        for n, change in enumerate(again(said.drop(i)) - value)
        if abs(change) > 1e-9
    ]
    moved = sorted(moved, key=lambda row: (row[0], -abs(row[1]), row[2]))
    changes = pd.DataFrame(
        [(value.index[n], change) for n, change, _ in moved], columns=["number", "change"]
    )
    own = said.loc[
        [i for *_, i in moved], ["doc_id", "sent", "person", "rule", "confidence", "text"]
    ].reset_index(drop=True)
    return Sensitivity(table, pd.concat([changes, own], axis=1))


def _altered(corpus: Corpus, sentences: pd.DataFrame) -> Corpus:
    """Return the corpus with some of its sentences, labelled anew; their words are not counted again, which is most of the work."""
    new, speech = (
        replace(corpus, sentences=sentences),
        corpus.speech[corpus.speech.index.isin(sentences.index)],
    )
    speech = speech.assign(
        person=sentences.person.reindex(speech.index),
        speaker=sentences.speaker.reindex(speech.index),
    )
    vars(new)["speech"] = speech.assign(turn=turns)
    return new
