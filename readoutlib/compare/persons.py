"""Whom a comparison is of: persons of one side, the two who speak together, the principals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import pandas as pd

from ..corpus import Corpus
from ..parsing.readout import ReadoutError
from ..wordcounts import kind_of_voice
from .shares import share_of_voice


def pool(corpus: Corpus, sides: Mapping[str, Sequence[str]]) -> Corpus:
    """Return the corpus with the persons of each side as one, for every analysis.

    `sides` is side → persons: {"China": ["Wang Yi", "Xi Jinping"]}. Others stay themselves. Raises
    ReadoutError for a person who does not speak, or stands on two sides.

    >>> from readoutlib import load_corpus
    >>> ministers = {"ministers": ["Wang Yi", "Sergey Lavrov"]}
    >>> share_of_voice(pool(load_corpus("seeds"), ministers)).share[0].item()
    1.0
    """
    side_of = {person: side for side, persons in sides.items() for person in persons}
    unknown = sorted(set(side_of) - set(corpus.sentences.person))
    on_two_sides = len(side_of) < sum(map(len, sides.values()))
    if unknown or on_two_sides:
        found = ", ".join(unknown) or "one on two sides"
        raise ReadoutError(
            f"pool: expected persons who speak here, each on one side; found {found}."
        )

    def pooled(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(person=table.person.map(side_of).fillna(table.person))

    return replace(corpus, sentences=pooled(corpus.sentences), people=pooled(corpus.people))


def main_pair(corpus: Corpus) -> tuple[str | None, str | None]:
    """Return the two persons who speak in most talks together; None where nobody speaks.

    Of several pairs the one with most words, then by name. The one with more words comes first. Of
    people who never share a talk, the two with most words.

    >>> from readoutlib import load_corpus
    >>> main_pair(load_corpus("seeds"))
    ('Wang Yi', 'Sergey Lavrov')
    """
    speech = corpus.speech[kind_of_voice(corpus.speech) == "person"]
    sums = speech[speech.n_words > 0].groupby("person").n_words.sum()
    words: dict[str, int] = dict(zip(sums.index, sums, strict=True))
    most_words_first = sorted(words, key=lambda person: (-words[person], person))
    rank = {person: place for place, person in enumerate(most_words_first)}

    present = speech[speech.person.isin(words)].groupby("event_id").person.unique()
    shared_talks: Counter[tuple[str, str]] = Counter()
    for persons in present:
        shared_talks.update(combinations(sorted(persons, key=rank.__getitem__), 2))
    if not shared_talks:
        first, second, *_ = [*most_words_first, None, None]
        return first, second

    def order(pair: tuple[str, str]) -> tuple[int, int, tuple[str, str]]:
        a, b = pair
        return -shared_talks[pair], -words[a] - words[b], pair

    return min(shared_talks, key=order)


def principals(corpus: Corpus, n: int = 2) -> list[str]:
    """Return the persons with the most words that count, most first, then by name.

    Fewer than `n` where fewer speak.

    >>> from readoutlib import load_corpus
    >>> principals(load_corpus("seeds"), 1)
    ['Wang Yi']
    """
    voices = share_of_voice(corpus)
    speaking = voices[(voices.voice == "person") & (voices.words > 0)]
    return speaking.person.head(n).tolist()
