"""An institution's own rules beside an answer: its standing orders, flagged as its own and no law."""

from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq

from localspend.matching.asked import Asked
from localspend.workspace import Snapshot

FLAG = "the institution's own rule, not the law"
PLACE = "; it speaks of place, which for an invitation may neither order nor exclude unless the law allows it"
WORDS = ("local", "district", "borough", "county", "near", "postcode", "within")


def bands(snapshot: Snapshot, asked: Asked) -> list[dict[str, Any]]:
    """The highest band that the value reaches, of the institution named, else of each of the buyer's kind: what
    rules/beside.py gives, with institution_id and flag. Nothing where no value or no buyer is known."""
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
        {"institution_id": one, **band, "flag": flag(band["route"])}
        for one in institutions
        for band in beside.orders(table, one, asked.on, Decimal(asked.value))
    ]


def flag(route: str | None) -> str:
    """What to know of a band, by its words."""
    return FLAG + (PLACE if any(word in (route or "").lower() for word in WORDS) else "")
