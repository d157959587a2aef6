"""Reading: what was read from one file or archive member, with the account of every row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import pyarrow as pa

from localspend.sources.ledgers import remarks
from localspend.sources.ledgers.schemas import CONTRACTS, EXCLUDED, LINES, LISTED


@dataclass(frozen=True)
class Reading:
    """One file or archive member, read or refused.

    kind: payments, contracts, suppliers, or None when refused. For payments rows_read = rows_payment + the sum of
    rows_excluded, and amount_total (pounds) is the sum of `lines.amount`. columns: role -> header as written.
    date_order: dmy, mdy, ymd, or None where the file has no dates or cannot tell; dates_ambiguous: days and months
    could be the other way round, and day first was assumed.
    """

    source_id: str
    path: str
    sha256: str
    outcome: str
    message: str
    kind: str | None = None
    rows_read: int = 0
    rows_payment: int = 0
    rows_excluded: Mapping[str, int] = field(default_factory=dict)
    amount_total: Decimal = Decimal("0.00")
    first_date: date | None = None
    last_date: date | None = None
    undated_rows: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    explain: tuple[str, ...] = ()
    date_order: str | None = None
    dates_ambiguous: bool = False
    _sheets: tuple[Any, ...] = field(default=(), repr=False)
    _records: tuple[Any, ...] = field(default=(), repr=False)
    _remarks: tuple[Any, ...] = field(default=(), repr=False)

    @cached_property
    def lines(self) -> pa.Table:
        """The payments, as the table `ledger_lines`."""
        return pa.concat_tables([LINES.empty_table(), *self.parts()])

    def parts(self, *, raw: bool = True) -> Iterator[pa.Table]:
        """The payments sheet by sheet, so that a large workbook need not be held twice; without `raw`, it is null."""
        for sheet in self._sheets:
            yield sheet.lines(raw=raw)

    @cached_property
    def excluded(self) -> pa.Table:
        """The lines that are no payment (no contract, no supplier): source_sheet, source_line, reason, raw."""
        sheets = self._sheets or self._records
        return pa.concat_tables([EXCLUDED.empty_table(), *(sheet.excluded() for sheet in sheets)])

    @cached_property
    def contracts(self) -> pa.Table:
        """The lines of contract registers: CONTRACT_COLUMNS."""
        found = [sheet.contracts() for sheet in self._records if sheet.layout.kind == "contracts"]
        return pa.concat_tables([CONTRACTS.empty_table(), *found])

    @cached_property
    def listed(self) -> pa.Table:
        """The lines of supplier lists, as the table `listed_suppliers`."""
        found = [sheet.listed() for sheet in self._records if sheet.layout.kind == "suppliers"]
        return pa.concat_tables([LISTED.empty_table(), *found])

    @cached_property
    def findings(self) -> pa.Table:
        """What there is to say of the file, as the table `findings` without its source_id."""
        return remarks.table(self.remarks)

    @cached_property
    def remarks(self) -> list[tuple[str, str, str, str, str | None, int | None]]:
        """The findings as (check, subject, outcome, detail, source_sheet, source_line)."""
        return [*(remark for sheet in self._sheets for remark in remarks.of_sheet(sheet)), *self._remarks]
