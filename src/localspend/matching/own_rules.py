"""An institution's own rules beside an answer: its standing orders, flagged as its own and no law."""

from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq

from localspend.matching.asked import Asked
from localspend.workspace import Snapshot


def bands(snapshot: Snapshot, asked: Asked) -> list[dict[str, Any]]:
    """The highest band that the value reaches, of the institution named, else of each of the buyer's kind: what
    rules/beside.py gives, with institution_id. Nothing where no value or no buyer is known."""
    path = snapshot.folder / "standing_orders.parquet"
    institutions = [
        one["id"] for one in snapshot.manifest["network"]["institutions"]
        if (one["id"] == asked.institution if asked.institution else one["kind"] == asked.buyer)
    ]  # fmt: skip
    if not institutions or asked.value is None or not path.is_file() or not pq.read_metadata(path).num_rows:
        return []
    from localspend.rules import beside

    table = snapshot.table(snapshot.connect(), "standing_orders")
    return [
        {"institution_id": one, **band}
        for one in institutions
        for band in beside.orders(table, one, asked.on, Decimal(asked.value))
    ]
