"""Trend: pounds by year, with the months that each institution's files cover.

months is the number of different months with a dated, counted payment of that institution in that year: fewer than
twelve, or other institutions than the year before, and a change between years is a change of coverage, not of spending.
Payments without a date have year null and months 0. Prices of the day, not adjusted for inflation.
"""

from ibis import Table

from localspend.insight.counted import counted, measures

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "year": "int32",
    "months": "int64",
    "first_date": "date",
    "last_date": "date",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}


def trend(payments: Table, suppliers: Table) -> Table:
    """COLUMNS: one row an institution and year."""
    rows = counted(payments, suppliers)
    rows = rows.mutate(month=rows.paid_on.year() * 12 + rows.paid_on.month())
    return (
        rows.group_by("institution_id", "year")
        .aggregate(
            months=rows.month.nunique(),
            first_date=rows.paid_on.min(),
            last_date=rows.paid_on.max(),
            **measures(rows),
        )
        .select(*COLUMNS)
    )
