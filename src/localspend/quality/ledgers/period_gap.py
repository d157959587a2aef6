"""Gap in the months: between the first and the last month that the given files of a publisher cover, none is missing.

A month counts as covered with three hundredths of the usual number of payments (that of the month in which a payment
usually lies), and with two at least where eight or more are usual, so that a wrong or late date covers nothing. A date
after the day of the check covers none either.
Does not apply: the files cover less than two months.
Fix: give or publish the missing months; where nothing was paid, say so in the file.
Source: IPEC: several portals with inconsistent recording periods; "show a gap, not nought".
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import DATES
from localspend.quality.lines import Given, looked

VERSION = "2"
APPLIES = ("ledger",)
HEADING = DATES
SHARE = 0.03
#: Payments that cover a month, and the usual number from which they are asked for.
LEAST, USUAL = 2, 8


def lines(t: Table, given: Given) -> Table:
    """The first line of each month that is covered; it fails where the month before is not."""
    t = t.filter(t.paid_on.notnull(), t.paid_on <= given.as_of).mutate(month=t.paid_on.truncate("month"))
    months = t.group_by("publisher", "month").aggregate(n=t.count())
    months = months.mutate(square=months.n * months.n)
    whole = {"group_by": months.publisher}
    months = months.mutate(usual=months.square.sum().over(**whole) / months.n.sum().over(**whole))
    stray = (months.n < SHARE * months.usual) | ((months.n < LEAST) & (months.usual >= USUAL))
    months = months.filter(~stray)
    order = ibis.window(group_by=months.publisher, order_by=months.month)
    months = months.mutate(
        number=months.month.year() * 12 + months.month.month(), before=months.month.lag().over(order)
    )
    months = months.mutate(missing=months.number - months.number.lag().over(order) - 1)
    months = months.filter(months.missing.notnull())
    firsts = t.group_by("publisher", "month").aggregate(line_id=t.line_id.min(), path=t.path.argmin(t.line_id))
    found = months.join(firsts, ["publisher", "month"])
    said = found.missing.cast("string") + " missing between " + found.before.strftime("%Y-%m")
    return looked(found, "paid_on", said + " and " + found.month.strftime("%Y-%m"), found.missing > 0)
