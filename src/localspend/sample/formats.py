"""Files as publishers make them: text in an encoding, workbooks, broken ones. The same rows give the same bytes."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

import xlsxwriter

from localspend.sample import biff

Cell = str | float | date | None
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def write_text(
    path: Path, rows: Iterable[Sequence[object]], *, encoding: str, delimiter: str = ",", end: str = "\r\n"
) -> None:
    """Delimited text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)


def write_workbook(path: Path, sheets: dict[str, Iterable[Sequence[Cell]]]) -> None:
    """An .xlsx; pence in it are pounds as numbers, dates are dates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook(sheets))


def workbook(sheets: dict[str, Iterable[Sequence[Cell]]]) -> bytes:
    """The bytes of an .xlsx."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": MADE.replace(tzinfo=None)})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return made.getvalue()


def write_old_workbook(path: Path, rows: Iterable[Sequence[Cell]], *, sheet: str) -> None:
    """A real .xls."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(biff.workbook(rows, sheet=sheet))


def write_web_page(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    """An .xls that is a web page with a table, as some finance systems export."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ("<tr>" + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) + "</tr>\n" for row in rows)
    path.write_text(f"<html><body><table>\n{''.join(lines)}</table></body></html>\n", encoding="utf-8", newline="")


def _shown(cell: Cell) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else str(cell)


def write_broken(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    """An .xlsx that was cut off while it was copied."""
    whole = workbook({"Draft": rows})
    path.write_bytes(whole[: len(whole) * 3 // 5])


def write_pdf(path: Path) -> None:
    """A PDF under another file's name."""
    lines = (
        "%PDF-1.4",
        "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        "2 0 obj << /Type /Pages /Kids [] /Count 0 >>",
    )
    path.write_bytes("\n".join([*lines, "endobj", "trailer << /Root 1 0 R >>", "%%EOF", ""]).encode("ascii"))
