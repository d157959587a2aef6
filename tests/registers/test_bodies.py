"""Public bodies and housing providers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from localspend.sources import registers
from tests.registers.test_companies import read
from tests.shared import shared

ODS = '"{}","{}","Y60","QHL","A ROAD","","","BIRMINGHAM","","B15 2GW","{}","{}"' + ',""' * 15 + "\n"


def convert(tmp_path: Path, text: str) -> tuple[registers.RegisterAccount, list[dict[str, Any]]]:
    file = tmp_path / "list.csv"
    file.write_text(text)
    return read(file, tmp_path)


def test_nhs_bodies_without_a_header(tmp_path: Path) -> None:
    text = ODS.format("RRK", "A HOSPITAL TRUST", "20180401", "") + ODS.format("15E", "A CCG", "20130401", "20220630")
    account, rows = convert(tmp_path, text)
    assert account.kind == "nhs"
    picked = ("supplier_id", "kind", "postcode", "register_status", "incorporated_on", "dissolved_on", "vcse")
    assert [tuple(row[name] for name in picked) for row in rows] == [
        ("GB-NHS-RRK", "public-body", "B15 2GW", "Active", date(2018, 4, 1), None, False),
        ("GB-NHS-15E", "public-body", "B15 2GW", "Closed", date(2013, 4, 1), date(2022, 6, 30), False),
    ]


def test_care_boards_have_their_nhs_code(tmp_path: Path) -> None:
    _, rows = convert(tmp_path, "ICB24CD,ICB24CDH,ICB24NM\nE54000055,QHL,NHS Birmingham and Solihull ICB\n")
    assert (rows[0]["supplier_id"], rows[0]["name"]) == ("GB-NHS-QHL", "NHS Birmingham and Solihull ICB")


def test_housing_providers_by_form_and_designation(tmp_path: Path) -> None:
    header = "organisation_name,registration_number,registration_date,designation,corporate_form\n"
    lines = "A Society,L1234,01/01/1980,Non-profit,Registered society\n"
    lines += "A Council,00CN,01/04/2010,Local authority,Registered local authority\n"
    _, rows = convert(tmp_path, header + lines + "A Landlord Ltd,5123,01/04/2020,Profit,Company\n")
    assert [(row["supplier_id"], row["kind"], row["legal_form"], row["vcse"]) for row in rows] == [
        ("GB-SHPE-L1234", "mutual", "registered-society", True),
        ("GB-SHPE-00CN", "public-body", "local-authority", False),
        ("GB-SHPE-5123", "company", None, False),
    ]


def test_plain_list_of_public_bodies_as_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "bodies.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(
            [
                ("Name", "Identifier", "Kind", "Postcode"),
                ("A Council", "GB-LAE-BIR", "council", "b11bb"),
                ("A Board", 17.0, "", ""),
            ]
        ):
            sheet.write_row(n, 0, row)
    account, rows = read(file, tmp_path)
    assert account.kind == "public-bodies"
    assert [(row["supplier_id"], row["kind"], row["legal_form"], row["postcode"]) for row in rows] == [
        ("GB-LAE-BIR", "public-body", "council", "B1 1BB"),
        ("local-body-17", "public-body", None, None),
    ]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("etr.csv", "nhs", 273),
        ("eccg.csv", "nhs", 320),
        ("icb_names_codes_dec_2024.csv", "nhs", 42),
        ("registered_social_housing_providers.csv", "housing-providers", 1_612),
    ],
)
def test_real_lists_are_read_whole(tmp_path: Path, name: str, kind: str, rows: int) -> None:
    account, _ = read(shared(f"registers/{name}"), tmp_path)
    assert (account.kind, account.rows, account.left_out) == (kind, rows, 0)
