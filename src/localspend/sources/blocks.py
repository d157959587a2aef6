"""Reference files in blocks: folders, zips and CSV files of any size as Arrow batches of text, and back to Parquet.

Registers and geography share it. Memory is bounded by the block, not by the file: five million companies stream.
"""

import codecs
import csv
import functools
import gzip
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from localspend.engine import ROW_GROUP
from localspend.errors import InputError

BLOCK = 8 << 20
ENCODINGS = ("utf8", "cp1252", "latin-1")
WORKBOOKS = (".xlsx", ".xls", ".ods")
SHOWN_FAULTS = 20
LARGEST_INNER = 500 << 20
_READ_ERRORS = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, NotImplementedError, RuntimeError)


Opener = Callable[[], BinaryIO]


@dataclass(frozen=True)
class Member:
    """One file to read: on disk, in a zip, or a sheet of a workbook (already rows)."""

    where: str
    open: Opener
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass
class Faults:
    """Rows that could not be used: how many, and the first few in words."""

    where: str
    count: int = 0
    shown: list[str] = field(default_factory=list)

    def add(self, what: str, count: int = 1) -> None:
        """Count `count` rows; keep the words while few are kept."""
        self.count += count
        if len(self.shown) < SHOWN_FAULTS:
            self.shown.append(f"{self.where}: {what}")


def members(path: Path) -> list[Member]:
    """The files in `path`: itself, or the tables in a folder, a zip or a zip in a zip, in name order.

    Raises InputError where there is nothing to read.
    """
    if not path.exists():
        raise InputError("the file is not there", where=str(path), todo="Check the name, or fetch it with download")
    if path.is_dir():
        inside = [name for name in sorted(path.rglob("*")) if name.is_file() and _wanted(name.name)]
        found = [part for name in inside for part in members(name)]
    else:
        try:
            found = _opened(str(path), lambda: path.open("rb"), path.suffix.lower() in WORKBOOKS)
        except _READ_ERRORS as error:
            raise InputError(f"it cannot be read ({error})", where=str(path), todo="Fetch it again") from error
    if not found:
        raise InputError("there is no table in it", where=str(path), todo="It should hold CSV files")
    return found


def _opened(where: str, opener: Opener, workbook: bool) -> list[Member]:
    """The tables behind `opener`, told by its first bytes (a workbook is a zip too, so that one is told by name)."""
    if workbook:
        return _sheets(where, opener)
    with opener() as stream:
        mark = stream.read(4)
    if mark in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zipped(where, opener)
    if mark.startswith(b"\x1f\x8b"):
        return [Member(where, lambda: _unpacked(opener(), gzip.open))]
    return [Member(where, opener)]


def _zipped(where: str, opener: Opener) -> list[Member]:
    with opener() as stream, zipfile.ZipFile(stream) as archive:
        infos = sorted((info for info in archive.infolist() if _wanted(info.filename)), key=lambda info: info.filename)
    # The ONS packs its directory twice: whole, and cut by postcode area.
    cut = [info for info in infos if "multi_csv" in info.filename]
    if any(info.file_size > sum(part.file_size for part in cut) / 2 for info in infos if info not in cut):
        infos = [info for info in infos if info not in cut]
    found: list[Member] = []
    for info in infos:
        name = info.filename
        if name.lower().endswith((".zip", *WORKBOOKS)):
            if info.file_size > LARGEST_INNER:
                raise InputError(
                    "a file inside it is too large to open", where=f"{where}!{name}", todo="Unpack it first"
                )
            with _inner(opener, name)() as stream:
                held = functools.partial(io.BytesIO, stream.read())
            found += _opened(f"{where}!{name}", held, not name.lower().endswith(".zip"))
        else:
            found.append(Member(f"{where}!{name}", _inner(opener, name)))
    return found


def _inner(opener: Opener, name: str) -> Opener:
    return lambda: _unpacked(opener(), lambda stream: zipfile.ZipFile(stream).open(name))


def _unpacked(packed: BinaryIO, unpack: Callable[[BinaryIO], object]) -> BinaryIO:
    """What `unpack` makes of `packed`, closed together with it: gzip and zipfile leave a stream open that was given."""
    try:
        inner = cast(BinaryIO, unpack(packed))
    except BaseException:
        packed.close()
        raise
    close = inner.close

    def both() -> None:
        close()
        packed.close()

    inner.close = both  # type: ignore[method-assign]
    return inner


def _sheets(where: str, opener: Opener) -> list[Member]:
    try:
        with opener() as stream:
            book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except CalamineError as error:
        raise InputError(f"the workbook is broken ({error})", where=where, todo="Save it again, or as CSV") from error
    return [
        Member(f"{where}#{name}", io.BytesIO, tuple(tuple(map(_text, row)) for row in rows))
        for name, rows in sheets
        if rows
    ]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _wanted(name: str) -> bool:
    return name.lower().endswith((".csv", ".txt", ".tsv", ".zip", ".geojson", ".json", *WORKBOOKS))


def first_cells(member: Member) -> list[str]:
    """The cells of the first line, trimmed. Raises InputError for a file that is empty or not text."""
    if member.rows:
        return list(member.rows[0])
    try:
        with member.open() as stream:
            head = stream.read(65536)
    except _READ_ERRORS as error:
        raise unreadable(member, error) from error
    if not head.strip():
        raise InputError("the file is empty", where=member.where, todo="Fetch it again")
    if b"\0" in head:
        utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        line = head[: head.index(b"\0")].count(b"\n") + 1
        what = "this is UTF-16" if utf16 else f"this is not text: line {line} has a NUL byte"
        raise InputError(what, where=member.where, todo="Save it as CSV in UTF-8, or as a zip of CSV files")
    text = _decode(head).lstrip("\r\n")
    return [cell.strip() for cell in next(csv.reader([text.splitlines()[0]], delimiter=_delimiter(text)))]


