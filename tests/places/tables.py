"""Small tables for the tests of places: two towns, one of them with neighbourhoods."""

from collections.abc import Mapping, Sequence

import ibis
import pyarrow as pa

from localspend import engine
from localspend.sources.geography.kinds import PARTS
from localspend.tables.arrow import arrow_schema

Rows = Sequence[Mapping[str, object]]


def part(connection: ibis.BaseBackend, kind: str, rows: Rows) -> ibis.Table:
    """A part as geography.convert writes it; what a row leaves out is null."""
    return engine.from_arrow(connection, pa.Table.from_pylist(list(rows), arrow_schema(PARTS[kind])))


def rows(table: ibis.Table, key: str, *columns: str) -> dict[object, object]:
    """key -> the value of the column, or a tuple of several."""
    found = table.select(key, *columns).to_pyarrow().to_pylist()
    return {r[key]: r[columns[0]] if len(columns) == 1 else tuple(r[c] for c in columns) for r in found}


def postcode(code: str, ward: str | None, district: str | None, **more: object) -> dict[str, object]:
    """One row of the part `postcodes`."""
    return {"postcode": code, "ward": ward, "district": district, "country": "E92000001", **more}


INNER, OUTER, FAR = "E05000001", "E05000002", "E05000003"
TOWN, OTHER = "E08000025", "E08000035"
POSTCODES = [
    postcode("B9 4AA", INNER, TOWN, easting=410_000, northing=286_000),
    postcode("B9 4AB", INNER, TOWN, easting=410_100, northing=286_000),
    postcode("B9 5AA", OUTER, TOWN, easting=412_000, northing=286_000),
    postcode("B9 5AB", INNER, TOWN, easting=410_000, northing=286_100),
    postcode("LS1 4AP", FAR, OTHER, easting=430_000, northing=433_000),
]
