"""Registers of organisations: which one a file is, and its rows as tables/organisations.

Recognised by what is inside, never by the file's name: Companies House (all 55 columns, or a slice of them), NHS bodies
(ODS files without a header, integrated care boards), registered providers of social housing, the charity registers of
England and Wales, Scotland and Northern Ireland, the register of mutuals, and a plain list of public bodies (name,
identifier, kind, postcode).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from localspend.errors import InputError
from localspend.sources import blocks
from localspend.sources.blocks import Faults, Member
from localspend.sources.registers import bodies, charities, charities_ni, charities_scotland, companies, mutuals
from localspend.sources.registers.columns import known
from localspend.tables import organisations
from localspend.tables.arrow import arrow_schema

SCHEMA = arrow_schema(organisations.COLUMNS)
Reader = Callable[[pa.RecordBatch, int, Faults], pa.Table]


@dataclass(frozen=True)
class RegisterAccount:
    """What became of a register file. `rows` counts names (a previous name is one); `left_out` counts records.

    kind is one of LABELS; faults are the first few, in words.
    """

    kind: str
    rows: int
    left_out: int = 0
    faults: list[str] = field(default_factory=list)
    message: str = ""


def convert(path: Path, out: Path) -> RegisterAccount:
    """Write the register in `path` (CSV, workbook, zip, gzip or a folder of those) to the Parquet file `out`.

    `out` has the columns of tables/organisations, in the order of the source, byte-identical for the same file. Rows
    without a usable number or name are left out, counted and described. Raises InputError where the file is no
    register, or has no column with the organisation's number.
    """
    parts = blocks.members(path)
    kinds = [recognise(part) for part in parts]
    faults = Faults(path.name)
    rows = blocks.write(
        (
            table
            for part, (_, names, reader) in zip(parts, kinds, strict=True)
            for table in _read(part, names, reader, faults)
        ),
        out,
        SCHEMA,
    )
    kind = kinds[0][0]
    return RegisterAccount(kind, rows, faults.count, faults.shown, _message(path, kind, rows, faults.count))


def _message(path: Path, kind: str, rows: int, left_out: int) -> str:
    found = f"{path.name}: {rows:,} names from {LABELS[kind]}"
    return f"{found}; {left_out:,} records could not be used" if left_out else found


LABELS = {
    "companies-house": "Companies House",
    "nhs": "the NHS's list of bodies",
    "housing-providers": "the list of registered providers of social housing",
    "charity-commission": "the Charity Commission's register",
    "charity-names": "the Charity Commission's other names of charities",
    "oscr": "the Scottish charity register",
    "ccni": "the charity register of Northern Ireland",
    "mutuals": "the register of mutuals",
    "public-bodies": "a list of public bodies",
}

#: Registers that are told by columns which all must be there, and their readers.
TOLD_BY: tuple[tuple[str, set[str], Callable[[list[str]], Reader]], ...] = (
    ("charity-names", charities.OTHER, charities.other_names),
    ("charity-commission", charities.MAIN, charities.charities),
    ("oscr", charities_scotland.TOLD_BY, charities_scotland.charities),
    ("ccni", charities_ni.TOLD_BY, charities_ni.charities),
    ("mutuals", mutuals.TOLD_BY, mutuals.societies),
)


def recognise(part: Member) -> tuple[str, list[str] | None, Callable[[list[str]], Reader]]:
    """The kind of register that `part` is, its column names where it has no header, and its reader."""
    cells = blocks.first_cells(part)
    if bodies.is_ods(cells):
        return "nhs", [str(number) for number in range(1, len(cells) + 1)], bodies.ods
    columns = known(blocks.named(cells))
    for kind, told_by, reader in TOLD_BY:
        if told_by <= columns.keys():
            return kind, None, reader
    if bodies.ICB_NAMES & columns.keys() and bodies.ICB_CODES & columns.keys():
        return "nhs", None, bodies.boards
    if {"designation", "corporateform"} <= columns.keys() and bodies.PROVIDER_NUMBERS & columns.keys():
        return "housing-providers", None, bodies.providers
    if companies.NUMBERS & columns.keys() and companies.NAMES & columns.keys():
        return "companies-house", None, companies.reader
    if bodies.IDENTIFIERS & columns.keys() and bodies.BODY_NAMES & columns.keys():
        return "public-bodies", None, bodies.listed
    raise InputError(
        f"no column holds the organisation's number; its columns are {', '.join(cells[:12]) or 'none'}",
        where=part.where,
        todo="A register needs a name and a number column, such as CompanyName and CompanyNumber, "
        "or name and identifier for public bodies",
    )


def _read(
    part: Member, names: list[str] | None, make: Callable[[list[str]], Reader], faults: Faults
) -> Iterator[pa.Table]:
    """The rows of one member, in the order of the source; the encoding is tried anew where UTF-8 fails."""
    header = names or blocks.named(blocks.first_cells(part))
    reader, encoding = make(header), blocks.encoding(part)
    first = 1 if names else 2
    for batch in blocks.text_batches(part, names, faults, encoding):
        yield reader(batch, first, faults).cast(SCHEMA)
        first += batch.num_rows
