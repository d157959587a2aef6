"""Small payments, suppliers and places for tests: name only the columns that matter."""

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from localspend import engine
from localspend.tables import contracts, payments, places, supplier_links, suppliers, thresholds
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


def contracts_of(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """contracts of the council's register: `value` as text, days as ISO dates."""
    return _table(connection, contracts.COLUMNS, [_dated({"institution_id": "council", **row}) for row in rows])


def thresholds_of(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """thresholds: `amount` as text, days as ISO dates."""
    return _table(connection, thresholds.COLUMNS, [_dated(row) for row in rows])


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """The texts of days and pounds as what they are."""
    days = ("start_on", "end_on", "extension_to", "review_on", "from_on", "to_on")
    made = {key: date.fromisoformat(value) if key in days else value for key, value in row.items()}
    return {key: Decimal(value) if key in ("value", "amount") else value for key, value in made.items()}
