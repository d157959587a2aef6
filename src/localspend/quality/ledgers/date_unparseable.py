"""Date unparseable: what stands in a column of dates is a day.

A month, a quarter or a year alone is no day.
Does not apply: no cell of a column of dates is filled.
Fix: write the day in full, as 2026-04-30; a spreadsheet shows ###### where the column is too narrow.
Source: Open Innovations, "Council spending data": many date formats, sometimes in one file.
"""

from ibis.expr.types import Table

from localspend.quality.headings import DATES
from localspend.quality.lines import Given, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = DATES
_READ = {"paid_on": "date_written", "start_on": "start_written", "end_on": "end_written"}


def lines(t: Table, given: Given) -> Table:
    """Filled cells that could not be read as a day."""
    t = t.filter(t["list"].isin(["payments", "contracts"]))
    found = []
    for role, written in _READ.items():
        filled = t.filter(t[written].notnull())
        found.append(looked(filled, role, filled[written], filled[role].isnull()))
    return found[0].union(*found[1:])


def notice(n: Notice) -> list[Place] | None:
    """Dates of a release that do not start with a day as 2026-04-30."""
    return n.undatable if n.dated else None
