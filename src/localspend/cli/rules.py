"""localspend rules: which law applies to a purchase, and the safest simple route."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from localspend import network, workspace
from localspend.cli import console, rules_shown
from localspend.cli.kinds import DAY, NAMED, PER_CENT, POUNDS
from localspend.errors import UsageError
from localspend.network import Institution
from localspend.rules import papers
from localspend.rules.answer import rules
from localspend.rules.barriers.draft import read as draft_of
from localspend.rules.barriers.market import Market
from localspend.rules.barriers.record import barriers
from localspend.rules.requirement import Requirement
from localspend.rules.valuation import rate, valuation, without_vat


@click.group("rules", invoke_without_command=True)
@click.option("--buyer", help="Kind of buyer, as in network.toml: council, nhs, university, police, ...")
@click.option(
    "--contract", help="goods, services, light-touch, works, concession, light-touch-concession, health-care."
)
@click.option("--value", type=POUNDS, help="Estimated value in pounds; a year's where --years is given.")
@click.option("--years", type=int, default=1, help="The value is per year, for so many years.")
@click.option("--vat", default="included", help="included, excluded or exempt: the basis of every amount.")
@click.option("--vat-rate", type=PER_CENT, help="Rate of VAT, per cent (20 unless given).")
@click.option("--option", "options", type=POUNDS, multiple=True, help="An option or extension, in pounds; repeatable.")
@click.option("--lot", "lots", type=POUNDS, multiple=True, help="The value of a lot, instead of --value; repeatable.")
@click.option("--also", type=POUNDS, multiple=True, help="Another need that could be in one contract; repeatable.")
@click.option("--apart", default="", help="The good reason why such needs are bought apart; it is recorded.")
@click.option("--part", "parts", type=NAMED, multiple=True, help="A part that could be bought alone: works=250000.")
@click.option("--joint", type=NAMED, multiple=True, help="Who else buys in the same contract: nhs=90000.")
@click.option("--date", "on", type=DAY, help="The day on which the procurement commences.")
@click.option("--reserve", multiple=True, help="wards:…, districts:…, counties:…, regions:… or uk; repeatable.")
@click.option("--reserve-size", multiple=True, help="sme or vcse; repeatable.")
@click.option("--institution", help="An institution of the network (-C DIR): its kind, authority, area and own rules.")
@click.option("--category", help="CPV code: what the institution and its partners pay for the same (needs a build).")
@click.option("--template", type=click.Choice(papers.NAMES), help="A paper to save instead: brief, terms or record.")
@click.option("--title", default="", help="What is bought, for the heading of a paper.")
@click.option(
    "--risk", help="The risk that insurance is asked for: low, ordinary, high, advice (default: by --contract)."
)
@click.option("--draft", type=click.Path(path_type=Path), help="A draft whose barriers go into the record.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@console.SAVE
@click.pass_context
def command(ctx: click.Context, /, buyer: str | None, contract: str | None, on: date | None, **given: Any) -> None:
    """Which rules apply to a purchase: regime, routes, notices, reservation, duties. Not legal advice.

    Example: localspend rules --buyer council --contract services --value 180000 --vat excluded --date 2026-11-22
    """
    if ctx.invoked_subcommand:
        return
    as_json, institution = given.pop("as_json"), given.pop("institution")
    category, save = given.pop("category"), given.pop("save")
    wanted = {key: given.pop(key) for key in ("template", "title", "risk", "draft")}
    home = network.load(console.folder(ctx, None)) if institution else None
    one = _institution(home, institution) if home else None
    asked = _requirement(home, one, {"buyer": buyer, "contract": contract, "on": on, **given})
    document = rules(asked, home.folder if home else None)
    if home:
        document |= _beside(home, institution, asked, category)
    if wanted["template"]:
        _save_paper(ctx, asked, document, one, save, **wanted)
    else:
        console.saved(_heading(wanted["title"]), document, save, snapshot=document.get("snapshot"))
    if as_json:
        console.print_json(document)
    elif not wanted["template"]:
        rules_shown.answer(document)


def _heading(title: str) -> str:
    return f"Which rules apply: {title}" if title else "Which rules apply"


def _requirement(home: network.Network | None, one: Institution | None, given: dict[str, Any]) -> Requirement:
    """The question; of an institution, with its kind, authority and area. Raises UsageError for what is missing."""
    if (given["buyer"] is None and one is None) or given["contract"] is None or given["on"] is None:
        raise UsageError(
            "--buyer, --contract and --date are needed",
            todo="Such as --buyer council --contract services --value 180000 --date 2026-11-22",
        )
    if given["value"] is None and not given["lots"]:
        todo = "The most that may be paid; where no estimate can be made, the law treats it as above the threshold"
        raise UsageError("--value or --lot is needed", todo=todo)
    given["value"] = given["value"] or Decimal(0)
    if home is None or one is None:
        return Requirement(**given)
    given["buyer"] = given["buyer"] or one.kind
    own = _own_areas(home.folder, one.id)
    return Requirement(**given, authority=one.authority, nation=one.nation, own_areas=own)


def _save_paper(
    ctx: click.Context, asked: Requirement, document: dict[str, Any], one: Institution | None, save: Path | None, *,
    template: str, title: str, risk: str | None, draft: Path | None,
) -> None:  # fmt: skip
    """A template filled with the answer, as a page ready to print."""
    if save is None:
        raise UsageError("a paper needs a file", where="--template", todo="Add --save brief.html")
    from localspend.reports import paper, saved

    home = console.folder(ctx, None)
    folder = home if (home / "network.toml").is_file() else None
    looked = barriers(draft_of(draft)) if draft else None
    facts = papers.facts(
        asked, document, title=title or "[what is bought]", buyer=one.name if one else f"[the {asked.buyer}]",
        risk=risk, barriers=looked, folder=folder,
    )  # fmt: skip
    told = console.evidence(document.get("snapshot"))
    said = [f"{key}: {value}." for key, value in told.items()] if template == "record" else []
    saved.write(save, paper.render(template, facts, said, folder))
    click.echo(f"Saved as {save}", err=True)


def _institution(home: network.Network, wanted: str) -> Institution:
    found = next((one for one in home.institutions if one.id == wanted), None)
    if found is None:
        known = ", ".join(one.id for one in home.institutions)
        raise UsageError(f"this network has no '{wanted}'", where="--institution", todo=f"It has: {known}")
    return found


def _own_areas(folder: Path, institution: str) -> frozenset[str] | None:
    from localspend.rules.beside import own_areas

    snapshot = workspace.latest(folder)
    return own_areas(snapshot.table(snapshot.connect(), "institutions"), institution) if snapshot else None


def _beside(home: network.Network, institution: str, asked: Requirement, category: str | None) -> dict[str, Any]:
    """The institution's own orders, and what is paid for the category, from the current snapshot if there is one."""
    from localspend.rules import beside

    snapshot = workspace.latest(home.folder)
    if snapshot is None:
        return {"snapshot": None}
    connection = snapshot.connect()
    worth = valuation(asked)
    table = snapshot.table(connection, "standing_orders")
    orders = beside.orders(table, institution, asked.on, worth.exact, without_vat(asked, worth))
    found: dict[str, Any] = {"snapshot": snapshot.id, "own_rules": orders}
    if category:
        found |= _paid(snapshot, connection, home, institution, asked, category)
    return found


