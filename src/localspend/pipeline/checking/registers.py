"""Registers of organisations (companies, charities, bodies) as files that `check` can look at."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from localspend.errors import InputError
from localspend.pipeline.checking.lines import LINES, Held, held
from localspend.sources import blocks, registers
from localspend.sources.ledgers import Reading
from localspend.sources.registers.columns import known

#: Columns that a register of companies has and a list of somebody's suppliers has not.
TELLING = {"companystatus", "companycategory", "siccodesictext1", "incorporationdate"}


def companies(paths: Sequence[Path]) -> list[Path]:
    """Those of `paths` that are surely registers of companies."""
    return [path for path in paths if path.is_file() and _columns(path) >= 2]


def _columns(path: Path) -> int:
    try:
        part = blocks.members(path)[0]
        return len(TELLING & known(blocks.named(blocks.first_cells(part))).keys())
    except (InputError, OSError, IndexError):
        return 0


def or_registers(readings: Sequence[Reading]) -> Iterator[Held]:
    """The readings; one that was refused is tried as a register."""
    for reading in readings:
        path = Path(reading.path)
        found = read(path) if reading.outcome == "refused" and path.is_file() and "!" not in reading.source_id else None
        yield found if found and found.outcome == "read" else held(reading)


def read(path: Path) -> Held:
    """The register at `path`, refused where it is none."""
    with tempfile.TemporaryDirectory(prefix="localspend-") as folder:
        out = Path(folder) / "register.parquet"
        try:
            account = registers.convert(path, out)
        except InputError as error:
            return Held(str(path), None, "refused", f"{error.what}. {error.todo}")
        table = pq.read_table(out, columns=["supplier_id", "number", "name", "name_kind", "postcode"])
    table = table.filter(pc.equal(table["name_kind"], "current"))
    made = Held(str(path), "organisations", "read", account.message, table.num_rows)
    return replace(made, parts=lambda: [_lines(made.path, table, numbered=not account.left_out)])


def _lines(path: str, table: pa.Table, *, numbered: bool) -> pa.Table:
    """LINES of a register; a line's number is known where no record was left out."""
    count = table.num_rows
    companies = pc.starts_with(table["supplier_id"], "GB-COH-")
    cells = {
        "supplier": table["name"],
        "company_number": pc.if_else(companies, table["number"], pa.scalar(None, pa.string())),
        "supplier_postcode": table["postcode"],
    }
    roles = [role for role, column in cells.items() if column.null_count < count]
    given = {
        "path": pa.repeat(pa.scalar(path), count),
        "list": pa.repeat(pa.scalar("organisations"), count),
        "roles": pa.repeat(pa.scalar("|" + "|".join(roles) + "|"), count),
        "source_line": pa.array(range(2, count + 2), pa.int64()) if numbered else pa.nulls(count, pa.int64()),
        **cells,
        "supplier_text": table["name"],
    }
    return pa.table([given.get(f.name, pa.nulls(count, f.type)) for f in LINES], schema=LINES)
