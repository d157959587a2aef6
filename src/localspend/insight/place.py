"""Place: the money that reaches each ward beside its people, firms and deprivation."""

from collections.abc import Sequence

from ibis import Table

VERSION = "1"
COLUMNS = {
    "ward": "string",
    "name": "string",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "suppliers": "int64",
    "micro_share": "decimal(9, 4)",
    "deprivation_share": "decimal(9, 4)",
    "residents": "int64",
    "amount_per_resident": "decimal(18, 2)",
    "businesses": "int64",
    "businesses_micro": "int64",
    "claimants": "int64",
    "claimant_rate": "decimal(9, 4)",
}


def place(payments: Table, suppliers: Table, places: Table, *, areas: Sequence[str]) -> Table:
    raise NotImplementedError
