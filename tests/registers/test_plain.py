"""Any register with a number and a name column, for `match`."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import ibis
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from localspend import engine
from localspend.errors import InputError
from localspend.sources.registers import plain


def converted(tmp_path: Path, text: str, *more: str) -> tuple[list[dict[str, object]], list[str]]:
    """The rows of the register `text` (and `more`), and the notes about it."""
    paths = []
    for n, each in enumerate((text, *more)):
        path = tmp_path / f"register{n}.csv"
        path.write_text(each, encoding="utf-8")
        paths.append(path)
    account = plain.convert(paths, tmp_path / "out.parquet")
    return pq.read_table(tmp_path / "out.parquet").to_pylist(), account.notes()


@pytest.mark.parametrize(
    "header",
    [
        "company_number,name",
        "CompanyNumber,CompanyName",
        "charity_number,charity_name",
        "registration_number,organisation_name",
        "Registered Charity Number,Charity Name",
        "Number,Company Name",
        "\ufeffcompany_number,company_name",
        "Company Number ,Registered name",
        "company_number;company_name",
        "registration_number\torganisation_name",
    ],
)
def test_number_and_name_columns_are_found(tmp_path: Path, header: str) -> None:
    mark = next((mark for mark in ";\t" if mark in header), ",")
    [row], _ = converted(tmp_path, f"{header}\n0123{mark}Acme Ltd\n")
    assert (row["supplier_id"], row["number"], row["name"]) == ("0123", "0123", "Acme Ltd")


def test_number_is_kept_as_written_and_an_odd_shape_told(tmp_path: Path) -> None:
    usual = "".join(f"{n:08d},Company {n} Ltd\n" for n in range(1, 3000))
    found, notes = converted(tmp_path, f"company_number,name\n{usual} 12-34/x ,Odd One Ltd\n")
    assert found[-1]["supplier_id"] == " 12-34/x "
    assert notes == ["1 numbers have a shape that few others have, such as '12-34/x': kept as written"]


def test_name_and_number_of_their_own_go_before_vaguer_columns(tmp_path: Path) -> None:
    [row], _ = converted(tmp_path, "number,name,company_name,company_number\nx,Wrong,Acme Ltd,01\n")
    assert (row["number"], row["name"]) == ("01", "Acme Ltd")


@pytest.mark.parametrize("column", ["previous_name_1", "PreviousName_1.CompanyName", "previous_name", "former_names"])
def test_previous_names_are_found(tmp_path: Path, column: str) -> None:
    found, _ = converted(tmp_path, f"CompanyNumber,CompanyName,{column}\n1,Acme Ltd,Old Ltd\n2,Other Ltd,\n")
    assert [row["name"] for row in found if row["name_kind"] == "previous"] == ["Old Ltd"]


def test_numbers_that_a_spreadsheet_spoilt_are_told(tmp_path: Path) -> None:
    found, notes = converted(tmp_path, "company_number,name\n1.23E+07,Acme Ltd\n01234567,Other Ltd\n")
    assert found[0]["number"] == "1.23E+07"
    assert notes[0].startswith("1 numbers are written as 1.2E+07: a spreadsheet has lost their digits")


def test_number_of_several_records_is_told(tmp_path: Path, duck: ibis.BaseBackend) -> None:
    rows = "1,Acme Ltd\n1,Acme Ltd\n2,Other Ltd\n2,Quite Another Ltd\n3,Third Ltd\n"
    converted(tmp_path, f"company_number,name\n{rows}")
    [told] = plain.repeated(engine.read_parquet(duck, tmp_path / "out.parquet"))
    assert told.startswith("2 numbers stand on more than one record, 1 of them with names that differ, such as '2'")
    converted(tmp_path, "company_number,name\n1,Acme Ltd\n2,Acme Ltd\n")
    assert plain.repeated(engine.read_parquet(duck, tmp_path / "out.parquet")) == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('1,Acme Ltd\n2,"Never Closed Ltd\n3,Third Ltd\n', "1 names run over several lines, the first at number '2'"),
        ('1,Acme Ltd\n2,"Never Closed Ltd\n3,"Third" Ltd\n', "1 names run over several lines, the first at number '2'"),
        ("1,Acme Ltd\n2\n3,Third,Ltd\n", "2 records could not be used"),
    ],
)
def test_lines_that_are_lost_are_told(tmp_path: Path, rows: str, told: str) -> None:
    _, notes = converted(tmp_path, f"company_number,name\n{rows}")
    assert any(told in note for note in notes), notes


def test_note_beside_the_register_is_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "register.zip", "w") as archive:
        archive.writestr("part1.csv", "company_number,name\n1,Acme Ltd\n")
        archive.writestr("part2.csv", "company_number,name\n2,Other Ltd\n")
        archive.writestr("readme.txt", "About this register\n")
    with xlsxwriter.Workbook(tmp_path / "register.xlsx") as book:
        sheet = book.add_worksheet()
        for n, cells in enumerate([("company_number", "name"), (7, "Seventh Ltd"), ("008", "Eighth Ltd")]):
            sheet.write_row(n, 0, cells)
        book.add_worksheet("Notes").write(0, 0, "About this register")
    (tmp_path / "register.csv.gz").write_bytes(gzip.compress(b"charity_number,name\n9,Ninth Trust\n"))
    paths = [tmp_path / f"register.{ending}" for ending in ("zip", "xlsx", "csv.gz")]
    account = plain.convert(paths, tmp_path / "out.parquet")
    found = pq.read_table(tmp_path / "out.parquet").column("supplier_id").to_pylist()
    assert found == ["1:1", "1:2", "1:7", "1:008", "3:9"]
    assert [note.split(" is left out: ")[0].rpartition("/")[2] for note in account.notes()] == [
        "register.zip!readme.txt",
        "register.xlsx#Notes",
    ]


def test_previous_names_status_and_days_are_used(tmp_path: Path) -> None:
    head = "company_number,company_name,company_status,previous_names,previous_name_1,DissolutionDate"
    found, _ = converted(tmp_path, f"{head}\n1,Acme Ltd,Dissolved,Older Ltd | Oldest Ltd,Old Ltd,31/03/2018\n")
    assert {(row["name"], row["name_kind"]) for row in found} == {
        ("Acme Ltd", "current"),
        ("Old Ltd", "previous"),
        ("Older Ltd", "previous"),
        ("Oldest Ltd", "previous"),
    }
    assert {row["dissolved_on"] for row in found} == {date(2018, 3, 31)}
    assert {row["register_status"] for row in found} == {"Dissolved"}


def test_numbers_of_two_registers_are_kept_apart(tmp_path: Path) -> None:
    found, _ = converted(tmp_path, "company_number,name\n7,Acme Ltd\n", "charity_number,name\n7,Acme Trust\n")
    assert [row["supplier_id"] for row in found] == ["1:7", "2:7"]


def test_records_without_number_or_name_are_counted(tmp_path: Path) -> None:
    found, notes = converted(tmp_path, "company_number,name\n1,Acme Ltd\n,No Number Ltd\n3,\n")
    assert [row["number"] for row in found] == ["1"]
    assert notes == ["2 records could not be used"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no column holds the number; its columns are a, b"),
        ("company_number,b\n1,2\n", "no column holds the name"),
        ("company_number,name\n", "no record has a number and a name"),
        ("", "empty"),
        ("00000001,Acme Ltd\n", "The first line of a register names its columns"),
        ("company_number,name\n1,Ac\0me\n", "this is not text: line 2 has a NUL byte"),
        (
            'company_number,name,postcode\n1,"Acme,B1\n2,Other,B2\n',
            "no record has a number and a name .*quotation mark may not be closed",
        ),
    ],
)
def test_what_is_no_register_is_refused_with_the_reason(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        converted(tmp_path, text)


def test_utf_16_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text("company_number,name\n1,Acme\n", encoding="utf-16")
    with pytest.raises(InputError, match=r"this is UTF-16\. Save it as CSV in UTF-8"):
        plain.convert([tmp_path / "register.csv"], tmp_path / "out.parquet")


def test_each_of_several_registers_needs_a_record(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"register1.csv: no record has a number and a name"):
        converted(tmp_path, "company_number,name\n1,Acme\n", "charity_number,name\n,Other\n")
