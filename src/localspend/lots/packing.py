"""Whether blocks of units go into so many lots at all: which may not share one, and how much one may hold."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

#: Steps after which nothing is said: what is not disproved is left to the solver.
MOST_STEPS = 5_000
Pairs = Collection[frozenset[str]]


def clash(worth: Mapping[str, Decimal], apart: Pairs, lots: int, most: Decimal | None) -> list[str] | None:
    """Blocks that cannot be put into so many lots, as few as were found; None where all can, or nobody can tell."""
    heads = sorted(worth if most is not None else {head for pair in apart for head in pair})
    if _fits(heads, worth, apart, lots, most) is not False:
        return None
    for head in list(heads):
        fewer = [other for other in heads if other != head]
        if _fits(fewer, worth, apart, lots, most) is False:
            heads = fewer
    return heads


def _fits(
    heads: Sequence[str], worth: Mapping[str, Decimal], apart: Pairs, lots: int, most: Decimal | None
) -> bool | None:
    foes: dict[str, set[str]] = {head: set() for head in heads}
    for pair in apart:
        for head in pair & foes.keys():
            foes[head] |= (pair - {head}) & foes.keys()
    order = sorted(heads, key=lambda head: (-len(foes[head]), -worth[head], head))
    held: list[set[str]] = []
    full: list[Decimal] = []
    steps = 0

    def place(n: int) -> bool | None:
        nonlocal steps
        if n == len(order):
            return True
        head = order[n]
        for lot in range(min(len(held) + 1, lots)):
            steps += 1
            if steps > MOST_STEPS:
                return None
            if lot == len(held):
                held.append(set())
                full.append(Decimal(0))
            if not held[lot] & foes[head] and (most is None or full[lot] + worth[head] <= most):
                held[lot].add(head)
                full[lot] += worth[head]
                if (found := place(n + 1)) is not False:
                    return found
                held[lot].remove(head)
                full[lot] -= worth[head]
            if not held[lot]:
                held.pop()
                full.pop()
        return False

    return place(0)
