"""Rearrangements of signs, labels and dates for permutation tests: all of them, or drawn ones.

The arrangement observed always comes first and counts as one of them, so that no p is ever 0
(Phipson and Smyth 2010).
"""

from collections.abc import Iterator
from math import factorial, inf, nan, prod

import numpy as np

DRAWS = 4_999  # arrangements drawn where there are too many to take them all
EXACT_SIGNS = 12  # differences; 2 to the 12th sign patterns are enumerated, more are drawn
EXACT_ORDERS = 5_000  # distinct orders of labels are enumerated, more are drawn
COUNTED_UP_TO = 200  # labels; the orders of more are drawn without counting them
ROWS_AT_ONCE = 64  # arrangements made at once, to keep memory flat


def sign_flips(n: int, *, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """Return sign patterns of n paired differences, 1 and -1, the observed one (all 1) first.

    All 2^n for up to 12 differences: shape (2^n, n); else `draws` seeded ones besides the observed:
    shape (draws + 1, n). 0 differences have one empty pattern: shape (1, 0).

    >>> sign_flips(2)
    array([[ 1,  1],
           [-1,  1],
           [ 1, -1],
           [-1, -1]], dtype=int8)
    """
    if n <= EXACT_SIGNS:
        numbers = np.arange(2**n)[:, None]
        flipped = numbers >> np.arange(n) & 1  # the binary digits of each number
        return (1 - 2 * flipped).astype(np.int8)
    signs = np.random.default_rng(seed).integers(0, 2, (draws + 1, n), dtype=np.int8) * 2 - 1
    signs[0] = 1
    return signs


def date_arrangements(times: np.ndarray, *, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """Return the talks' dates in rearranged order, the observed one first.

    They are years from the mean date of all talks.

    `times` are years as from `date_draws`, shape (draws of dates, N); a talk's date is its mean
    over them. All N! orders where they are at most 5,000 (N up to 6), shape (N!, N), else `draws`
    seeded ones besides the observed, shape (draws + 1, N). 1 talk has one arrangement, 2 talks two;
    0 talks have empty ones.

    >>> date_arrangements(np.array([[2020.0, 2022.0]]))
    array([[-1.,  1.],
           [ 1., -1.]])
    """
    dates = np.asarray(times, float).mean(axis=0)
    centred = dates - (dates.mean() if dates.size else nan)
    one_stratum = np.zeros(dates.size, int)
    blocks, _ = label_arrangements(np.arange(dates.size), one_stratum, draws=draws, seed=seed)
    return np.concatenate([centred[block] for block in blocks])


def label_arrangements(
    labels: np.ndarray, strata: np.ndarray, *, draws: int = DRAWS, seed: int = 0
) -> tuple[Iterator[np.ndarray], bool]:
    """Return arrangements of labels, and whether these are all that differ.

    Labels move inside their stratum; the observed arrangement comes first.

    `labels` are codes from 0, `strata` any values, both of shape (n,). The arrangements come in
    blocks of at most 64, each of shape (rows, n): every distinct one while they are at most 5,000
    (of up to 200 labels), else `draws` seeded ones besides the observed.

    >>> blocks, exact = label_arrangements(np.array([1, 0, 0]), np.zeros(3))
    >>> np.concatenate(list(blocks)).tolist(), exact
    ([[1, 0, 0], [0, 0, 1], [0, 1, 0]], True)
    """
    if _number_of_arrangements(labels, strata) > EXACT_ORDERS:
        return _drawn_orders(labels, strata, draws, seed), False
    rows = _all_orders(labels, strata)
    return (rows[i : i + ROWS_AT_ONCE] for i in range(0, len(rows), ROWS_AT_ONCE)), True


def _number_of_arrangements(labels: np.ndarray, strata: np.ndarray) -> float:
    """Return how many arrangements differ; infinite where that is not counted.

    A stratum of m labels, m_j of them of kind j, has m! / prod(m_j!).
    """
    if not 0 < len(labels) <= COUNTED_UP_TO:
        return inf
    numbers = []
    for stratum in np.unique(strata):
        of_each_kind = np.bincount(labels[strata == stratum]).tolist()
        numbers.append(factorial(sum(of_each_kind)) // prod(map(factorial, of_each_kind)))
    return prod(numbers)


def _all_orders(labels: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Return every distinct arrangement: each order of a stratum with each of those before it."""
    rows = labels[None, :].copy()
    for stratum in np.unique(strata):
        places = np.flatnonzero(strata == stratum)
        observed = labels[places]
        orders = np.array(list(_distinct_orders(observed.tolist())))
        others = orders[(orders != observed).any(axis=1)]
        so_far = len(rows)
        rows = np.repeat(rows, len(orders), axis=0)
        rows[:, places] = np.tile(np.concatenate([observed[None], others]), (so_far, 1))
    return rows


def _distinct_orders(labels: list[int]) -> Iterator[list[int]]:
    """Yield each distinct order of the labels once, the smallest first."""
    if not labels:
        yield []
    for first in sorted(set(labels)):
        i = labels.index(first)
        for rest in _distinct_orders(labels[:i] + labels[i + 1 :]):
            yield [first, *rest]


def _drawn_orders(
    labels: np.ndarray, strata: np.ndarray, draws: int, seed: int
) -> Iterator[np.ndarray]:
    """Yield the observed labels, then blocks of labels shuffled inside strata."""
    rng = np.random.default_rng(seed)
    stratum = np.unique(strata, return_inverse=True)[1]
    places = np.argsort(stratum, kind="stable")  # stratum by stratum
    yield labels[None, :]
    for start in range(0, draws, ROWS_AT_ONCE):
        block = np.empty((min(ROWS_AT_ONCE, draws - start), len(labels)), labels.dtype)
        for row in block:
            by_lot = np.lexsort((rng.random(len(labels)), stratum))  # also stratum by stratum
            row[places] = labels[by_lot]
        yield block
