"""How much a number rests on labels that could be wrong, and on any one talk.

It is computed again on altered collections. The confidence of a sentence is a cautious share of
right answers of its rule, so labels are changed as often as they are wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .corpus import Corpus
from .speakers import BOTH_SIDES, NARRATOR

DOUBTFUL = 0.8  # confidence below which a label is called doubtful
FULL_ROUNDS = 20_000  # sentences; in larger collections fewer rounds
FEWEST_ROUNDS = 3
STILL = 1e-9  # a smaller change is none
MOVING_SENTENCE = [
    "doc_id",
    "sent",
    "person",
    "rule",
    "confidence",
    "text",
]  # of a sentence that moves one
Numbers = Callable[[Corpus], Mapping[str, float]]
Again = Callable[[pd.DataFrame], pd.Series]  # the numbers of the collection with these sentences


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Numbers with their ranges, and the sentences that move them.

    table: number, value, certain (without the doubtful sentences), low, high (range over the labels
    as they are and over rounds of labels changed at their error rates), talk_low, talk_high (range
    when one talk, or one group of talks, is left out). sentences: number, change (what the number
    gains when this sentence is left out), doc_id, sent, person, rule, confidence, text; the
    doubtful sentences that move a number, most first.
    """

    table: pd.DataFrame
    sentences: pd.DataFrame


def ranges(corpus: Corpus, numbers: Numbers, *, rounds: int = 20) -> Sensitivity:
    """Compute numbers again without the doubtful sentences, with labels changed, without a talk.

    In a round each sentence gets, with probability 1 - confidence, the label of another voice of
    its document. As many doubtful sentences, the least sure first, are left out one by one, and as
    many groups of talks (each talk, where there are no more). Above 20,000 sentences there are
    fewer rounds, but three. A number that an altered collection lacks is left out of its range.

    >>> from readoutlib import load_corpus
    >>> s = ranges(load_corpus("seeds"), lambda c: {"words": c.speech.n_words.sum()}, rounds=3)
    >>> s.table[["value", "low", "high"]].values.tolist()
    [[2456.0, 2456.0, 2456.0]]
    """
    said = corpus.sentences
    affordable = rounds * FULL_ROUNDS // max(1, len(said))
    rounds = max(FEWEST_ROUNDS, min(rounds, affordable))
    value = pd.Series(dict(numbers(corpus)), dtype=float)

    def again(sentences: pd.DataFrame) -> pd.Series:
        found = pd.Series(dict(numbers(corpus.relabelled(sentences))), dtype=float)
        return found.reindex(value.index)

    drawn = _stacked([value, *map(again, _labels_in_doubt(said, rounds))], value)
    events = said.doc_id.map(corpus.documents.event_id)
    talks = _stacked(map(again, _without_talks(said, events, rounds)), value)
    table = pd.DataFrame(
        {
            "value": value,
            "certain": again(said[said.confidence >= DOUBTFUL]),
            "low": drawn.min(),
            "high": drawn.max(),
            "talk_low": talks.min(),
            "talk_high": talks.max(),
        }
    )
    doubtful = said[said.confidence < DOUBTFUL]
    least_sure = doubtful.sort_values("confidence", kind="stable").head(rounds)
    return Sensitivity(
        table.rename_axis("number").reset_index(), _moving(said, least_sure.index, value, again)
    )


def _stacked(numbers: Iterable[pd.Series], value: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(list(numbers), columns=value.index)


def _labels_in_doubt(said: pd.DataFrame, rounds: int) -> Iterator[pd.DataFrame]:
    """Yield the sentences with labels changed at their error rates, as often as told."""
    rng = np.random.default_rng(0)
    others = _other_voices(said)
    for _ in range(rounds):
        wrong = rng.random(len(said)) >= said.confidence
        picked = rng.random(len(said))
        drawn = [own[int(x * len(own))] for x, own in zip(picked, others, strict=True)]
        voices = pd.Series(drawn, said.index, dtype=said.person.dtype)
        yield said.assign(
            person=said.person.mask(wrong, voices), speaker=said.speaker.mask(wrong, voices)
        )


def _other_voices(said: pd.DataFrame) -> list[list[str]]:
    """Return for each sentence the voices of its document that it does not have, by name."""
    by_document = said.groupby("doc_id", sort=False).person
    voices = by_document.agg(lambda persons: sorted({*persons, BOTH_SIDES, NARRATOR}))
    labelled = zip(said.doc_id, said.person, strict=True)
    return [[voice for voice in voices[d] if voice != person] for d, person in labelled]


def _without_talks(said: pd.DataFrame, events: pd.Series, groups: int) -> Iterator[pd.DataFrame]:
    """Yield the sentences without each talk, or without each of so many groups of talks."""
    number, talks = pd.factorize(events)
    group = number % groups
    for left_out in range(min(groups, len(talks))):
        yield said[group != left_out]


def _moving(said: pd.DataFrame, doubtful: pd.Index, value: pd.Series, again: Again) -> pd.DataFrame:
    """Return the doubtful sentences that move a number, by number, most first."""
    moves = [
        (place, change, sentence)
        for sentence in doubtful
        for place, change in enumerate(again(said.drop(sentence)) - value)
        if abs(change) > STILL
    ]
    moves.sort(key=lambda move: (move[0], -abs(move[1]), move[2]))
    changes = pd.DataFrame(
        {
            "number": [value.index[place] for place, _, _ in moves],
            "change": [change for _, change, _ in moves],
        }
    )
    sentences = said.loc[[sentence for _, _, sentence in moves], MOVING_SENTENCE]
    return pd.concat([changes, sentences.reset_index(drop=True)], axis=1)
