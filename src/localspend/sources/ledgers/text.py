"""Text -> Sheet: encoding, delimiter, line ends; every record keeps the physical line on which it starts.

Arrow's reader takes the well-formed records (twenty times faster than `csv`); records of another width are set aside,
read by `csv` and put back in their place. The line numbers are proved: line ends in the file must equal records plus
line ends inside cells. Where they do not, `csv` reads the whole file.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

import numpy
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from localspend.sources.ledgers.refusal import Refused
from localspend.sources.ledgers.scalars import column_of
from localspend.sources.ledgers.sheet import Sheet, blanks, from_rows

DELIMITERS = (",", "\t", ";", "|")
#: No record of a ledger is this long; a file without a line end in so many bytes is not a table.
LONGEST_LINE = 16 * 1024 * 1024
SAMPLE = 256 * 1024
#: Lines that one cell may span where quotes are broken.
LONGEST_CELL = 20
BLOCK = 4 * 1024 * 1024
_LF, _CR = 10, 13
_BREAK = re.compile(r"\r\n|\r|\n")


def decode(data: memoryview | bytes) -> tuple[bytes | memoryview, str]:
    """`data` as UTF-8 bytes without a mark, and the encoding that it was in."""
    start = bytes(data[:4])
    if start[:3] == b"\xef\xbb\xbf":
        return decode(data[3:])
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return bytes(data).decode("utf-16", "replace").encode(), "utf-16"
    wide = _wide(bytes(data[:2000]))
    if wide:
        return bytes(data).decode(wide, "replace").encode(), wide
    if _is_utf8(data):
        return data, "utf-8"
    return _eight_bit(bytes(data))


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of English is NUL."""
    if len(start) < 4 or b"\0" not in start:
        return None
    even, odd = start[0::2], start[1::2]
    if odd.count(0) > 0.8 * len(odd) and 0 not in even:
        return "utf-16-le"
    if even.count(0) > 0.8 * len(even) and 0 not in odd:
        return "utf-16-be"
    return None


