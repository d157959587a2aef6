"""Look-ups: small area to ward and district, LSOA 2011 to 2021, the Indices of Deprivation, names of places."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources.blocks import Faults, Member
from localspend.sources.geography.kinds import PARTS, kind_of_code

#: A sheet of Code-Point Open's Codelist has no header: name, code.
CODE_LIST = ["name", "code"]
NAMED = ("ward", "district", "county", "region")
_TAILS = re.compile(r" (ED|Ward|District|London Boro|County)$")
#: England had 32,844 LSOAs in 2011 and has 33,755 since 2021.
LSOAS = {"lsoa11": 32_844, "lsoa21": 33_755}


def kind_of(columns: dict[str, str]) -> str | None:
    """Which kind of part a table with those roles is; None where it is none that is known."""
    has = columns.keys()
    small = "lsoa21" if "lsoa21" in has else "lsoa11" if "lsoa11" in has else None
    if "postcode" in has and has & {"lsoa11", "lsoa21", "ward", "district", "easting"}:
        return "postcodes"
    if (has & {"decile", "rank"} and small) or ("share" in has and "ward" in has):
        return "deprivation"
    if {"lsoa11", "lsoa21"} <= has:
        return "lsoa_change"
    if small and has & {"ward", "district"}:
        return "small_areas"
    pairs = [*((kind, f"{kind}_name") for kind in NAMED), ("code", "name")]
    return "names" if any(set(pair) <= has for pair in pairs) else None


def is_code_list(member: Member) -> bool:
    """Whether `member` is a sheet of names and codes without a header."""
    first = member.rows[0] if member.rows else ()
    return len(first) == 2 and kind_of_code(first[1]) is not None and len(first[1]) == 9


def small_areas(batch: pa.RecordBatch, faults: Faults) -> pa.Table:
    """LSOA -> ward and district, as the look-up says (a best fit: an LSOA may straddle wards)."""
    return _only(batch, "small_areas", "lsoa21" if "lsoa21" in batch.schema.names else "lsoa11")


def lsoa_change(batch: pa.RecordBatch, faults: Faults) -> pa.Table:
    """LSOA 2011 -> 2021; change is U unchanged, S split, M merged, X irregular, or null."""
    return _only(batch, "lsoa_change", "lsoa11")


def deprivation(batch: pa.RecordBatch, faults: Faults) -> pa.Table:
    """Decile of each small area (from its rank where the file gives no decile), or the ward's share."""
    names = batch.schema.names
    kind = next(name for name in ("lsoa21", "lsoa11", "ward") if name in names)
    rows = batch.num_rows
    decile = _number(batch, "decile")
    if "decile" not in names and kind in LSOAS:
        rank = _number(batch, "rank")
        decile = pc.ceil(pc.divide(pc.multiply(rank, 10.0), float(LSOAS[kind])))
    table = pa.table(
        {
            "kind": pa.array([kind] * rows, pa.string()),
            "code": batch.column(kind),
            "decile": pc.cast(decile, pa.int32(), safe=False),
            "share_most_deprived": _number(batch, "share"),
        }
    )
    return table.filter(pc.is_valid(batch.column(kind)))


def _number(batch: pa.RecordBatch, name: str) -> pa.Array:
    if name not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.float64())
    cells = pc.replace_substring(batch.column(name), ",", "")
    return pc.cast(pc.if_else(pc.match_substring_regex(cells, r"^\d+(\.\d+)?$"), cells, None), pa.float64())


def _only(batch: pa.RecordBatch, kind: str, key: str) -> pa.Table:
    rows = batch.num_rows
    columns = {
        name: batch.column(name) if name in batch.schema.names else pa.nulls(rows, pa.string()) for name in PARTS[kind]
    }
    return pa.table(columns).filter(pc.is_valid(batch.column(key)))


class Names:
    """The names of places that a file gives beside its codes, each once; the first spelling stays."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str, str | None]] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def add(self, batch: pa.RecordBatch) -> None:
        """Take the pairs of code and name in `batch` (named by role); a ward keeps its district."""
        has = set(batch.schema.names)
        for kind in NAMED:
            if {kind, f"{kind}_name"} <= has:
                self._pairs(batch, kind, f"{kind}_name", "district" if kind == "ward" and "district" in has else None)
        if {"code", "name"} <= has:
            self._pairs(batch, "code", "name", None)

    def _pairs(self, batch: pa.RecordBatch, code: str, name: str, parent: str | None) -> None:
        columns = [code, name, *([parent] if parent else [])]
        distinct = pa.Table.from_batches([batch.select(columns)]).group_by(columns, use_threads=False).aggregate([])
        for row in distinct.to_pylist():
            self.put(row[code], row[name], row[parent] if parent else None)

    def put(self, code: str | None, name: str | None, district: str | None = None) -> None:
        """Keep one name, under the kind that its code says."""
        kind = kind_of_code(code or "")
        if code and name and kind:
            self._names.setdefault(code, (kind, plain_name(name), district))

    def table(self) -> pa.Table:
        """The names as a part, by code."""
        rows = [
            {"kind": kind, "code": code, "name": name, "district": district}
            for code, (kind, name, district) in sorted(self._names.items())
        ]
        return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in PARTS["names"]]))


def plain_name(name: str) -> str:
    """`Bolton District (B)` -> `Bolton`: the names of Ordnance Survey as the ONS writes them."""
    return _TAILS.sub("", name.removesuffix(" (B)").strip()).strip()
