"""Date outside the file's period: dates lie in the months that the file is about.

The period is the one that the title or the file's name tells, with a week on either side (a payment run or a card
statement does not end with the month), if four in five dates lie in it (a name may tell only the last month of a
quarter), else the months in which nineteen of twenty dates lie, with a month on either side.
Does not apply: no title or name tells the period, and the dates are too few or too scattered to show one.
Fix: check the day, month and year; publish late payments in the month in which they were paid.
Source: IPEC, "inconsistent dates".
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import DATES
from localspend.quality.lines import Given, looked

VERSION = "2"
APPLIES = ("ledger",)
HEADING = DATES
#: Share of the dates that must lie in the period that is told, and in the one that the dates show.
TOLD, SHOWN = 0.8, 0.95
#: How many dates show a period, and the share of them (two at least) that makes a month part of it.
ENOUGH, MONTH = 20, 0.02


def lines(t: Table, given: Given) -> Table:
    """Dated payments outside the period of their file."""
    t = t.filter(t.paid_on.notnull(), t.date_written.notnull()).mutate(month=t.paid_on.truncate("month"))
    every = t.line_id.count().over(group_by=t.path)
    week = ibis.interval(days=7)
    told = t.paid_on.between(t.told_first - week, t.told_last + week).fill_null(False)
    t = t.mutate(every=every, told=told, told_share=told.cast("int32").mean().over(group_by=t.path))
    usual = t.line_id.count().over(group_by=[t.path, t.month]) >= ibis.greatest(2, MONTH * t.every)
    t = t.mutate(
        first=ibis.ifelse(usual, t.month, ibis.null("date")), last=ibis.ifelse(usual, t.month, ibis.null("date"))
    )
    t = t.mutate(first=t["first"].min().over(group_by=t.path), last=t["last"].max().over(group_by=t.path))
    before, after = t["first"] - ibis.interval(months=1), t["last"] + ibis.interval(months=1)
    inside = t.month.between(before, after).fill_null(False)
    t = t.mutate(inside=inside, share=inside.cast("int32").mean().over(group_by=t.path))
    by_name, by_dates = t.told_share >= TOLD, (t.share >= SHOWN) & (t.every >= ENOUGH)
    t = t.filter(by_name | by_dates)
    return looked(t, "paid_on", t.date_written, ~(t.told_share >= TOLD).ifelse(t.told, t.inside))
