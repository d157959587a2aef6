"""A sheet of payments -> its account, its lines and its excluded rows. The lines are made when they are asked for."""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from localspend.cells import as_written_column
from localspend.sources.ledgers import amounts, dates, rows
from localspend.sources.ledgers.layout import Layout
from localspend.sources.ledgers.rows import Rows
from localspend.sources.ledgers.scalars import EMPTY, NO_TEXT, column_of
from localspend.sources.ledgers.schemas import EXCLUDED, LINES, REASONS
from localspend.sources.ledgers.sheet import Sheet, raw

#: Role -> column of ledger_lines, where they differ.
_TEXTS = (
    "supplier_ref",
    "supplier_postcode",
    "supplier_size",
    "vcse",
    "company_number",
    "charity_number",
    "vat_number",
    "department",
    "category_text",
    "description",
    "reference",
    "po_number",
    "contract_ref",
    "framework_ref",
)


@dataclass(frozen=True)
class PaymentSheet:
    """One sheet of payments, classified.

    basis: which date stands in `paid_on`, row by row. stood_in: rows without a payment date that another date dates.
    """

    sheet: Sheet
    layout: Layout
    money: amounts.Amounts
    paid_on: pa.ChunkedArray | None
    rows: Rows
    basis: pa.ChunkedArray | None = None
    stood_in: int = 0
    order: str | None = None

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def mask(self) -> numpy.ndarray:
        return numpy.asarray(self.rows.codes == rows.PAYMENT)

    @property
    def rows_read(self) -> int:
        return self.sheet.rows

    @property
    def rows_payment(self) -> int:
        return int(self.mask.sum())

    def turned_round(self) -> int:
        """Dates whose day and month a spreadsheet exchanged; only workbooks hold real dates beside text."""
        index = self.layout.roles.columns.get("paid_on")
        return dates.turned_round(self.sheet.column(index)) if index is not None and self.sheet.name else 0

    def counts(self) -> dict[str, int]:
        """Excluded rows by reason."""
        found = numpy.bincount(self.rows.codes, minlength=len(REASONS) + 1).tolist()
        return {reason: found[code] for code, reason in enumerate(REASONS, 1) if found[code]}

    def amount_total(self) -> Decimal:
        return amounts.total(self.money.values.filter(column_of(self.mask)))

    def span(self) -> tuple[date | None, date | None, int]:
        """First date, last date, payments without one."""
        if self.paid_on is None:
            return None, None, self.rows_payment
        chosen = self.paid_on.filter(column_of(self.mask))
        ends = pc.min_max(chosen).as_py()
        return ends["min"], ends["max"], chosen.null_count

    def mended(self) -> list[tuple[int, int]]:
        """(line, number of pieces) of each line that was taken apart."""
        if self.sheet.row_names is None:
            return []
        pieces = self.sheet.lines.filter(pc.match_substring_regex(self.sheet.row_names, r"\bpiece \d+$"))
        return [(entry["values"], entry["counts"]) for entry in pieces.value_counts().to_pylist()]

    def excluded(self) -> pa.Table:
        """The rows that are no payment, as `source_rows_excluded` without its source_id."""
        indices = numpy.flatnonzero(~self.mask)
        filled = indices[self.rows.codes[indices] != rows.BLANK]
        cells = dict(zip(filled.tolist(), self.sheet.pick(filled.tolist()), strict=True))
        return pa.table(
            {
                "source_sheet": self.sheet.sheet_names().take(column_of(indices)),
                "source_line": self.sheet.lines.take(column_of(indices)),
                "reason": pa.array([REASONS[code - 1] for code in self.rows.codes[indices].tolist()], pa.string()),
                "raw": pa.array([raw(cells.get(i, ())) for i in indices.tolist()], pa.string()),
            },
            schema=EXCLUDED,
        )

    def lines(self, *, raw: bool = True) -> pa.Table:
        """The payments, as `ledger_lines`; without `raw`, that column is null."""
        mask = column_of(self.mask)
        part = self.sheet.select(mask)
        roles = self.layout.roles
        count = part.rows
        nothing = {kind: pa.nulls(count, kind) for kind in LINES.types}  # one for all columns of a type
        columns: dict[str, pa.ChunkedArray | pa.Array] = {field.name: nothing[field.type] for field in LINES}
        columns["source_sheet"] = part.sheet_names()
        columns["source_line"] = part.lines
        columns["amount"] = self.money.values.filter(mask)
        columns["amount_basis"] = pa.repeat(pa.scalar(roles.amount_basis), count)
        if self.paid_on is not None and self.basis is not None:
            columns["paid_on"] = self.paid_on.filter(mask)
            columns["date_basis"] = self.basis.filter(mask)
        if "invoice_date" in roles.columns:
            columns["invoice_date"] = dates.parse(part.column(roles.columns["invoice_date"]), self.order)
        elif roles.date_basis == "invoice":
            columns["invoice_date"] = columns["paid_on"]
        if "vat" in roles.columns:
            columns["vat"] = amounts.parse(part.column(roles.columns["vat"])).values
        for role in _TEXTS:
            if role in roles.columns:
                columns[role] = text(part.column(roles.columns[role]))
        columns["supplier_text"] = text(part.column(roles.columns["supplier"]))
        if "institution" in roles.columns:
            columns["institution_text"] = text(part.column(roles.columns["institution"]))
        columns["supplier_address"] = self._address(part)
        if raw:
            columns["raw"] = self._raw(part)
        return pa.table(columns, schema=LINES)

    def _address(self, part: Sheet) -> pa.ChunkedArray | pa.Array:
        return address(part, self.layout)

    def _raw(self, part: Sheet) -> pa.ChunkedArray | pa.Array:
        """{header: cell} of the filled cells without a role, as JSON text, written by Arrow and not row by row."""
        used = {*self.layout.roles.columns.values(), *self.layout.roles.more_address}
        pieces = []
        for i, name in enumerate(unique(self.layout.names)):
            if i in used:
                continue
            value = text(part.column(i))
            if value.null_count == len(value):
                continue
            key = json.dumps(name, ensure_ascii=False) + ": "
            pieces.append(pc.binary_join_element_wise(key, _quoted(value), ""))
        if not pieces:
            return pa.nulls(part.rows, pa.string())
        return pc.binary_join_element_wise("{", joined(pieces), "}", "")


