"""Keyness: which words set two persons apart inside the talks in which both speak."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import xlogy

from ..corpus import Corpus
from ..inference import paired_bounds, paired_tests
from ..parsing.readout import ReadoutError
from ..wordcounts import add_up, count, spread, units

_TEST = ["p", "floor", "p_shown", "p_adjusted", "p_family", "why"]
_HITS = ["talks", "hits_a", "hits_b", "rate_a", "rate_b", "house_style"]
_BY_TOKENS = ["token_g2", "token_log_ratio", "token_delta", "token_zeta"]
_KEYNESS = ["word", "difference", "low", "high", *_TEST, *_HITS, *_BY_TOKENS]
_BY_TALKS = ["hits_a", "hits_b", "talks_a", "talks_b", "talks", "house_style"]
_VOCABULARY = ["word", "used_by", *_BY_TALKS]
PRIOR = 50.0  # words; the weight of the pooled rates in Fightin' Words, small as the corpora are


def paired_keyness(
    corpus: Corpus, a: str | None, b: str | None, *, min_talks: int = 2, phrases: Sequence[str] = ()
) -> pd.DataFrame:
    """Compare two persons' words inside the talks in which both speak.

    Columns: word, difference (mean over talks of a's rate less b's, per 1,000 words), low, high (t
    interval over talks), p (two-sided sign flip of texts of equal length: `paired_tests`), floor,
    p_shown (NaN for 5 talks or fewer), p_adjusted, p_family, why, talks (range), hits_a, hits_b,
    rate_a, rate_b (pooled), house_style, and, describing only, token_g2, token_log_ratio,
    token_delta, token_zeta (the conventional measures below in this file).

    Rates are for 1,000 of all the words that count, as everywhere; stop words have no row. Words in
    fewer than `min_talks` of these talks are left out; `phrases` count as single words. Largest
    difference first, equal ones by word. 0 shared talks: no row; 1: bounds NaN. Of many such
    intervals one in twenty misses 0 by chance: they show sizes, they are no tests. Raises
    ReadoutError for a person who does not speak, or for the same person twice.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> table = paired_keyness(corpus, "Wang Yi", "Sergey Lavrov")
    >>> table.word[0], table.floor[0].item(), bool(table.p_shown.isna().all())
    ('cooperation', 0.0625, True)
    """
    pair = _count_pair(corpus, a, b, phrases, shared=True)
    if pair is None:
        return pd.DataFrame(columns=_KEYNESS)
    described = pd.concat([pair.words, _token_measures(pair)], axis=1)
    kept = np.flatnonzero(pair.words.talks >= min_talks)
    counts_a, counts_b = pair.counts_a[:, kept], pair.counts_b[:, kept]
    rates_a = sparse.diags(1000 / pair.words_a) @ counts_a
    rates_b = sparse.diags(1000 / pair.words_b) @ counts_b
    mean, low, high = paired_bounds(rates_a - rates_b)
    tests = paired_tests(counts_a, counts_b, pair.words_a, pair.words_b)
    out = described.iloc[kept].reset_index(drop=True)
    out = pd.concat([out.assign(difference=mean, low=low, high=high), tests], axis=1)
    out["size"] = out.difference.abs().round(9)  # equal but for the last bits of a float is equal
    out = out.sort_values(["size", "word"], ascending=[False, True], ignore_index=True)
    return out[_KEYNESS]


def vocabulary(corpus: Corpus, a: str | None, b: str | None) -> pd.DataFrame:
    """Return the words of two persons, shared words first, then those of one.

    Columns: word, used_by (`both`, a's name, b's name), hits_a, hits_b, talks_a, talks_b, talks,
    house_style: the word lives in one talk, or in one known outlet, so the page's wording is the
    first suspect; rare words are exclusive by chance. In each part most talks first, then most
    hits, then by word. Raises ReadoutError as `paired_keyness`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> vocabulary(corpus, "Wang Yi", "Sergey Lavrov").used_by.unique().tolist()
    ['both', 'Wang Yi', 'Sergey Lavrov']
    """
    pair = _count_pair(corpus, a, b, shared=False)
    if pair is None:
        return pd.DataFrame(columns=_VOCABULARY)
    words = pair.words
    used_by = pd.Series("both", words.index)
    used_by = used_by.mask(words.hits_b == 0, pair.a).mask(words.hits_a == 0, pair.b)
    out = words.assign(
        used_by=used_by,
        talks_a=(pair.counts_a > 0).sum(axis=0).A1,
        talks_b=(pair.counts_b > 0).sum(axis=0).A1,
        shared=used_by == "both",
        hits=words.hits_a + words.hits_b,
    )
    order = {"shared": False, "talks": False, "hits": False, "word": True}
    out = out.sort_values(list(order), ascending=list(order.values()), ignore_index=True)
    return out[_VOCABULARY]


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two persons' words, counted by talk.

    a, b: their names; counts_a, counts_b: tables of shape (talks, words); words_a, words_b: all the
    words that count, a number for each talk; words: word, talks, house_style, hits_a, hits_b,
    rate_a, rate_b.
    """

    a: str
    b: str
    counts_a: sparse.csr_matrix
    counts_b: sparse.csr_matrix
    words_a: np.ndarray
    words_b: np.ndarray
    words: pd.DataFrame


