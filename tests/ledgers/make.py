"""Files of invented publishers, in the shapes that real ones use."""

import csv
import io
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter

Row = Sequence[Any]


def text(rows: Sequence[Row], sep: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """Rows as delimited text."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=sep, lineterminator=end).writerows(rows)
    return file.getvalue().encode(encoding)


def xlsx(sheets: dict[str, Sequence[Row]]) -> bytes:
    """Sheets as a workbook; dates become real dates."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy", "in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell is not None and cell != "":
                        sheet.write(i, j, cell)
    return file.getvalue()


def ods(rows: Sequence[Row]) -> bytes:
    """Rows as an OpenDocument spreadsheet of texts and numbers."""

    def cell(value: Any) -> str:
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return file.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """Members as a zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    """`data` as the file `name` of `folder`."""
    path = folder / name
    path.write_bytes(data)
    return path


NAMES = (
    "Anvil Joinery Ltd", "Beck & Sons", "Cobalt Care Homes Limited", "Dr A Example", "Ebb Water Services plc",
    "Fenwick Tree Surgery", "Garnet Legal LLP", "Hollow Lane Primary School", "Ibis Catering CIC", "Juno Print",
)  # fmt: skip


def names(count: int) -> list[str]:
    """Supplier names, repeating after ten."""
    return [NAMES[i % len(NAMES)] for i in range(count)]
