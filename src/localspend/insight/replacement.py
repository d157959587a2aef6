"""Replacement: what leaves an area and could be supplied from within it, largest first."""

from collections.abc import Sequence
from datetime import date

from ibis import Table

VERSION = "1"
COLUMNS = {
    "category_code": "string",
    "leaked": "decimal(18, 2)",
    "capacity": "decimal(18, 2)",
    "capacity_low": "decimal(18, 2)",
    "capacity_high": "decimal(18, 2)",
    "contestable": "decimal(18, 2)",
    "replaceable": "decimal(18, 2)",
    "firms": "int64",
    "peers": "int64",
    "location_quotient": "float64",
    "earliest_on": "date",
    "prompt": "string",
    "confidence": "string",
}


def replacement(
    payments: Table,
    suppliers: Table,
    firms: Table,
    capabilities: Table,
    *,
    areas: Sequence[str],
    inside: str | None,
    as_of: date,
    horizon_months: int = 24,
    dependency_cap: float = 0.25,
) -> Table:
    raise NotImplementedError
