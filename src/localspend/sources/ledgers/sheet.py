"""Sheet: cells in columns, each row with the line of the file on which it starts. What every container becomes.

Cells are text as a person would type it: dates ISO, whole numbers without a decimal point, blank cells "".
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.ledgers.scalars import EMPTY, column_of, numpy_of, text

BATCH = 20_000


@dataclass(frozen=True)
class Sheet:
    """One table of cells.

    name: the sheet's name, "" in a file that has no sheets. cells: text columns "0", "1", …. lines: int64, the
    1-based physical line (sheet row, JSON item) of each row. header: column names that the container itself gives
    (JSON keys), else None: they are among the rows. row_names: for each row what stands for the sheet's name, where a
    line or a column was taken apart.
    """

    name: str
    cells: pa.Table
    lines: pa.ChunkedArray
    header: tuple[str, ...] | None = None
    row_names: pa.ChunkedArray | None = None

    @property
    def rows(self) -> int:
        return len(self.lines)

    @property
    def width(self) -> int:
        return int(self.cells.num_columns)

    def row(self, index: int) -> list[str]:
        """The cells of one row."""
        return [column[index].as_py() for column in self.cells.columns]

    def head(self, count: int) -> list[list[str]]:
        """The first `count` rows."""
        return self.pick(range(min(count, self.rows)))

    def pick(self, indices: Sequence[int]) -> list[list[str]]:
        """The rows at `indices`."""
        taken = self.cells.take(column_of(numpy.fromiter(indices, dtype="int64")))
        return [list(row) for row in zip(*(column.to_pylist() for column in taken.columns), strict=True)]

    def select(self, mask: pa.ChunkedArray) -> "Sheet":
        """The rows where `mask` is true."""
        found = numpy.flatnonzero(numpy_of(mask))
        if len(found) and found[-1] - found[0] + 1 == len(found):  # one block of rows need not be copied
            return self._slice(int(found[0]), len(found))
        names = None if self.row_names is None else self.row_names.filter(mask)
        return replace(self, cells=self.cells.filter(mask), lines=self.lines.filter(mask), row_names=names)

    def _slice(self, start: int, count: int) -> "Sheet":
        names = None if self.row_names is None else self.row_names.slice(start, count)
        return replace(
            self, cells=self.cells.slice(start, count), lines=self.lines.slice(start, count), row_names=names
        )

    def sheet_names(self) -> pa.ChunkedArray | pa.Array:
        """The name for `source_sheet` of each row."""
        return pa.repeat(text(self.name), self.rows) if self.row_names is None else self.row_names

    def column(self, index: int) -> pa.ChunkedArray:
        return self.cells.column(index)

    def blank(self) -> pa.ChunkedArray:
        """True for each row without a visible character."""
        if not self.width:
            return member_mask(column_of(numpy.arange(self.rows)), self.rows)
        # Only rows whose first cell is blank can be: most files are decided by one column.
        candidates = pc.indices_nonzero(pc.equal(pc.utf8_trim_whitespace(self.column(0)), EMPTY))
        rows = self.cells.take(candidates)
        still = column_of(numpy.ones(len(candidates), dtype=bool))
        for column in rows.columns[1:]:
            still = pc.and_(still, pc.equal(pc.utf8_trim_whitespace(column), EMPTY))
        return member_mask(candidates.filter(still), self.rows)


def member_mask(indices: pa.Array | pa.ChunkedArray, rows: int) -> pa.ChunkedArray:
    """A mask of `rows` that is true at `indices`."""
    mask = numpy.zeros(rows, dtype=bool)
    mask[numpy_of(indices).astype("int64")] = True
    return pa.chunked_array([column_of(mask)])


def from_rows(
    rows: Iterable[tuple[int, Sequence[str]]], name: str = "", header: tuple[str, ...] | None = None
) -> Sheet:
    """A sheet from (line, cells); rows may differ in length."""
    tables, lines = [], []
    for batch in _batched(rows):
        width = max((len(cells) for _, cells in batch), default=0)
        padded = [[*cells, *[""] * (width - len(cells))] for _, cells in batch]
        columns = [pa.array(column, pa.string()) for column in zip(*padded, strict=True)] if width else []
        tables.append((columns, len(batch)))
        lines.append(pa.array([line for line, _ in batch], pa.int64()))
    width = max((len(columns) for columns, _ in tables), default=0)
    chunks = [
        pa.table({str(i): columns[i] if i < len(columns) else blanks(count) for i in range(width)})
        for columns, count in tables
    ]
    cells = pa.concat_tables(chunks) if chunks and width else pa.table({})
    return Sheet(name, cells, pa.chunked_array(lines, pa.int64()), header)


def _batched(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[list[tuple[int, Sequence[str]]]]:
    batch: list[tuple[int, Sequence[str]]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def blanks(count: int) -> pa.Array:
    """A text column of `count` blank cells."""
    return pa.repeat(EMPTY, count)


def raw(cells: Sequence[str]) -> str:
    """The cells of an excluded row as a JSON array, without the blank ones at its end."""
    last = max((i for i, cell in enumerate(cells) if cell.strip()), default=-1)
    return json.dumps(list(cells[: last + 1]), ensure_ascii=False)
