"""Date missing: each payment has its date, each contract its start.

Does not apply: there are no payments or contracts.
Fix: write the date of each payment (or the start of each contract), as 2026-04-30.
Source: Local Government Transparency Code 2015; IPEC, "missing fields".
"""

from ibis.expr.types import Table

from localspend.quality.headings import DATES
from localspend.quality.lines import Given, looked, when
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = DATES


def lines(t: Table, given: Given) -> Table:
    """Lines with nothing in the column of dates, or in a file without one."""
    t = t.filter(t["list"].isin(["payments", "contracts"]))
    written = (t["list"] == "contracts").ifelse(t.start_written, t.date_written)
    return looked(t, when(t), None, written.isnull())


def notice(n: Notice) -> list[Place] | None:
    """A release without its date, a tender without its deadline, an award without its date."""
    found: list[Place] = [] if n.date_text else [("date", None)]
    if n.is_tender and not n.deadline_text:
        found.append(("tender/tenderPeriod/endDate", None))
    found += [(f"{a.where}/date", None) for a in n.awards if not a.date_text]
    return found
