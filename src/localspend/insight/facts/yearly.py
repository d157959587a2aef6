"""Pounds a year: what was paid, over the months that an institution's files cover."""

from ibis import Table

from localspend.tables import MONEY

YEAR = 12


def months(payments: Table) -> Table:
    """institution_id, months: the calendar months that its counted payments cover; 12 where none has a date.

    A month with less than a twentieth of the mean number of payments is taken for a mistyped date, not for cover.
    """
    counted = payments.filter(payments.status == "counted")
    dated = counted.filter(counted.paid_on.notnull()).mutate(month=counted.paid_on.truncate("M"))
    each = dated.group_by("institution_id", "month").aggregate(lines=dated.count())
    mean = each["lines"].mean().over(group_by="institution_id")
    each = each.mutate(mean=mean).filter(lambda t: t["lines"] * 20 >= t["mean"])
    covered = each.group_by("institution_id").aggregate(months=each.count())
    every = counted.select("institution_id").distinct().left_join(covered, "institution_id")
    return every.select("institution_id", months=every.months.fill_null(YEAR))


def a_year(rows: Table, covered: Table, *columns: str) -> Table:
    """`rows` (institution_id, ...) with `columns` scaled from the whole time to a year: pounds x 12 / months."""
    known = rows.left_join(covered, "institution_id").drop("institution_id_right")
    factor = YEAR / known.months.fill_null(YEAR).cast("float64")
    scaled = {name: (known[name].cast("float64") * factor).round(2).cast(MONEY) for name in columns}
    return known.mutate(**scaled).drop("months")


def earned(payments: Table, covered: Table) -> Table:
    """supplier_id, income: what the institutions together pay it in a year, in pounds; credits taken off."""
    paid = payments.filter(payments.status == "counted", payments.supplier_id.notnull())
    each = paid.group_by("institution_id", "supplier_id").aggregate(income=paid.amount.sum().cast(MONEY))
    each = a_year(each, covered, "income")
    return each.group_by("supplier_id").aggregate(income=each.income.sum().cast(MONEY))
