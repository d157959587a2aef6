"""`localspend check`: what is wrong with published files, and how to mend it."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from localspend.cli import console

UNUSABLE = 3


@click.command("check", epilog="Example: localspend check spend-april.csv contracts.csv --html scorecard.html")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that dates are judged by (default: today).")
@click.option("--all-lines", is_flag=True, help="Give every failing line, not examples only.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON document.")
@click.option("--unmasked", is_flag=True, help="Show sole traders and partnerships by name (never private people).")
def command(files: tuple[Path, ...], as_of: datetime | None, all_lines: bool, as_json: bool, unmasked: bool) -> None:
    """Check the quality of ledgers, registers and notices: a scorecard, and findings with their lines and the fix.

    A finding is a question to the publisher, never an accusation. Findings end with 0; 3 where a file cannot be used.
    """
    from localspend.pipeline.check import check  # the engine's import is only worth it here

    with console.progress() as show:
        document = check(
            files,
            as_of=as_of.date() if as_of else date.today(),
            all_lines=all_lines,
            unmasked=unmasked,
            progress=show,
        )
    if as_json:
        console.print_json(document)
    if unusable(document):
        sys.exit(UNUSABLE)


def unusable(document: dict[str, Any]) -> bool:
    """Whether a file could not be used; a refused member of an archive of which others were read does not count."""
    used = {file["path"].partition("!")[0] for file in document["files"] if file["outcome"] == "read"}
    return any(file["path"].partition("!")[0] not in used for file in document["files"])
