"""The most pounds that small firms could lead in so many lots: a bound that no division passes.

The lots of a band of value are thought of as one vessel. Blocks are poured into vessels in any parts; only how many
lots a vessel stands for is whole. Every division is such a pouring, so the best pouring is a bound on divisions; and as
it does not know which lot is which, it is found at once, where a search would try every naming of the lots. Of lots
that have to touch it knows those that are small enough to be counted out, and by cuts that the rest hangs together.
Solved by HiGHS through scipy, limited in nodes, not in seconds.
"""

import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from math import floor
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from localspend.lots.bands import Band
from localspend.lots.connected import NOTHING, Blocks, Known
from localspend.lots.loose import Cut, cuts
from localspend.lots.problem import LEADERS, Problem

#: Enough to close it in all that was tried; at the limit the bound is the best that was proven.
NODES = 200
INFEASIBLE = 2
#: Cuts after which no more are looked for: each makes every further pouring slower.
MOST_CUTS = 80


@dataclass(frozen=True)
class Vessel:
    """The lots of a band that firms of some kinds lead, as (kind, mean nearness that is needed)."""

    band: Band
    leads: tuple[tuple[str, int], ...]

    @property
    def needs(self) -> list[tuple[str, int]]:
        return [(kind, needed) for kind, needed in (("all", self.band.enough), *self.leads) if needed]


def _vessels(band: Band) -> Iterator[Vessel]:
    """Every choice of the kinds that may lead lots of a band."""
    possible = [(kind, needed) for kind, needed in zip(LEADERS, band.leads, strict=True) if needed is not None]
    for many in range(len(possible) + 1):
        yield from (Vessel(band, chosen) for chosen in combinations(possible, many))


@dataclass(frozen=True)
class Bound:
    """Pounds that no division passes, and the kinds of firm that lead each lot of the best pouring.

    led: the known lots in it, whose kinds stand last in `parts`; the others are poured.
    """

    pounds: int
    parts: tuple[frozenset[str], ...]
    led: tuple[Blocks, ...] = ()


def bound(
    problem: Problem, lots: int, *, fewest_bidders: int, known: Known = NOTHING, told: list[Cut] | None = None,
    enough: int = 0,
) -> Bound | None:  # fmt: skip
    """Of all divisions into exactly `lots`; None where there can be no such division.

    known: led lots that touch, counted out. told: cuts that hold of every division, to which those that are found here
    are added; None: none are looked for. enough: pounds below which the bound need not be brought.
    """
    vessels = [
        vessel for band in problem.bands(fewest_bidders) for vessel in _vessels(band)
        if not vessel.leads or band.high > known.value
    ]  # fmt: skip
    if not vessels and not known.lots:
        return None
    while True:
        found = _pour(problem, vessels, lots, known, told or [])
        if found.status == INFEASIBLE:
            return None
        if told is None or found.x is None or len(told) >= MOST_CUTS or _most(problem, found) <= enough:
            break
        if not (fresh := _loose(problem, found.x, len(vessels), known)):
            break
        told += fresh
    led = _taken(known, found.x) if found.x is not None else ()
    return Bound(_most(problem, found), _parts(problem, vessels, known, found.x, lots), led)


def _most(problem: Problem, found: Any) -> int:
    total = sum(problem.worth)
    best = found.mip_dual_bound if found.mip_dual_bound is not None else -1.0
    # A millionth for the solver's own tolerance: a bound may be too high, never too low.
    most = min(problem.most_led, floor(-best * total + total * 1e-6) + 1)
    return most if most >= min(filter(None, problem.worth), default=0) else 0


def _loose(problem: Problem, poured: Any, vessels: int, known: Known) -> list[Cut]:
    """What cuts a pouring off: the blocks of no known lot hang together in the lots that vessels stand for."""
    led = {b for lot in _taken(known, poured) for b in lot}
    cells = len(problem.worth) * vessels
    return cuts(problem, set(range(len(problem.worth))) - led, round(poured[cells : cells + vessels].sum()))


def _taken(known: Known, poured: Any) -> tuple[Blocks, ...]:
    """The known lots of a pouring."""
    taken = poured[len(poured) - len(known.lots) :].round().astype(bool).tolist()
    return tuple(lot.blocks for lot, one in zip(known.lots, taken, strict=True) if one)


