"""Ask a snapshot in SQL: masked as every output is, and sealed off from files, addresses and settings."""

from typing import Any

import ibis
from ibis.expr.types import Table, Value

from localspend import engine, tables
from localspend.suppliers import mask
from localspend.workspace import Snapshot

#: What a line says beside the name may name a person as well.
TELLING = {"description", "reference", "raw", "supplier_ref"}
#: Columns that hold a payee's name.
NAMES = {"name", "name_shown", "supplier_text", "supplier_shown"}
#: Reasons under which an excluded line may hold a payee's name.
NAMED = ("no-amount", "not-a-payment")


def query(snapshot: Snapshot, sql: str, *, unmasked: bool = False) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows that one SELECT over the snapshot's tables gives.

    `unmasked` shows sole traders and partnerships; private people stay masked. Raises UsageError for SQL that is wrong
    or not a single SELECT.
    """
    connection = snapshot.connect()
    people = engine.materialise(_people(snapshot.table(connection, "suppliers"), unmasked=unmasked))
    for name in tables.SNAPSHOT:
        table = _masked(snapshot.table(connection, name), people, unmasked=unmasked)
        # A table that the SQL does not name need not be loaded, but it must be there to be listed and described.
        engine.keep(connection, name, table if name in sql.lower() else table.limit(0))
    return engine.select(connection, sql)


def _people(suppliers: Table, *, unmasked: bool) -> Table:
    """supplier_id, payee_kind, shown_id: a local id is made from the name, so whoever guesses a name could check it."""
    number = ibis.row_number().over(order_by=suppliers.supplier_id).cast("string")
    told = ibis.literal(unmasked) | suppliers.kind.notin(list(mask.SHY))
    return suppliers.select(
        "supplier_id",
        payee_kind=suppliers.kind,
        shown_id=told.ifelse(suppliers.supplier_id, ibis.literal("withheld-") + number),
    )


def _masked(table: Table, people: Table, *, unmasked: bool) -> Table:
    """`table` as everybody may see it: names, identifiers and words that could tell who a person is are masked."""
    changes: dict[str, Value] = {}
    known = table
    if "reason" in table.columns:
        changes["raw"] = table.reason.isin(NAMED).ifelse(None, table.raw)
    if "supplier_id" in table.columns:
        known = table.left_join(people, "supplier_id", rname="{name}_person")
        changes["supplier_id"] = ibis.coalesce(known.shown_id, known.supplier_id)
        kind = known.kind if "kind" in table.columns else known.payee_kind
        for column in NAMES & set(table.columns):
            name = known.name if column == "name_shown" else known[column]
            changes[column] = mask.shown(
                known.supplier_text if column == "supplier_shown" else name, kind, unmasked=unmasked
            )
        hidden = kind.isin(list(mask.hidden(unmasked=unmasked)))
        for column in TELLING & set(table.columns):
            changes[column] = hidden.ifelse(None, known[column])
    return known.mutate(**changes).select(*table.columns)
