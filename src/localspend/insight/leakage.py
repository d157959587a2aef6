"""Leakage: the pounds that leave each area, by institution and category, and how many of them could stay.

tier is the area that is left: an area of the network, which holds those within it. Counted payments only, credits
included: amount = sum over payees known to be outside it, in any area further out, the rest of the UK or abroad;
amount_influenceable = the part of that which could be paid to another within the horizon (see influence);
amount_unknown = sum over payees whose place is not known, which may or may not have left; amount_total = all. So
amount + amount_inside + amount_unknown = amount_total. A share of leakage is amount / (amount + amount_inside), among
payees whose place is known. payments and suppliers are those behind `amount`.

It cannot say where the payee spends the money next, who owns it, or where the work was done; nor whether anybody inside
could supply the same. The areas are nested: their rows must not be added up. Nothing is to be left where there is no
area: then the answer is empty. Source: CLES spend analysis (leakage); DOMAIN 6.6.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue, Value

from localspend.insight.facts.counted import UNKNOWN
from localspend.insight.influence import influenceable
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "category_code": "string",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "amount_influenceable": "decimal(18, 2)",
    "amount_inside": "decimal(18, 2)",
    "amount_unknown": "decimal(18, 2)",
    "amount_total": "decimal(18, 2)",
    "payments": "int64",
    "payments_inside": "int64",
    "payments_unknown": "int64",
    "suppliers": "int64",
}
#: Rows that differ in nothing else lie within each other: what one hides, the next would give away.
NESTED = "tier"


def leakage(payments: Table, *, areas: Sequence[str], as_of: date, horizon_months: int = 24) -> Table:
    """COLUMNS: one row an institution, category and area in which anything was paid; `areas` innermost first."""
    paid = influenceable(payments.filter(payments.status == "counted"), as_of=as_of, horizon_months=horizon_months)
    paid = paid.select(
        "institution_id", "amount", "supplier_id", category_code=paid.category_code.fill_null(UNKNOWN),
        place=paid.tier.fill_null(UNKNOWN), can=paid.influence_now == "yes",
    )  # fmt: skip
    # Read three million rows once: an area is then a sum over a few tiers.
    places = paid.group_by("institution_id", "category_code", "place").aggregate(
        amount=paid.amount.sum().cast(MONEY), influenced=_money(paid.amount, paid.can), payments=paid.count()
    )
    left = [_left(places, paid, areas, n) for n in range(len(areas))]
    return ibis.union(*left) if len(left) > 1 else left[0] if left else _nothing(paid)


def _left(places: Table, paid: Table, areas: Sequence[str], n: int) -> Table:
    """What leaves the area of number `n`."""
    inside, unknown = places.place.isin(list(areas[: n + 1])), places.place == UNKNOWN
    outside = ~inside & ~unknown
    sums = places.group_by("institution_id", "category_code").aggregate(
        amount=_money(places.amount, outside), amount_influenceable=_money(places.influenced, outside),
        amount_inside=_money(places.amount, inside), amount_unknown=_money(places.amount, unknown),
        amount_total=places.amount.sum().cast(MONEY), payments=_many(places, outside),
        payments_inside=_many(places, inside), payments_unknown=_many(places, unknown),
    )  # fmt: skip
    gone = paid.filter(paid.place.notin([*areas[: n + 1], UNKNOWN]))
    who = gone.group_by("institution_id", "category_code").aggregate(suppliers=gone.supplier_id.nunique())
    both = sums.left_join(who, ["institution_id", "category_code"])
    return both.mutate(tier=ibis.literal(areas[n]), suppliers=both.suppliers.fill_null(0)).select(*COLUMNS)


def _money(amount: Value, which: BooleanValue) -> Value:
    return ibis.ifelse(which, amount, ibis.literal(0).cast(MONEY)).sum().cast(MONEY)


def _many(places: Table, which: BooleanValue) -> Value:
    return ibis.ifelse(which, places.payments, 0).sum().cast("int64")


def _nothing(paid: Table) -> Table:
    return paid.limit(0).select(**{name: ibis.null().cast(kind) for name, kind in COLUMNS.items()})


def notes(rows: list[dict[str, Any]]) -> list[str]:
    """How much of it nobody can place, and that areas lie within each other."""
    if not rows:
        return ["Nothing can leave an area where the network names none."]
    first = [row for row in rows if row["tier"] == rows[0]["tier"]]
    total = sum(abs(row["amount_total"]) for row in first)
    unknown = sum(abs(row["amount_unknown"]) for row in first)
    said = ["Each area holds those within it: add up categories and institutions, not areas."]
    if total and unknown:
        said.append(f"The place of {unknown / total:.0%} of the £ is not known: it is in no figure of leakage.")
    return said
