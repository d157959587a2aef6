"""localspend decide"""

import getpass

import click

from localspend import decisions, network
from localspend.cli import console
from localspend.errors import UsageError


@click.group("decide", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Record a person's decision; the next build applies it. Alone: list what was decided.

    Example: localspend -C my-network decide supplier "ACME WIDGETS" accept GB-COH-01234567 --why "rang them"
    """
    if ctx.invoked_subcommand is None:
        listed = False
        for kind in decisions.KINDS:
            for row in decisions.standing(console.folder(ctx, None), kind):
                said = ", ".join(row[c] for c in decisions.KINDS[kind] if row[c])
                click.echo(f"{kind}  {row['id']}  {said}  ({row['by']}, {row['at'][:10]}: {row['why']})")
                listed = True
        if not listed:
            click.echo("nothing has been decided yet")


def said(f: click.decorators.FC) -> click.decorators.FC:
    """The options that every decision has."""
    f = click.option("--why", required=True, help="The reason, in a sentence.")(f)
    return click.option("--by", default=getpass.getuser, help="Who decides (default: you).")(f)


def _record(ctx: click.Context, kind: str, row: dict[str, str], by: str, why: str) -> None:
    network.load(console.folder(ctx, None))  # a decision in a folder that no build reads would be lost
    identity = decisions.append(console.folder(ctx, None), kind, row, by=by, why=why)
    click.echo(f"recorded as {identity}; the next build applies it")


@command.command("supplier")
@click.argument("supplier_text")
@click.argument("verdict", type=click.Choice(decisions.VERDICTS["suppliers"]))
@click.argument("supplier_id", default="")
@click.option("--institution", "institution_id", default="", help="Only this institution's payments.")
@said
@click.pass_context
def supplier(
    ctx: click.Context, supplier_text: str, verdict: str, supplier_id: str, institution_id: str, by: str, why: str
) -> None:
    """Say which organisation a written name is, or that it is none, or not the one that was found."""
    if verdict != "none" and not supplier_id:
        raise UsageError(f"{verdict} needs the supplier's id", todo="Such as GB-COH-01234567")
    row = {
        "supplier_text": supplier_text,
        "verdict": verdict,
        "supplier_id": supplier_id,
        "institution_id": institution_id,
    }
    _record(ctx, "suppliers", row, by, why)


@command.command("category")
@click.argument("category_text")
@click.argument("category_code")
@click.option("--institution", "institution_id", default="", help="Only this institution's payments.")
@said
@click.pass_context
def category(
    ctx: click.Context, category_text: str, category_code: str, institution_id: str, by: str, why: str
) -> None:
    """Approve a rule: a publisher's category text is a CPV division, such as 45000000."""
    row = {"category_text": category_text, "category_code": category_code, "institution_id": institution_id}
    _record(ctx, "categories", row, by, why)


@command.command("duplicate")
@click.argument("source_id")
@click.argument("verdict", type=click.Choice(decisions.VERDICTS["duplicates"]))
@click.option("--month", default="", help="Only this month, such as 2024-03 (default: the whole file).")
@said
@click.pass_context
def duplicate(ctx: click.Context, source_id: str, verdict: str, month: str, by: str, why: str) -> None:
    """Count a file that was taken for a republication, or leave out one that was not."""
    _record(ctx, "duplicates", {"source_id": source_id, "verdict": verdict, "month": month}, by, why)


@command.command("withdraw")
@click.argument("kind", type=click.Choice(list(decisions.KINDS)))
@click.argument("decision_id")
@said
@click.pass_context
def withdraw(ctx: click.Context, kind: str, decision_id: str, by: str, why: str) -> None:
    """Take a decision back. The line stays; a new one says that it no longer stands."""
    _record(ctx, kind, {"withdraws": decision_id}, by, why)
