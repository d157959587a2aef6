"""localspend query"""

import csv
import sys
from typing import Any

import click

from localspend import cells, workspace
from localspend.cli import console
from localspend.errors import UsageError

LIMIT = 1_000


@click.command("query")
@click.argument("words", nargs=-1, metavar="[DIR] SQL")
@click.option("--csv", "as_csv", is_flag=True, help="All rows as CSV.")
@click.option("--json", "as_json", is_flag=True, help="All rows as {columns, rows}.")
@click.option("--unmasked", is_flag=True, help="Show sole traders and partnerships by name; private people never.")
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...], *, as_csv: bool, as_json: bool, unmasked: bool) -> None:
    """Ask the current snapshot in SQL (DuckDB's). Nothing can be changed, and no file or address can be reached.

    Example: localspend query "select tier, sum(amount) from payments where status = 'counted' group by tier"

    Tables: payments, suppliers, supplier_links, source_files, source_rows_excluded, contracts, capabilities, findings,
    places.
    """
    from localspend import ask

    if not 1 <= len(words) <= 2:
        raise UsageError("give the SQL in quotes, perhaps after a folder", todo='localspend query "select 1"')
    sql = words[-1]
    directory = words[0] if len(words) == 2 else None
    columns, rows = ask.query(workspace.current(console.folder(ctx, directory)), sql, unmasked=unmasked)
    if as_json:
        console.print_json({"columns": columns, "rows": [dict(zip(columns, row, strict=True)) for row in rows]})
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cells.harmless(_text(v)) for v in row] for row in rows)
    else:
        _table(columns, rows)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _table(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns)
    for row in rows[:LIMIT]:
        table.add_row(*(_text(v) for v in row))
    Console(markup=False, emoji=False).print(table)
    if len(rows) > LIMIT:
        click.echo(f"{len(rows):,} rows, of which {LIMIT:,} are shown: --csv gives all", err=True)
    elif not rows:
        click.echo("no rows", err=True)
