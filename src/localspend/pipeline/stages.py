"""The stages after reading: checks -> suppliers -> places -> categories -> the tables of a snapshot."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from localspend import engine, tables
from localspend.categories import capabilities
from localspend.categories.categorise import Words
from localspend.categories.rules import RULE_COLUMNS
from localspend.errors import InputError
from localspend.insight.influencing import decided
from localspend.insight.influencing.marks import marked
from localspend.network import Network
from localspend.pipeline import assemble, firms, names, notices, reference
from localspend.pipeline.inputs import standing
from localspend.pipeline.read import Progress
from localspend.places import check_areas, notes_on_nesting, summary
from localspend.quality import republished
from localspend.rules import standing_orders, thresholds
from localspend.suppliers import resolve
from localspend.tables.arrow import arrow_schema

DECIDED = dict.fromkeys(("supplier_text", "institution_id", "verdict", "supplier_id", "by", "why"), "string")
MONTHS = {"source_id": "string", "month": "string"}


@dataclass(frozen=True)
class Written:
    """What the stages came to: rows and hash by table, the tiers that the register covers (None: all), and notes."""

    tables: dict[str, dict[str, Any]]
    covers: list[str] | None
    notes: list[str]


def write_tables(
    home: Network,
    readings: Sequence[Path],
    accounts: list[dict[str, Any]],
    known: reference.Reference,
    making: Path,
    progress: Progress,
) -> Written:
    """Run the stages on one engine and write every table of a snapshot under `making`."""
    with tempfile.TemporaryDirectory(prefix="scratch-", dir=home.folder / ".cache") as scratch:
        connection = engine.duckdb(scratch=scratch)
        progress("suppliers, places and categories", 0, 2)
        made, covers, notes = run(home, connection, readings, accounts, known)
        progress("suppliers, places and categories", 1, 2)
        written = {name: _write(made[name], name, making) for name in tables.SNAPSHOT}
        progress("suppliers, places and categories", 2, 2)
        _check_accounts(made, accounts)
        connection.disconnect()
    return Written(written, covers, notes)


def run(
    home: Network,
    connection: ibis.BaseBackend,
    readings: Sequence[Path],
    accounts: list[dict[str, Any]],
    known: reference.Reference,
) -> tuple[dict[str, Table], list[str] | None, list[str]]:
    """The tables of a snapshot by name, the tiers that the register covers, and notes; on any engine."""
    registered, postcodes, parts = reference.load(connection, known)
    notes = _check_places(home, postcodes, parts)
    covers, more = reference.coverage(home, registered, postcodes)
    noticed = notices.read(home, connection, accounts, known)
    files = source_files(connection, [*accounts, *noticed.files])
    read = {
        part: _read(connection, readings, part) for part in ("lines", "excluded", "contracts", "listed", "findings")
    }
    hashes = files.select("source_id", "sha256")
    lines = assemble.identified_lines(read["lines"].join(hashes, "source_id"), home.year_starts_in)
    lines = engine.materialise(lines)
    duplicates, pairs = _duplicates(connection, home, lines)
    index = reference.index(home, connection, known, registered)
    decided = _decided(connection, home, "suppliers", DECIDED)
    written = names.names(lines, read["contracts"], read["listed"], noticed.inside())
    links = resolve.link(written, registered, index, decided)
    identified = engine.materialise(assemble.identified(links))
    placed = engine.materialise(assemble.with_places(assemble.described(identified, registered), postcodes, home.areas))
    words = reference.words(known)
    paid, agreed = _bought(connection, home, lines, read["contracts"], identified, placed, duplicates, words)
    able = engine.materialise(firms.firms_table(placed, paid, registered, postcodes, home.areas))
    nobody = (lines.limit(0), read["contracts"].limit(0), read["listed"].limit(0))
    made = noticed.tables | {
        "award_suppliers": notices.suppliers(noticed, identified, placed, nobody, registered, index, decided),
        "institutions": assemble.institutions_table(connection, home.institutions, postcodes),
        "source_files": files,
        "source_rows_excluded": read["excluded"],
        "payments": paid,
        "suppliers": placed,
        "supplier_links": assemble.links_table(identified),
        "firms": able,
        "capabilities": capabilities.capabilities(paid, able, words.activities),
        "contracts": agreed,
        "interventions": _interventions(connection, home),
        "thresholds": thresholds.table(connection, home.folder),
        "standing_orders": standing_orders.table(connection, home),
        "findings": _findings(read["findings"], republished.findings(pairs), noticed.findings),
        "places": summary(postcodes, parts, home.areas),
    }
    return made, covers, [*notes, *more]


def _findings(*parts: Table) -> Table:
    first, *others = (engine.conform(part, tables.findings.COLUMNS) for part in parts)
    return first.union(*others)


def _duplicates(connection: ibis.BaseBackend, home: Network, lines: Table) -> tuple[Table, Table]:
    """The payments that must not count again, and the pairs of files in which they were found."""
    copies, pairs = republished.republished(lines, _decided(connection, home, "duplicates", MONTHS, verdict="count"))
    left_out = republished.left_out(lines, _decided(connection, home, "duplicates", MONTHS, verdict="exclude"))
    return engine.materialise(copies.union(left_out.anti_join(copies, "payment_id"))), engine.materialise(pairs)


def _bought(
    connection: ibis.BaseBackend, home: Network, lines: Table, registers: Table, identified: Table, placed: Table,
    duplicates: Table, words: Words,
) -> tuple[Table, Table]:  # fmt: skip
    """payments and contracts: what was bought, and whether somebody else could have been paid for it."""
    rules = _decided(connection, home, "categories", {c: t for c, t in RULE_COLUMNS.items() if c != "line"})
    paid = engine.materialise(assemble.payments_table(lines, identified, placed, rules, duplicates, words))
    agreed = engine.materialise(assemble.contracts_table(registers, identified, placed, rules, words))
    own = _decided(connection, home, "influence", decided.COLUMNS)
    kinds = {one.id: one.kind for one in home.institutions}
    return engine.materialise(marked(paid, placed, agreed, own, kinds)), agreed


def _check_places(home: Network, postcodes: Table, parts: Mapping[str, Any]) -> list[str]:
    """Areas must name places that the files know; without any file nothing can be placed, which is said."""
    if not parts.get("postcodes"):
        return ["no postcode file was given, so every payment's place is unknown: see `localspend download`"]
    check_areas(home.areas, postcodes)
    if not home.areas:
        return ["the network names no areas, so every place in the UK is rest-of-uk"]
    return notes_on_nesting(home.areas, postcodes)


def source_files(connection: ibis.BaseBackend, accounts: Sequence[Mapping[str, Any]]) -> Table:
    """The source_files table from the readers' accounts."""
    rows = [
        {name: _typed(account.get(name), kind) for name, kind in tables.source_files.COLUMNS.items()}
        for account in accounts
    ]
    return engine.from_arrow(connection, pa.Table.from_pylist(rows, arrow_schema(tables.source_files.COLUMNS)))


