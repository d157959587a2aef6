"""A file of notices -> the streams in it: itself, unpacked, or each member of a zip, whatever its name ends with."""

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

#: A release has about 4 KiB; the largest seen with all its documents 2 MiB. What is longer is no notice.
MOST_RELEASE = 16 * 1024**2
MOST_MEMBERS = 10_000
CHUNK = 64 * 1024
UNREADABLE = (OSError, EOFError, zlib.error, zipfile.BadZipFile)
#: What opening a member raises for a way of packing that is not known, and for a password.
_LOCKED = (*UNREADABLE, NotImplementedError, RuntimeError)


_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Part(NamedTuple):
    """Whole lines of a file: from the byte `start` on, `size` bytes; the first is the file's line `line`."""

    start: int
    size: int
    line: int


def is_plain(path: Path) -> bool:
    """Whether the bytes of the file at `path` are those of its text."""
    return not _begins(path).startswith((_ZIP, _GZIP, *_WIDE))


def cut(path: Path, size: int) -> list[Part]:
    """The lines of the file at `path` in parts of about `size` bytes."""
    found: list[Part] = []
    line = 1
    with path.open("rb") as file:
        while True:
            start, lines, piece = file.tell(), 0, b""
            while file.tell() < start + size and (piece := file.read(min(CHUNK, size))):
                lines += piece.count(b"\n")
            while piece and not piece.endswith(b"\n"):
                piece = file.readline(CHUNK)
                lines += piece.endswith(b"\n")
            if file.tell() == start:
                return found
            found.append(Part(start, file.tell() - start, line))
            line += lines


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def streams(path: Path, part: Part | None = None) -> Iterator[tuple[str, IO[bytes] | str]]:
    """(member, its bytes, or why it cannot be read) of `path`; member is "" for a file that is no zip.

    With `part` (of `cut`), only that.
    """
    start = _begins(path)
    if part or start != _ZIP:
        with path.open("rb") as file:
            yield "", _unpacked(_Span(file, part), b"") if part else _unpacked(file, start)
        return
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as error:
        yield "", f"this zip cannot be opened: {error}"
        return
    with archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if len(members) > MOST_MEMBERS:
            yield "", f"this zip holds {len(members):,} files; at most {MOST_MEMBERS:,} are read"
            return
        for one in members:
            try:
                with archive.open(one) as stream:
                    start = stream.peek(4)[:4]  # type: ignore[attr-defined]
                    nested = start == _ZIP
                    yield one.filename, "a zip inside a zip is not read" if nested else _unpacked(stream, start)
            except _LOCKED as error:
                yield one.filename, f"this member of the zip cannot be read: {error}"


def damage(stream: IO[bytes]) -> str | None:
    """Why a stream of `streams` ended before its time, once it has."""
    found: str | None = stream.raw.damage  # type: ignore[attr-defined]
    return found


def _unpacked(stream: Any, start: bytes) -> IO[bytes]:
    plain: Any = gzip.GzipFile(fileobj=stream) if start[:2] == _GZIP else stream
    buffered = io.BufferedReader(_Sound(plain), CHUNK)
    if start[:2] in _WIDE:
        return io.BufferedReader(_Utf16(buffered), CHUNK)
    return buffered


class _Span:
    """A part of a file, as a stream that ends where the part does."""

    def __init__(self, file: IO[bytes], part: Part) -> None:
        file.seek(part.start)
        self._file, self._left = file, part.size

    def read1(self, most: int) -> bytes:
        piece = self._file.read(min(most, self._left))
        self._left -= len(piece)
        return piece

    def seekable(self) -> bool:
        return False


class _Sound(io.RawIOBase):
    """A stream up to where it is damaged: an error in its midst would cost what was read just before."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.damage: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.damage is not None:
            return 0
        try:
            piece: bytes = self._stream.read1(len(buffer))  # type: ignore[attr-defined]
        except UNREADABLE as error:
            self.damage = str(error)
            return 0
        buffer[: len(piece)] = piece
        return len(piece)

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        self.damage = None
        return self._stream.seek(place, whence)

    def tell(self) -> int:
        return self._stream.tell()


class _Utf16(io.RawIOBase):
    """UTF-16 as UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._under = stream
        self._text = io.TextIOWrapper(stream, "utf-16", errors="replace", newline="")
        self._left = b""

    def readable(self) -> bool:
        return True

    @property
    def damage(self) -> str | None:
        return damage(self._under)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._left:
            self._left = self._text.read(CHUNK).encode()
        piece, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _western(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are no UTF-8, as the portals' own ISO-8859-1 (with the quotation marks of Windows)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    try:
        return wrong.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), error.end


WESTERN = "localspend-western"
codecs.register_error(WESTERN, _western)


class Document:
    """The text of one document, a piece at a time; `head` was read before from `stream`.

    With one_line it ends where the line ends. `western` tells that some bytes were no UTF-8.
    """

    def __init__(self, stream: IO[bytes], head: bytes, *, one_line: bool = False) -> None:
        self._stream, self._head, self._one_line = stream, head, one_line
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._ended, self._last = False, b""
        self.western = False

    def read(self) -> str:
        """The next piece, about a chunk long; "" at the end."""
        text = ""
        while not text and not self._ended:
            piece = self._piece()
            self._ended = not piece
            text = self._decoded(piece)
        return text

    def skip(self) -> None:
        """Go on to the end of the line."""
        while not self._ended:
            self._ended = not self._piece()

    def _piece(self) -> bytes:
        if self._head:
            piece, self._head = self._head[:CHUNK], self._head[CHUNK:]
        elif self._one_line and self._last == b"\n":
            return b""
        else:
            piece = self._stream.readline(CHUNK) if self._one_line else self._stream.read(CHUNK)
        self._last = piece[-1:]
        return piece

    def _decoded(self, piece: bytes) -> str:
        before = self._decoder.getstate()
        try:
            return self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            self.western = True
            self._decoder.setstate(before)
            self._decoder.errors = WESTERN
            return self._decoder.decode(piece, final=not piece)
