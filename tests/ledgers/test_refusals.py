"""What cannot be read is refused with a true reason and what to ask for; nothing raises, nothing is stored."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from localspend.errors import InputError
from localspend.sources.ledgers import read
from tests.ledgers.make import put, text, xlsx, zipped

GOOD = [["Supplier", "Payment Date", "Amount"], ["Anvil Joinery Ltd", "13/01/2020", "10.00"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOOK = xlsx({"Sheet": GOOD})


def claims_too_much() -> bytes:
    """A workbook with a cell in the last place there is, whatever the sheet says of its size."""
    source, target = zipfile.ZipFile(io.BytesIO(BOOK)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", far)
            archive.writestr(name, data)
    return target.getvalue()


def locked() -> bytes:
    """A zip whose member says that it is encrypted."""
    data = bytearray(zipped({"a.csv": text(GOOD)}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


REFUSED = {
    "empty.csv": (b"", "empty"),
    "blanks.csv": (b" \r\n\r\n ,,, \r\n", "blanks"),
    "report.csv": (b"%PDF-1.7 ...", "PDF"),
    "scan.xlsx": (b"\x89PNG\r\n\x1a\n", "picture"),
    "letter.xls": (OLE + "WordDocument".encode("utf-16-le") * 40, "without a sheet"),
    "locked.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le") * 40, "password"),
    "locked.zip": (locked(), "password"),
    "cut.xlsx": (BOOK[: len(BOOK) // 2], "cut short"),
    "cut.xls": (OLE + "Workbook".encode("utf-16-le") + b"\0" * 2000, "damaged"),
    "cut.csv.gz": (gzip.compress(text(GOOD) * 50)[:60], "cut short"),
    "nul.csv": (text(GOOD).replace(b"Anvil", b"An\0vil"), "NUL"),
    "bomb.zip": (zipped({"a.csv": b"0" * 60_000_000}), "unpacks"),
    "bomb.csv.gz": (gzip.compress(b"0" * 60_000_000), "unpacks"),
    "deep.zip": (zipped({"a.zip": zipped({"b.zip": zipped({"c.csv": text(GOOD)})})}), "inside"),
    "nothing.zip": (zipped({}), "empty"),
    "page.csv": (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
    "feed.csv": (b"<?xml version='1.0'?><rss/>", "XML"),
    "cut.json": (b'[{"supplier": "x", "amount"', "damaged"),
    "list.json": (b'{"files": []}', "no list"),
    "stray.xlsx": (claims_too_much(), "more cells"),
    "words.docx": (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "text document"),
    "prose.txt": (b"Dear all,\nplease find the payments attached.\nKind regards\n", "no list"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_is_refused_with_its_reason_and_what_to_do(name: str, tmp_path: Path) -> None:
    data, reason = REFUSED[name]
    readings = read(put(tmp_path, name, data))
    assert [reading.outcome for reading in readings] == ["refused"]
    assert reason in readings[0].message
    assert readings[0].message.count(". ") == 1, "a reason and what to do"
    assert readings[0].rows_read == readings[0].excluded.num_rows == 0


def test_endless_line_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.write(b"x" * (32 * 1024**2))
        file.truncate(2 * 1024**3)  # a hole: reading it all would take seconds and show NUL bytes
    [reading] = read(path)
    assert "line 1 is longer than 16 MiB" in reading.message


def test_endless_line_further_down_is_refused_with_its_number(tmp_path: Path) -> None:
    data = text(GOOD) + b'"' + b"x" * (40 * 1024**2)
    [reading] = read(put(tmp_path, "endless.csv", data))
    assert "line 3 is longer than 16 MiB" in reading.message


@pytest.mark.parametrize("where", [".", "nowhere.csv"])
def test_what_is_no_file_raises(where: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path / where)
