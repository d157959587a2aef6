"""The workbook: a sheet a cut, numbers as numbers, nothing that a spreadsheet program would run."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from localspend.cells import harmless
from localspend.reports import call_list, prose, story, words
from localspend.reports.account import Account
from localspend.reports.grids import Column, Grid
from localspend.reports.method import TERMS

#: Rows that Excel can hold on a sheet, the header among them.
EXCEL_ROWS = 1_048_576
EXCEL_TEXT = 32_767
#: A fixed date inside the file, so that the same snapshot gives the same bytes.
CREATED = datetime(2000, 1, 1)
FORMATS = {
    "pounds": "£#,##0.00;[Red]-£#,##0.00",
    "count": "#,##0",
    "share": "0.0%",
    "index": "0.0000",
    "ratio": "0.00",
    "points": "+0.0000;-0.0000;0",
    "date": "dd/mm/yyyy",
    "year": "0",
}
WIDTHS = {"pounds": 18, "count": 12, "share": 14, "index": 14, "ratio": 12, "points": 12, "date": 13, "year": 8}

#: The head of a column of sentences, how wide it is in letters, and the height of a line in points.
SAYS, NOTE_WIDTH, LINE_HEIGHT = "Says", 110, 15


def render(account: Account) -> bytes:
    """The XLSX file."""
    calls = call_list.grid(call_list.sheets(account))
    grids = [_about(account, calls), calls, *account.grids.values()]
    return book(f"{account.names.network}: where the money goes", grids)


def book(title: str, grids: Sequence[Grid]) -> bytes:
    """A workbook with a sheet a grid."""
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = xlsxwriter.Workbook(target, options)
    made.set_properties({"title": title, "created": CREATED})
    formats = {kind: made.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()}
    formats["text"] = made.add_format({"valign": "top"})
    formats["head"] = made.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#0b3a53", "font_color": "#ffffff"}
    )
    formats["note"] = made.add_format({"text_wrap": True, "valign": "top"})
    for grid in grids:
        _sheet(made, grid, formats)
    made.close()
    return target.getvalue()


def _sheet(book: Any, grid: Grid, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(grid.name)
    for n, column in enumerate(grid.columns):
        sheet.set_column(n, n, _width(grid, n, column))
    for n, column in enumerate(grid.columns):
        sheet.write_string(0, n, column.head, formats["head"])
    fits = grid.rows[: EXCEL_ROWS - 2]
    for line, row in enumerate(fits, 1):
        if SAYS in (column.head for column in grid.columns):
            # A spreadsheet other than Excel does not make room for wrapped text by itself.
            sheet.set_row(line, LINE_HEIGHT * -(-max(len(str(row[-1])), 1) // NOTE_WIDTH))
        for n, (value, column) in enumerate(zip(row, grid.columns, strict=True)):
            _cell(sheet, line, n, value, column, formats)
    if len(fits) < len(grid.rows):
        cut = f"{len(grid.rows) - len(fits):,} more rows do not fit on a sheet; they are in the snapshot"
        sheet.write_string(len(fits) + 1, 0, cut, formats["text"])
    if not grid.rows and grid.empty:
        sheet.write_string(1, 0, grid.empty, formats["text"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(fits), 1), len(grid.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, line: int, n: int, value: Any, column: Column, formats: dict[str, Any]) -> None:
    look = formats[column.kind]
    if value is None:
        empty = {"share": "not given", "pounds": "", "count": "", "date": ""}
        sheet.write_string(line, n, empty.get(column.kind, words.NOT_KNOWN.lower()), formats["text"])
    elif column.kind == "date":
        sheet.write_datetime(line, n, value, look)
    elif column.kind in FORMATS:
        sheet.write_number(line, n, value, look)
    else:
        sheet.write_string(
            line, n, harmless(str(value)[: EXCEL_TEXT - 1]), formats["note" if column.head == SAYS else "text"]
        )


def _width(grid: Grid, n: int, column: Column) -> float:
    """Wide enough for what stands there, within reason."""
    if column.kind != "text":
        return max(WIDTHS[column.kind], min(len(column.head), 18))
    longest = max((len(str(row[n] or "")) for row in grid.rows[:500]), default=0)
    return min(max(longest, len(column.head), 8) + 2, NOTE_WIDTH if column.head == SAYS else 60)


def _about(account: Account, calls: Grid) -> Grid:
    """What the workbook is, before any number."""
    manifest = account.manifest
    rows = [
        ("Network", account.names.network),
        ("Institutions", words.listed(list(account.names.institutions.values()))),
        ("Headline", prose.lead(account)),
        *((answer.question, " ".join([answer.figure, *answer.says]).strip()) for answer in story.answers(account)),
        *(("", prose.sentence(account, area)) for area in account.headline["by_area"][1:]),
        *(("Why an interval", text) for text in prose.explanation(account)),
        *(("What the register covers", text) for text in (prose.coverage(account), prose.live_only(account)) if text),
        *(("Do not compare years as they stand", text) for text in prose.warnings_of_coverage(account)),
        *(("Note", text) for text in manifest.get("notes", [])),
        *(
            (f"Sheet {grid.name}", f"{grid.caption}. {grid.note}")
            for grid in (calls, *account.grids.values())
            if grid.note
        ),
        *TERMS.items(),
        ("Snapshot", account.snapshot_id),
        ("localspend", str(manifest.get("code_version", ""))),
        ("To reproduce", "localspend build; localspend report (see How to reproduce in index.html)"),
    ]
    return Grid("About", "About this workbook", (Column("About"), Column(SAYS)), rows)
