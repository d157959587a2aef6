"""Tables that a person gives an insight: a CSV named with --table, or of that name in the network's evidence/."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from localspend import engine
from localspend.errors import InputError
from localspend.tables.arrow import arrow_schema

FOLDER = "evidence"
#: A number as large as this fits no column of ours; nothing that a person means does.
MOST = Decimal(10) ** 16


def read(connection: ibis.BaseBackend, path: Path, columns: Mapping[str, str]) -> ibis.Table:
    """The CSV at `path` as a table of `columns`; others are left out, blanks are null. Raises InputError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            _check_head(lines.fieldnames or [], columns, path)
            rows = [_row(line, columns, f"{path}, line {lines.line_num}") for line in lines]
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", where=str(path), todo="Check its name") from None
    except (UnicodeDecodeError, csv.Error):
        raise InputError("the file is no CSV in UTF-8", where=str(path), todo="Save it as CSV UTF-8") from None
    return engine.from_arrow(connection, pa.Table.from_pylist(rows, arrow_schema(columns)))


def _check_head(given: Sequence[str], columns: Mapping[str, str], path: Path) -> None:
    if missing := [name for name in columns if name not in given]:
        raise InputError(
            f"the column {missing[0]} is missing", where=f"{path}, line 1", todo=f"It needs {', '.join(columns)}"
        )


def _row(line: Mapping[str, str], columns: Mapping[str, str], where: str) -> dict[str, Any]:
    return {name: _value((line[name] or "").strip(), kind, name, where) for name, kind in columns.items()}


def _value(text: str, kind: str, name: str, where: str) -> Any:
    if not text or kind == "string":
        return text or None
    plain = text.replace(",", "").removeprefix("£")
    try:
        if kind == "date":
            return date.fromisoformat(text)
        number = Decimal(plain)
        if not number.is_finite() or abs(number) >= MOST:
            raise InvalidOperation
        return number.quantize(Decimal("0.01")) if kind.startswith("decimal") else _number(number, kind)
    except (ValueError, InvalidOperation):
        todo = "Write it as 2024-03-31" if kind == "date" else "Write it as 1234.50"
        raise InputError(f"{text!r} under {name} is no {_WORDS[kind]}", where=where, todo=todo) from None


def _number(number: Decimal, kind: str) -> int | float:
    if kind == "float64":
        return float(number)
    if number != number.to_integral_value():
        raise ValueError
    return int(number)


_WORDS = {
    "date": "date",
    "decimal(18, 2)": "amount",
    "float64": "number",
    "int64": "whole number",
    "int32": "whole number",
}
