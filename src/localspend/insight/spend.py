"""Spend: where the pounds went, by institution, year, tier, size of payee, category and kind of payee.

Counted payments only: duplicates and what is no procurement stay out. The tier says where the payee's address is, not
where it spends the money next, nor where the work was done. A payment without a readable date has no year; what is not
known is 'unknown' and never folded into another row, so the rows add up to the total to the penny.
Source: CLES spend analysis (geography, size, sector and type of supplier).
"""

from ibis import Table

from localspend.insight.facts.counted import counted, measures

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "year": "int32",
    "tier": "string",
    "size": "string",
    "category_code": "string",
    "kind": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}
DIMENSIONS = tuple(COLUMNS)[:6]


def spend(payments: Table, suppliers: Table) -> Table:
    """COLUMNS: pounds, number of payments and of distinct known suppliers for every combination that was paid."""
    return spend_by(payments, suppliers, *DIMENSIONS)


def spend_by(payments: Table, suppliers: Table, *by: str) -> Table:
    """`by` (some of DIMENSIONS), amount, payments, suppliers. Suppliers are counted anew: they do not add up."""
    rows = counted(payments, suppliers)
    return rows.group_by(list(by)).aggregate(**measures(rows))
