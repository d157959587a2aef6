"""Capability: which firms could supply each category, and how far to widen before there are three."""

from collections.abc import Sequence

from ibis import Table

VERSION = "1"
COLUMNS = {
    "category_code": "string",
    "supplier_id": "string",
    "supplier": "string",
    "kind": "string",
    "size": "string",
    "tier": "string",
    "distance_km": "float64",
    "basis": "string",
    "strength": "float64",
    "evidence": "string",
    "paid": "decimal(18, 2)",
    "capacity_low": "decimal(18, 2)",
    "capacity_high": "decimal(18, 2)",
    "firms_in_tier": "int64",
    "firms_within": "int64",
    "widen_to": "string",
}


def capability(
    payments: Table, firms: Table, capabilities: Table, *, areas: Sequence[str], unmasked: bool = False
) -> Table:
    raise NotImplementedError
