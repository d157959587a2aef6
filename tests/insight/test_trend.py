"""Trend: a year is compared with the year before only where both were published alike."""

from typing import Any

import ibis
import pytest

from localspend.insight.facts.counted import records
from localspend.insight.trend import COLUMNS, trend
from tests.insight.tables import paid, payees


def year(number: int, months: range, amount: str = "600.00", basis: str = "payment") -> list[dict[str, Any]]:
    said = {"amount": amount, "date_basis": basis, "supplier_id": "a"}
    return [{**said, "on": f"{number}-{month:02}-28"} for month in months]


def last_year(connection: ibis.BaseBackend, *payments: dict[str, Any], **options: Any) -> dict[str, Any]:
    """What is said of the last year, in text."""
    rows = records(trend(paid(connection, *payments), payees(connection), **options), COLUMNS)
    columns = ("comparable", "because", "amount_same_months", "amount_before")
    return {name: rows[-1][name] and str(rows[-1][name]) for name in columns}


def test_same_months_by_the_same_method_are_comparable(connection: ibis.BaseBackend) -> None:
    assert last_year(connection, *year(2024, range(1, 13)), *year(2025, range(1, 13), "700.00")) == {
        "comparable": "yes", "because": None, "amount_same_months": "8400.00", "amount_before": "7200.00",
    }  # fmt: skip


def test_months_covered_in_one_year_only_are_left_out_of_the_comparison(connection: ibis.BaseBackend) -> None:
    assert last_year(connection, *year(2024, range(3, 13)), *year(2025, range(1, 5))) == {
        "comparable": "no", "because": "months", "amount_same_months": "1200.00", "amount_before": "1200.00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "because"),
    [
        (year(2024, range(1, 13), basis="posting"), "date"),
        (year(2024, range(1, 13), "300.00"), "least-amount"),
        (year(2024, range(1, 12), "300.00", "invoice"), "months, date, least-amount"),
        (year(2024, range(1, 13)) + year(2024, range(1, 2), "-5.00"), None),
    ],
)
def test_other_methods_are_named(duck: ibis.BaseBackend, before: list[dict[str, Any]], because: str | None) -> None:
    assert last_year(duck, *before, *year(2025, range(1, 13)), fewest=11)["because"] == because


def test_few_payments_do_not_tell_from_which_value_they_are_published(duck: ibis.BaseBackend) -> None:
    assert last_year(duck, *year(2024, range(1, 13), "300.00"), *year(2025, range(1, 13)))["comparable"] == "yes"


def test_first_year_and_a_gap_have_nothing_before(duck: ibis.BaseBackend) -> None:
    nothing = dict.fromkeys(("comparable", "because", "amount_same_months", "amount_before"))
    assert last_year(duck, *year(2025, range(1, 13))) == nothing
    assert last_year(duck, *year(2023, range(1, 13)), *year(2025, range(1, 13))) == nothing


def test_excluded_payments_cover_no_month(duck: ibis.BaseBackend) -> None:
    copies = [{**row, "status": "excluded"} for row in year(2024, range(7, 13))]
    assert last_year(duck, *year(2024, range(1, 7)), *copies, *year(2025, range(1, 7)))["comparable"] == "yes"
