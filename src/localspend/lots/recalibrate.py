"""Beliefs from quotes that were seen: the most probable ones, given the priors and the quotes (MAP), and how sure.

Maximises the sum of ln(chance of what each firm did) - half the squared distance from the priors in their standard
deviations. What is left of doubt is the inverse of the priors' and the quotes' information (Fisher). Quotes of one need
are taken as apart from each other but for the rivals, so that a few needs with many firms look surer than they are;
`beliefs.BETWEEN_NEEDS` is never learned away. No chance in it: the same quotes give the same beliefs.
"""

from collections.abc import Sequence

import numpy as np

from localspend.lots import beliefs
from localspend.lots.beliefs import PRIORS, Array, Beliefs
from localspend.lots.quotes import Quote, Seen, seen

MOST_STEPS = 100
#: A chance is never quite 0 or 1.
LEAST = 1e-9


def recalibrated(quotes: Sequence[Quote], before: Beliefs = PRIORS) -> Beliefs:
    """`before`, and what `quotes` teach; `before` itself where there are none."""
    if not quotes:
        return before
    found = seen(quotes)
    precision = np.linalg.inv(np.array(before.covariance))
    start = at = np.array(before.vector)
    needs = len(set(found.needs))

    def believed(vector: Array) -> Beliefs:
        return beliefs.of(vector.tolist(), before.covariance, len(quotes), needs)

    def worth(vector: Array) -> float:
        away = vector - start
        return log_likelihood(found.bids, found.chances(believed(vector))) - float(away @ precision @ away) / 2

    best = worth(at)
    for _ in range(MOST_STEPS):
        gradient, information = _taught(found, believed(at))
        step = np.linalg.solve(information + precision, gradient - precision @ (at - start))
        size = 1.0
        while size > 1e-6 and worth(at + size * step) < best:
            size /= 2
        gained = worth(at + size * step) - best
        if gained <= 1e-10:
            break
        at, best = at + size * step, best + gained
    _, information = _taught(found, believed(at))
    covariance = np.linalg.inv(information + precision).tolist()
    return beliefs.of(at.tolist(), covariance, len(quotes), needs)


def log_likelihood(bids: Array, chances: Array) -> float:
    """The sum of ln(chance of what was done)."""
    sure = np.clip(chances, LEAST, 1 - LEAST)
    return float((bids * np.log(sure) + (1 - bids) * np.log(1 - sure)).sum())


def _taught(found: Seen, believed: Beliefs) -> tuple[Array, Array]:
    """Gradient and information of the log likelihood."""
    chances, slopes = np.clip(found.chances(believed), LEAST, 1 - LEAST), found.slopes(believed)
    gradient: Array = slopes.T @ ((found.bids - chances) / (1 - chances))
    information: Array = (slopes * (chances / (1 - chances))[:, None]).T @ slopes
    return gradient, information
