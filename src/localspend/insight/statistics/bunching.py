"""Counts just below a value, against what the counts around it let one expect.

Values are put in cells of equal width on a logarithmic scale, so that the window below the value is one cell. A Poisson
regression of the cells' counts on a parabola (the logarithm of a log-normal density) and on whether a cell holds a
round number is fitted outside the window, outside the cell just above (whence values would have come), and outside the
windows of the other values that are asked. What scatters more than Poisson (heaped or rounded values do) widens it all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

#: Cells looked at on each side, contracts needed around and on each side, and cells needed for the fit.
CELLS, AROUND, EACH_SIDE, FITTED = 12, 30, 8, 9
#: Points of the integration over what the fit does not know.
POINTS = 40


@dataclass(frozen=True)
class Found:
    """Counts in the window and around it; expected (float) and p_value (one-sided) are None where one cannot tell."""

    around: int
    observed: int
    expected: float | None = None
    p_value: float | None = None
    why: str | None = None


def below(values: Any, at: float, window: float, others: Sequence[float] = ()) -> Found:
    """How many of `values` (pounds) lie in the `window` (a part of 1) below `at`, and how many one would expect.

    `others` are further values of which the windows are left out of the fit.
    """
    width = -np.log1p(-window)
    cells = np.arange(-CELLS, CELLS)  # cell -1 is the window, cell 0 lies just above
    values = np.asarray([value for value in values if value > 0], dtype=float)
    # A hair more: values at the threshold itself are not below it, whatever their floating point says.
    place = np.floor(np.log(values / at) / width + 1e-9)
    counts = np.array([(place == cell).sum() for cell in cells], dtype=float)
    observed, around = int(counts[CELLS - 1]), int(counts.sum())
    if around < AROUND:
        return Found(around, observed, why=f"cannot tell: {around} contracts of such a value, {AROUND} are needed")
    middle = at * np.exp((cells + 0.5) * width)
    apart = cells != -1
    fitted = apart & (cells != 0) & _inside(cells, place) & ~_touched(cells, at, width, others)
    if min(counts[fitted & (cells < -1)].sum(), counts[fitted & (cells > 0)].sum()) < EACH_SIDE or sum(fitted) < FITTED:
        return Found(around, observed, why="cannot tell: too few contracts on one side of the value")
    design = _design(cells, middle, width, counts, fitted)
    return Found(around, observed, *_compared(counts, design, fitted, CELLS - 1))


def adjusted(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's correction: that one of several is small by chance is likelier than that one is. None stays None."""
    known = sorted((p, n) for n, p in enumerate(p_values) if p is not None)
    made: list[float | None] = [None] * len(p_values)
    least = 0.0
    for rank, (p, n) in enumerate(known):
        least = max(least, min(1.0, p * (len(known) - rank)))
        made[n] = least
    return made


def _inside(cells: Any, place: Any) -> Any:
    """Cells that lie wholly between the smallest and the largest value: a register may begin at £5,000."""
    return (cells > place.min()) & (cells < place.max())


def _touched(cells: Any, at: float, width: float, others: Sequence[float]) -> Any:
    """Cells that the window below another value touches."""
    found = np.zeros(len(cells), dtype=bool)
    for other in others:
        upper = np.log(other / at) / width
        if abs(upper) > 1e-6:  # the same value under another rule
            found |= (cells < upper - 1e-6) & (cells + 1 > upper - 1 + 1e-6)
    return found


def _design(cells: Any, middle: Any, width: float, counts: Any, fitted: Any) -> Any:
    """Columns: one, a parabola, and round numbers where the fitted cells show both sorts of cell."""
    x = (cells + 0.5) / CELLS
    columns = [np.ones(len(cells)), x, x**2]
    for step in (1.0, 0.5):
        has = np.array([_holds(m * np.exp(-width / 2), m * np.exp(width / 2), step) for m in middle])
        seen, unseen = fitted & has, fitted & ~has
        if min(seen.sum(), unseen.sum()) >= 2 and counts[seen].sum() and counts[unseen].sum():
            columns.append(has.astype(float))
    return np.column_stack(columns)


def _holds(lower: float, upper: float, step: float) -> bool:
    """Whether [lower, upper) holds a round number: of one digit and noughts, or (step 0.5) with a half of that."""
    unit = step * 10 ** np.floor(np.log10(lower) + 1e-9)
    first = np.ceil(lower / unit - 1e-9) * unit
    if step == 0.5 and abs(first / (2 * unit) - round(first / (2 * unit))) < 1e-9:
        first += unit  # a round number of the other sort
    return bool(first < upper * (1 - 1e-9))


def _compared(counts: Any, design: Any, fitted: Any, window: int) -> tuple[float, float]:
    """Expected count of the window, and how likely as many or more are, with the uncertainty of the fit."""
    from scipy import stats
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    fit = GLM(counts[fitted], design[fitted], family=Poisson()).fit()
    scatter = max(1.0, float(fit.pearson_chi2 / fit.df_resid))
    row = design[window]
    mean = float(np.exp(row @ fit.params))
    error = float(np.sqrt(max(row @ fit.cov_params() @ row, 0.0) * scatter))
    observed = counts[window]
    t = (observed - mean) / np.sqrt(scatter * mean + (mean * error) ** 2)
    by_t = float(stats.t.sf(t, fit.df_resid))
    # Small counts are skewed: a negative binomial of the same scatter, over the log-normal of its mean.
    nodes, weights = np.polynomial.hermite_e.hermegauss(POINTS)
    means = np.exp(np.log(mean) + error * nodes)
    tails = [_tail(observed, one, scatter) for one in means]
    by_count = float(np.dot(weights, tails) / weights.sum())
    return mean, min(1.0, max(by_t, by_count))


def _tail(observed: float, mean: float, scatter: float) -> float:
    """P(count >= observed) for a mean, and a variance of `scatter` times it."""
    from scipy import stats

    if scatter < 1.001:
        return float(stats.poisson.sf(observed - 1, mean))
    return float(stats.nbinom.sf(observed - 1, mean / (scatter - 1), 1 / scatter))