def _paid(
    snapshot: workspace.Snapshot, connection: Any, home: network.Network, institution: str, asked: Requirement,
    category: str,
) -> dict[str, Any]:  # fmt: skip
    """What is paid for the category, by itself and by partners, and whether contracts gather below a value."""
    from localspend.insight.answer import last_day
    from localspend.insight.privacy.sharing import shared
    from localspend.insight.splitting import splitting
    from localspend.rules import beside

    payments, contracts = (snapshot.table(connection, name) for name in ("payments", "contracts"))
    as_of = last_day(payments)
    told = beside.aggregation(
        beside.paid(payments, category, as_of, Decimal(0) if asked.vat == "exempt" else rate(asked)), asked,
        institution=institution, category=category, as_of=as_of, folder=home.folder,
    )  # fmt: skip
    about = {one["id"]: one for one in snapshot.manifest["network"]["institutions"]}
    told["partners"] = shared(told["partners"], beside.PARTNERS, about).rows
    told["joint"] = beside.joint(
        told["partners"], {name: one["kind"] for name, one in about.items()}, asked, home.folder
    )
    asks = [snapshot.table(connection, name) for name in ("thresholds", "standing_orders")]
    mine = contracts.filter(contracts.category_code.startswith(beside.stem(category)))
    close = splitting(mine, *asks, institution=institution, institutions=about).to_pyarrow().to_pylist()
    return {"aggregation": told, "splitting": beside.splitting(close, asked, home.folder)}


