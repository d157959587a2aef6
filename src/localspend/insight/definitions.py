"""Definitions: is a payee local by its registered office, or by where it trades? Both, side by side.

Only payees for whom both a registered office and a trading address are known and placed: the rest cannot be compared,
and the pounds compared are a part of the total. A head office elsewhere hides a local branch; an accountant's address
makes a firm look local. Neither says who owns it. CLES counts a payee as local when based *or* branched there.
Source: DOMAIN 7 (1, 2).
"""

from ibis import Table

from localspend.insight.facts.counted import UNKNOWN, counted, measures

VERSION = "1"
COLUMNS = {
    "tier_registered": "string",
    "tier_trading": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}


def definitions(payments: Table, suppliers: Table) -> Table:
    """COLUMNS: one row a pair of tiers: by registered office and by trading address."""
    rows = counted(payments, suppliers)
    both = rows.filter(
        (rows.postcode_basis == "registered-office")
        & (rows.tier != UNKNOWN)
        & rows.tier_trading.notnull()
        & (rows.tier_trading != UNKNOWN)
    ).mutate(tier_registered=rows.tier)
    return both.group_by("tier_registered", "tier_trading").aggregate(**measures(both)).select(*COLUMNS)
