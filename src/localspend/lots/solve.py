"""The best division into a number of lots: the pounds that small and micro firms could lead, with a proven bound.

A search finds a good division, a relaxation bounds what any division could reach, and where the two do not meet, CP-SAT
improves the one and lowers the other. Deterministic: a seed, a limit in the solver's own time (not the clock's), and
two workers that take turns.
"""

from dataclasses import dataclass
from random import Random
from typing import Any

from localspend.errors import InputError
from localspend.lots.anneal import anneal
from localspend.lots.bound import Bound, bound
from localspend.lots.connected import NOTHING, Known
from localspend.lots.loose import Cut, pieces
from localspend.lots.problem import LEADERS, Division, Problem
from localspend.lots.search import Parts, search

SEED, WORKERS = 7, 2
#: How many lots are divided anew together, and for how long at a time.
TOGETHER, ROUND = 4, 0.3
#: So near to its bound a division is good enough.
CLOSE = 0.001
#: The same where lots have to touch, for which a bound is slow to come nearer.
NEAR = 0.005
#: Blocks that annealing may look at for each rank of a lot that a search may.
WORK = 4
#: Of more blocks that have to touch CP-SAT divides into so many lots only, in time.
PROVEN = 3
#: How many blocks those are, and what annealing may look at for each second that CP-SAT would have.
MANY, WORK_A_SECOND = 20, 500_000
#: Lots of any blocks that a search may rank for each such second.
RANKS_A_SECOND = 120_000
#: The same for the blocks around led lots.
WORK_AROUND = 1_000_000


@dataclass(frozen=True)
class Solved:
    """division, pounds led, the bound on them, and the kinds of firm that lead each lot of what bounds it."""

    division: Division
    led: int
    bound: int
    parts: Parts = ()

    @property
    def gap(self) -> float:
        """How much better a division might be, as a share of the bound."""
        return (self.bound - self.led) / self.bound if self.bound > self.led else 0.0


def proven(problem: Problem, division: Division) -> Solved:
    """A division that is known to be the best."""
    led = problem.led(division)
    return Solved(division, led, led)


def draft(
    problem: Problem, lots: int, *, fewest_bidders: int, ranks: int = 150_000, known: Known = NOTHING
) -> Solved | None:
    """A good division into exactly `lots`, found at once, with its bound; division is empty where none was found.

    None where it is proven that there is none.
    """
    most = bound(problem, lots, fewest_bidders=fewest_bidders, known=known)
    if most is None:
        return None
    if problem.asked.contiguous:
        found = anneal(
            problem, most.parts, fewest_bidders=fewest_bidders, enough=_close(most.pounds), work=ranks * WORK
        )
    else:
        dealt, enough = [list(lot) for lot in most.dealt], _close(most.pounds)
        found = search(problem, most.parts, dealt, fewest_bidders=fewest_bidders, enough=enough, ranks=ranks)
    return Solved(found or (), problem.led(found or ()), most.pounds, most.parts)


def _close(most: int) -> int:
    """So many pounds are near enough to a bound."""
    return int(most * (1 - CLOSE))


def improve(
    problem: Problem, lots: int, begun: Solved, *, fewest_bidders: int, effort: float, known: Known = NOTHING,
    told: list[Cut] | None = None,
) -> Solved | None:  # fmt: skip
    """A draft made better until its bound is reached or the effort (the solver's own seconds) is spent.

    None where it is proven that there is no division, or none was found. known, told: as for `bound`.
    """
    if problem.asked.contiguous and len(problem.worth) > MANY:
        return _touching(problem, lots, begun, fewest_bidders, effort, known, [] if told is None else told)
    left = effort
    if begun.gap > CLOSE and begun.division:
        begun = _searched(problem, begun, fewest_bidders, int(effort * RANKS_A_SECOND))
    if begun.gap > CLOSE and begun.division and lots > TOGETHER:
        begun, left = _refitted(problem, begun, fewest_bidders, effort / 2), effort / 2
    if begun.division and begun.gap <= CLOSE:
        return begun
    found, _ = _run(problem, lots, begun, fewest_bidders, left)
    return found


def _touching(
    problem: Problem, lots: int, begun: Solved, fewest: int, effort: float, known: Known, told: list[Cut]
) -> Solved | None:
    """The same of many blocks that have to touch."""
    if not begun.division:  # to find one comes first: cuts of what is perhaps impossible are slow
        found = _annealed(problem, lots, begun, fewest, effort)
        if found is None or found.gap <= NEAR:
            return found
        begun = found
    elif begun.gap <= NEAR:
        return begun
    enough = int(begun.led / (1 - NEAR))
    most = bound(problem, lots, fewest_bidders=fewest, known=known, told=told, enough=enough)
    if most is None:
        return None
    return _annealed(problem, lots, _lowered(problem, begun, most, fewest), fewest, effort)


def _lowered(problem: Problem, begun: Solved, most: Bound, fewest: int) -> Solved:
    """What was begun with a lower bound, and with a division around its led lots where that is better."""
    best = max([begun.division, _around(problem, most, fewest)], key=problem.led)
    return Solved(best, problem.led(best), max(min(begun.bound, most.pounds), problem.led(best)), most.parts)


