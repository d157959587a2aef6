"""Sheets of records that are no payments -> contracts and listed suppliers, through the same columns' roles."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.ledgers import amounts, dates, lexicon, roles, rows
from localspend.sources.ledgers import header as headers
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.payments import address, text
from localspend.sources.ledgers.scalars import EMPTY, column_of, numpy_of
from localspend.sources.ledgers.schemas import CONTRACTS, EXCLUDED, LISTED, REASONS
from localspend.sources.ledgers.sheet import Sheet, raw
from localspend.sources.ledgers.values import Profile

DATES = ("start_on", "end_on", "extension_to", "review_on")
_GENERIC = (
    "supplier",
    "department",
    "category_text",
    "description",
    "contract_ref",
    "reference",
    "po_number",
    "supplier_size",
    "vcse",
    "framework_ref",
)
#: How large a firm is, in a supplier list: header in plain words -> column of `listed_suppliers`.
_FACTS = {
    "employees": "employees|number of employees|no of employees|employee count|headcount|number of staff|staff numbers",
    "turnover": "turnover|annual turnover|turnover £|turnover gbp|supplier turnover",
    "balance_sheet": "balance sheet|balance sheet total|balance sheet total £|total assets",
}
FACTS = {header: fact for fact, headers in _FACTS.items() for header in headers.split("|")}
_TRUE = "y|yes|true|1|x|sme|vcse|charity|voluntary|micro|small|medium|voluntary/community"
_YES = frozenset(_TRUE.split("|"))
_FALSE = "n|no|false|0|none|large|non-sme|non"
_NO = frozenset(_FALSE.split("|"))


@dataclass(frozen=True)
class RecordSheet:
    """One sheet of contracts or suppliers. columns: role -> column; order: of its dates."""

    sheet: Sheet
    layout: Layout
    columns: Mapping[str, int]
    codes: numpy.ndarray
    order: str | None = None

    @property
    def count(self) -> int:
        return int((self.codes == rows.PAYMENT).sum())

    def part(self) -> Sheet:
        """The rows that are records."""
        return self.sheet.select(column_of(self.codes == rows.PAYMENT))

    def excluded(self) -> pa.Table:
        """The other rows, as in payments."""
        indices = numpy.flatnonzero(self.codes)
        return pa.table(
            {
                "source_sheet": pa.repeat(pa.scalar(self.sheet.name), len(indices)),
                "source_line": self.sheet.lines.take(column_of(indices)),
                "reason": pa.array([REASONS[code - 1] for code in self.codes[indices].tolist()], pa.string()),
                "raw": pa.array([raw(row) for row in self.sheet.pick(indices.tolist())], pa.string()),
            },
            schema=EXCLUDED,
        )

    def contracts(self) -> pa.Table:
        """The records as `contracts`, without what the build adds."""
        part, names = self.part(), self.layout.names
        columns = {name: pa.nulls(part.rows, CONTRACTS.field(name).type) for name in CONTRACTS.names}
        columns |= {"source_sheet": part.sheet_names(), "source_line": part.lines}
        for role, target in _CONTRACT_TEXTS.items():
            if role in self.columns:
                columns[target] = text(part.column(self.columns[role]))
        if "title" not in self.columns:
            columns["title"] = columns["description"]
        for other in ("reference", "po_number"):
            if "contract_ref" not in self.columns and other in self.columns:
                columns["contract_ref"] = text(part.column(self.columns[other]))
        for role in DATES:
            if role in self.columns:
                columns[role] = dates.parse(part.column(self.columns[role]), self.order)
        if "value" in self.columns:
            columns["value"] = _each(part.column(self.columns["value"]), _value, amounts.MONEY)
            columns["value_kind"] = pa.repeat(pa.scalar(value_kind(names[self.columns["value"]])), part.rows)
        for role, target in (("supplier_size", "sme"), ("vcse", "vcse")):
            if role in self.columns:
                columns[target] = _each(part.column(self.columns[role]), _yes, pa.bool_())
        return pa.table(columns, schema=CONTRACTS)

    def listed(self) -> pa.Table:
        """The records as `listed_suppliers`."""
        part = self.part()
        columns = {name: pa.nulls(part.rows, LISTED.field(name).type) for name in LISTED.names}
        columns |= {"source_sheet": part.sheet_names(), "source_line": part.lines}
        for role, index in self.columns.items():
            target = "supplier_text" if role == "supplier" else role
            if target in columns:
                columns[target] = text(part.column(index))
        columns["supplier_address"] = address(part, self.layout)
        return pa.table(columns, schema=LISTED)


_CONTRACT_TEXTS = {
    "contract_ref": "contract_ref",
    "title": "title",
    "description": "description",
    "department": "department",
    "supplier": "supplier_text",
    "category_text": "category_text",
    "procedure": "procedure",
    "framework_ref": "framework",
}


def contracts(sheet: Sheet, layout: Layout, order: str | None) -> RecordSheet:
    """A contract register's sheet."""
    columns = contract_roles(layout.names, layout.profiles)
    telling = [
        columns[role]
        for role in ("title", "contract_ref", "reference", "po_number", "supplier", "description")
        if role in columns
    ]
    return RecordSheet(sheet, layout, columns, _codes(sheet, layout, telling), order)


