"""What each ward receives, beside its people, its firms and its deprivation."""

from decimal import Decimal
from typing import Any

import ibis
import pytest

from localspend.errors import InputError
from localspend.insight.facts.counted import records
from localspend.insight.place import COLUMNS, GIVEN, NOT_SHOWN, place
from tests.insight.tables import firms_of, given_as, paid, payees, wards_of

SUPPLIERS = (
    {"supplier_id": "bakery", "size": "micro", "ward": "W1", "tier": "inner"},
    {"supplier_id": "giant", "size": "large", "ward": "W1", "tier": "inner"},
    {"supplier_id": "nobody-knows", "ward": "W1", "tier": "inner"},
    {"supplier_id": "ann", "kind": "private-person", "ward": "W1", "tier": "inner"},
    {"supplier_id": "far", "size": "micro", "ward": "W9", "tier": "rest-of-uk"},
)
PAYMENTS = (
    {"amount": "300.00", "supplier_id": "bakery", "tier": "inner", "on": "2024-01-31"},
    {"amount": "900.00", "supplier_id": "giant", "tier": "inner", "on": "2024-02-29"},
    {"amount": "100.00", "supplier_id": "nobody-knows", "tier": "inner", "institution_id": "trust"},
    {"amount": "50.00", "supplier_id": "ann", "tier": "inner", "on": "2024-02-29"},
    {"amount": "70.00", "supplier_id": "far", "tier": "rest-of-uk", "on": "2024-02-29"},
    {"amount": "9.00", "supplier_id": "bakery", "tier": "inner", "on": "2024-02-29", "status": "excluded"},
)
#: The council's files cover half a year, the trust's a year.
MONTHS = {"council": 6, "trust": 12}
Rows = list[dict[str, Any]]


def ask(
    connection: ibis.BaseBackend, *payments: dict[str, Any], given: dict[str, ibis.Table] | None = None, **more: Any
) -> Rows:
    wards = wards_of(connection, {"code": "W1", "name": "First", "deprivation_share": 0.25}, {"code": "W2"})
    firms = firms_of(connection, {"supplier_id": "idle", "ward": "W2", "tier": "city"})
    said = {"areas": ["inner", "city"], "months": MONTHS, **more}
    table = place(
        paid(connection, *payments), payees(connection, *SUPPLIERS), wards, firms, **(given or {}), **said
    )  # fmt: skip
    return records(table, COLUMNS)


def test_each_ward_of_the_areas_with_what_reaches_it(connection: ibis.BaseBackend) -> None:
    tables = {
        "residents": given_as(connection, GIVEN["residents"], ("W1", 1000), ("W2", 500), ("W9", 7)),
        "businesses": given_as(
            connection, GIVEN["businesses"], ("W1", "Micro (0 to 9)", 40), ("W1", "Small (10 to 49)", 2)
        ),
        "claimants": given_as(
            connection, GIVEN["claimants"], ("W1", "2024-01-01", 99, 600), ("W1", "2024-02-01", 60, 600)
        ),
    }
    first, second, rest = sorted(ask(connection, *PAYMENTS, given=tables), key=lambda row: row["ward"] or "Z")
    assert first == {
        "ward": "W1", "name": "First", "tier": "inner", "amount": Decimal("1300.00"), "suppliers": 3,
        "micro_share": Decimal("0.2500"), "deprivation_share": Decimal("0.2500"), "residents": 1000,
        # 1,200 pounds in six months and 100 in twelve are 2,500 a year.
        "amount_per_resident": Decimal("2.50"), "businesses": 42, "businesses_micro": 40, "claimants": 60,
        "claimant_rate": Decimal("0.1000"),
    }  # fmt: skip
    assert (second["ward"], second["tier"], second["amount"], second["suppliers"]) == ("W2", "city", 0, 0)
    assert second["amount_per_resident"] == Decimal("0.00")
    assert (rest["name"], rest["tier"], rest["amount"], rest["suppliers"]) == (NOT_SHOWN, "inner", 50, 1)


def test_rows_add_up_to_what_the_areas_got(duck: ibis.BaseBackend) -> None:
    assert sum(row["amount"] for row in ask(duck, *PAYMENTS)) == Decimal("1350.00")


def test_what_nobody_gave_is_not_known(duck: ibis.BaseBackend) -> None:
    row = ask(duck, *PAYMENTS)[0]
    assert row["ward"] == "W1"
    given = ("residents", "amount_per_resident", "businesses", "businesses_micro", "claimants", "claimant_rate")
    assert [row[column] for column in given] == [None] * 6


def test_total_of_a_file_is_not_added_to_its_parts(duck: ibis.BaseBackend) -> None:
    sizes = given_as(duck, GIVEN["businesses"], ("W1", "total", 45), ("W1", "micro", 40))
    row = ask(duck, *PAYMENTS, given={"businesses": sizes})[0]
    assert (row["businesses"], row["businesses_micro"]) == (45, 40)


def test_credits_that_outweigh_payments_leave_no_share(duck: ibis.BaseBackend) -> None:
    credit = {"amount": "-400.00", "supplier_id": "bakery", "tier": "inner", "on": "2024-02-29"}
    row = ask(duck, *PAYMENTS, credit)[0]
    assert (row["amount"], row["micro_share"]) == (Decimal("900.00"), None)


def test_codes_of_other_boundaries_are_refused(duck: ibis.BaseBackend) -> None:
    old = given_as(duck, GIVEN["residents"], ("OLD1", 1000))
    with pytest.raises(InputError, match="residents: none of its wards is one of this network"):
        ask(duck, *PAYMENTS, given={"residents": old})


def test_network_without_areas_has_no_wards(duck: ibis.BaseBackend) -> None:
    assert ask(duck, *PAYMENTS, areas=[]) == []
