"""The market of a requirement, from a snapshot's tables: the firms that can do it, and where its units are."""

import re
from collections import defaultdict
from collections.abc import Sequence

import ibis
from ibis import Table

from localspend import engine
from localspend.insight.facts.able import able
from localspend.insight.facts.capacity import rooms
from localspend.insight.facts.shown import named
from localspend.lots.bidders import Firm, Place
from localspend.lots.requirement import Requirement
from localspend.suppliers.index import GONE
from localspend.tables import MONEY

#: What a firm prudently carries is a quarter of its turnover (DOMAIN 6.5), less what the institutions pay it already.
DEPENDENCY_CAP = 0.25
#: What a register says of a firm that is gone or being wound up: it will not bid.
NOT_TRADING = f"{GONE}|liquidation"
#: The tiers outside the network's areas, the nearest first.
OUTER = ("rest-of-uk", "outside-uk", "unknown")


def firms_able(
    firms: Table, capabilities: Table, payments: Table, *, category: str, areas: Sequence[str], unmasked: bool = False
) -> list[Firm]:
    """The trading firms that can do a category, by supplier_id. `areas` are the network's; the first is local."""
    backend = firms.get_backend()
    if "register_status" in firms.columns:  # not in snapshots made before `firms` told it
        firms = firms.filter(~firms.register_status.fill_null("").lower().re_search(NOT_TRADING))
    codes = engine.from_arrow(backend, ibis.memtable({"category_code": [category]}).to_pyarrow())
    fits = able(codes, capabilities)
    paid = payments.filter(payments.status == "counted", payments.supplier_id.notnull())
    incomes = paid.group_by("supplier_id", "year").aggregate(amount=paid.amount.sum().cast(MONEY))
    incomes = incomes.group_by("supplier_id").aggregate(income=incomes.amount.max().cast(MONEY))
    fitting = rooms(firms.semi_join(fits, "supplier_id"), incomes, dependency_cap=DEPENDENCY_CAP)
    found = fitting.join(fits.select("supplier_id", "strength"), "supplier_id").mutate(key=fitting.supplier_id)
    rows = named(found, unmasked).order_by("key").to_pyarrow().to_pylist()
    return [_firm(row, areas) for row in rows]


def _firm(row: dict[str, object], areas: Sequence[str]) -> Firm:
    known = row["easting"] is not None and row["northing"] is not None
    at = (float(str(row["easting"])), float(str(row["northing"]))) if known else None
    order = [*areas, *OUTER]
    tiers = [str(row[key]) for key in ("tier", "tier_trading") if row[key] in order] or ["unknown"]
    tier = min(tiers, key=order.index)
    carries = max(float(str(row["room"])), 1.0)
    size, strength = str(row["size"] or "unknown"), float(str(row["strength"]))
    return Firm(str(row["key"]), str(row["supplier"]), size, carries, strength, at, tier in areas[:1], tier)


def where(asked: Requirement, firms: Table) -> list[Place | None]:
    """Where each unit is, in metres: as firms of the same postcode, else the mean of its sector or district."""
    known: dict[str, list[Place]] = defaultdict(list)
    rows = firms.filter(firms.easting.notnull(), firms.northing.notnull(), firms.postcode.notnull())
    for row in rows.select("postcode", "easting", "northing").order_by("postcode", "easting").to_pyarrow().to_pylist():
        for key in _keys(row["postcode"]):
            known[key].append((float(row["easting"]), float(row["northing"])))
    return [next((_mean(known[key]) for key in _keys(unit.place) if key in known), None) for unit in asked.units]


def _keys(place: str) -> list[str]:
    """A postcode, its sector and its district: B9 4AA, B9 4, B9; nothing for what is no postcode."""
    found = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d)([A-Z]{2})", place.strip().upper())
    return [f"{found[1]} {found[2]}{found[3]}", f"{found[1]} {found[2]}", found[1]] if found else []


def _mean(places: Sequence[Place]) -> Place:
    return sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)
