"""Excluded: payments that were read and must not count, and why.

duplicate: the same month published again in another file; not-procurement: nothing was bought. They stay in the
snapshot, so that rows and pounds reconcile with the files; a person may decide otherwise (`localspend decide`).
"""

from ibis import Table

from localspend.insight.facts.counted import measures

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "excluded_because": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
}


def excluded(payments: Table, suppliers: Table) -> Table:
    """COLUMNS: one row an institution and reason; pounds that are in no other answer."""
    rows = payments.filter(payments.status == "excluded")
    return rows.group_by("institution_id", "excluded_because").aggregate(**measures(rows)).select(*COLUMNS)