def suppliers(sheet: Sheet, layout: Layout) -> RecordSheet:
    """A supplier list's sheet."""
    columns = dict(layout.roles.columns)
    for index, name in enumerate(layout.names):
        fact = FACTS.get(lexicon.words(name))
        if fact and fact not in columns and index not in columns.values():
            columns[fact] = index
    return RecordSheet(sheet, layout, columns, _codes(sheet, layout, [columns["supplier"]]))


def contract_roles(names: Sequence[str], profiles: Sequence[Profile]) -> dict[str, int]:
    """The columns of a contract register."""
    offers = [
        (_weigh(role, name, profile), role, i)
        for i, (name, profile) in enumerate(zip(names, profiles, strict=True))
        for role in (*(part for part in lexicon.CONTRACT_PHRASES if part != "notice"), *_GENERIC)
    ]
    result: dict[str, int] = {}
    for score, role, i in sorted(offers, key=lambda offer: (-offer[0], offer[2])):
        if score >= roles.ENOUGH and role not in result and i not in result.values():
            result[role] = i
    return result


def _weigh(role: str, name: str, profile: Profile) -> float:
    if role not in lexicon.CONTRACT_PHRASES:
        return roles.weigh(role, name, profile)
    score = lexicon.score(name, f"contract:{role}")
    if role in DATES:
        return score if not profile.count or profile.when >= 0.3 else 0.0
    if role == "value":
        total = 1.0 if value_kind(name) == "total" else 0.0
        numeric = profile.numbers >= 0.3 or profile.letters < 0.3  # £250k
        return score + total if numeric and profile.dates < 0.3 else 0.0
    return 0.0 if profile.dates > 0.5 or profile.decimals > 0.5 else score


def value_kind(name: str) -> str:
    """total, annual or unknown, as the header says."""
    words = set(lexicon.words(name).split())
    if words & {"annual", "annually", "annum", "yearly", "pa", "year"}:
        return "annual"
    return "total" if words & {"total", "lifetime", "whole", "aggregate", "overall", "sum"} else "unknown"


def _codes(sheet: Sheet, layout: Layout, telling: Sequence[int]) -> numpy.ndarray:
    """What each row is: a record where one of the `telling` columns is filled beside another cell."""
    codes = numpy.full(sheet.rows, rows.FOOTNOTE, dtype="int8")
    top = max(layout.header.rows, default=-1)
    filled = numpy.zeros(sheet.rows, dtype="int64")
    for index in range(sheet.width):
        filled += _filled(sheet, index)
    told = numpy.zeros(sheet.rows, dtype=bool)
    for index in telling:
        told |= _filled(sheet, index)
    codes[told & (filled >= 2)] = rows.PAYMENT
    codes[filled == 0] = rows.BLANK
    codes[: top + 1][filled[: top + 1] > 0] = rows.TITLE
    codes[list(layout.header.rows)] = rows.HEADER
    first = numpy.flatnonzero(codes == rows.PAYMENT)
    for i, row in zip(first.tolist()[:5000], sheet.pick(first.tolist()[:5000]), strict=False):
        if layout.names and headers.repeats(row, layout.names):
            codes[i] = rows.HEADER
    return codes


def _filled(sheet: Sheet, index: int) -> numpy.ndarray:
    mask = pc.not_equal(pc.utf8_trim_whitespace(sheet.column(index)), EMPTY)
    return numpy_of(mask)


def _each(column: pa.ChunkedArray, function: Callable[[str], object], kind: pa.DataType) -> pa.Array:
    """`function` of each distinct cell."""
    cells = column.to_pylist()
    known = {cell: function(cell) for cell in set(cells)}
    return pa.array([known[cell] for cell in cells], kind)


def _value(cell: str) -> object:
    value = amounts.scaled(cell.strip())
    return None if value is None or abs(value) >= 10**15 else amounts.to_pennies(value)


def _yes(cell: str) -> bool | None:
    words = cell.strip().lower()
    if words in _YES:
        return True
    return False if words in _NO else None
