"""Registers of charities and mutuals, in the shapes in which they are published; every organisation is invented."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from localspend.sources import registers
from tests.registers.test_companies import read

MAIN = (
    "date_of_extract\torganisation_number\tregistered_charity_number\tlinked_charity_number\tcharity_name\tcharity_type\t"
    "charity_registration_status\tdate_of_registration\tdate_of_removal\tlatest_income\tcharity_contact_postcode\t"
    "charity_company_registration_number\tcharity_is_cio\tcharity_activities\n"
)
OTHER = (
    "date_of_extract\torganisation_number\tregistered_charity_number\tlinked_charity_number\tcharity_name_id\t"
    "charity_name_type\tcharity_name\n"
)
OSCR = "Charity Number,Charity Name,Registered Date,Known As,Charity Status,Notes,Postcode,Constitutional Form\n"
CCNI = "Reg charity number,Sub charity number,Charity name,Date registered,Status,Total income,Public address,"
CCNI += "Company number\n"
SOCIETIES = "Society Number,Society Suffix,Full Registation Number,Society Name,Registered As,Society Address,"
SOCIETIES += "Registration Date,Deregistration Date,Society Status\n"


def charity(number: str, name: str, **more: str) -> str:
    """One line of the Commission's extract."""
    cells = {"registered_charity_number": number, "charity_name": name, "linked_charity_number": "0"}
    cells |= {"date_of_registration": "2015-03-02 00:00:00.0000000", "charity_registration_status": "Registered"} | more
    return "\t".join(cells.get(column, "") for column in MAIN.strip().split("\t")) + "\n"


def convert(tmp_path: Path, text: str) -> tuple[registers.RegisterAccount, list[dict[str, Any]]]:
    file = tmp_path / "any name.txt"
    file.write_text("\ufeff" + text, encoding="utf-8")
    return read(file, tmp_path)


