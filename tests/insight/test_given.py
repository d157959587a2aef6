"""Tables that a person gives as CSV: what is read, and what a wrong file is told."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from localspend.errors import InputError
from localspend.insight import given

COLUMNS = {"ward": "string", "month": "date", "pounds": "decimal(18, 2)", "people": "int64", "rate": "float64"}
HEAD = "ward,month,pounds,people,rate\n"


def read(connection: ibis.BaseBackend, path: Path, content: str | bytes) -> list[dict[str, Any]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rows: list[dict[str, Any]] = given.read(connection, path, COLUMNS).to_pyarrow().to_pylist()
    return rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "residents.csv"


def test_cells_are_read_as_people_write_them(connection: ibis.BaseBackend, path: Path) -> None:
    lines = 'W1 ,2024-03-01,"£1,234.5","12,000",0.25\n\nW2,,,,\n'
    assert read(connection, path, HEAD + lines) == [
        {"ward": "W1", "month": date(2024, 3, 1), "pounds": Decimal("1234.50"), "people": 12000, "rate": 0.25},
        {"ward": "W2", "month": None, "pounds": None, "people": None, "rate": None},
    ]


def test_columns_come_in_any_order_with_others_between(duck: ibis.BaseBackend, path: Path) -> None:
    (row,) = read(duck, path, "note,rate,people,pounds,month,ward\nx,1,2,3,2024-01-01,W1\n")
    assert list(row) == list(COLUMNS)
    assert (row["ward"], row["people"]) == ("W1", 2)


def test_mark_that_spreadsheets_put_first_is_no_part_of_the_header(duck: ibis.BaseBackend, path: Path) -> None:
    (row,) = read(duck, path, b"\xef\xbb\xbf" + HEAD.encode() + b"W1,,,,\n")
    assert row["ward"] == "W1"


def test_line_that_is_cut_short_has_blanks(duck: ibis.BaseBackend, path: Path) -> None:
    assert read(duck, path, HEAD + "W1,2024-01-01\n")[0]["rate"] is None


def test_header_alone_is_a_table_without_rows(duck: ibis.BaseBackend, path: Path) -> None:
    assert read(duck, path, HEAD) == []


@pytest.mark.parametrize("content", ["", "Ward,Month\nW1,2024-01-01\n", HEAD.replace(",", ";")])
def test_header_that_lacks_a_column_is_named(duck: ibis.BaseBackend, path: Path, content: str) -> None:
    with pytest.raises(InputError) as told:
        read(duck, path, content)
    assert str(told.value) == (
        f"{path}, line 1: the column ward is missing. It needs ward, month, pounds, people, rate"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("W1,,twelve,,", "'twelve' under pounds is no amount. Write it as 1234.50"),
        ("W1,,1e20,,", "'1e20' under pounds is no amount"),
        ("W1,,NaN,,", "'NaN' under pounds is no amount"),
        ("W1,,,1.5,", "'1.5' under people is no whole number"),
        ("W1,,,99999999999999999999,", "under people is no whole number"),
        ("W1,,,,Infinity", "'Infinity' under rate is no number"),
        ("W1,03/2024,,,", "'03/2024' under month is no date. Write it as 2024-03-31"),
        ("W1,,=1+1,,", "'=1+1' under pounds is no amount"),
        ("W1,,,=SUM(A1:A9),", "'=SUM(A1:A9)' under people is no whole number"),
    ],
)
def test_cell_that_is_no_value_is_named_with_its_line(duck: ibis.BaseBackend, path: Path, line: str, says: str) -> None:
    with pytest.raises(InputError) as told:
        read(duck, path, HEAD + "W0,,,,\n" + line + "\n")
    assert f"{path}, line 3: " in str(told.value)
    assert says in str(told.value)


def test_formula_under_a_text_is_a_text_and_is_never_worked_out(duck: ibis.BaseBackend, path: Path) -> None:
    assert read(duck, path, HEAD + "=1+1,,,,\n")[0]["ward"] == "=1+1"


def test_file_of_another_encoding_is_told_what_to_do(duck: ibis.BaseBackend, path: Path) -> None:
    with pytest.raises(InputError, match=r"the file is no CSV in UTF-8\. Save it as CSV UTF-8"):
        read(duck, path, (HEAD + "Plâs,,£5,,\n").encode("latin-1"))


def test_file_that_is_not_there_is_named(duck: ibis.BaseBackend, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: the file cannot be read: No such file"):
        given.read(duck, tmp_path / "none.csv", COLUMNS)
    with pytest.raises(InputError, match="the file cannot be read"):
        given.read(duck, tmp_path, COLUMNS)
