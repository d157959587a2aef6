"""Top suppliers: who received most, over all institutions together.

Counted payments to named payees. Private people, redacted names and movements inside an institution are left out (their
pounds are in `spend`); a payee that the build could not tell from others has no place here either. Share is of all
counted pounds, so that it reads the same as in the headline; null where credits outweigh payments.
A group of companies is as many suppliers as it has companies. Source: CLES spend analysis (top 300).
"""

import ibis
from ibis import Table

from localspend.insight.facts import shown
from localspend.insight.facts.counted import UNNAMED, counted, measures
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "rank": "int32",
    "supplier_id": "string",
    "supplier": "string",
    "kind": "string",
    "size": "string",
    "tier": "string",
    "institutions": "int64",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "share": "decimal(9, 4)",
}


def top_suppliers(payments: Table, suppliers: Table, *, unmasked: bool = False, most: int = 300) -> Table:
    """COLUMNS, at most `most` rows, rank 1 first; equal amounts by supplier_id.

    `unmasked` shows the names and ids of sole traders and partnerships; those of private people are never shown.
    """
    rows = counted(payments, suppliers)
    named = rows.filter(rows.supplier_id.notnull() & rows.kind.notin(UNNAMED))
    sums = {**measures(named), "institutions": named.institution_id.nunique(), "tier": named.tier.max()}
    by_supplier = named.group_by("supplier_id", "name", "name_shown", "kind", "size").aggregate(**sums)
    by_supplier = by_supplier.filter(by_supplier.amount > 0)
    order = ibis.window(order_by=[by_supplier.amount.desc(), by_supplier.supplier_id.asc()])
    ranked = by_supplier.mutate(rank=(ibis.row_number().over(order) + 1).cast("int32"))
    total = rows.aggregate(total=rows.amount.sum().cast(MONEY))
    beside = ranked.filter(ranked["rank"] <= most).cross_join(total)
    part = (beside.amount.cast("float64") / beside.total.cast("float64")).round(4).cast("decimal(9, 4)")
    share = (beside.total > 0).ifelse(part, ibis.null("decimal(9, 4)"))
    return shown.named(beside.mutate(share=share), unmasked).select(*COLUMNS)
