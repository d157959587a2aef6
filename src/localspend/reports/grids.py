"""A grid: typed rows under typed heads, shown as a table of the page and as a sheet of the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

NUMBERS = ("pounds", "count", "share", "range", "index", "ratio", "points")


@dataclass(frozen=True)
class Column:
    """kind: text, pounds (Decimal), count (int), share or index (0 to 1), ratio (float), points (a difference
    of shares, 0.01 is one percentage point), range (text), date, year; or None."""

    head: str
    kind: str = "text"

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Grid:
    """`name` is the sheet's, `caption` the table's; `note` says what to know when reading it, `empty` why no row is."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    note: str = ""
    empty: str = ""

    def only(self, *heads: str, first: int | None = None, caption: str | None = None) -> "Grid":
        """The columns of those heads (all if none is named), and the first so many rows."""
        places = [n for n, column in enumerate(self.columns) if not heads or column.head in heads]
        rows = [tuple(row[n] for n in places) for row in self.rows[:first]]
        return replace(self, columns=tuple(self.columns[n] for n in places), rows=rows, caption=caption or self.caption)

    def dicts(self) -> list[dict[str, Any]]:
        """The rows by head."""
        return [dict(zip((column.head for column in self.columns), row, strict=True)) for row in self.rows]