@command.command("templates")
@click.argument("directory", required=False, type=click.Path())
@click.pass_context
def templates_command(ctx: click.Context, directory: str | None) -> None:
    """Write the shipped templates into a network's templates/, to be changed and agreed there; none is written over.

    Example: localspend rules templates my-network
    """
    from localspend.reports import paper

    home = network.load(console.folder(ctx, directory)).folder
    written = paper.copy(home)
    for path in written:
        click.echo(f"Written: {path}")
    if not written:
        click.echo(f"Nothing was written: {home / 'templates'} has them all")


@command.command("barriers")
@click.argument("draft", type=click.Path(path_type=Path))
@click.argument("directory", required=False, type=click.Path())
@click.option("--category", help="CPV code of what is bought (default: the draft's own).")
@click.option("--inside", help="The area whose firms count as nearby (default: the innermost of the network).")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@console.SAVE
@click.pass_context
def barriers_command(
    ctx: click.Context, draft: Path, directory: str | None, category: str | None, inside: str | None,
    as_json: bool, save: Path | None,
) -> None:  # fmt: skip
    """What in a draft keeps small firms out: an OCDS tender (.json), a short form (.toml) or plain text.

    With a built network, also whether firms that exist nearby could carry it. Example:
    localspend rules barriers draft.toml my-network
    """
    read = draft_of(draft)
    home = console.folder(ctx, directory)
    market = _market(home, category or read.category, inside)
    document = barriers(read, market)
    used = workspace.latest(home) if market is not None else None
    console.saved(
        f"What keeps small firms out: {document['title']}", document, save, snapshot=used.id if used else None
    )
    if as_json:
        console.print_json(document)
        return
    rules_shown.barriers(document)


def _market(folder: Path, category: str | None, inside: str | None) -> Market | None:
    """The firms of an area that can do a category, and what each could take on; None without network or category."""
    if not (folder / "network.toml").is_file() or category is None:
        return None
    snapshot = workspace.latest(folder)
    if snapshot is None:
        return None
    from localspend.lots.market import firms_able
    from localspend.rules.beside import stem

    stem(category)
    areas = {area["id"]: area["name"] for area in snapshot.manifest["network"]["areas"]}
    wanted = inside or next(iter(areas), "")
    if wanted not in areas:
        known = ", ".join(areas) or "none"
        raise UsageError(f"this network has no area '{wanted}'", where="--inside", todo=f"It has: {known}")
    within = list(areas)[: list(areas).index(wanted) + 1]
    connection = snapshot.connect()
    firms, able, paid = (snapshot.table(connection, name) for name in ("firms", "capabilities", "payments"))
    found = firms_able(firms, able, paid, category=category, areas=list(areas))
    return Market(areas[wanted], category, tuple(Decimal(str(firm.carries)) for firm in found if firm.tier in within))
