"""Geography as the ONS, Ordnance Survey and MHCLG publish it: which file is which, and its rows as Parquet parts.

Recognised by what is inside, never by the file's name. One file may give several parts: an ONS look-up of small areas
to wards also names the wards. docs/places-and-registers.md lists the forms that are known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from localspend.errors import InputError
from localspend.sources import blocks
from localspend.sources.blocks import Faults, Member
from localspend.sources.geography import lookups, package, postcodes, shapes
from localspend.sources.geography.columns import roles
from localspend.sources.geography.kinds import PARTS
from localspend.tables.arrow import arrow_schema

Headed = tuple[Member, list[str] | None]


@dataclass(frozen=True)
class GeographyPart:
    """One Parquet file of one kind (a key of kinds.PARTS, which gives its columns), and what was said on the way."""

    kind: str
    path: Path
    rows: int
    message: str = ""
    left_out: int = 0
    faults: list[str] = field(default_factory=list)


def convert(path: Path, out: Path) -> list[GeographyPart]:
    """Write what `path` (a file, a zip or a folder) says of places as Parquet files in the folder `out`.

    Kinds: postcodes, small_areas, lsoa_change, deprivation, boundaries, names. Raises InputError, naming the columns
    that were found, where the file is none of the known forms, or is broken.
    """
    out.mkdir(parents=True, exist_ok=True)
    names = lookups.Names()
    notes: list[str] = []
    found = package.members(path, out, notes)
    groups = _alike(found)
    if not groups:
        raise _unknown(found)
    parts: list[GeographyPart] = []
    for (kind, _), inside in groups.items():
        if kind == "names":
            _take_names(inside, path, names)
        else:
            earlier = sum(part.kind == kind for part in parts)
            target = out / (f"{kind}-{earlier + 1}.parquet" if earlier else f"{kind}.parquet")
            parts.append(_part(kind, inside, path, target, names, notes))
    if names:
        rows = blocks.write(iter([names.table()]), out / "names.parquet", arrow_schema(PARTS["names"]))
        parts.append(GeographyPart("names", out / "names.parquet", rows, f"{path.name}: {rows:,} names of places"))
    package.clear(out)
    return parts


def recognise(member: Member) -> tuple[str | None, list[str] | None]:
    """The kind of part that `member` holds (None: none), and its column names where it has no header."""
    if shapes.is_geojson(member):
        return "boundaries", None
    cells = blocks.first_cells(member)
    if postcodes.is_code_point(cells):
        return "postcodes", postcodes.CODE_POINT
    if lookups.is_code_list(member):
        return "names", lookups.CODE_LIST
    return lookups.kind_of(roles(blocks.named(cells))), None


def _alike(found: list[Member]) -> dict[tuple[str, tuple[str, ...]], list[Headed]]:
    """Members of one kind and with the same columns go into one part: the areas of Code-Point Open, not the look-up."""
    groups: dict[tuple[str, tuple[str, ...]], list[Headed]] = {}
    for member in found:
        try:
            kind, header = recognise(member)
        except InputError as error:
            if len(found) == 1 or error.__cause__ is not None:
                raise
            continue  # an empty sheet or a picture beside the tables; one that cannot be read is not passed over
        if kind is not None:
            columns = () if kind in ("names", "boundaries") else tuple(header or blocks.first_cells(member))
            groups.setdefault((kind, columns), []).append((member, header))
    return groups


def _take_names(inside: list[Headed], path: Path, names: lookups.Names) -> None:
    for member, header in inside:
        for batch in _batches(member, header, Faults(path.name)):
            names.add(batch)


def _part(
    kind: str, inside: list[Headed], path: Path, target: Path, names: lookups.Names, notes: list[str]
) -> GeographyPart:
    faults = Faults(path.name)

    def tables() -> Iterator[pa.Table]:
        for member, header in inside:
            if kind == "boundaries":
                yield shapes.table(member, names)
            else:
                for batch in _batches(member, header, faults):
                    names.add(batch)
                    yield CONVERTERS[kind](batch, faults)

    rows = blocks.write(tables(), target, arrow_schema(PARTS[kind]))
    if not rows:
        raise InputError(
            f"none of its {kind.replace('_', ' ')} can be used", where=str(path), todo="; ".join(faults.shown[:3])
        )
    said = f"{path.name}: {rows:,} rows of {kind.replace('_', ' ')}"
    left_out = f"{faults.count:,} could not be used" if faults.count else ""
    return GeographyPart(
        kind, target, rows, "; ".join(filter(None, [said, left_out, *notes])), faults.count, faults.shown
    )


CONVERTERS = {
    "postcodes": postcodes.rows,
    "small_areas": lookups.small_areas,
    "lsoa_change": lookups.lsoa_change,
    "deprivation": lookups.deprivation,
}


def _batches(member: Member, header: list[str] | None, faults: Faults) -> Iterator[pa.RecordBatch]:
    """The columns of `member` that have a role, named by role."""
    written = header or blocks.named(blocks.first_cells(member))
    columns = roles(written)
    for batch in blocks.text_batches(member, header, faults, blocks.encoding(member), only=list(columns.values())):
        yield pa.RecordBatch.from_arrays([blocks.trimmed(batch, c) for c in columns.values()], names=list(columns))


def _unknown(found: list[Member]) -> InputError:
    member = found[0]
    cells = blocks.first_cells(member)
    return InputError(
        f"this is no table of places that is known; its columns are {', '.join(cells[:12])}",
        where=member.where,
        todo="Known are Code-Point Open, ONSPD, NSPL, ONS look-ups of LSOAs and wards, the Indices of Deprivation, "
        "GeoJSON boundaries, and a list of code, name and kind",
    )
