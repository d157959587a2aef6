"""Contract without spend: the supplier of a contract that ran in the months of the ledger was paid.

Does not apply: no payments were given beside the register, or no contract that names its supplier ran in their months.
Fix: use the supplier's name as in the ledger; publish all months.
Source: IPEC, "no end-to-end flow".
"""

from ibis.expr.types import Table

from localspend.quality.headings import THREAD
from localspend.quality.lines import Given, looked

VERSION = "1"
APPLIES = ("register",)
HEADING = THREAD


def lines(t: Table, given: Given) -> Table:
    """Contracts of the ledger's months whose supplier was not paid."""
    payments = given.every.filter(given.every["list"] == "payments")
    first, last = payments.paid_on.min().as_scalar(), payments.paid_on.max().as_scalar()
    t = t.filter(t["list"] == "contracts", t.letters.notnull(), t.start_on.notnull())
    t = t.filter((t.start_on <= last) & (t.end_on.fill_null(t.start_on) >= first))
    paid = payments.filter(payments.letters.notnull()).select(paid="letters").distinct()
    t = t.left_join(paid, t.letters == paid.paid)
    return looked(t, "supplier", t.supplier_text, t.paid.isnull())
