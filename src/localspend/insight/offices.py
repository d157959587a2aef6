"""Offices: what the place of a payee rests on, and how many pounds went to offices that many companies share.

At a shared office (100 or more companies of the register at one postcode) an accountant or a formation agent takes the
post: it says little of where a firm works. address is shared-office, registered-office, supplier-list,
written-in-source, or unknown where there is no address. Source: CLES counts a payee where it is based or branched.
"""

import ibis
from ibis import Table

from localspend.insight.facts.counted import UNKNOWN, counted, measures

VERSION = "1"
COLUMNS = {
    "address": "string",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}


def offices(payments: Table, suppliers: Table) -> Table:
    """COLUMNS: one row a kind of address and tier; the rows add up to the total."""
    rows = counted(payments, suppliers)
    shared = rows.office_shared.fill_null(False)
    rows = rows.mutate(address=ibis.ifelse(shared, "shared-office", rows.postcode_basis.fill_null(UNKNOWN)))
    return rows.group_by("address", "tier").aggregate(**measures(rows)).select(*COLUMNS)
