"""Simulate how often intervals cover the truth, and how often tests cry out over nothing.

And what divergence remains where nothing differs.

    .venv/bin/python tests/bench/coverage.py > tests/bench/coverage.tsv

Talks have 130 to 1,000 words, or all 500 where the quantity says so. A word's rate varies between
talks by a gamma factor of the given coefficient of variation (cv); `mean` is its mean number of
hits in a talk, or its mean share. Each cell has a seed of its own, so that any of them can be
computed alone. A p below six talks is never shown, so no test is offered there.
"""

import runpy
import sys
import zlib
from pathlib import Path

import numpy as np
from scipy import sparse

from readoutlib.compare import who_first
from readoutlib.drift import divergence
from readoutlib.inference import (
    change_point_test,
    column_tests,
    date_arrangements,
    paired_bounds,
    paired_tests,
    rate_interval,
    share_interval,
    slopes,
)
from readoutlib.phrases import find, literal

made = runpy.run_path(str(Path(__file__).parents[1] / "made.py"))["made"]
# low and high: what is allowed
COLUMNS = ["quantity", "talks", "cv", "mean", "runs", "value", "low", "high"]
VOCABULARY = [f"word{i}" for i in range(1500)]
ZIPF = 1 / np.arange(2, len(VOCABULARY) + 2)
LEVEL = 0.05
COVERS, COVERS_FROM_10, FALSE, NOTHING = (0.92, 1.0), (0.92, 0.99), (0.0, 0.06), (-0.01, 0.01)


def lengths(rng, shape, equal=False):
    """Words of talks."""
    return np.full(shape, 500) if equal else rng.integers(130, 1001, shape)


def burst(rng, shape, cv):
    """Factors of mean 1 by which a rate varies between talks."""
    return rng.gamma(1 / cv**2, cv**2, shape) if cv else np.ones(shape)


def hits(rng, n, cv, mean):
    """Hits in talks of n words, `mean` of them in 500."""
    return rng.poisson(mean * n / 500 * burst(rng, n.shape, cv))


def rate(rng, talks, cv, mean, runs, equal=False):
    n = lengths(rng, (runs, talks), equal)
    found = [rate_interval(c, m) for c, m in zip(hits(rng, n, cv, mean), n)]
    return np.mean([r.low <= 2 * mean <= r.high for r in found])


def rate_equal(*cell):
    return rate(*cell, equal=True)


def share(rng, talks, cv, mean, runs):
    n = lengths(rng, (runs, talks))
    size = (1 - mean) / (mean * cv**2) - 1 if cv else 0
    part = rng.binomial(n, rng.beta(mean * size, (1 - mean) * size, n.shape) if cv else mean)
    return np.mean([r.low <= mean <= r.high for r in map(share_interval, part, n)])


def two(rng, talks, cv, mean, runs, half=1):
    """Hits of two speakers and their words: the second has a third of the words.

    And the same rate, or `half` of it.
    """
    n, m = lengths(rng, talks), lengths(rng, talks) // 3
    shape = np.ones((1, runs), int)
    a, b = hits(rng, n[:, None] * shape, cv, mean), hits(rng, m[:, None] * shape, cv, mean / half)
    kept = (a + b > 0).sum(axis=0) > 1  # words in one talk have no row
    return a[:, kept], b[:, kept], n, m


