"""Where candidates are: their tier, kilometres from the postcode named, and whether a reserved area holds them.

Tiers are the network's. A register alone has none: with a file of postcodes rings of kilometres stand in for them, and
without one the letters of the postcode, which say little of distance.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from localspend.matching import near
from localspend.matching.near import Postcodes, Spot
from localspend.matching.pool import Pool

RINGS = (5, 10, 25, 50)
UNKNOWN = "unknown"
BY_AREAS, BY_RINGS, BY_LETTERS = "areas", "rings", "letters"
LETTERS = ("same-postcode-district", "same-postcode-area", "elsewhere", UNKNOWN)
SAID = {
    BY_RINGS: "Tiers are rings of kilometres from the postcode: a register alone has no areas.",
    BY_LETTERS: "Tiers are the letters of the postcode, since no file of postcodes was given (--postcodes): the same "
    "letters are not always near, nor others far.",
}


@dataclass(frozen=True)
class Placed:
    """Of each candidate: tier, kilometres (NaN where not known), ward and district (None where not known). `tiers` is
    the order of tiers, none where there are no areas and no postcode was named; `by` is how they were made."""

    tier: list[str]
    km: np.ndarray[Any, Any]
    ward: list[str | None]
    district: list[str | None]
    tiers: tuple[str, ...]
    by: str | None

    def rank(self) -> np.ndarray[Any, Any]:
        """The place of each candidate's tier in `tiers`; beyond all of them where it is none."""
        known = {tier: n for n, tier in enumerate(self.tiers)}
        return np.array([known.get(tier, len(self.tiers)) for tier in self.tier], np.int64)


def placed(pool: Pool, rows: pa.Table, asked: str | None, postcodes: Postcodes | None) -> Placed:
    """Where the candidates `rows` (of the pool's firms) are, seen from the postcode `asked`."""
    points = np.stack([rows[name].to_numpy() for name in ("easting", "northing")], axis=1).astype(float)
    district = rows["district"].to_pylist()
    if postcodes is not None:
        found, codes = postcodes.at(rows["postcode"])
        points = np.where(np.isnan(points), found, points)
        district = [own or code for own, code in zip(district, codes, strict=True)]
    spot = seen_from(pool, asked, postcodes)
    km = near.kilometres(spot, points)
    tier, tiers, by = _tiers(pool, rows, asked, spot, km)
    return Placed(tier, km, rows["ward"].to_pylist(), district, tiers, by)


def seen_from(pool: Pool, asked: str | None, postcodes: Postcodes | None) -> Spot:
    """Where the named postcode is: by the file of postcodes, else by a firm of the pool that has it."""
    if asked is None:
        return near.UNPLACED
    spot = postcodes.spot(asked) if postcodes is not None else near.UNPLACED
    if spot.easting is not None:
        return spot
    at = pc.index(pool.firms["postcode"], asked).as_py()
    if at < 0 or pool.firms["easting"][at].as_py() is None:
        return near.UNPLACED
    return Spot(*(pool.firms[name][at].as_py() for name in ("easting", "northing", "district")))


def _tiers(
    pool: Pool, rows: pa.Table, asked: str | None, spot: Spot, km: np.ndarray[Any, Any]
) -> tuple[list[str], tuple[str, ...], str | None]:
    if pool.tiers:
        return rows["tier"].to_pylist(), pool.tiers, BY_AREAS
    if asked is None:
        return [UNKNOWN] * len(rows), (), None
    if spot.easting is not None:
        names = (*(f"within-{ring}-km" for ring in RINGS), "further", UNKNOWN)
        rings = np.where(np.isnan(km), len(RINGS) + 1, np.searchsorted(RINGS, km))
        return [names[n] for n in rings], names, BY_RINGS
    return [_letters(asked, one) for one in rows["postcode"].to_pylist()], LETTERS, BY_LETTERS


@lru_cache(maxsize=65536)
def _letters(asked: str, other: str | None) -> str:
    if not other:
        return UNKNOWN
    if other.split()[0] == asked.split()[0]:
        return LETTERS[0]
    return LETTERS[1] if _area(other) == _area(asked) else LETTERS[2]


def _area(postcode: str) -> str:
    return postcode[: 2 if postcode[1].isalpha() else 1]


def inside(placed: Placed, areas: Sequence[str]) -> list[bool | None]:
    """Whether a named area (`districts:E08000025,…`, `uk`) holds each candidate's address; None where not known."""
    return [
        _inside(areas, ward, district, tier)
        for ward, district, tier in zip(placed.ward, placed.district, placed.tier, strict=True)
    ]


def _inside(areas: Sequence[str], ward: str | None, district: str | None, tier: str) -> bool | None:
    answers = []
    for area in areas:
        level, _, named = area.partition(":")
        codes = set(named.split(","))
        if area == "uk":
            answers.append(None if tier == UNKNOWN and not district else tier != "outside-uk")
        else:
            own = {ward} if level == "wards" else _above(district) if district else {None}
            answers.append(None if None in own else bool(own & codes))
    if True in answers:
        return True
    return None if None in answers else False


def _above(district: str) -> set[str | None]:
    """The codes of a district, its county (a unitary district is its own) and its region."""
    row = _districts().get(district, {})
    return {district, *(row[level] for level in ("county", "region") if row.get(level))}


@cache
def _districts() -> dict[str, dict[str, str]]:
    with files("localspend.places").joinpath("districts.csv").open(encoding="utf-8") as lines:
        return {row["district"]: row for row in csv.DictReader(lines)}