def _count_pair(
    corpus: Corpus, a: str | None, b: str | None, phrases: Sequence[str] = (), *, shared: bool
) -> _Pair | None:
    """Count two persons' words by talk, in all talks or in those they share; None without any."""
    if a is None or b is None:
        return None
    turns = units(corpus, "turn", ["person"])
    _check_persons(sorted(set(turns.person)), a, b)
    turns = turns[turns.person.isin((a, b))]
    if shared:
        both_speak = turns.groupby("event_id").person.transform("nunique") == 2
        turns = turns[both_speak]
    if turns.empty:
        return None
    counts, names = count(turns.text, phrases)
    talk = pd.factorize(turns.event_id)[0]
    n_talks = int(talk.max()) + 1

    def by_talk(person: str) -> tuple[sparse.csr_matrix, np.ndarray]:
        own = (turns.person == person).to_numpy()
        table = sparse.csr_matrix(add_up(counts[own], talk[own], n_talks))
        return table, np.bincount(talk[own], turns.n_words[own], n_talks)

    (counts_a, words_a), (counts_b, words_b) = by_talk(a), by_talk(b)
    outlets = turns.doc_id.map(corpus.documents.outlet)
    talks, house_style = spread(counts, turns.event_id, outlets)
    words = pd.DataFrame({"word": names, "talks": talks, "house_style": house_style})
    words["hits_a"] = counts_a.sum(axis=0).A1.astype(int)
    words["hits_b"] = counts_b.sum(axis=0).A1.astype(int)
    words["rate_a"] = 1000 * words.hits_a / words_a.sum()
    words["rate_b"] = 1000 * words.hits_b / words_b.sum()
    return _Pair(a, b, counts_a, counts_b, words_a, words_b, words)


def _check_persons(speakers: Sequence[str], a: str, b: str) -> None:
    """Raise ReadoutError where one of two persons does not speak, or both are one."""
    for person in (a, b):
        if person not in speakers:
            expected = ", ".join(speakers[:10])
            raise ReadoutError(
                f"{person!r} does not speak in this corpus; expected one of {expected}."
            )
    if a == b:
        raise ReadoutError(f"Cannot compare {a!r} with the same person; name two persons.")


# The conventional measures, of counts a and b of a word in texts of n_a and n_b words. They take
# words for independent, which words of one text are not: they describe, and test nothing.


def _token_measures(pair: _Pair) -> pd.DataFrame:
    """Return the conventional measures of each word."""
    a, b = pair.words.hits_a.to_numpy(), pair.words.hits_b.to_numpy()
    n_a, n_b = pair.words_a.sum(), pair.words_b.sum()
    delta, zeta = _weighted_log_odds(a, b, n_a, n_b)
    return pd.DataFrame(
        {
            "token_g2": _log_likelihood(a, b, n_a, n_b),
            "token_log_ratio": _log_ratio(a, b, n_a, n_b),
            "token_delta": delta,
            "token_zeta": zeta,
        }
    )


def _log_likelihood(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> np.ndarray:
    """Return the log-likelihood ratio of each word (Dunning 1993).

    G2 = 2 * sum(O * ln(O / E)) over the four cells a, b, n_a - a, n_b - b, where E is the cell's
    row total times its column total, divided by n_a + n_b.

    >>> _log_likelihood(np.array([20, 10]), np.array([10, 5]), 1000.0, 500.0).round(2)
    array([0., 0.])
    """
    observed = np.array([a, b, n_a - a, n_b - b])
    hits, others = a + b, n_a + n_b - a - b
    row_totals = np.array([hits, hits, others, others])
    column_totals = np.array([n_a, n_b, n_a, n_b])[:, None]
    expected = row_totals * column_totals / (n_a + n_b)
    # x ln x is 0 at 0, and where E is 0 so is O.
    gain = xlogy(observed, observed) - xlogy(observed, np.where(expected > 0, expected, 1))
    g2: np.ndarray = 2 * gain.sum(axis=0)
    return g2


def _log_ratio(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> np.ndarray:
    """Return the binary logarithm of the ratio of rates (Hardie 2014), 1/2 added to each count.

    log2((a + 1/2) / n_a) - log2((b + 1/2) / n_b): 1 is twice as frequent.

    >>> _log_ratio(np.array([9.5]), np.array([4.5]), 1000.0, 1000.0)
    array([1.])
    """
    return np.log2((a + 0.5) / n_a) - np.log2((b + 0.5) / n_b)


def _weighted_log_odds(
    a: np.ndarray, b: np.ndarray, n_a: float, n_b: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return delta and zeta of Fightin' Words (Monroe, Colaresi and Quinn 2008, eqs. 16 and 22).

    With a prior of alpha_0 = `PRIOR` words, spread as the pooled rates:
    alpha = alpha_0 * (a + b) / (n_a + n_b),
    delta = ln((a + alpha) / (n_a + alpha_0 - a - alpha))
          - ln((b + alpha) / (n_b + alpha_0 - b - alpha)),
    zeta = delta / sqrt(1 / (a + alpha) + 1 / (b + alpha)).

    >>> delta, zeta = _weighted_log_odds(np.array([8, 4]), np.array([2, 4]), 100.0, 100.0)
    >>> delta.round(2), zeta.round(2)
    (array([0.89, 0.  ]), array([1.58, 0.  ]))
    """
    alpha = PRIOR * (a + b) / (n_a + n_b)
    odds_a = (a + alpha) / (n_a + PRIOR - a - alpha)
    odds_b = (b + alpha) / (n_b + PRIOR - b - alpha)
    delta = np.log(odds_a) - np.log(odds_b)
    variance = 1 / (a + alpha) + 1 / (b + alpha)
    return delta, delta / np.sqrt(variance)
