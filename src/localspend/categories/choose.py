"""Which category a text and a supplier's activities speak of, how sure that is, and when to say 'unknown'.

Every category that the text is like, or that the supplier's SIC codes sell, is weighed: weight = exp(TEXT x likeness +
ACTIVITY x strength). 'Nothing of these' has the weight exp(NOTHING), so that a weak likeness alone decides nothing. A
category's probability is its share of all weights; that of a group or division is the sum of what lies below it. The
finest code with a probability of THRESHOLD or more is chosen, a class before a group before a division.

The three numbers were fitted to payments and notices other than those on which they are measured: by maximum
likelihood, then scaled as far as no more was promised than was kept (`python -m benchmarks.categories --fit`).
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from localspend.categories.knowledge import sold_under

UNKNOWN, NO_PURCHASE = "unknown", "none"
#: What the vocabulary has words for that are no category: a vague text is as good as none, a salary was not bought.
NO_CATEGORY = (UNKNOWN, NO_PURCHASE)
TEXT, ACTIVITY, NOTHING = FITTED = 6.4, 3.2, 0.2
#: Below this probability what was bought is unknown.
THRESHOLD = 0.6
#: Only the likeliest are weighed: a hundred faint likenesses are no evidence against a strong one.
CANDIDATES = 12
#: How much of an activity's strength a category gets that is not the one it sells: near it, or of its division.
NEAR, SAME_DIVISION = 0.7, 0.3
#: A description counts by its first words, at this share of a category text.
MORE_WORDS, MORE = 25, 0.7


class Index(Protocol):
    """What choosing needs of an index (index.py)."""

    @property
    def likeness(self) -> Callable[[str], dict[str, float]]:
        """Code -> how like its phrases a text is."""


class Choice(NamedTuple):
    """A CPV code or 'unknown'; basis is text, sic or None; probability is None for 'unknown'."""

    code: str
    basis: str | None
    probability: float | None


NOTHING_KNOWN = Choice(UNKNOWN, None, None)


Weights = tuple[float, float, float]


def choose(likeness: Mapping[str, float], sic: Sequence[str], weights: Weights = FITTED) -> Choice:
    """The category of a payment whose text is like `likeness` (index.py), paid to a firm of the activities `sic`."""
    shares = probabilities(likeness, sic, weights)
    for digits in (8, 3, 2):
        sums: dict[str, float] = defaultdict(float)
        for code, share in shares.items():
            if code not in NO_CATEGORY and (digits == 8 or len(_stem(code)) >= digits):
                sums[code[:digits]] += share
        stem, share = max(sums.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        if share >= THRESHOLD:
            return Choice(stem.ljust(8, "0"), _basis(stem, likeness), round(share, 3))
    return NOTHING_KNOWN


def probabilities(likeness: Mapping[str, float], sic: Sequence[str], weights: Weights = FITTED) -> dict[str, float]:
    """Code -> probability, 'unknown' included; `weights` are TEXT, ACTIVITY and NOTHING."""
    text, activity, nothing = weights
    sold = sold_by(sic)
    scores = {
        code: text * likeness.get(code, 0.0) + activity * _strength(code, sold)
        for code in likeness.keys() | sold.keys()
    }
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
    exponents = {code: math.exp(score) for code, score in best}
    # A lone faint likeness is not made strong by having no rivals: the places of those are filled.
    none = math.exp(nothing) + CANDIDATES - len(exponents)
    total = sum(exponents.values()) + none
    shares = {code: value / total for code, value in exponents.items()}
    shares[UNKNOWN] = shares.get(UNKNOWN, 0.0) + none / total
    return shares


def sold_by(sic: Sequence[str]) -> dict[str, float]:
    """Code -> strength over all the activities of a firm, the strongest of each."""
    sold: dict[str, float] = {}
    for code in sic:
        for found, strength in sold_under(code).items():
            sold[found] = max(strength, sold.get(found, 0.0))
    return sold


def _strength(code: str, sold: Mapping[str, float]) -> float:
    if code in NO_CATEGORY or not sold:
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


def decide(index: Index, text: str | None, more: str | None, sic: Sequence[str], wider: Index | None = None) -> Choice:
    """The category of a payment: by its category text; if that does not decide, with the description; if neither does,
    by the `wider` index. Vague words (third party payments) are left out; where no words are left, the supplier's
    activities decide alone. What is no purchase (salaries, taxes, payments to people) has no category."""
    said, told = (_says(index, words) for words in (text, more))
    if NO_PURCHASE in (said, told if said == UNKNOWN else said):
        return NOTHING_KNOWN
    text, more = (words if found is None else "" for words, found in ((text, said), (more, told)))
    chosen = NOTHING_KNOWN
    for known in (index, wider):
        for words in dict.fromkeys(("", more or "")):
            if known and (text or words) and chosen.basis != "text":
                found = choose(likeness(known, text or "", words), sic)
                chosen = found if found.probability else chosen
    return choose({}, sic) if not (text or more) else chosen


def _says(index: Index, words: str | None) -> str | None:
    """'unknown' for vague words or none at all, 'none' for what is no purchase, else None."""
    if not words:
        return UNKNOWN
    shares = probabilities(index.likeness(words), ())
    best = max(shares, key=lambda code: (shares[code], code))
    return best if best in NO_CATEGORY and index.likeness(words).get(best, 0.0) >= SURELY else None


#: From this likeness on a text is taken for one of the vague ones, or for no purchase.
SURELY = 0.6
