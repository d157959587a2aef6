"""What commands share: folders, progress on a terminal, JSON on stdout."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click


def folder(ctx: click.Context, directory: str | None) -> Path:
    """DIR as given, else what -C names, else the current folder."""
    return Path(directory or ctx.obj or ".")


def print_json(document: Any) -> None:
    """One JSON document and nothing else: decimals as texts, dates as ISO."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def saved(title: str, document: dict[str, Any], path: Path | None) -> None:
    """Write the answer as a page for the file, where one is asked for, and say where."""
    if path is not None:
        from localspend.reports.saved import save

        save(path, title, document)
        click.echo(f"Saved as {path}", err=True)


#: The option that every answer for the file has.
SAVE = click.option("--save", type=click.Path(path_type=Path), help="Write the answer as a page (HTML) for the file.")


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function (stage, done, total) that draws progress on stderr when that is a terminal, else does nothing."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total or None)