def _around(problem: Problem, most: Bound, fewest: int) -> Division:
    """A division with the led lots of a bound, the other blocks as they hang together or annealed; () if not found."""
    taken = {b for lot in most.led for b in lot}
    left = [b for b in range(len(problem.worth)) if b not in taken]
    lots = len(most.parts) - len(most.led)
    found = problem.division([*most.led, *map(sorted, pieces(problem, left))])
    if len(found) == len(most.parts) and problem.allows(found, fewest_bidders=fewest):
        return found
    units = sorted(u for b in left for u in problem.blocks[b])
    rest = anneal(
        problem.part(units), most.parts[:lots], fewest_bidders=fewest, enough=most.pounds, work=WORK_AROUND
    ) if 1 < lots <= len(left) else None  # fmt: skip
    led = [tuple(u for b in lot for u in problem.blocks[b]) for lot in most.led]
    whole = tuple(sorted(tuple(sorted(lot)) for lot in [*led, *(tuple(units[n] for n in lot) for lot in rest or ())]))
    return whole if rest and problem.allows(whole, fewest_bidders=fewest) else ()


def _annealed(problem: Problem, lots: int, begun: Solved, fewest: int, effort: float) -> Solved | None:
    """The better of what was begun and what annealing finds from elsewhere."""
    if begun.division and begun.gap <= NEAR:
        return begun
    enough, work = _close(begun.bound), int(effort * WORK_A_SECOND)
    seed = SEED + 1 + bool(begun.division)  # what was found from nothing is not looked for again
    found = anneal(problem, begun.parts, fewest_bidders=fewest, enough=enough, work=work, seed=seed)
    division = max([begun.division, found or ()], key=problem.led)
    best = Solved(division, problem.led(division), begun.bound)
    if lots <= PROVEN and (best.gap > NEAR or not division):
        return _run(problem, lots, best, fewest, 2 * effort)[0]  # what annealing did not use of it
    return best if division else None


def _searched(problem: Problem, begun: Solved, fewest: int, ranks: int) -> Solved:
    """The better of what was begun and what a search finds from there, and from elsewhere."""
    dealt, enough = [sorted({problem.block[u] for u in lot}) for lot in begun.division], _close(begun.bound)
    found = search(problem, begun.parts, dealt, fewest_bidders=fewest, enough=enough, ranks=ranks, seed=SEED + 1)
    best = max([begun.division, found or ()], key=problem.led)
    return Solved(best, problem.led(best), begun.bound, begun.parts)


def _refitted(problem: Problem, begun: Solved, fewest: int, effort: float) -> Solved:
    """Take a few lots and divide their units anew, over and over."""
    random, left, best = Random(SEED), effort, begun
    while left > 0 and best.gap > CLOSE:
        chosen = random.sample(best.division, TOGETHER)
        units = sorted(u for lot in chosen for u in lot)
        part = problem.part(units)
        at = {u: n for n, u in enumerate(units)}
        before = tuple(tuple(at[u] for u in lot) for lot in chosen)
        after, spent = _run(
            part, len(chosen), Solved(before, part.led(before), part.most_led), fewest, min(ROUND, left)
        )
        left -= max(spent, ROUND / 10)
        if after:
            anew = tuple(tuple(units[n] for n in lot) for lot in after.division)
            division = tuple(sorted([lot for lot in best.division if lot not in chosen] + list(anew)))
            best = Solved(division, problem.led(division), best.bound)
    return best


def is_possible(problem: Problem, lots: int, *, effort: float = 2.0) -> bool:
    """Whether there is a division into exactly `lots` that keeps every constraint; True where that cannot be told."""
    _, status, _ = _solved(problem, lots, Solved((), 0, problem.most_led), 0, effort, first=True)
    return bool(status != _solver().INFEASIBLE)


def _run(problem: Problem, lots: int, begun: Solved, fewest: int, effort: float) -> tuple[Solved | None, float]:
    """CP-SAT from what was begun: the best of both, and the effort spent."""
    cp_model = _solver()
    solver, status, built = _solved(problem, lots, begun, fewest, effort)
    spent = solver.response_proto.deterministic_time
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return (begun if begun.division else None), spent
    best = max([begun.division, built.read(solver)], key=problem.led)
    most = min(begun.bound, int(solver.best_objective_bound + 1e-6))
    return Solved(best, problem.led(best), max(most, problem.led(best))), spent


def _solved(
    problem: Problem, lots: int, begun: Solved, fewest: int, effort: float, *, first: bool = False
) -> tuple[Any, Any, "_Model"]:
    built = _Model(problem, lots, fewest, begun.bound)
    if begun.division:
        built.hint(begun.division)
    solver = _solver().CpSolver()
    solver.parameters.max_deterministic_time = effort
    solver.parameters.random_seed = SEED
    solver.parameters.num_workers = WORKERS
    solver.parameters.interleave_search = True
    solver.parameters.stop_after_first_solution = first
    return solver, solver.solve(built.model), built


