"""Quotable: the spending that never needed a tender, and who gets it now."""

from collections.abc import Mapping

from ibis import Table

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "band": "string",
    "category_code": "string",
    "tier": "string",
    "size": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}


def quotable(
    payments: Table, suppliers: Table, thresholds: Table, *, institutions: Mapping[str, Mapping[str, str]]
) -> Table:
    raise NotImplementedError
