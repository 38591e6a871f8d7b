"""Many columns tested over the same talks at once, with a p for each and for the whole family."""

from collections.abc import Iterator
from math import nan

import numpy as np
import pandas as pd
from scipy import sparse

from .arrangements import sign_flips
from .permutation import SHOW_P_FROM, floor_note, last_bits, p_and_floor

AT_ONCE = 512  # arrangements, and columns, multiplied at once, to keep memory flat
CUTS = 21  # how often the longer texts are drawn down, where the talks are few


def paired_tests(
    a: sparse.csr_matrix,
    b: sparse.csr_matrix,
    n_a: np.ndarray,
    n_b: np.ndarray,
    *,
    draws: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Test each column of two tables for a difference inside the talks, as `column_tests` does.

    The tables a and b have shape (N, columns), a row for each talk, of n_a and n_b words, both of
    shape (N,). Two texts of unequal length are not exchangeable: a word that stands once is nearly
    always in the longer one, and flipping signs calls that a habit. So the longer text of each talk
    is first drawn down to the shorter (`thin`), 21 times (fewer above 100 talks, once where all are
    of one length), and p, floor and p_family are the medians over these draws; twice the median is
    a bound whatever the draws share (Meinshausen, Meier and Buehlmann 2009), and
    tests/bench/coverage.tsv shows that the median itself errs in no more than 6 %. The p of a draw
    is that of flipping the signs of the differences (Fisher 1935, sect. 21). Below 6 talks no p is
    shown; the floor of 2 talks is 0.5, that of 0 and 1 is 1.

    >>> a, b = sparse.csr_matrix([[3, 0]] * 6), sparse.csr_matrix([[1, 0]] * 6)
    >>> words = np.full(6, 100)
    >>> paired_tests(a, b, words, words)[["p", "floor"]].values.tolist()
    [[0.03125, 0.03125], [1.0, 1.0]]
    """
    least = np.minimum(n_a, n_b)
    cuts = 1 if (n_a == n_b).all() else _number_of_cuts(len(least))

    def drawn_down(counts: sparse.csr_matrix, n: np.ndarray) -> Iterator[sparse.csr_matrix]:
        """Yield the counts cut to the shorter text; the lot is the text's, so a and b can swap."""
        rng = np.random.default_rng([seed, int(counts.sum())])
        for _ in range(cuts):
            yield thin(counts, least / np.maximum(n, 1), rng)

    signs = sign_flips(len(least), draws=draws, seed=seed)
    pairs = zip(drawn_down(a, n_a), drawn_down(b, n_b), strict=True)
    return column_tests(signs, *(x - y for x, y in pairs))


def _number_of_cuts(talks: int) -> int:
    """Return how often to draw down: 21 times up to 100 talks, then fewer, at least 3.

    An odd number has a middle one.
    """
    odd = 100 * CUTS // talks | 1
    return max(3, min(CUTS, odd))


def thin(
    counts: sparse.csr_matrix, shares: np.ndarray, rng: np.random.Generator
) -> sparse.csr_matrix:
    """Return counts of which each word is kept with the share of its row.

    So a text is drawn down to the length of a shorter one.

    `counts` has shape (N, columns), `shares` (N,); a share above 1 counts as 1. Binomial thinning:
    a count of c and a share of s become a draw from Binomial(c, s), independent of the others; a
    count of 0 needs no draw.

    >>> counts = sparse.csr_matrix([[4, 0], [2, 7]])
    >>> thin(counts, np.array([0, 1]), np.random.default_rng(0)).toarray()
    array([[0., 0.],
           [2., 7.]])
    """
    thinned = sparse.csr_matrix(counts, copy=True)
    stored_in_row = np.diff(thinned.indptr)
    share_of_each = np.repeat(np.clip(shares, 0, 1), stored_in_row)
    thinned.data = rng.binomial(thinned.data.astype(int), share_of_each).astype(float)
    return thinned


def column_tests(arrangements: np.ndarray, *data: np.ndarray | sparse.csr_matrix) -> pd.DataFrame:
    """Test each column of `data` and return a row for each, in their order.

    Columns: p, floor, p_shown, p_adjusted, p_family, why.

    `arrangements` has shape (B + 1, N), a row for each rearrangement of the N talks, the observed
    one first (`sign_flips`, `date_arrangements`); each table in `data` has shape (N, columns). With
    a column x, an arrangement s_b and s_0 the observed:

        T_b       = |sum(s_b x)| / sqrt(sum(x^2))
        p, floor  = of T_0 among all T_b, as in `permutation_test`
        p_family  = #{b: max over columns of T_b >= T_0} / (B + 1)

    p_family is the single-step max-T of Westfall and Young (1993, sect. 2.3): where nothing
    differs, any p_family falls to 0.05 in one collection of twenty. p_shown is p where there are 6
    talks or more and a floor below 1; p_adjusted is that of Benjamini and Hochberg (1995) over
    p_shown; both, and p_family, are NaN where no p is shown, so for 0, 1 and 2 talks. Of several
    tables p, floor and p_family are medians.

    >>> table = column_tests(sign_flips(6), np.array([[1.0, 0.0]] * 6))
    >>> table[["p", "floor", "p_shown"]].values.tolist()
    [[0.03125, 0.03125, 0.03125], [1.0, 1.0, nan]]
    """
    from scipy.stats import false_discovery_control  # loads half of SciPy

    talks = arrangements.shape[1]
    tests = [_p_floor_family(arrangements, table) for table in data]
    p, floor, family = np.median(tests, axis=0)
    shown = (talks >= SHOW_P_FROM) & (floor < 1)
    adjusted = np.full(len(p), nan)
    adjusted[shown] = false_discovery_control(p[shown])
    return pd.DataFrame(
        {
            "p": p,
            "floor": floor,
            "p_shown": np.where(shown, p, nan),
            "p_adjusted": adjusted,
            "p_family": np.where(shown, family, nan),
            "why": [floor_note(talks, smallest) for smallest in floor.tolist()],
        }
    )


def _p_floor_family(arrangements: np.ndarray, table: np.ndarray | sparse.csr_matrix) -> np.ndarray:
    """Return p, floor and p_family of each column of one table: shape (3, columns)."""
    largest = np.zeros(len(arrangements))  # T of each arrangement, the largest of all columns
    found = [np.empty((3, 0))]
    for part in _dense_parts(table):
        statistics = _standardized(arrangements, part)
        np.maximum(largest, statistics.max(axis=1), out=largest)
        p, floor = p_and_floor(statistics)
        found.append(np.array([p, floor, statistics[0]]))
    p, floor, observed = np.concatenate(found, axis=1)
    below = np.searchsorted(np.sort(largest), observed - last_bits(observed))
    return np.array([p, floor, 1 - below / len(largest)])


def _dense_parts(table: np.ndarray | sparse.csr_matrix) -> Iterator[np.ndarray]:
    """Yield a table, dense or sparse, in dense pieces of some columns each."""
    columns = sparse.csc_matrix(table) if sparse.issparse(table) else np.asarray(table)
    for start in range(0, columns.shape[1], AT_ONCE):
        part = columns[:, start : start + AT_ONCE]
        yield part.toarray() if sparse.issparse(part) else part


def _standardized(arrangements: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Return T of `column_tests`: shape (arrangements, columns). A column of zeros has T = 0."""
    scale = np.sqrt((part**2).sum(axis=0))
    standard = part / np.where(scale > 0, scale, 1)
    starts = range(0, len(arrangements), AT_ONCE)
    blocks = (arrangements[start : start + AT_ONCE].astype(float) for start in starts)
    return np.concatenate([np.abs(block @ standard) for block in blocks])
