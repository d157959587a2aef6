"""`localspend read`: ledgers -> tidy payments and an account of every row."""

import sys
from pathlib import Path
from typing import Any

import click

from localspend.cli import console
from localspend.sources import ledgers, notices
from localspend.sources.ledgers import Reading
from localspend.sources.notices.reading import readings as reading_of_notices

UNUSABLE = 3


@click.command("read", epilog="Example: localspend read spend-april.csv --out payments.csv")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--out", type=click.Path(path_type=Path), help="Write the payments to this .csv or .parquet file.")
@click.option("--explain", is_flag=True, help="Say why each column was taken for what it is.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as one JSON document.")
@click.option("--columns", type=click.Path(path_type=Path), help="A columns.toml that overrides what is found.")
def command(files: tuple[Path, ...], out: Path | None, explain: bool, as_json: bool, columns: Path | None) -> None:
    """Read ledgers of any shape (csv, xls, xlsx, ods, json, zip): tidy payments, and an account of every row.

    Ends with 3 where a file cannot be used; what could be read is written and accounted for all the same.
    """
    manifest = ledgers.load_manifest(columns) if columns else None
    with console.progress() as show:
        # Notices are no ledgers, but a person may ask what such a file is.
        others = [path for path in files if notices.recognised(path)]
        ours = [path for path in files if path not in others]
        readings = ledgers.read_together(ours, manifest=manifest, seen=lambda done: show("reading", done, len(files)))
        readings += [reading for path in others for reading in reading_of_notices(path)]
    readings.sort(key=lambda reading: files.index(Path(reading.path)))
    if out:
        from localspend.sources.ledgers import tidy  # Parquet's import is only worth it here

        tidy.write(readings, out)
    if as_json:
        console.print_json({"files": [document(reading, explain) for reading in readings]})
    else:
        for reading in readings:
            click.echo(account(reading, explain))
    # A note beside the months in a zip is refused by itself; the zip was of use.
    useful = {reading.path for reading in readings if reading.outcome == "read"}
    if any(reading.path not in useful for reading in readings):
        sys.exit(UNUSABLE)


def document(reading: Reading, explain: bool = False) -> dict[str, Any]:
    """A Reading's account as JSON: decimals as text, dates ISO."""
    result = {
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
        "findings": [
            {"check": check, "outcome": outcome, "detail": detail, "source_sheet": sheet, "source_line": line}
            for check, _, outcome, detail, sheet, line in reading.remarks
        ],
    }
    return {**result, "explain": list(reading.explain)} if explain else result


def account(reading: Reading, explain: bool = False) -> str:
    """A Reading's account for a person: what was read, what was left out and why, what to know."""
    lines = [click.style(reading.source_id, bold=True)]
    if reading.outcome == "refused":
        return "\n".join([*lines, f"  not read: {reading.message}"])
    if reading.kind == "payments":
        lines += _payments(reading)
    lines += [f"  {said}" for said in reading.message.split(". ") if said]
    for check, _, _, detail, sheet, _ in reading.remarks:
        if check == "exact_repeats":
            lines.append(f"  {detail}" + (f" (sheet '{sheet}')" if sheet else ""))
    if explain:
        lines += ["  columns:", *(f"    {said}" for said in reading.explain)]
    return "\n".join(lines)


def _payments(reading: Reading) -> list[str]:
    left_out = ", ".join(f"{count:,} {reason}" for reason, count in reading.rows_excluded.items()) or "none"
    lines = [
        f"  {reading.rows_payment:,} payments, £{reading.amount_total:,.2f}",
        f"  {reading.rows_read:,} rows read = {reading.rows_payment:,} payments + "
        f"{sum(reading.rows_excluded.values()):,} left out ({left_out})",
    ]
    if reading.first_date and reading.last_date:
        undated = f"; {reading.undated_rows:,} undated" if reading.undated_rows else ""
        lines.append(f"  from {_day(reading.first_date)} to {_day(reading.last_date)}{undated}")
    return lines


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"
