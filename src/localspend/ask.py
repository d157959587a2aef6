"""Ask a snapshot in SQL: masked as every output is, and sealed off from files, addresses and settings."""

from typing import Any

from ibis.expr.types import StringValue, Table

from localspend import engine, tables
from localspend.suppliers import mask
from localspend.workspace import Snapshot

#: What a line says beside the name may name a person as well.
TELLING = ("description", "reference", "raw", "supplier_ref")
#: Reasons under which an excluded line may hold a payee's name.
NAMED = ("no-amount", "not-a-payment")


def query(snapshot: Snapshot, sql: str, *, unmasked: bool = False) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows that one SELECT over the snapshot's tables gives.

    `unmasked` shows sole traders and partnerships; private people stay masked. Raises UsageError for SQL that is wrong
    or not a single SELECT.
    """
    connection = snapshot.connect()
    for name in tables.SNAPSHOT:
        table = _masked(name, snapshot, connection, unmasked=unmasked)
        # A table that the SQL does not name need not be loaded, but it must be there to be listed and described.
        engine.keep(connection, name, table if name in sql.lower() else table.limit(0))
    return engine.select(connection, sql)


def _masked(name: str, snapshot: Snapshot, connection: Any, *, unmasked: bool) -> Table:
    table = snapshot.table(connection, name)
    if name == "source_rows_excluded":
        return table.mutate(raw=table.reason.isin(NAMED).ifelse(None, table.raw))
    if name == "suppliers":
        shown = mask.shown(table.name, table.kind, unmasked=unmasked)
        return table.mutate(name=shown, name_shown=shown)
    if "supplier_text" not in table.columns:
        return table
    known = table
    if "kind" not in table.columns:
        kinds = snapshot.table(connection, "suppliers").select("supplier_id", "kind")
        known = table.left_join(kinds, "supplier_id", rname="{name}_known")
    shown = mask.shown(known.supplier_text, known.kind, unmasked=unmasked)
    hidden = known.kind.isin(mask.hidden(unmasked=unmasked))
    changes: dict[str, StringValue] = {"supplier_text": shown}
    if "supplier_shown" in table.columns:
        changes["supplier_shown"] = shown
    for column in TELLING:
        if column in table.columns:
            changes[column] = hidden.ifelse(None, known[column])
    return known.mutate(**changes).select(*table.columns)
