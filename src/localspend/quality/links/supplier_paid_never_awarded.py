"""Paid, never awarded: who was paid stands in an award notice.

Most payments need no notice (below thresholds, or under a framework of somebody else): read the share, not the line.
People, public bodies and payments inside the institution are not judged.
Does not apply: no notices with awards were given beside the payments.
Fix: publish award notices with the supplier's registered name and number.
Source: Spend Network: 6,401 suppliers a year in central award notices against 31,852 paid.
"""

from ibis.expr.types import Table

from localspend.quality.headings import THREAD
from localspend.quality.ids import UNLISTED
from localspend.quality.lines import Given, looked

VERSION = "1"
APPLIES = ("ledger",)
HEADING = THREAD


def lines(t: Table, given: Given) -> Table:
    """Payments to suppliers whom no award names."""
    t = t.filter(t.letters.notnull(), ~t.kind.isin([*UNLISTED, "public-body"]))
    if given.awarded is None:
        return looked(t.limit(0), "supplier", t.supplier_text, t.letters.isnull())
    known = given.awarded.select(awarded="letters").distinct()
    t = t.left_join(known, t.letters == known.awarded)
    return looked(t, "supplier", t.supplier_text, t.awarded.isnull())
