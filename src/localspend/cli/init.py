"""localspend init"""

from pathlib import Path

import click

from localspend import workspace
from localspend.errors import InputError

TEMPLATE = Path(__file__).parent / "network.toml"
README = {
    "sources/my-council": "The files of one institution, as published or exported, in any folders you like.",
    "registers": "Registers of organisations, such as Companies House's: `localspend download companies`.",
    "places": "Postcodes, wards, boundaries, deprivation: `localspend download`.",
    "decisions": "What people decided, a line each. `localspend decide` writes here; the build applies it.",
}


@click.command("init")
@click.argument("directory", metavar="DIR")
def command(directory: str) -> None:
    """Start a network in DIR: a commented network.toml and the folders that it speaks of.

    Example: localspend init my-network
    """
    folder = Path(directory)
    if (folder / "network.toml").exists():
        raise InputError(
            "a network is here already", where=str(folder), todo="Nothing was changed; name another folder"
        )
    for name, about in README.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        # A hidden file: the reader leaves it alone.
        workspace.write_whole(folder / name / ".about", about + "\n")
    workspace.write_whole(folder / "network.toml", TEMPLATE.read_bytes())
    click.echo(f"Started {folder}. Next: edit {folder / 'network.toml'}, put files under sources/, then")
    click.echo(f"    localspend build {folder} && localspend report {folder}")
