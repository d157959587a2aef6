"""How often forecasts come true, measured on months that were held back: what a probability of `pipeline` rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from localspend.insight.rhythms.rhythm import Days, Rhythm


@dataclass(frozen=True)
class Record:
    """How often forecasts of one sort came true in held-back months."""

    hits: int = 0
    tests: int = 0

    def shrunk(self, prior: float, weight: float) -> float:
        """The hit rate, drawn to `prior` as if that rested on `weight` forecasts."""
        return (self.hits + prior * weight) / (self.tests + weight)


def sort_of(found: Rhythm) -> tuple[bool, bool]:
    """The sort whose forecasts are counted together: tight or loose, many payments or few."""
    return found.uneven <= 0.1, found.payments >= 12


def came_true(found: Rhythm, days: Days, cut: int, until: int) -> bool | None:
    """Whether a payment after `cut` hit the forecast; None where the time to hit runs beyond `until`."""
    if found.next_day + found.tolerance > until:
        return None
    later = days[(days > cut) & (days <= until)]
    return bool((np.abs(later - found.next_day) <= found.tolerance).any())


class HeldBack:
    """Forecasts made at days in the past, and what became of them."""

    def __init__(self, outcomes: Sequence[tuple[tuple[bool, bool], bool]], *, prior: float, weight: float) -> None:
        self.prior, self.weight = prior, max(weight, 1e-9)  # without any weight and any forecast, the prior
        self.all = Record(sum(hit for _, hit in outcomes), len(outcomes))
        sorts = {sort for sort, _ in outcomes}
        self.by_sort = {
            sort: Record(sum(h for s, h in outcomes if s == sort), sum(s == sort for s, _ in outcomes))
            for sort in sorts
        }

    def probability(self, found: Rhythm) -> float:
        """How likely a forecast comes true: the rate of its sort, drawn to that of all, that drawn to the prior.

        Never more than 0.99: no forecast of another's purchase is certain.
        """
        of_all = self.all.shrunk(self.prior, self.weight)
        return min(round(self.by_sort.get(sort_of(found), Record()).shrunk(of_all, self.weight), 2), 0.99)
