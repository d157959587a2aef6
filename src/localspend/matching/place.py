"""Where candidates are: their tier, kilometres from the postcode named, and whether a reserved area holds them.

Tiers are the network's areas, then what lies around them: the rest of their districts and counties, the bordering
counties, the rest. A register alone has no areas: with a file of postcodes the postcode's own district and county stand
in for them (or, if asked, rings of kilometres), and without one the letters of the postcode, which say little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from localspend.matching import bordering, near
from localspend.matching.asked import BY_AREA, RINGED
from localspend.matching.bordering import Steps, districts
from localspend.matching.near import Postcodes, Spot
from localspend.matching.pool import Pool

RINGS = (5, 10, 25, 50)
REST, ABROAD, UNKNOWN = "rest-of-uk", "outside-uk", "unknown"
BY_AREAS, BY_DISTRICTS, BY_RINGS, BY_LETTERS = "areas", "districts", "rings", "letters"
LETTERS = ("same-postcode-district", "same-postcode-area", "elsewhere", UNKNOWN)
SAID = {
    BY_DISTRICTS: "Tiers are the postcode's district, its county, the bordering counties and the rest: a register "
    "alone has no areas.",
    BY_RINGS: "Tiers are rings of kilometres from the postcode.",
    BY_LETTERS: "Tiers are the letters of the postcode, since no file of postcodes says where it is (--postcodes): the "
    "same letters are not always near, nor others far.",
}
BORDER = (
    "Bordering counties: {}, as the file of postcodes shows (it has no boundaries: water is not seen, and a thin file "
    "lets counties border that lie some kilometres apart)."
)


@dataclass(frozen=True)
class Placed:
    """Of each candidate: the place of its tier in `tiers`, kilometres (NaN where not known), ward and district (null
    where not known). `tiers` is none where there are no areas and no postcode was named; `by` is how they were made,
    `names` what areas a tier adds that the network does not name; `spot` is where they are seen from."""

    rank: np.ndarray[Any, Any]
    km: np.ndarray[Any, Any]
    ward: pa.ChunkedArray
    district: pa.ChunkedArray
    tiers: tuple[str, ...]
    by: str | None
    names: Mapping[str, str] = field(default_factory=dict)
    spot: Spot = near.UNPLACED

    def tier(self, n: int) -> str:
        """The tier of a candidate."""
        return self.tiers[self.rank[n]] if self.tiers else UNKNOWN

    def take(self, some: np.ndarray[Any, Any]) -> "Placed":
        """The same of some of the candidates, by their numbers."""
        at = pa.array(some)
        return replace(
            self, rank=self.rank[some], km=self.km[some], ward=self.ward.take(at), district=self.district.take(at)
        )

    def said(self, reached: str | None) -> list[str]:
        """Sentences on what the tiers are, and which counties border where the search reached so far."""
        said = [SAID[self.by]] if self.by in SAID else []
        border = self.names.get(bordering.BORDERING)
        if border and reached and self.tiers.index(reached) >= self.tiers.index(bordering.BORDERING):
            said.append(BORDER.format(border))
        return said


def placed(pool: Pool, rows: pa.Table, asked: str | None, postcodes: Postcodes | None, tiers: str = BY_AREA) -> Placed:
    """Where the candidates `rows` (of the pool's firms) are, seen from the postcode `asked`, in the `tiers` wished."""
    points = np.stack([rows[name].to_numpy() for name in ("easting", "northing")], axis=1).astype(float)
    district = rows["district"]
    if postcodes is not None:
        found, codes = postcodes.at(rows["postcode"])
        points = np.where(np.isnan(points), found, points)
        district = pc.coalesce(district, codes)
    spot = seen_from(pool, asked, postcodes)
    where = Placed(
        np.zeros(len(rows), np.int64), near.kilometres(spot, points), rows["ward"], district, (), None, spot=spot
    )
    if spot.easting is not None and tiers == RINGED:
        return _ringed(where)
    if pool.tiers:
        return _in_areas(pool, rows["tier"], where, postcodes)
    if asked is None:
        return where
    around = bordering.steps([spot.district], postcodes.borders) if spot.district and postcodes else Steps()
    if around.of:
        tier = pc.if_else(pc.is_valid(district), REST, UNKNOWN)
        return _ranked(where, _outward(tier, district, around), (REST, UNKNOWN), BY_DISTRICTS, around)
    return _ringed(where) if spot.easting is not None else _lettered(where, asked, rows["postcode"])


def _in_areas(pool: Pool, tier: pa.ChunkedArray, where: Placed, postcodes: Postcodes | None) -> Placed:
    around = bordering.steps(pool.home, postcodes.borders) if postcodes else Steps()
    return _ranked(where, _outward(tier, where.district, around), pool.tiers, BY_AREAS, around)


def _outward(tier: pa.ChunkedArray, district: pa.ChunkedArray, around: Steps) -> pa.ChunkedArray:
    """Tiers with the steps outward in the place of the rest of the country."""
    if not around.of:
        return tier
    nearest = pa.array(around.of.values()).take(pc.index_in(district, pa.array(around.of.keys(), pa.string())))
    return pc.if_else(pc.equal(tier, REST), pc.coalesce(nearest, tier), tier)


def _ranked(where: Placed, tier: pa.ChunkedArray, tiers: tuple[str, ...], by: str, around: Steps) -> Placed:
    outward = tuple(around.names)
    at = tiers.index(REST) if REST in tiers else len(tiers)
    every = (*tiers[:at], *outward, *tiers[at:])
    every = every if UNKNOWN in every else (*every, UNKNOWN)
    rank = pc.fill_null(pc.index_in(tier, pa.array(every)), every.index(UNKNOWN)).to_numpy()
    return replace(where, rank=rank, tiers=every, by=by, names=around.names)


def _ringed(where: Placed) -> Placed:
    names = (*(f"within-{ring}-km" for ring in RINGS), "further", UNKNOWN)
    rank = np.where(np.isnan(where.km), len(RINGS) + 1, np.searchsorted(RINGS, where.km))
    return replace(where, rank=rank, tiers=names, by=BY_RINGS)


def _lettered(where: Placed, asked: str, postcode: pa.ChunkedArray) -> Placed:
    area = asked[: 2 if asked[1].isalpha() else 1]
    elsewhere = pc.if_else(pc.equal(pc.fill_null(postcode, ""), ""), LETTERS.index(UNKNOWN), 2)
    rank = pc.if_else(pc.match_substring_regex(pc.fill_null(postcode, ""), f"^{area}[0-9]"), 1, elsewhere)
    rank = pc.if_else(pc.starts_with(pc.fill_null(postcode, ""), f"{asked.split()[0]} "), 0, rank)
    return replace(where, rank=rank.to_numpy(), tiers=LETTERS, by=BY_LETTERS)


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


def inside(where: Placed, areas: Sequence[str]) -> list[bool | None]:
    """Whether a named area (`districts:E08000025,…`, `uk`) holds each candidate's address; None where not known."""
    held = pa.nulls(0, pa.bool_())
    for n, area in enumerate(areas):
        one = _inside(where, area)
        held = one if n == 0 else pc.or_kleene(held, one)
    answers: list[bool | None] = held.to_pylist()
    return answers


def _inside(where: Placed, area: str) -> pa.Array:
    level, _, named = area.partition(":")
    codes = set(named.split(","))
    if area == "uk":
        tiers = pa.array(where.tiers or (UNKNOWN,)).take(pa.array(where.rank))
        nowhere = pc.and_(pc.equal(tiers, UNKNOWN), pc.is_null(where.district))
        return pc.if_else(nowhere, pa.scalar(None, pa.bool_()), pc.not_equal(tiers, ABROAD))
    own = where.ward if level == "wards" else where.district
    wanted = codes if level == "wards" else {one for one in pc.unique(own).to_pylist() if one and _above(one) & codes}
    return pc.if_else(
        pc.is_valid(own), pc.is_in(own, pa.array(sorted(wanted), pa.string())), pa.scalar(None, pa.bool_())
    )


def _above(district: str) -> set[str]:
    """The codes of a district, its county (a unitary district is its own) and its region."""
    row = districts().get(district, {})
    return {district, *(row[level] for level in ("county", "region") if row.get(level))}
