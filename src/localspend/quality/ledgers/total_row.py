"""Total row: no line is a total of the lines above it; who adds up the column would count the money twice.

Does not apply: there are no payments.
Fix: leave totals out of published data, or put them on a sheet of their own.
Source: council ledgers as published; `localspend read` leaves such lines out and says so.
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import DUPLICATES
from localspend.quality.lines import Given, looked

VERSION = "1"
APPLIES = ("ledger",)
HEADING = DUPLICATES


def lines(t: Table, given: Given) -> Table:
    """The lines that were left out as totals, among the payments."""
    totals = given.left_out.filter(given.left_out.left_out == "total", given.left_out["list"] == "payments")
    return looked(totals, "amount", None, ibis.literal(True)).union(looked(t, "amount", None, ibis.literal(False)))
