"""The one module that knows an engine: DuckDB on this machine, Spark on a cluster, both through Ibis.

Stages are written against Ibis tables. What they need from an engine beyond Ibis (Python over batches, Parquet that is
byte-identical, memory limits) is here, so that no other module imports duckdb or pyspark.
"""

import contextlib
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from localspend.errors import UsageError
from localspend.tables.arrow import arrow_schema

Batches = Callable[[pa.RecordBatch], pa.RecordBatch]
#: Rows a Parquet row group. Fixed, because file bytes depend on it.
ROW_GROUP = 100_000
# Engines merge selects themselves: that Ibis does it first takes a fifth of the time of a small build.
ibis.options.sql.fuse_selects = False


def duckdb(*, memory: str = "1500MB", threads: int = 2, scratch: str | Path | None = None) -> ibis.BaseBackend:
    """A DuckDB in memory that spills to `scratch` (a temporary folder if None) beyond `memory`."""
    return ibis.duckdb.connect(
        lambda_syntax="ENABLE_SINGLE_ARROW",  # Ibis 12 writes lambdas in the form that DuckDB 2 deprecates
        memory_limit=memory,
        threads=threads,
        preserve_insertion_order=False,
        temp_directory=str(scratch or tempfile.gettempdir()),
    )


def spark(session: Any = None) -> ibis.BaseBackend:
    """Spark through Ibis; a local session of two cores if none is given. Needs the extra `[spark]` and Java 17."""
    import os
    import sys

    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers must run this Python, not the system's
    session = session or (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    return ibis.pyspark.connect(session)


def schema(columns: Mapping[str, str]) -> ibis.Schema:
    """The Ibis schema of a table module's COLUMNS."""
    return ibis.schema(dict(columns))


def conform(table: ibis.Table, columns: Mapping[str, str]) -> ibis.Table:
    """`table` with exactly `columns`, in order and of those types; a column that it lacks is null."""
    return table.select(
        **{name: (table[name] if name in table.columns else ibis.null()).cast(kind) for name, kind in columns.items()}
    )


def from_arrow(connection: ibis.BaseBackend, table: pa.Table) -> ibis.Table:
    """An Arrow table as a table of the engine."""
    if connection.name == "duckdb":
        return connection.create_table(_name(), table, temp=True)
    view = _name()
    connection._session.createDataFrame(table).createOrReplaceTempView(view)
    return connection.table(view)


def over_arrow(connection: ibis.BaseBackend, table: pa.Table) -> ibis.Table:
    """An Arrow table as a table of the engine, on DuckDB read where it lies: for what is read once or twice."""
    if connection.name != "duckdb":
        return from_arrow(connection, table)
    name = _name()
    connection.con.register(name, table)
    return connection.table(name)


def empty(connection: ibis.BaseBackend, columns: Mapping[str, str]) -> ibis.Table:
    """A table of `columns` without rows."""
    return from_arrow(connection, arrow_schema(columns).empty_table())


def read_parquet(connection: ibis.BaseBackend, *paths: str | Path) -> ibis.Table:
    """Parquet files of one schema as one table, read when asked."""
    files = [str(path) for path in paths]
    if connection.name == "duckdb":
        return connection.read_parquet(files)
    view = _name()
    connection._session.read.parquet(*files).createOrReplaceTempView(view)
    return connection.table(view)


def trimmed(text: ibis.expr.types.StringValue) -> ibis.expr.types.StringValue:
    """`text` without blanks at its ends. Ibis's own strip, on Spark, also takes a lower-case f or v from them."""
    return text.re_replace(r"^\s+|\s+$", "")


def save(table: ibis.Table, path: Path) -> ibis.Table:
    """Compute `table` into the Parquet `path` and read it from there: for what is large and in no order.

    The bytes may differ from run to run; what a user is given is written by `write_parquet`.
    """
    connection = table.get_backend()
    connection.to_parquet(table, path)
    return read_parquet(connection, path)


def is_parquet(path: Path) -> bool:
    """Whether `path` is a whole Parquet file."""
    try:
        pq.read_metadata(path)
    except (OSError, pa.ArrowException):
        return False
    return True


def materialise(table: ibis.Table) -> ibis.Table:
    """Compute `table` now and once: what follows reads the result. Its rows are the same."""
    connection, said = table.get_backend(), table.schema()
    if connection.name == "duckdb":
        # As Ibis's create_table, which copies and lays out the query several times.
        name, query = _name(), connection.compiler.to_sqlglot(table).sql("duckdb", copy=False)
        columns = ", ".join(column.sql("duckdb") for column in said.to_sqlglot_column_defs("duckdb"))
        connection.con.execute(f"CREATE TEMP TABLE {name} ({columns})").execute(f"INSERT INTO {name} {query}")
        return connection.table(name, database=("temp", "main"))
    # A checkpoint, not a cache: what follows must not carry the whole plan with it, or Spark's memory goes to plans.
    view = _name()
    connection._session.sql(table.compile()).localCheckpoint().createOrReplaceTempView(view)
    kept = connection.table(view)
    # Spark's literals and hashes have narrower types than Ibis says.
    other = {name: kind for name, kind in said.items() if kept[name].type()(nullable=True) != kind(nullable=True)}
    return kept.cast(other) if other else kept


def named(table: ibis.Table) -> ibis.Table:
    """`table` under a name of its own, computed anew for each query: what follows is written without its history."""
    connection = table.get_backend()
    if connection.name == "duckdb":
        return connection.create_view(_name(), table)
    view = _name()
    connection._session.sql(table.compile()).createOrReplaceTempView(view)
    return connection.table(view)


def batches(table: ibis.Table, rows: int = ROW_GROUP) -> Iterator[pa.RecordBatch]:
    """The rows of `table` as Arrow batches of at most `rows`, streamed; read them all before the next query."""
    connection = table.get_backend()
    if connection.name != "duckdb":
        yield from table.to_pyarrow_batches(chunk_size=rows)
        return
    # Ibis 12 streams through a method that DuckDB 2 has renamed.
    yield from connection.con.sql(connection.compile(table)).to_arrow_reader(rows)


def map_batches(table: ibis.Table, function: Batches, columns: Mapping[str, str]) -> ibis.Table:
    """Python over Arrow batches: `function` takes and gives a RecordBatch; `columns` is what it gives.

    For what no expression can say (rapidfuzz, shapely, a model). Rows may come in any order and any batch size.
    """
    connection = table.get_backend()
    if connection.name == "pyspark":
        frame = connection._session.sql(table.compile())
        view = _name()
        frame.mapInArrow(lambda parts: map(function, parts), _spark_schema(columns)).createOrReplaceTempView(view)
        return connection.table(view)
    with tempfile.TemporaryDirectory(prefix="localspend-") as folder:
        path = Path(folder) / "mapped.parquet"
        wanted = arrow_schema(columns)
        with pq.ParquetWriter(path, wanted) as writer:
            for batch in batches(table):
                writer.write_table(pa.Table.from_batches([function(batch)]).cast(wanted))
        return materialise(connection.read_parquet(str(path)))


@contextlib.contextmanager
def passing(connection: ibis.BaseBackend) -> Iterator[None]:
    """What is materialised inside is forgotten after (on DuckDB): for work in batches, of which there may be many."""
    held = _materialised(connection)
    yield
    for name in _materialised(connection) - held:
        connection.con.execute(f'DROP TABLE temp.main."{name}"')


def _materialised(connection: ibis.BaseBackend) -> set[str]:
    if connection.name != "duckdb":
        return set()
    found = connection.con.sql("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    return {name for (name,) in found}


def keep(connection: ibis.BaseBackend, name: str, table: ibis.Table) -> None:
    """Compute `table` into a table called `name`."""
    connection.create_table(name, table)


def select(connection: ibis.BaseBackend, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of one SELECT by a stranger: no file, no address, no setting can be reached (DuckDB only).

    Raises UsageError for what is not one SELECT, or is wrong.
    """
    import duckdb

    raw = connection.con
    # Ibis reads Parquet through views, whose text would tell of folders here; what was kept needs them no longer.
    for (view,) in raw.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
        raw.execute(f'DROP VIEW "{view}"')
    raw.execute("SET enable_external_access = false")
    raw.execute("SET lock_configuration = true")
    try:
        statements = raw.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise UsageError("only one SELECT may be asked", todo="The tables cannot be changed, nor settings read")
        if found := _SETTINGS.search(sql):
            raise UsageError(f"{found[0]} may not be used here", todo="Ask the tables only")
        relation = raw.sql(sql)
        return list(relation.columns), relation.fetchall()
    except duckdb.Error as error:
        raise UsageError(f"the SQL is wrong: {error}") from None


def for_the_user(error: Exception) -> str | None:
    """What an error of the engine's own says of this machine (no room, no memory), or None: then it is our bug."""
    words = str(error)
    ours = type(error).__module__.lstrip("_").startswith("duckdb") or isinstance(error, pa.ArrowException)
    signs = ("No space left", "IO Error", "Out of Memory", "out of memory", "malloc of size")
    return words.splitlines()[0] if ours and any(sign in words for sign in signs) else None


#: Functions and views that tell of this machine rather than of the snapshot.
_SETTINGS = re.compile(r"(?i)\b(current_setting|getenv|which_secret|duckdb_\w+|pg_settings|pragma_\w+)\b")


def write_parquet(table: ibis.Table, path: Path, order: Sequence[str], columns: Mapping[str, str]) -> int:
    """Write `table` in `order`, byte-identical for the same rows; returns the number of rows."""
    wanted = arrow_schema(columns)
    rows = 0
    with pq.ParquetWriter(path, wanted, compression="zstd") as writer:
        for chunk in _rebatched(batches(table.order_by(list(order))), wanted):
            writer.write_table(chunk, row_group_size=ROW_GROUP)
            rows += chunk.num_rows
    return rows


def _rebatched(parts: Iterator[pa.RecordBatch], wanted: pa.Schema) -> Iterator[pa.Table]:
    """Chunks of exactly ROW_GROUP rows (the last may be shorter): an engine's batch sizes vary from run to run."""
    held: list[pa.Table] = []
    count = 0
    for batch in parts:
        held.append(pa.Table.from_batches([batch]).cast(wanted))
        count += batch.num_rows
        while count >= ROW_GROUP:
            whole = pa.concat_tables(held)
            yield whole.slice(0, ROW_GROUP).combine_chunks()
            rest = whole.slice(ROW_GROUP)
            held, count = [rest], rest.num_rows
    if count:
        yield pa.concat_tables(held).combine_chunks()


def _name() -> str:
    return f"t_{uuid.uuid4().hex}"


def _spark_schema(columns: Mapping[str, str]) -> Any:
    from ibis.backends.pyspark.datatypes import PySparkSchema

    return PySparkSchema.from_ibis(schema(columns))
