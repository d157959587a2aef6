"""What commands share: folders, progress on a terminal, JSON on stdout."""

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

#: "Look for the current snapshot", where a command does not say which it asked.
LOOK = "look"


def folder(ctx: click.Context, directory: str | None) -> Path:
    """DIR as given, else what -C names, else the current folder."""
    return Path(directory or ctx.obj or ".")


def print_json(document: Any) -> None:
    """One JSON document and nothing else: decimals as texts, dates as ISO."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def saved(title: str, document: Mapping[str, Any], path: Path | None, *, snapshot: str | None = LOOK) -> None:
    """Write the answer as a page for the file, with what it rests on, where one is asked for, and say where.

    `snapshot` is the one that was asked, None for none; left out, it is the current one of the command's network.
    """
    if path is not None:
        from localspend.reports.saved import save

        save(path, title, document, evidence(snapshot))
        click.echo(f"Saved as {path}", err=True)


def evidence(snapshot: str | None = LOOK) -> dict[str, str]:
    """What a page for the file rests on: the question as it was typed, the day, the snapshot."""
    ctx = click.get_current_context()
    found = {"Question": " ".join(_words(ctx)), "Asked on": _today()}
    known = _snapshot(ctx) if snapshot == LOOK else snapshot
    return found | {"Snapshot": known or "none: nothing was looked up in a network's figures"}


def _words(ctx: click.Context) -> Iterator[str]:
    """The command as somebody could type it again: what was given, the way it was written, --save left out."""
    yield ctx.command_path
    for param in ctx.command.params:
        typed = ctx.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE
        if not typed or param.name == "save" or param.name == "as_json":
            continue
        value = ctx.params[param.name or ""]
        for one in value if isinstance(value, tuple) and param.multiple else [value]:
            said = "=".join(map(str, one)) if isinstance(one, tuple) else str(one)
            quoted = shlex.quote(said)
            if isinstance(param, click.Option):
                yield param.opts[0] if param.is_flag else f"{param.opts[0]} {quoted}"
            else:
                yield quoted


def _today() -> str:
    """The day, or that of SOURCE_DATE_EPOCH for who makes the same bytes again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    on = datetime.fromtimestamp(int(epoch), UTC).date() if epoch and epoch.isdecimal() else date.today()
    return f"{on.day} {on:%B %Y}"


def _snapshot(ctx: click.Context) -> str | None:
    from localspend import workspace

    home = folder(ctx, ctx.params.get("directory"))
    found = workspace.latest(home) if (home / "network.toml").is_file() else None
    return found.id if found else None


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
