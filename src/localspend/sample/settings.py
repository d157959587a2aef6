"""What people wrote in the sample network: its network.toml and the approved rules for categories."""

import csv
import shutil
from pathlib import Path

from localspend.sample.ground import BIRMINGHAM, COUNTY, EAST, PLACES, TIERS
from localspend.sample.institutions import INSTITUTIONS, Institution
from localspend.sample.trades import PURCHASES

NAME = "East Birmingham sample network (invented)"
RULE = ["id", "at", "by", "why", "withdraws", "institution_id", "category_text", "category_code"]
ATTRIBUTION = "ATTRIBUTION.txt"
APPROVED = ("2026-01-05T09:00:00+00:00", "sample@example.org", "The ledger's own words; agreed by the invented network")


def write(folder: Path, supplier_lists: dict[str, str]) -> None:
    """network.toml, decisions/, and places/ with its attribution beside it.

    supplier_lists: kind of institution -> the file of its own list.
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


def institution(of: Institution, supplier_list: str | None) -> str:
    """Its table in network.toml."""
    keys = {"id": of.id, "name": of.name, "kind": of.kind, "authority": of.authority, "nation": "england"}
    lines = [f"{key} = {quoted(value)}\n" for key, value in {**keys, "postcode": of.postcode}.items()]
    lines.append(f"sources = {listed([f'sources/{of.id}'])}\n")
    if supplier_list:
        lines.append(f"suppliers = {listed([f'sources/{of.id}/{supplier_list}'])}\n")
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
    """One approved rule for each category that has a CPV division; the others stay unknown."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ledgers = {**{kind: i.id for kind, i in INSTITUTIONS.items()}, "cards": INSTITUTIONS["council"].id}
    rules = sorted({(ledgers[k], p.category, p.cpv) for k, bought in PURCHASES.items() for p in bought if p.cpv})
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(RULE)
        lines.writerows([f"c{n:05}", *APPROVED, "", *rule] for n, rule in enumerate(rules, 1))
