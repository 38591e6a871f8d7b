"""Intervals and tests: against other formulas, by their laws, and by how often they are right."""

from itertools import permutations, product
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

from readoutlib import ReadoutError
from readoutlib.inference import (
    change_point_test,
    column_tests,
    date_arrangements,
    date_draws,
    floor_note,
    paired_bounds,
    paired_tests,
    permutation_test,
    rate_interval,
    share_interval,
    sign_flips,
    slopes,
    thin,
)

TALKS = st.lists(st.tuples(st.integers(0, 20), st.integers(50, 2000)), min_size=2, max_size=12)


def flipped(differences, **options):
    """The test of one column of differences by flipping their signs."""
    return column_tests(
        sign_flips(len(differences), **options), np.array(differences, float)[:, None]
    ).loc[0]


def hc3(y, x):
    """The variance of least squares of y on the columns of x, HC3 by matrices (Long and Ervin)."""
    inverse = np.linalg.inv(x.T @ x)
    residuals, leverage = y - x @ (inverse @ x.T @ y), np.diag(x @ inverse @ x.T)
    return inverse @ (x.T * (residuals / (1 - leverage)) ** 2) @ x @ inverse


# --- intervals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("c", [[3, 0, 5, 1, 2, 9], [4, 3, 6, 5, 5, 7], [0, 0, 30, 0, 0, 1]])
def test_the_rate_interval_is_the_published_formula(c):
    c, n = np.array(c), np.array([400, 350, 610, 500, 480, 700])
    mu = n * c.sum() / n.sum()
    phi = max(1, stats.chisquare(c, mu).statistic / 5)
    weight = np.sqrt(n)  # a talk weighs its words
    spread = hc3(c / weight, weight[:, None])[0, 0] / (c.sum() / n.sum()) ** 2
    reach = stats.t.ppf(0.975, 5) * np.sqrt(max(phi / c.sum(), spread))
    middle = (c.sum() + 0.5) / n.sum() * 1000
    r = rate_interval(c, n)
    assert (r.estimate, r.low, r.high) == pytest.approx(
        (c.sum() / n.sum() * 1000, middle * np.exp(-reach), middle * np.exp(reach))
    )


def test_talks_of_one_length_have_the_quasi_poisson_interval_but_for_n_over_n_less_1():
    c = np.array([3, 0, 5, 1, 2, 9])
    phi = stats.chisquare(c).statistic / 5
    assert np.log(rate_interval(c, [500] * 6).high * 3 / (c.sum() + 0.5)) == pytest.approx(
        stats.t.ppf(0.975, 5) * np.sqrt(6 / 5 * phi / c.sum())
    )


def test_without_a_hit_the_bound_is_the_exact_poisson_one():
    r = rate_interval([0, 0, 0], [100, 200, 700])
    assert (r.estimate, r.low) == (0, 0)
    assert stats.poisson.cdf(0, r.high) == pytest.approx(
        0.025
    )  # 1,000 words: the rate per 1,000 is the expected count


@given(TALKS)
def test_a_rate_lies_within_its_bounds_whatever_the_order_of_the_talks(talks):
    c, n = zip(*talks, strict=True)
    r, back = rate_interval(c, n), rate_interval(c[::-1], n[::-1])
    assert 0 <= r.low <= r.estimate <= r.high
    assert (r.estimate, r.low, r.high) == pytest.approx((back.estimate, back.low, back.high))


@given(TALKS)
def test_a_corpus_twice_has_the_same_rate_and_no_wider_bounds(talks):
    c, n = zip(*talks, strict=True)
    one, two = rate_interval(c, n), rate_interval(c * 2, n * 2)
    assert one.estimate == pytest.approx(two.estimate)
    assert two.high <= one.high + 1e-9


@pytest.mark.parametrize(
    "words, n, why",
    [
        ([], 0, "no words"),
        ([0, 0], 0, "no words"),
        ([500], 1, "one talk"),
        ([500, 0], 1, "one talk"),
    ],
)
def test_too_few_talks_have_no_bounds_and_say_why(words, n, why):
    for interval in (rate_interval, share_interval):
        r = interval([0] * len(words), words)
        assert isnan(r.low) and isnan(r.high) and r.n == n and why in r.why


@pytest.mark.parametrize(
    "hits, words",
    [
        ([1], [1, 2]),
        ([-1, 0], [5, 5]),
        ([1, 1], [0, 5]),
        ([float("nan"), 1], [5, 5]),
        ([[1]], [[1]]),
    ],
)
def test_impossible_counts_are_refused(hits, words):
    with pytest.raises(ReadoutError):
        rate_interval(hits, words)


