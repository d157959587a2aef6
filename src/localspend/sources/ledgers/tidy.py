"""Readings -> one tidy file of payments, CSV or Parquet, written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from localspend.cells import harmless_table
from localspend.errors import InputError, UsageError
from localspend.sources.ledgers.reading import Reading
from localspend.sources.ledgers.schemas import LINES

SCHEMA = pa.schema([pa.field("source_id", pa.string()), *LINES])
BATCH = 200_000


def write(readings: Sequence[Reading], path: Path) -> int:
    """Write every payment of `readings` to `path`; returns their number.

    One row a payment: source_id, then the columns of `ledger_lines`. In CSV a cell that a spreadsheet would run as a
    formula gets an apostrophe before it. UsageError for another ending than .csv or .parquet.
    """
    if path.suffix not in (".csv", ".parquet"):
        raise UsageError("the output ends neither in .csv nor in .parquet", where=str(path))
    if not path.parent.is_dir():
        raise InputError("there is no such folder", where=str(path.parent), todo="Make it first")
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
    try:
        count = _csv(readings, temporary) if path.suffix == ".csv" else _parquet(readings, temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return count


def _tables(readings: Sequence[Reading]) -> Iterator[pa.Table]:
    for reading in readings:
        for part in reading.parts():
            names = pa.repeat(pa.scalar(reading.source_id), part.num_rows)
            yield part.add_column(0, SCHEMA.field("source_id"), names)


def _csv(readings: Sequence[Reading], path: Path) -> int:
    count = 0
    # Amounts and dates are written as text, so that no writer's habit changes them.
    schema = pa.schema([pa.field(f.name, pa.string()) for f in SCHEMA])
    options = arrow_csv.WriteOptions(quoting_style="needed")
    with arrow_csv.CSVWriter(path, schema, write_options=options) as writer:
        for table in _tables(readings):
            for start in range(0, table.num_rows, BATCH):
                piece = harmless_table(table.slice(start, BATCH))
                writer.write_table(pa.table([pc.cast(column, pa.string()) for column in piece.columns], schema=schema))
            count += table.num_rows
    return count


def _parquet(readings: Sequence[Reading], path: Path) -> int:
    count = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for table in _tables(readings):
            writer.write_table(table)
            count += table.num_rows
    return count
