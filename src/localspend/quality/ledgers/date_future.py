"""Date in the future: no payment was made after the day of the check (`--as-of`, today if left out).

Of notices: no release or award is dated after it; deadlines and contracts may lie ahead.
Does not apply: no line has a date.
Fix: check the year; a payment that is planned is not yet spend.
Source: IPEC, "inconsistent dates".
"""

from ibis.expr.types import Table

from localspend.quality.headings import DATES
from localspend.quality.lines import Given, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "notices")
HEADING = DATES


def lines(t: Table, given: Given) -> Table:
    """Payments dated after the day of the check."""
    t = t.filter(t.paid_on.notnull())
    return looked(t, "paid_on", t.date_written, t.paid_on > given.as_of)


def notice(n: Notice) -> list[Place] | None:
    """Releases and awards dated after the day of the check."""
    late: list[Place] = [("date", n.date)] if n.date and n.date > n.as_of else []
    late += [(f"{a.where}/date", a.date) for a in n.awards if a.date and a.date > n.as_of]
    return late if n.date or any(a.date for a in n.awards) else None
