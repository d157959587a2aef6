"""rules: one requirement -> which law applies and the safest simple route. A decision aid, not legal advice."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from localspend.rules import law, wording
from localspend.rules.law import Row, fits, is_checked
from localspend.rules.regime import BELOW, Regime, regime, suitability_floor
from localspend.rules.requirement import Requirement
from localspend.rules.reservation import reservation
from localspend.rules.thresholds import overdue
from localspend.rules.valuation import Valuation, rate, rounded, valuation

#: How what is unchecked begins where a source was not read in the law itself.
UNREAD = "not yet read in the law itself: "
NOT_ADVICE = "A decision aid, not legal advice."


def rules(asked: Requirement, folder: Path | None = None) -> dict[str, Any]:
    """The answer as docs/rules.md describes it; amounts are Decimal. `folder` is the network's, for its own tables.

    Raises InputError for a network's table that is wrong.
    """
    worth = valuation(asked)
    under = regime(asked, worth, folder)
    reserved = reservation(asked, under, folder)
    routes = _of_regime("routes", asked, under, folder)
    notices = list(_notices(asked, worth, under, routes, folder))
    duties = [row for row in law.rows("duties", asked.on, folder) if _binds(row, asked, under)]
    periods = [row for row in _of_regime("periods", asked, under, folder) if fits(row["contract"], asked.contract)]
    floor = suitability_floor(asked, under.authority, folder)
    used: list[Mapping[str, Any]] = [under.buyer, *under.rows, *routes, *(r for r, _ in notices), *duties, *periods]
    amounts = [*under.rows, *([floor] if floor else [])]
    used += [*reserved.rows, *([floor] if floor else [])]
    return {
        "says": NOT_ADVICE,
        "valuation": _valuation(worth),
        "threshold": under.threshold,
        "regime": under.name,
        "regulated": under.regulated,
        "why": list(under.why) + ([f"Other needs are left out: {asked.apart}"] if asked.apart and asked.also else []),
        "routes": [{"name": r["route"], "says": r["says"], "small_firms": r["small_firms"]} for r in routes],
        "safest_route": _safest(routes),
        "notices": [document for _, document in notices],
        "periods": [{"what": r["what"], "route": r["route"], "days": r["days"] or None} for r in periods],
        "suitability": _suitability(asked, worth, under, floor),
        "reservation": reserved.document(),
        "lawful": wording.lawful(under, reserved),
        "duties": [{"id": r["id"], "says": r["says"], "reason": r["reason"], "source": r["source"]} for r in duties],
        "wording": wording.wording(asked, worth, under, reserved),
        "unchecked": [
            *_assumed(asked),
            *under.unchecked,
            *overdue(amounts, asked.on),
            *reserved.unchecked,
            *_unread(used),
        ],
        "sources": sorted({str(row["source"]) for row in used}),
    }


def _safest(routes: list[Row]) -> str | None:
    """The simplest route that leaves nobody out: the table has it first; None where the Act has no routes."""
    return routes[0]["route"] if routes else None


def _valuation(worth: Valuation) -> dict[str, Any]:
    parts = [{"what": part.what, "amount": rounded(part.amount)} for part in worth.parts]
    return {"estimated": worth.estimated, "vat": worth.vat, "parts": parts}


def _of_regime(name: str, asked: Requirement, under: Regime, folder: Path | None) -> list[Row]:
    return [row for row in law.rows(name, asked.on, folder) if row["regime"] == under.name]


def _notices(
    asked: Requirement, worth: Valuation, under: Regime, routes: list[Row], folder: Path | None
) -> Iterable[tuple[Row, dict[str, Any]]]:
    """Each notice for each route that it belongs to."""
    if not under.regulated:
        return
    for row in _of_regime("notices", asked, under, folder):
        here = fits(row["contract"], asked.contract) and fits(row["buyers"], asked.buyer)
        if here and worth.exact >= Decimal(row["from_value"] or 0):
            for route in routes:
                if fits(row["route"], route["route"]):
                    said = {"code": row["code"], "name": row["name"], "route": route["route"]}
                    yield row, {**said, "required": row["required"] == "true", "when": row["when"]}


def _binds(row: Row, asked: Requirement, under: Regime) -> bool:
    """Whether a duty binds; what Part 6 leaves out has a regime of its own in that table."""
    name = "unregulated" if under.name == BELOW and not under.regulated else under.name
    return fits(row["regime"], name) and fits(row["buyers"], asked.buyer) and fits(row["contracts"], asked.contract)


def _suitability(asked: Requirement, worth: Valuation, under: Regime, floor: Mapping[str, Any] | None) -> str:
    if not under.regulated or under.name not in ("below-threshold", "below-threshold-notifiable"):
        return "Conditions of participation must be in proportion." if under.regulated else "Your own rules decide."
    if floor and worth.exact >= floor["amount"]:
        return (
            f"Works of £{floor['amount']:,.2f} and more: a check of suitability beforehand is allowed, in proportion."
        )
    return "Nobody may be kept from tendering by a check of standing or ability beforehand (s. 85)."


def _assumed(asked: Requirement) -> list[str]:
    found = []
    if asked.vat == "excluded" and asked.vat_rate is None:
        found.append(f"VAT at {rate(asked):f}% is assumed")
    if asked.authority in (None, "unsure"):
        found.append(f"a buyer of the kind {asked.buyer} is taken to have the usual authority of its kind")
    if asked.nation in ("wales", "northern-ireland"):
        found.append(f"rules of {asked.nation} differ in places; the tables are England's")
    if "concession" in asked.contract:
        found.append("the amount given is taken as what the supplier of the concession could expect to receive")
    return found


def _unread(used: Iterable[Mapping[str, Any]]) -> list[str]:
    """What stands on rows that nobody has read in the law itself, a sentence a source."""
    rows = [row for row in used if not (row["checked"] if isinstance(row["checked"], bool) else is_checked(row))]
    return [f"{UNREAD}{source}" for source in sorted({str(row["source"]) for row in rows})]