def test_a_part_larger_than_its_whole_is_refused():
    with pytest.raises(ReadoutError, match="larger"):
        share_interval([6, 1], [5, 5])


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300)).filter(any), min_size=2, max_size=10
    )
)
def test_a_share_stays_within_0_and_1_and_mirrors_its_complement(talks):
    a, b = (np.array(x) for x in zip(*talks, strict=True))
    s, other = share_interval(a, a + b), share_interval(b, a + b)
    assert 0 <= s.low <= s.estimate <= s.high <= 1
    assert (s.low, s.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-9)


def test_a_share_of_nothing_has_the_exact_binomial_bound_of_its_talks():
    expected = stats.binomtest(0, 6).proportion_ci(method="exact").high
    assert share_interval([0] * 6, [100] * 6).high == pytest.approx(expected)


@pytest.mark.parametrize("cv", [0.0, 0.7])
def test_rate_intervals_cover_bursty_phrases(cv):
    rng = np.random.default_rng(1)
    n = np.full(10, 500)
    hits = 0
    for _ in range(400):
        burst = rng.gamma(1 / cv**2, cv**2, 10) if cv else np.ones(10)
        r = rate_interval(rng.poisson(2 * burst), n)
        hits += r.low <= 4 <= r.high
    assert hits / 400 >= 0.92


def test_shares_cover_between_talk_variation():
    rng = np.random.default_rng(2)
    right = 0
    for _ in range(400):
        part = rng.binomial(400, rng.beta(7, 3, 10))
        s = share_interval(part, [400] * 10)
        right += s.low <= 0.7 <= s.high
    assert right / 400 >= 0.92


def test_paired_differences_of_no_talk_are_unknown():
    for table in (np.zeros((0, 3)), sparse.csr_matrix((0, 3))):
        for values in paired_bounds(table):
            assert values.shape == (3,) and np.isnan(values).all()


# --- columns --------------------------------------------------------------------------------------


@given(st.lists(st.integers(-30, 30).map(float), min_size=2, max_size=8).filter(any))
def test_sign_flips_agree_with_scipy(differences):
    ours = flipped(differences)
    theirs = stats.permutation_test(
        (np.array(differences),),
        lambda x, axis: np.abs(x.mean(axis=axis)),
        permutation_type="samples",
        alternative="greater",
        n_resamples=np.inf,
        vectorized=True,
    )
    assert ours.p == pytest.approx(theirs.pvalue) and len(sign_flips(len(differences))) == 2 ** len(
        differences
    )
    assert ours.floor <= ours.p <= 1


@pytest.mark.parametrize("n", range(2, 13))
def test_the_floor_of_a_paired_test_is_two_sign_patterns(n):
    r = flipped(np.arange(1, n + 1))
    assert r.p == r.floor == 2 / 2**n and r.why == floor_note(n, r.floor)
    assert isnan(r.p_shown) == (n <= 5)
    assert ("no p is shown" in r.why) == (n <= 5) and f"{r.floor:.3g}" in r.why


def test_pairs_without_difference_raise_the_floor():
    assert flipped([0, 0, 0, 1.0, 2.0]).floor == 0.5
    assert flipped([0.0, 0.0]).p == 1


def test_beyond_twelve_talks_signs_are_drawn_the_same_on_every_run():
    d = np.random.default_rng(3).normal(0.4, 1, 16)
    a, b = flipped(d), flipped(d)
    assert a.p == b.p and len(sign_flips(16)) == 5000 and a.floor == 1 / 5000
    exact = np.mean([abs(np.dot(s, d)) >= abs(d.sum()) - 1e-9 for s in product((1, -1), repeat=16)])
    assert a.p == pytest.approx(exact, abs=0.02)


def test_many_differences_are_tested_as_each_alone():
    d = np.random.default_rng(4).normal(size=(7, 5))
    table = column_tests(sign_flips(7), d)
    assert table.p.tolist() == [flipped(c).p for c in d.T] and set(table.floor) == {2 / 2**7}
    assert table.p_adjusted.tolist() == pytest.approx(stats.false_discovery_control(table.p))


def test_the_family_wise_p_is_that_of_westfall_and_young():
    d = np.random.default_rng(5).normal([1.5, 0.2, 0, 0.9], 1, (8, 4))
    standard = d / np.sqrt((d**2).sum(axis=0))
    every = np.array([np.abs(np.array(signs) @ standard) for signs in product((1, -1), repeat=8)])
    by_hand = [(every.max(axis=1) >= own - 1e-9).mean() for own in np.abs(standard.sum(axis=0))]
    table = column_tests(sign_flips(8), d)
    assert (
        table.p_family.tolist() == pytest.approx(by_hand)
        and (table.p_family >= table.p).all()
        and (table.p_family <= 1).all()
    )
    assert (
        column_tests(sign_flips(5), d[:5])
        .filter(["p_shown", "p_adjusted", "p_family"])
        .isna()
        .all(axis=None)
    )


