"""The command line: parse, call, print. One command a module, loaded when it is asked for."""

import io
import os
import sys
import traceback
from importlib import import_module
from typing import Any

import click

from localspend import __version__
from localspend.errors import LocalspendError

#: Command -> what it does, for `localspend --help` without importing the command.
COMMANDS = {
    "demo": "make the sample network, build it, write its report",
    "init": "start a network: a commented network.toml",
    "read": "ledgers -> tidy payments and an account of every row",
    "check": "what is wrong with ledgers, registers and notices, and how to mend it",
    "match": "names -> the organisations of a register",
    "build": "sources and decisions -> a snapshot",
    "query": "read-only SQL over the current snapshot",
    "insight": "one question answered as a table",
    "find": "firms to consider for a need, with reasons",
    "rules": "which rules apply to a purchase",
    "lots": "ways to divide a requirement",
    "report": "the current snapshot -> HTML and XLSX",
    "publish": "the current snapshot -> open data: transparency CSV, data package, OCDS",
    "decide": "record, list or withdraw a person's decision",
    "download": "fetch public reference data",
}
BUG = 5


class Commands(click.Group):
    """A group that imports a command only when it runs: a first query costs two seconds, `--help` should not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"localspend.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands)
@click.option("-C", "directory", type=click.Path(), default=".", help="The network's folder (default: this one).")
@click.version_option(__version__)
@click.pass_context
def group(ctx: click.Context, directory: str) -> None:
    """Where public money goes, by neighbourhood, to the penny and with its uncertainty.

    Start with `localspend demo`, or `localspend read FILE`.
    """
    ctx.obj = directory


def main(args: list[str] | None = None) -> Any:
    """Run the command line; exits 0 done, 2 wrong usage, 3 unusable input, 4 busy, 5 a bug."""
    _writable()
    out = sys.stdout
    try:
        group.main(_folder_first(sys.argv[1:] if args is None else args), prog_name="localspend", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except LocalspendError as error:
        fail(str(error), error.exit_code)
    except (BrokenPipeError, SystemExit) as gone:
        # Click turns a broken pipe into an exit of its own, and wraps stdout.
        if isinstance(gone, SystemExit) and sys.stdout is out:
            raise
        # The reader of our output (head, less) has gone; Python must not try to flush to it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        sys.exit(0)
    except OSError as error:
        fail(
            f"{error.filename or 'this machine'}: {error.strerror or error}. Check that the disk has room and that "
            "the folder may be written to; nothing that was published before is lost",
            3,
        )
    except (KeyboardInterrupt, click.Abort):
        fail("stopped; nothing half-made was kept", 130)
    except Exception as error:
        if reason := _of_this_machine(error):
            fail(f"{reason}. Free some room on the disk or in memory; nothing that was published before is lost", 3)
        traceback.print_exc()
        fail("this is a bug in localspend. Please report it with the lines above and the command that you ran", BUG)


def _writable() -> None:
    """Output that is closed is nobody's loss, and a letter that a terminal lacks is better as `?` than as an error."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _of_this_machine(error: Exception) -> str | None:
    if "localspend.engine" not in sys.modules:
        return None
    from localspend import engine

    return engine.for_the_user(error)


def _folder_first(args: list[str]) -> list[str]:
    """`build -C DIR` means what `-C DIR build` means: nobody should have to know which half of the line is whose."""
    if "-C" not in args[1:-1]:
        return args
    at = args.index("-C", 1)
    return [*args[at : at + 2], *args[:at], *args[at + 2 :]]


def fail(message: str, exit_code: int) -> None:
    """Print `message` on stderr and exit."""
    click.echo(f"localspend: {message}", err=True)
    sys.exit(exit_code)
