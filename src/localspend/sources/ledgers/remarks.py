"""What a reader has to say about a ledger beside its figures -> findings. No cell is quoted."""

from collections.abc import Iterator, Sequence

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.ledgers.payments import PaymentSheet
from localspend.sources.ledgers.scalars import EMPTY, column_of, numpy_of
from localspend.sources.ledgers.schemas import FINDINGS
from localspend.sources.ledgers.sheet import Sheet

VERSION = "1"
#: check, subject, outcome, detail, source_sheet, source_line
Remark = tuple[str, str, str, str, str | None, int | None]


def table(remarks: Sequence[Remark]) -> pa.Table:
    """Remarks as `findings` without their source_id."""
    rows = [
        {
            "check": check,
            "version": VERSION,
            "subject": subject,
            "outcome": outcome,
            "detail": detail,
            "source_sheet": sheet,
            "source_line": line,
        }
        for check, subject, outcome, detail, sheet, line in remarks
    ]
    return pa.Table.from_pylist(rows, schema=FINDINGS)


def of_sheet(part: PaymentSheet) -> Iterator[Remark]:
    """What is to be said about one sheet of payments."""
    line = part.sheet.lines
    for i, printed, added in part.rows.printed:
        right = printed == added
        said = "is what the payments add up to" if right else f"but the payments above add up to £{added:,.2f}"
        yield (
            "printed_total",
            "total",
            "pass" if right else "fail",
            f"£{printed:,.2f} {said}",
            part.name,
            line[i].as_py(),
        )
    for i in part.rows.run_together:
        detail = (
            "the separators of this line were lost; its payments are not counted: ask the publisher for the file again"
        )
        yield "readable_line", "line", "fail", detail, part.name, line[i].as_py()
    for i, note in part.rows.notes.items():
        yield "payment_line", "line", "fail", f"{note}: not taken for a payment", part.name, line[i].as_py()
    for mended, pieces in part.mended():
        detail = f"the line ends of this line were lost: taken apart into {pieces}, which the printed total proves"
        yield "mended_line", "line", "pass", detail, part.name, mended
    if part.money.finer:
        detail = f"{part.money.finer} amounts finer than a penny were rounded half up"
        yield "whole_pennies", "amount", "fail", detail, part.name, None
    turned = part.turned_round()
    if turned:
        detail = f"{turned} dates seem to have day and month exchanged: all that are text have days over 12"
        yield "date_order", "paid_on", "fail", detail, part.name, None
    if part.stood_in:
        yield (
            "payment_date",
            "paid_on",
            "fail",
            f"{part.stood_in} lines have no payment date; another date stands in",
            part.name,
            None,
        )
    yield from _repeats(part)
    yield from _nameless(part)


def repeats(part: PaymentSheet) -> int:
    """How many payments repeat an earlier one in every cell."""
    columns = part.layout.roles.columns
    rows, group = alike(part.sheet, part.mask, [columns[role] for role in ("reference", "amount") if role in columns])
    return len(rows) - len(numpy.unique(group))


def alike(sheet: Sheet, mask: numpy.ndarray, telling: Sequence[int]) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The rows of `mask` that another one equals in every cell, and the group of equals to which each belongs.

    Column by column, the `telling` ones first; only the rows that still have a like are kept.
    """
    rows = numpy.flatnonzero(mask)
    group = numpy.zeros(len(rows), dtype="int64")
    for index in dict.fromkeys([*telling, *range(sheet.width)]):
        cells = sheet.column(index)
        cells = cells.take(column_of(rows)) if len(rows) < sheet.rows else cells
        codes = numpy_of(cells.combine_chunks().dictionary_encode().indices).astype("int64")
        if group.any():
            pairs = group * (int(codes.max(initial=0)) + 1) + codes
            _, codes = numpy.unique(pairs, return_inverse=True)
        twice = numpy.bincount(codes)[codes] > 1
        rows, group = rows[twice], codes[twice]
        if not len(rows):
            break
    return rows, group


def _repeats(part: PaymentSheet) -> Iterator[Remark]:
    count = repeats(part)
    if count:
        yield (
            "exact_repeats",
            "line",
            "fail",
            f"{count} payments repeat an earlier line exactly; all count",
            part.name,
            None,
        )


def _nameless(part: PaymentSheet) -> Iterator[Remark]:
    supplier = part.sheet.column(part.layout.roles.columns["supplier"]).filter(column_of(part.mask))
    count = int(pc.sum(pc.equal(pc.utf8_trim_whitespace(supplier), EMPTY)).as_py()) if len(supplier) else 0
    if count:
        yield "supplier_named", "supplier", "fail", f"{count} payments name no supplier", part.name, None
