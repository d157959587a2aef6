"""lots: a requirement -> options with their lots, expected bidders, who could lead, cost, and reasons for the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, exp
from typing import Any

from localspend.lots import reasons
from localspend.lots.beliefs import PRIORS, Beliefs
from localspend.lots.bidders import SCALE, SIZES, Firm, Model, Place, expected, model
from localspend.lots.conflicts import Conflict, conflicts
from localspend.lots.impossible import impossible
from localspend.lots.options import Option, Progress, options
from localspend.lots.problem import LEADS, Division, Problem, problem, whole_pounds
from localspend.lots.requirement import Requirement

VERSION = "2"
MOST_FIRMS = 5
#: Units that a note names before it counts the others.
MOST_NAMED = 8
NOTE = (
    "Expected bidders are ranges, not promises: studies disagree on what smaller lots do to the number of bids. "
    "Dividing never changes the legal regime: the total of all lots decides it. Values are taken as a year's."
)
CAP_NOTE = (
    "The cap on awards changes no division and no expected bids: every firm may bid for every lot. It says how many "
    "different suppliers are needed. The tender notice has to state it, and how lots are then shared out."
)


def lots(
    asked: Requirement,
    firms: Sequence[Firm],
    places: Sequence[Place | None],
    *,
    areas: Sequence[str] = (),
    beliefs: Beliefs = PRIORS,
    effort: float = 16.0,
    progress: Progress = lambda stage, done, total: None,
) -> dict[str, Any]:
    """options and conflicts as docs/lots.md describes them; places are of the units, in order, metres or None.

    `areas` are the network's, innermost first.
    """
    base: dict[str, Any] = {"version": VERSION, "title": asked.title, "category": asked.category,
                            "value": _pounds(asked.value)}  # fmt: skip
    if against := conflicts(asked):
        return _none(base, against)
    bidders = model(firms, places, whole_pounds(asked), beliefs, asked.burden)
    given = problem(asked, bidders)
    groups = _groups(bidders, areas)
    drawn = [_option(given, option, groups) for option in options(given, effort=effort, progress=progress)]
    if len(drawn) == 1 and (against := impossible(given)):
        return _none(base, against)
    told, left = reasons.reasons(asked, drawn, [firm.name for firm in bidders.firms])
    if len(drawn) == 1 and len(asked.units) > 1:
        base["says"] = "No division into several lots was found that keeps every constraint."
    return {
        **base, "firms_able": len(bidders.firms), "options": drawn, "conflicts": [],
        "units": [_unit(given, n) for n in range(len(asked.units))], "believed": believed(beliefs),
        "notes": [*_notes(asked, bidders), *left], "reasons": told,
    }  # fmt: skip


def _none(base: Mapping[str, Any], against: Sequence[Conflict]) -> dict[str, Any]:
    return {**base, "options": [], "conflicts": [{"why": c.why, "units": list(c.units)} for c in against]}


def believed(beliefs: Beliefs) -> dict[str, Any]:
    """What the bidder model rests on, in figures and in words."""
    fits = 1 / (1 + exp(-beliefs.intercept))
    basis = (
        f"Recalibrated by {beliefs.quotes} quotes for {beliefs.needs} needs." if beliefs.quotes
        else "Priors of ours, no quotes: see docs/lots.md."
    )  # fmt: skip
    return {
        "says": f"{basis} Where a lot fits an able firm next door, about {fits:.0%} bid; fewer where many could.",
        "quotes": beliefs.quotes,
        "needs": beliefs.needs,
        "bids_where_it_fits": round(fits, 3),
        "fall_per_doubling": round(beliefs.fall, 2),
        "reach_km": round(beliefs.reach_km, 1),
        "burden": round(beliefs.burden, 2),
        "crowding": round(beliefs.crowding, 2),
    }


#: Name -> able and near of a group of firms.
Groups = Mapping[str, tuple[list[int], list[int]]]


@dataclass(frozen=True)
class _Groups:
    """Those whose pounds are told: local firms, firms by size, and by area, each with those inside it."""

    local: tuple[list[int], list[int]]
    by_size: Groups
    by_tier: Groups


def _groups(bidders: Model, areas: Sequence[str]) -> _Groups:
    sizes = {size: frozenset({size}) for size in SIZES}
    tiers = {area: frozenset(areas[: n + 1]) for n, area in enumerate(areas)}
    within = {name: (bidders.carrying(tiers=which), bidders.near(tiers=which)) for name, which in tiers.items()}
    return _Groups(
        (bidders.carrying(local=True), bidders.near(local=True)),
        {name: (bidders.carrying(which), bidders.near(which)) for name, which in sizes.items()},
        {**within, "anywhere": (bidders.carrying(), bidders.near())},
    )


def _option(given: Problem, option: Option, groups: _Groups) -> dict[str, Any]:
    division, asked = option.division, given.asked
    more = len(division) - 1
    managing, scope = asked.cost_per_lot * more, asked.loss_of_scope * more
    by_size, by_tier = (
        {name: _led_by(given, division, tables) for name, tables in group.items()}
        for group in (groups.by_size, groups.by_tier)
    )
    led = {
        "micro": by_size["micro"], "small": by_size["small"], "micro_or_small": _led(given, division),
        "local": _led_by(given, division, groups.local), "by_size": by_size, "by_tier": by_tier,
    }  # fmt: skip
    drawn: dict[str, Any] = {
        "name": option.name,
        "lots": [_lot(given, lot) for lot in division],
        "could_be_led_by": led,
        "cost_of_lotting": _pounds(managing + scope),
        "cost": {"managing": _pounds(managing), "loss_of_scope": _pounds(scope)},
        "status": option.status,
        "gap": option.gap,
        "bound": None if option.bound is None else _pounds(Decimal(option.bound)),
    }
    return {**drawn, **({"award_cap": _cap(asked, drawn["lots"])} if asked.max_lots_per_supplier else {})}


def _lot(given: Problem, lot: Sequence[int]) -> dict[str, Any]:
    units = given.asked.units
    central = expected(given.bidders, *given.table("all"), lot, given.pounds)
    span = given.bidders.spread(lot, given.pounds, central)
    chances = given.bidders.chances(lot, given.pounds).round(6).tolist()
    firms = given.bidders.firms
    ranked = sorted(range(len(firms)), key=lambda n: (-chances[n], firms[n].supplier_id))[:MOST_FIRMS]
    return {
        "units": [units[u].id for u in lot],
        "value": _pounds(sum((units[u].value or Decimal(0) for u in lot), Decimal(0))),
        "expected_bidders": {
            "low": round(span.low / SCALE, 1), "central": round(central / SCALE, 1), "high": round(span.high / SCALE, 1)
        },
        "likely_bids": {"low": span.fewest, "high": span.most},
        "firms": [firms[n].name for n in ranked],
    }  # fmt: skip


def _led(given: Problem, division: Division) -> str:
    """The exact pounds of the lots that micro and small firms could lead: they fit one of them at least."""
    return _led_by(given, division, given.table("small"))


def _led_by(given: Problem, division: Division, tables: tuple[list[int], list[int]]) -> str:
    return _worth(given, [lot for lot in division if given.reached_by(lot, tables, LEADS)])


def _worth(given: Problem, found: Sequence[Sequence[int]]) -> str:
    return _pounds(sum((given.asked.units[u].value or Decimal(0) for lot in found for u in lot), Decimal(0)))


def _cap(asked: Requirement, drawn: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a cap on awards asks of the market: so many different suppliers."""
    cap = asked.max_lots_per_supplier or len(drawn)
    needed = ceil(len(drawn) / cap)
    fewest = max(lot["expected_bidders"]["central"] for lot in drawn)
    short = f" About {fewest} are expected for the lot that draws most: lots may be left." if needed > fewest else ""
    suppliers = f"{needed} different suppliers are needed at least." if needed > 1 else "One supplier may have all."
    return {"lots_per_supplier": cap, "suppliers_needed": needed, "says": suppliers + short}


