"""Three to five ways to divide that differ in kind: as is, the best for each number of lots, and natural ones.

What is kept is the Pareto front of pounds that micro and small firms could lead against the number of lots (each costs
something to manage); "as is" is always among them. Local pounds are reported beside, never optimised.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from localspend.lots.connected import NOTHING, Known, known
from localspend.lots.exact import FEW, best
from localspend.lots.loose import Cut
from localspend.lots.problem import Division, Problem
from localspend.lots.search import tidied
from localspend.lots.solve import CLOSE, Solved, draft, improve, proven

MOST = 5
#: How many ranks of lots the first search may look at, in all and for each number of lots.
RANKS, MOST_RANKS = 1_500_000, 150_000


#: What a terminal is shown of the work: words, how many steps are done, and of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Option:
    """name, division (units by index), status in words; gap to the bound, and the bound in pounds (None: not asked)."""

    name: str
    division: Division
    status: str
    gap: float | None
    bound: int | None = None


def options(
    problem: Problem, *, effort: float = 16.0, progress: Progress = lambda stage, done, total: None
) -> list[Option]:
    """The options, as is first, then by the number of lots. effort: the solver's own seconds, for all of them."""
    fewest, whole = problem.asked.minimum_expected_bidders, _whole(problem)
    found, drawn = _found(problem, fewest, effort, progress)
    short = ""
    if not found and fewest:
        # What is not among the drafts is proven to be impossible; what improving did not find may yet exist.
        none = "no division was found that gives" if drawn else "no division gives"
        short = f"; {none} every lot {fewest} expected bidders"
        found, _ = _found(problem, 0, effort, progress)
    few = "" if problem.reaches(whole[0], "all", fewest * 1000) else f"; fewer than {fewest} expected bidders"
    kept = [replace(option, status=option.status + short) for option in _front(problem, found)]
    return [Option("as is", whole, "one lot" + few, None), *kept]


def _whole(problem: Problem) -> Division:
    return (tuple(range(len(problem.block))),)


def _found(problem: Problem, fewest: int, effort: float, progress: Progress) -> tuple[list[Option], bool]:
    """Every candidate, and whether there were drafts."""
    counted = problem.asked.contiguous and len(problem.worth) > FEW
    led = known(problem, fewest_bidders=fewest) if counted else NOTHING
    drafts = _drafts(problem, fewest, led, progress)
    return _divided(problem, drafts, fewest, led, effort, progress), bool(drafts)


def _divided(
    problem: Problem, drafts: dict[int, Solved], fewest: int, led: Known, effort: float, progress: Progress
) -> list[Option]:
    """Every candidate: natural divisions that keep the constraints, then the best for each number of lots."""
    found = [
        Option(name, division, "natural, not optimised", None)
        for name, division in natural(problem)
        if 1 < len(division) <= problem.asked.max_lots and problem.allows(division, fewest_bidders=fewest)
    ]
    better = _unfinished(problem, drafts, found)
    told: list[Cut] = []
    for n, lots in enumerate(better):
        progress(f"improving {_so_far(lots, drafts[lots])}", n, len(better))
        share = effort / len(better)
        improved = improve(problem, lots, drafts[lots], fewest_bidders=fewest, effort=share, known=led, told=told)
        drafts = {**drafts, lots: improved or drafts[lots]}
    for lots, solved in drafts.items():
        if solved.division:
            tidy = tidied(problem, solved.division, fewest_bidders=fewest)
            found.append(_option(lots, replace(solved, division=tidy)))
    return found


def _unfinished(problem: Problem, drafts: dict[int, Solved], found: list[Option]) -> list[int]:
    """The numbers of lots for which a better division would be shown: none was found, or a gap is left.

    Not where fewer lots already lead as much as so many could.
    """
    drawn = [_option(lots, solved) for lots, solved in drafts.items() if solved.division]
    shown = {option.name for option in _front(problem, [*found, *drawn])}
    most = {lots: max((one.led for n, one in drafts.items() if n < lots), default=0) for lots in drafts}
    return [
        lots for lots, solved in drafts.items()
        if (not solved.division or (solved.gap > CLOSE and f"{lots} lots" in shown)) and solved.bound > most[lots]
    ]  # fmt: skip


def _so_far(lots: int, solved: Solved) -> str:
    best = f"£{solved.led:,} led" if solved.division else "none found"
    return f"{lots} lots: {best}, at most £{solved.bound:,} (micro firms' twice)"


def _drafts(problem: Problem, fewest: int, led: Known, progress: Progress) -> dict[int, Solved]:
    """By number of lots: up to the first into which every pound is led, for more would only cost more, and the most."""
    found: dict[int, Solved] = {}
    most, all_led = min(problem.asked.max_lots, len(problem.worth)), False
    exact = best(problem, most, fewest_bidders=fewest) if len(problem.worth) <= FEW else None
    progress("looking for divisions", 0, most)
    for lots in range(2, most + 1):
        if all_led and lots < most:
            continue
        if exact is None:
            begun = draft(problem, lots, fewest_bidders=fewest, ranks=min(RANKS // most, MOST_RANKS), known=led)
        else:
            begun = proven(problem, exact[lots]) if lots in exact else None
        if begun is not None:
            found[lots] = begun
            progress(_so_far(lots, begun), lots, most)
            all_led |= bool(begun.division) and begun.led == problem.most_led
    return found


def _option(lots: int, solved: Solved) -> Option:
    # A gap that is there never reads as none.
    gap = max(round(solved.gap, 4), 0.0001) if solved.gap else 0.0
    status = f"feasible, at most {gap:.2%} from the best possible" if gap else "optimal"
    return Option(f"{lots} lots", solved.division, status, gap, solved.bound)


def natural(problem: Problem) -> list[tuple[str, Division]]:
    """By service, and by place, as people would divide it first."""
    return [(f"by {key}", _by(problem, key)) for key in ("service", "place")]


def _by(problem: Problem, key: str) -> Division:
    groups: dict[str, list[int]] = {}
    for n, unit in enumerate(problem.asked.units):
        groups.setdefault(unit.district if key == "place" else unit.service, []).append(n)
    return tuple(sorted(tuple(units) for units in groups.values()))


def _front(problem: Problem, found: list[Option]) -> list[Option]:
    """The best for its number of lots where more pounds are led than by every division into fewer; MOST - 1 of them.

    Where there are more they are spread; where there are fewer than three, others fill them up, natural ones first.
    """
    whole = _whole(problem)
    kept: list[Option] = []
    spare: list[Option] = []
    seen, best = {whole}, problem.led(whole)
    for option in sorted(found, key=lambda o: (len(o.division), -problem.led(o.division), o.name)):
        if option.division in seen:
            continue
        seen.add(option.division)
        led = problem.led(option.division)
        (kept if led > best else spare).append(option)
        best = max(best, led)
    if len(kept) >= MOST:
        kept = [kept[n * (len(kept) - 1) // (MOST - 2)] for n in range(MOST - 1)]
    spare.sort(key=lambda option: option.gap is not None)
    return sorted([*kept, *spare[: max(3 - len(kept), 0)]], key=lambda o: (len(o.division), o.name))
