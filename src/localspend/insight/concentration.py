"""Concentration: how much of an institution's spending rests on few suppliers.

Over suppliers that can be told apart and were paid more than was credited; `amount` is their pounds and the base of
every share here. hhi = sum of squared shares: 1 is one supplier, near 0 is many; top_10, top_50, top_300 are the shares
of the largest. A group of companies counts as many, and redacted payees not at all: true concentration is higher.
institution_id null is all institutions together. Source: DOMAIN 6.6 (HHI, top-n share).
"""

import ibis
from ibis import Table

from localspend.insight.counted import UNNAMED, counted
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "suppliers": "int64",
    "amount": "decimal(18, 2)",
    "hhi": "decimal(9, 4)",
    "top_10": "decimal(9, 4)",
    "top_50": "decimal(9, 4)",
    "top_300": "decimal(9, 4)",
}
TOPS = (10, 50, 300)


def concentration(payments: Table, suppliers: Table) -> Table:
    """COLUMNS: one row an institution, and one with institution_id null for all together."""
    rows = counted(payments, suppliers)
    rows = rows.filter(rows.supplier_id.notnull() & rows.kind.notin(UNNAMED))
    together = rows.mutate(institution_id=ibis.null("string"))
    return _concentration(rows.select("institution_id", "supplier_id", "amount")).union(
        _concentration(together.select("institution_id", "supplier_id", "amount"))
    )


def _concentration(rows: Table) -> Table:
    each = rows.group_by("institution_id", "supplier_id").aggregate(amount=rows.amount.sum().cast(MONEY))
    each = each.filter(each.amount > 0)
    whole = ibis.window(group_by="institution_id")
    order = ibis.window(group_by="institution_id", order_by=[each.amount.desc(), each.supplier_id.asc()])
    each = each.mutate(
        share=each.amount.cast("float64") / each.amount.sum().over(whole).cast("float64"),
        rank=ibis.row_number().over(order) + 1,
    )
    tops = {f"top_{n}": _share(each.share.sum(where=each["rank"] <= n)) for n in TOPS}
    return (
        each.group_by("institution_id")
        .aggregate(
            suppliers=each.count(),
            amount=each.amount.sum().cast(MONEY),
            hhi=_share((each.share * each.share).sum()),
            **tops,
        )
        .select(*COLUMNS)
    )


def _share(value: ibis.Value) -> ibis.Value:
    return value.round(4).cast("decimal(9, 4)")
