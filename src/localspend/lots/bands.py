"""Bands of value in which a lot is treated alike: how near the able firms must be for enough of them to bid.

Expected bidders fall by steps of value and rise with nearness, so that a lot of a band has enough of them where the
mean nearness of its pounds reaches a threshold. All is whole thousandths, the threshold rounded up: what is claimed is
reached. (Larger numbers are a trap: OR-tools 9.15 lost solutions to them without a word.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from localspend.lots.bidders import SCALE

Table = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Band:
    """Lots of low to high pounds: the mean nearness for enough bidders, and to be led by each kind (None: never)."""

    low: int
    high: int
    enough: int
    leads: tuple[int | None, ...]


def threshold(able: int, least: int) -> int:
    """The mean nearness at which `least` of `able` firms bid (thousandths of firms): over 1000 where they never do."""
    return -(-least * SCALE // able) if able else (SCALE + 1 if least else 0)


def bands(steps: Sequence[int], firms: Table, leading: Sequence[Table], *, enough: int, leads: int) -> list[Band]:
    """The bands, from the least, in which a lot can have `enough` bidders (thousandths) of the firms.

    firms, and each kind that may lead: able and near. A lot is led by a kind of which there are `leads` (thousandths).
    """
    found: list[Band] = []
    for n, high in enumerate(steps):
        low = steps[n - 1] + 1 if n else min(enough, 1)  # a lot that is worth nothing has no bidders
        needed = _bites(threshold(firms[0][n], enough), firms[1])
        if needed is None:
            continue
        band = Band(low, high, needed, tuple(_bites(threshold(able[n], leads), near) for able, near in leading))
        if found and found[-1] == replace(band, low=found[-1].low, high=low - 1):
            found[-1] = replace(found[-1], high=high)
        else:
            found.append(band)
    return found


def _bites(needed: int, near: Sequence[int]) -> int | None:
    """0 where every place reaches the threshold, None where no place does."""
    if needed > max(near):
        return None
    return 0 if needed <= min(near) else needed
