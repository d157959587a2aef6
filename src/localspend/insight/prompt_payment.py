"""Prompt payment: days from invoice to payment, by size of payee and place."""

from ibis import Table

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "size": "string",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "median_days": "int64",
    "late_days": "int64",
    "within_30": "decimal(9, 4)",
    "published_within_30": "decimal(9, 4)",
}


def prompt_payment(payments: Table, suppliers: Table) -> Table:
    raise NotImplementedError
