"""Sets of blocks that hang together, each found once: the contiguous lots that are small enough to be counted out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from localspend.lots.problem import LEADERS, LEADS, Problem

Blocks = tuple[int, ...]
#: Sets that are looked at, and led lots that a bound is told of, at the most.
MOST_SETS, MOST_LED = 20_000, 2_000


def sets(problem: Problem, most: int) -> Iterator[Blocks]:
    """Every set of blocks that touch, worth `most` pounds or less, which keeps what is to be apart.

    A set is grown block by block from its lowest; what was tried at its edge is shut out of what is grown after.
    """
    blocks = range(len(problem.worth))
    touching = problem.touching or tuple(frozenset(blocks) for _ in blocks)
    foes = [frozenset(a + b - block for a, b in problem.apart if block in (a, b)) for block in blocks]

    def grow(lot: Blocks, pounds: int, edge: tuple[int, ...], shut: frozenset[int]) -> Iterator[Blocks]:
        yield lot
        for n, block in enumerate(edge):
            shut |= {block}
            if pounds + problem.worth[block] <= most:
                closed = shut | foes[block]
                left = [b for b in edge[n + 1 :] if b not in closed]
                fresh = sorted(touching[block] - closed - set(edge))
                yield from grow((*lot, block), pounds + problem.worth[block], (*left, *fresh), closed)

    for root in blocks:
        if problem.worth[root] <= most:
            shut = frozenset(range(root + 1)) | foes[root]
            yield from grow((root,), problem.worth[root], tuple(sorted(touching[root] - shut)), shut)


@dataclass(frozen=True)
class Led:
    """A lot of those blocks, and the pounds led in it: those of micro firms twice."""

    blocks: Blocks
    pounds: int


@dataclass(frozen=True)
class Known:
    """Every lot worth `value` pounds or less that firms can lead; -1 where none was counted out."""

    lots: tuple[Led, ...] = ()
    value: int = -1


NOTHING = Known()


def known(problem: Problem, *, fewest_bidders: int) -> Known:
    """The lots that are led, up to the highest band of value of which they are few enough to be counted out."""
    highest, found = -1, list[Blocks]()
    for band in problem.bands(fewest_bidders):
        if any(needed is not None for needed in band.leads):
            these = list(islice(sets(problem, band.high), MOST_SETS + 1))
            if len(these) > MOST_SETS:
                break
            highest, found = band.high, these
    led = (Led(lot, _led(problem, lot, fewest_bidders)) for lot in found)
    some = tuple(lot for lot in led if lot.pounds)
    return Known(some, highest) if len(some) <= MOST_LED else NOTHING


def _led(problem: Problem, lot: Blocks, fewest: int) -> int:
    """The pounds led in a lot; 0 where it is not allowed."""
    units = [u for b in lot for u in problem.blocks[b]]
    if problem.lacks(lot) or not problem.reaches(units, "all", fewest * 1000):
        return 0
    return sum(problem.pounds[u] for u in units) * sum(problem.reaches(units, kind, LEADS) for kind in LEADERS)
