"""Prompt payment: how long payees wait, from both dates and nothing else."""

from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from localspend import engine
from localspend.errors import InputError
from localspend.insight.facts.counted import records
from localspend.insight.prompt_payment import COLUMNS, GIVEN, notes, prompt_payment
from localspend.tables.arrow import arrow_schema
from tests.insight.tables import paid, payees

SUPPLIERS = ({"supplier_id": "bakery", "size": "micro"}, {"supplier_id": "giant", "size": "large"})


def took(days: int, supplier: str = "bakery", amount: str = "100.00", **more: Any) -> dict[str, Any]:
    """A payment on 31 January 2025 of an invoice so many days old."""
    invoice = date.fromordinal(date(2025, 1, 31).toordinal() - days)
    said = {"on": "2025-01-31", "date_basis": "payment", "invoice_date": invoice, "tier": "inner"}
    return {"supplier_id": supplier, "amount": amount, **said, **more}


def rows_of(
    connection: ibis.BaseBackend, *payments: dict[str, Any], compliance: ibis.Table | None = None, **options: Any
) -> list[dict[str, Any]]:
    tables = paid(connection, *payments), payees(connection, *SUPPLIERS)
    return records(prompt_payment(*tables, compliance, **options), COLUMNS)


def notice(connection: ibis.BaseBackend, *rows: tuple[str, str, float]) -> ibis.Table:
    made = [
        {"institution_id": "council", "period_start": date.fromisoformat(start), "period_end": date.fromisoformat(end),
         "within_30": share, "source": "a notice"}
        for start, end, share in rows
    ]  # fmt: skip
    return engine.from_arrow(connection, pa.Table.from_pylist(made, arrow_schema(GIVEN["compliance"])))


def test_days_by_size_and_place_beside_what_was_published(connection: ibis.BaseBackend) -> None:
    published = notice(
        connection,
        ("2024-04-01", "2024-09-30", 0.9), ("2024-10-01", "2025-03-31", 0.95), ("2026-04-01", "2026-09-30", 0.5),
    )  # fmt: skip
    lines = [took(10), took(20), took(40), took(60), took(30, "giant", tier=None), took(0, "giant", tier=None)]
    small, large = sorted(rows_of(connection, *lines, compliance=published), key=lambda row: row["size"], reverse=True)
    assert {key: str(value) for key, value in small.items()} == {
        "institution_id": "council", "size": "micro", "tier": "inner", "amount": "400.00", "payments": "4",
        "left_out": "0", "median_days": "20", "late_days": "10", "within_30": "0.5000", "published_within_30": "0.9500",
        "published_until": "2025-03-31",
    }  # fmt: skip
    assert (large["size"], large["tier"], large["median_days"], large["late_days"]) == ("large", "unknown", 0, None)
    assert str(large["within_30"]) == "1.0000"


def test_what_cannot_be_measured_is_left_out_and_said(duck: ibis.BaseBackend) -> None:
    unsound = [
        took(-1), took(401), took(5, amount="-10.00"), took(5, date_basis="posting"), took(5, invoice_date=None),
    ]  # fmt: skip
    [row] = rows_of(duck, took(7), *unsound, took(9, status="excluded"))
    assert (row["payments"], row["left_out"], row["median_days"]) == (1, 5, 7)
    assert notes([row])[0].startswith("Payments measured: 1. Left out of the same rows: 5")
    assert row["published_within_30"] is None


def test_days_allowed_can_be_changed(duck: ibis.BaseBackend) -> None:
    [row] = rows_of(duck, took(10), took(20), days_allowed=10)
    assert (str(row["within_30"]), row["late_days"]) == ("0.5000", 10)


def test_ledgers_without_invoice_dates_give_no_row(connection: ibis.BaseBackend) -> None:
    assert rows_of(connection, took(5, invoice_date=None)) == []
    assert notes([]) == ["No payment has both an invoice date and a payment date."]


def test_published_percentages_are_asked_for_as_shares(duck: ibis.BaseBackend) -> None:
    with pytest.raises(InputError, match=r"Write 95% as 0\.95"):
        rows_of(duck, took(5), compliance=notice(duck, ("2025-01-01", "2025-06-30", 95.0)))
