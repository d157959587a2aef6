"""The best division of few blocks into every number of lots at once: exact, by way of every set of blocks.

A set of blocks is the bits of a number. The best divisions of a set are those of what is left without the lot of its
lowest block; so sets are done from the highest lowest block down, and for each lot all that may be left are done
together. Fourteen blocks are 16,383 sets: under a second.
"""

from dataclasses import dataclass

import numpy as np

from localspend.lots.problem import LEADERS, LEADS, Division, Problem

#: Of so many blocks every set is looked at.
FEW = 14
NEVER = np.iinfo(np.int64).min // 2


@dataclass(frozen=True)
class Lot:
    """A set of blocks that may be a lot, and the pounds led in it."""

    blocks: int
    led: int


def best(problem: Problem, most: int, *, fewest_bidders: int) -> dict[int, Division]:
    """By number of lots, up to `most`: a division in which most pounds are led; left out where there is none."""
    many = len(problem.worth)
    led = np.full((1 << many, most + 1), NEVER)
    first = np.zeros((1 << many, most + 1), np.int64)
    led[0, 0] = 0
    by_lowest: dict[int, list[Lot]] = {}
    for lot in _lots(problem, fewest_bidders):
        by_lowest.setdefault(lot.blocks & -lot.blocks, []).append(lot)
    for lowest in sorted(by_lowest, reverse=True):
        above = np.arange(0, 1 << many, lowest << 1)
        for lot in by_lowest[lowest]:
            left = above[above & lot.blocks == 0]
            whole = left | lot.blocks
            gained = led[left, :-1] + lot.led
            better = gained > led[whole, 1:]
            led[whole, 1:] = np.where(better, gained, led[whole, 1:])
            first[whole, 1:] = np.where(better, lot.blocks, first[whole, 1:])
    everything = (1 << many) - 1
    return {n: _read(problem, first, everything, n) for n in range(1, most + 1) if led[everything, n] >= 0}


def _lots(problem: Problem, fewest_bidders: int) -> list[Lot]:
    found = []
    for blocks in range(1, 1 << len(problem.worth)):
        lot = _members(blocks)
        units = [u for b in lot for u in problem.blocks[b]]
        if problem.reaches(units, "all", fewest_bidders * 1000) and not problem.lacks(lot):
            pounds = sum(problem.worth[b] for b in lot)
            found.append(Lot(blocks, pounds * sum(problem.reaches(units, kind, LEADS) for kind in LEADERS)))
    return found


def _read(problem: Problem, first: np.ndarray, blocks: int, lots: int) -> Division:
    """The lots of the best division of a set."""
    found = []
    for n in range(lots, 0, -1):
        lot = int(first[blocks, n])
        found.append(_members(lot))
        blocks ^= lot
    return problem.division(found)


def _members(blocks: int) -> list[int]:
    return [b for b in range(blocks.bit_length()) if blocks >> b & 1]
