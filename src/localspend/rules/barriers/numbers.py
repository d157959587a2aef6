"""Numbers as people write them in a draft: 14, 1.5, five, sixty, half a."""

from decimal import Decimal

SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
VALUES: dict[str, Decimal] = {
    **{word: Decimal(n) for n, word in enumerate(SMALL.split())},
    "thirty": Decimal(30), "forty": Decimal(40), "forty-five": Decimal(45), "fifty": Decimal(50),
    "sixty": Decimal(60), "seventy": Decimal(70), "eighty": Decimal(80), "ninety": Decimal(90),
    "half a": Decimal("0.5"), "a": Decimal(1), "twice": Decimal(2), "double": Decimal(2),
}  # fmt: skip
#: A number; the longest words first, so that forty-five is not forty.
NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(sorted(VALUES, key=len, reverse=True))})"


def number(text: str) -> Decimal:
    """A number that NUMBER found."""
    lower = text.lower()
    return VALUES[lower] if lower in VALUES else Decimal(text)
