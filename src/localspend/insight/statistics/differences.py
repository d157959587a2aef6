"""Difference-in-differences of one treated series of monthly shares against comparison series, with placebos.

For a unit, d is its share less the comparisons' common movement (months that all share are taken out, as two-way fixed
effects do). Its effect is the coefficient of "after" in a weighted regression of d. A month weighs n / (1 + n / 20), n
being the number of equal payments that would scatter as much as its payments do, (sum a)^2 / sum a^2: a month in which
one payment is everything says little. The standard error allows for months that hang together (Newey-West), is never
below the plain one, and is averaged with the median of the comparisons' because a dozen months tell it badly.

Every comparison is then treated in turn as if the change had been there (a placebo). The interval is the effect plus or
minus k standard errors: k is the largest of Student's t times what the placebos scatter beyond their standard errors,
and of the placebos' own 95th percentile. With few comparisons it is the largest placebo, so the interval errs wide.
Tried on invented payments with log-normal sizes, payees that come and go, 5 to 31 comparisons, 24 to 48 months: the
interval held the true effect in 92 to 100 of 100, and "moved" was said of 0 to 5 of 100 changes that moved nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

#: Payments beyond which a month says little more; the part of the placebos that an interval holds.
ENOUGH, CONFIDENCE = 20.0, 0.95


@dataclass(frozen=True)
class Series:
    """A unit's months: share (0 to 1) and weight (0 where the month says nothing), as arrays of one length."""

    share: Any
    weight: Any

    @staticmethod
    def of(part: Any, whole: Any, worth: Any) -> "Series":
        """From sums a month: the part, the whole, and how many equal payments the month is worth."""
        known = (whole > 0) & (worth > 0)
        share = np.clip(np.where(known, part / np.where(known, whole, 1), 0), 0, 1)
        return Series(share, np.where(known, worth / (1 + worth / ENOUGH), 0))

    def varies(self) -> bool:
        """Whether the share ever changes: one that is always nothing shows no chance."""
        return bool(np.ptp(self.share[self.weight > 0]) > 1e-9) if (self.weight > 0).any() else False


@dataclass(frozen=True)
class Compared:
    """effect, low and high (share points, 0.08 is eight); p of a trend before; part of placebos that moved as much."""

    effect: float
    low: float
    high: float
    pre_trend_p: float
    placebo_share: float


def compare(treated: Series, others: Sequence[Series], after: Any) -> Compared:
    """The treated unit against `others` (two at least), `after` being true in the months since the change."""
    from scipy import stats

    common = _Common(others)
    effect, error, months = _effect(treated, common.all(), after)
    placebos = [_effect(one, common.without(n), after) for n, one in enumerate(others)]
    median = float(np.median([found[1] for found in placebos]))
    sizes = np.sort([abs(found[0]) / _shared(found[1], median) for found in placebos])
    many, error = len(placebos), _shared(error, median)
    scatter = max(1.0, float(np.sqrt((sizes**2).mean())))
    by_rank = sizes[min(many, int(np.ceil(CONFIDENCE * (many + 1)))) - 1]
    by_t = stats.t.ppf((1 + CONFIDENCE) / 2, min(months - 2, many)) * scatter
    half = float(max(by_t, by_rank)) * error
    as_much = float((sizes >= abs(effect) / error).mean())
    return Compared(effect, effect - half, effect + half, _trend(treated, common.all(), ~after), as_much)


def effect_alone(treated: Series, others: Sequence[Series], after: Any) -> float:
    """The effect without an interval."""
    return _effect(treated, _Common(others).all(), after)[0]


class _Common:
    """The common movement of several units, with and without one of them: (weights, weighted deviations) a month."""

    def __init__(self, others: Sequence[Series]) -> None:
        self.weights = np.array([other.weight for other in others])
        shares = np.array([other.share for other in others])
        own = (self.weights * shares).sum(1) / self.weights.sum(1)
        self.moved = self.weights * (shares - own[:, None])

    def all(self) -> tuple[Any, Any]:
        return self.weights.sum(0), self.moved.sum(0)

    def without(self, n: int) -> tuple[Any, Any]:
        weights, moved = self.all()
        # A month in which only this unit is seen is left with the crumbs of floating point.
        left = np.where(weights - self.weights[n] > 1e-9 * np.maximum(weights, 1), weights - self.weights[n], 0)
        return left, moved - self.moved[n]


def _shared(error: float, median: float) -> float:
    return float(np.sqrt((error**2 + median**2) / 2))


def _against(one: Series, common: tuple[Any, Any]) -> tuple[Any, Any, Any]:
    """Months (indices), the share less the common movement, and weights."""
    weights, moved = common
    months = np.flatnonzero((one.weight > 0) & (weights > 0))
    return months, one.share[months] - moved[months] / weights[months], one.weight[months]


def _effect(one: Series, common: tuple[Any, Any], after: Any) -> tuple[float, float, int]:
    """Effect, standard error, months."""
    from statsmodels.regression.linear_model import WLS

    months, share, weights = _against(one, common)
    fit = WLS(share, _design(after[months]), weights=weights).fit()
    lags = int(4 * (len(months) / 100) ** (2 / 9))
    robust = fit.get_robustcov_results("HAC", maxlags=lags, use_correction=True)
    return float(fit.params[1]), float(max(fit.bse[1], robust.bse[1], 1e-9)), len(months)


def _trend(one: Series, common: tuple[Any, Any], before: Any) -> float:
    """p of a straight line through the months before."""
    from statsmodels.regression.linear_model import WLS

    months, share, weights = _against(one, common)
    early = before[months]
    if np.ptp(share[early]) < 1e-9:
        return 1.0
    return float(WLS(share[early], _design(months[early]), weights=weights[early]).fit().pvalues[1])


def _design(x: Any) -> Any:
    return np.column_stack([np.ones(len(x)), x.astype(float)])
