"""Scenario: what would follow if a part of what leaks were bought in an area."""

from collections.abc import Sequence

from ibis import Table

VERSION = "1"
COLUMNS = {
    "measure": "string",
    "unit": "string",
    "low": "decimal(18, 2)",
    "central": "decimal(18, 2)",
    "high": "decimal(18, 2)",
    "says": "string",
}


def scenario(
    payments: Table, suppliers: Table, firms: Table, capabilities: Table, *, areas: Sequence[str], inside: str | None
) -> Table:
    raise NotImplementedError
