"""localspend report: the current snapshot -> HTML and XLSX."""

from pathlib import Path

import click

from localspend import reports
from localspend.cli import console


@click.command("report")
@click.argument("directory", required=False, type=click.Path())
@click.option("--out", type=click.Path(file_okay=False), help="Write here (default: DIR/report).")
@click.option("--unmasked", is_flag=True, help="Name sole traders and partnerships (never private people).")
@click.pass_context
def command(ctx: click.Context, directory: str | None, out: str | None, unmasked: bool) -> None:
    """The current snapshot as a page for people (index.html) and a workbook (report.xlsx).

    Beside them: call-list.html, a page to print for each institution, and forward-plan.html, what is coming up.

    Example: localspend report my-network
    """
    written = reports.write(console.folder(ctx, directory), Path(out) if out else None, unmasked=unmasked)
    names = ("report.xlsx", "call-list.html", "forward-plan.html")
    click.echo("\n".join(map(str, [written, *(written.with_name(name) for name in names)])))
