"""Date order ambiguous: it is clear which number is the day and which the month.

03/04/2026 can be two days. It is clear where another date of the file (13/04/2026), its title or the publisher's other
files tell the order. Where the dates of a file contradict each other, those that could be either are shown.
Does not apply: no date is written with numbers for both day and month and the year last.
Fix: write dates as 2026-04-30.
Source: council ledgers as published; ISO 8601.
"""

from ibis.expr.types import IntegerValue, Table

from localspend.quality.headings import DATES
from localspend.quality.lines import Given, looked, when

VERSION = "1"
APPLIES = ("ledger", "register")
HEADING = DATES
_NUMBERS = r"^\D{0,12}(\d{1,2})\s?[-/.\\ ]\s?(\d{1,2})\s?[-/.\\ ]\s?(\d{4}|\d{2})($|\D)"


def lines(t: Table, given: Given) -> Table:
    """Dates that could be two days, in files that do not tell."""
    t = t.mutate(written=t.date_written.fill_null(t.start_written))
    t = t.filter(t["list"].isin(["payments", "contracts"]), t.written.notnull())
    t = t.inner_join(_unclear(t), ["path", "written"])
    return looked(t, when(t), t.written, t.unclear)


def _unclear(t: Table) -> Table:
    """path, written, unclear: each date that is written with numbers, once a file."""
    t = t.select("path", "written", "dates_ambiguous").distinct()
    t = t.filter(t.written.re_search(_NUMBERS))
    t = t.mutate(first=_number(t, 1), second=_number(t, 2))
    either = (t["first"] <= 12) & (t.second <= 12) & (t["first"] != t.second)
    day_first = ((t["first"] > 12) & (t.second <= 12)).any().over(group_by=t.path)
    month_first = ((t.second > 12) & (t["first"] <= 12)).any().over(group_by=t.path)
    return t.select("path", "written", unclear=either & (t.dates_ambiguous | (day_first & month_first)))


def _number(t: Table, place: int) -> IntegerValue:
    return t.written.re_extract(_NUMBERS, place).cast("int32")
