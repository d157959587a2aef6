"""Counted payments beside what is known of the payee: what every question starts from."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import ibis
from ibis import Table

from localspend.tables import MONEY

UNKNOWN = "unknown"
#: Payees that no list may name, and that are no supplier a firm could be compared with.
UNNAMED = ("redacted", "private-person", "internal")


def counted(payments: Table, suppliers: Table) -> Table:
    """The payments with status counted; columns of `suppliers` joined; what is missing is 'unknown'.

    Columns: institution_id, year, paid_on, amount (pounds), tier, category_code, supplier_id, size, kind, name,
    name_shown, ward, deprivation_decile, postcode_basis, office_shared, tier_trading.
    """
    payee = suppliers.select(
        "supplier_id", "size", "kind", "name", "name_shown", "ward", "deprivation_decile", "postcode_basis",
        "office_shared", "tier_trading",
    )  # fmt: skip
    paid = payments.filter(payments.status == "counted").select(
        "institution_id", "year", "paid_on", "amount", "tier", "category_code", "supplier_id"
    )
    both = paid.left_join(payee, "supplier_id").drop("supplier_id_right")
    named = ("tier", "category_code", "size", "kind")
    return both.mutate(**{column: both[column].fill_null(UNKNOWN) for column in named})


def measures(table: Table) -> dict[str, ibis.Value]:
    """What a group of payments adds up to: amount (pounds), payments, suppliers (distinct; none where not known)."""
    return {
        "amount": table.amount.sum().cast(MONEY),
        "payments": table.count(),
        "suppliers": table.supplier_id.nunique(),
    }


def chosen(payments: Table, *, institution: str | None = None, year: int | None = None) -> Table:
    """The payments of one institution and one year, where they are given."""
    if institution is not None:
        payments = payments.filter(payments.institution_id == institution)
    if year is not None:
        payments = payments.filter(payments.year == year)
    return payments


def records(table: Table, columns: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of an answer, in the order of their texts and whole numbers."""
    keys = [name for name, kind in columns.items() if kind in ("string", "int32")]
    found: list[dict[str, Any]] = table.select(*columns).order_by(keys).to_pyarrow().to_pylist()
    return found


def money(value: Decimal | None) -> Decimal:
    """Pounds and pence; nothing is 0.00."""
    return (value or Decimal(0)).quantize(Decimal("0.01"))
