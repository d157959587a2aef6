"""End before start: a contract ends on or after the day on which it starts.

Does not apply: no contract has both dates.
Fix: check the two dates; day and month may be the other way round.
Source: IPEC, "inconsistent dates"; OCDS 1.1, Period.
"""

from ibis.expr.types import Table

from localspend.quality.headings import DATES
from localspend.quality.lines import Given, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("register", "notices")
HEADING = DATES


def lines(t: Table, given: Given) -> Table:
    """Contracts that end before they start."""
    t = t.filter(t.start_on.notnull(), t.end_on.notnull())
    return looked(t, "end_on", t.end_written, t.end_on < t.start_on)


def notice(n: Notice) -> list[Place] | None:
    """Periods of the tender, its lots and its awards that end before they start."""
    if not n.periods:
        return None
    return [(f"{where}/endDate", end) for where, start, end in n.periods if end < start]
