"""localspend find: firms to consider for a need, with reasons; and what a firm could win."""

import getpass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from localspend.cli import console
from localspend.cli.kinds import POUNDS
from localspend.errors import UsageError
from localspend.matching.asked import INVITATION, PURPOSES, SHOWN, TIERS, Asked

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("find")
@click.argument("need", required=False)
@click.argument("directory", required=False, type=click.Path())
@click.option("--near", help="A postcode: how far firms are, and without areas what is near.")
@click.option("--value", type=POUNDS, help="Estimated value in pounds.")
@click.option("--vat", default="included", help="included, excluded or exempt: the basis of the value.")
@click.option("--buyer", help="Kind of buyer, as in network.toml: council, nhs, university, police, ...")
@click.option("--institution", help="An institution of the network: its kind, area and own rules.")
@click.option("--for", "purpose", type=click.Choice(PURPOSES), default=PURPOSES[0], help="What the list is for.")
@click.option("--contract", default="services", help="Kind of contract, as `localspend rules` takes it.")
@click.option("--date", "on", type=DAY, help="When the procurement commences (default: today).")
@click.option("--reserved", multiple=True, help="The area that the competition was reserved to; repeatable.")
@click.option("--reserved-on", type=DAY, help="The day on which the reservation was recorded.")
@click.option("--work-needs", default="", help="Why distance matters to the work, such as '2-hour response'.")
@click.option("--tiers", type=click.Choice(TIERS), default=TIERS[0], help="How the search widens around a place.")
@click.option("--least", type=click.IntRange(3), help="Firms to reach out for (default: 10, invitations 3).")
@click.option("--most", type=click.IntRange(1), default=SHOWN, help="Firms to show (default: 20).")
@click.option("--register", type=click.Path(path_type=Path), help="A register of companies, instead of a network.")
@click.option("--postcodes", type=click.Path(path_type=Path), help="A file of postcodes, such as Code-Point Open.")
@click.option("--barred", type=click.Path(path_type=Path), help="A CSV of who may not be asked: supplier_id, why.")
@click.option("--meaning", is_flag=True, help="Let a model of sentences re-order the first firms (extra: embed).")
@click.option("--model", type=click.Path(path_type=Path), help="The same by a model of your own: its folder.")
@click.option("--draw", type=click.IntRange(1), help="Draw so many invitations among the capable; needs --seed.")
@click.option("--seed", help="The seed of the draw: any text that is fixed beforehand.")
@click.option("--by", default="", help="Who draws (default: you).")
@click.option("--history", is_flag=True, help="Who was invited before, and who is never asked.")
@click.option("--firm", help="The reverse: a firm's id or name -> what it could win.")
@click.option("--unmasked", is_flag=True, help="Show sole traders and partnerships by name (never private people).")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@console.SAVE
@click.pass_context
def command(
    ctx: click.Context, /, need: str | None, directory: str | None, as_json: bool, save: Path | None, **given: Any
) -> None:
    """Firms to consider for a NEED (plain words or a CPV code), with reasons; --firm asks what a firm could win.

    Example: localspend find "grounds maintenance" my-network --near "B9 4AA" --value 20000 --json
    """
    if directory is None and need is not None and (given["firm"] or given["history"]) and Path(need).is_dir():
        need, directory = None, need  # no need has to be said here, so that the one word is the folder
    folder = console.folder(ctx, directory)
    if given["firm"]:
        document = _reverse(folder, given)
    elif given["history"]:
        document = _history(folder, need, given)
    elif need is None:
        raise UsageError("say what is needed", where="NEED", todo='Such as localspend find "grass cutting"')
    else:
        document = _find(folder, need, given)
    console.saved(f"Firms to consider: {need or given['firm'] or 'who was invited'}", document, save)
    if as_json:
        console.print_json(document)
    else:
        from localspend.cli import find_shown

        find_shown.show(document)


def _find(folder: Path, need: str, given: dict[str, Any]) -> dict[str, Any]:
    from localspend.matching import find

    if given["draw"] and (given["purpose"] != INVITATION or not given["seed"]):
        todo = "Add --for invitation and --seed TEXT"
        raise UsageError("a draw is for invitations and needs a seed", where="--draw", todo=todo)
    asked = _asked(folder, need, given)
    found = find.find(
        _pool(folder, given), asked, postcodes=_postcodes(folder, given), folder=_home(folder), model=_model(given)
    )
    document = find.document(found)
    document["own_rules"] = _own_rules(folder, asked)
    if given["draw"]:
        document["draw"] = _draw(folder, found, given)
    return document


def _model(given: dict[str, Any]) -> Any:
    if not given["meaning"] and given["model"] is None:
        return None
    from localspend.matching import meaning

    return meaning.model(given["model"])