def test_blocks_of_columns_are_one_family():
    d = np.random.default_rng(6).normal(size=(9, 700))
    standard = d / np.sqrt((d**2).sum(axis=0))
    top = np.abs(sign_flips(9) @ standard).max(axis=1)
    best = np.abs(standard.sum(axis=0)).argmax()
    table = column_tests(sign_flips(9), np.c_[d, np.zeros(9)])
    assert table.p_family[best] == pytest.approx(
        (top >= np.abs(standard.sum(axis=0))[best] - 1e-9).mean()
    )
    assert (
        table.p[700] == table.floor[700] == 1
        and np.isnan(table.p_shown[700])
        and "only one arrangement" in table.why[700]
    )


def test_texts_of_one_length_are_compared_whole():
    a, b = np.random.default_rng(8).poisson(4, (2, 9, 6))
    ours = paired_tests(
        sparse.csr_matrix(a), sparse.csr_matrix(b), np.full(9, 500), np.full(9, 500)
    )
    assert ours.p.tolist() == [flipped(d).p for d in (a - b).T]


def test_the_longer_text_is_drawn_down_to_the_shorter():
    counts = sparse.csr_matrix(np.full((2, 4000), 3))
    kept = thin(counts, np.array([1.0, 0.25]), np.random.default_rng(0)).toarray()
    assert (
        (kept[0] == 3).all()
        and kept[1].mean() == pytest.approx(0.75, abs=0.05)
        and set(kept[1]) == {0, 1, 2, 3}
    )
    rare = np.eye(
        10, dtype=int
    )  # ten words, in two talks each, all by the one with ten times the words
    table = paired_tests(
        sparse.csr_matrix(np.repeat(rare, 2, axis=0)),
        sparse.csr_matrix((20, 10)),
        np.full(20, 1000),
        np.full(20, 100),
    )
    assert table.p.min() == 1 and flipped([1.0] * 7 + [0.0] * 13).p < 0.05


def test_a_trend_is_the_correlation_with_the_date_as_scipy_permutes_it():
    years, c, n = (
        np.array([1.0, 2, 4, 5, 9, 11]),
        np.array([0, 3, 1, 4, 6, 5.0]),
        np.array([400, 500, 300, 600, 700, 350.0]),
    )
    rest = c - n * c.sum() / n.sum()
    theirs = stats.permutation_test(
        (years,),
        lambda t: abs(stats.pearsonr(t, rest).statistic),
        permutation_type="pairings",
        alternative="greater",
        n_resamples=np.inf,
        vectorized=False,
    )
    rows = date_arrangements(years[None])
    assert len(rows) == 720 and column_tests(rows, rest[:, None]).p[0] == pytest.approx(
        theirs.pvalue
    )


# --- dates and trend ------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(50, 900), st.integers(0, 40)),
        min_size=3,
        max_size=9,
    )
)
def test_a_slope_is_that_of_weighted_least_squares(talks):
    c, n, t = np.array(talks, float).T
    estimate, low, high = (x[0] for x in slopes(c[:, None], n, t[None]))
    if np.ptp(t) == 0:
        assert isnan(estimate) and isnan(low) and isnan(high)
        return
    slope = np.polyfit(t, c / n, 1, w=np.sqrt(n))[0]
    x = np.sqrt(n)[:, None] * np.c_[np.ones(len(t)), t]
    assert estimate == pytest.approx(1000 * slope, abs=1e-6) and low <= estimate <= high
    with np.errstate(all="ignore"):
        robust = hc3(c / np.sqrt(n), x)[1, 1]
    if (x @ np.linalg.inv(x.T @ x) @ x.T).diagonal().max() < 0.999:
        least = stats.t.ppf(0.975, len(t) - 2) * 1000 * np.sqrt(robust)
        assert high - estimate >= least * (1 - 1e-6) - 1e-9


def test_days_are_drawn_inside_their_interval_the_same_on_every_run():
    starts, ends = ["2020-03-01", "2021-01-01", None], ["2020-03-01", "2021-12-31", None]
    a, b = date_draws(starts, ends, draws=50), date_draws(starts, ends, draws=50)
    assert np.array_equal(a, b, equal_nan=True) and a.shape == (50, 3) and np.isnan(a[:, 2]).all()
    year = lambda day: np.datetime64(day).astype(float) / 365.25
    assert set(a[:, 0]) == {year("2020-03-01")} and year("2021-01-01") <= a[:, 1].min() < a[
        :, 1
    ].max() <= year("2021-12-31")
    assert date_draws(starts[:1], ends[:1]).shape == (1, 1) and date_draws([], []).shape == (1, 0)


