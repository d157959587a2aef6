"""One organisation of several registers is one, and two organisations never are."""

from typing import Any

import ibis
import pytest

from localspend.suppliers import registered
from localspend.tables import organisations
from tests.rows import rows, table


def record(supplier_id: str, name: str, register: str = "companies-house", **more: Any) -> dict[str, Any]:
    base = {"supplier_id": supplier_id, "number": supplier_id.split("-", 2)[2], "name": name, "register": register}
    kind = {"companies-house": "company", "mutuals": "mutual"}.get(register, "charity")
    return base | {"name_kind": "current", "kind": kind, "vcse": True if kind == "charity" else None, **more}


def charity(supplier_id: str, name: str, **more: Any) -> dict[str, Any]:
    return record(supplier_id, name, "charity-commission", **more)


def united(connection: ibis.BaseBackend, *records: dict[str, Any]) -> list[dict[str, Any]]:
    whole = registered.united(table(connection, organisations.COLUMNS, records))
    return rows(whole, "supplier_id", "name_kind", "register", "name")


def current(connection: ibis.BaseBackend, *records: dict[str, Any]) -> list[str]:
    return [row["supplier_id"] for row in united(connection, *records) if row["name_kind"] == "current"]


def test_charity_that_is_a_company_is_one_organisation_with_all_its_names(connection: ibis.BaseBackend) -> None:
    both = [
        record("GB-COH-01234567", "ACME HOSPICE LIMITED", postcode="B1 1AA", register_status="Active"),
        charity("GB-COH-01234567", "ACME HOSPICE", number="1100001", postcode="B2 2AA", register_status="Registered"),
        charity("GB-CHC-1100001", "ACME CARE", name_kind="working", kind=None, vcse=None),
        record("GB-COH-07654321", "ANOTHER LTD"),
    ]
    found = united(connection, *both)
    assert [(row["name"], row["name_kind"], row["kind"], row["vcse"], row["postcode"]) for row in found] == [
        ("ACME HOSPICE LIMITED", "current", "charity", True, "B1 1AA"),
        ("ACME CARE", "working", "charity", True, "B1 1AA"),
        ("ACME HOSPICE", "working", "charity", True, "B2 2AA"),
        ("ANOTHER LTD", "current", "company", None, None),
    ]
    assert found[0]["register"] == "companies-house and charity-commission"
    assert {row["register_status"] for row in found[:3]} == {"Active"}
    ids = registered.identifiers(registered.united(table(connection, organisations.COLUMNS, both)))
    assert {row["org_id"]: row["supplier_id"] for row in rows(ids)} == {
        "GB-COH-01234567": "GB-COH-01234567",
        "GB-CHC-1100001": "GB-COH-01234567",
        "GB-COH-07654321": "GB-COH-07654321",
    }


def test_other_names_take_what_their_charity_is(duck: ibis.BaseBackend) -> None:
    other = charity("GB-CHC-1100001", "OLD ACME", name_kind="previous", kind=None, vcse=None)
    found = united(duck, charity("GB-CHC-1100001", "ACME", postcode="B1 1AA"), other)
    assert [(row["name"], row["kind"], row["postcode"]) for row in found] == [
        ("ACME", "charity", "B1 1AA"),
        ("OLD ACME", "charity", "B1 1AA"),
    ]
    assert united(duck, other)[0]["kind"] is None


def test_company_of_a_charity_that_was_removed_is_a_company(duck: ibis.BaseBackend) -> None:
    gone = charity("GB-COH-01234567", "ACME", number="1100001", vcse=None, register_status="Removed")
    head = united(duck, record("GB-COH-01234567", "ACME LTD", register_status="Active"), gone)[0]
    assert (head["kind"], head["vcse"], head["register_status"]) == ("company", None, "Active")


@pytest.mark.parametrize(
    "records",
    [
        (
            record("GB-COH-CE000001", "ACME", kind="charity", legal_form="cio"),
            charity("GB-CHC-1150001", "Acme", legal_form="cio"),
        ),
        (
            record("GB-COH-RS007123", "ACME CO-OP LIMITED", kind="mutual", legal_form="registered-society"),
            record("GB-MPR-7123", "Acme Co-op Ltd", "mutuals", legal_form="registered-society"),
            record("GB-SHPE-L1", "ACME CO-OP LTD", "housing-providers", legal_form="registered-society"),
        ),
        (
            charity("GB-CHC-1100001", "ACME", postcode="B1 1AA"),
            record("GB-SC-SC012345", "Acme", "oscr", postcode="B1 1AA"),
        ),
        (
            record("GB-COH-SC123456", "ACME LTD", postcode="EH1 1AA"),
            record("GB-SC-SC012345", "Acme", "oscr", postcode="EH1 1AA", legal_form="charitable-company"),
        ),
        (record("GB-COH-01234567", "ACME LTD"), record("GB-COH-01234567", "ACME LTD")),
    ],
)
def test_records_of_two_registers_that_agree_are_one(duck: ibis.BaseBackend, records: Any) -> None:
    assert current(duck, *records) == [records[0]["supplier_id"]]


@pytest.mark.parametrize(
    "records",
    [
        (charity("GB-CHC-1100001", "ST MARY"), record("GB-SC-SC012345", "ST MARY", "oscr")),
        (charity("GB-CHC-1100001", "ST MARY", postcode="B1 1AA"), charity("GB-CHC-2", "ST MARY", postcode="B1 1AA")),
        (
            record("GB-COH-01234567", "ACME LTD", postcode="B1 1AA"),
            charity("GB-CHC-1100001", "ACME", postcode="B1 1AA"),
        ),
        (
            record("GB-COH-RS007123", "ACME LTD", kind="mutual", legal_form="registered-society"),
            record("GB-COH-RS007124", "ACME LTD", kind="mutual", legal_form="registered-society"),
            record("GB-MPR-7123", "ACME LTD", "mutuals", legal_form="registered-society"),
        ),
    ],
)
def test_records_that_only_sound_alike_stay_apart(duck: ibis.BaseBackend, records: Any) -> None:
    assert current(duck, *records) == sorted(record["supplier_id"] for record in records)
