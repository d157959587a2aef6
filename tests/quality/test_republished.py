"""A month that stands in two files counts once; honest repeats count."""

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pytest

from localspend.quality import republished
from tests.rows import rows, table

COLUMNS = {
    **dict.fromkeys(("payment_id", "institution_id", "source_id", "source_sheet"), "string"),
    "source_line": "int64",
    "paid_on": "date",
    "amount": "decimal(18, 2)",
    **dict.fromkeys(("supplier_text", "reference", "description", "category_text", "department"), "string"),
}
KEEP = {"source_id": "string", "month": "string"}


def file(name: str, count: int, *, month: int | None = 3, start: int = 0, **more: Any) -> list[dict[str, Any]]:
    """`count` payments of a file, the same ones for the same start; `reference` may be a pattern."""
    reference = more.pop("reference", None)
    return [
        {
            "payment_id": f"{name}-{n}",
            "institution_id": "one",
            "source_id": name,
            "source_line": n + 2,
            "paid_on": date(2024, month, 1 + n % 28) if month else None,
            "amount": Decimal(f"{100 + n}.00"),
            "supplier_text": f"Supplier {n}",
            "reference": reference.format(n) if reference else None,
            **more,
        }
        for n in range(start, start + count)
    ]


def copies(connection: ibis.BaseBackend, payments: list[dict[str, Any]], keep: Any = ()) -> dict[str, str]:
    found, _ = republished.republished(table(connection, COLUMNS, payments), table(connection, KEEP, keep))
    return {row["payment_id"]: row["duplicate_of"] for row in rows(found, "payment_id")}


def test_month_in_two_files_counts_once(connection: ibis.BaseBackend) -> None:
    found = copies(connection, file("a.csv", 20) + file("b.csv", 20))
    assert found == {f"b.csv-{n}": f"a.csv-{n}" for n in range(20)}


def test_what_only_the_second_copy_has_still_counts(duck: ibis.BaseBackend) -> None:
    found = copies(duck, file("a.csv", 20) + file("b.csv", 22))
    assert set(found) == {f"b.csv-{n}" for n in range(20)}


def test_small_months_merged_into_a_year_are_recognised(duck: ibis.BaseBackend) -> None:
    months = file("2024-01.csv", 3, month=1) + file("2024-02.csv", 3, month=2)
    year = file("2024.csv", 3, month=1) + file("2024.csv", 3, month=2)
    year = [row | {"payment_id": f"year-{n}"} for n, row in enumerate(year)]
    assert set(copies(duck, months + year)) == {f"year-{n}" for n in range(6)}


@pytest.mark.parametrize(
    "other",
    [
        file("b.csv", 20, month=4),
        file("b.csv", 20, institution_id="two"),
        file("b.csv", 20, start=15),
        file("b.csv", 20, supplier_text="Somebody else"),
    ],
    ids=["another month", "another institution", "a few in common", "other payees"],
)
def test_payments_that_are_others_all_count(duck: ibis.BaseBackend, other: list[dict[str, Any]]) -> None:
    assert copies(duck, file("a.csv", 20) + other) == {}


def test_different_references_are_different_payments(duck: ibis.BaseBackend) -> None:
    a, b = file("a.csv", 20, reference="A{}"), file("b.csv", 20, reference="B{}")
    assert copies(duck, a + b) == {}
    assert len(copies(duck, a + file("b.csv", 20, reference="A{}"))) == 20
    assert len(copies(duck, a + file("b.csv", 20))) == 20


def test_repeats_within_one_file_count(duck: ibis.BaseBackend) -> None:
    twice = file("a.csv", 12) + [row | {"payment_id": row["payment_id"] + "x"} for row in file("a.csv", 12)]
    assert copies(duck, twice) == {}
    assert len(copies(duck, twice + file("b.csv", 12))) == 12


def test_three_copies_count_once(duck: ibis.BaseBackend) -> None:
    found = copies(duck, file("a.csv", 12) + file("b.csv", 12) + file("c.csv", 12))
    assert len(found) == 24
    assert set(found.values()) == {f"a.csv-{n}" for n in range(12)}


def test_undated_files_are_compared_whole(duck: ibis.BaseBackend) -> None:
    assert len(copies(duck, file("a.csv", 12, month=None) + file("b.csv", 12, month=None))) == 12


def test_person_may_count_the_second_copy(duck: ibis.BaseBackend) -> None:
    both = file("a.csv", 12) + file("b.csv", 12)
    assert copies(duck, both, [{"source_id": "b.csv", "month": ""}]) == {}
    assert copies(duck, both, [{"source_id": "b.csv", "month": "2024-03"}]) == {}
    assert len(copies(duck, both, [{"source_id": "b.csv", "month": "2024-04"}])) == 12


def test_evidence_is_a_finding(duck: ibis.BaseBackend) -> None:
    payments = table(duck, COLUMNS, file("a.csv", 12) + file("b.csv", 12))
    _, pairs = republished.republished(payments, table(duck, KEEP, []))
    detail = rows(republished.findings(pairs), "source_id")[0]["detail"]
    assert detail.startswith("Payments of 2024-03: 12 of the 12 here stand among the 12 of a.csv")
