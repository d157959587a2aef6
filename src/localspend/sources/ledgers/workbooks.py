"""Workbooks (xls, xlsx, xlsb, ods) -> Sheets, through calamine, which opens what strict readers refuse."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any

import python_calamine

from localspend.sources.ledgers.refusal import SPREADSHEET, Refused
from localspend.sources.ledgers.sheet import Sheet, from_rows

#: A sheet that reaches over more cells than this is no ledger (a million rows of fifty columns).
MOST_CELLS = 60_000_000
#: A cell with something in it: <c r="XFD1048576"><v>, but not the <c r="XFD1048576" s="1"/> of a formatted sheet.
_FAR_ROW = re.compile(rb'<(?:\w+:)?c [^<>]*?r="[A-Z]+(\d{5,})"[^<>]*(?<!/)>')
_FAR_COLUMN = re.compile(rb'<(?:\w+:)?c [^<>]*?r="([A-Z]{2,3})\d+"[^<>]*(?<!/)>')
_PIECE = 16 * 1024**2


def sheets(data: bytes) -> Iterator[Sheet]:
    """The sheets of the workbook `data`, hidden ones included. Refused when it cannot be opened."""
    _guard(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as error:
        raise _cannot_open(error) from error
    for name in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except python_calamine.WorksheetNotFound:
            continue  # a chart has a name but no cells
        except Exception as error:
            raise _cannot_open(error) from error
        yield from_rows(((i, [cell(value) for value in row]) for i, row in enumerate(rows, 1)), name)


def _cannot_open(error: Exception) -> Refused:
    if "assword" in str(error) or "ncrypt" in str(error):
        return Refused("the workbook is protected by a password", "Ask the publisher for it without a password")
    return Refused("the workbook is damaged or cut short and cannot be opened", SPREADSHEET)


def _guard(data: bytes) -> None:
    """Refuse a sheet whose stated size would fill the memory."""
    if data[:2] != b"PK":
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                with archive.open(info) as part:
                    if _reach(part) > MOST_CELLS:
                        raise Refused("a sheet claims more cells than a ledger can have", SPREADSHEET)


def _reach(part: IO[bytes]) -> int:
    """Columns times rows that the cells of a sheet reach over. What the sheet says of its own size is not trusted."""
    columns, rows, kept = 26, 10_000, b""
    try:
        while piece := part.read(_PIECE):
            text = kept + piece
            columns = max([columns, *map(_column_number, set(_FAR_COLUMN.findall(text)))])
            rows = max([rows, *map(int, set(_FAR_ROW.findall(text)))])
            kept = text[-200:]
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error) as error:
        raise _cannot_open(error) from error
    return columns * rows


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def cell(value: Any) -> str:
    """A cell's value as text: ISO dates, plain decimals, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return format(Decimal(repr(value)), "f") if value == value else ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    return "" if value is None else str(value)
