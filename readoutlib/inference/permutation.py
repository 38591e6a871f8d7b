"""A statistic against its permutation distribution: p, its floor, and what n allows to be shown."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .arrangements import DRAWS, label_arrangements

SHOW_P_FROM = 6  # talks; below, the p is suppressed and its floor is given instead


@dataclass(frozen=True)
class PermutationResult:
    """A statistic against its permutation distribution.

    `expected` is the mean of the distribution, `p` the share of arrangements at least as extreme as
    the one observed (which is one of them: Phipson and Smyth 2010), `floor` the smallest p that any
    arrangement of these data could have, `n` the number of talks; `method` says whether all
    arrangements were enumerated.
    """

    statistic: float
    expected: float
    p: float
    floor: float
    n: int
    method: str

    @property
    def excess(self) -> float:
        """The statistic less what chance alone gives."""
        return self.statistic - self.expected

    @property
    def p_shown(self) -> float | None:
        """The p where the number of talks allows one, else None."""
        return self.p if self.n >= SHOW_P_FROM and self.floor < 1 else None

    @property
    def why(self) -> str:
        """Why no p is shown, or how small it could have been."""
        return floor_note(self.n, self.floor)


def floor_note(n: int, floor: float) -> str:
    """Say in words what `n` talks allow.

    >>> floor_note(5, 0.0625)
    'no p is shown for 5 talks: the smallest this test could give is 0.0625'
    >>> floor_note(8, 1.0)
    'no p is shown: these data have only one arrangement'
    >>> floor_note(8, 0.0078125)
    'the smallest p this test could give is 0.00781'
    """
    if n < SHOW_P_FROM:
        talks = "1 talk" if n == 1 else f"{n} talks"
        return f"no p is shown for {talks}: the smallest this test could give is {floor:.3g}"
    if floor < 1:
        return f"the smallest p this test could give is {floor:.3g}"
    return "no p is shown: these data have only one arrangement"


def permutation_test(
    statistic: Callable[[np.ndarray], ArrayLike],
    labels: ArrayLike,
    *,
    talks: int,
    strata: ArrayLike | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> PermutationResult:
    """Test a statistic by permuting labels, inside strata where they are given; large is extreme.

    `labels` and `strata` have shape (n,), a value for each thing that is shuffled. `statistic`
    takes label codes of shape (rows, n), an arrangement a row (codes number the sorted distinct
    labels from 0), and returns one value for each row, so shape (rows,). With the values T_0 of the
    observed arrangement and T_1 … T_B of the others:

        p        = #{b >= 0: T_b >= T_0} / (B + 1)
        floor    = #{b >= 0: T_b = max(T)} / (B + 1)
        expected = the mean of all T where all arrangements are enumerated, else of T_1 … T_B

    (p: Phipson and Smyth 2010). All distinct arrangements are enumerated while there are at most
    5,000, else `draws` seeded ones. `talks` is the n of the result. Where only one arrangement is
    possible, as for 0 or 1 label, p and floor are 1; two labels that differ have two arrangements
    and a floor of 0.5 or more; below 6 talks no p is shown.

    >>> sizes = np.array([5.0, 4.0, 1.0, 0.0, 1.0])
    >>> r = permutation_test(lambda codes: (codes * sizes).sum(axis=1), list("bbaaa"), talks=5)
    >>> r.statistic, r.p, r.floor, r.method
    (9.0, 0.1, 0.1, 'permutation, all arrangements')
    """
    codes = np.unique(np.asarray(labels), return_inverse=True)[1]
    inside = np.zeros(len(codes), int) if strata is None else np.asarray(strata)
    blocks, exact = label_arrangements(codes, inside, draws=draws, seed=seed)
    values = np.concatenate([np.asarray(statistic(block), float) for block in blocks])
    arrangements = "all arrangements" if exact else f"{draws:,} seeded arrangements"
    method = f"permutation, {arrangements}"
    return observed_against(values, talks=talks, method=method, exact=exact)


def observed_against(
    values: ArrayLike, *, talks: int, method: str, exact: bool = False
) -> PermutationResult:
    """Return the result for a statistic whose null is at hand; large is extreme.

    `values` has shape (B + 1,); p, floor and expected as in `permutation_test`; `exact` says that
    the values are those of all arrangements, so that the observed one belongs to the mean.

    >>> observed_against([3.0, 1.0, 2.0, 3.0], talks=6, method="by hand")
    PermutationResult(statistic=3.0, expected=2.0, p=0.5, floor=0.5, n=6, method='by hand')
    """
    found = np.asarray(values, float)
    p, floor = p_and_floor(found)
    expected = found.mean() if exact else found[1:].mean()
    return PermutationResult(
        float(found[0]), float(expected), float(p), float(floor), talks, method
    )


def p_and_floor(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of rows as large as the first, and of rows as large as the largest.

    `values` has a row for each arrangement, the observed one first, and any further axes, which
    both results keep.

    >>> p, floor = p_and_floor(np.array([[2.0], [1.0], [3.0], [2.0]]))
    >>> p.item(), floor.item()
    (0.75, 0.25)
    """
    largest = values.max(axis=0)
    slack = last_bits(np.abs(values).max(axis=0))
    p = (values >= values[0] - slack).mean(axis=0)
    floor = (values >= largest - slack).mean(axis=0)
    return p, floor


def last_bits(size: np.ndarray) -> np.ndarray:
    """Return how far two values of a size may differ and still be equal.

    The order of a sum decides its last bits.
    """
    return np.asarray(1e-9 * np.maximum(1e-3, size))