def _unit(given: Problem, n: int) -> dict[str, Any]:
    unit, at = given.asked.units[n], given.bidders.places[n]
    return {
        "id": unit.id, "value": _pounds(unit.value or Decimal(0)), "place": unit.place, "service": unit.service,
        "easting": round(at[0]) if at else None, "northing": round(at[1]) if at else None,
    }  # fmt: skip


def _notes(asked: Requirement, bidders: Model) -> list[str]:
    """What to know when reading the options."""
    nowhere = [unit.id for unit, at in zip(asked.units, bidders.places, strict=True) if at is None]
    found = [NOTE]
    if nowhere:
        found.append(f"The place of {_some(nowhere)} is not known: taken as near to everybody, and not on the map.")
    if not bidders.firms:
        found.append("No firm is known that can do this: nobody is expected to bid. Is the category right?")
    if any(firm.at is None for firm in bidders.firms):
        many = sum(firm.at is None for firm in bidders.firms)
        found.append(f"Of {many} able firms the place is not known: they are taken as near to everything.")
    if asked.max_lots_per_supplier:
        found.append(CAP_NOTE)
    return found


def _some(ids: Sequence[str]) -> str:
    """A few by name, the others by their number."""
    if len(ids) > MOST_NAMED:
        return f"{len(ids)} units"
    return ", ".join(ids[:-1]) + (" and " if len(ids) > 1 else "") + ids[-1]


def _pounds(amount: Decimal) -> str:
    return f"{amount:.2f}"
