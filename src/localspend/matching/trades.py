"""Trades: everyday words for work and goods that public bodies buy, each with who does it and what it is.

trades.csv: sic (stems of UK SIC 2007, parted by blanks: firms of these do it), category_code (CPV), words (phrases
parted by `; `). Written by us, in our own words, as an index of activities beside their official titles, which do not
say tarmac, wasp nests or a bouncy castle.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from localspend.categories.words import words
from localspend.matching import activities

#: Likeness below this, or below this share of the likeliest trade's, says nothing.
LEAST, BESIDE_BEST = 0.55, 0.75
#: What is left of an activity that is named later, and of one that is `other activities`.
LATER, LEFT = 0.8, 0.7
#: A word that no trade has (a place, a name) weighs this share of the rarest.
UNSEEN = 0.5


@dataclass(frozen=True)
class Trade:
    """sic are stems, who does it most first; phrases are as written."""

    sic: tuple[str, ...]
    category: str
    phrases: tuple[str, ...]

    def done_by(self, code: str) -> float:
        """0 to 1: how well a SIC code tells this trade: less where it is not the first, or takes in what is left."""
        if not code.startswith(self.sic):
            return 0.0
        first = 1.0 if code.startswith(self.sic[0]) else LATER
        return first * (LEFT if activities.titles().get(code, "").startswith("Other") else 1.0)


@cache
def trades() -> tuple[Trade, ...]:
    """Every trade that we have words for."""
    with files(__package__).joinpath("trades.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(
        Trade(tuple(row["sic"].split()), row["category_code"], tuple(row["words"].split("; "))) for row in rows
    )


class Likeness(NamedTuple):
    """share is 0 to 1; said are the words of the likest phrase that were asked for, none where it has others."""

    share: float
    said: tuple[str, ...]


def like(asked: Mapping[str, float]) -> dict[Trade, Likeness]:
    """How like its likest phrase what is asked is (root -> weight), for the trades that are likely."""
    known = rarity()
    unseen = UNSEEN * math.log(1 + len(trades()))
    own = sum(weight * known.get(word, unseen) for word, weight in asked.items())
    shared: dict[tuple[int, tuple[str, ...]], float] = defaultdict(float)
    for word, weight in asked.items():
        for place in _places().get(word, ()):
            shared[place] += weight * known[word]
    best: dict[int, Likeness] = {}
    for (trade, phrase), found in shared.items():
        share = math.sqrt(found / own * min(1.0, found / sum(known[word] for word in phrase)))
        this = Likeness(round(share, 3), phrase if asked.keys() >= set(phrase) else ())
        best[trade] = max(this, best.get(trade, this))
    least = max(LEAST, BESIDE_BEST * max((one.share for one in best.values()), default=0.0))
    return {trades()[n]: one for n, one in sorted(best.items()) if one.share >= least}


@cache
def rarity() -> Mapping[str, float]:
    """How much a word tells: BM25's inverse frequency over trades."""
    held: dict[str, set[int]] = defaultdict(set)
    for word, places in _places().items():
        held[word] |= {trade for trade, _ in places}
    return {word: math.log(1 + (len(trades()) - len(n) + 0.5) / (len(n) + 0.5)) for word, n in held.items()}


@cache
def _places() -> Mapping[str, list[tuple[int, tuple[str, ...]]]]:
    """Word -> the phrases that hold it, each with the number of its trade."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for n, trade in enumerate(trades()):
        for phrase in dict.fromkeys(map(words, trade.phrases)):
            for word in phrase:
                found[word].append((n, phrase))
    return found
