"""localspend demo"""

from pathlib import Path

import click

from localspend.cli import console

DEFAULT = "demo-network"


@click.command("demo")
@click.argument("directory", required=False, metavar="[DIR]")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def command(ctx: click.Context, directory: str | None, *, as_json: bool) -> None:
    """Make the sample network in DIR (demo-network), build it, write its report.

    Five invented institutions, three years, about 250,000 payments; the wards and postcodes are real. A folder that
    holds the sample already is kept and built again; any other folder with something in it is refused.

    Example: localspend demo my-demo
    """
    from localspend import reports
    from localspend.pipeline import build
    from localspend.sample import again

    folder = Path(directory or (ctx.obj if ctx.obj not in (None, ".") else DEFAULT))
    with console.progress() as progress:
        progress("making the sample network", 0, 0)
        again.ensure(folder)
        built = build(folder, progress=progress)
        progress("writing the report", 0, 0)
        reports.write(folder, folder / "report")
    page, workbook = folder / "report" / "index.html", folder / "report" / "report.xlsx"
    if as_json:
        refused = [path for path, _ in built.refused]
        document = {"network": folder, "snapshot": built.snapshot.id, "refused": refused}
        console.print_json(document | {"report": page, "workbook": workbook})
        return
    for path, message in built.refused:
        click.echo(f"refused: {path}: {message}")
    click.echo(f"The sample network is in {folder}; everything in it but wards and postcodes is invented.")
    click.echo(f"Its report: {page}\nand as a workbook: {workbook}\nThe call list: {page.with_name('call-list.html')}")
