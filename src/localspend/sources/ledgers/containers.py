"""A file -> its parts, by what is in it and not by its name: one part a file or archive member.

A part is a name and either the sheets in it or the reason why it has none. Limits on archives are those of ledgers: the
largest council month is under 20 MB.
"""

import gzip
import io
import mmap
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from localspend.sources.ledgers import documents, text, workbooks
from localspend.sources.ledgers.refusal import SPREADSHEET, Refused
from localspend.sources.ledgers.sheet import Sheet

MOST_BYTES = 2 * 1024**3
MOST_MEMBERS = 2_000
#: Text of a ledger packs to a tenth or a twentieth; a bomb to a thousandth.
MOST_RATIO, RATIO_FROM = 200, 50 * 1024**2
DEPTH = 2
_BINARY = {
    b"%PDF": ("a PDF: it shows the payments but does not hold them as data", SPREADSHEET),
    b"\x89PNG": ("a picture", SPREADSHEET),
    b"\xff\xd8\xff": ("a picture", SPREADSHEET),
    b"GIF8": ("a picture", SPREADSHEET),
    b"II*\0": ("a picture", SPREADSHEET),
    b"MM\0*": ("a picture", SPREADSHEET),
    b"7z\xbc\xaf": ("a 7z archive", "Unpack it first, or ask the publisher for a zip"),
    b"Rar!": ("a RAR archive", "Unpack it first, or ask the publisher for a zip"),
    b"BZh": ("a bzip2 archive", "Unpack it first, or ask the publisher for a zip"),
    b"\xfd7zXZ": ("an xz archive", "Unpack it first, or ask the publisher for a zip"),
    b"PAR1": ("a Parquet file, not a published ledger", SPREADSHEET),
    b"{\\rtf": ("a text document (RTF)", SPREADSHEET),
}
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Part:
    """One file or archive member: `sheets` gives its sheets, or raises Refused."""

    source_id: str
    sha256: str
    sheets: Callable[[], Iterator[Sheet]]


