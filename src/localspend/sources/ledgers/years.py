"""A column of amounts a year (2016/17, 2017/18), as top-300 lists have: one payment a supplier and year."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy
import pyarrow as pa

from localspend.sources.ledgers import lexicon, money, rows
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.scalars import column_of
from localspend.sources.ledgers.sheet import Sheet
from localspend.sources.ledgers.values import Profile

_YEAR = re.compile(
    r"(?:fy|spend|amount|total|value|year|net|expenditure|£|in|for| )*"
    r"(20\d\d(?: ?20\d\d| ?\d\d)?|\d\d \d\d)(?: |fy|spend|amount|total|value|net|expenditure|£)*"
)


def columns(names: Sequence[str], profiles: Sequence[Profile]) -> list[int]:
    """The columns whose header is a year and whose values are amounts, where there are two or more of them."""
    found = [
        i
        for i, (name, profile) in enumerate(zip(names, profiles, strict=True))
        if _YEAR.fullmatch(lexicon.words(name)) and profile.numbers >= 0.5
    ]
    return found if len(found) >= 2 else []


def apart(sheet: Sheet, layout: Layout) -> list[tuple[Sheet, Layout]]:
    """`sheet` once a year: the first with every row, the others with the rows of suppliers only."""
    found = columns(layout.names, layout.profiles) if "paid_on" not in layout.roles.columns else []
    if not found:
        return [(sheet, layout)]
    result = []
    supplier = layout.roles.columns["supplier"]
    for number, index in enumerate(found):
        roles = replace(layout.roles, columns={**layout.roles.columns, "amount": index})
        year = layout.names[index]
        part = sheet if number == 0 else sheet.select(_suppliers(sheet, layout, supplier, found))
        names = pa.chunked_array([pa.array([f"{sheet.name} [{year}]".strip()] * part.rows, pa.string())])
        header = layout.header if number == 0 else replace(layout.header, rows=())
        result.append((replace(part, row_names=names), replace(layout, roles=roles, header=header)))
    return result


def _suppliers(sheet: Sheet, layout: Layout, supplier: int, found: Sequence[int]) -> pa.Array:
    """The rows that name a supplier and hold an amount of any year, totals left out."""
    mask = numpy.zeros(sheet.rows, dtype=bool)
    for index in found:
        given = replace(layout, roles=replace(layout.roles, columns={**layout.roles.columns, "amount": index}))
        mask |= rows.classify(sheet, given, money.values(sheet, layout.roles.money, index).values).codes == rows.PAYMENT
    return column_of(mask)
