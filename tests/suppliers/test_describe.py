"""One row a payee: what a register, a list and the name say of it, and on what it rests."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import pytest

from localspend.suppliers import describe, offices
from localspend.suppliers.resolve import NAMES
from localspend.tables import organisations
from tests.rows import rows, table

LINKED = NAMES | {
    "paid_id": "string",
    "kind": "string",
    "kind_basis": "string",
    "body": "string",
    "legal_form": "string",
}
COMPANY = {"register": "companies-house", "name_kind": "current", "kind": "company", "legal_form": "ltd"}


def described(
    connection: ibis.BaseBackend, names: list[Mapping[str, Any]], known: list[Mapping[str, Any]] | None = None
) -> dict[str, dict[str, Any]]:
    """The rows of describe.suppliers by supplier_id."""
    usual = {"kind": "unknown", "kind_basis": "nothing says", "supplier_text": "Somebody"}
    linked = table(connection, LINKED, [{**usual, **name} for name in names])
    register = table(connection, organisations.COLUMNS, [{**COMPANY, "name": "ACME LTD", **row} for row in known or []])
    return {row["supplier_id"]: row for row in rows(describe.suppliers(linked, register))}


def test_size_is_the_headcount_of_a_list_before_the_accounts_category(connection: ibis.BaseBackend) -> None:
    listed = {"paid_id": "GB-COH-01234567", "employees": "1,012", "turnover": "£50m", "balance_sheet": "40000000"}
    known = {"supplier_id": "GB-COH-01234567", "size": "medium", "size_basis": "Companies House accounts category"}
    row = described(connection, [listed], [known])["GB-COH-01234567"]
    assert (row["size"], row["size_basis"]) == ("large", "headcount in the institution's list")
    assert (row["employees"], row["size_companies_act"]) == (1012, "medium")
    assert (row["sme_procurement_act"], row["sme_basis"]) == (
        "no",
        "headcount, turnover and balance sheet in the institution's list",
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("unknown", None, "unknown", "its headcount is not known")),
        ({"employees": "12"}, ("small", "headcount in the institution's list", "unknown",
                               "its turnover and balance sheet are not known")),
        ({"supplier_size": "Micro"}, ("micro", "the institution says so", "yes", "the institution says so")),
        ({"supplier_size": "SME"}, ("unknown", None, "yes", "the institution says so")),
        ({"supplier_size": "Large"}, ("large", "the institution says so", "no", "the institution says so")),
    ],
)  # fmt: skip
def test_size_without_a_register(
    duck: ibis.BaseBackend, told: dict[str, str], expected: tuple[str | None, ...]
) -> None:
    row = described(duck, [{"paid_id": "local-1", **told}])["local-1"]
    assert tuple(row[name] for name in ("size", "size_basis", "sme_procurement_act", "sme_basis")) == expected


def test_vcse_says_why(duck: ibis.BaseBackend) -> None:
    names = [
        {"paid_id": "local-cic", "supplier_text": "Example C.I.C."},
        {"paid_id": "local-list", "vcse": "Yes"},
        {"paid_id": "local-no", "vcse": "No"},
        {"paid_id": "local-charity", "kind": "charity"},
        {"paid_id": "local-other"},
        {"paid_id": "GB-COH-01234567", "vcse": "Yes"},
    ]
    known = {"supplier_id": "GB-COH-01234567", "legal_form": "plc", "vcse": False}
    found = described(duck, names, [known])
    assert {key: (row["vcse"], row["vcse_basis"]) for key, row in found.items()} == {
        "local-cic": (True, "CIC in its name"),
        "local-list": (True, "the institution says so"),
        "local-no": (False, "the institution says so"),
        "local-charity": (True, "a charity by the words of its name"),
        "local-other": (None, None),
        "GB-COH-01234567": (False, "the register companies-house: plc"),
    }


def test_an_office_that_many_companies_share_is_flagged(duck: ibis.BaseBackend) -> None:
    many = [{"supplier_id": f"GB-COH-{n:08}", "postcode": "S1 1AA"} for n in range(offices.SHARED_FROM)]
    gone = {"supplier_id": "GB-COH-90000000", "postcode": "S2 2BB", "dissolved_on": date(2020, 1, 1)}
    alone = {"supplier_id": "GB-COH-90000001", "postcode": "S2 2BB", "parent_id": "GB-COH-00000001"}
    names = [{"paid_id": "GB-COH-00000001"}, {"paid_id": "GB-COH-90000001"}, {"paid_id": "local-1"}]
    found = described(duck, names, [*many, gone, alone])
    columns = ("office_companies", "office_shared", "parent_id")
    assert {key: tuple(row[c] for c in columns) for key, row in found.items()} == {
        "GB-COH-00000001": (offices.SHARED_FROM, True, None),
        "GB-COH-90000001": (1, False, "GB-COH-00000001"),
        "local-1": (None, None, None),
    }


def test_a_public_body_without_a_register_says_which(duck: ibis.BaseBackend) -> None:
    council = {"paid_id": "local-1", "kind": "public-body", "kind_basis": "the words of the name", "body": "council"}
    assert described(duck, [council])["local-1"]["legal_form"] == "council"


def test_nothing_of_a_private_person_is_kept(duck: ibis.BaseBackend) -> None:
    person = {"paid_id": "local-private-person-council", "kind": "private-person", "supplier_text": "Mrs A Example",
              "postcode": "S1 1AA"}  # fmt: skip
    (row,) = described(duck, [person]).values()
    assert "Example" not in str(row)
    assert (row["postcode"], row["office_companies"]) == (None, None)
