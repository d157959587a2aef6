"""The Arrow side of COLUMNS, without an engine: readers write Parquet, and Ibis takes a second to import."""

from collections.abc import Mapping

import pyarrow as pa

#: A type of COLUMNS -> Arrow's.
TYPES = {
    "string": pa.string(),
    "int64": pa.int64(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
    "decimal(18, 2)": pa.decimal128(18, 2),
    "decimal(9, 4)": pa.decimal128(9, 4),
    "array<string>": pa.list_(pa.string()),
}


def arrow_schema(columns: Mapping[str, str]) -> pa.Schema:
    """The Arrow schema of a table module's COLUMNS."""
    return pa.schema([pa.field(name, TYPES[kind]) for name, kind in columns.items()])
