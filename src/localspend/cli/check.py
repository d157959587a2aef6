"""`localspend check`: what is wrong with published files, and how to mend it."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from localspend.cli import console

UNUSABLE = 3
#: Findings that a terminal shows; --json, --xlsx and --html give all.
SHOWN = 60
OUT = click.Path(path_type=Path)


@click.command("check", epilog="Example: localspend check spend-april.csv contracts/ --html scorecard.html")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that dates are judged by (default: today).")
@click.option("--all-lines", is_flag=True, help="Give every failing line, not examples only.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON document.")
@click.option("--xlsx", type=OUT, help="Write the scorecard and findings to this workbook.")
@click.option("--html", type=OUT, help="Write the scorecard and findings to this page, which needs nothing else.")
@click.option("--fixed", type=OUT, help="Write mended copies to this file or folder; every change is listed beside it.")
@click.option("--unmasked", is_flag=True, help="Show sole traders and partnerships by name (never private people).")
def command(
    files: tuple[Path, ...],
    as_of: datetime | None,
    all_lines: bool,
    as_json: bool,
    xlsx: Path | None,
    html: Path | None,
    fixed: Path | None,
    unmasked: bool,
) -> None:
    """Check the quality of ledgers, registers and notices: a scorecard, and findings with their lines and the fix.

    FILE may be a folder: every file in it, at any depth, but hidden ones. A finding is a question to the publisher,
    never an accusation. Findings end with 0; 3 where a named file cannot be used, or nothing in a named folder.
    """
    from localspend.pipeline.checking.check import check  # the engine's import is only worth it here

    with console.progress() as show:
        document = check(
            files,
            as_of=as_of.date() if as_of else date.today(),
            all_lines=all_lines,
            unmasked=unmasked,
            progress=show,
        )
    if fixed:
        from localspend.pipeline.checking import mended

        document["mended"] = mended.write(files, fixed, document, unmasked=unmasked)
    written = _reports(document, xlsx, html)
    if as_json:
        console.print_json(document)
    else:
        _show(document)
        for said in written:
            click.echo(said)
    if any(unused(path, document) for path in files):
        sys.exit(UNUSABLE)


def unused(path: Path, document: dict[str, Any]) -> bool:
    """Whether nothing could be used of the file, the archive or the folder at `path`."""
    used = [Path(file["path"].partition("!")[0]) for file in document["files"] if file["outcome"] == "read"]
    return not any(path == one or path in one.parents for one in used)


def _reports(document: dict[str, Any], xlsx: Path | None, html: Path | None) -> list[str]:
    if not xlsx and not html:
        return []
    from localspend.reports import scorecard
    from localspend.workspace import write_whole

    if xlsx:
        write_whole(xlsx, scorecard.book(document))
    if html:
        write_whole(html, scorecard.page(document))
    return [f"Written: {path}" for path in (xlsx, html) if path]


def _show(document: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table as Shown

    screen = Console(width=None if sys.stdout.isatty() else 140, markup=False, emoji=False)
    for file in document["files"]:
        if file["outcome"] == "refused":
            screen.print(f"{file['path']}: not used: {file['message']}")
    card = Shown(title=f"Scorecard, as of {document['as_of']}", title_justify="left")
    for head in ("heading", "records", "pass", "of pounds", "checks that find something"):
        card.add_column(head, justify="left" if head.startswith(("heading", "checks")) else "right")
    for heading, tally in document["scorecard"].items():
        shares = (_percent(tally["share_of_records"]), _percent(tally["share_of_pounds"]))
        which = ", ".join(tally["failing"]) or ("none" if tally["records"] else "not applicable")
        card.add_row(heading, f"{tally['records']:,}", *shares, which)
    screen.print(card)
    failing = [found for found in document["findings"] if found["outcome"] == "fail"]
    for found in failing[:SHOWN]:
        screen.print(f"\n{found['check']} · {found['path']} · {found['reason']}")
        screen.print(f"  {found['says'].partition(': ')[2].partition('. ')[0].removesuffix('.')}.")
        for line in found["lines"][:2]:
            value = "" if line["value"] is None else f": {line['value']}"
            screen.print(f"  {line['where']}{value}")
        screen.print(f"  To mend it: {found['fix']}")
    if len(failing) > SHOWN:
        screen.print(f"\n{len(failing) - SHOWN:,} more findings: --json, --xlsx or --html gives all.")
    if "mended" in document:
        _show_mended(screen, document)
    screen.print("\nA finding is a question to the publisher, not an accusation; each share is of the lines judged.")


def _show_mended(screen: Any, document: dict[str, Any]) -> None:
    from rich.table import Table as Shown

    mended = document["mended"]
    card = Shown(title="Share of records that pass, before and after mending", title_justify="left")
    for head in ("heading", "before", "after"):
        card.add_column(head, justify="left" if head == "heading" else "right")
    for heading, tally in document["scorecard"].items():
        shares = (tally["share_of_records"], mended["scorecard"][heading]["share_of_records"])
        card.add_row(heading, *map(_percent, shares))
    screen.print("\n", card)
    for one in mended["checks"]:
        screen.print(f"  {one['check']}: {one['before']:,} before, {one['after']:,} after")
    for path in mended["copies"]:
        screen.print(f"Mended copy: {path}")
    screen.print(f"{mended['changes']['count']:,} changes, each listed in {mended['changes']['path']}")


def _percent(share: str | None) -> str:
    return "not judged" if share is None else f"{float(share):.1%}"
