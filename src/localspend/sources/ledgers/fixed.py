"""A reading -> the same sheets mended: dates ISO, numbers plain, identifiers whole, copies marked, formulas harmless.

Nothing is taken out, nothing is changed that is not listed, and the mended file reads to the same payments. Dates whose
order of day and month is not told, or that contradict each other, are left as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from localspend.cells import harmless_column
from localspend.sources.ledgers import amounts, dates, rows
from localspend.sources.ledgers.payments import PaymentSheet
from localspend.sources.ledgers.reading import Reading
from localspend.sources.ledgers.records import DATES, RecordSheet
from localspend.sources.ledgers.remarks import alike
from localspend.sources.ledgers.scalars import column_of
from localspend.sources.ledgers.sheet import BATCH, Sheet

#: The column that marks copies.
MARK = "localspend: copy of line"
_PLAIN = r"^-?[0-9]+(\.[0-9]+)?$"


@dataclass(frozen=True)
class Change:
    """One cell that was changed; line and column are those of the source."""

    line: int
    column: int
    header: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Fixed:
    """A mended sheet. copy_of: for each row the last line before it that it repeats, or null; None if none does."""

    name: str
    sheet: Sheet
    columns: Sequence[pa.ChunkedArray]
    changes: Sequence[Change]
    header: Sequence[str]
    header_row: int | None
    copy_of: pa.Array | None

    def rows(self) -> Iterator[list[str]]:
        """The cells, row by row; a header of the container's own comes first."""
        if self.sheet.header is not None:
            yield [*self.sheet.header, *([MARK] if self.copy_of is not None else [])]
        for start in range(0, self.sheet.rows, BATCH):
            held = [column.slice(start, BATCH).to_pylist() for column in self.columns]
            marks = self.copy_of.slice(start, BATCH).to_pylist() if self.copy_of is not None else []
            for i, row in enumerate(zip(*held, strict=True)):
                if not marks:
                    yield list(row)
                else:
                    said = MARK if start + i == self.header_row else "" if marks[i] is None else str(marks[i])
                    yield [*row, said]


def fixed(reading: Reading) -> Iterator[Fixed]:
    """Each sheet of `reading` that was read, mended."""
    for part in reading._sheets:
        yield _payments(part, reading.dates_ambiguous)
    for part in reading._records:
        yield _records(part)


def _payments(part: PaymentSheet, ambiguous: bool) -> Fixed:
    roles = part.layout.roles
    days = [roles.columns[r] for r in ("paid_on", "invoice_date") if r in roles.columns]
    days += [index for index, _ in roles.stand_ins]
    money = [roles.columns[r] for r in ("amount", "vat") if r in roles.columns] if not roles.money.pieces else []
    money += [] if roles.money.credit is None else [roles.money.credit]
    return _made(part, part.mask, roles.columns, [] if ambiguous else days, money)


def _records(part: RecordSheet) -> Fixed:
    days = [part.columns[role] for role in DATES if role in part.columns]
    money = [part.columns["value"]] if "value" in part.columns else []
    return _made(part, part.codes == rows.PAYMENT, part.columns, days, money)


def _made(
    part: PaymentSheet | RecordSheet,
    mask: numpy.ndarray,
    roles: Mapping[str, int],
    days: Sequence[int],
    money: Sequence[int],
) -> Fixed:
    sheet, names = part.sheet, part.layout.names
    chosen = pa.chunked_array([column_of(mask)])
    columns, changes = [], []
    for index in range(sheet.width):
        old = sheet.column(index)
        new, why = old, ""
        if index in days:
            new, why = _iso(old, part.order, chosen), "date written as ISO"
        elif index in money:
            new, why = _plain(old), "number written plainly"
        elif index == roles.get("company_number"):
            new, why = _padded(old), "leading noughts put back"
        new = pc.if_else(chosen, new, old)
        # A dash alone is nothing that a spreadsheet would run.
        safe = pc.if_else(pc.equal(pc.utf8_length(new), 1), new, harmless_column(new))
        changes += _changes(sheet, index, names[index], old, new, why)
        changes += _changes(sheet, index, names[index], new, safe, "formula made harmless")
        columns.append(safe)
    places, group = alike(sheet, mask, [roles[r] for r in ("reference", "amount", "value") if r in roles])
    above = part.layout.header.rows
    return Fixed(
        sheet.name, sheet, columns, sorted(changes, key=lambda c: (c.line, c.column)), names,
        max(above) if above else None, _copies(sheet, places, group),
    )  # fmt: skip


def _iso(column: pa.ChunkedArray, order: str | None, chosen: pa.ChunkedArray) -> pa.ChunkedArray:
    """Dates as 2026-04-30; what is no date stays.

    So does all of a column whose records contradict each other: beside ISO dates, the one that the order leaves unread
    would tell another order, and be read.
    """
    parsed = dates.parse(column, order)
    other = dates.parse(column, "dmy" if order == "mdy" else "mdy")
    if pc.any(pc.and_(pc.and_(chosen, pc.is_null(parsed)), pc.is_valid(other))).as_py():
        return column
    return pc.if_else(pc.is_valid(parsed), pc.cast(parsed, pa.string()), column)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Amounts as 1234.56; what is no amount, or already plain, stays."""
    parsed = amounts.parse(column).values
    odd = pc.and_(pc.is_valid(parsed), pc.invert(pc.match_substring_regex(column, _PLAIN)))
    return pc.if_else(odd, pc.cast(parsed, pa.string()), column)


def _padded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Company numbers of five to seven digits, or two letters and four or five, with their leading noughts."""
    bare = pc.utf8_trim_whitespace(column)
    digits = pc.match_substring_regex(bare, r"^[0-9]{5,7}$")
    lettered = pc.match_substring_regex(bare, r"^(?i)(SC|NI|OC|SO|NC)[0-9]{4,5}$")
    both = pc.binary_join_element_wise(
        pc.utf8_upper(pc.utf8_slice_codeunits(bare, 0, 2)), pc.utf8_lpad(pc.utf8_slice_codeunits(bare, 2), 6, "0"), ""
    )
    return pc.if_else(digits, pc.utf8_lpad(bare, 8, "0"), pc.if_else(lettered, both, column))


def _changes(
    sheet: Sheet, index: int, header: str, old: pa.ChunkedArray, new: pa.ChunkedArray, why: str
) -> list[Change]:
    differs = pc.not_equal(old, new)
    if not pc.any(differs).as_py():
        return []
    lines, before, after = (column.filter(differs).to_pylist() for column in (sheet.lines, old, new))
    return [Change(line, index, header, b, a, why) for line, b, a in zip(lines, before, after, strict=True)]


def _copies(sheet: Sheet, places: numpy.ndarray, group: numpy.ndarray) -> pa.Array | None:
    """For each row the line of the last one before it that it equals; null where there is none."""
    if not len(places):
        return None
    lines = sheet.lines.to_numpy()
    copies = numpy.full(sheet.rows, -1, dtype="int64")
    order = numpy.lexsort((places, group))
    again = group[order][1:] == group[order][:-1]
    copies[places[order][1:][again]] = lines[places[order][:-1][again]]
    found = column_of(copies)
    return pc.if_else(pc.less(found, 0), pa.scalar(None, pa.int64()), found)
