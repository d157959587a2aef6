"""Pipeline: contracts that end and needs that recur in the months ahead."""

from datetime import date

from ibis import Table

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "supplier_id": "string",
    "supplier": "string",
    "size": "string",
    "tier": "string",
    "category_code": "string",
    "title": "string",
    "amount": "decimal(18, 2)",
    "next_date": "date",
    "period_days": "int64",
    "probability": "float64",
    "basis": "string",
}


def pipeline(
    payments: Table, suppliers: Table, contracts: Table, *, as_of: date, months_ahead: int = 24, unmasked: bool = False
) -> Table:
    raise NotImplementedError
