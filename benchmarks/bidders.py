"""How well the bidder model foretells quotes: from invented quotes whose truth is known, and from notices if they say.

What: quotes of invented needs (four to twelve firms asked, heavy-tailed values, firms of four sizes within 60 km) drawn
from a truth that differs from the priors, with a shift of its own for every need. Beliefs are recalibrated by a few
needs and judged by 4,000 quotes of others: log loss, the part of needs whose bids lie in the range of eight in ten,
and the calibration in fifths. Peers: the priors as they are; one rate for all; a logistic regression on the same
columns (statsmodels), which starts from nothing; and the truth itself, which nobody can beat. Notices: the number of
bids that each award says, where that is more than the list of those who won (python -m benchmarks.bidders FILES…).
"""

import argparse
import json
import math
import warnings
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import statsmodels.api as sm

from benchmarks.measure import say
from localspend.lots.backtest import backtest
from localspend.lots.beliefs import PRIORS, Array, Beliefs
from localspend.lots.bidders import CARRIES
from localspend.lots.quotes import Quote, seen
from localspend.lots.recalibrate import log_likelihood, recalibrated

JUDGED = 4_000
#: What differs from the priors, and how much needs differ from one another.
TRUTHS = {
    "as the priors": (PRIORS, 0.5),
    "eager, near, steep": (Beliefs(-0.2, 3.0, 12.0, 1.0, PRIORS.crowding, PRIORS.covariance), 0.5),
    "shy, far, flat": (Beliefs(-2.6, 0.6, 150.0, 0.1, PRIORS.crowding, PRIORS.covariance), 0.5),
    "needs differ much": (Beliefs(-0.8, 1.5, 40.0, 0.5, PRIORS.crowding, PRIORS.covariance), 1.2),
}


def main() -> None:
    """Print a line for each truth and number of needs, then what the notices say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bidders", description=__doc__)
    parser.add_argument("--large", action="store_true", help="nothing more: it takes seconds")
    parser.add_argument("notices", nargs="*", type=Path, help="OCDS releases or packages, JSON or a line each")
    for name, (truth, between) in TRUTHS.items():
        for needs in (5, 25, 125):
            judged(name, truth, between, needs)
    for path in parser.parse_args().notices:
        found = list(bids_told(path))
        told = [bids for bids, winners in found if bids > winners]
        say(f"awards of {path.name} that say how many bid", f"{len(told)} of {len(found)} that give a number")


def judged(name: str, truth: Beliefs, between: float, needs: int) -> None:
    """Print how beliefs recalibrated by so many needs foretell others."""
    taught, asked = quotes(Random(1), truth, needs, between), quotes(Random(2), truth, JUDGED // 8, between)
    new = seen(asked)
    after = recalibrated(taught)
    rate = (sum(quote.bid for quote in taught) + 0.5) / (len(taught) + 1)
    ours = _loss(new.bids, new.chances(after))
    peers = {
        "priors": _loss(new.bids, new.chances(PRIORS)),
        "one rate": _loss(new.bids, np.full(len(asked), rate)),
        "logistic regression": _loss(new.bids, regression(taught, asked)),
        "truth": _loss(new.bids, new.chances(truth)),
    }
    told = ", ".join(f"{way} {loss:.4f}" for way, loss in peers.items())
    say(f"{name}, {len(taught)} quotes of {needs} needs, log loss", f"{ours:.4f}", peer=told,
        ratio=f"{ours / peers['one rate']:.3f} of one rate")  # fmt: skip
    found = backtest(taught)
    shown = ", ".join(f"{one['foretold']:.0%} → {one['did']:.0%}" for one in found["calibration"])
    say("  backtest on those quotes alone", f"foretold → did: {shown}; needs in range {found['within']:.0%}",
        hoped="80% in range")  # fmt: skip


def quotes(rng: Random, truth: Beliefs, needs: int, between: float) -> list[Quote]:
    """Invented quotes; every need has a shift of its own on the intercept."""
    made: list[Quote] = []
    for need in range(needs):
        pounds, heavy, shift = rng.lognormvariate(11.0, 1.2), rng.choice((-1, 0, 0, 1)), rng.gauss(0, between)
        asked = [
            Quote(f"n{need}", pounds, CARRIES[rng.choices(("micro", "small", "medium", "large"), (60, 25, 10, 5))[0]],
                  False, 1.0, rng.uniform(0, 60), heavy)
            for _ in range(rng.randint(4, 12))
        ]  # fmt: skip
        felt = Beliefs(truth.intercept + shift, truth.fall, truth.reach_km, truth.burden, truth.crowding, ())
        chances = seen(asked).chances(felt)
        made += [
            Quote(one.need, one.pounds, one.carries, rng.random() < chance, 1.0, one.km, one.heavy)
            for one, chance in zip(asked, chances.tolist(), strict=True)
        ]
    return made


def regression(taught: list[Quote], asked: list[Quote]) -> Array:
    """The peer: an ordinary logistic regression on how far a lot outgrows the firm, distance and burden."""
    old, new = seen(taught), seen(asked)

    def columns(one: Any) -> Array:
        return np.column_stack([np.ones(len(one.bids)), one.beyond, one.km, one.heavy])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # few quotes part wholly: its chances are then 0 and 1
        fitted = sm.GLM(old.bids, columns(old), family=sm.families.Binomial()).fit()
    found: Array = fitted.predict(columns(new))
    return found


def bids_told(path: Path) -> Iterator[tuple[int, int]]:
    """Of each release that gives one: the number of bids (or tenderers), and how many suppliers were awarded."""
    for release in releases(path):
        awarded = {str(s.get("id") or s.get("name")) for a in release.get("awards", []) for s in a.get("suppliers", [])}
        told = [
            one["value"] for one in release.get("bids", {}).get("statistics", [])
            if one.get("measure") in ("bids", "validBids") and one.get("value") is not None
        ]  # fmt: skip
        told += [release["tender"]["numberOfTenderers"]] if "numberOfTenderers" in release.get("tender", {}) else []
        if told:
            yield max(map(int, told)), len(awarded)


def releases(path: Path) -> Iterator[dict[str, Any]]:
    """The releases of a file: one document, or one a line."""
    text = path.read_text(encoding="utf-8")
    try:
        documents = [json.loads(text)]
    except ValueError:
        documents = [json.loads(line) for line in text.splitlines() if line.strip()]
    for document in documents:
        yield from document.get("releases", [document])


def _loss(bids: Array, chances: Array) -> float:
    found = -log_likelihood(bids, chances) / len(bids)
    return found if math.isfinite(found) else math.inf


if __name__ == "__main__":
    main()