def parts(path: Path, name: str) -> Iterator[Part]:
    """The parts of the file at `path`. OSError where it cannot be opened at all."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            yield _refused(name, sha256().hexdigest(), Refused("the file is empty", "Fetch it again"))
            return
        # Not closed by hand: the parts look into it for as long as they live.
        yield from _parts(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), name, 0)


def _parts(data: memoryview, name: str, depth: int) -> Iterator[Part]:
    try:
        kind = _kind(bytes(data[:4096]), data)
        if kind == "zip":
            yield from _members(data, name, depth)
            return
        if kind == "gzip":
            inner = memoryview(_gunzipped(data))
            yield from _parts(inner, name, depth + 1)
            return
    except Refused as refused:
        yield _refused(name, _hash(data[: text.LONGEST_LINE]), refused)
        return
    yield Part(name, _hash(data), lambda: _sheets(kind, data))


def _refused(name: str, digest: str, refused: Refused) -> Part:
    def sheets() -> Iterator[Sheet]:
        raise refused

    return Part(name, digest, sheets)


def _hash(data: memoryview) -> str:
    return sha256(data).hexdigest()


def _sheets(kind: str, data: memoryview) -> Iterator[Sheet]:
    if kind == "workbook":
        yield from workbooks.sheets(bytes(data))
        return
    utf8, _ = text.decode(data)
    if kind == "json":
        yield from documents.json_sheets(bytes(utf8).decode())
    elif kind == "html":
        yield from documents.html_sheets(bytes(utf8).decode())
    else:
        yield text.sheet(utf8)


def _kind(start: bytes, data: memoryview) -> str:
    """workbook, zip, gzip, json, html or text; Refused for anything else."""
    for magic, (what, todo) in _BINARY.items():
        if start.startswith(magic):
            raise Refused(f"this is {what}", todo)
    if start.startswith(b"PK\x03\x04") or start.startswith(b"PK\x05\x06"):
        return _zip_kind(data)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole_kind(data)
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    return _text_kind(start, data)


def _zip_kind(data: memoryview) -> str:
    try:
        with zipfile.ZipFile(_File(data)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names[:3] else b""
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise Refused("the zip or workbook is damaged or cut short", "Fetch it again") from error
    if any(n.startswith("xl/") for n in names) or mimetype.startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        _guard(data, whole=True)
        return "workbook"
    if any(n.startswith("word/") for n in names) or b"opendocument.text" in mimetype:
        raise Refused("this is a text document (Word or Writer)", SPREADSHEET)
    if any(n.startswith("ppt/") for n in names) or b"opendocument.presentation" in mimetype:
        raise Refused("this is a presentation", SPREADSHEET)
    if "[Content_Types].xml" in names or mimetype:
        raise Refused("this is an office document without a sheet", SPREADSHEET)
    return "zip"


def _ole_kind(data: memoryview) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in bytes(data)

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise Refused("the workbook is protected by a password", "Ask the publisher for it without a password")
    if not holds("Workbook") and not holds("Book"):
        raise Refused("this is an old office document without a sheet", SPREADSHEET)
    return "workbook"


def _text_kind(start: bytes, data: memoryview) -> str:
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") or text._wide(start[:2000]) is not None
    if not wide and _holds_nul(data):
        raise Refused(
            "there are NUL bytes in what is not UTF-16: it was damaged on its way, or is no text", "Fetch it again"
        )
    head = text.decode(start[: len(start) // 2 * 2])[0]
    words = bytes(head).decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if not words:
        if not bytes(data[:1_000_000]).strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
            raise Refused("the file holds nothing but blanks", "Fetch it again")
        return "text"
    if words[0] in "[{" and _looks_like_json(words):
        return "json"
    if words.startswith(("<!doctype html", "<html", "<table", "<meta", "<head", "<style", "<div")) or "<table" in words:
        return "html"
    if words.startswith("<?xml") or words.startswith("<"):
        raise Refused("this is XML, not a table", SPREADSHEET)
    _guard_line(data)
    return "text"


def _looks_like_json(words: str) -> bool:
    return words[1:].lstrip()[:1] in tuple('"[{]}')


def _holds_nul(data: memoryview) -> bool:
    for start in range(0, len(data), text.BLOCK):
        if b"\0" in bytes(data[start : start + text.BLOCK]):
            return True
        if start == 0:
            _guard_line(data)
    return False


def _guard_line(data: memoryview) -> None:
    """Refuse text whose first line never ends, without reading it all."""
    if len(data) <= text.LONGEST_LINE:
        return
    for start in range(0, text.LONGEST_LINE, text.BLOCK):
        piece = bytes(data[start : start + text.BLOCK])
        if b"\n" in piece or b"\r" in piece:
            return
    opening = bytes(data[:64]).lstrip(b"\xef\xbb\xbf \t")
    if opening[:1] in (b"[", b"{") and len(data) < MOST_BYTES // 8:
        return
    raise Refused(f"line 1 is longer than {text.LONGEST_LINE // 1024**2} MiB: this is not a table", "Fetch it again")


def _gunzipped(data: memoryview) -> bytes:
    try:
        with gzip.GzipFile(fileobj=_File(data)) as stream:
            inner = stream.read(min(MOST_BYTES, max(RATIO_FROM, MOST_RATIO * len(data))) + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused("the gzip is damaged or cut short", "Fetch it again") from error
    if len(inner) > max(RATIO_FROM, MOST_RATIO * len(data)) or len(inner) > MOST_BYTES:
        raise Refused("the gzip unpacks to far more than a ledger holds", "Unpack it yourself if you trust it")
    return inner


def _guard(data: memoryview, *, whole: bool = False) -> list[zipfile.ZipInfo]:
    """The members of a zip; Refused where they would fill the memory or the disk."""
    with zipfile.ZipFile(_File(data)) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
    total, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    bomb = total > RATIO_FROM and (total > MOST_RATIO * max(packed, 1) or total > MOST_BYTES)
    if bomb or len(members) > MOST_MEMBERS * (5 if whole else 1):
        raise Refused("the zip unpacks to far more than a ledger holds", "Unpack it yourself if you trust it")
    return members


def _members(data: memoryview, name: str, depth: int) -> Iterator[Part]:
    if depth >= DEPTH:
        raise Refused("a zip inside a zip inside a zip", "Unpack it first")
    members = [m for m in _guard(data) if not any(junk in m.filename for junk in _JUNK)]
    if not members:
        raise Refused("the zip is empty", "Fetch it again")
    with zipfile.ZipFile(_File(data)) as archive:
        for member in sorted(members, key=lambda m: m.filename):
            inner = f"{name}!{member.filename}"
            try:
                content = _unpacked(archive, member)
            except Refused as refused:
                yield _refused(inner, sha256().hexdigest(), refused)
                continue
            if not content:
                yield _refused(inner, sha256().hexdigest(), Refused("the file is empty", "Fetch it again"))
            else:
                yield from _parts(memoryview(content), inner, depth + 1)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & 1:
        raise Refused("the zip is protected by a password", "Ask the publisher for it without a password")
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError) as error:
        raise Refused("this member of the zip is damaged", "Fetch it again") from error
    if len(content) > member.file_size:
        raise Refused("this member of the zip is larger than the zip says", "Fetch it again")
    return content


class _File(io.RawIOBase):
    """A seekable file over memory, without copying it."""

    def __init__(self, data: memoryview) -> None:
        self._data, self._at = data, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, len(self._data))[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._data[self._at : self._at + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
