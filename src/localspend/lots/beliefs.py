"""What is believed of whether a firm bids: numbers, how sure they are, and the chance that follows.

chance = strength * e^(-km / reach) / (1 + e^-x), with
x = intercept - fall * doublings - burden * heavy - crowding * ln(rivals / 10)
where strength is how sure it is that the firm does such work; doublings, how often a year of the lot doubles what it
can carry; heavy, what a bid asks (-1, 0, 1); rivals, the able firms near that could carry the lot, 10 at the least.
Source: the form and every prior are ours. Hoekman and Tas (2020) and Stromback (2015): small firms enter less the
larger the contract. Li and Zheng (2009): the more could bid, the rarer each does. European Court of Auditors (28/2023):
3.2 bidders a procedure in 2021, 5.7 in 2011. Glas and Essig: the number of lots itself is not what decides.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
#: Rivals that a firm takes as a matter of course.
FEW = 10.0
#: Part of how unsure the intercept is that quotes never teach: needs differ in what nobody has written down.
BETWEEN_NEEDS = 0.5
#: Standard deviations either side of the middle that hold eight in ten.
EIGHT_IN_TEN = 1.2816
HEAVY = {"light": -1, "usual": 0, "heavy": 1}


@dataclass(frozen=True)
class Beliefs:
    """Central values; covariance is of (intercept, ln fall, ln reach, burden, crowding), as far as quotes can teach."""

    intercept: float
    fall: float
    reach_km: float
    burden: float
    crowding: float
    covariance: tuple[tuple[float, ...], ...]
    quotes: int = 0
    needs: int = 0

    @property
    def vector(self) -> list[float]:
        return [self.intercept, math.log(self.fall), math.log(self.reach_km), self.burden, self.crowding]


def of(vector: Sequence[float], covariance: Sequence[Sequence[float]], quotes: int, needs: int) -> Beliefs:
    """Beliefs from what `Beliefs.vector` gives."""
    intercept, fall, reach, burden, crowding = map(float, vector)
    rows = tuple(tuple(map(float, row)) for row in covariance)
    return Beliefs(intercept, math.exp(fall), math.exp(reach), burden, crowding, rows, quotes, needs)


def _diagonal(*deviations: float) -> tuple[tuple[float, ...], ...]:
    return tuple(
        tuple(one**2 if n == m else 0.0 for m in range(len(deviations))) for n, one in enumerate(deviations)
    )  # fmt: skip


#: Where a lot fits, about one able firm next door in six bids; of 50 rivals three or four, of 200 five, as the EU sees.
PRIORS = Beliefs(-1.5, 1.5, 40.0, 0.5, 0.7, _diagonal(0.5, 0.3, 0.4, 0.3, 0.15))


def doublings(pounds: Array, carries: Array) -> Array:
    """How often a lot doubles what a firm can carry: 0 where it fits."""
    return np.maximum(np.log2(np.maximum(pounds, 1.0) / np.maximum(carries, 1.0)), 0.0)


def crowd(beyond: Array, weight: Array, fall: float) -> Array:
    """ln(rivals / 10), 0 at the least: rivals are the firms by their weight and by how well the lot fits them."""
    rivals: Array = weight @ np.exp(-fall * beyond)
    crowded: Array = np.log(np.maximum(rivals / FEW, 1.0))
    return crowded


def logistic(beliefs: Beliefs, beyond: Array, heavy: Array | float, crowded: Array | float) -> Array:
    """The chance that an able firm next door bids."""
    x = beliefs.intercept - beliefs.fall * beyond - beliefs.burden * heavy - beliefs.crowding * crowded
    chance: Array = 1 / (1 + np.exp(-x))
    return chance


def slopes(
    beliefs: Beliefs, fits: Array, beyond: Array, heavy: Array | float, crowded: Array | float, km: Array
) -> Array:
    """How ln(chance) of each row moves with each of `Beliefs.vector`; fits is what `logistic` gives."""
    rest = 1 - fits
    columns = [
        rest, -rest * beliefs.fall * beyond, km / beliefs.reach_km, -rest * heavy * np.ones_like(fits),
        -rest * crowded * np.ones_like(fits),
    ]  # fmt: skip
    return np.stack(columns, axis=-1)


def unsure(beliefs: Beliefs, slope: Array) -> float:
    """Standard deviation of ln(expected bidders) whose slopes with the beliefs are given."""
    learned = float(slope @ np.array(beliefs.covariance) @ slope)
    return math.sqrt(max(learned, 0.0) + (float(slope[0]) * BETWEEN_NEEDS) ** 2)
