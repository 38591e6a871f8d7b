"""Did the words change, by more than chance: divergence in excess of its permutation mean, and the words that carry it.

Two samples of one text already differ, and the more the shorter they are; so the divergence is shown less what shuffled labels give. The
talk is shuffled between periods, what a person says in a talk between the persons of that talk, the turn between talks for talks: never
the word. Longer texts would stand out by their length alone, so what is shuffled is first drawn down to one length.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import xlogy
from sklearn.feature_extraction.text import TfidfTransformer

from .corpus import Corpus
from .inference import (
    PermutationResult,
    change_point_test,
    column_tests,
    date_arrangements,
    date_draws,
    permutation_test,
    slopes,
    thin,
)
from .parsing.readout import ReadoutError
from .phrases import spoken
from .wordcounts import add_up, count, spread, units

TRIED = 3_000  # words and runs of words, those of most talks
_TESTS = ["slope", "low", "high", "p", "floor", "p_shown", "p_adjusted", "p_family", "why"]
_CHANGED = ["changed", "changed_low", "changed_high", "changed_p", "changed_floor"]
SHORT = 0.1  # texts are drawn down to the length that one in ten does not reach; fewer than eleven to the shortest
PAIRS_UP_TO = 60  # talks; with more, only neighbours in time are compared
_UNIT = {
    "period": "talk",
    "year": "talk",
    "person": "part of a person inside its talk",
    "talk": "turn between talks",
}


@dataclass(frozen=True, eq=False)
class Divergence:
    """How far groups of texts differ.

    test: the Jensen-Shannon divergence in bits with its expectation under shuffled labels, p and floor; `test.excess` is the divergence
    beyond chance, both of texts drawn down to one length. bits: the divergence of all the words. groups: group, talks, turns, words (after
    the stop list). words: word, bits (its part of the divergence), share, leans (the group that uses it most), a rate per 1,000 words for
    each group, talks (range), house_style (it lives in one talk, or in one known outlet). unit: what was shuffled. why: why nothing can be
    tested, else empty. left_out: talks that no group holds, as they are undated.
    """

    test: PermutationResult
    bits: float
    groups: pd.DataFrame
    words: pd.DataFrame
    unit: str
    why: str
    left_out: int


def jensen_shannon(distributions: np.ndarray) -> np.ndarray:
    """Return the divergence in bits of groups of word counts, the last two axes being groups and words: H(mean) - mean(H).

    Each group weighs the same (Lin 1991); between 0 and log2 of the number of groups. A group without words leaves NaN.

    >>> jensen_shannon(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 5.0]])).item()
    1.0
    """
    return _parts(distributions)[0].sum(axis=-1)


def _parts(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each word's part of the divergence, in bits, and the groups' distributions."""
    with np.errstate(invalid="ignore", divide="ignore"):
        p = counts / counts.sum(axis=-1, keepdims=True)
    m = p.mean(axis=-2)
    return (xlogy(p, p).mean(axis=-2) - xlogy(m, m)) / np.log(2), p


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

    `between`: `period` (before and from the day `split`; without `split`, from the first day of the talk that leaves the most even
    halves), `year`, `person` (inside talks that at least two of the persons share) or `talk`. `persons` keeps only these persons' words;
    joint and narrated sentences always stay out. What is shuffled is drawn down to one length, five times (above 200 texts fewer, but three
    where days are drawn); the statistic and its expectation are means over these draws, p and floor medians, as in `paired_tests`: where
    nothing differs the excess is 0 on average whatever the lengths. A talk whose possible days lie in two periods, or years, gets a day
    inside them (`date_draws`) in each of these draws, and the talks are shuffled between the sides so drawn; `groups`, `words` and `bits`
    have it where its middle day lies. Undated talks are left out. The p of a draw is exact while the arrangements can be enumerated. With
    fewer than 2 groups, or 0 or 1 talk, the result is NaN and `why` says so. Raises ReadoutError for another `between` or an unknown person.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> d = divergence(corpus, "period", split="2022-01-01")
    >>> d.groups.talks.tolist(), round(d.test.floor, 3), d.test.p_shown
    ([3, 2], 0.1, None)
    """
    if between not in _UNIT:
        raise ReadoutError(
            f"divergence: cannot compare by {between!r}; expected one of {', '.join(_UNIT)}."
        )
    speech = corpus.speech
    if missing := sorted(set(persons) - set(speech.person)):
        raise ReadoutError(f"divergence: nobody called {', '.join(missing)} speaks in this corpus.")
    turns = units(corpus, "turn", ["person"])
    turns = turns[turns.person.isin(persons)] if persons else turns
    sides = [] if between in turns else _sides(turns, speech, between, split, seed)
    group = turns[between] if between in turns else turns.event_id.map(sides[0])
    turns = turns.assign(group=group, outlet=turns.doc_id.map(corpus.documents.outlet))
    left_out = turns[turns.group.isna()].event_id.nunique()
    turns = turns.dropna(subset="group")
    if between == "person":
        turns = turns[turns.groupby("event_id").group.transform("nunique") > 1]
    counts, names = count(turns.text)
    worded = np.asarray(counts.sum(axis=1)).ravel() > 0
    turns, counts = turns[worded].reset_index(drop=True), counts[worded]
    if turns.group.nunique() < 2:
        why = (
            f"fewer than two groups by {between}: nothing to compare"
            + f" (talks left out for their dates: {left_out})" * (left_out > 0)
        )
        test = PermutationResult(nan, nan, 1.0, 1.0, turns.event_id.nunique(), "permutation")
        columns = (
            ["group", "talks", "turns", "words"],
            ["word", "bits", "share", "leans", "talks", "house_style"],
        )
        return Divergence(
            test, nan, *(pd.DataFrame(columns=c) for c in columns), _UNIT[between], why, left_out
        )
    keys = {"person": ["event_id", "group"], "talk": ["doc_id", "turn"]}.get(between, ["event_id"])
    unit = turns.drop_duplicates(keys).reset_index(drop=True)
    rows = add_up(counts, turns.groupby(keys, sort=False).ngroup().to_numpy())
    strata = {"person": unit.event_id, "talk": unit.person}.get(between)
    groups = sorted(unit.group.unique())
    length = pd.Series(np.asarray(rows.sum(axis=1)).ravel())
    least = length.groupby(np.zeros(len(unit)) if strata is None else strata).transform(
        lambda n: n.quantile(SHORT, interpolation="lower")
    )
    rng = np.random.default_rng(seed)
    n, tests = turns.event_id.nunique(), []
    drawn = [tuple(unit.event_id.map(side)) for side in sides[1:]] or [tuple(unit.group)]
    for i in range(1 + 2 * min(2, max(len(set(drawn)) > 1, 400 // len(unit)))):
        cut, label = thin(rows, (least / length).to_numpy(), rng), drawn[i % len(drawn)]
        bits = lambda codes, cut=cut, k=len(set(label)): np.nan_to_num(
            [jensen_shannon(add_up(cut, row, k).toarray()) for row in codes]
        )
        tests.append(permutation_test(bits, label, talks=n, strata=strata, draws=draws, seed=seed))
    middle = {"statistic": np.mean, "expected": np.mean, "p": np.median, "floor": np.median}
    test = replace(
        tests[0], **{key: float(f([getattr(t, key) for t in tests])) for key, f in middle.items()}
    )
    stuck = f"no {_UNIT[between]} can change its group: chance cannot be told from difference"
    why = stuck if test.floor >= 1 else test.why if test.p_shown is None else ""
    own = add_up(counts, np.searchsorted(groups, turns.group), len(groups)).toarray()
    sizes = (
        turns.groupby("group")
        .agg(talks=("event_id", "nunique"), turns=("text", "size"))
        .reset_index()
        .assign(words=own.sum(axis=1).astype(int))
    )
    return Divergence(
        test,
        float(jensen_shannon(own)),
        sizes,
        _word_table(own, groups, turns, names, counts),
        _UNIT[between],
        why,
        left_out,
    )


def talk_similarity(corpus: Corpus) -> pd.DataFrame:
    """Compare talks pair by pair in time order: cosine similarity of their tf-idf words (0 nothing in common, 1 the same).

    Columns: talk_a, talk_b, event_a, event_b, start_a, start_b, steps (talks apart in time order), years (between the first days;
    NaN unless both talks are known to the day), similarity. Time order is that of the first possible days. Up to 60 talks all pairs are
    compared, above neighbours alone. Years without a talk have no row, so no line can be drawn through them. Undated talks are left
    out; 0 or 1 dated talk, or none with a word that counts: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> talk_similarity(corpus)[["talk_a", "talk_b"]].values.tolist()[0]
    ['2019-05-13', '2020-12-22']
    """
    texts = units(corpus, "document", ["person", "joint"])
    first = corpus.speech.drop_duplicates("event_id").set_index("event_id")
    texts = texts.assign(start=first.event_start.reindex(texts.event_id).to_numpy()).dropna(
        subset="start"
    )
    talks = (
        texts.groupby(["event_id", "talk", "start"], sort=False)
        .text.agg("\n".join)
        .reset_index()
        .sort_values("start", kind="stable")
    )
    columns = [
        "talk_a",
        "talk_b",
        "event_a",
        "event_b",
        "start_a",
        "start_b",
        "steps",
        "years",
        "similarity",
    ]
    counts = count(talks.text)[0] if len(talks) > 1 else None
    if counts is None or not counts.shape[1]:
        return pd.DataFrame(columns=columns)
    matrix = sparse.csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(counts))
    talks = (
        talks[["talk", "event_id", "start"]]
        .rename(columns={"event_id": "event"})
        .reset_index(drop=True)
    )
    frames = []
    for step in range(1, len(talks) if len(talks) <= PAIRS_UP_TO else 2):
        pairs = (
            talks.iloc[:-step]
            .add_suffix("_a")
            .join(talks.iloc[step:].reset_index(drop=True).add_suffix("_b"))
        )
        frames.append(
            pairs.assign(
                steps=step, similarity=matrix[:-step].multiply(matrix[step:]).sum(axis=1).A1
            )
        )
    out = pd.concat(frames).sort_values(
        ["start_a", "event_a", "steps"], kind="stable", ignore_index=True
    )
    exact = first.index[first.event_precision == "day"]
    years = (out.start_b - out.start_a).dt.days / 365.25
    return out.assign(years=years.where(out.event_a.isin(exact) & out.event_b.isin(exact)))[columns]


def trends(corpus: Corpus, *, seed: int = 0) -> pd.DataFrame:
    """Test the words, and the runs of two and three words, of persons and both sides for a change of their rate over the years.

    Columns: word, talks (range), earlier, later (hits in the two halves of the talks in time order), slope (change of the rate per 1,000
    words in a year), low, high (`slopes`), p, floor, p_shown, p_adjusted, p_family, why (`column_tests`: hits less those expected
    at an even rate, correlated with the date, the dates permuted over the talks), house_style. What stands in fewer than 3 talks, or in
    fewer than one in a hundred, is left out, and of the rest all but the 3,000 of most talks. Days known only as an interval are drawn
    (`date_draws`); undated talks are left out. Smallest p_family first, then p_shown, then
    the steepest, then by word; fewer than 3 dated talks: no row.

    >>> from readoutlib import load_corpus
    >>> table = trends(load_corpus("seeds"))
    >>> bool(table.p_shown.isna().all()), round(table.floor.min().item(), 4)
    (True, 0.0083)
    """
    texts = units(corpus, "document", ["person", "joint"])
    talks, times = _dated(corpus, seed)
    texts = texts[texts.event_id.isin(talks.index)].reset_index(drop=True)
    columns = ["word", "talks", "earlier", "later", *_TESTS, "house_style"]
    if len(talks) < 3 or texts.empty:
        return pd.DataFrame(columns=columns)
    raw, names = count(texts.text, ngram_range=(1, 3), min_df=min(3, len(texts)))
    within, house_style = spread(raw, texts.event_id, texts.doc_id.map(corpus.documents.outlet))
    kept = np.flatnonzero(within >= max(3, len(talks) / 100))
    kept = np.sort(kept[np.argsort(-within[kept], kind="stable")[:TRIED]])
    place = talks.index.get_indexer(texts.event_id)
    c = add_up(raw[:, kept], place, len(talks)).toarray()
    n = np.bincount(place, texts.n_words, len(talks))
    later = times.mean(axis=0).argsort(kind="stable").argsort() >= len(talks) // 2
    out = pd.DataFrame(
        {"word": [names[i] for i in kept], "talks": within[kept], "house_style": house_style[kept]}
    )
    out = out.assign(
        earlier=c[~later].sum(axis=0).astype(int), later=c[later].sum(axis=0).astype(int)
    )
    out = _over_time(out, c, n, times, seed)
    out = out.assign(size=-out.slope.abs().round(9)).sort_values(
        ["p_family", "p_shown", "size", "word"], kind="stable", ignore_index=True
    )
    return out[columns]


def over_time(
    corpus: Corpus, hits: pd.DataFrame, families: Sequence[str], *, seed: int = 0
) -> pd.DataFrame:
    """Test named families for a trend and for a change point: family, hits, talks, slope to why as in `trends`, then changed, changed_low,
    changed_high (the day from which the rate is another, and its range), changed_p, changed_floor (`change_point_test`; NaN below 10 talks).

    Hits in the words that count of all voices; days known only as an interval are drawn, undated talks left out. In the order of
    `families`; 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import find, grow
    >>> corpus = load_corpus("seeds")
    >>> over_time(corpus, find(corpus, [grow("multipolar")]), ["multipolar"])[["hits", "talks", "changed"]].values.tolist()
    [[3, 5, None]]
    """
    talks, times = _dated(corpus, seed)
    said = spoken(hits)
    c = (
        pd.crosstab(said.event_id, said.family)
        .reindex(index=talks.index, columns=families, fill_value=0)
        .to_numpy(float)
    )
    n = corpus.speech.groupby("event_id").n_words.sum().reindex(talks.index).to_numpy(float)
    if talks.empty:
        return pd.DataFrame(columns=["family", "hits", "talks", *_TESTS, *_CHANGED])
    out = pd.DataFrame(
        {"family": list(families), "hits": c.sum(axis=0).astype(int), "talks": len(talks)}
    )
    out, rows = _over_time(out, c, n, times, seed), []
    for column in c.T:
        test, days = change_point_test(column, n, times, seed=seed)
        found = test.floor < 1
        rows.append(
            (
                *(str(np.datetime64(round(d * 365.25), "D")) if found else None for d in days),
                test.p if found else nan,
                test.floor,
            )
        )
    return out.assign(**dict(zip(_CHANGED, zip(*rows, strict=True), strict=True)))


def _over_time(
    frame: pd.DataFrame, c: np.ndarray, n: np.ndarray, times: np.ndarray, seed: int
) -> pd.DataFrame:
    """Add slopes and tests over time to a frame with a row for each column of counts c."""
    slope, low, high = slopes(c, n, times)
    tests = column_tests(
        date_arrangements(times, draws=999, seed=seed),
        c - np.outer(n / max(1, n.sum()), c.sum(axis=0)),
    )
    return pd.concat([frame.assign(slope=slope, low=low, high=high), tests], axis=1)


def _dated(corpus: Corpus, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the talks that have a date, by event_id, and their dates in years, drawn where they are intervals."""
    talks = (
        corpus.speech.drop_duplicates("event_id").set_index("event_id").dropna(subset="event_start")
    )
    return talks, date_draws(talks.event_start, talks.event_end, seed=seed)


