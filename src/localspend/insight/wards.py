"""Wards: pounds by the ward in which the payee's address lies.

ward null is where the ward is not known, outside the places that the network loads, or where the payee is a private
person (a ward with one of them would tell what that person was paid). deprivation_share is the share of the ward's
small areas in England's most deprived tenth. The address of a payee, not where its work is done.
"""

import ibis
from ibis import Table

from localspend.insight.facts.counted import counted, measures

VERSION = "1"
COLUMNS = {
    "ward": "string",
    "name": "string",
    "district": "string",
    "deprivation_share": "float64",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}


def wards(payments: Table, suppliers: Table, places: Table) -> Table:
    """COLUMNS: one row a ward that was paid, and one with ward null for the rest."""
    rows = counted(payments, suppliers).drop("name")
    rows = rows.mutate(ward=(rows.kind != "private-person").ifelse(rows.ward, ibis.null("string")))
    by_ward = rows.group_by("ward").aggregate(**measures(rows))
    known = places.filter(places.kind == "ward").select("code", "name", "district", "deprivation_share")
    return by_ward.left_join(known, by_ward.ward == known.code).select(*COLUMNS)
