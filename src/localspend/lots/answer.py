"""lots: a requirement -> options with their lots, expected bidders, who could lead, cost, and reasons for the file."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from localspend.lots import reasons
from localspend.lots.bidders import Firm, bids, model, nearness
from localspend.lots.conflicts import conflicts
from localspend.lots.options import Option, cost, options
from localspend.lots.problem import LEADS, Problem, problem, whole_pounds
from localspend.lots.requirement import Requirement

VERSION = "1"
MOST_FIRMS = 5
NOTE = (
    "Expected bidders are priors, not promises: studies disagree on what smaller lots do to the number of bids. "
    "Dividing never changes the legal regime: the total of all lots decides it. Values are taken as a year's."
)


def lots(
    asked: Requirement, firms: Sequence[Firm], places: Sequence[tuple[float, float] | None], *, effort: float = 8.0
) -> dict[str, Any]:
    """options and conflicts as docs/lots.md describes them; places are of the units, in order, metres or None."""
    against = conflicts(asked)
    base = {"version": VERSION, "title": asked.title, "category": asked.category, "value": _pounds(asked.value)}
    if against:
        return {**base, "options": [], "conflicts": [{"why": c.why, "units": list(c.units)} for c in against]}
    given = problem(asked, model(firms, places, whole_pounds(asked)))
    drawn = [_option(given, option) for option in options(given, effort=effort)]
    if len(drawn) == 1 and len(asked.units) > 1 and (asked.apart or asked.lot_value_max or asked.contiguous):
        base["says"] = "No division into several lots keeps every constraint."
    unknown = sum(place is None for place in places)
    notes = [
        NOTE,
        *([f"The place of {unknown} units is not known: they are taken as near to everybody."] if unknown else []),
    ]
    return {**base, "firms_able": len(firms), "options": drawn, "conflicts": [], "notes": notes,
            "reasons": reasons.reasons(asked, drawn)}  # fmt: skip


def _option(given: Problem, option: Option) -> dict[str, Any]:
    division = option.division
    return {
        "name": option.name,
        "lots": [_lot(given, lot) for lot in division],
        "could_be_led_by": {
            "micro": _led(given, division, "micro"), "small": _led(given, division, "only-small"),
            "micro_or_small": _led(given, division, "small"), "local": _led(given, division, "local"),
        },
        "cost_of_lotting": _pounds(cost(given, division)),
        "status": option.status,
        "gap": option.gap,
    }  # fmt: skip


def _lot(given: Problem, lot: Sequence[int]) -> dict[str, Any]:
    units = given.asked.units
    value = sum((units[u].value or Decimal(0) for u in lot), Decimal(0))
    return {
        "units": [units[u].id for u in lot],
        "value": _pounds(value),
        "expected_bidders": {chance: _expected(given, lot, chance) for chance in ("low", "central", "high")},
        "firms": [firm.name for firm in _likeliest(given, lot, float(value))],
    }


def _expected(given: Problem, lot: Sequence[int], chance: str) -> float:
    able, near = given.bidders.able(chance=chance), given.tables["all"][1]
    pounds = sum(given.pounds[u] for u in lot)
    weighed = sum(given.pounds[u] * near[u] for u in lot)
    return round(able[given.bidders.step(pounds)] * weighed / (pounds * 1_000_000), 1) if pounds else 0.0


def _likeliest(given: Problem, lot: Sequence[int], value: float) -> list[Firm]:
    places = [given.bidders.places[u] for u in lot]

    def chance(firm: Firm) -> float:
        near = sum(nearness(firm.at, place) for place in places) / len(places)
        return firm.strength * bids(value, firm.carries, "central") * near

    ranked = sorted(given.bidders.firms, key=lambda firm: (-round(chance(firm), 6), firm.supplier_id))
    return ranked[:MOST_FIRMS]


def _led(given: Problem, division: Any, kind: str) -> str:
    """The exact pounds of the lots that firms of a kind could lead."""
    led = [lot for lot in division if given.reaches(lot, kind, LEADS)]
    return _pounds(sum((given.asked.units[u].value or Decimal(0) for lot in led for u in lot), Decimal(0)))


def _pounds(amount: Decimal) -> str:
    return f"{amount:.2f}"