def period(turns: pd.DataFrame, speech: pd.DataFrame) -> pd.Series:
    """Name the period of each row's talk, as `divergence` halves the talks of these rows: that of its middle day; none where it is undated."""
    return turns.event_id.map(_sides(turns, speech, "period", None, 0)[0])


def _sides(
    turns: pd.DataFrame, speech: pd.DataFrame, between: str, split: str | None, seed: int
) -> list[pd.Series]:
    """Return the period, or the year, of each talk by event_id: on its middle day, then on the days of each draw."""
    talks = speech.drop_duplicates("event_id").set_index("event_id")
    middle = talks.event_start + ((talks.event_end - talks.event_start) / 2).dt.floor("D")
    times = [
        *date_draws(middle, middle),
        *date_draws(talks.event_start, talks.event_end, draws=5, seed=seed),
    ]
    days = [pd.Series(pd.to_datetime((t * 365.25).round(), unit="D"), talks.index) for t in times]
    if between == "year":
        return [day.dt.strftime("%Y") for day in days]
    border = (
        _halfway(talks[talks.index.isin(turns.event_id.unique())])
        if split is None
        else pd.Timestamp(split)
    )
    before, after = ("earlier", "later") if split is None else (f"before {split}", f"from {split}")
    return [
        pd.Series(np.where(day < border, before, after), talks.index, dtype=object).where(
            day.notna()
        )
        for day in days
    ]


