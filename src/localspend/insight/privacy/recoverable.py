"""Which hidden numbers can be worked out from sums that are known: the attack that hiding must withstand.

Each sum over a group of rows is an equation in its hidden rows. A hidden number is fixed by the equations exactly if no
solution of them without right-hand side moves it; a random direction, with all that the equations fix taken out, moves
every number that is free (but for a chance of measure nought) and no other.
"""

from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
#: What is moved less than this is taken as fixed.
STILL = 1e-6


def recoverable(groups: Sequence[Sequence[int]], hidden: Set[int], rounds: int = 500) -> set[int]:
    """The rows of `hidden` that the sums over `groups` (numbers of rows) give away, if every sum is known."""
    place = {row: n for n, row in enumerate(sorted(hidden))}
    inside = {tuple(place[row] for row in group if row in hidden) for group in groups}
    equations = sorted(one for one in inside if one)
    if not equations:
        return set()
    which = np.repeat(np.arange(len(equations)), [len(one) for one in equations])
    what = np.concatenate([np.array(one) for one in equations])
    free = _free(which, what, len(equations), len(place), rounds)
    return {row for row, n in place.items() if abs(free[n]) < STILL}


def _free(which: NDArray[np.int64], what: NDArray[np.int64], equations: int, unknowns: int, rounds: int) -> Numbers:
    """A random direction less its part in the span of the equations, by conjugate gradients on A Aᵗ y = A w."""

    def forth(x: Numbers) -> Numbers:
        return np.bincount(which, x[what], equations).astype(np.float64)

    def back(y: Numbers) -> Numbers:
        return np.bincount(what, y[which], unknowns).astype(np.float64)

    # The same question gets the same answer.
    start = np.random.default_rng(0).standard_normal(unknowns)
    y = np.zeros(equations)
    rest = forth(start)
    step, size = rest.copy(), float(rest @ rest)
    enough = size * 1e-24
    for _ in range(rounds):
        if size <= enough:
            break
        along = forth(back(step))
        far = size / float(step @ along)
        y, rest = y + far * step, rest - far * along
        size, before = float(rest @ rest), size
        step = rest + (size / before) * step
    moved: Numbers = start - back(y)
    return moved
