"""Payments by month and by quarter, in the order of the calendar."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from localspend.sample.payments import Payment


def months(payments: Iterable[Payment]) -> Iterator[tuple[int, int, list[Payment]]]:
    """Year, month and the payments of each month."""
    for (year, month), group in groupby(payments, lambda p: (p.on.year, p.on.month)):
        yield year, month, list(group)


def quarters(payments: Iterable[Payment]) -> Iterator[tuple[int, int, list[Payment]]]:
    """Year, quarter (1 to 4) and the payments of each quarter."""
    for (year, quarter), group in groupby(payments, lambda p: (p.on.year, (p.on.month + 2) // 3)):
        yield year, quarter, list(group)
