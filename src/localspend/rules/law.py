"""The law as dated tables: the CSV files beside this module, and a network's own rows in its rules/ folder.

Each row has from_on and to_on (blank: open), checked (whether somebody read it in the law itself) and source. A
network's row stands over a shipped one of the same key (TABLES) and first day. A new year is a new row.
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from localspend.errors import InputError

#: Table -> the columns that tell its rows apart at one date.
TABLES: dict[str, tuple[str, ...]] = {
    "buyers": ("kind",),
    "routes": ("regime", "route"),
    "notices": ("code", "regime", "contract", "route", "buyers"),
    "periods": ("regime", "contract", "route", "what"),
    "duties": ("id",),
    "reservations": ("place_rule", "regimes", "level"),
    "proportions": ("band",),
    "insurance": ("risk", "cover"),
}
#: What a cell may be, in the tables that have such a column.
CHOICES = {
    "checked": ("true", "false"),
    "required": ("true", "false"),
    "part_6": ("true", "false"),
    "answer": ("allowed", "refused", "unsettled"),
    "authority": ("central", "sub-central"),
}
#: Columns of numbers; blank where none applies.
NUMBERS = ("from_value", "days", "lower", "answer_days", "answer_pages", "price_weight", "pounds")
Row = Mapping[str, str]


def rows(name: str, on: date, folder: Path | None = None) -> list[Row]:
    """The rows of table `name` that stood on a day. Raises InputError for a network's file that is wrong."""
    own = folder / "rules" / f"{name}.csv" if folder else None
    read = [*_shipped(name), *(_read(own, name) if own and own.is_file() else ())]
    found = {(*(row[column] for column in TABLES[name]), row["from_on"]): row for row in read}
    return [row for row in found.values() if _stood(row, on)]


def fits(cell: str, value: str) -> bool:
    """Whether a cell that lists values separated by blanks, or says any, holds `value`."""
    return cell == "any" or value in cell.split()


def is_checked(row: Row) -> bool:
    """Whether somebody read this row in the law itself."""
    return row["checked"] == "true"


def _stood(row: Row, on: date) -> bool:
    return (row["from_on"] or "0001-01-01") <= on.isoformat() <= (row["to_on"] or "9999-12-31")


@cache
def _shipped(name: str) -> tuple[Row, ...]:
    return tuple(_read(Path(__file__).with_name(f"{name}.csv"), name))


def _read(path: Path, name: str) -> list[Row]:
    needed = (*TABLES[name], "from_on", "to_on", "checked", "source")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            head = set(lines.fieldnames or ())
            if missing := [column for column in (*needed, *_head(name)) if column not in head]:
                where, todo = f"{path}, line 1", f"It needs {', '.join(_head(name) or needed)}"
                raise InputError(f"the column {missing[0]} is missing", where=where, todo=todo)
            return [_row(line, f"{path}, line {lines.line_num}") for line in lines]
    except (UnicodeDecodeError, csv.Error):
        raise InputError("the file is no CSV in UTF-8", where=str(path), todo="Save it as CSV UTF-8") from None


@cache
def _head(name: str) -> tuple[str, ...]:
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(next(csv.reader(file)))


def _row(line: Mapping[str, str | None], where: str) -> Row:
    row = {name: (cell or "").strip() for name, cell in line.items() if name is not None}
    for name in ("from_on", "to_on"):
        try:
            _ = row[name] and date.fromisoformat(row[name])
        except ValueError:
            raise InputError(f"{row[name]!r} is no date", where=where, todo="Write it as 2026-01-01") from None
    for name, allowed in CHOICES.items():
        if name in row and row[name] not in allowed:
            todo = f"One of {', '.join(allowed)}"
            raise InputError(f"{name} may not be {row[name]!r}", where=where, todo=todo)
    for name in NUMBERS:
        if row.get(name) and not row[name].replace(".", "", 1).isdecimal():
            raise InputError(f"{row[name]!r} is no number ({name})", where=where, todo="Write it as 30000")
    if not row["source"]:
        raise InputError("a row needs a source", where=where, todo="Say where it stands")
    return row
