"""`localspend read`: ledgers -> tidy payments and an account of every row."""

import json
from pathlib import Path
from typing import Any

import click

from localspend.sources import ledgers
from localspend.sources.ledgers import Reading


@click.command("read", epilog="Example: localspend read spend-april.csv --out payments.csv")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--out", type=click.Path(path_type=Path), help="Write the payments to this .csv or .parquet file.")
@click.option("--explain", is_flag=True, help="Say why each column was taken for what it is.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as one JSON document.")
@click.option("--columns", type=click.Path(path_type=Path), help="A columns.toml that overrides what is found.")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], out: Path | None, explain: bool, as_json: bool, columns: Path | None
) -> None:
    """Read ledgers of any shape: tidy payments, and an account of every row."""
    readings: list[Reading] = []
    for path in files:
        readings.extend(ledgers.read(path))
    if as_json:
        click.echo(json.dumps({"files": [document(reading) for reading in readings]}, indent=2, ensure_ascii=False))


def document(reading: Reading) -> dict[str, Any]:
    """A Reading's account as the JSON of the command line."""
    return {
        "path": reading.source_id,
        "outcome": reading.outcome,
        "kind": reading.kind,
        "rows_read": reading.rows_read,
        "rows_payment": reading.rows_payment,
        "rows_excluded": dict(reading.rows_excluded),
        "amount_total": str(reading.amount_total),
        "first_date": reading.first_date and reading.first_date.isoformat(),
        "last_date": reading.last_date and reading.last_date.isoformat(),
        "undated_rows": reading.undated_rows,
        "columns": dict(reading.columns),
        "message": reading.message,
    }
