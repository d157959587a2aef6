"""Leakage: the pounds that leave each area, by institution and category."""

from collections.abc import Sequence
from datetime import date

from ibis import Table

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "category_code": "string",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "amount_influenceable": "decimal(18, 2)",
    "amount_unknown": "decimal(18, 2)",
    "amount_total": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}


def leakage(
    payments: Table,
    suppliers: Table,
    *,
    areas: Sequence[str],
    as_of: date,
    horizon_months: int = 24,
) -> Table:
    raise NotImplementedError
