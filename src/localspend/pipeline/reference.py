"""Registers and places -> Parquet in the cache, and what a register covers."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
from ibis.expr.types import Table

from localspend import cache, engine
from localspend.categories import index as indexes_of_words
from localspend.categories.categorise import Words
from localspend.errors import InputError
from localspend.network import Network
from localspend.pipeline.inputs import File, Inputs
from localspend.pipeline.read import Progress
from localspend.places import gazetteer, locate
from localspend.sources import codes, geography, notices, registers
from localspend.suppliers import index as indexes
from localspend.suppliers.index import Index
from localspend.suppliers.registered import united
from localspend.tables import organisations, postcodes

#: Below this share of companies outside every area a register is a slice of the areas, not of the country.
COUNTRYWIDE = 0.05


@dataclass
class Reference:
    """The reference files as kept: Parquet by kind, and a line for the manifest about each file.

    notices: the files themselves, for they are read together with those of institutions, and their source_files rows.
    """

    registers: list[Path] = field(default_factory=list)
    places: dict[str, list[Path]] = field(default_factory=dict)
    codes: list[Path] = field(default_factory=list)
    notices: list[tuple[File, list[dict[str, Any]]]] = field(default_factory=list)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    used: list[Path] = field(default_factory=list)


def keep(network: Network, inputs: Inputs, progress: Progress) -> Reference:
    """Convert every register and places file that is new; a file that is neither is listed as refused."""
    found = Reference()
    files = [(file, _register) for file in inputs.registers] + [(file, _places) for file in inputs.places]
    files += [(file, _codes) for file in inputs.codes] + [(file, _notices) for file in inputs.notices]
    for n, (file, convert) in enumerate(files, 1):
        account: dict[str, Any] = {"path": file.id, "sha256": file.sha256}
        try:
            account |= {"outcome": "read", **convert(network.folder, file, found)}
        except InputError as error:
            account |= {"outcome": "refused", "message": str(error)}
        found.accounts.append(account)
        progress("reading registers and places", n, len(files))
    return found


def _register(folder: Path, file: File, found: Reference) -> dict[str, object]:
    def make(target: Path) -> None:
        account = registers.convert(file.path, target / "organisations.parquet")
        _save(target, {"kind": account.kind, "rows": account.rows, "message": account.message})

    kept = cache.kept(folder, "registers", [file.sha256, file.path.name], make)
    found.used.append(kept)
    found.registers.append(kept / "organisations.parquet")
    return _saved(kept)


def _places(folder: Path, file: File, found: Reference) -> dict[str, object]:
    def make(target: Path) -> None:
        parts = geography.convert(file.path, target)
        _save(target, {"parts": {str(part.path.relative_to(target)): part.kind for part in parts}})

    kept = cache.kept(folder, "places", [file.sha256, file.path.name], make)
    found.used.append(kept)
    parts = _saved(kept)["parts"]
    for name, kind in parts.items():
        found.places.setdefault(kind, []).append(kept / name)
    return {"kind": ", ".join(sorted(set(parts.values())))}


def _codes(folder: Path, file: File, found: Reference) -> dict[str, object]:
    def make(target: Path) -> None:
        texts = codes.texts(file.path)
        _save(target, {"kind": texts[0][0], "rows": len(texts), "message": ""})
        (target / "texts.json").write_text(json.dumps(texts), encoding="utf-8")

    kept = cache.kept(folder, "codes", [file.sha256, file.path.name], make)
    found.used.append(kept)
    found.codes.append(kept / "texts.json")
    return _saved(kept)


def _notices(folder: Path, file: File, found: Reference) -> dict[str, object]:
    def make(target: Path) -> None:
        if not notices.recognised(file.path):
            raise InputError("this is no file of notices: no OCDS release was found in it", where=file.id)
        told = [notices.as_source_file(one, None, file.sha256) for one in notices.accounts(file.path, file.id)]
        _save(target, {"kind": "notices", "rows": sum(one["rows_read"] for one in told), "parts": told})

    kept = cache.kept(folder, "notices-seen", [file.sha256, file.id], make)
    found.used.append(kept)
    account = _saved(kept)
    found.notices.append((file, account["parts"]))
    return {"kind": account["kind"], "rows": account["rows"], "message": account["parts"][0]["message"]}


def words(found: Reference) -> Words:
    """What categories are told by: our own words, and a wider index with the files of codes where there are any."""
    texts = [tuple(text) for path in found.codes for text in json.loads(path.read_text(encoding="utf-8"))]
    activities = {code.ljust(5, "0"): text for scheme, code, text in texts if scheme == "sic" and len(code) >= 4}
    return Words(indexes_of_words.build(), indexes_of_words.build(texts) if texts else None, activities)


def _save(target: Path, account: dict[str, object]) -> None:
    (target / "account.json").write_text(json.dumps(account), encoding="utf-8")


def _saved(kept: Path) -> dict[str, Any]:
    account: dict[str, Any] = json.loads((kept / "account.json").read_text(encoding="utf-8"))
    return account


def load(connection: ibis.BaseBackend, found: Reference) -> tuple[Table, Table, dict[str, list[Table]]]:
    """organisations (one that is in several registers, once), postcodes (both as tables/ say) and the parts of the
    places files by kind."""
    known = [engine.read_parquet(connection, *found.registers)] if found.registers else []
    registered = united(known[0]) if known else engine.empty(connection, organisations.COLUMNS)
    parts = {kind: [engine.read_parquet(connection, path) for path in paths] for kind, paths in found.places.items()}
    if not parts.get("postcodes"):
        return registered, engine.empty(connection, postcodes.COLUMNS), parts
    return registered, engine.materialise(gazetteer(parts)), parts


def index(network: Network, connection: ibis.BaseBackend, found: Reference, registered: Table) -> Index:
    """The index of the registers: kept in the cache beside them on this machine, made anew on a cluster."""
    if connection.name != "duckdb" or not found.registers:
        return indexes.build(registered)
    parts = [str(path.parent.name) for path in found.registers]
    kept = cache.kept(network.folder, "index", parts, lambda target: indexes.write(registered, target))
    found.used.append(kept)
    return indexes.read(connection, kept)


def coverage(network: Network, registered: Table, known: Table) -> tuple[list[str] | None, list[str]]:
    """The tiers that the company register covers (None: all), and notes that say how that is known.

    A register of local companies only makes every link local, so that a share among known suppliers would mean nothing.
    """
    if network.covers is not None:
        return _told(network, list(network.covers))
    companies = registered.filter(registered.register.startswith("companies-house"), registered.name_kind == "current")
    tiers = locate(companies.select("supplier_id", "postcode", "address_country"), known, network.areas)
    counted = tiers.group_by("tier").aggregate(n=tiers.count()).to_pyarrow().to_pylist()
    found = {row["tier"]: row["n"] for row in counted}
    placed = sum(n for tier, n in found.items() if tier != "unknown")
    if not sum(found.values()):
        return [], ["no company register was given, so no supplier is known by one"]
    if not placed:
        return [], ["no company of the register could be placed, so what it covers is not known"]
    if found.get("rest-of-uk", 0) >= COUNTRYWIDE * placed:
        return None, []
    covered = [area.id for area in network.areas if area.id in found]
    share = 100 * (placed - found.get("rest-of-uk", 0)) / placed
    names = ", ".join(area.name for area in network.areas if area.id in found)
    return covered, [
        f"{share:.1f}% of the companies that could be placed lie inside the network's areas: the register is taken to "
        f"cover {names} only (say `covers` in network.toml if that is wrong)"
    ]


def _told(network: Network, covers: list[str]) -> tuple[list[str] | None, list[str]]:
    """What network.toml says of the register's cover; a register of every tier in the UK covers all."""
    if "rest-of-uk" in covers and {area.id for area in network.areas} <= set(covers):
        return None, []
    names = {area.id: area.name for area in network.areas}
    covered = ", ".join(names.get(tier, tier) for tier in covers)
    return covers, [f"network.toml says that the company register covers {covered} only"]
