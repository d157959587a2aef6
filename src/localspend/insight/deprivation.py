"""Deprivation: how deprived the places are where the money lands, by tenth of England's small areas.

decile 1 is the most deprived tenth of small areas by the Index of Multiple Deprivation; null is not known: the payee's
place is not known, or the network has no index for it (Scotland, Wales and Northern Ireland have their own). It tells
the address of the payee, not who works there: a solicitor in a poor street is in decile 1. Source: CLES spend analysis.
"""

from ibis import Table

from localspend.insight.facts.counted import counted, measures

VERSION = "1"
COLUMNS = {
    "deprivation_decile": "int32",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}


def deprivation(payments: Table, suppliers: Table) -> Table:
    """COLUMNS: one row a decile (1 to 10, or null) and tier; the rows add up to the total."""
    rows = counted(payments, suppliers)
    return rows.group_by("deprivation_decile", "tier").aggregate(**measures(rows)).select(*COLUMNS)
