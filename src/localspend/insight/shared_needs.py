"""Shared needs: what two or more institutions buy, and whether to buy it together."""

from collections.abc import Sequence
from datetime import date

from ibis import Table

VERSION = "1"
COLUMNS = {
    "need": "string",
    "basis": "string",
    "institutions": "array<string>",
    "amount": "decimal(18, 2)",
    "suppliers": "int64",
    "period_days": "int64",
    "align_on": "date",
    "firms_joint": "int64",
    "firms_separate": "int64",
    "advice": "string",
    "why": "string",
}
#: Institutions are compared: a filter applies to the rows, not to the payments.
SEES_ALL = True


def shared_needs(
    payments: Table,
    suppliers: Table,
    contracts: Table,
    firms: Table,
    capabilities: Table,
    *,
    areas: Sequence[str],
    inside: str | None,
    as_of: date,
) -> Table:
    raise NotImplementedError