def named(cells: Sequence[str]) -> list[str]:
    """Column names that differ: an empty one is `column 3`, a second `name` is `name 2`."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip() or f"column {number}"
        names.append(name if name not in names else f"{name} {number}")
    return names


def _decode(head: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return head[: head.rfind(b"\n") + 1 or None].decode(encoding)
        except UnicodeDecodeError:
            continue
    return head.decode("latin-1")


def _delimiter(text: str) -> str:
    line = text.splitlines()[0]
    return max(",\t;|", key=line.count)


def encoding(member: Member) -> str:
    """The first of ENCODINGS in which every byte of `member` is a letter; reads it through once."""
    if member.rows:
        return ENCODINGS[0]
    for name in ENCODINGS:
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with member.open() as stream:
                while chunk := stream.read(BLOCK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        except _READ_ERRORS as error:
            raise unreadable(member, error) from error
        return name
    return ENCODINGS[-1]


def unreadable(member: Member, error: Exception) -> InputError:
    """The refusal of a member that cannot be read to its end."""
    todo = "It may be cut short, or a quotation mark not closed: fetch it again"
    return InputError(f"it cannot be read ({error})", where=member.where, todo=todo)


def text_batches(
    member: Member,
    names: Sequence[str] | None,
    faults: Faults,
    encoding: str = "utf8",
    only: Sequence[str] | None = None,
) -> Iterator[pa.RecordBatch]:
    """The records of `member` as batches of strings, in order.

    `names` are the columns of a file without a header; None takes them from its first line. `only` reads some columns.
    Records with too few or too many cells are counted in `faults` and left out. Raises InputError.
    """
    if member.rows:
        yield from _row_batches(member, names)
        return
    header = list(names or named(first_cells(member)))
    with member.open() as stream:
        head = _decode(stream.read(65536))

    def bad(row: pcsv.InvalidRow) -> str:
        number = f"record {row.number}" if row.number is not None else "a record"
        over = row.text.count("\n") if row.text else 0
        quote = f", over {over + 1} lines: a quotation mark may not be closed" if over else ""
        faults.add(f"{number} has {row.actual_columns} cells where the header has {row.expected_columns}{quote}")
        return "skip"

    try:
        with member.open() as stream:
            reader = pcsv.open_csv(
                stream,
                read_options=pcsv.ReadOptions(
                    use_threads=False,
                    block_size=BLOCK,
                    column_names=header,
                    skip_rows_after_names=0 if names else 1,
                    encoding=encoding,
                ),
                parse_options=_parsing(head, bad),
                convert_options=pcsv.ConvertOptions(
                    column_types=dict.fromkeys(header, pa.string()),
                    strings_can_be_null=True,
                    null_values=[""],
                    quoted_strings_can_be_null=True,
                    include_columns=list(only or header),
                ),
            )
            yield from reader
    except pa.ArrowInvalid as error:
        raise unreadable(member, error) from error
    except _READ_ERRORS as error:
        raise unreadable(member, error) from error


def _parsing(head: str, bad: Callable[[pcsv.InvalidRow], str]) -> pcsv.ParseOptions:
    """How to part lines into cells. Between tabs a quotation mark is a letter, unless the header has them too."""
    delimiter = _delimiter(head)
    quoted = delimiter != "\t" or '"' in head.splitlines()[0]
    return pcsv.ParseOptions(
        delimiter=delimiter,
        quote_char='"' if quoted else False,
        newlines_in_values=quoted,
        invalid_row_handler=bad,
    )


def _row_batches(member: Member, names: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
    header, rows = (list(names), member.rows) if names else (named(member.rows[0]), member.rows[1:])
    cells = [pa.array([row[i] or None for row in rows], pa.string()) for i in range(len(header))]
    yield pa.RecordBatch.from_arrays(cells, names=header)


def trimmed(batch: pa.RecordBatch, name: str | None) -> pa.Array:
    """Column `name` without blanks around it, null where empty; all null where there is no such column."""
    if name is None:
        return pa.nulls(batch.num_rows, pa.string())
    cells = pc.utf8_trim_whitespace(batch.column(name))
    return pc.if_else(pc.equal(cells, ""), None, cells)


def postcode(cells: pa.Array) -> pa.Array:
    """UK postcodes as Royal Mail writes them (`B9 4AA`); null for what does not look like one."""
    tight = pc.replace_substring_regex(pc.utf8_upper(cells), "[^A-Z0-9]", "")
    fits = pc.match_substring_regex(tight, "^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$")
    spaced = pc.replace_substring_regex(tight, "(...)$", r" \1")
    return pc.if_else(fits, spaced, None)


def write(batches: Iterable[pa.RecordBatch | pa.Table], path: Path, schema: pa.Schema) -> int:
    """Write `batches` to one Parquet file in full row groups, so that equal rows make equal bytes; returns the rows.

    The file appears under its name only when it is whole.
    """
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    held: list[pa.Table] = []
    try:
        with pq.ParquetWriter(part, schema, compression="zstd") as writer:
            for batch in batches:
                held.append(pa.table(batch).cast(schema))
                if sum(table.num_rows for table in held) >= ROW_GROUP:
                    held = [_full_groups(writer, pa.concat_tables(held))]
                rows += batch.num_rows
            writer.write_table(pa.concat_tables([schema.empty_table(), *held]).combine_chunks())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return rows


def _full_groups(writer: pq.ParquetWriter, table: pa.Table) -> pa.Table:
    whole = table.num_rows - table.num_rows % ROW_GROUP
    writer.write_table(table.slice(0, whole).combine_chunks(), row_group_size=ROW_GROUP)
    return table.slice(whole)
