"""What people wrote in the sample network: its network.toml and the approved rules for categories."""

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

from localspend.sample.ground import BIRMINGHAM, COUNTY, EAST, PLACES, TIERS
from localspend.sample.institutions import INSTITUTIONS, Institution
from localspend.sample.planted import Pilot, Planted
from localspend.sample.trades import PURCHASES

NAME = "East Birmingham sample network (invented)"
RULE = ["id", "at", "by", "why", "withdraws", "institution_id", "category_text", "category_code"]
INTERVENTION = ["id", "at", "by", "why", "withdraws", "intervention", "institution_id", "from_on", "area"]
INTERVENTION += ["category_codes"]
ATTRIBUTION = "ATTRIBUTION.txt"
STANDING_ORDERS = "rules/sample-city-council.toml"
#: Pounds without VAT -> how many quotes, and the way to buy.
BANDS = (
    (0, 1, "One quote, a local one where there is one (invented)"),
    (10_000, 3, "Three quotes, two of them local (invented)"),
    (100_000, None, "Tender (invented)"),
)
APPROVED = ("2026-01-05T09:00:00+00:00", "sample@example.org", "The ledger's own words; agreed by the invented network")


def write(folder: Path, supplier_lists: dict[str, str], planted: Planted) -> None:
    """network.toml, decisions/, rules/, and places/ with its attribution beside it.

    supplier_lists: kind of institution -> the file of its own list. planted.pilots are recorded as decisions.
    """
    text = [
        f"# Made by `localspend demo`: every institution, supplier and payment is invented.\nname = {quoted(NAME)}\n"
    ]
    text += [institution(i, supplier_lists.get(i.kind)) for i in INSTITUTIONS.values()]
    text += [
        area(TIERS[0], "East Birmingham", "wards", EAST),
        area(TIERS[1], "Birmingham", "districts", [BIRMINGHAM]),
        area(TIERS[2], "West Midlands county", "districts", COUNTY),
        f"[reference]\ncovers = {listed([*TIERS, 'outside-uk'])}\n",
    ]
    (folder / "network.toml").write_text("\n".join(text), encoding="utf-8", newline="")
    shutil.copyfile(PLACES.parent / ATTRIBUTION, folder / ATTRIBUTION)
    shutil.copytree(PLACES, folder / "places", copy_function=shutil.copyfile)
    write_rules(folder / "decisions" / "categories.csv")
    write_interventions(folder / "decisions" / "interventions.csv", planted.pilots)
    write_orders(folder / STANDING_ORDERS)


def institution(of: Institution, supplier_list: str | None) -> str:
    """Its table in network.toml."""
    keys = {"id": of.id, "name": of.name, "kind": of.kind, "authority": of.authority, "nation": "england"}
    lines = [f"{key} = {quoted(value)}\n" for key, value in {**keys, "postcode": of.postcode}.items()]
    lines.append(f"sources = {listed([f'sources/{of.id}'])}\n")
    if supplier_list:
        lines.append(f"suppliers = {listed([f'sources/{of.id}/{supplier_list}'])}\n")
    if of.kind == "council":
        lines.append(f"standing_orders = {quoted(STANDING_ORDERS)}\n")
    return "[[institutions]]\n" + "".join(lines)


def area(identity: str, name: str, key: str, codes: list[str] | tuple[str, ...]) -> str:
    """Its table in network.toml."""
    return f"[[areas]]\nid = {quoted(identity)}\nname = {quoted(name)}\n{key} = {listed(codes)}\n"


def quoted(text: str) -> str:
    """A TOML string; the sample's hold no quotes."""
    return f'"{text}"'


def listed(texts: list[str] | tuple[str, ...]) -> str:
    """A TOML list of strings."""
    return f"[{', '.join(map(quoted, texts))}]"


def write_rules(path: Path) -> None:
    """One approved rule for each category that has a CPV code; the others have none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ledgers = {**{kind: i.id for kind, i in INSTITUTIONS.items()}, "cards": INSTITUTIONS["council"].id}
    rules = sorted({(ledgers[k], p.category, p.cpv) for k, bought in PURCHASES.items() for p in bought if p.cpv})
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(RULE)
        lines.writerows([f"c{n:05}", *APPROVED, "", *rule] for n, rule in enumerate(rules, 1))


def write_interventions(path: Path, pilots: Iterable[Pilot]) -> None:
    """The pilots, as their institutions recorded them."""
    when, by, _ = APPROVED
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(INTERVENTION)
        for n, pilot in enumerate(pilots, 1):
            of = (pilot.id, pilot.at.institution_id, pilot.from_on, pilot.area, pilot.at.purchase.cpv)
            lines.writerow([f"i{n:05}", when, by, "To ask firms nearby first (invented)", "", *of])


def write_orders(path: Path) -> None:
    """The council's own bands of value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = "# The invented council's own rules: from which value, in pounds without VAT, it asks for what.\n"
    bands = (
        f'[[bands]]\nlower = {lower}\nvat = "excluded"\n{asked(quotes)}route = {quoted(route)}\nfrom_on = 2022-04-01\n'
        for lower, quotes, route in BANDS
    )
    path.write_text("\n".join([head, *bands]), encoding="utf-8", newline="")


def asked(quotes: int | None) -> str:
    """The line of a band that says how many quotes; none where it is no matter of quotes."""
    return f"quotes = {quotes}\n" if quotes else ""