def _typed(value: Any, kind: str) -> Any:
    """A value of an account, which was kept as JSON, in the type of its column."""
    if value is None:
        return None
    return date.fromisoformat(value) if kind == "date" else Decimal(value) if kind.startswith("decimal") else value


def _read(connection: ibis.BaseBackend, readings: Sequence[Path], part: str) -> Table:
    from localspend.pipeline.read import empty

    if not readings:
        return engine.from_arrow(connection, empty(part))
    return engine.read_parquet(connection, *(path / f"{part}.parquet" for path in readings))


def _decided(
    connection: ibis.BaseBackend, home: Network, kind: str, columns: Mapping[str, str], verdict: str | None = None
) -> Table:
    """Standing decisions as a table of `columns` and `line`; blanks are null, but for the month of a whole file."""
    rows = [
        {c: row.get(c) or ("" if c == "month" else None) for c in columns} | {"line": int(row["line"])}
        for row in standing(home, kind)
        if verdict in (None, row.get("verdict"))
    ]
    schema = arrow_schema({**columns, "line": "int64"})
    return engine.from_arrow(connection, pa.Table.from_pylist(rows, schema))


def _interventions(connection: ibis.BaseBackend, home: Network) -> Table:
    """Standing interventions. Raises InputError for an institution or area that the network lacks."""
    rows: dict[str, dict[str, Any]] = {}
    for row in standing(home, "interventions"):
        where = f"{home.folder / 'decisions' / 'interventions.csv'}, line {row['line']}"
        known = {"institution_id": ["", *(i.id for i in home.institutions)], "area": [a.id for a in home.areas]}
        for column, ids in known.items():
            if row[column] not in ids:
                todo = f"One of {', '.join(filter(None, ids)) or 'none'}"
                raise InputError(f"the network has no {column} {row[column]!r}", where=where, todo=todo)
        if row["intervention"] in rows:
            raise InputError(f"{row['intervention']} was recorded before", where=where, todo="Withdraw one of the two")
        rows[row["intervention"]] = {
            **{name: row[name] or None for name in ("intervention", "institution_id", "area", "by", "why")},
            "from_on": date.fromisoformat(row["from_on"]),
            "category_codes": row["category_codes"].split(),
        }
    schema = arrow_schema(tables.interventions.COLUMNS)
    return engine.from_arrow(connection, pa.Table.from_pylist(list(rows.values()), schema))


def _write(table: Table, name: str, making: Path) -> dict[str, Any]:
    spec = tables.SNAPSHOT[name]
    path = making / f"{name}.parquet"
    rows = engine.write_parquet(engine.conform(table, spec.COLUMNS), path, spec.KEY, spec.COLUMNS)
    with path.open("rb") as file:
        return {"rows": rows, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _check_accounts(made: Mapping[str, Table], accounts: Sequence[Mapping[str, Any]]) -> None:
    """What must always hold: every line in one table, every pound in the account. Anything else is a bug of ours."""
    paid = made["payments"]
    counted = paid.aggregate(rows=paid.count(), amount=paid.amount.sum()).to_pyarrow().to_pylist()[0]
    rows = sum(account["rows_payment"] for account in accounts)
    amount = sum((Decimal(account["amount_total"]) for account in accounts if account["rows_payment"]), Decimal(0))
    if counted["rows"] != rows or (counted["amount"] or 0) != amount:
        raise AssertionError(
            f"{counted['rows']} payments of £{counted['amount']} in the snapshot, {rows} of £{amount} in the files"
        )
