"""Where pools come from: a network's snapshot, or a register of companies alone; made once and kept in a cache."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from localspend import cache, network
from localspend.errors import InputError
from localspend.matching import near, pool
from localspend.matching.gone import gone_by
from localspend.matching.near import Postcodes
from localspend.matching.pool import Pool
from localspend.workspace import Snapshot

#: A register's office that many companies share (suppliers/offices.py).
SHARED_FROM = 100
NO_FIRM = ("public-body", "private-person", "redacted", "internal")


def of_snapshot(snapshot: Snapshot) -> Pool:
    """The firms of a network's current snapshot, with what its institutions paid them for."""
    manifest = snapshot.manifest
    areas = [area["id"] for area in manifest["network"]["areas"]]
    mark = cache.digest([snapshot.id, (snapshot.folder / "manifest.json").read_text("utf-8")])

    def make(folder: Path) -> None:
        from localspend.matching import snapshots  # needs an engine: a second that only the first question pays

        pool.build(*snapshots.tables(snapshot, manifest), folder)

    kept = cache.kept(home(snapshot.folder.parent.parent), "find", [mark], make)
    tiers = [*areas, "rest-of-uk", "outside-uk", "unknown"] if areas else []
    return pool.read(kept, tiers, f"the network's snapshot {snapshot.id}", areas)


def of_register(register: Path, folder: Path) -> Pool:
    """The companies of a register; raises InputError where it is none. Kept in the cache of the network in `folder`."""
    if not register.exists():
        raise InputError("the file is not there", where=str(register), todo="Check the name of the register")
    place = home(folder)

    def make(target: Path) -> None:
        from localspend.sources import registers

        registers.convert(register, target / "register.parquet")
        firms = _registered(pq.read_table(target / "register.parquet"))
        pool.build(firms, pool.PAID.empty_table(), pool.ABLE.empty_table(), target)
        (target / "register.parquet").unlink()

    kept = cache.kept(place, "find", ["register", _hash(place, register), register.name], make)
    return pool.read(kept, (), f"the register {register.name}")


def postcodes(files: Sequence[Path], folder: Path) -> Postcodes | None:
    """Where postcodes are, from files that sources/geography reads; None where none of them gives postcodes.

    Raises InputError for a file that is no such file.
    """
    if not files:
        return None
    place = home(folder)

    def make(target: Path) -> None:
        from localspend.sources import geography

        parts = [part for n, file in enumerate(files) for part in geography.convert(file, target / str(n))]
        found = [part.path for part in parts if part.kind == "postcodes"]
        if found:
            near.build(found, target)
        for n in range(len(files)):
            shutil.rmtree(target / str(n))

    hashes = [word for file in files for word in (_hash(place, file), file.name)]
    kept = cache.kept(place, "find", ["postcodes", *hashes], make)
    return Postcodes(kept) if (kept / "keys.npy").is_file() else None


def places_files(folder: Path) -> list[Path]:
    """The places files of the network in `folder`, if there is one."""
    if not (folder / "network.toml").is_file():
        return []
    described = network.load(folder)
    return described.files(described.places)


def home(folder: Path) -> Path:
    """Where the cache is: the network's folder, the user's where there is no network, else one of this process."""
    if (folder / "network.toml").is_file() and os.access(folder, os.W_OK):
        return folder
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "localspend"
    try:
        own.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=own):
            return own
    except OSError:
        passing = Path(tempfile.mkdtemp(prefix="localspend-"))
        atexit.register(shutil.rmtree, passing, ignore_errors=True)
        return passing


def _hash(place: Path, file: Path) -> str:
    (place / ".cache").mkdir(parents=True, exist_ok=True)
    hashes = cache.Hashes(place)
    files = sorted(one for one in file.rglob("*") if one.is_file()) if file.is_dir() else [file]
    found = cache.digest(f"{one.name} {hashes.of(one)}" for one in files)
    hashes.save()
    return found


def _registered(known: pa.Table) -> pa.Table:
    """FIRMS of tables/organisations: current names, one row each, public bodies left out."""
    from localspend.suppliers import mask

    current = pc.and_(pc.equal(known["name_kind"], "current"), pc.invert(pc.is_in(known["kind"], pa.array(NO_FIRM))))
    t = known.filter(current)
    t = t.take(_firsts(t["supplier_id"]))
    status = pc.fill_null(t["register_status"], "")
    gone = gone_by(status, t["dissolved_on"])
    live = t.filter(pc.equal(gone, ""))
    crowd = pc.value_counts(live["postcode"].drop_null())
    shared = crowd.field("values").filter(pc.greater_equal(crowd.field("counts"), SHARED_FROM))
    shown = t["name"]
    for kind, words in mask.SHY.items():
        shown = pc.if_else(pc.equal(t["kind"], kind), words, shown)
    nothing: Callable[[pa.DataType], pa.Array] = lambda kind: pa.nulls(len(t), kind)  # noqa: E731
    columns: dict[str, Any] = {name: t[name] for name in
                               ("supplier_id", "name", "kind", "size", "size_basis", "postcode", "sic")}  # fmt: skip
    columns |= {
        "name_shown": shown, "status": status, "gone": gone, "turnover": nothing(pa.string()),
        "ward": nothing(pa.string()), "district": nothing(pa.string()), "tier": pa.array(["unknown"] * len(t)),
        "office_shared": pc.is_in(t["postcode"], shared), "easting": nothing(pa.float64()),
        "northing": nothing(pa.float64()),
    }  # fmt: skip
    return pa.table({name: columns[name] for name in pool.FIRMS.names})


def _firsts(ids: pa.ChunkedArray) -> pa.Array:
    numbered = pa.table({"id": ids, "n": pa.array(range(len(ids)))})
    return numbered.group_by("id").aggregate([("n", "min")])["n_min"].combine_chunks()
