"""A table as CSV that any program reads: UTF-8, CRLF (RFC 4180), ISO dates, plain amounts, harmless cells."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from ibis import Table

from localspend import engine
from localspend.cells import harmless, harmless_column

#: Excel takes UTF-8 for something else without it; a program that expects none would see it in the first heading.
MARK = {True: "utf-8-sig", False: "utf-8"}


def write(table: Table, path: Path, headings: Mapping[str, str], order: Sequence[str], *, mark: bool) -> int:
    """Write the columns that `headings` names (column -> heading) in `order`; returns the number of rows.

    mark: whether a byte-order mark stands first. Nothing is written for null; a list is written as JSON.
    """
    rows = 0
    sorted_rows = table.order_by([table[column].asc(nulls_first=True) for column in order])
    with path.open("w", encoding=MARK[mark], newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(map(harmless, headings.values()))
        for batch in engine.batches(sorted_rows.select(*headings)):
            columns = [_texts(batch.column(name)) for name in headings]
            writer.writerows(zip(*columns, strict=True))
            rows += batch.num_rows
    return rows


def _texts(column: pa.Array) -> list[str | None]:
    """The cells of a column as texts."""
    kind = column.type
    if pa.types.is_list(kind):
        return [None if v is None else json.dumps(v, ensure_ascii=False) for v in column.to_pylist()]
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        found: list[str | None] = harmless_column(column).to_pylist()
        return found
    texts: list[str | None] = pc.cast(column, pa.string()).to_pylist()
    return texts
