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

WHOLE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
PARTS = ("postcodes.parquet", "postcodes-*.parquet")


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
        self.districts = (folder / "districts.txt").read_text("utf-8").split("\n")

    def at(self, written: pa.Array) -> tuple[np.ndarray[Any, Any], list[str | None]]:
        """Easting and northing (NaN where not known) of postcodes, and the district of each (None where not known)."""
        asked = np.array([(one or "").encode() for one in written.to_pylist()], dtype="S8")
        place = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        known = self.keys[place] == asked
        rows = np.where(known[:, None], self.spots[place], np.nan)
        codes = [self.districts[int(row[2])] or None if ok else None for row, ok in zip(rows, known, strict=True)]
        return rows[:, :2], codes

    def spot(self, one: str) -> Spot:
        """Where one postcode is."""
        rows, codes = self.at(pa.array([one]))
        return UNPLACED if math.isnan(rows[0, 0]) else Spot(float(rows[0, 0]), float(rows[0, 1]), codes[0])


def build(parts: list[Path], folder: Path) -> None:
    """Write what Postcodes reads from Parquet `parts` of the kind postcodes (sources/geography)."""
    columns = ["postcode", "easting", "northing", "district"]
    whole = pa.concat_tables([pq.read_table(part, columns=columns) for part in parts])
    whole = whole.filter(pc.and_(pc.is_valid(whole["postcode"]), pc.is_valid(whole["easting"]))).combine_chunks()
    keys = np.array([one.encode() for one in whole["postcode"].to_pylist()], dtype="S8")
    # Of two files that say where one is the first wins.
    keys, first = np.unique(keys, return_index=True)
    coded = pc.fill_null(whole["district"], "").combine_chunks().dictionary_encode()
    spots = np.stack([whole["easting"].to_numpy(), whole["northing"].to_numpy(), coded.indices.to_numpy()], axis=1)
    np.save(folder / "keys.npy", keys)
    np.save(folder / "spots.npy", spots[first].astype(np.float64))
    (folder / "districts.txt").write_text("\n".join(coded.dictionary.to_pylist()), encoding="utf-8")


def kilometres(spot: Spot, points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """As the crow flies from `spot` to `points` (n x 2, metres); NaN where either is not known."""
    if spot.easting is None or spot.northing is None:
        return np.full(len(points), np.nan)
    found: np.ndarray[Any, Any] = np.hypot(points[:, 0] - spot.easting, points[:, 1] - spot.northing) / 1000
    return found
