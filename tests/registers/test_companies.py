"""Companies House: the bulk file, slices of it, and what its categories say."""

import gzip
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from localspend.errors import InputError
from localspend.sources import registers
from localspend.tables import organisations
from localspend.tables.arrow import arrow_schema
from tests.shared import shared

# The real file writes a blank before most of its column names.
BULK = (
    "CompanyName, CompanyNumber,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,"
    "DissolutionDate,IncorporationDate,Accounts.AccountCategory,SICCode.SicText_1,SICCode.SicText_2,"
    "PreviousName_1.CONDATE, PreviousName_1.CompanyName,PreviousName_2.CONDATE, PreviousName_2.CompanyName\n"
)


def read(path: Path, tmp_path: Path) -> tuple[registers.RegisterAccount, list[dict[str, Any]]]:
    """The account and the rows of a register."""
    out = tmp_path / "out" / "register.parquet"
    account = registers.convert(path, out)
    table = pq.read_table(out)
    assert table.schema.equals(arrow_schema(organisations.COLUMNS))
    assert table.num_rows == account.rows
    return account, table.to_pylist()


def company(**cells: str) -> str:
    """One line of the bulk file."""
    names = [name.strip() for name in BULK.strip().split(",")]
    given = {"CompanyName": "ACME LTD", "CompanyNumber": "1234567", "CompanyCategory": "Private Limited Company"} | {
        key.replace("_", ".", 1) if key.startswith(("RegAddress", "Accounts", "SICCode")) else key: value
        for key, value in cells.items()
    }
    return ",".join('"{}"'.format(given.get(name, "").replace('"', '""')) for name in names) + "\n"


def one(tmp_path: Path, **cells: str) -> dict[str, Any]:
    """The row of one company."""
    file = tmp_path / "any name at all.dat"
    file.write_text(BULK + company(**cells))
    (row,) = read(file, tmp_path)[1]
    return row


def test_company_becomes_a_row_and_each_previous_name_another(tmp_path: Path) -> None:
    file = tmp_path / "bulk.csv"
    changed = {"PreviousName_1.CONDATE": "31/12/2019", "PreviousName_1.CompanyName": "OLD NAME LTD"}
    file.write_text(
        BULK
        + company(
            RegAddress_PostCode="b94aa",
            CompanyStatus="Active",
            IncorporationDate="14/06/2016",
            SICCode_SicText_1="01110 - Growing of cereals",
            SICCode_SicText_2="None Supplied",
            Accounts_AccountCategory="MICRO ENTITY",
            **changed,
        )
        + company(CompanyName='"QUOTED"\nLTD', CompanyNumber="SC12345")
    )
    account, rows = read(file, tmp_path)
    assert (account.kind, account.rows, account.faults) == ("companies-house", 3, [])
    assert [(row["supplier_id"], row["name"], row["name_kind"], row["used_until"]) for row in rows] == [
        ("GB-COH-01234567", "ACME LTD", "current", None),
        ("GB-COH-01234567", "OLD NAME LTD", "previous", date(2019, 12, 31)),
        ("GB-COH-SC012345", '"QUOTED"\nLTD', "current", None),
    ]
    assert (rows[0]["postcode"], rows[0]["incorporated_on"], rows[0]["sic"]) == ("B9 4AA", date(2016, 6, 14), ["01110"])
    assert (rows[0]["size"], rows[0]["size_basis"]) == ("micro", "Companies House accounts category")
    assert (rows[2]["size"], rows[2]["size_basis"]) == ("unknown", None)


@pytest.mark.parametrize(
    ("category", "kind", "legal_form", "vcse"),
    [
        ("Private Limited Company", "company", "ltd", None),
        (
            "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)",
            "company",
            "limited-by-guarantee",
            None,
        ),
        ("Community Interest Company", "company", "cic", True),
        ("Charitable Incorporated Organisation", "charity", "cio", True),
        ("Registered Society", "mutual", "registered-society", True),
        ("Limited Liability Partnership", "company", "llp", False),
        ("Public Limited Company", "company", "plc", False),
        ("A form that does not exist yet", "company", None, None),
    ],
)
def test_category_gives_kind_and_form(
    tmp_path: Path, category: str, kind: str, legal_form: str | None, vcse: bool | None
) -> None:
    row = one(tmp_path, CompanyCategory=category)
    assert (row["kind"], row["legal_form"], row["vcse"]) == (kind, legal_form, vcse)


@pytest.mark.parametrize(
    ("accounts", "size"),
    [
        ("TOTAL EXEMPTION FULL", "small"),
        ("MEDIUM", "medium"),
        ("FULL", "unknown"),
        ("GROUP", "unknown"),
        ("DORMANT", "unknown"),
    ],
)
def test_size_is_said_only_where_the_accounts_say_it(tmp_path: Path, accounts: str, size: str) -> None:
    assert one(tmp_path, Accounts_AccountCategory=accounts)["size"] == size


