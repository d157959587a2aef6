"""Noticed: notices of a snapshot that are still open, as opportunities: tenders before their deadline, and plans.

A plan (planning notice, preliminary market engagement) counts while its dates lie ahead, or where it has none for
FRESH days after its last release. What a notice says it may come to is an estimate or a ceiling, never an award.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa

from localspend.workspace import Snapshot

FRESH = timedelta(days=365)
OVER = ("complete", "cancelled", "withdrawn", "unsuccessful", "terminated")
CLOSES, BEGINS, PLANNED = "closes", "begins", "planned"
COLUMNS = ("ocid", "title", "institution_id", "buyer_name", "stage", "deadline", "start_on", "updated_on", "value",
           "value_kind", "currency", "cpv", "reservation", "sme")  # fmt: skip


def noticed(snapshot: Snapshot, as_of: date) -> list[dict[str, Any]]:
    """One row an open notice: title, institution_id, buyer, codes (its own and its lots' CPV), amount and amount_kind
    (pounds; None in another currency), next_date and next_is, reservation, sme, ocid. None for an older snapshot."""
    if not (snapshot.folder / "notices.parquet").is_file():
        return []
    connection = snapshot.connect()
    notices = snapshot.table(connection, "notices")
    ahead = ibis.coalesce(notices.deadline, notices.start_on)
    fresh = ahead.isnull() & (notices.updated_on >= as_of - FRESH)
    tender = (notices.stage == "tender") & (notices.deadline >= as_of)
    plan = (notices.stage == "planning") & ((ahead >= as_of) | fresh)
    found = notices.filter(notices.status.isnull() | notices.status.notin(OVER), tender | plan)
    rows = found.select(*COLUMNS).order_by("ocid").to_pyarrow()
    lots = snapshot.table(connection, "lots").select("ocid", "cpv")
    codes = _codes(lots.filter(lots.ocid.isin(rows["ocid"].to_pylist())).to_pyarrow() if len(rows) else None)
    return [_row(one, codes[one["ocid"]]) for one in rows.to_pylist()]


def _codes(lots: pa.Table | None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in lots.to_pylist() if lots is not None else ():
        if row["cpv"]:
            found[row["ocid"]].add(row["cpv"])
    return found


def _row(one: dict[str, Any], lots: set[str]) -> dict[str, Any]:
    pounds = one["currency"] in (None, "GBP")
    next_is = CLOSES if one["deadline"] else BEGINS if one["start_on"] else PLANNED
    return {
        "ocid": one["ocid"], "title": one["title"], "institution_id": one["institution_id"],
        "buyer": one["buyer_name"], "codes": sorted(lots | ({one["cpv"]} if one["cpv"] else set())),
        "amount": one["value"] if pounds else None, "amount_kind": one["value_kind"] or "unknown",
        "next_date": one["deadline"] or one["start_on"], "next_is": next_is, "basis": "notice", "stage": one["stage"],
        "reservation": one["reservation"], "sme": one["sme"],
    }  # fmt: skip
