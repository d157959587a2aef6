"""Place: the money that reaches each ward beside its people, firms and deprivation.

One row a ward in which a payee or a registered firm of the network's areas lies, also where nothing was paid there.
amount is pounds of counted payments, over all that was asked, to payees whose address lies in the ward and in an area;
what lies in an area but whose ward is not known, or not shown because the payee is a private person, is in the row with
ward null of its tier, so that the rows add up to the areas' pounds. tier is that of most payees and firms of the ward.
micro_share is of the pounds whose payee's size is known; null where credits outweigh payments.
amount_per_resident is pounds a year and resident: each institution's pounds x 12 / the months that its files cover.

deprivation_share is the share of the ward's small areas in the most deprived tenth (IMD). residents, businesses and
claimants are tables that a person gives, by ward code: mid-year residents; business units by size (`micro`, `small`,
`medium`, `large`, or also `total`); claimants of the latest month in the file, claimant_rate over residents_16_64.

It cannot say where the work was done, who did it or where they live: a payee's address may be a registered office. A
ward with a hospital's supplier in it is not a ward whose residents are better off.
Source: CLES spend analysis (suppliers in deprived areas); ONS and NOMIS for what is given.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNKNOWN, counted, money
from localspend.insight.facts.shares import share
from localspend.insight.facts.ward_facts import GIVEN, businesses_of, claimants_of, ratio, residents_of
from localspend.insight.facts.yearly import YEAR
from localspend.tables import MONEY
from localspend.tables.arrow import arrow_schema

__all__ = ["COLUMNS", "GIVEN", "VERSION", "place"]

VERSION = "1"
COLUMNS = {
    "ward": "string",
    "name": "string",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "suppliers": "int64",
    "micro_share": "decimal(9, 4)",
    "deprivation_share": "decimal(9, 4)",
    "residents": "int64",
    "amount_per_resident": "decimal(18, 2)",
    "businesses": "int64",
    "businesses_micro": "int64",
    "claimants": "int64",
    "claimant_rate": "decimal(9, 4)",
}
NOT_SHOWN = "Ward not known, or not shown"
Row = dict[str, Any]


def place(
    payments: Table,
    suppliers: Table,
    places: Table,
    firms: Table,
    residents: Table | None = None,
    businesses: Table | None = None,
    claimants: Table | None = None,
    *,
    areas: Sequence[str],
    months: Mapping[str, int],
) -> Table:
    """COLUMNS: one row a ward of the areas, and one with ward null a tier for the rest.

    `months` (institution -> months covered) makes pounds a year. Raises InputError where a given table has no ward of
    these: its codes are of other boundaries.
    """
    paid = _paid(payments, suppliers, areas)
    tiers = _tiers(suppliers, firms, areas)
    rows = _wards(paid, tiers, months) + _rest(paid, areas)
    wards = set(tiers)
    given = residents_of(residents, wards), businesses_of(businesses, wards), claimants_of(claimants, wards)
    beside = (_named(places), *given)
    for row in rows:
        for column in beside:
            row.update(column.get(row["ward"], {}))
        if row.get("residents"):
            row["amount_per_resident"] = money(row["yearly"] / row["residents"])
    kept = [{column: row.get(column) for column in COLUMNS} for row in rows]
    return engine.from_arrow(payments.get_backend(), pa.Table.from_pylist(kept, arrow_schema(COLUMNS)))


def _paid(payments: Table, suppliers: Table, areas: Sequence[str]) -> list[Row]:
    """Pounds and suppliers by ward, tier, institution and size, inside the areas; a private person's ward is null."""
    rows = counted(payments, suppliers)
    rows = rows.filter(rows.tier.isin(list(areas)))
    shown = rows.mutate(ward=(rows.kind != "private-person").ifelse(rows.ward, ibis.null("string")))
    by = shown.group_by("ward", "tier", "institution_id", "size").aggregate(
        amount=shown.amount.sum().cast(MONEY), payees=shown.supplier_id.collect(distinct=True)
    )
    found: list[Row] = by.to_pyarrow().to_pylist()
    return found


def _tiers(suppliers: Table, firms: Table, areas: Sequence[str]) -> dict[str, str]:
    """ward -> the area in which most of its payees and firms lie; of equals the innermost."""
    both = suppliers.select("supplier_id", "ward", "tier").union(firms.select("supplier_id", "ward", "tier")).distinct()
    both = both.filter(both.ward.notnull(), both.tier.isin(list(areas)))
    rows = both.group_by("ward", "tier").aggregate(many=both.count()).to_pyarrow().to_pylist()
    rows.sort(key=lambda row: (row["many"], -areas.index(row["tier"])))
    return {row["ward"]: row["tier"] for row in rows}


def _wards(paid: list[Row], tiers: Mapping[str, str], months: Mapping[str, int]) -> list[Row]:
    by_ward: dict[str, list[Row]] = {ward: [] for ward in tiers}
    for row in paid:
        if row["ward"] is not None:
            by_ward.setdefault(row["ward"], []).append(row)
    return [{"ward": ward, "tier": tiers.get(ward), **_sums(rows, months)} for ward, rows in by_ward.items()]


def _rest(paid: list[Row], areas: Sequence[str]) -> list[Row]:
    rest = {area: [row for row in paid if row["ward"] is None and row["tier"] == area] for area in areas}
    return [{"ward": None, "name": NOT_SHOWN, "tier": area, **_sums(rows, {})} for area, rows in rest.items() if rows]


def _sums(rows: list[Row], months: Mapping[str, int]) -> Row:
    by_size: dict[str, Decimal] = {}
    for row in rows:
        by_size[row["size"]] = by_size.get(row["size"], Decimal(0)) + row["amount"]
    each = ((row["amount"], months.get(row["institution_id"])) for row in rows)
    return {
        "amount": money(sum(by_size.values(), Decimal(0))),
        "suppliers": len({payee for row in rows for payee in row["payees"] or []}),
        "micro_share": share({UNKNOWN: Decimal(0), **by_size}, ("micro",), among_known=True).among_known,
        "yearly": sum((amount * YEAR / many for amount, many in each if many), Decimal(0)),
    }


def _named(places: Table) -> dict[str, Row]:
    wards = places.filter(places.kind == "ward").select("code", "name", "deprivation_share").to_pyarrow().to_pylist()
    return {row["code"]: {"name": row["name"], "deprivation_share": ratio(row["deprivation_share"])} for row in wards}
