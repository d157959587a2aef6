"""Influence: which pounds an institution could pay to somebody else, and from when."""

from datetime import date

from ibis import Table

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "influence": "string",
    "reason": "string",
    "basis": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "contestable_on": "date",
}


def influence(payments: Table, suppliers: Table, *, as_of: date, horizon_months: int = 24) -> Table:
    raise NotImplementedError
