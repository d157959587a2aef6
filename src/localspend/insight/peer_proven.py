"""Peer-proven: local suppliers that another institution already pays for what leaks here."""

from collections.abc import Sequence

from ibis import Table

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "category_code": "string",
    "leaked": "decimal(18, 2)",
    "supplier_id": "string",
    "supplier": "string",
    "size": "string",
    "tier": "string",
    "peer_id": "string",
    "peer_paid": "decimal(18, 2)",
    "last_paid_on": "date",
}
#: Institutions are compared: a filter applies to the rows, not to the payments.
SEES_ALL = True


def peer_proven(
    payments: Table, suppliers: Table, *, areas: Sequence[str], inside: str | None, unmasked: bool = False
) -> Table:
    raise NotImplementedError
