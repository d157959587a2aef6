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
    week = ibis.interval(days=7)
    t = t.mutate(told=t.paid_on.between(t.told_first - week, t.told_last + week).fill_null(False))
    t = t.inner_join(_months(t), ["path", "month"])
    return looked(t, "paid_on", t.date_written, ~t.by_name.ifelse(t.told, t.inside))


def _months(t: Table) -> Table:
    """path, month, by_name, inside: each month of the files whose period is known, and how it is."""
    t = t.group_by("path", "month").aggregate(n=t.count(), told=t.told.cast("int32").sum())
    t = t.mutate(every=t.n.sum().over(group_by=t.path))
    usual = ibis.ifelse(t.n >= ibis.greatest(2, MONTH * t.every), t.month, ibis.null("date"))
    first, last = usual.min().over(group_by=t.path), usual.max().over(group_by=t.path)
    inside = t.month.between(first - ibis.interval(months=1), last + ibis.interval(months=1)).fill_null(False)
    t = t.mutate(inside=inside, by_name=t.told.sum().over(group_by=t.path) / t.every >= TOLD)
    t = t.mutate(share=ibis.ifelse(t.inside, t.n, 0).sum().over(group_by=t.path) / t.every)
    shown = (t.share >= SHOWN) & (t.every >= ENOUGH)
    return t.filter(t.by_name | shown).select("path", "month", "by_name", "inside")
