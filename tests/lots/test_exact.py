"""The solver against every division there is, on small requirements with every kind of constraint."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest

from localspend.lots import solve
from localspend.lots.bidders import Firm, model
from localspend.lots.bound import bound
from localspend.lots.conflicts import conflicts
from localspend.lots.connected import NOTHING, known, sets
from localspend.lots.exact import best
from localspend.lots.impossible import impossible
from localspend.lots.loose import Cut
from localspend.lots.problem import LEADERS, Division, Problem, problem, whole_pounds
from localspend.lots.requirement import Requirement, Unit
from localspend.lots.search import tidied
from localspend.lots.solve import CLOSE, Solved, draft, improve
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


def asked(seed: int, rng: Random) -> Requirement:
    units = rng.randint(2, 6 if seed % 5 else 8)
    more: dict[str, object] = {"contiguous": rng.random() < 0.25, "max_lots": 4}
    ids = [f"u{n}" for n in range(units)]
    for key in ("together", "apart"):
        if units > 3 and rng.random() < 0.4:
            more[key] = (frozenset(rng.sample(ids, 2)),)
    for key, worth in (("lot_value_max", 60_000), ("lot_value_min", 8_000)):
        if rng.random() < 0.2:
            more[key] = Decimal(rng.randint(worth // 2, worth * 2))
    return invent.requirement(rng, units, **more)


def invented(seed: int, *, contiguous: bool = False) -> tuple[Problem, int]:
    """A problem, and the fewest bidders that each lot is to expect."""
    rng = Random(seed)
    requirement = asked(seed, rng)
    requirement = replace(requirement, contiguous=contiguous or requirement.contiguous)
    places = invent.places(rng, len(requirement.units))
    bidders = model(invent.firms(rng, rng.choice((8, 20, 60))), places, whole_pounds(requirement))
    return problem(requirement, bidders), rng.choice((0, 1, 3))


def by_the_solver(given: Problem, lots: int, fewest: int) -> Iterator[Solved | None]:
    """A draft, improved where it has a gap, as of many units; and CP-SAT by itself, without search and bound."""
    begun = draft(given, lots, fewest_bidders=fewest, ranks=5_000)
    if begun is None or (begun.division and not begun.gap):
        yield begun
    else:
        yield improve(given, lots, begun, fewest_bidders=fewest, effort=8.0)
    yield improve(given, lots, Solved((), 0, given.most_led), fewest_bidders=fewest, effort=8.0)


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_solver_equals_every_division(seeds: range) -> None:
    for seed in seeds:
        given, fewest = invented(seed)
        divisions = list(every(len(given.pounds)))
        if conflicts(given.asked) or impossible(given):
            allowed = [d for d in divisions if len(d) <= 4 and given.allows(d, fewest_bidders=0)]
            assert not allowed, seed
            continue
        few = best(given, 4, fewest_bidders=fewest)
        for lots in (2, 3, 4):
            fits = [d for d in divisions if len(d) == lots and given.allows(d, fewest_bidders=fewest)]
            most = max((given.led(d) for d in fits), default=None)
            assert (given.led(few[lots]) if lots in few else None) == most, (seed, lots)
            assert lots not in few or few[lots] in fits
            for solved in by_the_solver(given, lots, fewest) if seed % 8 == 0 else ():
                assert (solved.led if solved else None) == most, (seed, lots)
                if solved:
                    assert solved.gap <= CLOSE
                    assert given.allows(solved.division, fewest_bidders=fewest)
                    assert given.led(solved.division) == most


def test_bound_is_passed_by_no_division() -> None:
    for seed in range(200, 300):
        given, fewest = invented(seed, contiguous=seed % 2 > 0)
        for lots in (2, 3, 4):
            told = known(given, fewest_bidders=fewest) if given.asked.contiguous else NOTHING
            most = bound(given, lots, fewest_bidders=fewest, known=told)
            fits = [d for d in every(len(given.pounds)) if len(d) == lots and given.allows(d, fewest_bidders=fewest)]
            assert not fits or (most is not None and most.pounds >= max(map(given.led, fits))), (seed, lots)


@pytest.mark.parametrize(
    ("values", "pounds"),
    [
        ([7_500] * 24, 15_000),  # two of them, though the pounds would hold almost three
        ([30_000, 30_000, 4_000, 4_000], 8_000),  # the large ones do not fit, in part or whole
        ([11_000, 12_000, 13_000, 30_000], 13_000),  # more than a half each: one of them
    ],
)
def test_bound_fills_a_lot_with_whole_units(values: list[int], pounds: int) -> None:
    units = tuple(Unit(f"u{n}", Decimal(value), "B9 4AA", "a") for n, value in enumerate(values))
    here = (405_000.0, 288_000.0)
    micro = [Firm(f"f{n}", f"Firm {n}", "micro", 20_000.0, 1.0, here, False) for n in range(30)]
    given = Requirement("Invented", "77310000", units)
    one = problem(given, model(micro, [here] * len(units), whole_pounds(given)))
    most = bound(one, 2, fewest_bidders=0)
    assert most is not None
    assert most.pounds == len(LEADERS) * pounds + 1  # what micro firms lead counts for both kinds


def touching(seed: int) -> tuple[Problem, int] | None:
    """A problem of nine units that touch few others; None where its constraints conflict."""
    requirement, places, firms = invent.hard(seed, units=9)
    if conflicts(requirement):
        return None
    given = problem(requirement, model(firms, places, whole_pounds(requirement)))
    return given, requirement.minimum_expected_bidders


def test_cuts_of_loose_pieces_are_passed_by_no_division() -> None:
    lowered = 0
    for seed in range(40):
        if (made := touching(seed)) is None:
            continue
        given, fewest = made
        led, told = known(given, fewest_bidders=fewest), list[Cut]()
        allowed = [d for d in every(len(given.pounds)) if given.allows(d, fewest_bidders=fewest)]
        for lots in (2, 3, 4):
            best_led = max((given.led(d) for d in allowed if len(d) == lots), default=None)
            poured = bound(given, lots, fewest_bidders=fewest, known=led)
            most = bound(given, lots, fewest_bidders=fewest, known=led, told=told)
            if best_led is not None:
                assert most is not None, (seed, lots)
                assert most.pounds >= best_led, (seed, lots)
            lowered += most is not None and poured is not None and most.pounds < poured.pounds
        for cut in told:
            assert all(kept(given, cut, division) for division in allowed), (seed, cut)
    assert lowered


def kept(given: Problem, cut: Cut, division: Division) -> bool:
    """Whether a division keeps a cut, whichever of its lots are thought to be left over."""
    lots = [{given.block[u] for u in lot} for lot in division]
    return all(
        sum(b in left for b in cut.pieces) - sum(n * (b in left) for b, n in cut.between) <= many
        for many in range(1, len(lots) + 1)
        for left in (set[int]().union(*chosen) for chosen in combinations(lots, many))
    )


def test_lots_that_touch_are_improved_to_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "MANY", 0)
    reached, tried = 0, 0
    for seed in range(12):
        if (made := touching(seed)) is None:
            continue
        given, fewest = made
        few, led = best(given, 3, fewest_bidders=fewest), known(given, fewest_bidders=fewest)
        for lots in few:
            begun = draft(given, lots, fewest_bidders=fewest, ranks=1_000, known=led)
            assert begun is not None
            solved = improve(given, lots, begun, fewest_bidders=fewest, effort=0.1, known=led, told=[])
            assert solved is not None
            assert given.allows(solved.division, fewest_bidders=fewest)
            assert solved.led <= given.led(few[lots]) <= solved.bound
            tried, reached = tried + 1, reached + (solved.led == given.led(few[lots]))
    assert reached >= 0.9 * tried


def test_tidying_brings_together_what_is_alike() -> None:
    units = tuple(Unit(f"u{n}", Decimal(10_000), "B9 4AA", "ab"[n % 2]) for n in range(6))
    requirement = Requirement("Invented", "77310000", units)
    bidders = model(invent.firms(Random(1), 20), [(405_000.0, 288_000.0)] * 6, whole_pounds(requirement))
    given = problem(requirement, bidders)
    assert tidied(given, ((0, 1, 2), (3, 4, 5)), fewest_bidders=0) == ((0, 2, 4), (1, 3, 5))


def test_sets_that_touch_are_each_found_once() -> None:
    for seed in range(20):
        given, _ = invented(seed, contiguous=True)
        most, touching = sum(given.worth) * 2 // 3, given.touching or ()
        blocks = range(len(given.worth))
        every_set = [lot for many in blocks for lot in combinations(blocks, many + 1)]
        some = [lot for lot in every_set if sum(given.worth[b] for b in lot) <= most]
        wanted = [lot for lot in some if hangs(lot, touching) and not given.apart & set(combinations(lot, 2))]
        assert sorted(tuple(sorted(lot)) for lot in sets(given, most)) == sorted(wanted)


def hangs(lot: tuple[int, ...], touching: tuple[frozenset[int], ...]) -> bool:
    reached = {lot[0]}
    while more := {b for b in lot if b not in reached and touching[b] & reached}:
        reached |= more
    return len(reached) == len(lot)