def difference(rng, talks, cv, mean, runs):
    right = []
    for _ in range(20):
        a, b, n, m = two(rng, talks, cv, mean, runs // 20, 2)
        low, high = paired_bounds(1000 * (a / n[:, None] - b / m[:, None]))[1:]
        right.append((low <= mean) & (mean <= high))
    return np.mean(np.concatenate(right))


def residuals(rng, talks, cv, mean, runs):
    """Hits less those expected at an even rate, a column a run."""
    n = lengths(rng, (talks, runs))
    c = hits(rng, n, cv, mean)
    return c - n * c.sum(axis=0) / n.sum(axis=0)


def dates(rng, talks):
    """Days of talks in ten years, in one draw."""
    return np.sort(rng.uniform(0, 10, talks))[None]


def slope(rng, talks, cv, mean, runs):
    """The slope of a rate that grows by half its mean in ten years."""
    right = 0
    for _ in range(runs):
        t, n = dates(rng, talks), lengths(rng, talks)
        rise = mean / 20
        c = rng.poisson((mean + rise * (t[0] - 5)) * n / 500 * burst(rng, talks, cv))
        _, low, high = slopes(c[:, None], n, t)
        right += (low[0] <= 2 * rise) & (2 * rise <= high[0])
    return right / runs


def pairs(rng, talks, cv, mean, runs, draws, seed):
    """Tests of words that two speakers use alike."""
    a, b, n, m = two(rng, talks, cv, mean, runs)
    return paired_tests(sparse.csr_matrix(a), sparse.csr_matrix(b), n, m, draws=draws, seed=seed)


def sign_flip(rng, talks, cv, mean, runs):
    return np.mean(
        np.concatenate(
            [pairs(rng, talks, cv, mean, runs // 20, 499, s).p <= LEVEL for s in range(20)]
        )
    )


def sign_flip_family(rng, talks, cv, mean, runs):
    return np.mean(
        [pairs(rng, talks, cv, mean, 100, 199, s).p_family.min() <= LEVEL for s in range(runs)]
    )


def trend(rng, talks, cv, mean, runs):
    part = lambda s: (
        column_tests(
            date_arrangements(dates(rng, talks), draws=999, seed=s),
            residuals(rng, talks, cv, mean, runs // 20),
        ).p
    )
    return np.mean(np.concatenate([part(s) <= LEVEL for s in range(20)]))


def trend_family(rng, talks, cv, mean, runs):
    tests = lambda s: column_tests(
        date_arrangements(dates(rng, talks), draws=199, seed=s),
        residuals(rng, talks, cv, mean, 100),
    )
    return np.mean([tests(s).p_family.min() <= LEVEL for s in range(runs)])


def change_point(rng, talks, cv, mean, runs):
    p = []
    for s in range(runs):
        n = lengths(rng, talks)
        p.append(
            change_point_test(hits(rng, n, cv, mean), n, dates(rng, talks), draws=99, seed=s)[0].p
        )
    return np.mean(np.array(p) <= LEVEL)


def years(rng, talks):
    """Days for a collection of four years, half of them known to the year alone."""
    days = [str(np.datetime64("2015-01-05") + int(1400 * i / talks)) for i in range(talks)]
    return [d[:4] if x < 0.5 else d for d, x in zip(days, rng.random(talks), strict=True)]


def alike(rng, talks, words, days=()):
    """Talks in which all draw from one distribution, which varies between talks.

    Ann says three times as much as Bo, later talks are twice as long.
    """
    weights = ZIPF * rng.gamma(1 / 0.7**2, 0.7**2, (talks, len(ZIPF)))
    length = words / 12 * np.where(np.arange(talks) < talks / 2, 1, 2)
    say = lambda w, n: " ".join(rng.choice(VOCABULARY, max(1, round(n)), p=w / w.sum()))
    return made(
        [[("Ann", say(w, 3 * n)), ("Bo", say(w, n))] * 2 for w, n in zip(weights, length)],
        days=days,
    )


def apart(rng, talks, words, runs, between):
    """Tests of the divergence of talks that are alike."""
    return [
        divergence(alike(rng, talks, words), between, draws=99, seed=s).test for s in range(runs)
    ]


def excess(rng, talks, cv, mean, runs):
    """`mean`: the words of a period, or of a person."""
    return np.mean([t.excess for t in apart(rng, talks, 2 * mean / talks, runs, "period")])


def excess_person(rng, talks, cv, mean, runs):
    return np.mean([t.excess for t in apart(rng, talks, 2 * mean / talks, runs, "person")])


def period(rng, talks, cv, mean, runs):
    return np.mean([t.p <= LEVEL for t in apart(rng, talks, 120, runs, "period")])


def period_by_years(rng, talks, cv, mean, runs):
    return np.mean(
        [
            divergence(alike(rng, talks, 120, years(rng, talks)), draws=99, seed=s).test.p <= LEVEL
            for s in range(runs)
        ]
    )


def person(rng, talks, cv, mean, runs):
    return np.mean([t.p <= LEVEL for t in apart(rng, talks, 120, runs, "person")])


def first(rng, talks, cv, mean, runs, days=lambda *_: ()):
    """Two persons with unequal room; each phrase is said once or more, by chance alone."""
    names, p = [f"name{i}" for i in range(12)], []
    for s in range(runs):
        turn = lambda: " ".join(
            rng.choice([*names, "filler"], rng.integers(2, 12), p=[0.01] * 12 + [0.88])
        )
        corpus = made(
            [[(who, turn()) for who in ("Ann", "Bo", "Ann")] for _ in range(talks)],
            days=days(rng, talks),
        )
        leads = who_first(corpus, find(corpus, [literal(n) for n in names]), draws=99, seed=s).leads
        p += (leads.p <= LEVEL).tolist()
    return np.mean(p)


def first_by_years(rng, talks, cv, mean, runs):
    return first(rng, talks, cv, mean, runs, years)


def cells():
    """Yield (function, talks, cv, mean, runs, allowed) for each row of the table."""
    for talks in (5, 10, 30, 100):
        covers = COVERS_FROM_10 if talks >= 10 else COVERS
        for cv in (0, 0.7, 1.2):
            for mean in (0.5, 2, 10):
                for f in (rate, rate_equal, difference):
                    yield f, talks, cv, mean, 4000, covers
                if talks > 5:
                    yield slope, talks, cv, mean, 4000, covers
                    yield sign_flip, talks, cv, mean, 4000, FALSE
                    yield trend, talks, cv, mean, 10_000, FALSE
                    yield change_point, talks, cv, mean, 2000, FALSE
            for mean in (0.1, 0.3, 0.7):
                if mean < 0.7 or cv < 0.6:
                    yield share, talks, cv, mean, 4000, covers
    for talks in (8, 30):
        for mean in (0.5, 2):
            yield sign_flip_family, talks, 0.7, mean, 1000, FALSE
            yield trend_family, talks, 0.7, mean, 2000, FALSE
        yield period, talks, 0.7, 0, 1000, FALSE
        yield person, talks, 0.7, 0, 1000, FALSE
        yield first, talks, 0, 0, 500, FALSE
        yield period_by_years, talks, 0.7, 0, 500, FALSE
        yield first_by_years, talks, 0, 0, 500, FALSE
    for words in (130, 500, 1000, 5000):
        yield excess, 8, 0.7, words, 200, NOTHING
        yield excess_person, 8, 0.7, words, 100, NOTHING


def row(f, talks, cv, mean, runs, allowed):
    """Compute one row of the table, as text."""
    rng = np.random.default_rng(zlib.crc32(f"{f.__name__} {talks} {cv} {mean}".encode()))
    value = f(rng, talks, cv, mean, runs)
    return "\t".join(
        [
            f.__name__.replace("_", " "),
            f"{talks}\t{cv}\t{mean}\t{runs}\t{value:.4f}",
            *(f"{limit:g}" for limit in allowed),
        ]
    )


if __name__ == "__main__":
    print("\t".join(COLUMNS))
    for cell in cells():
        print(row(*cell), flush=True)
        print(*cell[1:4], cell[0].__name__, file=sys.stderr)
