"""The workbook, opened as another program would."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from localspend import workspace
from localspend.reports import workbook
from localspend.reports.account import gather


@pytest.fixture(scope="module")
def book(written: Path) -> Any:
    return openpyxl.load_workbook(written.with_name("report.xlsx"))


def rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    head, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_sheet_for_every_cut(book: Any) -> None:
    assert book.sheetnames == [
        "About", "Headline", "By tier", "By institution", "By year", "By institution and year", "By size", "By kind",
        "By category", "Top suppliers", "Value bands", "Concentration", "Deprivation", "Definitions of local",
        "Links", "Addresses", "Excluded payments", "By ward",
        "Deprivation of wards", "Coverage", "Not known", "Spend in full", "Source files", "Excluded rows",
        "Rows by reason", "Findings",
    ]  # fmt: skip
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert sheet.max_row >= 2 or sheet.title == "Findings"


def test_numbers_are_numbers_and_add_up(book: Any) -> None:
    total = Decimal("51850.09")
    for name in ("By tier", "By institution", "By year", "By size", "By kind", "By category", "Spend in full"):
        assert sum(Decimal(str(row["Paid"])) for row in rows(book, name)) == total, name
    assert "£" in book["By tier"]["B2"].number_format
    assert book["Coverage"]["D2"].is_date


def test_nothing_in_it_is_a_formula_or_a_private_name(book: Any) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert "'=Bakery Limited" in texts
    assert not [text for text in texts if "Ann Example" in text or "Jo Bloggs" in text or "Nightingale" in text]


def test_excluded_rows_keep_their_cells_but_not_those_about_people(book: Any) -> None:
    shown = {row["Reason"]: row["Cells as read"] for row in rows(book, "Excluded rows")}
    assert shown == {"header": '["Date", "Amount"]', "not-a-payment": "withheld", "total": "withheld"}


def test_sheet_that_is_too_long_says_what_it_leaves_out(
    network: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workbook, "EXCEL_ROWS", 4)
    (tmp_path / "cut.xlsx").write_bytes(workbook.render(gather(workspace.current(network))))
    cut = openpyxl.load_workbook(tmp_path / "cut.xlsx")
    assert cut["Top suppliers"].max_row == 4
    assert "more rows do not fit on a sheet" in cut["Top suppliers"]["A4"].value
