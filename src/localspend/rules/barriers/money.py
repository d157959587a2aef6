"""Money as people write it in a draft: £5m, £5,000,000, GBP 5 million, 5 million pounds, ten million."""

import re
from collections.abc import Iterator
from decimal import Decimal

from localspend.rules.barriers.numbers import NUMBER, number

SCALE = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}
MONEY = re.compile(
    rf"(?:£|\bGBP)\s?(?P<sum>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>mn?\b|million|k\b|thousand)?"
    rf"|\b(?P<many>{NUMBER})\s(?P<words>million|thousand)(?:\spounds)?|\b(?P<plain>\d[\d,]*)\spounds",
    re.IGNORECASE,
)


def sums(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """Each sum in a text: where it begins and ends, and pounds."""
    for found in MONEY.finditer(text):
        if found["many"]:
            pounds = number(found["many"]) * SCALE[found["words"].lower()]
        else:
            scale = SCALE.get((found["scale"] or "").lower(), 1)
            pounds = Decimal((found["sum"] or found["plain"]).replace(",", "")) * scale
        yield found.start(), found.end(), pounds