def test_draws_of_a_date_widen_the_interval_of_a_slope():
    c, n, known = (
        np.array([[1.0], [2], [3], [4], [6]]),
        np.full(5, 1000.0),
        np.array([[0.0, 1, 2, 3, 4]]),
    )
    drawn = known + np.random.default_rng(7).uniform(-0.5, 0.5, (20, 5)) * [0, 0, 0, 0, 1]
    (one, low, high), (many, lower, higher) = slopes(c, n, known), slopes(c, n, drawn)
    assert many == pytest.approx(one, abs=0.2) and higher - lower > high - low


# --- change_point ---------------------------------------------------------------------------------


def test_a_change_point_is_the_split_of_the_largest_likelihood_ratio():
    c, n = np.array([1, 0, 2, 1, 0, 1, 8, 7, 9, 6, 8, 7]), np.full(12, 500.0)
    test, days = change_point_test(c, n, np.arange(12.0)[None])
    single = lambda y: stats.poisson.logpmf(y, y.mean()).sum()
    ratios = [2 * (single(c[:k]) + single(c[k:]) - single(c)) for k in range(1, 12)]
    assert (
        test.statistic == pytest.approx(max(ratios))
        and days[0] == 1 + int(np.argmax(ratios)) == 6
        and days[1] <= 6 <= days[2]
    )
    assert test.p == test.floor < 0.01
    mixed = np.random.default_rng(0).permutation(12)
    assert change_point_test(c[mixed], n, np.arange(12.0)[mixed][None])[1] == days


def test_no_change_point_below_ten_talks_or_inside_one_day():
    for c, t in (([0, 0, 0, 0, 9, 9, 9, 9, 9], np.arange(9.0)), ([1] * 6 + [9] * 6, np.zeros(12))):
        test, days = change_point_test(c, [500] * len(c), t[None])
        assert test.p_shown is None and isnan(test.statistic) and all(map(isnan, days))


def test_talks_of_one_day_are_never_split():
    c, t = np.array([0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9]), np.r_[np.arange(6.0), 6, 6, 6, 7, 8, 9]
    assert change_point_test(c, [500] * 12, t[None])[1][0] in (6, 7)


# --- permutation and arrangements -----------------------------------------------------------------


def gap(codes, values):
    return np.array([values[row == 1].mean() - values[row == 0].mean() for row in codes])


def test_permutations_agree_with_scipy():
    x, y = np.array([3.0, 5, 8, 2]), np.array([9.0, 7, 11])
    ours = permutation_test(lambda codes: gap(codes, np.r_[x, y]), list("aaaabbb"), talks=7)
    theirs = stats.permutation_test(
        (y, x), lambda a, b: a.mean() - b.mean(), alternative="greater", n_resamples=np.inf
    )
    assert ours.method == "permutation, all arrangements" and ours.p == pytest.approx(theirs.pvalue)
    assert ours.expected == pytest.approx(0, abs=1e-12) and ours.floor == pytest.approx(1 / 35)


def test_labels_stay_inside_their_stratum():
    labels, strata = list("abbaab"), ["t1", "t1", "t1", "t2", "t2", "t2"]
    seen = []
    permutation_test(
        lambda codes: seen.extend(map(tuple, codes)) or codes[:, 0], labels, strata=strata, talks=2
    )
    brute = {(*p, *q) for p in permutations((0, 1, 1)) for q in permutations((0, 0, 1))}
    assert len(seen) == len(brute) and set(seen) == brute and seen[0] == (0, 1, 1, 0, 0, 1)


def test_drawn_labels_stay_inside_their_stratum_and_are_the_same_on_every_run():
    labels, strata = list("ab") * 20, [str(i // 10) for i in range(40)]
    seen = []
    statistic = lambda codes: seen.append(codes) or codes[:, :20].sum(axis=1)
    runs = [
        permutation_test(statistic, labels, strata=strata, talks=4, draws=200) for _ in range(2)
    ]
    assert runs[0] == runs[1] and runs[0].method == "permutation, 200 seeded arrangements"
    for block in seen:
        assert (block.reshape(len(block), 4, 10).sum(axis=2) == 5).all()


@pytest.mark.parametrize("a", [2, 3])
def test_an_exact_test_is_right_as_often_as_it_says(a):
    values = np.array([1.0, 4.0, 6.0, 9.0, 15.0, 16.0])
    labels = [
        [1 if i in on else 0 for i in range(6)]
        for on in {tuple(sorted(p[:a])) for p in permutations(range(6))}
    ]
    p = np.array(
        [permutation_test(lambda codes: gap(codes, values), row, talks=6).p for row in labels]
    )
    assert all((p <= level + 1e-9).mean() <= level + 1e-9 for level in (0.05, 0.1, 0.2, 0.5))


def test_a_label_that_cannot_move_is_no_evidence():
    r = permutation_test(lambda codes: codes.sum(axis=1), ["a"] * 7, talks=7)
    assert (r.p, r.floor, r.p_shown) == (1, 1, None) and "only one arrangement" in r.why