def _parts(
    problem: Problem, vessels: Sequence[Vessel], known: Known, poured: Any, lots: int
) -> tuple[frozenset[str], ...]:
    """The kinds that lead each lot, by how many lots a vessel stands for; none where no pouring was found in time."""
    if poured is None:
        return (frozenset(),) * lots
    counts = poured[len(problem.worth) * len(vessels) :].round().astype(int).tolist()
    kinds = [frozenset(kind for kind, _ in vessel.leads) for vessel in vessels]
    kinds += [frozenset(list(LEADERS)[: lot.pounds // sum(problem.worth[b] for b in lot.blocks)]) for lot in known.lots]
    return tuple(part for part, count in zip(kinds, counts, strict=True) for _ in range(count))


def _pour(problem: Problem, vessels: list[Vessel], lots: int, known: Known, told: Sequence[Cut]) -> Any:
    """Columns: the part of each block in each vessel, how many lots each vessel stands for, which known lots are."""
    worth = np.array(problem.worth, float)
    scale = max(worth.sum(), 1.0)
    blocks, many = len(worth), len(vessels)
    rows: list[tuple[np.ndarray, np.ndarray, float, float]] = []
    parts = np.arange(blocks * many).reshape(many, blocks)
    lots_of = blocks * many + np.arange(many)
    least, most = (pence // 100 for pence in problem.pence_range)
    most += len(problem.pounds)  # pounds are rounded up, unit by unit
    for v, vessel in enumerate(vessels):
        high, low = min(vessel.band.high, most), max(vessel.band.low, least, known.value + 1 if vessel.leads else 0)
        cells = np.append(parts[v], lots_of[v])
        rows += [
            (cells, np.append(worth / scale, -high / scale), -np.inf, 0),
            (cells, np.append(worth / scale, -low / scale), 0, np.inf),
            (cells, np.append(np.ones(blocks), -1), 0, np.inf),
        ]
        for kind, needed in vessel.needs:
            beyond = np.array(problem.weighed(kind), float) - needed * worth
            rows.append((parts[v], beyond / (1000 * scale), 0, np.inf))
        rows += [(np.array([parts[v, b], lots_of[v]]), np.array([1, -1]), -np.inf, 0) for b in range(blocks)]
        rows += [
            (np.array([parts[v, a], parts[v, b], lots_of[v]]), np.array([1, 1, -1]), -np.inf, 0)
            for a, b in sorted(problem.apart)
        ]
    whole = blocks * many + many + np.arange(len(known.lots))
    for b in range(blocks):
        holding = [n for n, lot in zip(whole.tolist(), known.lots, strict=True) if b in lot.blocks]
        rows.append((np.append(parts[:, b], holding).astype(int), np.ones(many + len(holding)), 1, 1))
    rows.append((np.append(lots_of, whole), np.ones(many + len(whole)), lots, lots))
    for cut in told:
        weights = [(block, 1) for block in cut.pieces] + [(block, -joins) for block, joins in cut.between]
        cells = np.concatenate([*(parts[:, block] for block, _ in weights), lots_of])
        rows.append((cells, np.repeat([*(weight for _, weight in weights), -1], many), -np.inf, 0))
    poured = [worth / scale * len(vessel.leads) for vessel in vessels]
    gain = np.concatenate([*poured, np.zeros(many), np.array([lot.pounds for lot in known.lots]) / scale])
    matrix = coo_array(
        (
            np.concatenate([row[1] for row in rows]),
            (np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows]), np.concatenate([row[0] for row in rows])),
        ),
        shape=(len(rows), len(gain)),
    )
    with _silent():
        return milp(
            -gain, options={"node_limit": NODES},
            integrality=np.append(np.zeros(blocks * many), np.ones(many + len(whole))),
            bounds=Bounds(0, np.concatenate([np.ones(blocks * many), np.full(many, lots), np.ones(len(whole))])),
            constraints=LinearConstraint(matrix.tocsr(), [row[2] for row in rows], [row[3] for row in rows]),
        )  # fmt: skip


@contextmanager
def _silent() -> Iterator[None]:
    """HiGHS prints a line of its own where it mends a solution, whatever it is told: it may not stand in an answer."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # what it has printed waits in the buffer of C
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
