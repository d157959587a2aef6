"""What stands in the cells of a reading, beside what they were read as: for checks, which must say what is written."""

from collections.abc import Iterator, Mapping

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.ledgers import period, rows
from localspend.sources.ledgers.account import titles
from localspend.sources.ledgers.payments import PaymentSheet, text
from localspend.sources.ledgers.reading import Reading
from localspend.sources.ledgers.records import RecordSheet
from localspend.sources.ledgers.remarks import alike
from localspend.sources.ledgers.scalars import column_of
from localspend.sources.ledgers.sheet import Sheet

#: Role of a column -> the column of `cells` with the text of its cells, blank ones null.
TEXTS = {
    "paid_on": "date_written",
    "amount": "amount_written",
    "value": "amount_written",
    "start_on": "start_written",
    "end_on": "end_written",
}
#: alike: lines of one sheet with the same number there are equal in every cell; null where no other line is.
CELLS = pa.schema(
    [
        ("source_sheet", pa.string()),
        ("source_line", pa.int64()),
        *((name, pa.string()) for name in dict.fromkeys(TEXTS.values())),
        ("alike", pa.int64()),
    ]
)


def payments(reading: Reading) -> pa.Table:
    """CELLS of the payments, row by row as in `reading.lines`."""
    found = [_cells(s.sheet, s.mask, s.layout.roles.columns) for s in reading._sheets]
    return pa.concat_tables([CELLS.empty_table(), *found])


def records(reading: Reading, kind: str) -> pa.Table:
    """CELLS of the contracts or the listed suppliers, row by row as in `reading.contracts` or `reading.listed`."""
    found = [_cells(s.sheet, s.codes == rows.PAYMENT, s.columns) for s in reading._records if s.layout.kind == kind]
    return pa.concat_tables([CELLS.empty_table(), *found])


def _cells(sheet: Sheet, mask: numpy.ndarray, roles: Mapping[str, int]) -> pa.Table:
    part = sheet.select(column_of(mask))
    made: dict[str, pa.Array | pa.ChunkedArray] = {
        name: pa.nulls(part.rows, CELLS.field(name).type) for name in CELLS.names
    }
    made |= {"source_sheet": part.sheet_names(), "source_line": part.lines}
    for role, name in TEXTS.items():
        if role in roles:
            made[name] = text(part.column(roles[role]))
    telling = [roles[role] for role in ("reference", "contract_ref", "amount", "value") if role in roles]
    places, group = alike(sheet, mask, telling)
    groups = numpy.full(sheet.rows, -1, dtype="int64")
    groups[places] = group
    numbers = column_of(groups[mask])
    made["alike"] = pc.if_else(pc.less(numbers, 0), pa.scalar(None, pa.int64()), numbers)
    return pa.table(made, schema=CELLS)


def places(reading: Reading) -> Iterator[tuple[str, str, int, str]]:
    """(sheet, role, column from 0, header) of each column that has a role."""
    for part in (*reading._sheets, *reading._records):
        columns = part.layout.roles.columns if isinstance(part, PaymentSheet) else part.columns
        for role, index in columns.items():
            yield part.sheet.name, role, index, part.layout.names[index]


def months(reading: Reading) -> list[tuple[int, int]]:
    """(year, month) of each month that titles, sheets' names or the file's name tell."""
    parts: tuple[PaymentSheet | RecordSheet, ...] = (*reading._sheets, *reading._records)
    told = [said for part in parts for said in titles(part.sheet, part.layout)]
    name = reading.source_id.replace("!", "/").rsplit("/", 1)[-1]
    return next(filter(None, map(period.months, [*told, name])), [])
