"""A minimal writer of real .xls workbooks (BIFF8 in an OLE2 container): text, numbers, dates; a second sheet is empty.

Formats: [MS-XLS] and [MS-CFB]. Here because publishers still publish such files and no library in use writes them.
"""

import struct
from collections.abc import Iterable, Sequence
from datetime import date

Cell = str | float | date | None
SECTOR = 512
#: Streams below this size would need a second, finer allocation table.
SMALLEST_STREAM = 4096
END, FAT, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
GENERAL, DATE = 0, 1
EPOCH = date(1899, 12, 30).toordinal()


def workbook(rows: Iterable[Sequence[Cell]], *, sheet: str = "Sheet1") -> bytes:
    """The bytes of a workbook whose first sheet holds `rows`."""
    first, second = _sheet(rows), _sheet([])
    size = len(_globals([(sheet, 0), ("Sheet2", 0)]))
    stream = _globals([(sheet, size), ("Sheet2", size + len(first))]) + first + second
    return _container(stream + bytes(max(0, SMALLEST_STREAM - len(stream))))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, length: str) -> bytes:
    wide = not text.isascii()
    return struct.pack(f"<{length}B", len(text), wide) + text.encode("utf-16-le" if wide else "ascii")


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _globals(sheets: Sequence[tuple[str, int]]) -> bytes:
    font = struct.pack("<5H4B", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "B")
    formats = [struct.pack("<3H", 0, number_format, 0).ljust(20, b"\0") for number_format in (0, 14)]
    parts = [_beginning(0x0005), _record(0x0042, struct.pack("<H", 1200)), _record(0x0031, font)]
    parts += [_record(0x00E0, style) for style in formats]
    parts += [_record(0x0085, struct.pack("<IBB", at, 0, 0) + _text(name, "B")) for name, at in sheets]
    return b"".join([*parts, _record(0x000A)])


def _sheet(rows: Iterable[Sequence[Cell]]) -> bytes:
    cells, height, width = [], 0, 0
    for height, row in enumerate(rows, 1):
        width = max(width, len(row))
        cells += [_cell(height - 1, column, value) for column, value in enumerate(row) if value not in (None, "")]
    size = _record(0x0200, struct.pack("<IIHHH", 0, height, 0, width, 0))
    return b"".join([_beginning(0x0010), size, *cells, _record(0x000A)])


def _cell(row: int, column: int, value: Cell) -> bytes:
    if isinstance(value, str):
        return _record(0x0204, struct.pack("<HHH", row, column, GENERAL) + _text(value, "H"))
    if isinstance(value, date):
        return _record(0x0203, struct.pack("<HHHd", row, column, DATE, value.toordinal() - EPOCH))
    return _record(0x0203, struct.pack("<HHHd", row, column, GENERAL, value))


def _container(stream: bytes) -> bytes:
    """`stream` as the file `Workbook` of an OLE2 container: header, allocation tables, directory, stream."""
    length = -(-len(stream) // SECTOR)
    tables = 1
    while tables * (SECTOR // 4) < tables + 1 + length:
        tables += 1
    chain = [FAT] * tables + [END] + [*range(tables + 2, tables + 1 + length), END]
    allocation = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, tables, 0, SMALLEST_STREAM, END, 0, END, 0)
    head += struct.pack("<109I", *[*range(tables), *[FREE] * (109 - tables)])
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, tables + 1, length * SECTOR)
    return b"".join([head, allocation, directory.ljust(SECTOR, b"\0"), stream.ljust(length * SECTOR, b"\0")])


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE) -> bytes:
    label = (name + "\0").encode("utf-16-le")
    links = struct.pack("<64sHBB3I", label, len(label), kind, 1, FREE, FREE, child)
    return links + bytes(36) + struct.pack("<IQ", start, size)
