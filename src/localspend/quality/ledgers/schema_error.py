"""Shape: each record has the shape that its format asks for.

A line of a ledger has its cells apart, and an amount stands with a payee, a date or a reference. A release has ocid,
id, date, tag and initiationType, its buyer and tender are objects, its parties and awards lists, its values numbers.
Does not apply: there are no records.
Fix: export the file again; a cell with a comma or a line end in it must be quoted.
Source: RFC 4180; OCDS 1.1, release schema.
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "notices")
HEADING = FIELDS


def lines(t: Table, given: Given) -> Table:
    """The lines with an amount that could not be taken for payments, among the payments."""
    odd = given.left_out.filter(given.left_out.left_out == "not-a-payment", given.left_out["list"] == "payments")
    return looked(odd, "amount", None, ibis.literal(True)).union(looked(t, "amount", None, ibis.literal(False)))


def notice(n: Notice) -> list[Place] | None:
    """What of a release has not the shape of the standard."""
    return n.misshapen
