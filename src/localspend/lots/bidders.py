"""How many firms would bid for a lot: the chances of `lots.beliefs`, summed over the firms that can do the work.

Expected bidders of a lot are those that would bid were all of them next door, by the step of its value, times how near
they are on average. Every figure has a range: see `Model.spread`. A value is taken up to the next of its steps (about
8% apart), so that a lot is never thought smaller than it is.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np

from localspend.lots import beliefs
from localspend.lots.beliefs import EIGHT_IN_TEN, PRIORS, Array, Beliefs

SIZES = ("micro", "small", "medium", "large", "unknown")
#: What a firm of a size can carry a year, in pounds, where its turnover is not known: a quarter of a middling turnover.
CARRIES = {"micro": 40_000.0, "small": 400_000.0, "medium": 4_000_000.0, "large": 40_000_000.0, "unknown": 40_000.0}
STEPS_PER_DOUBLING = 9
MOST_STEPS = 12
SCALE = 1000
Place = tuple[float, float]
#: A normal deviate at the middle of each of forty equal parts of its chance.
_NORMAL = np.array([NormalDist().inv_cdf((n + 0.5) / 40) for n in range(40)])


@dataclass(frozen=True)
class Firm:
    """A firm that can do the category. carries is pounds a year; at is metres east and north, None if not known."""

    supplier_id: str
    name: str
    size: str
    carries: float
    strength: float
    at: Place | None = None
    local: bool = False
    tier: str = "unknown"


@dataclass(frozen=True)
class Range:
    """Expected bidders in thousandths, and the fewest and most bids, each by the range that holds eight in ten."""

    low: float
    high: float
    fewest: int
    most: int


@dataclass(frozen=True)
class Model:
    """Firms and the places of the units, ready to be asked. What it tells is whole numbers of thousandths."""

    firms: tuple[Firm, ...]
    places: tuple[Place | None, ...]
    steps: tuple[int, ...]
    beliefs: Beliefs = PRIORS
    heavy: int = 0

    def near(
        self, sizes: frozenset[str] | None = None, *, local: bool = False, tiers: frozenset[str] | None = None
    ) -> list[int]:
        """How near the firms of those sizes (or tiers) are to each unit, on average: 1000 is next door."""
        chosen = self._of(sizes, local, tiers)
        strength = self.strength[chosen]
        if not strength.sum():
            return [0] * len(self.places)
        near: Array = strength @ np.exp(-self.km[chosen] / self.beliefs.reach_km) / strength.sum()
        return [round(SCALE * one) for one in near.tolist()]

    def able(
        self, sizes: frozenset[str] | None = None, *, local: bool = False, tiers: frozenset[str] | None = None
    ) -> list[int]:
        """Expected bidders by step of value, were they all next door, in thousandths."""
        chosen = self._of(sizes, local, tiers)
        summed: Array = self.strength[chosen] @ self.fits[chosen]
        return [round(SCALE * one) for one in summed.tolist()]

    def carrying(
        self, sizes: frozenset[str] | None = None, *, local: bool = False, tiers: frozenset[str] | None = None
    ) -> list[int]:
        """Firms that a lot fits, by step of value, each as far as it is sure to do such work, in thousandths."""
        chosen = self._of(sizes, local, tiers)
        summed: Array = self.strength[chosen] @ (self.beyond[chosen] <= 0)
        return [round(SCALE * one) for one in summed.tolist()]

    def chances(self, units: Sequence[int], pounds: Sequence[int]) -> Array:
        """The chance that each firm bids for a lot of those units."""
        near = np.exp(-self.km[:, list(units)] / self.beliefs.reach_km) @ _shares(units, pounds)
        chance: Array = self.strength * self.fits[:, self.step(sum(pounds[u] for u in units))] * near
        return chance

    def spread(self, units: Sequence[int], pounds: Sequence[int], central: int) -> Range:
        """The range about `central` expected bidders of a lot, by how unsure the beliefs are and how needs differ."""
        if not central:
            return Range(0.0, 0.0, 0, 0)
        step, shares = self.step(sum(pounds[u] for u in units)), _shares(units, pounds)
        km = self.km[:, list(units)]
        near = np.exp(-km / self.beliefs.reach_km)
        chances = self.strength * self.fits[:, step] * (near @ shares)
        felt = (near * km) @ shares / np.maximum(near @ shares, 1e-12)
        slope = beliefs.slopes(
            self.beliefs, self.fits[:, step], self.beyond[:, step], float(self.heavy), self.crowded[step], felt
        )
        deviation = beliefs.unsure(self.beliefs, chances @ slope / max(float(chances.sum()), 1e-12))
        away = math.exp(EIGHT_IN_TEN * deviation)
        all_of_them = SCALE * float((self.strength * (near @ shares)).sum())
        fewest, most = likely_bids(central / SCALE, deviation)
        return Range(central / away, max(min(central * away, all_of_them), float(central)), fewest, most)

    def step(self, pounds: int) -> int:
        """The index of the step that holds a value."""
        return next(n for n, step in enumerate(self.steps) if pounds <= step)

    @cached_property
    def strength(self) -> Array:
        return np.array([firm.strength for firm in self.firms], dtype=float)

    @cached_property
    def km(self) -> Array:
        """From each firm to each unit; 0 where either place is not known, which is said."""
        firms, places = (
            np.array([one or (np.nan, np.nan) for one in some], dtype=float).reshape(-1, 2)
            for some in ([firm.at for firm in self.firms], self.places)
        )
        metres: Array = np.hypot(*(firms[:, None, n] - places[None, :, n] for n in (0, 1)))
        return np.nan_to_num(metres / 1000)

    @cached_property
    def beyond(self) -> Array:
        carries = np.array([firm.carries for firm in self.firms], dtype=float)
        return beliefs.doublings(np.array(self.steps, dtype=float)[None, :], carries[:, None])

    @cached_property
    def crowded(self) -> Array:
        """ln(rivals / 10) by step of value: the firms that could carry it, by how near they are to all the units."""
        near = np.exp(-self.km / self.beliefs.reach_km).mean(axis=1)
        return beliefs.crowd(self.beyond, self.strength * near, self.beliefs.fall)

    @cached_property
    def fits(self) -> Array:
        """The chance that each firm bids, were it next door, by step of value."""
        return beliefs.logistic(self.beliefs, self.beyond, float(self.heavy), self.crowded[None, :])

    def _of(self, sizes: frozenset[str] | None, local: bool, tiers: frozenset[str] | None) -> list[int]:
        return [
            n
            for n, firm in enumerate(self.firms)
            if (sizes is None or firm.size in sizes)
            and (firm.local or not local)
            and (tiers is None or firm.tier in tiers)
        ]


def model(
    firms: Sequence[Firm],
    places: Sequence[Place | None],
    pounds: Sequence[int],
    believed: Beliefs = PRIORS,
    burden: str = "usual",
) -> Model:
    """A model for units of those places and whole pounds."""
    total = max(sum(pounds), 1)
    least = min((worth for worth in pounds if worth > 0), default=1)
    many = max(math.ceil(math.log2(total / least) * STEPS_PER_DOUBLING), 1) if total > least else 1
    even = {min(math.ceil(least * (total / least) ** (n / many)), total) for n in range(many + 1)}
    # What many firms can carry is a step of its own: a lot just within it is not thought too large for them.
    usual = Counter(int(firm.carries) for firm in firms if least <= firm.carries < total).most_common(MOST_STEPS)
    steps = sorted(even | {carries for carries, _ in usual} | {total})
    return Model(tuple(firms), tuple(places), tuple(steps), believed, beliefs.HEAVY[burden])


def expected(
    model: Model, able: Sequence[int], near: Sequence[int], units: Sequence[int], pounds: Sequence[int]
) -> int:
    """Expected bidders of a lot of those units (by index), in thousandths, rounded down."""
    value = sum(pounds[u] for u in units)
    weighed = sum(pounds[u] * near[u] for u in units)
    return able[model.step(value)] * weighed // (value * SCALE) if value else 0


def likely_bids(middle: float, deviation: float) -> tuple[int, int]:
    """The fewest and most bids, eight times in ten: bids scatter about what is expected, itself known as a range.

    What is expected is log-normal about `middle`, the bids about it Poisson.
    """
    expectations = middle * np.exp(deviation * _NORMAL)
    chance = np.exp(-expectations)
    reached, count, fewest = float(chance.mean()), 0, None
    while reached < 0.9 and count < 10_000:
        fewest = count if fewest is None and reached >= 0.1 else fewest
        count += 1
        chance = chance * expectations / count
        reached += float(chance.mean())
    return (count if fewest is None else fewest), count


def _shares(units: Sequence[int], pounds: Sequence[int]) -> Array:
    """The part of a lot's pounds that each of its units is; equal parts where none has a value."""
    worth = np.array([pounds[u] for u in units], dtype=float)
    return worth / worth.sum() if worth.sum() else np.full(len(units), 1 / len(units))
