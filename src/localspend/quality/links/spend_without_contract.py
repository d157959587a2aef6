"""Spend without a contract: who was paid £5,000 or more stands in a contract register.

Names are compared without case, punctuation and legal form. People, public bodies and payments inside the institution
are not judged.
Does not apply: no contract register was given beside the payments.
Fix: publish the contract; use the supplier's name as in the ledger.
Source: Local Government Transparency Code 2015 (contracts over £5,000); IPEC, "no end-to-end flow".
"""

from ibis.expr.types import Table

from localspend.quality.headings import THREAD
from localspend.quality.ids import UNLISTED
from localspend.quality.lines import Given, looked

VERSION = "1"
APPLIES = ("ledger",)
HEADING = THREAD
POUNDS = 5_000


def lines(t: Table, given: Given) -> Table:
    """Payments to suppliers that no contract names."""
    contracts = given.every.filter(given.every["list"] == "contracts", given.every.letters.notnull())
    there = contracts.count().as_scalar() > 0
    t = t.filter(t.letters.notnull(), ~t.kind.isin([*UNLISTED, "public-body"]), there)
    t = t.filter(t.amount.sum().over(group_by=t.letters) >= POUNDS)
    known = contracts.select(known="letters").distinct()
    t = t.left_join(known, t.letters == known.known)
    return looked(t, "supplier", t.supplier_text, t.known.isnull())
