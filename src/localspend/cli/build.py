"""localspend build"""

import click

from localspend.cli import console


@click.command("build")
@click.argument("directory", required=False, metavar="[DIR]")
@click.option("--strict", is_flag=True, help="Stop, and keep the old snapshot, if any file is refused.")
@click.option("--keep", default=5, show_default=True, type=click.IntRange(1), help="How many snapshots to keep.")
@click.option("--pin", is_flag=True, help="Keep this snapshot for good.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def command(ctx: click.Context, directory: str | None, *, strict: bool, keep: int, pin: bool, as_json: bool) -> None:
    """Read the sources, apply the decisions, publish a snapshot. Nothing changed: nothing is made.

    Example: localspend build my-network
    """
    from localspend.pipeline import build

    with console.progress() as progress:
        built = build(console.folder(ctx, directory), strict=strict, keep=keep, pin=pin, progress=progress)
    if as_json:
        refused = [{"path": path, "message": message} for path, message in built.refused]
        console.print_json(
            {"snapshot": built.snapshot.id, "new": built.new, "refused": refused, "notes": list(built.notes)}
        )
        return
    for path, message in built.refused:
        click.echo(f"refused: {path}: {message}")
    for note in built.notes:
        click.echo(f"note: {note}")
    state = "is new and current" if built.new else "is still current: nothing changed"
    click.echo(f"snapshot {built.snapshot.id} {state}")
