"""How well the bidder model would have foretold quotes that were seen: each need by what the others teach.

Needs are dealt into folds in their order; those of a fold are foretold by beliefs from all other folds. Beside it stand
the priors as they are, and one rate for all (that of the other folds). log_loss is the mean of -ln(chance of what was
done): the smaller the better. within is the part of needs whose number of bids lies in the range of eight in ten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from localspend.lots import beliefs
from localspend.lots.beliefs import PRIORS, Array, Beliefs
from localspend.lots.bidders import likely_bids
from localspend.lots.quotes import Quote, Seen, seen
from localspend.lots.recalibrate import log_likelihood, recalibrated

FOLDS = 5
BINS = 5


@dataclass(frozen=True)
class _Told:
    """What was foretold of some quotes, by each way."""

    bids: Array
    chances: Mapping[str, Array]
    within: list[bool]


def backtest(quotes: Sequence[Quote], before: Beliefs = PRIORS) -> dict[str, Any]:
    """log_loss by priors, recalibrated and one_rate; calibration in fifths; within. None of one need alone."""
    needs = list(dict.fromkeys(quote.need for quote in quotes))
    folds = min(FOLDS, len(needs))
    if folds < 2:
        return {"quotes": len(quotes), "needs": len(needs), "log_loss": None, "calibration": [], "within": None}
    told = [_fold(quotes, set(needs[fold::folds]), before) for fold in range(folds)]
    bids = np.concatenate([one.bids for one in told])
    chances = {way: np.concatenate([one.chances[way] for one in told]) for way in told[0].chances}
    within = [need for one in told for need in one.within]
    return {
        "quotes": len(quotes),
        "needs": len(needs),
        "log_loss": {way: round(-log_likelihood(bids, by) / len(bids), 4) for way, by in chances.items()},
        "calibration": _calibration(bids, chances["recalibrated"]),
        "within": round(sum(within) / len(within), 3),
    }


def _fold(quotes: Sequence[Quote], held_back: set[str], before: Beliefs) -> _Told:
    taught = [quote for quote in quotes if quote.need not in held_back]
    asked = seen([quote for quote in quotes if quote.need in held_back])
    after = recalibrated(taught, before)
    rate = (sum(quote.bid for quote in taught) + 0.5) / (len(taught) + 1)
    chances = {
        "recalibrated": asked.chances(after),
        "priors": asked.chances(before),
        "one_rate": np.full(len(asked.bids), rate),
    }
    return _Told(asked.bids, chances, _within(asked, after))


def _within(asked: Seen, after: Beliefs) -> list[bool]:
    """Of each need, whether its bids lie in the range."""
    chances, slopes = asked.chances(after), asked.slopes(after)
    found = []
    for need in dict.fromkeys(asked.needs):
        mine = np.array([other == need for other in asked.needs])
        mean = float(chances[mine].sum())
        slope = chances[mine] @ slopes[mine] / max(mean, 1e-12)
        low, high = likely_bids(mean, beliefs.unsure(after, slope))
        found.append(low <= int(asked.bids[mine].sum()) <= high)
    return found


def _calibration(bids: Array, chances: Array) -> list[dict[str, float | int]]:
    """Fifths of the quotes by what was foretold: how many, the mean chance, and the part that did bid."""
    order = np.argsort(chances, kind="stable")
    return [
        {
            "quotes": len(part),
            "foretold": round(float(chances[part].mean()), 3),
            "did": round(float(bids[part].mean()), 3),
        }
        for part in np.array_split(order, BINS)
        if len(part)
    ]
