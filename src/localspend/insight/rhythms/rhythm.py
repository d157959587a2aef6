"""Whether days recur: a test against chance, and the date that comes next. Numbers only, no tables.

Chance means: payments land on an institution's payment days as they fall. Counted in payment runs instead of days, the
gaps between m + 1 payments are then m random parts of a whole. How unlike chance they are is the volume of all ways of
parting as evenly or more, a ball about the even parting within a simplex:
p = V(r) / (sqrt(m) / (m-1)!), r² = CV² / m, dimension m-1. Exact while the ball is inside, an upper bound beyond, so a
rhythm is never made more of than it is. Which rhythms to believe: Benjamini and Hochberg (1995).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import inf, lgamma, log, pi

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]
#: A gap is measured in whole runs; the variance of that rounding (Sheppard) keeps perfect rhythms finite.
ROUNDING = 1 / 12
EPOCH = date(1970, 1, 1)
_lgamma = np.vectorize(lgamma, otypes=[float])


def log_chance(gaps: Numbers, total: Numbers, squares: Numbers) -> Numbers:
    """The natural log of p by pair, from the number of its gaps, their sum in runs, and the sum of their squares.

    0 (p = 1) where there are fewer than three gaps, or where nearly every run pays it: that is the institution's own
    rhythm.
    """
    m = np.maximum(gaps, 3)
    mean = total / m
    # Days are whole: the gaps of chance are geometric, with variance mean * (mean - 1), which is all that is expected.
    expected = np.maximum(mean * (mean - 1), 1e-9)
    ratio = (np.maximum(squares / m - mean**2, 0) + ROUNDING) / expected
    half = (m - 1) / 2
    found: Numbers = half * log(pi) - _lgamma(half + 1) + half * np.log(ratio / m) + _lgamma(m) - np.log(m) / 2
    return np.where((gaps >= 3) & (mean >= 2), np.minimum(found, 0), 0.0)


def believed(log_p: Numbers, false_share: float) -> npt.NDArray[np.bool_]:
    """Which to believe so that at most `false_share` of them are expected to be chance."""
    if not len(log_p):
        return np.zeros(0, dtype=bool)
    order = np.sort(log_p)
    within = order <= np.log(false_share * np.arange(1, len(order) + 1) / len(order))
    limit = order[within][-1] if within.any() else -inf
    return np.asarray(log_p <= limit)


@dataclass(frozen=True)
class Rhythm:
    """period in days, how uneven (median distance of a gap from the period, over it), payments, the next day after."""

    period: int
    uneven: float
    payments: int
    next_day: int

    @property
    def tolerance(self) -> float:
        """How far from the day that was forecast a payment may be and still be a hit: a week, or a quarter period."""
        return max(7.0, self.period / 4)


def rhythm(days: Days, as_of: int, *, shortest: int, uneven_at_most: float) -> Rhythm | None:
    """The rhythm of payment days (ordered day numbers up to `as_of`), or None: uneven, too quick, or ceased.

    Ceased: none within two periods of `as_of`.
    """
    gaps = np.diff(days)
    middle = float(np.median(gaps))
    uneven = float(np.median(np.abs(gaps - middle))) / middle
    period, last = int(middle + 0.5), int(days[-1])
    if middle < shortest or uneven > uneven_at_most or as_of - last > 2 * period:
        return None
    ahead = last + period * ((as_of - last) // period + 1)
    return Rhythm(period, uneven, len(days), ahead)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(number)
