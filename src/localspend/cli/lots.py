"""localspend lots: a requirement -> a few ways to divide it."""

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table as Shown

from localspend import workspace
from localspend.cli import console
from localspend.errors import InputError
from localspend.lots import reading
from localspend.lots.answer import lots
from localspend.lots.market import firms_able, where


@click.command("lots")
@click.argument("requirement_file", metavar="REQUIREMENT", type=click.Path(path_type=Path))
@click.argument("directory", required=False, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--effort", type=click.FloatRange(0.1, 600), default=8.0, help="How long to search for each option.")
@click.option("--unmasked", is_flag=True, help="Show sole traders and partnerships by name (never private people).")
@console.SAVE
@click.pass_context
def command(
    ctx: click.Context, requirement_file: Path, directory: str | None, as_json: bool, effort: float, unmasked: bool,
    save: Path | None,
) -> None:  # fmt: skip
    """Ways to divide a requirement into lots, with expected bidders, what they cost and reasons for the file.

    Example: localspend lots grounds.toml my-network
    """
    asked = reading.read(requirement_file)
    snapshot = workspace.current(console.folder(ctx, directory))
    connection = snapshot.connect()
    firms = snapshot.table(connection, "firms")
    areas = [area["id"] for area in snapshot.manifest["network"]["areas"]]
    market = firms_able(
        firms, snapshot.table(connection, "capabilities"), snapshot.table(connection, "payments"),
        category=asked.category, inside=areas[:1], unmasked=unmasked,
    )  # fmt: skip
    document = lots(asked, market, where(asked, firms), effort=effort)
    console.saved(f"Lots: {asked.title}", document, save)
    if as_json:
        console.print_json(document)
    else:
        _show(document)
    if document["conflicts"]:
        sys.exit(InputError.exit_code)


def _show(document: dict[str, Any]) -> None:
    screen = Console(markup=False, emoji=False, highlight=False)
    for conflict in document["conflicts"]:
        screen.print(f"{conflict['why']} {', '.join(conflict['units'])}")
    for option in document["options"]:
        led = option["could_be_led_by"]
        table = Shown("lot", "units", "value", "expected bidders", "firms to think of", title_justify="left")
        table.title = (
            f"{option['name']}: {option['status']}. Micro and small firms could lead £{led['micro_or_small']} of "
            f"£{document['value']}; lotting costs £{option['cost_of_lotting']}"
        )
        for n, lot in enumerate(option["lots"], 1):
            bidders = lot["expected_bidders"]
            span = f"{bidders['low']} to {bidders['high']}"
            table.add_row(str(n), ", ".join(lot["units"]), f"£{lot['value']}", span, "; ".join(lot["firms"][:3]))
        screen.print(table)
    for note in document.get("notes", []):
        screen.print(f"Note: {note}")
