"""Value missing: each payment has an amount, each contract a value.

Does not apply: there are no payments or contracts.
Fix: write the amount in pounds, as 1234.56.
Source: Local Government Transparency Code 2015; IPEC, "missing fields".
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked, worth
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = FIELDS


def lines(t: Table, given: Given) -> Table:
    """Lines that look like payments without an amount, and contracts without a value."""
    t = t.filter(t["list"].isin(["payments", "contracts"]))
    silent = given.left_out.filter(given.left_out.left_out == "no-amount", given.left_out["list"] == "payments")
    silent = silent.semi_join(t.select("path").distinct(), "path")
    return looked(t, worth(t), None, t.amount.isnull()).union(looked(silent, "amount", None, ibis.literal(True)))


def notice(n: Notice) -> list[Place] | None:
    """Tenders and awards without a value; a lot's value stands for the tender's."""
    if not (n.is_tender or n.awards):
        return None
    found: list[Place] = []
    if n.is_tender and n.value is None and not n.lot_values:
        found.append(("tender/value/amount", None))
    found += [(f"{a.where}/value/amount", None) for a in n.awards if a.value is None]
    return found