def _halfway(talks: pd.DataFrame) -> pd.Timestamp:
    """Return the first day of a talk with the most even numbers of talks wholly before it and from it on; of equal ones the last."""
    dated = talks.dropna(subset="event_start")
    days = np.unique(dated.event_start)
    before = np.searchsorted(np.sort(dated.event_end), days)
    after = len(dated) - np.searchsorted(np.sort(dated.event_start), days)
    return (
        pd.Timestamp(days[np.lexsort((days, before + after, np.minimum(before, after)))[-1]])
        if len(days)
        else pd.NaT
    )


def _word_table(
    own: np.ndarray,
    groups: list[str],
    turns: pd.DataFrame,
    names: list[str],
    counts: sparse.csr_matrix,
) -> pd.DataFrame:
    """Return the words by their part of the divergence, the largest first, equal ones by name."""
    bits, p = _parts(own)
    out = pd.DataFrame(
        {
            "word": names,
            "bits": bits,
            "share": bits / (bits.sum() or 1),
            "leans": np.array(groups)[p.argmax(axis=0)],
        }
    )
    out = pd.concat([out, pd.DataFrame(1000 * p.T, columns=groups)], axis=1)
    out["talks"], out["house_style"] = spread(counts, turns.event_id, turns.outlet)
    return out.loc[np.lexsort((out.word, -bits.round(12)))].reset_index(drop=True)
