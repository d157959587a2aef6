"""Quotable: bands by a year's total with VAT, by the values that bind the buyer on a day."""

from datetime import date
from typing import Any

import ibis
import pytest

from localspend.insight.facts.counted import records
from localspend.insight.quotable import COLUMNS, buyer_of, notes, quotable
from tests.insight.tables import paid, payees, thresholds_of

INSTITUTIONS = {"council": {"id": "council", "kind": "council"}, "trust": {"id": "trust", "kind": "nhs"}}
LAW = (
    {"rule": "notifiable", "buyer": "central", "contract": "goods-services", "amount": "12000"},
    {"rule": "notifiable", "buyer": "sub-central", "contract": "goods-services", "amount": "30000"},
    {"rule": "notifiable", "buyer": "sub-central", "contract": "works", "amount": "30000"},
    {"rule": "above-threshold", "buyer": "central", "contract": "goods-services", "amount": "135018"},
    {"rule": "above-threshold", "buyer": "sub-central", "contract": "goods-services", "amount": "207720",
     "from_on": "2026-01-01"},
    {"rule": "above-threshold", "buyer": "sub-central", "contract": "goods-services", "amount": "214904",
     "to_on": "2025-12-31"},
    {"rule": "above-threshold", "buyer": "any", "contract": "works", "amount": "5193000"},
)  # fmt: skip


def rows_of(
    connection: ibis.BaseBackend, *payments: dict[str, Any], law: tuple[dict[str, str], ...] = LAW,
    as_of: date = date(2026, 3, 31), **options: Any,
) -> list[dict[str, Any]]:  # fmt: skip
    names = sorted({row["supplier_id"] for row in payments if row.get("supplier_id")})
    limits = [{"from_on": "2025-02-24", **row} for row in law]
    said = {"on": "2025-06-30", "tier": "inner", "category_code": "90910000", "amount_basis": "net"}
    tables = (
        paid(connection, *({**said, **row} for row in payments)),
        payees(connection, *({"supplier_id": name, "size": "micro"} for name in names)),
        thresholds_of(connection, *limits),
    )
    return records(quotable(*tables, institutions=INSTITUTIONS, as_of=as_of, **options), COLUMNS)


def band(connection: ibis.BaseBackend, amount: str, **more: Any) -> str:
    [row] = rows_of(connection, {"supplier_id": "bakery", "amount": amount, **more})
    return str(row["band"])


def test_who_gets_what_could_be_quoted_for(connection: ibis.BaseBackend) -> None:
    found = rows_of(
        connection,
        {"supplier_id": "bakery", "amount": "15000.00"},
        {"supplier_id": "bakery", "amount": "9000.00"},
        {"supplier_id": "florist", "amount": "20000.00"},
        {"supplier_id": "baker", "amount": "24000.00", "tier": None},
        {"supplier_id": "giant", "amount": "26000.00"},
        {"supplier_id": "giant", "amount": "1.00", "status": "excluded"},
        {"supplier_id": None, "amount": "77.00"},
    )
    columns = ("band", "tier", "size", "amount", "payments", "suppliers")
    assert [tuple(str(row[c]) for c in columns) for row in found] == [
        ("under-notifiable", "inner", "micro", "44000.00", "3", "2"),
        ("under-notifiable", "unknown", "micro", "24000.00", "1", "1"),
        ("under-threshold", "inner", "micro", "26000.00", "1", "1"),
        ("unknown", "inner", "unknown", "77.00", "1", "0"),
    ]


@pytest.mark.parametrize(
    ("amount", "more", "expected"),
    [
        ("4166.66", {}, "under-5000"),
        ("4166.67", {}, "under-notifiable"),
        ("24999.99", {}, "under-notifiable"),
        ("25000.00", {}, "under-threshold"),
        ("29999.99", {"amount_basis": "gross"}, "under-notifiable"),
        ("25000.00", {"amount_basis": "unknown"}, "under-threshold"),
        ("11000.00", {"institution_id": "trust"}, "under-threshold"),
        ("173100.00", {}, "above"),
        ("173100.00", {"category_code": "45210000"}, "under-threshold"),
        ("-500.00", {}, "under-5000"),
        ("9.00", {"year": None}, "unknown"),
    ],
)
def test_band(duck: ibis.BaseBackend, amount: str, more: dict[str, Any], expected: str) -> None:
    assert band(duck, amount, **more) == expected


def test_years_and_categories_are_apart_and_places_of_one_payee_together(duck: ibis.BaseBackend) -> None:
    half = {"supplier_id": "bakery", "amount": "20000.00"}
    apart = rows_of(duck, half, {**half, "on": "2024-06-30"}, {**half, "category_code": "15000000"})
    assert {row["band"] for row in apart} == {"under-notifiable"}
    together = rows_of(duck, half, {**half, "tier": "city"})
    assert [(row["tier"], row["band"]) for row in together] == [
        ("city", "under-threshold"), ("inner", "under-threshold"),
    ]  # fmt: skip


def test_bands_add_up_to_every_counted_pound(duck: ibis.BaseBackend) -> None:
    lines = [
        {"supplier_id": "a", "amount": "190000.10"}, {"supplier_id": "a", "amount": "-0.20"},
        {"supplier_id": None, "amount": "3.00"}, {"supplier_id": "b", "amount": "40.00", "year": None},
        {"supplier_id": "c", "amount": "7.00", "status": "excluded"},
    ]  # fmt: skip
    found = rows_of(duck, *lines)
    assert str(sum(row["amount"] for row in found)) == "190042.90"
    assert sum(row["payments"] for row in found) == 4


def test_values_are_those_of_the_day(duck: ibis.BaseBackend) -> None:
    line = {"supplier_id": "bakery", "amount": "175000.00"}
    assert [row["band"] for row in rows_of(duck, line)] == ["above"]
    assert [row["band"] for row in rows_of(duck, line, as_of=date(2025, 12, 31))] == ["under-threshold"]


def test_without_values_only_the_smallest_is_known(duck: ibis.BaseBackend) -> None:
    found = rows_of(duck, {"supplier_id": "a", "amount": "10.00"}, {"supplier_id": "b", "amount": "9000.00"}, law=())
    assert [row["band"] for row in found] == ["under-5000", "unknown"]
    assert notes(found)[-1].startswith("Band unknown")


def test_buyer_is_what_the_network_says_before_what_its_kind_suggests() -> None:
    assert buyer_of({"kind": "nhs"}) == "central"
    assert buyer_of({"kind": "nhs", "authority": "sub-central"}) == "sub-central"
    assert buyer_of({"kind": "university", "authority": "none"}) == "sub-central"


def test_nothing_at_all_is_no_row(connection: ibis.BaseBackend) -> None:
    assert rows_of(connection) == []
