"""Intervals and tests: against independent formulas, by their laws, and by how often they are right."""

from itertools import permutations, product
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from readoutlib import ReadoutError
from readoutlib.inference import permutation_test, rate_interval, share_interval, sign_flip_p, sign_flip_test

TALKS = st.lists(st.tuples(st.integers(0, 20), st.integers(50, 2000)), min_size=2, max_size=12)


def test_the_rate_interval_is_the_published_formula():
    c, n = np.array([3, 0, 5, 1, 2, 9]), np.array([400, 350, 610, 500, 480, 700])
    mu = n * c.sum() / n.sum()
    phi = max(1, stats.chisquare(c, mu).statistic / 5)
    reach = stats.t.ppf(0.975, 5) * np.sqrt(phi / c.sum())
    middle = (c.sum() + 0.5) / n.sum() * 1000
    r = rate_interval(c, n)
    assert phi > 1
    assert (r.estimate, r.low, r.high) == pytest.approx((c.sum() / n.sum() * 1000, middle * np.exp(-reach), middle * np.exp(reach)))


def test_without_a_hit_the_bound_is_the_exact_poisson_one():
    r = rate_interval([0, 0, 0], [100, 200, 700])
    assert (r.estimate, r.low) == (0, 0)
    assert stats.poisson.cdf(0, r.high) == pytest.approx(0.025)  # 1,000 words: the rate per 1,000 is the expected count


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


@pytest.mark.parametrize("words, n, why", [([], 0, "no words"), ([0, 0], 0, "no words"), ([500], 1, "one talk"), ([500, 0], 1, "one talk")])
def test_too_few_talks_have_no_bounds_and_say_why(words, n, why):
    for interval in (rate_interval, share_interval):
        r = interval([0] * len(words), words)
        assert isnan(r.low) and isnan(r.high) and r.n == n and why in r.why


@pytest.mark.parametrize("hits, words", [([1], [1, 2]), ([-1, 0], [5, 5]), ([1, 1], [0, 5]), ([float("nan"), 1], [5, 5]), ([[1]], [[1]])])
def test_impossible_counts_are_refused(hits, words):
    with pytest.raises(ReadoutError):
        rate_interval(hits, words)


def test_a_part_larger_than_its_whole_is_refused():
    with pytest.raises(ReadoutError, match="larger"):
        share_interval([6, 1], [5, 5])


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)).filter(any), min_size=2, max_size=10))
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


@given(st.lists(st.integers(-30, 30).map(float), min_size=2, max_size=8).filter(any))
def test_sign_flips_agree_with_scipy(differences):
    ours = sign_flip_test(differences)
    theirs = stats.permutation_test((np.array(differences),), lambda x, axis: np.abs(x.mean(axis=axis)), permutation_type="samples",
                                    alternative="greater", n_resamples=np.inf, vectorized=True)
    assert ours.p == pytest.approx(theirs.pvalue) and ours.exact
    assert ours.floor <= ours.p <= 1


@pytest.mark.parametrize("n", range(2, 13))
def test_the_floor_of_a_paired_test_is_two_sign_patterns(n):
    r = sign_flip_test(np.arange(1, n + 1))
    assert r.p == r.floor == 2 / 2**n and r.n == n
    assert (r.p_shown is None) == (n <= 5)
    assert ("no p is shown" in r.why) == (n <= 5) and f"{r.floor:.3g}" in r.why


def test_pairs_without_difference_raise_the_floor():
    assert sign_flip_test([0, 0, 0, 1.0, 2.0]).floor == 0.5
    assert sign_flip_test([0.0, 0.0]).p == 1
    assert sign_flip_test([]).n == 0


def test_beyond_twelve_talks_signs_are_drawn_the_same_on_every_run():
    d = np.random.default_rng(3).normal(0.4, 1, 16)
    a, b = sign_flip_test(d), sign_flip_test(d)
    assert a == b and not a.exact and a.floor == 1 / 5000
    exact = np.mean([abs(np.dot(s, d)) >= abs(d.sum()) - 1e-9 for s in product((1, -1), repeat=16)])
    assert a.p == pytest.approx(exact, abs=0.02)


def test_many_differences_are_tested_as_each_alone():
    d = np.random.default_rng(4).normal(size=(7, 5))
    p, floor, exact = sign_flip_p(d)
    assert exact and p.tolist() == [sign_flip_test(c).p for c in d.T] and set(floor) == {2 / 2**7}


def gap(codes, values):
    return np.array([values[row == 1].mean() - values[row == 0].mean() for row in codes])


def test_permutations_agree_with_scipy():
    x, y = np.array([3.0, 5, 8, 2]), np.array([9.0, 7, 11])
    ours = permutation_test(lambda codes: gap(codes, np.r_[x, y]), list("aaaabbb"), talks=7)
    theirs = stats.permutation_test((y, x), lambda a, b: a.mean() - b.mean(), alternative="greater", n_resamples=np.inf)
    assert ours.exact and ours.p == pytest.approx(theirs.pvalue)
    assert ours.expected == pytest.approx(0, abs=1e-12) and ours.floor == pytest.approx(1 / 35)


def test_labels_stay_inside_their_stratum():
    labels, strata = list("abbaab"), ["t1", "t1", "t1", "t2", "t2", "t2"]
    seen = []
    permutation_test(lambda codes: seen.extend(map(tuple, codes)) or codes[:, 0], labels, strata=strata, talks=2)
    brute = {(*p, *q) for p in permutations((0, 1, 1)) for q in permutations((0, 0, 1))}
    assert len(seen) == len(brute) and set(seen) == brute and seen[0] == (0, 1, 1, 0, 0, 1)


def test_drawn_labels_stay_inside_their_stratum_and_are_the_same_on_every_run():
    labels, strata = list("ab") * 20, [str(i // 10) for i in range(40)]
    seen = []
    statistic = lambda codes: seen.append(codes) or codes[:, :20].sum(axis=1)
    runs = [permutation_test(statistic, labels, strata=strata, talks=4, draws=200) for _ in range(2)]
    assert runs[0] == runs[1] and not runs[0].exact
    for block in seen:
        assert (block.reshape(len(block), 4, 10).sum(axis=2) == 5).all()


@pytest.mark.parametrize("a", [2, 3])
def test_an_exact_test_is_right_as_often_as_it_says(a):
    values = np.array([1.0, 4.0, 6.0, 9.0, 15.0, 16.0])
    labels = [[1 if i in on else 0 for i in range(6)] for on in {tuple(sorted(p[:a])) for p in permutations(range(6))}]
    p = np.array([permutation_test(lambda codes: gap(codes, values), row, talks=6).p for row in labels])
    assert all((p <= level + 1e-9).mean() <= level + 1e-9 for level in (0.05, 0.1, 0.2, 0.5))


def test_a_label_that_cannot_move_is_no_evidence():
    r = permutation_test(lambda codes: codes.sum(axis=1), ["a"] * 7, talks=7)
    assert (r.p, r.floor, r.p_shown) == (1, 1, None) and "only one arrangement" in r.why
    assert isnan(permutation_test(lambda codes: codes, [], talks=0).statistic)
