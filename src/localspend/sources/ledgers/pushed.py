"""Lines that a comma without quotes pushed to the right: a date or pence stand beside their place and not in it."""

import re
from collections.abc import Sequence

import numpy
import pyarrow.compute as pc

from localspend.sources.ledgers import dates
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.scalars import EMPTY
from localspend.sources.ledgers.sheet import Sheet

_PENCE = re.compile(r"^[-(£\s]*[\d,]+\.\d\d\b")


def rows(sheet: Sheet, layout: Layout, indices: numpy.ndarray) -> list[int]:
    """Those of the rows at `indices` that were pushed: what stands under their amount is a reference, say."""
    last = max((i for i, name in enumerate(layout.names) if name), default=sheet.width)
    beyond = [
        i
        for i in range(last + 1, sheet.width)
        if i not in layout.roles.money.pieces and 0 < layout.profiles[i].filled < 0.5
    ]
    filled = numpy.zeros(sheet.rows, dtype=bool)
    for i in beyond:
        trimmed = pc.utf8_trim_whitespace(sheet.column(i))
        filled |= pc.not_equal(trimmed, EMPTY).combine_chunks().to_numpy(zero_copy_only=False)
    found = []
    candidates = indices[filled[indices]].tolist()
    for i, row in zip(candidates, sheet.pick(candidates), strict=True):
        steps = sum(bool(row[j].strip()) for j in beyond)
        if any(_pushed(row, layout, step) for step in range(1, steps + 1)):
            found.append(i)
    return found


def _pushed(row: Sequence[str], layout: Layout, step: int) -> bool:
    """True where the date, or pence in a column of pence, stand `step` cells right of their place and not in it."""
    columns = layout.roles.columns
    if "paid_on" in columns and columns["paid_on"] + step < len(row):
        here, there = row[columns["paid_on"]].strip(), row[columns["paid_on"] + step].strip()
        if here and not _is_date(here) and _is_date(there) and not there.isdigit():
            return True
    at = columns["amount"]
    pence = layout.profiles[at].decimals > 0.5 and at + step < len(row)
    return pence and not _PENCE.search(row[at]) and bool(_PENCE.search(row[at + step].strip()))


def _is_date(cell: str) -> bool:
    return dates.day(cell) is not None or dates.day(cell, "mdy") is not None or dates.is_period(cell)