def _asked(folder: Path, need: str, given: dict[str, Any]) -> Asked:
    """What the options and the institution of the network say."""
    one = _institution(folder, given["institution"])
    own = _own_areas(folder, one["id"]) if one else None
    passed = {key: given[key] for key in
              ("near", "vat", "purpose", "contract", "institution", "reserved", "work_needs", "least", "most",
               "unmasked", "tiers")}  # fmt: skip
    return Asked(
        need=need, on=given["on"].date() if given["on"] else date.today(), value=given["value"],
        buyer=given["buyer"] or one.get("kind"), authority=one.get("authority"), own_areas=own,
        reserved_on=_day(given["reserved_on"]), barred=_barred(given["barred"]), **passed,
    )  # fmt: skip


def _institution(folder: Path, wanted: str | None) -> dict[str, Any]:
    if wanted is None:
        return {}
    from localspend import workspace

    known = workspace.current(folder).manifest["network"]["institutions"]
    found = next((one for one in known if one["id"] == wanted), None)
    if found is None:
        todo = f"It has: {', '.join(one['id'] for one in known)}"
        raise UsageError(f"this network has no '{wanted}'", where="--institution", todo=todo)
    return dict(found)


def _own_areas(folder: Path, institution: str) -> frozenset[str] | None:
    from localspend import workspace
    from localspend.rules.beside import own_areas

    snapshot = workspace.current(folder)
    return own_areas(snapshot.table(snapshot.connect(), "institutions"), institution)


def _barred(path: Path | None) -> Any:
    from localspend.matching import barred

    return barred.read(path) if path else {}


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _pool(folder: Path, given: dict[str, Any]) -> Any:
    from localspend import workspace
    from localspend.matching import pools

    if given["register"]:
        return pools.of_register(given["register"], folder)
    return pools.of_snapshot(workspace.current(folder))


def _postcodes(folder: Path, given: dict[str, Any]) -> Any:
    """Where postcodes are: the file that was given, else for a network's own firms its places files."""
    from localspend.matching import pools

    if given["postcodes"]:
        if not given["postcodes"].exists():
            raise UsageError("the file is not there", where=str(given["postcodes"]), todo="Check its name")
        return pools.postcodes([given["postcodes"]], folder)
    return pools.postcodes(pools.places_files(folder), folder)


def _home(folder: Path) -> Path | None:
    """The network's folder, None where there is none."""
    return folder if (folder / "network.toml").is_file() else None


def _own_rules(folder: Path, asked: Asked) -> list[dict[str, Any]]:
    from localspend import workspace
    from localspend.matching import own_rules

    snapshot = workspace.latest(folder) if _home(folder) else None
    return own_rules.bands(snapshot, asked) if snapshot else []


def _draw(folder: Path, found: Any, given: dict[str, Any]) -> dict[str, Any]:
    from localspend.matching import draw

    need, seed, many = found.asked.need, given["seed"], given["draw"]
    capable, home = found.capable(), _home(folder)
    identity = draw.draw_id(need, seed, many, capable)
    drawn = draw.draw(capable, draw.before(home, identity) if home else frozenset(), many, seed)
    if home and drawn:
        why = f"drawn with {len(drawn)} of {len(capable)} capable firms"
        draw.record(home, identity, need, seed, drawn, by=given["by"] or _me(), why=why)
    shown = "name" if found.asked.unmasked else "name_shown"
    firms = found.pool.firms
    names = [firms[shown][found.pool.number(one.supplier_id)].as_py() for one in drawn]
    return {
        "draw": identity, "seed": seed, "among": len(capable), "recorded": bool(home and drawn),
        "how": "SHA-256 of the seed, a newline and the supplier_id, in order; at least one never invited before",
        "invited": [{"supplier_id": one.supplier_id, "name": name, "new": one.new, "instead": one.instead,
                     "mark": one.mark} for one, name in zip(drawn, names, strict=True)],
    }  # fmt: skip


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _history(folder: Path, need: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """Who was invited, and of the firms that can do NEED (without one: of all) who never was."""
    from localspend.matching import draw, find

    pool = _pool(folder, given)
    shown = "name" if given["unmasked"] else "name_shown"
    if need is None:
        firms = pool.firms.filter(_live(pool))
    else:
        asked = Asked(need=need, on=date.today())
        firms = pool.firms.take(find.find(pool, asked, folder=_home(folder)).firms)
    pairs = list(zip(firms["supplier_id"].to_pylist(), firms[shown].to_pylist(), strict=True))
    return {"need": need, **draw.history(folder, pairs)}


def _live(pool: Any) -> Any:
    import pyarrow.compute as pc

    return pc.equal(pool.firms["gone"], "")


def _reverse(folder: Path, given: dict[str, Any]) -> dict[str, Any]:
    from localspend import workspace
    from localspend.matching import pools, reverse

    snapshot = workspace.current(folder)
    return reverse.reverse(
        snapshot, pools.of_snapshot(snapshot), given["firm"], postcodes=_postcodes(folder, given),
        unmasked=given["unmasked"], as_of=_day(given["on"]),
    )  # fmt: skip
