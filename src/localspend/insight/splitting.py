"""Splitting: whether contract values gather just below a threshold."""

from collections.abc import Mapping

from ibis import Table

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "threshold": "decimal(18, 2)",
    "basis": "string",
    "window": "decimal(18, 2)",
    "contracts": "int64",
    "observed": "int64",
    "expected": "float64",
    "p_value": "float64",
    "repeated": "int64",
}


def splitting(
    contracts: Table,
    thresholds: Table,
    standing_orders: Table,
    *,
    institution: str | None,
    institutions: Mapping[str, Mapping[str, str]],
) -> Table:
    raise NotImplementedError
