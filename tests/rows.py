"""Small tables for tests: rows as dictionaries, missing columns null, the types of the real table."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa

from localspend import engine
from localspend.tables.arrow import arrow_schema

Rows = Sequence[Mapping[str, Any]]


def table(connection: ibis.BaseBackend, columns: Mapping[str, str], rows: Rows) -> ibis.Table:
    """A table of `columns` with `rows`."""
    whole = [{name: row.get(name) for name in columns} for row in rows]
    return engine.from_arrow(connection, pa.Table.from_pylist(whole, arrow_schema(columns)))


def rows(found: ibis.Table, *order: str) -> list[dict[str, Any]]:
    """The rows of a table in `order`."""
    listed: list[dict[str, Any]] = (found.order_by(list(order)) if order else found).to_pyarrow().to_pylist()
    return listed
