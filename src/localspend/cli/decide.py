"""localspend decide"""

import getpass
from typing import Any

import click

from localspend import decisions, network, workspace
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
                click.echo(_line(f"{kind}  {row['id']}  {said}  ({row['by']}, {row['at'][:10]}: {row['why']})"))
                listed = True
        if not listed:
            click.echo("nothing has been decided yet")


def said(f: click.decorators.FC) -> click.decorators.FC:
    """The options that every decision has."""
    f = click.option("--why", required=True, help="The reason, in a sentence.")(f)
    return click.option("--by", default=_me, help="Who decides (default: you).")(f)


def _me() -> str:
    """The user's name, or nothing where the machine has none for them: then --by must be given."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _line(text: str) -> str:
    """`text` on one line: names may run over several."""
    return " ".join(text.split("\n"))


def _record(ctx: click.Context, kind: str, row: dict[str, str], by: str, why: str) -> None:
    home = network.load(console.folder(ctx, None))  # a decision in a folder that no build reads would be lost
    _known(home, row.get("institution_id"))
    identity = decisions.append(console.folder(ctx, None), kind, row, by=by, why=why)
    click.echo(f"recorded as {identity}; the next build applies it")


def _known(home: network.Network, institution: str | None) -> None:
    """Raise UsageError for an institution that the network does not have."""
    known = [one.id for one in home.institutions]
    if institution and institution not in known:
        raise UsageError(f"there is no institution {institution}", todo=f"One of {', '.join(known)}")


@command.command("review")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Names to show.")
@click.option("--institution", help="Only this institution (its id).")
@click.option("--unmasked", is_flag=True, help="Show sole traders and partnerships by name (never private people).")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def review(ctx: click.Context, limit: int, institution: str | None, unmasked: bool, as_json: bool) -> None:
    """List what needs a person, largest £ first, and decisions that the evidence now contradicts.

    Example: localspend -C my-network decide review --limit 5
    """
    from localspend.pipeline import review as asked

    folder = console.folder(ctx, None)
    _known(network.load(folder), institution)
    document = asked.document(workspace.current(folder), folder, limit, institution=institution, unmasked=unmasked)
    if as_json:
        console.print_json(document)
        return
    for line in _lines(document):
        click.echo(line)


def _lines(document: dict[str, Any]) -> list[str]:
    """The review for a person: how far, what next, what to look at again."""
    found = document["summary"]
    if not found["total"]:
        return ["no payment is counted yet: build a network with ledgers first"]
    out = [
        f"Of £{found['total']:,} counted, it is certain who was paid for £{found['certain']:,} "
        f"({found['share_certain']:.2%}); {found['names_waiting']:,} names wait for a person (£{found['uncertain']:,})."
    ]
    needed = found["decisions_to_enough"]
    if needed:
        out.append(f"{needed:,} decision{'s' if needed > 1 else ''}, largest first, would make 97% certain.")
    if found["waiting_for_build"]:
        out.append(f"{found['waiting_for_build']:,} more were decided since the last build, which will apply it.")
    for row in document["names"]:
        out += ["", f"£{row['amount']:,}  {row['supplier_text']}  ({row['payments']:,} payments, {row['kind']})"]
        if row["supplier_id"]:
            out.append(
                f"    perhaps {row['name'] or row['supplier_id']} ({row['probability']:.0%}): {row['explanation']}"
            )
        else:
            out.append(f"    {row['explanation']}")
        out.append(f"    {row['command']}")
    for row in document["doubted"]:
        decided = f"{row['supplier_text']} {row['verdict']} {row['supplier_id'] or ''}".rstrip()
        out += ["", _line(f"Look again at {row['id']}: {decided}"), f"    {row['doubt']}"]
        out.append(f'    localspend decide withdraw suppliers {row["id"]} --why "…"')
    return out


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
    """Approve a rule: a publisher's category text is a CPV code, such as 45000000."""
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


@command.command("influence")
@click.argument("matches", type=click.Choice(decisions.MATCHES))
@click.argument("value")
@click.argument("influence", type=click.Choice(decisions.INFLUENCE))
@click.option("--institution", "institution_id", default="", help="Only this institution's payments.")
@click.option("--reason", default="", help="A word for tables, such as monopoly (default: decided).")
@said
@click.pass_context
def influence(
    ctx: click.Context, matches: str, value: str, influence: str, institution_id: str, reason: str, by: str, why: str
) -> None:
    """Say whether payments could go to somebody else: of a category, to a supplier, or with words in their texts.

    Example: localspend -C my-network decide influence category 65310000 yes --why "our supply contract is open"
    """
    row = {"matches": matches, "value": value, "influence": influence, "institution_id": institution_id}
    _record(ctx, "influence", row | {"reason": reason}, by, why)


@command.command("intervention")
@click.argument("intervention")
@click.option("--from", "from_on", required=True, help="Its first day, such as 2024-04-01.")
@click.option("--area", required=True, help="The area (its id) that was meant to gain.")
@click.option("--category", "codes", required=True, multiple=True, help="A CPV code that it touched; repeatable.")
@click.option("--institution", "institution_id", default="", help="Only this institution (default: all of them).")
@said
@click.pass_context
def intervention(
    ctx: click.Context,
    intervention: str,
    from_on: str,
    area: str,
    codes: tuple[str, ...],
    institution_id: str,
    by: str,
    why: str,
) -> None:
    """Record a change that was meant to move money, so that `insight evaluation` can ask whether it did."""
    areas = [one.id for one in network.load(console.folder(ctx, None)).areas]
    if area not in areas:
        raise UsageError(f"there is no area {area}", where="--area", todo=f"One of {', '.join(areas) or 'none yet'}")
    row = {"intervention": intervention, "institution_id": institution_id, "from_on": from_on, "area": area}
    _record(ctx, "interventions", {**row, "category_codes": " ".join(codes)}, by, why)


@command.command("withdraw")
@click.argument("kind", type=click.Choice(list(decisions.KINDS)))
@click.argument("decision_id")
@said
@click.pass_context
def withdraw(ctx: click.Context, kind: str, decision_id: str, by: str, why: str) -> None:
    """Take a decision back. The line stays; a new one says that it no longer stands."""
    _record(ctx, kind, {"withdraws": decision_id}, by, why)
