"""How far groups of texts differ: divergence in excess of its permutation mean, and its words.

Two samples of one text already differ, and the more the shorter they are; so the divergence is
shown less what shuffled labels give. The talk is shuffled between periods, what a person says in a
talk between the persons of that talk, the turn between talks for talks: never the word. Longer
texts would stand out by their length alone, so what is shuffled is first drawn down to one length.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import xlogy

from ..corpus import Corpus
from ..inference import PermutationResult, permutation_test, thin
from ..parsing.readout import ReadoutError
from ..wordcounts import add_up, count, spread, units
from .periods import before_and_after, years

# Texts are drawn down to the length that one in ten does not reach; fewer than eleven to the
# shortest.
SHORT = 0.1
_GROUP_COLUMNS = ["group", "talks", "turns", "words"]
_WORD_COLUMNS = ["word", "bits", "share", "leans", "talks", "house_style"]


@dataclass(frozen=True)
class _Shuffle:
    """What is shuffled between groups: its name, the columns that tell it apart, inside what."""

    unit: str
    keys: tuple[str, ...]
    inside: str | None = None


_SHUFFLES = {
    "period": _Shuffle("talk", ("event_id",)),
    "year": _Shuffle("talk", ("event_id",)),
    "person": _Shuffle("part of a person inside its talk", ("event_id", "group"), "event_id"),
    "talk": _Shuffle("turn between talks", ("doc_id", "turn"), "person"),
}


@dataclass(frozen=True, eq=False)
class Divergence:
    """How far groups of texts differ.

    test: the Jensen-Shannon divergence in bits with its expectation under shuffled labels, p and
    floor; `test.excess` is the divergence beyond chance, both of texts drawn down to one length.
    bits: the divergence of all the words. groups: group, talks, turns, words (after the stop list).
    words: word, bits (its part of the divergence), share, leans (the group that uses it most), a
    rate per 1,000 words for each group, talks (range), house_style (it lives in one talk, or in one
    known outlet). unit: what was shuffled. why: why nothing can be tested, else empty. left_out:
    talks that no group holds, as they are undated.
    """

    test: PermutationResult
    bits: float
    groups: pd.DataFrame
    words: pd.DataFrame
    unit: str
    why: str
    left_out: int


def jensen_shannon(counts: np.ndarray) -> np.ndarray:
    """Return the divergence in bits of groups of word counts.

    `counts` has shape (…, groups, words), the result the shape before these two axes. With p_g the
    counts of group g over their sum, m the mean of the p_g and H the entropy -sum(p log2 p):

        divergence = H(m) - mean(H(p_g))

    Each group weighs the same (Lin 1991, sect. V); between 0 and log2 of the number of groups. A
    group without words leaves NaN; one group has 0.

    >>> jensen_shannon(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 5.0]])).item()
    1.0
    """
    return np.asarray(_bits_of_words(_distributions(counts)).sum(axis=-1))


def _distributions(counts: np.ndarray) -> np.ndarray:
    """Return the p_g of `jensen_shannon`, in the shape of the counts."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(counts / counts.sum(axis=-1, keepdims=True))


def _bits_of_words(p: np.ndarray) -> np.ndarray:
    """Return each word's part of the divergence of distributions: mean(p_g log2 p_g) - m log2 m."""
    m = p.mean(axis=-2)
    nats = xlogy(p, p).mean(axis=-2) - xlogy(m, m)
    return np.asarray(nats / np.log(2))