def picked(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_charities_have_their_number_and_companies_their_company(tmp_path: Path) -> None:
    text = MAIN + charity("1100001", "ACME TRUST", charity_contact_postcode="b11aa", charity_is_cio="True")
    text += charity("1100001", "ACME YOUTH WING", linked_charity_number="1")
    text += charity("200002", "BIG HOSPICE LIMITED", charity_company_registration_number="4123456")
    account, rows = convert(tmp_path, text + charity("1100003", "HALL", charity_company_registration_number="0"))
    assert (account.kind, account.left_out) == ("charity-commission", 0)
    assert picked(rows, "supplier_id", "number", "legal_form", "postcode", "vcse") == [
        ("GB-CHC-1100001", "1100001", "cio", "B1 1AA", True),
        ("GB-CHC-1100001-1", "1100001-1", None, None, True),
        ("GB-COH-04123456", "200002", "charitable-company", None, True),
        ("GB-CHC-1100003", "1100003", None, None, True),
    ]
    assert {row["incorporated_on"] for row in rows} == {date(2015, 3, 2)}


def test_removed_charity_has_its_date_and_is_no_longer_known_as_one(tmp_path: Path) -> None:
    removed = charity(
        "1100002", "OLD HALL", charity_registration_status="Removed", date_of_removal="2014-04-16 00:00:00.0000000"
    )
    _, (row,) = convert(tmp_path, MAIN + removed)
    assert (row["register_status"], row["dissolved_on"], row["vcse"]) == ("Removed", date(2014, 4, 16), None)


def test_quotation_marks_between_tabs_are_letters(tmp_path: Path) -> None:
    text = MAIN + charity("1100001", '"FRIENDS" OF THE PARK') + charity("1100002", "NEXT", charity_activities='"open')
    _, rows = convert(tmp_path, text + charity("1100003", "LAST"))
    assert [row["name"] for row in rows] == ['"FRIENDS" OF THE PARK', "NEXT", "LAST"]


def test_charity_without_a_usable_number_is_left_out_and_told(tmp_path: Path) -> None:
    account, rows = convert(tmp_path, MAIN + charity("none", "ACME") + charity("1100001", ""))
    assert (rows, account.left_out) == ([], 2)
    assert "'none' is no number of that register" in account.faults[0]


def test_other_names_are_working_or_previous(tmp_path: Path) -> None:
    lines = "2024-01-01\t5\t1100001\t0\t9\tWorking name\tACME\n2024-01-01\t5\t1100001\t0\t9\tPrevious name\tOLD ACME\n"
    account, rows = convert(tmp_path, OTHER + lines)
    assert account.kind == "charity-names"
    assert picked(rows, "supplier_id", "name", "name_kind", "kind") == [
        ("GB-CHC-1100001", "ACME", "working", None),
        ("GB-CHC-1100001", "OLD ACME", "previous", None),
    ]


def test_scottish_charities_and_what_they_are_known_as(tmp_path: Path) -> None:
    text = OSCR + "SC012345,Glen Trust,01/02/1990 00:00,The Glen,Active,,EH1 1AA,Trust\n"
    text += "SC012346,Loch Ltd,01/02/1990 00:00,,Active,,,Company (the charity is registered with Companies House)\n"
    text += "SC012347,Ben,01/02/2012,,Active,,,SCIO (Scottish Charitable Incorporated Organisation)\n12,No,,,,,,\n"
    account, rows = convert(tmp_path, text)
    assert (account.kind, account.left_out) == ("oscr", 1)
    assert picked(rows, "supplier_id", "name", "name_kind", "legal_form", "postcode") == [
        ("GB-SC-SC012345", "Glen Trust", "current", None, "EH1 1AA"),
        ("GB-SC-SC012345", "The Glen", "working", None, "EH1 1AA"),
        ("GB-SC-SC012346", "Loch Ltd", "current", "charitable-company", None),
        ("GB-SC-SC012347", "Ben", "current", "scio", None),
    ]
    assert rows[0]["incorporated_on"] == date(1990, 2, 1)


def test_former_scottish_charities_have_ceased(tmp_path: Path) -> None:
    head = OSCR.strip() + ",Ceased Date\n"
    _, (row,) = convert(tmp_path, head + "SC012345,Glen Trust,01/02/1990,,,,EH1 1AA,Trust,31/12/2011 00:00\n")
    assert (row["register_status"], row["dissolved_on"], row["vcse"]) == ("Removed", date(2011, 12, 31), None)


def test_charities_of_northern_ireland_and_their_companies(tmp_path: Path) -> None:
    text = CCNI + '100002,0,Mourne Trust,10/01/2015,Up-to-date,1000,"1 Street, Newry, BT34 1AA",0\n'
    account, rows = convert(tmp_path, text + "100003,0,Lagan Ltd,10/01/2015,Removed,,,12345\n")
    assert account.kind == "ccni"
    assert picked(rows, "supplier_id", "number", "postcode", "vcse") == [
        ("GB-NIC-100002", "100002", "BT34 1AA", True),
        ("GB-COH-NI012345", "100003", None, None),
    ]


def test_mutuals_by_what_they_are_registered_as(tmp_path: Path) -> None:
    text = SOCIETIES + '7123,,7123,Acme Co-op Limited,Co-operative Society,"1 Street, Leeds, LS1 1AA",01/02/2015,,'
    text += "Registered\n213,C,213C,Acme Credit Union Limited,Credit Union,,01/02/1990,31/12/2001,Deregistered\n"
    account, rows = convert(tmp_path, text)
    assert account.kind == "mutuals"
    assert picked(rows, "supplier_id", "legal_form", "vcse", "postcode", "dissolved_on") == [
        ("GB-MPR-7123", "registered-society", True, "LS1 1AA", None),
        ("GB-MPR-213C", "credit-union", None, None, date(2001, 12, 31)),
    ]


@pytest.mark.parametrize("written", ["Deregistered", "Removed", "Ceased"])
def test_former_societies_say_nothing_of_today(tmp_path: Path, written: str) -> None:
    line = f"7123,,7123,Acme Co-op Limited,Co-operative Society,,01/02/2015,,{written}\n"
    assert convert(tmp_path, SOCIETIES + line)[1][0]["vcse"] is None
