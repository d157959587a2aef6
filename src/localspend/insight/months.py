"""The months that the files of each institution cover: what a figure "a year" is divided by."""

from decimal import Decimal

from ibis import Table

#: A month with a smaller part of an institution's payments than this is taken for mistyped dates.
STRAY = 1000


def covered(payments: Table) -> dict[str, int]:
    """institution_id -> months with a dated, counted payment; an institution without one is left out.

    To be asked of all payments, not of those to one area or in one category: a need that recurs each quarter would
    seem to be covered for four months a year.
    """
    dated = payments.filter(payments.paid_on.notnull(), payments.status == "counted")
    dated = dated.mutate(month=dated.paid_on.year() * 12 + dated.paid_on.month())
    rows = dated.group_by("institution_id", "month").aggregate(many=dated.count()).to_pyarrow().to_pylist()
    whole: dict[str, int] = {}
    for row in rows:
        whole[row["institution_id"]] = whole.get(row["institution_id"], 0) + row["many"]
    months: dict[str, int] = {}
    for row in rows:
        if row["many"] * STRAY >= whole[row["institution_id"]]:
            months[row["institution_id"]] = months.get(row["institution_id"], 0) + 1
    return months


def a_year(amount: Decimal, months: int) -> Decimal:
    """Pounds of so many months as pounds of twelve, not rounded."""
    return amount * 12 / months