def divergence(
    corpus: Corpus,
    between: str = "period",
    *,
    split: str | None = None,
    persons: Sequence[str] = (),
    draws: int = 999,
    seed: int = 0,
) -> Divergence:
    """Compare the words of periods, years, persons or talks.

    `between`: `period` (before and from the day `split`; without `split`, from the first day of the
    talk that leaves the most even halves), `year`, `person` (inside talks that at least two of the
    persons share) or `talk`. `persons` keeps only these persons' words; joint and narrated
    sentences always stay out. What is shuffled is drawn down to one length, five times (above 200
    texts fewer, but three where days are drawn); the statistic and its expectation are means over
    these draws, p and floor medians, as in `paired_tests`: where nothing differs the excess is 0 on
    average whatever the lengths. A talk whose possible days lie in two periods, or years, gets a
    day inside them (`date_draws`) in each of these draws, and the talks are shuffled between the
    sides so drawn; `groups`, `words` and `bits` have it where its middle day lies. Undated talks
    are left out. The p of a draw is that of `permutation_test` for `jensen_shannon`, exact while
    the arrangements can be enumerated.

    With fewer than 2 groups, or 0 or 1 talk, the result is NaN and `why` says so; 2 talks have no
    p, and `why` says that. Raises ReadoutError for another `between` or an unknown person.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> d = divergence(corpus, "period", split="2022-01-01")
    >>> d.groups.talks.tolist(), round(d.test.floor, 3), d.test.p_shown
    ([3, 2], 0.1, None)
    """
    if between not in _SHUFFLES:
        raise ReadoutError(
            f"divergence: cannot compare by {between!r}; expected one of {', '.join(_SHUFFLES)}."
        )
    if missing := sorted(set(persons) - set(corpus.speech.person)):
        raise ReadoutError(f"divergence: nobody called {', '.join(missing)} speaks in this corpus.")
    shuffle = _SHUFFLES[between]
    turns, sides = _turns_in_groups(corpus, between, split, persons, seed)
    left_out = turns[turns.group.isna()].event_id.nunique()
    turns = turns.dropna(subset="group")
    if between == "person":
        groups_in_talk = turns.groupby("event_id").group.transform("nunique")
        turns = turns[groups_in_talk > 1]
    counts, names = count(turns.text)
    worded = np.asarray(counts.sum(axis=1)).ravel() > 0
    turns, counts = turns[worded].reset_index(drop=True), counts[worded]
    if turns.group.nunique() < 2:
        return _nothing_to_compare(between, turns.event_id.nunique(), left_out)
    test = _tested(turns, counts, shuffle, sides, draws, seed)
    groups = sorted(turns.group.unique())
    of_groups = add_up(counts, np.searchsorted(groups, turns.group), len(groups)).toarray()
    return Divergence(
        test=test,
        bits=float(jensen_shannon(of_groups)),
        groups=_group_table(of_groups, turns),
        words=_word_table(of_groups, groups, turns, names, counts),
        unit=shuffle.unit,
        why=_why_no_p(test, shuffle.unit),
        left_out=left_out,
    )


def _turns_in_groups(
    corpus: Corpus, between: str, split: str | None, persons: Sequence[str], seed: int
) -> tuple[pd.DataFrame, list[pd.Series]]:
    """Return the persons' turns with group and outlet, and the talks' groups in each draw of days.

    No draws where the group is the person, or the talk, of the turn itself.
    """
    turns = units(corpus, "turn", ["person"])
    turns = turns[turns.person.isin(list(persons))] if persons else turns
    outlet = turns.doc_id.map(corpus.documents.outlet)
    if between in ("person", "talk"):
        return turns.assign(group=turns[between], outlet=outlet), []
    if between == "year":
        middle, *drawn = years(corpus.speech, seed=seed)
    else:
        middle, *drawn = before_and_after(turns, corpus.speech, split, seed=seed)
    return turns.assign(group=turns.event_id.map(middle), outlet=outlet), drawn


def _nothing_to_compare(between: str, talks: int, left_out: int) -> Divergence:
    """Return the result for fewer than two groups."""
    why = f"fewer than two groups by {between}: nothing to compare"
    if left_out:
        why += f" (talks left out for their dates: {left_out})"
    return Divergence(
        test=PermutationResult(nan, nan, 1.0, 1.0, talks, "permutation"),
        bits=nan,
        groups=pd.DataFrame(columns=_GROUP_COLUMNS),
        words=pd.DataFrame(columns=_WORD_COLUMNS),
        unit=_SHUFFLES[between].unit,
        why=why,
        left_out=left_out,
    )