def test_parent_is_kept_where_the_register_names_one(tmp_path: Path) -> None:
    path = tmp_path / "companies.csv"
    path.write_text("CompanyName,CompanyNumber,Parent Company Number\nA LTD,01234567,7654321\nB LTD,01234568,\n")
    registers.convert(path, tmp_path / "out.parquet")
    kept = pq.read_table(tmp_path / "out.parquet", columns=["parent_id"]).column(0).to_pylist()
    assert kept == ["GB-COH-07654321", None]


@pytest.mark.parametrize(
    ("number", "country", "origin", "postcode", "expected"),
    [
        ("01234567", "ENGLAND", "United Kingdom", "B9 4AA", None),
        ("01234567", "WEST MIDLANDS", "United Kingdom", "", None),
        ("FC012345", "JERSEY", "JERSEY", "JE2 3AB", "JERSEY"),
        ("FC012345", "", "UNITED STATES", "", "UNITED STATES"),
        ("FC012345", "", "UNITED STATES", "B9 4AA", None),
    ],
)
def test_country_is_that_of_an_address_abroad(
    tmp_path: Path, number: str, country: str, origin: str, postcode: str, expected: str | None
) -> None:
    row = one(
        tmp_path, CompanyNumber=number, RegAddress_Country=country, CountryOfOrigin=origin, RegAddress_PostCode=postcode
    )
    assert row["address_country"] == expected


def test_unusable_records_are_counted_and_described(tmp_path: Path) -> None:
    file = tmp_path / "bulk.csv"
    bad = company(CompanyNumber="NOT-A-NUMBER") + company(CompanyNumber="") + company(CompanyName="") + "one,two\n"
    file.write_text(BULK + company() + bad + company(CompanyNumber="IP12345R"))
    account, rows = read(file, tmp_path)
    assert [row["number"] for row in rows] == ["01234567", "IP12345R"]
    assert account.left_out == 4
    assert "bulk.csv: record 3: 'NOT-A-NUMBER' is no number of that register" in account.faults
    assert account.message == "bulk.csv: 2 names from Companies House; 4 records could not be used"


def test_slice_zip_parts_and_encodings_give_the_same_bytes(tmp_path: Path) -> None:
    text = "Company Name;Company No.;Postcode\nCAFÉ LTD;1234567;B9 4AA\nBEE LTD;1234568.0;\n"
    plain = tmp_path / "slice.csv"
    plain.write_bytes(text.encode("cp1252"))
    packed = tmp_path / "parts.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("part1_2.csv", "\ufeff" + "".join(text.splitlines(keepends=True)[:2]))
        archive.writestr("part2_2.csv", "".join(text.splitlines(keepends=True)[::2]))
    squeezed = tmp_path / "slice.csv.gz"
    squeezed.write_bytes(gzip.compress(text.encode()))
    bytes_of = set()
    for path in (plain, packed, squeezed):
        _account, rows = read(path, tmp_path)
        assert [(row["number"], row["name"]) for row in rows] == [("01234567", "CAFÉ LTD"), ("01234568", "BEE LTD")]
        bytes_of.add((tmp_path / "out" / "register.parquet").read_bytes())
    assert len(bytes_of) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            b"CompanyName,Postcode\nACME,B9 4AA\n",
            "no column holds the organisation's number; its columns are CompanyName, Postcode",
        ),
        (b"", "the file is empty"),
        (b"\x00\x01\x02" * 10, "this is not text"),
        (b"PK\x03\x04 not a zip at all", "cannot be read"),
        (b"\x1f\x8b\x08\x00 not gzip", "cannot be read"),
    ],
)
def test_what_is_no_register_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=says) as refused:
        registers.convert(file, tmp_path / "out.parquet")
    assert "register.csv" in refused.value.where
    assert refused.value.todo
    assert not list(tmp_path.glob("out.parquet*"))


def test_line_that_no_block_can_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("localspend.sources.blocks.BLOCK", 4096)
    file = tmp_path / "register.csv"
    file.write_text(BULK + company() * 50 + "x" * 100_000)
    with pytest.raises(InputError, match="cannot be read"):
        registers.convert(file, tmp_path / "out.parquet")


@pytest.mark.shared
def test_real_slice_and_real_bulk_columns(tmp_path: Path) -> None:
    account, rows = read(shared("registers/companieshouse_southyorkshire_2024-11.csv"), tmp_path)
    assert (account.rows, account.faults) == (75_740, [])
    assert {row["size"] for row in rows} == {"unknown"}
    account, rows = read(shared("registers/BasicCompanyData-2020-05-01_sample.csv"), tmp_path)
    assert sum(row["name_kind"] == "current" for row in rows) == 4_537
    assert account.rows == 5_175
