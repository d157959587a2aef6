"""All that a build depends on, by hash: when none of it changed there is nothing to do."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from localspend import cache, decisions
from localspend.network import Network
from localspend.rules import files as rules

#: Where reference files lie if network.toml does not say; a network may have none.
DEFAULT = ("registers", "places", "codes", "notices")


@dataclass(frozen=True)
class File:
    """A file that a build reads. `id` is its path inside the network, or as given where it lies elsewhere."""

    id: str
    path: Path
    sha256: str
    institution_id: str = ""


@dataclass(frozen=True)
class Inputs:
    """What a build reads; `identity` is one hash of it all."""

    sources: tuple[File, ...]
    registers: tuple[File, ...]
    places: tuple[File, ...]
    decided: dict[str, str]
    identity: str
    codes: tuple[File, ...] = ()
    notices: tuple[File, ...] = ()


def gather(network: Network) -> Inputs:
    """Find and hash everything; a file that two institutions name belongs to the first."""
    hashes = cache.Hashes(network.folder)
    sources: dict[Path, File] = {}
    for institution in network.institutions:
        for path in network.files((*institution.sources, *institution.suppliers)):
            sources.setdefault(path, _file(network, path, hashes, institution.id))
    registers, places, codes, notices = (
        tuple(_file(network, path, hashes) for path in network.files(patterns) if not _is_note(path))
        for patterns in (network.registers, network.places, network.codes, network.notices)
    )
    # A boundary is an area's own; everything else of an area stands in network.toml.
    boundaries = [hashes.of(area.boundary) for area in network.areas if area.boundary]
    hashes.save()
    folder = network.folder / "decisions"
    decided = {p.name: _hash(p) for p in sorted(folder.glob("*")) if p.suffix in (".csv", ".toml")}
    named = (*sources.values(), *registers, *places, *codes, *notices)
    files = [f"{f.institution_id} {f.id} {f.sha256}" for f in named]
    ruled = [f"rules {path.name} {_hash(path)}" for path in rules.every(network)]
    toml = _hash(network.folder / "network.toml")
    identity = cache.digest(
        [*files, *boundaries, *ruled, *(f"{k} {v}" for k, v in decided.items()), toml, cache.code_version()]
    )
    return Inputs(tuple(sources.values()), registers, places, decided, identity, codes, notices)


def notes(network: Network) -> list[str]:
    """A sentence for each path of network.toml that leads to no file: a misspelt folder would look like no spending."""
    named = [
        (institution.name, path)
        for institution in network.institutions
        for path in (*institution.sources, *institution.suppliers)
    ]
    reference = (*network.registers, *network.places, *network.codes, *network.notices)
    named += [("the reference files", path) for path in reference if path not in DEFAULT]
    return [f"no file was found for {whose} at {path}" for whose, path in named if not network.files([path])]


def standing(network: Network, kind: str) -> list[dict[str, str]]:
    """The decisions of `kind` that stand."""
    return decisions.standing(network.folder, kind)


def _is_note(path: Path) -> bool:
    """Whether `path` is a licence or note beside reference data; a .txt with tabs in its first line is data."""
    if path.suffix != ".txt":
        return path.suffix == ".md"
    with path.open("rb") as stream:
        return b"\t" not in stream.readline(65536)


def _file(network: Network, path: Path, hashes: cache.Hashes, institution_id: str = "") -> File:
    inside = path.is_relative_to(network.folder)
    return File(str(path.relative_to(network.folder) if inside else path), path, hashes.of(path), institution_id)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
