"""How many firms would bid for a lot: a logistic model on value against capacity, distance and burden.

A firm that can do the category bids with a chance that falls when a year of the lot outgrows what it can carry. The
chance is multiplied by how near it is (e^(-km/40)) and by how sure it is that it does such work. The chances are
priors: studies disagree (small lots raise the part of small firms; the number of bidders hardly), so that each figure
is a range. Recalibrate them by quotes that were seen. A value is taken up to the next of its steps (about 8% apart), so
that a lot is never thought smaller than it is. Source: Hoekman and Tas (2020), Stromback (2015); priors ours.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIZES = ("micro", "small", "medium", "large", "unknown")
#: What a firm of a size can carry a year, in pounds, where its turnover is not known: a quarter of a middling turnover.
CARRIES = {"micro": 40_000.0, "small": 400_000.0, "medium": 4_000_000.0, "large": 40_000_000.0, "unknown": 40_000.0}
#: Intercept of the chance that an able firm bids: low, central, high (about 8%, 18% and 35% where the lot fits).
CHANCE = {"low": -2.4, "central": -1.5, "high": -0.6}
#: How fast the chance falls per doubling of the lot beyond what the firm can carry.
FALL = 1.5
REACH_KM = 40.0
STEPS_PER_DOUBLING = 9
SCALE = 1000


@dataclass(frozen=True)
class Firm:
    """A firm that can do the category. carries is pounds a year; at is metres east and north, None if not known."""

    supplier_id: str
    name: str
    size: str
    carries: float
    strength: float
    at: tuple[float, float] | None = None
    local: bool = False


@dataclass(frozen=True)
class Model:
    """Firms and the places of the units, ready to be asked. Everything is whole numbers of thousandths."""

    firms: tuple[Firm, ...]
    places: tuple[tuple[float, float] | None, ...]
    steps: tuple[int, ...]

    def near(self, which: "frozenset[str] | None" = None, *, local: bool = False) -> list[int]:
        """How near the firms of those sizes are to each unit, on average: 1000 is next door."""
        firms = self._of(which, local)
        weight = sum(firm.strength for firm in firms)
        if not weight:
            return [0] * len(self.places)
        return [round(SCALE * sum(f.strength * nearness(f.at, place) for f in firms) / weight) for place in self.places]

    def able(self, which: "frozenset[str] | None" = None, *, local: bool = False, chance: str = "central") -> list[int]:
        """Expected bidders by step of value, were they all next door, in thousandths."""
        firms = self._of(which, local)
        return [round(SCALE * sum(f.strength * bids(step, f.carries, chance) for f in firms)) for step in self.steps]

    def _of(self, which: "frozenset[str] | None", local: bool) -> list[Firm]:
        return [f for f in self.firms if (which is None or f.size in which) and (f.local or not local)]

    def step(self, pounds: int) -> int:
        """The index of the step that holds a value."""
        return next(n for n, step in enumerate(self.steps) if pounds <= step)


def model(firms: Sequence[Firm], places: Sequence[tuple[float, float] | None], pounds: Sequence[int]) -> Model:
    """A model for units of those places and whole pounds."""
    total = max(sum(pounds), 1)
    least = min((worth for worth in pounds if worth > 0), default=1)
    many = max(math.ceil(math.log2(total / least) * STEPS_PER_DOUBLING), 1) if total > least else 1
    steps = sorted({min(math.ceil(least * (total / least) ** (n / many)), total) for n in range(many + 1)} | {total})
    return Model(tuple(firms), tuple(places), tuple(steps))


def bids(pounds: float, carries: float, chance: str) -> float:
    """The chance that an able firm next door bids for a lot of so many pounds a year."""
    beyond = max(math.log2(max(pounds, 1.0) / carries), 0.0)
    return 1 / (1 + math.exp(-(CHANCE[chance] - FALL * beyond)))


def nearness(firm: tuple[float, float] | None, place: tuple[float, float] | None) -> float:
    """1 next door, 0.37 at 40 km; 1 where either place is not known, which is said."""
    if firm is None or place is None:
        return 1.0
    return math.exp(-math.dist(firm, place) / 1000 / REACH_KM)


def expected(
    model: Model, able: Sequence[int], near: Sequence[int], units: Sequence[int], pounds: Sequence[int]
) -> int:
    """Expected bidders of a lot of those units (by index), in thousandths, rounded down."""
    value = sum(pounds[u] for u in units)
    weighed = sum(pounds[u] * near[u] for u in units)
    return able[model.step(value)] * weighed // (value * SCALE) if value else 0
