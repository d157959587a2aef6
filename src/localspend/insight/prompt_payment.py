"""Prompt payment: days from invoice to payment, by size of payee and place, beside what was published.

Over counted payments with both an invoice date and a payment date (date_basis payment), of more than zero pounds, and
0 to longest_days apart; left_out is how many counted payments of that row were not so: the larger it is, the less the
row tells. median_days: half of the payments took at most so long. within_30: the share of payments that took at most
days_allowed (30, which public contracts imply: Procurement Act 2023, ss. 68 and 88). late_days: the median of the days
beyond that, of those that took longer; null where none did. A median of an even number is the lower of the middle two.

published_within_30 is the share in the institution's latest compliance notice that overlaps its payments (table
compliance, if given: within_30 between 0 and 1), the same in all its rows; published_until is when its period ends.

Cannot say: whether an invoice was valid or disputed on the day it bears. The law counts from receipt of a valid one, so
the share here is lower than the one it asks for. Payees further down a chain are not seen, nor are payments too small
to be published.
"""

from typing import Any

import ibis
from ibis import Table

from localspend import engine
from localspend.errors import InputError
from localspend.insight.facts.counted import UNKNOWN
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "institution_id": "string",
    "size": "string",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "left_out": "int64",
    "median_days": "int64",
    "late_days": "int64",
    "within_30": "decimal(9, 4)",
    "published_within_30": "decimal(9, 4)",
    "published_until": "date",
}
GIVEN = {
    "compliance": {
        "institution_id": "string", "period_start": "date", "period_end": "date", "within_30": "float64",
        "source": "string",
    }
}  # fmt: skip
GROUP = ("institution_id", "size", "tier")


def prompt_payment(
    payments: Table,
    suppliers: Table,
    compliance: Table | None = None,
    *,
    days_allowed: int = 30,
    longest_days: int = 400,
) -> Table:
    """COLUMNS: one row an institution, size and tier, of institutions with both dates; amount is pounds."""
    days = engine.materialise(_days(payments, suppliers, longest_days))
    told = days.filter(days.days.notnull())
    late = told.filter(told.days > days_allowed)
    rows = told.group_by(*GROUP).aggregate(
        amount=told.amount.sum().cast(MONEY),
        payments=told.lines.sum().cast("int64"),
        in_time=told.lines.sum(where=told.days <= days_allowed).fill_null(0),
    )
    out = days.filter(days.days.isnull()).select(*GROUP, left_out="lines")
    rows = rows.left_join(out, GROUP).select(*rows.columns, left_out=out.left_out.fill_null(0).cast("int64"))
    rows = _beside(rows, _median(told, "median_days"))
    rows = _beside(rows, _median(late.mutate(days=late.days - days_allowed), "late_days"))
    part = (rows.in_time.cast("float64") / rows.payments.cast("float64")).round(4).cast("decimal(9, 4)")
    rows = rows.mutate(within_30=part)
    published = _published(compliance, payments)
    rows = rows.left_join(published, "institution_id") if published is not None else rows
    return engine.conform(rows, COLUMNS)


def notes(rows: list[dict[str, Any]]) -> list[str]:
    """What to know when reading the rows."""
    if not rows:
        return ["No payment has both an invoice date and a payment date."]
    used, out = sum(row["payments"] for row in rows), sum(row["left_out"] for row in rows)
    return [
        f"Payments measured: {used:,}. Left out of the same rows: {out:,}, because a date is missing, the two are too "
        "far apart or the wrong way round, or it is a credit.",
        "Days run from the date on the invoice; the law counts from its receipt.",
    ]


def _days(payments: Table, suppliers: Table, longest: int) -> Table:
    """GROUP, days (null: left out), amount, lines: payments counted by how many days they took."""
    paid = payments.filter(payments.status == "counted")
    took = paid.paid_on.delta(paid.invoice_date, unit="day").cast("int64")
    sound = (paid.date_basis == "payment") & (paid.amount > 0) & took.between(0, longest)
    size = suppliers.select("supplier_id", payee_size="size")
    paid = paid.mutate(days=sound.ifelse(took, ibis.null("int64"))).left_join(size, "supplier_id")
    rows = paid.select(
        "institution_id", "days", "amount", size=paid.payee_size.fill_null(UNKNOWN), tier=paid.tier.fill_null(UNKNOWN)
    )
    return rows.group_by(*GROUP, "days").aggregate(amount=rows.amount.sum().cast(MONEY), lines=rows.count())


def _median(rows: Table, name: str) -> Table:
    """GROUP and the lower median of days, from counts: a quantile is not the same on every engine."""
    so_far = rows.lines.sum().over(ibis.cumulative_window(group_by=list(GROUP), order_by="days"))
    whole = rows.lines.sum().over(ibis.window(group_by=list(GROUP)))
    half = rows.mutate(reached=so_far * 2 >= whole)
    return half.group_by(*GROUP).aggregate(**{name: half.days.min(where=half.reached)})


def _beside(rows: Table, more: Table) -> Table:
    return rows.left_join(more, GROUP).drop(*(f"{key}_right" for key in GROUP))


def _published(compliance: Table | None, payments: Table) -> Table | None:
    """institution_id, published_within_30, published_until: of the latest notice that overlaps its payments.

    Raises InputError where a share is none.
    """
    if compliance is None:
        return None
    if compliance.filter(~compliance.within_30.between(0, 1)).count().to_pyarrow().as_py():
        raise InputError("within_30 is no share", where="the table compliance", todo="Write 95% as 0.95")
    paid = payments.filter(payments.status == "counted")
    span = paid.group_by("institution_id").aggregate(first=paid.paid_on.min(), last=paid.paid_on.max())
    beside = compliance.join(span, "institution_id")
    beside = beside.filter(beside.period_start <= beside["last"], beside.period_end >= beside["first"])
    order = ibis.window(
        group_by="institution_id", order_by=[beside.period_end.desc(), beside.period_start.desc(), beside.source]
    )
    latest = beside.mutate(place=ibis.row_number().over(order))
    latest = latest.filter(latest.place == 0)
    return latest.select(
        "institution_id", published_within_30=latest.within_30.round(4).cast("decimal(9, 4)"),
        published_until="period_end",
    )  # fmt: skip
