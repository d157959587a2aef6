"""Constraints that leave no division at all, though no two of them conflict by themselves: told by what divides."""

from localspend.lots.conflicts import Conflict
from localspend.lots.exact import FEW, best
from localspend.lots.problem import Problem
from localspend.lots.solve import is_possible


def impossible(problem: Problem) -> list[Conflict]:
    """Why there is no division, one lot included; nothing where there is one, or it cannot be told."""
    asked, whole = problem.asked, tuple(range(len(problem.pounds)))
    if problem.allows((whole,), fewest_bidders=0) or _divides(problem, min(asked.max_lots, len(problem.worth))):
        return []
    binding = {
        "what must be apart": asked.apart, "how much a lot may be worth": asked.lot_value_max,
        "how much a lot must be worth": asked.lot_value_min, "that lots hang together": asked.contiguous,
    }  # fmt: skip
    named = [words for words, given in binding.items() if given]
    apart = {unit for group in asked.apart for unit in group}
    why = f"No division into {asked.max_lots} lots or fewer keeps {' and '.join(named)}."
    return [Conflict(why, tuple(unit.id for unit in asked.units if not apart or unit.id in apart))]


def _divides(problem: Problem, most: int) -> bool:
    """Whether there is a division into several lots, `most` of them, or it cannot be told."""
    if len(problem.worth) <= FEW:
        return bool(best(problem, most, fewest_bidders=0))
    return any(is_possible(problem, lots) for lots in range(2, most + 1))
