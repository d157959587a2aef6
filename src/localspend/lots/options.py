"""Three to five ways to divide that differ in kind: as is, the best for each number of lots, and natural ones.

What is kept is the Pareto front of pounds that micro and small firms could lead against the number of lots (each costs
something to manage); "as is" is always among them. Local pounds are reported beside, never optimised.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from localspend.lots.problem import Division, Problem
from localspend.lots.requirement import Unit
from localspend.lots.solve import Solved, solve

MOST = 5


@dataclass(frozen=True)
class Option:
    """name, division (units by index), status in words, and gap to the best possible (None where nothing was asked)."""

    name: str
    division: Division
    status: str
    gap: float | None


def options(problem: Problem, *, effort: float = 8.0) -> list[Option]:
    """The options, as is first, then by the number of lots."""
    fewest = problem.asked.minimum_expected_bidders
    whole: Division = (tuple(range(len(problem.block))),)
    found = list(_divided(problem, fewest, effort))
    reached = True
    if not found and fewest:
        found, reached = list(_divided(problem, 0, effort)), False
    kept = _front(problem, whole, found)
    short = "" if reached else f"; no division gives every lot {fewest} expected bidders"
    as_is = "one lot" + (
        "" if problem.bidders_of(whole[0]) >= fewest * 1000 else f"; fewer than {fewest} expected bidders"
    )
    return [Option("as is", whole, as_is, None), *(Option(o.name, o.division, o.status + short, o.gap) for o in kept)]


def _divided(problem: Problem, fewest: int, effort: float) -> Iterator[Option]:
    """Every candidate: natural divisions that keep the constraints, then the best for each number of lots."""
    for name, division in natural(problem):
        if 1 < len(division) <= problem.asked.max_lots and problem.allows(division, fewest_bidders=fewest):
            yield Option(name, division, "natural, not optimised", None)
    best = 0
    for lots in range(2, min(problem.asked.max_lots, problem.many_blocks) + 1):
        solved = solve(problem, lots, fewest_bidders=fewest, effort=effort)
        if solved is not None:
            best = max(best, solved.led)
            yield Option(f"{lots} lots", solved.division, _status(solved), round(solved.gap, 4))
            if best == sum(problem.pounds):
                return  # small firms could lead every pound: more lots only cost more


def _status(solved: Solved) -> str:
    return "optimal" if solved.gap == 0 else f"feasible, at most {solved.gap:.1%} from the best possible"


def natural(problem: Problem) -> list[tuple[str, Division]]:
    """By service, and by place, as people would divide it first."""
    return [(f"by {key}", _by(problem, key)) for key in ("service", "place")]


def _by(problem: Problem, key: str) -> Division:
    groups: dict[str, list[int]] = {}
    for n, unit in enumerate(problem.asked.units):
        groups.setdefault(_district(unit) if key == "place" else unit.service, []).append(n)
    return tuple(sorted(tuple(units) for units in groups.values()))


def _district(unit: Unit) -> str:
    """The postcode district of a unit's place: B9 of B9 4AA."""
    return unit.place.upper().rpartition(" ")[0] or unit.place.upper()


def _front(problem: Problem, whole: Division, found: list[Option]) -> list[Option]:
    """The best for its number of lots, where it leads more pounds than every division into fewer; at most MOST - 1."""
    seen, kept, best = {whole}, [], problem.led(whole)
    spare = []
    for option in sorted(found, key=lambda o: (len(o.division), -problem.led(o.division), o.name)):
        if option.division in seen:
            continue
        seen.add(option.division)
        led = problem.led(option.division)
        if led > best:
            kept.append(option)
            best = led
        else:
            spare.append(option)
    if len(kept) >= MOST:
        kept = [*kept[: MOST - 2], kept[-1]]
    wanted = max(2 - len(kept), 0)
    return sorted([*kept, *spare[:wanted]], key=lambda o: (len(o.division), o.name))


def cost(problem: Problem, division: Division) -> Decimal:
    """What managing the lots beyond the first costs."""
    return problem.asked.cost_per_lot * (len(division) - 1)
