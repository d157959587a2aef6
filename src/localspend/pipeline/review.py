"""`decide review`: what a person should look at, from the current snapshot and the standing decisions."""

import shlex
from pathlib import Path
from typing import Any

import pyarrow as pa

from localspend import decisions, engine
from localspend.suppliers import mask, review
from localspend.tables.arrow import arrow_schema
from localspend.workspace import Snapshot

DECISION = dict.fromkeys(("id", "supplier_text", "institution_id", "verdict", "supplier_id"), "string")


def document(
    snapshot: Snapshot, folder: Path, limit: int, *, institution: str | None, unmasked: bool
) -> dict[str, Any]:
    """summary, the first `limit` names with the command to type, and doubted decisions (see suppliers/review.py)."""
    connection = snapshot.connect()
    payments, links, suppliers = (snapshot.table(connection, n) for n in ("payments", "supplier_links", "suppliers"))
    standing = [{c: row.get(c) or None for c in DECISION} for row in decisions.standing(folder, "suppliers")]
    decided = engine.from_arrow(connection, pa.Table.from_pylist(standing, arrow_schema(DECISION)))
    doubted = review.doubted(decided, links, suppliers, payments)
    if institution:
        payments = payments.filter(payments.institution_id == institution)
        links = links.filter(links.institution_id == institution)
    waiting = engine.materialise(review.waiting(payments, links))
    settled = review.settling(decided)
    pending = waiting.semi_join(settled, "supplier_text").count().to_pyarrow().as_py()
    waiting = review.largest_first(waiting.anti_join(settled, "supplier_text"))
    shown = mask.shown(waiting.supplier_text, waiting.kind, unmasked=unmasked)
    rows = waiting.mutate(shown=shown).limit(limit).to_pyarrow().to_pylist()
    return {
        "summary": review.summary(payments, links) | {"waiting_for_build": pending},
        "names": [_row(row) for row in rows],
        "doubted": doubted.to_pyarrow().to_pylist(),
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A waiting name as it may be shown, and what to type. The company that a person may be would name the person."""
    hidden = row["shown"] != row["supplier_text"]
    text = row["supplier_text"] or ""
    asked = "NAME" if hidden else shlex.quote(text)
    answer = f"accept {row['supplier_id']}" if row["supplier_id"] else "none"
    # A name that begins with a dash would be taken for an option.
    words = f"-- {asked}" if text.startswith("-") else asked
    command = f'localspend decide supplier --why "…" {words} {answer}'
    hint = "shown with --unmasked" if hidden else command
    row = {k: v for k, v in row.items() if k != "shown"} | {"supplier_text": row["shown"], "command": hint}
    return row | ({"name": None, "supplier_id": None} if hidden else {})
