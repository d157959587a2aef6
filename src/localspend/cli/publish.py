"""localspend publish: the current snapshot -> open data."""

from datetime import datetime
from pathlib import Path

import click

from localspend.cli import console
from localspend.publish.asked import LICENCES, PLACEHOLDER, Asked

PARTS = ("transparency", "package", "ocds", "all")


@click.command("publish")
@click.argument("directory", required=False, type=click.Path())
@click.option("--out", type=click.Path(), required=True, help="Write into this folder.")
@click.option("--institution", help="Only this institution (its id).")
@click.option("--what", type=click.Choice(PARTS), default="all", show_default=True, help="Which part.")
@click.option("--licence", type=click.Choice(list(LICENCES)), default="OGL-UK-3.0", show_default=True, help="Licence.")
@click.option("--publisher-name", help="Who publishes (default: the institution, or the network).")
@click.option("--publisher-id", help="The publisher's org-id, such as GB-LAE-BIR.")
@click.option("--publisher-uri", help="The publisher's address on the web.")
@click.option("--ocid-prefix", default=PLACEHOLDER, show_default=True, help="The publisher's registered OCDS prefix.")
@click.option(
    "--date", "dated", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication (default: last payment's)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def command(
    ctx: click.Context,
    directory: str | None,
    out: str,
    institution: str | None,
    what: str,
    licence: str,
    publisher_name: str | None,
    publisher_id: str | None,
    publisher_uri: str | None,
    ocid_prefix: str,
    dated: datetime | None,
    as_json: bool,
) -> None:
    """The current snapshot as open data, masked: transparency-code CSV, a data package, OCDS.

    Example: localspend publish my-network --out public --institution my-council
    """
    from localspend import publish

    asked = Asked(
        what=what,
        institution=institution,
        dated=dated.date() if dated else None,
        licence=licence,
        ocid_prefix=ocid_prefix,
        publisher_name=publisher_name,
        publisher_id=publisher_id,
        publisher_uri=publisher_uri,
    )
    made = publish.write(console.folder(ctx, directory), Path(out), asked)
    if as_json:
        files = [{"path": one.path, "bytes": one.size, "sha256": one.sha256} for one in made.files]
        console.print_json({"folder": made.folder, "files": files, "notes": made.notes})
        return
    for one in made.files:
        click.echo(made.folder / one.path)
    for note in made.notes:
        click.echo(f"Note: {note}", err=True)
