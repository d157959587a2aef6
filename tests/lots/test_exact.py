"""The solver against every division there is, on small requirements with every kind of constraint."""

from collections.abc import Iterator
from random import Random

import pytest

from localspend.lots.bidders import model
from localspend.lots.conflicts import conflicts
from localspend.lots.problem import Division, Problem, problem, whole_pounds
from localspend.lots.solve import solve
from tests.lots import invent

#: 200 in all; more seeds in one test than tests, for a model takes longer to start than to solve.
SEEDS = [range(start, start + 20) for start in range(0, 200, 20)]


def every(units: int) -> Iterator[Division]:
    """Every division of so many units."""

    def grow(n: int, lots: list[list[int]]) -> Iterator[Division]:
        if n == units:
            yield tuple(sorted(tuple(lot) for lot in lots))
            return
        for lot in lots:
            lot.append(n)
            yield from grow(n + 1, lots)
            lot.pop()
        lots.append([n])
        yield from grow(n + 1, lots)
        lots.pop()

    yield from grow(0, [])


def invented(seed: int) -> Problem | None:
    rng = Random(seed)
    units = rng.randint(2, 6 if seed % 5 else 8)
    more: dict[str, object] = {"contiguous": rng.random() < 0.25, "max_lots": 4}
    ids = [f"u{n}" for n in range(units)]
    if units > 3 and rng.random() < 0.4:
        more["together"] = (frozenset(rng.sample(ids, 2)),)
    if units > 3 and rng.random() < 0.4:
        more["apart"] = (frozenset(rng.sample(ids, 2)),)
    asked = invent.requirement(rng, units, **more)
    if conflicts(asked):
        return None
    bidders = model(invent.firms(rng, rng.choice((8, 20, 60))), invent.places(rng, units), whole_pounds(asked))
    return problem(asked, bidders)


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_solver_equals_every_division(seeds: range) -> None:
    for seed in seeds:
        given = invented(seed)
        if given is None:
            continue
        fewest = Random(seed).choice((0, 1, 3))
        divisions = list(every(len(given.pounds)))
        for lots in (2, 3, 4):
            fits = [d for d in divisions if len(d) == lots and given.allows(d, fewest_bidders=fewest)]
            solved = solve(given, lots, fewest_bidders=fewest)
            best = max((given.led(d) for d in fits), default=None)
            assert (solved.led if solved else None) == best, (seed, lots)
            if solved:
                assert solved.gap == 0
                assert given.allows(solved.division, fewest_bidders=fewest)
                assert given.led(solved.division) == best
