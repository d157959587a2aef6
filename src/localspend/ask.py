"""Ask a snapshot in SQL: masked as every output is, and sealed off from files, addresses and settings."""

from typing import Any

import ibis
from ibis.expr.types import Table, Value

from localspend import engine, tables
from localspend.suppliers import mask
from localspend.workspace import Snapshot

#: What a line says beside the name may name a person as well. A postcode is a dozen doors, and a sole trader may live
#: behind one of them; the ward stays.
TELLING = {
    *("title", "description", "reference", "raw", "supplier_ref", "po_number", "contract_ref"),
    *("postcode", "lsoa21"),
    *("explanation", "found_id", "found_name", "parent_id"),
}
#: Columns that hold a payee's name.
NAMES = {"name", "name_shown", "supplier_text", "supplier_shown"}


def query(snapshot: Snapshot, sql: str, *, unmasked: bool = False) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows that one SELECT over the snapshot's tables gives.

    `unmasked` shows sole traders and partnerships; private people stay masked. Raises UsageError for SQL that is wrong
    or not a single SELECT.
    """
    connection = snapshot.connect()
    payees = people(snapshot, connection, unmasked=unmasked)
    for name in tables.SNAPSHOT:
        table = masked(snapshot.table(connection, name), payees, unmasked=unmasked)
        # A table that the SQL does not name need not be loaded, but it must be there to be listed and described.
        engine.keep(connection, name, table if name in sql.lower() else table.limit(0))
    return engine.select(connection, sql)


def people(snapshot: Snapshot, connection: ibis.BaseBackend, *, unmasked: bool = False) -> Table:
    """supplier_id, payee_kind, shown_id: a local id is made from the name, so whoever guesses a name could check it.

    Numbered by their first payments' ids: in the order of the ids themselves a number would tell nearly as much.
    """
    suppliers, payments = (snapshot.table(connection, name) for name in ("suppliers", "payments"))
    first = payments.group_by("supplier_id").aggregate(first=payments.payment_id.min())
    known = suppliers.left_join(first, "supplier_id")
    number = ibis.row_number().over(order_by=[known["first"], known.supplier_id]).cast("string")
    told = ibis.literal(unmasked) | known.kind.notin(list(mask.SHY))
    found = known.select(
        "supplier_id",
        payee_kind=known.kind,
        shown_id=told.ifelse(known.supplier_id, ibis.literal("withheld-") + number),
    )
    return engine.materialise(found)


def masked(table: Table, people: Table, *, unmasked: bool = False) -> Table:
    """`table` as everybody may see it: names, identifiers and words that could tell who a person is are masked.

    `people` is what the function of that name gives.
    """
    changes: dict[str, Value] = {}
    known = table
    if "reason" in table.columns:
        changes["raw"] = mask.cells(table)
    if "supplier_id" in table.columns:
        known = table.left_join(people, "supplier_id", rname="{name}_person")
        changes["supplier_id"] = ibis.coalesce(known.shown_id, known.supplier_id)
        kind = known.kind if "kind" in table.columns else known.payee_kind
        for column in NAMES & set(table.columns):
            name = known.name if column == "name_shown" else known[column]
            shy = kind.isin(list(mask.SHY))
            if "supplier_shown" in table.columns:
                # A person's name beside a firm's is no more shown here than where it was stored.
                firm = ibis.ifelse(known.supplier_text.isnull(), known[column], known.supplier_shown)
                name = shy.ifelse(known.supplier_text, firm)
            elif column == "supplier_text":
                name = shy.ifelse(name, mask.without_person(name))
            changes[column] = mask.shown(name, kind, unmasked=unmasked)
        hidden = kind.isin(list(mask.hidden(unmasked=unmasked)))
        for column in TELLING & set(table.columns):
            changes[column] = hidden.ifelse(None, known[column])
        if "judgement" in table.columns:
            # A company that is suggested for a person's name would name the person.
            suggested = hidden & (known.judgement != "accept")
            changes["supplier_id"] = suggested.ifelse(None, changes["supplier_id"])
    return known.mutate(**changes).select(*table.columns)