def address(part: Sheet, layout: Layout) -> pa.ChunkedArray | pa.Array:
    """The address of each row, its columns joined by commas; null where there is none."""
    roles = layout.roles
    if "supplier_address" not in roles.columns:
        return pa.nulls(part.rows, pa.string())
    pieces = [text(part.column(i)) for i in sorted((roles.columns["supplier_address"], *roles.more_address))]
    if len(pieces) == 1:
        return pieces[0]
    return joined(pieces)


def joined(pieces: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    """The texts of each row, joined by commas, nulls left out; null where all are."""
    # Arrow's own way of leaving nulls out (null_handling="skip") loses rows of chunked arrays.
    filled = [pc.coalesce(pc.binary_join_element_wise(", ", piece, ""), "") for piece in pieces]
    whole = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*filled, ""), start=2)
    return pc.if_else(pc.equal(whole, EMPTY), NO_TEXT, whole)


def unique(names: tuple[str, ...]) -> list[str]:
    """Names for JSON keys: unnamed columns by number, repeated names with theirs."""
    result: list[str] = []
    for i, name in enumerate(names, 1):
        shown = name or f"column {i}"
        result.append(shown if shown not in result else f"{shown} ({i})")
    return result


def text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A text column, trimmed, null where blank; the apostrophe that we put before formulas is taken off again."""
    trimmed = as_written_column(pc.utf8_trim_whitespace(column))
    return pc.if_else(pc.equal(trimmed, EMPTY), NO_TEXT, trimmed)


_CONTROL = re.compile(r"[\x00-\x1f]")


def _quoted(value: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells as JSON strings."""
    if pc.any(pc.match_substring_regex(value, r"[\x00-\x1f]")).as_py():
        return pa.chunked_array(
            [[None if v is None else json.dumps(v, ensure_ascii=False) for v in value.to_pylist()]], pa.string()
        )
    escaped = pc.replace_substring(pc.replace_substring(value, "\\", "\\\\"), '"', '\\"')
    return pc.binary_join_element_wise('"', escaped, '"', "")
