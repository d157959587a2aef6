"""What the snapshot says beside the law: the institution's own orders, and what it and its partners pay for the same.

Estimates of what could reasonably be one contract start from what the institution itself pays in a year: its own
spending on the category is shown with a warning where it passes a threshold that the requirement alone does not. What
partners pay is shown apart: it counts only in a joint contract, and is a chance to buy together.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ibis import Table

from localspend.tables import MONEY

YEAR = timedelta(days=365)


def own_areas(institutions: Table, institution: str) -> frozenset[str] | None:
    """Codes of the district and county where an institution is, as the build placed it; None where it did not."""
    mine = institutions.filter(institutions.institution_id == institution).select("district", "county")
    return frozenset(code for row in mine.to_pyarrow().to_pylist() for code in row.values() if code) or None


def orders(standing_orders: Table, institution: str, on: date, estimated: Decimal) -> list[dict[str, Any]]:
    """The institution's own bands that the value reaches, the highest last; lower in pounds by `vat`."""
    mine = standing_orders.filter(standing_orders.institution_id == institution)
    rows = mine.order_by("lower").to_pyarrow().to_pylist()
    stood = [row for row in rows if row["from_on"] is None or row["from_on"] <= on]
    reached = [row for row in stood if row["lower"] <= estimated]
    return [{key: row[key] for key in ("lower", "vat", "quotes", "route", "source")} for row in reached[-1:]]


def aggregation(
    payments: Table, *, institution: str, category: str, regime: str, threshold: Decimal | None, as_of: date
) -> dict[str, Any]:
    """category, own, partners (institution_id, amount in the year to as_of, suppliers, payments) and a warning."""
    stem = category[:2] + category[2:].rstrip("0")
    paid = payments.filter(
        payments.status == "counted", payments.category_code.startswith(stem),
        payments.paid_on > as_of - YEAR, payments.paid_on <= as_of,
    )  # fmt: skip
    by = paid.group_by("institution_id").aggregate(
        amount=paid.amount.sum().cast(MONEY), suppliers=paid.supplier_id.nunique(), payments=paid.count()
    )
    rows = by.order_by("institution_id").to_pyarrow().to_pylist()
    own = next((row for row in rows if row["institution_id"] == institution), None)
    partners = [row for row in rows if row["institution_id"] != institution]
    return {"category": category, "from": as_of - YEAR, "to": as_of, "own": own, "partners": partners,
            "warning": _warning(own, regime, threshold)}  # fmt: skip


def _warning(own: Mapping[str, Any] | None, regime: str, threshold: Decimal | None) -> str | None:
    """Where a year of this, in one contract, would stand under another regime than the requirement does alone."""
    if own is None or threshold is None or regime == "above-threshold":
        return None
    paid = f"£{own['amount']:,.2f} was paid for this in a year, to {own['suppliers']} suppliers (mostly net of VAT)"
    if own["amount"] >= threshold:
        return (
            f"{paid}: more than the threshold of £{threshold:,.2f}. What could reasonably be one contract is "
            "valued as one unless there is a good reason on record; dividing it to stay below is none."
        )
    return None
