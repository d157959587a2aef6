"""localspend lots: a requirement -> a few ways to divide it; a draft of one from payments; what quotes teach."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from ibis import Table

from localspend import workspace
from localspend.cli import console, lots_shown
from localspend.errors import InputError, UsageError
from localspend.lots import draft as drafts
from localspend.lots import quotes as quoted
from localspend.lots import reading
from localspend.lots.answer import believed, lots
from localspend.lots.backtest import backtest
from localspend.lots.beliefs import PRIORS
from localspend.lots.bidders import Firm
from localspend.lots.legal import Buyer, legal
from localspend.lots.market import firms_able, where
from localspend.lots.recalibrate import recalibrated
from localspend.network import KINDS
from localspend.workspace import Snapshot


class Own(click.Group):
    """A group with work of its own: what is no command of it is its own arguments."""

    allow_interspersed_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] in self.commands:
            ctx.args = args
            return args
        return click.Command.parse_args(self, ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        if not (ctx.args and ctx.args[0] in self.commands):
            return click.Command.invoke(self, ctx)
        name, *rest = ctx.args
        # Named whole and below our own parent, or its usage would repeat our arguments.
        with self.commands[name].make_context(f"{ctx.info_name} {name}", rest, parent=ctx.parent) as within:
            return self.commands[name].invoke(within)


@click.group("lots", cls=Own, invoke_without_command=True, subcommand_metavar="| draft ... | quotes ...")
@click.argument("requirement_file", metavar="REQUIREMENT", type=click.Path(path_type=Path))
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option(
    "--effort", type=click.FloatRange(0.1, 600), default=16.0, help="How long to search (solver's own seconds)."
)
@click.option("--quotes", type=click.Path(path_type=Path), help="Quotes that were seen (CSV), to recalibrate by.")
@click.option("--buyer", help="Who buys: an institution of the network, or a kind (council, nhs, ...); for the regime.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which the procurement commences.")
@click.option("--contract", help="goods, services, light-touch, works, ... (usual of the CPV code unless given).")
@click.option("--vat", default="", help="included, excluded or exempt: the basis of the values (default: the file's).")
@click.option("--years", type=click.IntRange(1), default=1, help="How many years the contract runs.")
@click.option("--unmasked", is_flag=True, help="Show sole traders and partnerships by name (never private people).")
@console.SAVE
@click.pass_context
def command(
    ctx: click.Context, /, requirement_file: Path, directory: str | None, as_json: bool, effort: float,
    quotes: Path | None, unmasked: bool, save: Path | None, **buys: Any,
) -> None:  # fmt: skip
    """Ways to divide a requirement into lots, with expected bidders, what they cost and reasons for the file.

    Example: localspend lots grounds.toml my-network
    """
    asked = reading.read(requirement_file)
    folder = console.folder(ctx, directory)
    snapshot = workspace.current(folder)
    connection = snapshot.connect()
    firms = snapshot.table(connection, "firms")
    areas = {area["id"]: area["name"] for area in snapshot.manifest["network"]["areas"]}
    buyer = _buyer(snapshot, **buys | {"vat": buys["vat"] or asked.vat})
    market = _market(snapshot, connection, asked.category, list(areas), unmasked=unmasked)
    beliefs = recalibrated(quoted.read(quotes, market)) if quotes else PRIORS
    with console.progress() as show:
        at = where(asked, firms)
        document = lots(asked, market, at, areas=list(areas), beliefs=beliefs, effort=effort, progress=show)
    if document["options"]:
        document["legal"] = legal(asked.category, document["options"], buyer, folder)
    if save is not None:
        from localspend.reports.lots import save as save_page

        save_page(save, document, areas, console.evidence())
        click.echo(f"Saved as {save}", err=True)
    if as_json:
        console.print_json(document)
    else:
        lots_shown.answer(document)
    if document["conflicts"]:
        sys.exit(InputError.exit_code)


@command.command("draft")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path())
@click.option("--contract", help="Its number in the register; left out: the contracts that end soon are listed.")
@click.option("--institution", help="Whose contract, where several have the number.")
@click.option("--payee", help="Instead of a contract: the payee's supplier_id (with --institution).")
@click.option("--category", help="With --payee: the CPV code of what is bought from it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--save", type=click.Path(path_type=Path), help="Write the draft here (TOML); else it is printed.")
@click.pass_context
def draft(
    ctx: click.Context, directory: str | None, contract: str | None, institution: str | None, payee: str | None,
    category: str | None, as_json: bool, save: Path | None,
) -> None:  # fmt: skip
    """A first requirement from what was paid under a contract that ends, for you to correct.

    Example: localspend lots draft my-network --contract SC0416 --save heating.toml
    """
    snapshot = workspace.current(console.folder(ctx, directory))
    connection = snapshot.connect()
    contracts, payments, suppliers = (
        snapshot.table(connection, name) for name in ("contracts", "payments", "suppliers")
    )  # fmt: skip
    if contract is None and payee is None:
        due = drafts.ending(contracts, payments)
        due = due.filter(due.institution_id == institution) if institution else due
        rows = due.order_by("ends", "contract_id").to_pyarrow().to_pylist()
        if as_json:
            console.print_json({"contracts": rows})
        else:
            lots_shown.contracts(rows)
        return
    row = _row(contracts, suppliers, contract, payee, institution, category)
    made = drafts.draft(contracts, payments, suppliers, row)
    text = made.toml()
    if save is not None:
        if save.exists():
            raise InputError("there is a file already", where=str(save), todo="Choose another name")
        workspace.write_whole(save, text)
        click.echo(f"Saved as {save}", err=True)
    if as_json:
        units = [{"id": u.id, "value": u.value, "place": u.place, "service": u.service} for u in made.units]
        console.print_json({"title": made.title, "category": made.category, "units": units, "notes": made.notes})
    elif save is None:
        click.echo(text, nl=False)
    else:
        for note in made.notes:
            click.echo(f"- {note}")


def _row(
    contracts: Table, suppliers: Table, contract: str | None, payee: str | None, institution: str | None,
    category: str | None,
) -> Mapping[str, Any]:  # fmt: skip
    """The contract, of a register or assumed of a payee."""
    if contract is not None:
        return drafts.registered(contracts, contract, institution)
    if payee is None or institution is None:
        raise UsageError("--payee needs --institution", todo="Say whose payments are meant")
    return drafts.unregistered(suppliers, payee, institution, category)


@command.command("quotes")
@click.argument("quotes_file", metavar="QUOTES", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def taught(quotes_file: Path, as_json: bool) -> None:
    """What quotes that were seen teach of who bids, and how well each need would have been foretold by the others.

    Example: localspend lots quotes quotes.csv
    """
    found = quoted.read(quotes_file)
    document = {"believed": believed(recalibrated(found)), "backtest": backtest(found)}
    if as_json:
        console.print_json(document)
        return
    lots_shown.backtest(document)


def _buyer(
    snapshot: Snapshot, *, buyer: str | None, on: datetime | None, contract: str | None, vat: str, years: int
) -> Buyer | None:
    """Who buys: a kind, or an institution of the network; None where nobody asked."""
    if buyer is None and on is None:
        return None
    if buyer is None or on is None:
        raise UsageError("--buyer and --date go together", todo="Such as --buyer council --date 2026-11-22")
    institutions = {one["id"]: one for one in snapshot.manifest["network"]["institutions"]}
    if buyer in institutions:
        one = institutions[buyer]
        return Buyer(one["kind"], on.date(), contract, vat, years, one["authority"], one["nation"])
    if buyer not in KINDS:
        todo = f"One of {', '.join(KINDS)}; or an institution: {', '.join(institutions)}"
        raise UsageError(f"{buyer!r} is not known", where="--buyer", todo=todo)
    return Buyer(buyer, on.date(), contract, vat, years)


def _market(snapshot: Snapshot, connection: Any, category: str, areas: list[str], *, unmasked: bool) -> list[Firm]:
    firms, capabilities, payments = (
        snapshot.table(connection, name) for name in ("firms", "capabilities", "payments")
    )  # fmt: skip
    return firms_able(firms, capabilities, payments, category=category, areas=areas, unmasked=unmasked)
