"""Where a postcode is: from a file of postcodes, else from firms of the pool that share it."""

import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from localspend.errors import UsageError
from localspend.matching import bordering

WHOLE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
#: `SW1A 1AA`.
LONGEST = 8


class Spot(NamedTuple):
    """Metres on the British National Grid, None where not known; district is the ONS's code or None."""

    easting: float | None
    northing: float | None
    district: str | None = None


UNPLACED = Spot(None, None)


def postcode(text: str) -> str:
    """A whole postcode as Royal Mail writes it. Raises UsageError for what is none."""
    found = WHOLE.fullmatch(re.sub(r"[^A-Z0-9]", "", text.upper()))
    if found is None:
        raise UsageError(f"{text!r} is no postcode", where="--near", todo="A whole one, such as B9 4AA")
    return f"{found[1]} {found[2]}"


class Postcodes:
    """Postcodes in order, and where each is. `folder` holds what sources/geography made of a file of postcodes."""

    def __init__(self, folder: Path) -> None:
        self.keys = np.load(folder / "keys.npy", mmap_mode="r")
        self.spots = np.load(folder / "spots.npy", mmap_mode="r")
        self.districts = pa.array([one or None for one in (folder / "districts.txt").read_text("utf-8").split("\n")])
        self.borders = _borders(self.districts.to_pylist(), np.load(folder / "borders.npy"))

    def at(self, written: pa.ChunkedArray) -> tuple[np.ndarray[Any, Any], pa.Array]:
        """Easting and northing (NaN where not known) of postcodes, and the district of each (null where not known)."""
        # Many firms share an address, so each postcode is looked up once.
        coded = pc.fill_null(written, "").combine_chunks().dictionary_encode()
        asked = _packed(coded.dictionary)
        # In order they are found several times as quickly: what is searched stays in the processor's cache.
        order = np.argsort(asked)
        place = np.empty(len(asked), np.int64)
        place[order] = np.minimum(np.searchsorted(self.keys, asked[order]), len(self.keys) - 1)
        known = self.keys[place] == asked
        rows = np.where(known[:, None], self.spots[place], np.nan)
        district = self.districts.take(pa.array(rows[:, 2], mask=~known).cast(pa.int64()))
        return rows[coded.indices.to_numpy(), :2], district.take(coded.indices)

    def spot(self, one: str) -> Spot:
        """Where one postcode is."""
        rows, codes = self.at(pa.chunked_array([[one]]))
        return UNPLACED if math.isnan(rows[0, 0]) else Spot(float(rows[0, 0]), float(rows[0, 1]), codes[0].as_py())


def build(parts: list[Path], folder: Path) -> None:
    """Write what Postcodes reads from Parquet `parts` of the kind postcodes (sources/geography)."""
    columns = ["postcode", "easting", "northing", "district"]
    whole = pa.concat_tables([pq.read_table(part, columns=columns) for part in parts])
    whole = whole.filter(pc.and_(pc.is_valid(whole["postcode"]), pc.is_valid(whole["easting"]))).combine_chunks()
    # Of two files that say where one is the first wins.
    keys, first = np.unique(_packed(whole["postcode"].combine_chunks()), return_index=True)
    coded = pc.fill_null(whole["district"], "").combine_chunks().dictionary_encode()
    district = coded.indices.to_numpy()
    spots = np.stack([whole["easting"].to_numpy(), whole["northing"].to_numpy(), district], axis=1).astype(np.float64)
    named = pc.not_equal(coded.dictionary, "").to_numpy(zero_copy_only=False)[district]
    np.save(folder / "keys.npy", keys)
    np.save(folder / "spots.npy", spots[first])
    np.save(folder / "borders.npy", bordering.touching(spots[named, :2], district[named]))
    (folder / "districts.txt").write_text("\n".join(coded.dictionary.to_pylist()), encoding="utf-8")


def _packed(written: pa.Array) -> np.ndarray[Any, Any]:
    """Postcodes as numbers in the same order; 0 for what is too long to be one."""
    short = pc.if_else(pc.less_equal(pc.binary_length(written), LONGEST), written, "")
    letters = np.array(short.cast(pa.binary()).to_numpy(zero_copy_only=False), f"S{LONGEST}")
    return letters.view(">u8").astype(np.uint64)


def _borders(districts: list[str | None], pairs: np.ndarray[Any, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in ((districts[a], districts[b]) for a, b in pairs.tolist()):
        if one and other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found


def kilometres(spot: Spot, points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """As the crow flies from `spot` to `points` (n x 2, metres); NaN where either is not known."""
    if spot.easting is None or spot.northing is None:
        return np.full(len(points), np.nan)
    found: np.ndarray[Any, Any] = np.hypot(points[:, 0] - spot.easting, points[:, 1] - spot.northing) / 1000
    return found
