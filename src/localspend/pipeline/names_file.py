"""The CSV of names that `match` is asked: any length, read line by line, refused with the line and the reason."""

import contextlib
import csv
import itertools
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeVar

from localspend.errors import InputError
from localspend.sources import blocks

#: Columns whose number says who was paid.
NUMBERS = ("company_number", "charity_number", "registration_number")
#: Columns that are read; every other one is only given back.
READ = ("supplier_text", "postcode", "paid_on", *NUMBERS)
DELIMITERS = ",;\t|"
#: A line after the last: a quotation mark that is never closed swallows it, and so is told.
END = "\0the end of the names\0"
#: How files begin that are no text: workbooks and archives, old workbooks, gzip, Parquet, PDF.
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1", b"%PDF")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
Line = TypeVar("Line")


class Survey(NamedTuple):
    """What reading a file of names through once says: its lines, its columns, and what a person should know."""

    rows: int
    head: list[str]
    notes: list[str]


@contextlib.contextmanager
def readable(path: Path) -> Iterator[Path]:
    """`path`, or a copy of what comes through it where it is a pipe (`-` is standard input): names are read twice."""
    source = Path("/dev/stdin") if str(path) == "-" else path
    if not source.exists() or source.is_file() or source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="localspend-") as folder:
        copy = Path(folder) / source.name
        with source.open("rb") as stream, copy.open("wb") as out:
            shutil.copyfileobj(stream, out)
        yield copy


def survey(path: Path) -> Survey:
    """Read `path` to its end: what is wrong with it is told before the long work. Raises InputError."""
    with _stream(path) as stream:
        head, records = _records(stream, path)
        count, long = 0, []
        for first, last, _ in records:
            count += 1
            if last > first:
                long.append(first)
    notes = []
    if long:
        notes.append(
            f"{len(long):,} lines of {path.name} run on over line ends, the first at line {long[0]}: if that is not "
            "meant, a quotation mark is not closed there"
        )
    return Survey(count, head, notes)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a CSV with a column supplier_text, blank ones too, as dictionaries; raises InputError."""
    with _stream(path) as stream:
        head, records = _records(stream, path)
        for _, _, cells in records:
            yield dict(zip(head, cells + [""] * (len(head) - len(cells)), strict=True))


def chunks(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    """`lines` in lists of at most `size`."""
    left = iter(lines)
    while chunk := list(itertools.islice(left, size)):
        yield chunk


def _records(stream: TextIO, path: Path) -> tuple[list[str], Iterator[tuple[int, int, list[str]]]]:
    """The columns, and of each record its first and last line and its cells."""
    line = stream.readline()
    delimiter = next((d for d in DELIMITERS if "supplier_text" in _cells(line, d)), ",")
    # The header again, with what follows: a name of a column may run over lines too.
    reader = csv.reader(itertools.chain([line], stream, [END]), delimiter=delimiter)
    head = _head(next(reader, []), path)
    return head, _checked(reader, len(head), path)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _checked(reader: Any, width: int, path: Path) -> Iterator[tuple[int, int, list[str]]]:
    """The records of the csv.reader `reader`; raises InputError for one that has no end, or too many cells."""
    first = reader.line_num + 1
    try:
        for cells in reader:
            if cells == [END]:
                return
            if cells and cells[-1].endswith(END):
                raise csv.Error("a quotation mark is never closed")
            if len(cells) > width:
                raise InputError(
                    f"{len(cells)} cells where the header has {width}",
                    where=f"{path}, line {first}",
                    todo="Put quotation marks around cells with commas",
                )
            yield first, reader.line_num, cells
            first = reader.line_num + 1
    except csv.Error as error:
        todo = "Close the quotation mark that begins in it, or save the file as CSV again"
        raise InputError(f"the line is no CSV: {error}", where=f"{path}, line {first}", todo=todo) from None


def _head(cells: Sequence[str], path: Path) -> list[str]:
    """Column names, each its own; raises InputError where the names have no column, or two."""
    written = [cell.strip() for cell in cells]
    if "supplier_text" not in written:
        raise InputError(
            f"there is no column supplier_text; its columns are {', '.join(written[:12]) or 'none'}",
            where=f"{path}, line 1",
            todo="Call the column of names supplier_text",
        )
    if any(written.count(name) > 1 for name in READ):
        raise InputError("two columns have the same name", where=f"{path}, line 1", todo="Give each a name of its own")
    return blocks.named(written)


def _stream(path: Path) -> TextIO:
    if not path.is_file():
        what = "this is a folder" if path.is_dir() else "the file is not there"
        raise InputError(what, where=str(path), todo="Give a CSV file of names")
    csv.field_size_limit(1 << 24)
    return path.open(encoding=_encoding(path), newline="")


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        mark = stream.read(4)
    if mark.startswith(BINARY):
        raise InputError("this is not text", where=str(path), todo="Save the sheet with the names as CSV")
    for name in ("utf-16",) if mark.startswith(UTF16) else ("utf-8-sig", "cp1252"):
        try:
            with path.open(encoding=name) as stream:
                while stream.read(1 << 20):
                    pass
        except UnicodeError:
            continue
        return name
    return "latin-1"