def _tested(
    turns: pd.DataFrame,
    counts: sparse.csr_matrix,
    shuffle: _Shuffle,
    sides: list[pd.Series],
    draws: int,
    seed: int,
) -> PermutationResult:
    """Test the divergence of the turns' groups, or of their talks' sides in each draw of days."""
    keys = list(shuffle.keys)
    unit = turns.drop_duplicates(keys).reset_index(drop=True)
    rows = add_up(counts, turns.groupby(keys, sort=False).ngroup().to_numpy())
    inside = unit[shuffle.inside] if shuffle.inside else pd.Series(0, unit.index)
    labels = [tuple(unit.event_id.map(side)) for side in sides] or [tuple(unit.group)]
    length = pd.Series(np.asarray(rows.sum(axis=1)).ravel())
    least = length.groupby(inside).transform(
        lambda lengths: lengths.quantile(SHORT, interpolation="lower")
    )
    rng = np.random.default_rng(seed)
    tests = []
    for i in range(_times_drawn_down(len(unit), days_drawn=len(set(labels)) > 1)):
        cut = thin(rows, (least / length).to_numpy(), rng)
        label = labels[i % len(labels)]
        tests.append(
            permutation_test(
                _bits_by_label(cut, len(set(label))),
                label,
                talks=turns.event_id.nunique(),
                strata=inside,
                draws=draws,
                seed=seed,
            )
        )
    return PermutationResult(
        statistic=float(np.mean([t.statistic for t in tests])),
        expected=float(np.mean([t.expected for t in tests])),
        p=float(np.median([t.p for t in tests])),
        floor=float(np.median([t.floor for t in tests])),
        n=tests[0].n,
        method=tests[0].method,
    )


def _times_drawn_down(texts: int, days_drawn: bool) -> int:
    """Return how often texts are drawn down; an odd number has a middle one."""
    if texts <= 200:
        return 5
    return 3 if texts <= 400 or days_drawn else 1


def _bits_by_label(rows: sparse.csr_matrix, groups: int) -> Callable[[np.ndarray], np.ndarray]:
    """Return the statistic of the test: the divergence of rows of counts added up by label."""

    def bits(arrangements: np.ndarray) -> np.ndarray:
        tables = (add_up(rows, codes, groups).toarray() for codes in arrangements)
        return np.asarray(np.nan_to_num([jensen_shannon(table) for table in tables]))

    return bits


def _why_no_p(test: PermutationResult, unit: str) -> str:
    """Return why there is no p, or nothing where there is one."""
    if test.floor >= 1:
        return f"no {unit} can change its group: chance cannot be told from difference"
    return test.why if test.p_shown is None else ""


def _group_table(of_groups: np.ndarray, turns: pd.DataFrame) -> pd.DataFrame:
    """Return talks, turns and words of each group, by name."""
    sizes = turns.groupby("group").agg(talks=("event_id", "nunique"), turns=("text", "size"))
    return sizes.reset_index().assign(words=of_groups.sum(axis=1).astype(int))[_GROUP_COLUMNS]


def _word_table(
    of_groups: np.ndarray,
    groups: list[str],
    turns: pd.DataFrame,
    names: list[str],
    counts: sparse.csr_matrix,
) -> pd.DataFrame:
    """Return the words by their part of the divergence, the largest first, equal ones by name."""
    p = _distributions(of_groups)
    bits = _bits_of_words(p)
    share = bits / (bits.sum() or 1)
    leans = np.array(groups)[p.argmax(axis=0)]
    words = pd.DataFrame({"word": names, "bits": bits, "share": share, "leans": leans})
    rates = pd.DataFrame(1000 * p.T, columns=groups)
    out = pd.concat([words, rates], axis=1)
    out["talks"], out["house_style"] = spread(counts, turns.event_id, turns.outlet)
    return out.loc[np.lexsort((out.word, -bits.round(12)))].reset_index(drop=True)
