"""The most pounds that small firms could lead in so many lots: a bound that no division passes.

The lots of a band of value are thought of as one vessel. Blocks are poured into vessels, whole or, of many, in any
parts; how many lots a vessel stands for is whole. Every division is such a pouring, so the best pouring is a bound on
divisions; and as it does not know which lot is which, it is found at once, where a search would try every naming of the
lots. Of lots that have to touch it knows those that are small enough to be counted out, and by cuts that the rest hangs
together. Solved by HiGHS through scipy, limited in nodes, not in seconds.
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

from localspend.lots.connected import NOTHING, Blocks, Known
from localspend.lots.loose import Cut, cuts
from localspend.lots.problem import LEADERS, Problem
from localspend.lots.sums import Sums

#: Enough to close it in all that was tried; at the limit the bound is the best that was proven.
NODES = 200
INFEASIBLE = 2
#: Cuts after which no more are looked for: each makes every further pouring slower.
MOST_CUTS = 80
#: Of how many large blocks a lot is told that it holds no more: those over a half, over a third, over a quarter of it.
LARGE = (1, 2, 3)
#: Parts of blocks in vessels that are asked to be whole ones: of more it takes too long.
MOST_WHOLE = 1_500


@dataclass(frozen=True)
class Vessel:
    """The lots of low to high pounds that firms of some kinds lead; needs: (kind, mean nearness that is needed)."""

    low: int
    high: int
    leads: tuple[str, ...]
    needs: tuple[tuple[str, int], ...]


def _vessels(problem: Problem, fewest: int, known: Known) -> Iterator[Vessel]:
    """Each band by every choice of the kinds that may lead its lots, without the known lots."""
    sums = Sums(problem.worth)
    least, most = (pence // 100 for pence in problem.pence_range)
    most += len(problem.pounds)  # pounds are rounded up, unit by unit
    for band in problem.bands(fewest):
        possible = [(kind, needed) for kind, needed in zip(LEADERS, band.leads, strict=True) if needed is not None]
        for leads in (chosen for many in range(len(possible) + 1) for chosen in combinations(possible, many)):
            low = sums.at_least(max(band.low, least, known.value + 1 if leads else 0))
            high = sums.at_most(min(band.high, most))
            if low is not None and low <= high:
                needs = tuple((kind, needed) for kind, needed in (("all", band.enough), *leads) if needed)
                yield Vessel(low, high, tuple(kind for kind, _ in leads), needs)


@dataclass(frozen=True)
class Bound:
    """Pounds that no division passes, and the kinds of firm that lead each lot of the best pouring.

    led: the known lots in it, whose kinds stand last in `parts`; the others are poured. dealt: the blocks of each lot,
    those of a vessel dealt out to its lots (a division that may lack something).
    """

    pounds: int
    parts: tuple[frozenset[str], ...]
    led: tuple[Blocks, ...] = ()
    dealt: tuple[Blocks, ...] = ()


def bound(
    problem: Problem, lots: int, *, fewest_bidders: int, known: Known = NOTHING, told: list[Cut] | None = None,
    enough: int = 0,
) -> Bound | None:  # fmt: skip
    """Of all divisions into exactly `lots`; None where there can be no such division.

    known: led lots that touch, counted out. told: cuts that hold of every division, to which those that are found here
    are added; None: none are looked for. enough: pounds below which the bound need not be brought.
    """
    vessels = list(_vessels(problem, fewest_bidders, known))
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
    most = _most(problem, found)
    if found.x is None:  # no pouring was found in time
        return Bound(most, (frozenset(),) * lots)
    led, counts = _taken(known, found.x), _counts(problem, found.x, len(vessels))
    dealt = _dealt(problem, found.x, counts)
    return Bound(most, _parts(problem, vessels, counts, known, led), led, (*dealt, *led))


def _most(problem: Problem, found: Any) -> int:
    total = sum(problem.worth)
    best = found.mip_dual_bound if found.mip_dual_bound is not None else -1.0
    # A millionth for the solver's own tolerance: a bound may be too high, never too low.
    most = min(problem.most_led, floor(-best * total + total * 1e-6) + 1)
    return most if most >= min(filter(None, problem.worth), default=0) else 0


def _loose(problem: Problem, poured: Any, vessels: int, known: Known) -> list[Cut]:
    """What cuts a pouring off: the blocks of no known lot hang together in the lots that vessels stand for."""
    led = {b for lot in _taken(known, poured) for b in lot}
    return cuts(problem, set(range(len(problem.worth))) - led, sum(_counts(problem, poured, vessels)))


def _taken(known: Known, poured: Any) -> tuple[Blocks, ...]:
    """The known lots of a pouring."""
    taken = poured[len(poured) - len(known.lots) :].round().astype(bool).tolist()
    return tuple(lot.blocks for lot, one in zip(known.lots, taken, strict=True) if one)


def _counts(problem: Problem, poured: Any, vessels: int) -> list[int]:
    """How many lots each vessel stands for."""
    cells = len(problem.worth) * vessels
    return [int(count) for count in poured[cells : cells + vessels].round()]


def _parts(
    problem: Problem, vessels: Sequence[Vessel], counts: Sequence[int], known: Known, led: Sequence[Blocks]
) -> tuple[frozenset[str], ...]:
    """The kinds that lead each lot, those of the known lots last."""
    poured = [frozenset(vessel.leads) for vessel, count in zip(vessels, counts, strict=True) for _ in range(count)]
    pounds = {lot.blocks: lot.pounds for lot in known.lots}
    kinds = list(LEADERS)
    return (*poured, *(frozenset(kinds[: pounds[lot] // sum(problem.worth[b] for b in lot)]) for lot in led))


def _dealt(problem: Problem, poured: Any, counts: Sequence[int]) -> tuple[Blocks, ...]:
    """The blocks of each lot of the vessels: the largest first, to the least lot without any to be apart from it."""
    blocks = len(problem.worth)
    parts = poured[: blocks * len(counts)].reshape(len(counts), blocks)
    lots: list[list[list[int]]] = [[[] for _ in range(count)] for count in counts]
    for b in sorted(range(blocks), key=lambda b: -problem.worth[b]):
        into = lots[parts[:, b].argmax()] if parts[:, b].any() else ()
        if into:
            min(into, key=lambda lot: (problem.clashes(b, lot), sum(problem.worth[other] for other in lot))).append(b)
    return tuple(tuple(lot) for some in lots for lot in some)


def _pour(problem: Problem, vessels: list[Vessel], lots: int, known: Known, told: Sequence[Cut]) -> Any:
    """Columns: the part of each block in each vessel, how many lots each vessel stands for, which known lots are."""
    worth = np.array(problem.worth, float)
    scale = max(worth.sum(), 1.0)
    blocks, many = len(worth), len(vessels)
    rows: list[tuple[np.ndarray, np.ndarray, float, float]] = []
    parts = np.arange(blocks * many).reshape(many, blocks)
    lots_of = blocks * many + np.arange(many)
    for v, vessel in enumerate(vessels):
        cells = np.append(parts[v], lots_of[v])
        rows += [
            (cells, np.append(worth / scale, -vessel.high / scale), -np.inf, 0),
            (cells, np.append(worth / scale, -vessel.low / scale), 0, np.inf),
            (cells, np.append(np.ones(blocks), -1), 0, np.inf),
            *((cells, np.append(_large(problem.worth, vessel.high, n), -n), -np.inf, 0) for n in LARGE),
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
    fits = [worth <= vessel.high for vessel in vessels]
    with _silent():
        return milp(
            -gain, options={"node_limit": NODES},
            integrality=np.append(np.full(blocks * many, blocks * many <= MOST_WHOLE), np.ones(many + len(whole))),
            bounds=Bounds(0, np.concatenate([*fits, np.full(many, lots), np.ones(len(whole))])),
            constraints=LinearConstraint(matrix.tocsr(), [row[2] for row in rows], [row[3] for row in rows]),
        )  # fmt: skip


def _large(worth: Sequence[int], high: int, many: int) -> list[int]:
    """What each block counts so that no lot holds more than `many`: 1 for each full (many + 1)th of it but the last."""
    return [-(-pounds * (many + 1) // high) - 1 if pounds else 0 for pounds in worth] if high else [0] * len(worth)


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
