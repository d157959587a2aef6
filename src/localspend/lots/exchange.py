"""Contiguous lots made fuller: up to three blocks of one lot for up to three of another, wherever more is led by it.

Annealing moves and exchanges single blocks, and so leaves a lot a block short of what its firms can carry. Here all
exchanges of two lots are weighed at once, by pounds alone; those that could lead most are looked at, the best first.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, permutations
from math import comb, prod
from typing import Protocol

import numpy as np

from localspend.lots.problem import LEADERS, Problem

#: Blocks that may go and come at once, of large lots fewer; exchanges of two lots that are weighed, and looked at.
MANY, WEIGHED, LOOKED_AT = 3, 300_000, 150
Blocks = tuple[int, ...]


class Seen(Protocol):
    """What a lot lacks (0: nothing), and the pounds led in it."""

    @property
    def lacks(self) -> float: ...
    @property
    def led(self) -> int: ...


def most_carried(problem: Problem, fewest_bidders: int) -> list[int]:
    """By kind of firm: the most pounds of a lot that such firms can lead; -1 where they lead none."""
    found = problem.bands(fewest_bidders)
    return [max((b.high for b in found if b.leads[n] is not None), default=-1) for n in range(len(LEADERS))]


def exchanged(
    problem: Problem, lots: Iterable[set[int]], see: Callable[[set[int]], Seen], most: Sequence[int]
) -> list[set[int]]:
    """The lots after every exchange that leads more pounds. `most`: what each kind can carry."""
    held, found = [set(lot) for lot in lots], True
    while found:
        found = False
        for i, j in permutations(range(len(held)), 2):
            if after := _between(problem, held[i], held[j], see, most):
                held[i], held[j] = after
                found = True
    return held


def _between(
    problem: Problem, one: set[int], two: set[int], see: Callable[[set[int]], Seen], most: Sequence[int]
) -> tuple[set[int], set[int]] | None:
    """Two lots after the exchange that leads most pounds of those looked at; None where none leads more."""
    edges = _edge(problem, one, two), _edge(problem, two, one)
    if not edges[1]:
        return None
    led = see(one).led + see(two).led
    goes, comes = _some(edges)
    worth = np.array(problem.worth)
    gained = _pounds(worth, comes)[None, :] - _pounds(worth, goes)[:, None]
    pounds = [worth[sorted(lot)].sum() for lot in (one, two)]
    could = _could(pounds[0] + gained, most) + _could(pounds[1] - gained, most)
    likely = np.flatnonzero(could.ravel() > led)
    for at in likely[np.argsort(-could.ravel()[likely], kind="stable")][:LOOKED_AT]:
        out, into = goes[at // len(comes)], comes[at % len(comes)]
        after = (one - set(out)) | set(into), (two - set(into)) | set(out)
        if not all(after):
            continue
        seen = [see(lot) for lot in after]
        if sum(lot.led for lot in seen) > led and not any(lot.lacks for lot in seen):
            return after
    return None


def _edge(problem: Problem, lot: set[int], beside: set[int]) -> list[int]:
    """The blocks of a lot that touch another lot, or touch one that does."""
    touching = problem.touching or ()
    first = {b for b in lot if not touching[b].isdisjoint(beside)}
    return sorted(first | {b for b in lot if not touching[b].isdisjoint(first)})


def _some(edges: Sequence[Sequence[int]]) -> list[list[Blocks]]:
    """Of each edge every few blocks: as many as leave few enough exchanges to be weighed."""
    many = next(n for n in range(MANY, 0, -1) if n == 1 or prod(_sets(len(edge), n) for edge in edges) <= WEIGHED)
    return [[few for n in range(many + 1) for few in combinations(edge, n)] for edge in edges]


def _sets(blocks: int, most: int) -> int:
    return sum(comb(blocks, n) for n in range(most + 1))


def _pounds(worth: np.ndarray, sets: Sequence[Blocks]) -> np.ndarray:
    return np.array([sum(worth[b] for b in one) for one in sets], np.int64)


def _could(pounds: np.ndarray, most: Sequence[int]) -> np.ndarray:
    """The pounds that would be led if every kind led the lots that it can carry."""
    return sum((np.where(pounds <= carried, pounds, 0) for carried in most), np.zeros_like(pounds))
