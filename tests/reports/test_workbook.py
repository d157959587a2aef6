"""The workbook, opened as another program would."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from localspend import workspace
from localspend.reports import levers, workbook
from localspend.reports.account import gather
from localspend.reports.levers import Levers


@pytest.fixture(scope="module")
def book(written: Path) -> Any:
    return openpyxl.load_workbook(written.with_name("report.xlsx"))


def rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    head, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_sheet_for_every_cut(book: Any) -> None:
    assert book.sheetnames == [
        "About", "Call list", "Headline", "Leakage", "Influence", "Replacement", "Peer proven", "Shared needs",
        "Pipeline", "Quotable", "Capability", "Benchmark", "Place", "Evaluation", "By tier",
        "By institution", "By year", "By institution and year", "By size", "By kind",
        "By category", "Top suppliers", "Value bands", "Concentration", "Deprivation", "Definitions of local",
        "Links", "Addresses", "Excluded payments", "By ward",
        "Deprivation of wards", "Coverage", "Not known", "Spend in full", "Source files", "Excluded rows",
        "Rows by reason", "Findings",
    ]  # fmt: skip
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert sheet.max_row >= 2 or sheet.title == "Findings"


@pytest.fixture(scope="module")
def levers_book(story_folder: Path) -> Any:
    return openpyxl.load_workbook(story_folder / "report.xlsx")


def test_sheets_of_the_levers_have_words_pounds_and_dates(levers_book: Any) -> None:
    leak = rows(levers_book, "Leakage")[0]
    assert (leak["Area"], leak["What was bought"], leak["CPV code"], leak["Leaves the area"]) == (
        "East Side", "Food and drink", "15000000", 40000
    )  # fmt: skip
    assert "£" in levers_book["Leakage"]["E2"].number_format
    due = rows(levers_book, "Pipeline")[1]
    assert (due["What happens then"], due["Title"], due["Known from"]) == (
        "The contract ends", "School meals", "A contract register"
    )  # fmt: skip
    assert levers_book["Pipeline"]["A2"].is_date
    need = rows(levers_book, "Shared needs")[0]
    assert (need["Need"], need["Found by"], need["Advice"]) == ("Food and drink", "The same category", "Keep it small")
    assert rows(levers_book, "Evaluation")[0]["Verdict"] == "Money moved"
    assert rows(levers_book, "Capability")[0]["Look as far as"] == "The City"
    assert rows(levers_book, "Replacement")[0]["Location quotient"] == 1.257


def test_call_list_has_a_row_a_supplier(levers_book: Any) -> None:
    calls = rows(levers_book, "Call list")
    assert [(row["Supplier to ring"], row["Why it is here"]) for row in calls] == [
        ("'=Bakery Limited", "A peer pays it"),
        ("A sole trader or partnership", "A peer pays it"),
        ("City Lunches Limited", "A peer pays it"),
        ("Ink & Sons Limited", "Its registered activity fits"),
        ("A sole trader or partnership", "An institution has paid it for this"),
    ]
    assert calls[0]["Whom to ask"] == "Wychall Hospitals <NHS> Trust: how they buy from them"


def test_about_says_how_to_read_each_sheet_of_the_levers(levers_book: Any) -> None:
    about = {row["About"]: row["Says"] for row in rows(levers_book, "About")}
    assert about["What could stay?"].startswith("£4,000 to £20,000 a year")
    assert "must not be added up" in about["Sheet Shared needs"]
    levers = levers_book.sheetnames[3 : levers_book.sheetnames.index("By tier")]
    assert [name for name in levers if f"Sheet {name}" not in about] == []
    assert "Splitting" not in levers_book.sheetnames


def test_sheet_without_an_answer_says_why(network: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unanswered = Levers(unanswered={"pipeline": "No payment has a date."})
    monkeypatch.setattr(levers, "ask", lambda *args, **options: unanswered)
    (tmp_path / "none.xlsx").write_bytes(workbook.render(gather(workspace.current(network))))
    none = openpyxl.load_workbook(tmp_path / "none.xlsx")
    assert none["Pipeline"]["A2"].value == "This could not be answered. No payment has a date."
    assert none["Leakage"]["A2"].value == "Nothing that was paid is known to leave."


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
