"""Multiplier: what a pound does after it was paid, from a survey and from national tables."""

from ibis import Table

VERSION = "1"
COLUMNS = {
    "measure": "string",
    "scope": "string",
    "responses": "int64",
    "response_rate": "decimal(9, 4)",
    "low": "float64",
    "central": "float64",
    "high": "float64",
    "warning": "string",
}


def multiplier(payments: Table, suppliers: Table) -> Table:
    raise NotImplementedError
