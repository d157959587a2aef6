"""The values at which procurement law asks more: shipped with dates and sources, and a network may say otherwise.

thresholds.csv beside this file is data, not advice: `checked` is false for what nobody has read in the law itself yet.
A network's own rules/thresholds.csv adds rows, and stands over the shipped row of the same rule, buyer, contract and
first day.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from localspend.errors import InputError
from localspend.rules import files
from localspend.tables.thresholds import COLUMNS, KEY

if TYPE_CHECKING:
    import ibis

SHIPPED = Path(__file__).with_name("thresholds.csv")
CHOICES = {
    "rule": ("above-threshold", "notifiable", "suitability-stage"),
    "buyer": ("central", "sub-central", "any"),
    "contract": ("goods-services", "works", "light-touch", "concession", "light-touch-concession"),
}
TRUTHS = {"true": True, "false": False}
#: Rules whose amounts are set anew on 1 January of each even year (2024, 2026, next 2028).
REVISED = ("above-threshold", "suitability-stage")


def table(connection: "ibis.BaseBackend", folder: Path | None = None) -> "ibis.Table":
    """The thresholds table (tables/thresholds.py); `folder` is the network's. Raises InputError."""
    # Who asks for an amount alone need not wait for an engine.
    import pyarrow as pa

    from localspend import engine
    from localspend.tables.arrow import arrow_schema

    return engine.from_arrow(connection, pa.Table.from_pylist(rows(folder), arrow_schema(COLUMNS)))


def rows(folder: Path | None = None) -> list[dict[str, Any]]:
    """The shipped rows under those of `folder`'s rules/thresholds.csv, in the order of their key. Raises InputError."""
    own = files.thresholds(folder)
    read = [*_shipped(), *(_read(own) if own else ())]
    found = {tuple(row[c] for c in KEY): row for row in read}
    return [found[key] for key in sorted(found)]


def overdue(used: Iterable[Mapping[str, Any]], on: date) -> tuple[str, ...]:
    """A sentence for each row that stands on a day only because nobody has added its successor yet."""
    due = date(on.year - on.year % 2, 1, 1)
    return tuple(
        f"no amount of {on.year} is in the tables: £{row['amount']:,.2f}, from {row['from_on'].day} "
        f"{row['from_on']:%B %Y}, is used ({row['rule']}); amounts are set anew every second year, in {due.year} too"
        for row in used if row["rule"] in REVISED and row["to_on"] is None and row["from_on"] < due
    )  # fmt: skip


@cache
def _shipped() -> tuple[dict[str, Any], ...]:
    return tuple(_read(SHIPPED))


def _read(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            _check_head(lines.fieldnames or (), path)
            seen: dict[tuple[Any, ...], int] = {}
            for line in lines:
                row = _row(line, f"{path}, line {lines.line_num}")
                before = seen.setdefault(tuple(row[c] for c in KEY), lines.line_num)
                if before != lines.line_num:
                    where = f"{path}, line {lines.line_num}"
                    raise InputError(f"line {before} says the same", where=where, todo="Keep one of the two")
                yield row
    except (UnicodeDecodeError, csv.Error):
        raise InputError("the file is no CSV in UTF-8", where=str(path), todo="Save it as CSV UTF-8") from None


def _check_head(given: Sequence[str], path: Path) -> None:
    if missing := [name for name in COLUMNS if name not in given]:
        todo = f"It needs {', '.join(COLUMNS)}"
        raise InputError(f"the column {missing[0]} is missing", where=f"{path}, line 1", todo=todo)


def _row(line: Mapping[str, str | None], where: str) -> dict[str, Any]:
    cells = {name: (line[name] or "").strip() for name in COLUMNS}
    for name, allowed in {**CHOICES, "checked": tuple(TRUTHS)}.items():
        if cells[name] not in allowed:
            raise InputError(f"{name} may not be {cells[name]!r}", where=where, todo=f"One of {', '.join(allowed)}")
    if not cells["source"]:
        raise InputError("the source is missing", where=where, todo="Say where the value stands")
    from_on, to_on = _day(cells["from_on"], where), _day(cells["to_on"], where) if cells["to_on"] else None
    if to_on and to_on < from_on:
        raise InputError("to_on is before from_on", where=where, todo="Leave it blank where no end is known")
    made = {"from_on": from_on, "to_on": to_on, "amount": _amount(cells["amount"], where)}
    return {**cells, **made, "checked": TRUTHS[cells["checked"]]}


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no date", where=where, todo="Write it as 2026-01-01") from None


def _amount(text: str, where: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").removeprefix("£"))
        if not amount.is_finite() or amount <= 0:
            raise InvalidOperation
        return amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise InputError(f"{text!r} is no amount", where=where, todo="Write it as 30000.00") from None
