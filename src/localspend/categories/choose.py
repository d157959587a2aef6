"""Which category a text and a supplier's activities speak of, how sure that is, and when to say 'unknown'.

Every category that the text is like, or that the supplier's SIC codes sell, is weighed: weight = exp(TEXT x likeness +
ACTIVITY x strength). 'Nothing of these' has the weight exp(NOTHING), so that a weak likeness alone decides nothing. A
category's probability is its share of all weights; that of a group or division is the sum of what lies below it. The
finest code with a probability of THRESHOLD or more is chosen, a class before a group before a division.

The three numbers were fitted by maximum likelihood on payments and notices of publishers other than those on which
they are measured (`python -m benchmarks.categories --fit`; docs/categories.md has the figures).
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from localspend.categories.index import Index
from localspend.categories.knowledge import sold_under

UNKNOWN = "unknown"
TEXT, ACTIVITY, NOTHING = 7.0, 2.5, 3.0
#: Below this probability what was bought is unknown.
THRESHOLD = 0.6
#: Only the likeliest are weighed: a hundred faint likenesses are no evidence against a strong one.
CANDIDATES = 12
#: How much of an activity's strength a category gets that is not the one it sells: near it, or of its division.
NEAR, SAME_DIVISION = 0.7, 0.3
#: A description counts by its first words, at this share of a category text.
MORE_WORDS, MORE = 25, 0.7


class Choice(NamedTuple):
    """A CPV code or 'unknown'; basis is text, sic or None; probability is None for 'unknown'."""

    code: str
    basis: str | None
    probability: float | None


NOTHING_KNOWN = Choice(UNKNOWN, None, None)


def choose(likeness: Mapping[str, float], sic: Sequence[str]) -> Choice:
    """The category of a payment whose text is like `likeness` (see index.py), paid to a firm of the activities `sic`."""
    shares = probabilities(likeness, sic)
    for digits in (8, 3, 2):
        sums: dict[str, float] = defaultdict(float)
        for code, share in shares.items():
            if code != UNKNOWN and (digits == 8 or len(_stem(code)) >= digits):
                sums[code[:digits]] += share
        stem, share = max(sums.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        if share >= THRESHOLD:
            return Choice(stem.ljust(8, "0"), _basis(stem, likeness), round(share, 3))
    return NOTHING_KNOWN


def probabilities(
    likeness: Mapping[str, float], sic: Sequence[str], weights: tuple[float, float, float] | None = None
) -> dict[str, float]:
    """Code -> probability, 'unknown' included; `weights` are TEXT, ACTIVITY and NOTHING."""
    text, activity, nothing = weights or (TEXT, ACTIVITY, NOTHING)
    sold = sold_by(sic)
    scores = {
        code: text * likeness.get(code, 0.0) + activity * _strength(code, sold) for code in likeness.keys() | sold.keys()
    }
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
    exponents = {code: math.exp(score) for code, score in best}
    total = sum(exponents.values()) + math.exp(nothing)
    shares = {code: value / total for code, value in exponents.items()}
    shares[UNKNOWN] = shares.get(UNKNOWN, 0.0) + math.exp(nothing) / total
    return shares


def sold_by(sic: Sequence[str]) -> dict[str, float]:
    """Code -> strength over all the activities of a firm, the strongest of each."""
    sold: dict[str, float] = {}
    for code in sic:
        for found, strength in sold_under(code).items():
            sold[found] = max(strength, sold.get(found, 0.0))
    return sold


def _strength(code: str, sold: Mapping[str, float]) -> float:
    if code == UNKNOWN or not sold:
        return 0.0
    return max(strength * _nearness(code, other) for other, strength in sold.items())


def _nearness(code: str, other: str) -> float:
    if code == other:
        return 1.0
    if code[:2] != other[:2]:
        return 0.0
    same_group = code[:3] == other[:3]
    return NEAR if same_group or code.endswith("000000") or other.endswith("000000") else SAME_DIVISION


def _stem(code: str) -> str:
    return code.rstrip("0").ljust(2, "0")


def _basis(stem: str, likeness: Mapping[str, float]) -> str:
    return "text" if any(code.startswith(_stem(stem.ljust(8, "0"))) for code in likeness) else "sic"


def likeness(index: Index, text: str, more: str = "") -> dict[str, float]:
    """What a category text and a description (its first words, at less weight) are like."""
    found = dict(index.likeness(text))
    begins = " ".join(more.split()[:MORE_WORDS])
    for code, value in (index.likeness(begins) if begins else {}).items():
        found[code] = found.get(code, 0.0) + MORE * value
    return found


def decide(index: Index, text: str | None, more: str | None, sic: Sequence[str]) -> Choice:
    """The category of a payment: by its category text, and with the description too where that alone says nothing."""
    chosen = choose(likeness(index, text), sic) if text else NOTHING_KNOWN
    if chosen.basis == "text" or not more:
        return chosen if text else choose({}, sic)
    return choose(likeness(index, text or "", more), sic)