def _is_utf8(data: memoryview | bytes) -> bool:
    # In pieces, so that a large file is not copied whole; a piece may end inside a character.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), BLOCK):
            decoder.decode(data[start : start + BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(data: bytes) -> tuple[bytes, str]:
    """cp1252, or UTF-8 with a few broken bytes, or the old DOS page (where byte 9C is the pound sign)."""
    broken = data.decode("utf-8", "replace")
    wrong = broken.count("\ufffd")
    right = sum(1 for character in broken if ord(character) > 127) - wrong
    if right > wrong:
        return data.decode("utf-8", "cp1252-byte").encode(), "utf-8 with broken bytes"
    if b"\x9c" in data and b"\xa3" not in data:
        return data.decode("cp850").encode(), "cp850"
    try:
        return data.decode("cp1252").encode(), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1").encode(), "latin-1"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("cp1252-byte", _as_cp1252)


def delimiter(sample: str) -> tuple[str, int]:
    """The delimiter of `sample` and the number of columns of most of its records."""
    best = (0.0, 0, ",", 1)
    for candidate in DELIMITERS:
        widths = Counter(
            len(cells) for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=candidate) if any(cells)
        )
        total = widths.total()
        width, count = max(
            ((w, c) for w, c in widths.items() if w > 1), key=lambda item: (item[1], item[0]), default=(1, 0)
        )
        score = count / total if total else 0.0
        best = max(best, (round(score, 2), width if score else 0, candidate, width), key=lambda b: (b[0], b[1]))
    return best[2], best[3]


def sheet(data: bytes | memoryview) -> Sheet:
    """The table in `data` (UTF-8): one row a record, blank lines included."""
    sample = bytes(data[:SAMPLE]).decode("utf-8", "replace")
    if len(data) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    separator, width = delimiter(sample)
    if width == 1 and _is_quoted_twice(sample):
        return from_rows(_unquoted(bytes(data).decode("utf-8")))
    found = _arrow(data, separator, width)
    if found is None:
        _guard_lines(data)
        found = from_rows(records(bytes(data).decode("utf-8"), separator))
    if width > 1 and _runs_away(found, separator, width):
        return from_rows(line_by_line(bytes(data).decode("utf-8"), separator, width))
    return found


def _is_quoted_twice(sample: str) -> bool:
    """True where nearly every record is one cell that holds a whole record: the file was saved once too often."""
    cells = [row[0] for row in csv.reader(io.StringIO(sample, newline="")) if len(row) == 1 and row[0].strip()]
    widths = Counter(len(next(csv.reader([cell]), [])) for cell in cells)
    width, count = widths.most_common(1)[0] if widths else (1, 0)
    return width > 2 and count >= 3 and count >= 0.8 * len(cells)


def _unquoted(text: str) -> Iterator[tuple[int, list[str]]]:
    for line, cells in records(text, ","):
        yield line, next(csv.reader(cells), []) if len(cells) == 1 else cells


def _guard_lines(data: bytes | memoryview) -> None:
    """Refuse text with an endless line before it is read into memory whole."""
    for start in range(0, len(data) - LONGEST_LINE, LONGEST_LINE):
        piece = bytes(data[start : start + LONGEST_LINE])
        if b"\n" not in piece and b"\r" not in piece:
            line = _line_ends(data[:start]) + 1
            raise Refused(
                f"line {line} is longer than {LONGEST_LINE // 1024**2} MiB: this is not a table", "Fetch it again"
            )


def _runs_away(found: Sheet, separator: str, width: int) -> bool:
    """True where a quote that is never closed has swallowed whole records into one cell."""
    if found.rows and found.lines[-1].as_py() == found.rows and not _BREAK.search("".join(found.row(found.rows - 1))):
        return False  # every record is one line
    inside = rf"[\r\n](?:[^\r\n]*{re.escape(separator)}){{{width - 1}}}"
    broken = [
        column
        for column in found.cells.columns
        if any(pc.any(pc.match_substring(column, end)).as_py() for end in "\r\n")
    ]
    return any(pc.any(pc.match_substring_regex(column, inside)).as_py() for column in broken)


def line_by_line(text: str, separator: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """(physical line, cells), where quotes cannot be trusted: a cell spans lines only if that gives a whole record."""
    lines = _BREAK.split(text)
    if lines and not lines[-1]:
        lines.pop()
    at = 0
    while at < len(lines):
        size = next((n for n in range(1, LONGEST_CELL) if _is_record(lines[at : at + n], separator, width)), 1)
        whole = "\n".join(lines[at : at + size])
        if whole.count('"') % 2:
            yield at + 1, [cell.strip('"') for cell in whole.split(separator)]
        else:
            yield at + 1, next(csv.reader(io.StringIO(whole, newline=""), delimiter=separator), [])
        at += size


def _is_record(lines: list[str], separator: str, width: int) -> bool:
    whole = "\n".join(lines)
    if whole.count('"') % 2 or any(line.count(separator) >= width - 1 for line in lines[1:]):
        return False
    return len(next(csv.reader(io.StringIO(whole, newline=""), delimiter=separator), [])) == width


def records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(physical line, cells) of each record, by `csv`."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _arrow(data: bytes | memoryview, separator: str, width: int) -> Sheet | None:
    """Arrow's reading of `data`, or None where its line numbers cannot be proved."""
    odd: list[tuple[int, str]] = []
    table = _read(data, separator, width, None)
    if table is None:
        table = _read(data, separator, width, odd)
    if table is None or not table.num_rows:
        return None
    lengths = column_of(numpy.array([len(_BREAK.findall(text)) for _, text in odd], dtype="int64"))
    cells, order = _spliced(table, odd, separator, width)
    surplus = _line_ends(data) + (not _ends_a_line(data)) - cells.num_rows
    lines = range_array(1, cells.num_rows)
    if surplus:
        inside = pa.concat_arrays([_line_ends_inside(table), lengths])
        inside = inside if order is None else inside.take(order)
        if pc.sum(inside).as_py() != surplus:
            return None
        lines = pc.add(lines, pc.subtract(pc.cumulative_sum(inside), inside))
    return Sheet("", cells, pa.chunked_array([lines]))


def range_array(start: int, count: int) -> pa.Array:
    """int64 start, start + 1, …."""
    return column_of(numpy.arange(start, start + count, dtype="int64"))


def _read(data: bytes | memoryview, separator: str, width: int, odd: list[tuple[int, str]] | None) -> pa.Table | None:
    def aside(row: arrow_csv.InvalidRow) -> str:
        if odd is None:
            return "error"
        odd.append((row.number, row.text))
        return "skip"

    names = [str(i) for i in range(width)]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(data)),
            # Only the single-threaded reader tells the number of a record of another width.
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=BLOCK, use_threads=odd is None),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=aside
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _spliced(
    table: pa.Table, odd: list[tuple[int, str]], separator: str, width: int
) -> tuple[pa.Table, pa.Array | None]:
    """`table` with the odd records back in their places, and the order that puts them there."""
    if not odd:
        return table, None
    rows = [next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), []) for _, text in odd]
    widest = max(width, *(len(row) for row in rows))
    extra = from_rows([(0, [*row, *[""] * (widest - len(row))]) for row in rows]).cells
    for i in range(width, widest):
        table = table.append_column(str(i), blanks(table.num_rows))
    places = numpy.array([number - 1 for number, _ in odd], dtype="int64")
    order = numpy.empty(table.num_rows + len(odd), dtype="int64")
    good = numpy.ones(len(order), dtype=bool)
    good[places] = False
    order[good] = numpy.arange(table.num_rows)
    order[places] = numpy.arange(table.num_rows, len(order))
    indices = column_of(order)
    return pa.concat_tables([table, extra]).take(indices), indices


def _line_ends(data: bytes | memoryview) -> int:
    """Line ends of any kind in `data`: line feeds, and returns that no line feed follows."""
    characters = numpy.frombuffer(data, dtype="uint8")
    count = 0
    for start in range(0, len(characters), BLOCK):
        piece = characters[start : start + BLOCK]
        count += int(numpy.count_nonzero(piece == _LF))
        returns = numpy.flatnonzero(piece == _CR) + start + 1
        if len(returns):
            count += int(returns[-1] == len(characters))
            count += int(numpy.count_nonzero(characters[returns[returns < len(characters)]] != _LF))
    return count


def _ends_a_line(data: bytes | memoryview) -> bool:
    return bytes(data[-1:]) in (b"\n", b"\r")


def _line_ends_inside(table: pa.Table) -> pa.Array:
    """Line ends inside the cells of each row."""
    total = column_of(numpy.zeros(table.num_rows, dtype="int64"))
    for column in table.columns:
        returns = pc.any(pc.match_substring(column, "\r")).as_py()
        count = pc.count_substring_regex(column, r"\r\n|\r|\n") if returns else pc.count_substring(column, "\n")
        total = pc.add(total, count.combine_chunks().cast(pa.int64()))
    return total
