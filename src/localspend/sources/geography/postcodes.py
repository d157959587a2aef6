"""Postcodes: Code-Point Open (which has no header), ONSPD, NSPL and the ONS's look-ups of postcodes."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from localspend.sources import blocks
from localspend.sources.blocks import Faults
from localspend.sources.geography.kinds import PARTS

#: The ten columns of Code-Point Open, under names that roles() knows; NHS areas are not needed.
CODE_POINT = [
    "postcode", "quality", "eastings", "northings", "ctry", "nhs region", "nhs area", "oscty", "oslaua", "osward",
]  # fmt: skip
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? *\d[A-Z]{2}")
#: The ONS writes `E99999999` where an area has none of a kind, and L93, M83 for islands outside the UK.
_PLACELESS = r"^[A-Z]9{8}$"


def is_code_point(cells: list[str]) -> bool:
    """Whether a first line is one of Code-Point Open: postcode, quality, grid reference, country code."""
    return (
        len(cells) == len(CODE_POINT)
        and bool(_POSTCODE.fullmatch(cells[0]))
        and all(cell.isdigit() for cell in cells[1:4])
        and re.fullmatch(r"[ESWN]92\d{6}", cells[4]) is not None
    )


def rows(batch: pa.RecordBatch, faults: Faults) -> pa.Table:
    """Postcodes of one batch (named by role): normalised; a grid reference of nought is none."""
    written = batch.column("postcode")
    tidy = blocks.postcode(written)
    bad = pc.indices_nonzero(pc.and_(pc.is_null(tidy), pc.is_valid(written))).to_pylist()
    for index in bad:
        faults.add(f"{written[index].as_py()!r} is no postcode")
    columns = {"postcode": tidy}
    for name in PARTS["postcodes"]:
        if name in ("easting", "northing"):
            columns[name] = _metres(batch, name)
        elif name != "postcode":
            columns[name] = _code(batch, name)
    return pa.table(columns).filter(pc.is_valid(tidy))


def _metres(batch: pa.RecordBatch, name: str) -> pa.Array:
    if name not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.int32())
    cells = batch.column(name)
    number = pc.if_else(pc.match_substring_regex(cells, r"^\d{1,7}(\.\d+)?$"), cells, None)
    metres = pc.cast(pc.round(pc.cast(number, pa.float64())), pa.int32())
    return pc.if_else(pc.equal(metres, 0), None, metres)


def _code(batch: pa.RecordBatch, name: str) -> pa.Array:
    if name not in batch.schema.names:
        return pa.nulls(batch.num_rows, pa.string())
    cells = batch.column(name)
    return pc.if_else(pc.match_substring_regex(cells, _PLACELESS), None, cells)