def _solver() -> Any:
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        todo = "Install it with: pip install 'localspend[lots]'"
        raise InputError("the solver is not installed", where="OR-tools", todo=todo) from None
    return cp_model


class _Model:
    """in_lot[b][j]: block b is in lot j. Lots are in order of their value, the largest first."""

    def __init__(self, problem: Problem, lots: int, fewest_bidders: int, most: int) -> None:
        self.problem, self.lots, self.model = problem, range(lots), _solver().CpModel()
        self.blocks = range(len(problem.worth))
        self.total = sum(problem.worth)
        self.in_lot = [[self.model.new_bool_var(f"b{b}l{j}") for j in self.lots] for b in self.blocks]
        self.value = [self.model.new_int_var(0, self.total, f"v{j}") for j in self.lots]
        self._divide()
        self._bidders(fewest_bidders)
        if problem.asked.contiguous:
            for j in self.lots:
                self._connect(j)
        self.model.add(sum(self.led) <= most)
        self.model.maximize(sum(self.led))

    def _divide(self) -> None:
        model, problem = self.model, self.problem
        for row in self.in_lot:
            model.add_exactly_one(row)
        for a, b in sorted(problem.apart):
            for j in self.lots:
                model.add_at_most_one(self.in_lot[a][j], self.in_lot[b][j])
        for j in self.lots:
            column = [row[j] for row in self.in_lot]
            model.add_bool_or(column)
            model.add(self.value[j] == sum(w * x for w, x in zip(problem.worth, column, strict=True)))
            if problem.pence_range != (0, sum(problem.pence)):
                pence = sum(p * x for p, x in zip(problem.pence, column, strict=True))
                model.add_linear_constraint(pence, *problem.pence_range)
        for j in self.lots[1:]:
            model.add(self.value[j - 1] >= self.value[j])

    def _bidders(self, fewest: int) -> None:
        """Which band a lot's value is in; enough bidders; and the pounds that small firms could lead."""
        model, self.led, bands = self.model, [], self.problem.bands(fewest)
        for j in self.lots:
            at = [model.new_bool_var(f"s{n}l{j}") for n in range(len(bands))]
            model.add_exactly_one(at)
            for here, band in zip(at, bands, strict=True):
                model.add_linear_constraint(self.value[j], band.low, band.high).only_enforce_if(here)
                self._reach(j, "all", band.enough, [here])
            for n, kind in enumerate(LEADERS):
                leads, led = model.new_bool_var(f"{kind}{j}"), model.new_int_var(0, self.total, f"{kind}led{j}")
                model.add(led <= self.value[j])
                model.add(led <= self.total * leads)
                self.led.append(led)
                for here, band in zip(at, bands, strict=True):
                    needed = band.leads[n]
                    if needed is None:
                        model.add_implication(here, ~leads)
                    else:
                        self._reach(j, kind, needed, [here, leads])

    def _reach(self, j: int, kind: str, needed: int, holds: list[Any]) -> None:
        """The mean nearness of the lot's pounds reaches what is needed, where all of `holds` hold."""
        if needed:
            problem = self.problem
            beyond = [
                weighed - needed * worth for weighed, worth in zip(problem.weighed(kind), problem.worth, strict=True)
            ]
            column = [row[j] for row in self.in_lot]
            self.model.add(sum(w * x for w, x in zip(beyond, column, strict=True)) >= 0).only_enforce_if(holds)

    def _connect(self, j: int) -> None:
        """One unit of each lot is a spring; water flows along neighbours so that each unit of the lot drinks."""
        model, many = self.model, len(self.problem.block)
        inside = [self.in_lot[self.problem.block[u]][j] for u in range(many)]
        spring = [model.new_bool_var(f"r{u}l{j}") for u in range(many)]
        model.add_exactly_one(spring)
        gives: list[Any] = [model.new_int_var(0, many, f"g{u}l{j}") for u in range(many)]
        into: list[list[Any]] = [[] for _ in range(many)]
        out: list[list[Any]] = [[] for _ in range(many)]
        for u, beside in enumerate(self.problem.neighbours):
            for v in sorted(beside):
                flow = model.new_int_var(0, many, f"f{u}-{v}l{j}")
                model.add(flow <= many * inside[u])
                model.add(flow <= many * inside[v])
                out[u].append(flow)
                into[v].append(flow)
        for u in range(many):
            model.add(gives[u] <= many * spring[u])
            model.add_implication(spring[u], inside[u])
            model.add(sum(into[u]) + gives[u] - sum(out[u]) == inside[u])

    def hint(self, division: Division) -> None:
        """Where to begin: the lots of a division, the largest first."""
        problem = self.problem
        lots = sorted(division, key=lambda lot: -sum(problem.pounds[u] for u in lot))
        for block in self.blocks:
            for j, lot in enumerate(lots):
                self.model.add_hint(self.in_lot[block][j], int(problem.blocks[block][0] in lot))

    def read(self, solver: Any) -> Division:
        """The division that the solver found."""
        return self.problem.division(
            [b for b in self.blocks if solver.boolean_value(self.in_lot[b][j])] for j in self.lots
        )
