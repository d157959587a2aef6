"""The best division into a number of lots, by CP-SAT: the pounds that micro and small firms could lead, with a bound.

Deterministic: a seed, a limit in the solver's own time (not the clock's), and two workers that take turns.
Stages: first the pounds, then among divisions as good the one whose lots mix fewest places and services.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from localspend.errors import InputError
from localspend.lots.problem import LEADS, Division, Problem

SEED, WORKERS = 7, 2


@dataclass(frozen=True)
class Solved:
    """division, pounds led, the bound on them, and whether the bound is reached."""

    division: Division
    led: int
    bound: int

    @property
    def gap(self) -> float:
        """How much better a division might be, as a share of the bound."""
        return (self.bound - self.led) / self.bound if self.bound > self.led else 0.0


def solve(problem: Problem, lots: int, *, fewest_bidders: int, effort: float = 8.0) -> Solved | None:
    """The best division into exactly `lots`; None where there is none (or none was found within `effort`)."""
    cp_model = _solver()
    built = _Model(problem, lots, fewest_bidders)
    found = _run(built, effort, cp_model)
    if found is None:
        return None
    led, bound = round(found.objective_value), int(found.best_objective_bound + 1e-6)
    division = built.read(found)
    built.tidy(led, division)
    tidied = _run(built, effort / 4, cp_model)
    return Solved(built.read(tidied) if tidied else division, led, max(bound, led))


def _solver() -> Any:
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        todo = "Install it with: pip install 'localspend[lots]'"
        raise InputError("the solver is not installed", where="OR-tools", todo=todo) from None
    return cp_model


def _run(built: "_Model", effort: float, cp_model: Any) -> Any:
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = effort
    solver.parameters.random_seed = SEED
    solver.parameters.num_workers = WORKERS
    solver.parameters.interleave_search = True
    # Presolve (OR-tools 9.15) calls some of these models infeasible, or worse than they are: tests/lots/test_exact.py.
    solver.parameters.cp_model_presolve = False
    status = solver.solve(built.model)
    return solver if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


class _Model:
    """in_lot[b][j]: block b is in lot j. Lots are in order of their value, the largest first."""

    def __init__(self, problem: Problem, lots: int, fewest_bidders: int) -> None:
        self.problem, self.lots, self.model = problem, range(lots), _solver().CpModel()
        self.blocks = range(problem.many_blocks)
        self.worth = [sum(p for p, b in zip(problem.pounds, problem.block, strict=True) if b == n) for n in self.blocks]
        self.total = sum(self.worth)
        self.in_lot = [[self.model.new_bool_var(f"b{b}l{j}") for j in self.lots] for b in self.blocks]
        self.value = [self.model.new_int_var(0, self.total, f"v{j}") for j in self.lots]
        self._divide()
        self._bidders(fewest_bidders)
        if problem.asked.contiguous:
            for j in self.lots:
                self._connect(j)
        self.model.maximize(sum(self.led))

    def _divide(self) -> None:
        model, limit = self.model, self.problem.asked.lot_value_max
        for row in self.in_lot:
            model.add_exactly_one(row)
        for a, b in sorted(self.problem.apart):
            for j in self.lots:
                model.add_at_most_one(self.in_lot[a][j], self.in_lot[b][j])
        for j in self.lots:
            column = [row[j] for row in self.in_lot]
            model.add_bool_or(column)
            model.add(self.value[j] == sum(w * x for w, x in zip(self.worth, column, strict=True)))
            if limit is not None:
                pence = [self._pence(b) for b in self.blocks]
                model.add(sum(p * x for p, x in zip(pence, column, strict=True)) <= int(limit * 100))
        for j in self.lots[1:]:
            model.add(self.value[j - 1] >= self.value[j])

    def _pence(self, block: int) -> int:
        units = zip(self.problem.asked.units, self.problem.block, strict=True)
        return sum(int((unit.value or 0) * 100) for unit, b in units if b == block)

    def _bidders(self, fewest: int) -> None:
        """Which step a lot's value is in; enough bidders; and the pounds that small firms could lead."""
        model, steps = self.model, self.problem.bidders.steps
        lower = [0, *(step + 1 for step in steps[:-1])]
        self.led = []
        for j in self.lots:
            at = [model.new_bool_var(f"s{n}l{j}") for n in range(len(steps))]
            model.add_exactly_one(at)
            for n, (low, high) in enumerate(zip(lower, steps, strict=True)):
                model.add_linear_constraint(self.value[j], low, high).only_enforce_if(at[n])
            self._reach(j, at, "all", fewest * 1000, None)
            leads = model.new_bool_var(f"leads{j}")
            self._reach(j, at, "small", LEADS, leads)
            led = model.new_int_var(0, self.total, f"led{j}")
            model.add(led <= self.value[j])
            model.add(led <= self.total * leads)
            self.led.append(led)

    def _reach(self, j: int, at: Sequence[Any], kind: str, least: int, literal: Any) -> None:
        """able[step] * weighed // (value * 1000) >= least, where the literal holds (or always)."""
        able, near = self.problem.table(kind)
        weighed = self._weighed(near)
        column = [row[j] for row in self.in_lot]
        nearness = sum(w * x for w, x in zip(weighed, column, strict=True))
        if least == 0:
            return
        for n, step_able in enumerate(able):
            holds = [at[n]] if literal is None else [at[n], literal]
            # A floor of least or more is the quotient itself being least or more.
            self.model.add(step_able * nearness >= least * 1000 * self.value[j]).only_enforce_if(holds)

    def _weighed(self, near: Sequence[int]) -> list[int]:
        found = [0] * len(self.blocks)
        for unit, block in enumerate(self.problem.block):
            found[block] += self.problem.pounds[unit] * near[unit]
        return found

    def _connect(self, j: int) -> None:
        """One unit of each lot is a spring; water flows along neighbours so that each unit of the lot drinks."""
        model, many = self.model, len(self.problem.block)
        inside = [self.in_lot[self.problem.block[u]][j] for u in range(many)]
        spring = [model.new_bool_var(f"r{u}l{j}") for u in range(many)]
        model.add_exactly_one(spring)
        gives: list[Any] = [model.new_int_var(0, many, f"g{u}l{j}") for u in range(many)]
        into: list[list[Any]] = [[] for _ in range(many)]
        out: list[list[Any]] = [[] for _ in range(many)]
        for a, b in sorted(self.problem.neighbours):
            for u, v in ((a, b), (b, a)):
                flow = model.new_int_var(0, many, f"f{u}-{v}l{j}")
                model.add(flow <= many * inside[u])
                model.add(flow <= many * inside[v])
                out[u].append(flow)
                into[v].append(flow)
        for u in range(many):
            model.add(gives[u] <= many * spring[u])
            model.add_implication(spring[u], inside[u])
            model.add(sum(into[u]) + gives[u] - sum(out[u]) == inside[u])

    def tidy(self, led: int, division: Division) -> None:
        """Keep the pounds and ask for lots that mix as few places and services as can be."""
        model, units = self.model, self.problem.asked.units
        model.add(sum(self.led) >= led)
        model.clear_hints()
        held = {u: j for j, lot in enumerate(division) for u in lot}
        for u, block in enumerate(self.problem.block):
            for j in self.lots:
                if u == self.problem.block.index(block):
                    model.add_hint(self.in_lot[block][j], int(held[u] == j))
        mixed = []
        for key in ("service", "place"):
            for name in sorted({getattr(unit, key) for unit in units}):
                mine = {self.problem.block[n] for n, unit in enumerate(units) if getattr(unit, key) == name}
                for j in self.lots:
                    seen = model.new_bool_var(f"{key}{name}{j}")
                    for block in sorted(mine):
                        model.add_implication(self.in_lot[block][j], seen)
                    mixed.append(seen)
        model.minimize(sum(mixed))

    def read(self, solver: Any) -> Division:
        """The division that the solver found: units by index, the lot of the first unit first."""
        lots: list[list[int]] = [[] for _ in self.lots]
        for unit, block in enumerate(self.problem.block):
            j = next(j for j in self.lots if solver.boolean_value(self.in_lot[block][j]))
            lots[j].append(unit)
        return tuple(sorted(tuple(lot) for lot in lots))
