"""Small payments, suppliers and places for tests: name only the columns that matter."""

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from localspend import engine
from localspend.tables import capabilities, contracts, firms, payments, places, supplier_links, suppliers, thresholds
from localspend.tables.arrow import arrow_schema

PAYMENT = {"institution_id": "council", "status": "counted", "source_id": "a", "source_sheet": ""}


def paid(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """payments: `amount` as text, `on` as an ISO date."""
    return _table(connection, payments.COLUMNS, [_payment(n, row) for n, row in enumerate(rows, 1)])


def payees(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """suppliers: the id stands for the name where none is given."""
    return _table(connection, suppliers.COLUMNS, [_payee(row) for row in rows])


def links_of(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """supplier_links of the council: accepted by number where nothing else is said."""
    said = {"institution_id": "council", "kind": "company", "judgement": "accept", "method": "number"}
    return _table(connection, supplier_links.COLUMNS, [{**said, **row} for row in rows])


def wards_of(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """places of kind ward."""
    return _table(connection, places.COLUMNS, [{"kind": "ward", **row} for row in rows])


def _payment(line: int, row: dict[str, Any]) -> dict[str, Any]:
    row = {**PAYMENT, "payment_id": f"p{line}", "source_line": line, **row}
    row["amount"] = Decimal(row["amount"])
    if "on" in row:
        row["paid_on"] = date.fromisoformat(row.pop("on"))
        row.setdefault("year", row["paid_on"].year)
    return row


def _payee(row: dict[str, Any]) -> dict[str, Any]:
    row = {"kind": "company", "name": row["supplier_id"].title(), **row}
    return {"name_shown": row["name"], **row}


def _table(connection: ibis.BaseBackend, columns: dict[str, str], rows: list[dict[str, Any]]) -> ibis.Table:
    return engine.from_arrow(connection, pa.Table.from_pylist(rows, schema=arrow_schema(columns)))


def firms_of(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """firms: companies by their ids; `turnover` as text."""
    return _table(connection, firms.COLUMNS, [_firm(row) for row in rows])


def capabilities_of(connection: ibis.BaseBackend, *rows: tuple[str, str, str]) -> ibis.Table:
    """capabilities: (supplier_id, category_code, basis), of strength 0.5."""
    said = [
        {"supplier_id": supplier, "category_code": code, "basis": basis, "strength": 0.5, "evidence": f"{basis} {code}"}
        for supplier, code, basis in rows
    ]
    return _table(connection, capabilities.COLUMNS, said)


def areas_of(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """places of kind area."""
    return _table(connection, places.COLUMNS, [{"kind": "area", **row} for row in rows])


def _firm(row: dict[str, Any]) -> dict[str, Any]:
    row = _payee(row)
    if "turnover" in row:
        row["turnover"] = Decimal(row["turnover"])
    return row


def given_as(connection: ibis.BaseBackend, columns: dict[str, str], *rows: tuple[Any, ...]) -> ibis.Table:
    """A table that a person gives: cells in the order of its columns, amounts and dates as text."""
    return _table(connection, columns, [_cells(columns, row) for row in rows])


def _cells(columns: dict[str, str], row: tuple[Any, ...]) -> dict[str, Any]:
    kinds = {"decimal(18, 2)": Decimal, "date": date.fromisoformat}
    named = zip(columns.items(), row, strict=True)
    return {name: cell if cell is None else kinds.get(kind, type(cell))(cell) for (name, kind), cell in named}


def contracts_of(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """contracts of the council's register: `value` as text, days as ISO dates, `ends` for end_on."""
    return _table(connection, contracts.COLUMNS, [_contract(n, row) for n, row in enumerate(rows, 1)])


def _contract(line: int, row: dict[str, Any]) -> dict[str, Any]:
    row = {"contract_id": f"c{line}", "institution_id": "council", "source_id": "r", "source_line": line, **row}
    if "ends" in row:
        row["end_on"] = row.pop("ends")
    return _dated(row)


def thresholds_of(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """thresholds: `amount` as text, days as ISO dates."""
    return _table(connection, thresholds.COLUMNS, [_dated(row) for row in rows])


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """The texts of days and pounds as what they are."""
    days = ("start_on", "end_on", "extension_to", "review_on", "from_on", "to_on")
    made = {key: date.fromisoformat(value) if key in days else value for key, value in row.items()}
    money = {key: Decimal(made[key]) for key in ("value", "amount") if made.get(key) is not None}
    return {**made, **money}
