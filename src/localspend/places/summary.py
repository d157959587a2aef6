"""Summary: the wards, districts and areas of the network, with how deprived they are and a shape to draw."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import ibis
import numpy as np
import pyarrow as pa
import shapely
from ibis.expr.types import Table

from localspend import engine
from localspend.places import boundary, cells
from localspend.places.areas import with_tier
from localspend.places.gazetteer import districts
from localspend.tables import places
from localspend.tables.arrow import arrow_schema

if TYPE_CHECKING:
    from localspend.network import Area

#: A network of more wards than this gets the shapes of its own areas' wards alone.
MANY_WARDS = 1_500
DECIMALS = 5
Shapes = Mapping[str, tuple[shapely.Geometry, str]]


def summary(postcodes: Table, parts: Mapping[str, Sequence[Table]], areas: Sequence["Area"]) -> Table:
    """tables/places: wards of every district that the areas touch, those districts, and the areas themselves.

    `parts` (kind -> tables as geography.convert gives them) are looked at for names, boundaries, deprivation and
    small_areas; each may be absent. A ward's shape is its boundary where one is given, else drawn around its postcodes
    (shape_basis approximate); an area's is that of the wards most of whose postcodes it holds. deprivation_share is
    over the ward's small areas as the look-up has them; without one over those most of whose postcodes lie in the ward;
    where neither is known, the ward's own figure stands.
    """
    near = _near(postcodes, areas)
    wards = _wards(near, one(parts, "deprivation"), one(parts, "small_areas"))
    shapes = _shapes(postcodes, near, one(parts, "boundaries"), [str(row["code"]) for row in wards])
    rows = [*wards, *_districts(near), *_areas(near, areas, shapes)]
    called = _names(postcodes.get_backend(), one(parts, "names"))
    for row in rows:
        code = str(row["code"])
        row["name"] = row.get("name") or called.get(code)
        if code in shapes:
            row["shape"], row["shape_basis"] = _geojson(shapes[code][0]), shapes[code][1]
    rows.sort(key=lambda row: (str(row["kind"]), str(row["code"])))
    table = pa.Table.from_pylist(rows, arrow_schema(places.COLUMNS))
    return engine.from_arrow(postcodes.get_backend(), table)


def one(parts: Mapping[str, Sequence[Table]], kind: str) -> Table | None:
    """The parts of `kind` as one table, None where there are none."""
    found = parts.get(kind, ())
    return ibis.union(*found) if len(found) > 1 else found[0] if found else None


def _near(postcodes: Table, areas: Sequence["Area"]) -> Table:
    """The postcodes of every district that an area reaches into, with their tier."""
    tiered = with_tier(postcodes.filter(postcodes.ward.notnull()), areas)
    reached = tiered.filter(tiered.tier != "rest-of-uk").select("district").distinct()
    return engine.materialise(tiered.semi_join(reached, "district"))


def _wards(near: Table, deprivation: Table | None, small_areas: Table | None) -> list[dict[str, object]]:
    wards = near.group_by("ward").aggregate(
        district=near.district.min(),
        easting=near.easting.mean().round(0),
        northing=near.northing.mean().round(0),
        postcodes=near.count(),
    )
    shares = [_deprived(near)]
    if deprivation is not None:
        own = deprivation.filter(deprivation.kind == "ward").select(ward="code", share="share_most_deprived")
        shares = [*([_looked_up(small_areas, deprivation)] if small_areas is not None else []), *shares, own]
    for place, share in enumerate(shares):
        share = share.select(**{f"ward_{place}": "ward", f"share_{place}": "share"})
        wards = wards.left_join(share, wards.ward == share[f"ward_{place}"])
    wards = wards.mutate(deprivation_share=ibis.coalesce(*(wards[f"share_{n}"] for n in range(len(shares)))))
    rows = wards.select("ward", "district", "easting", "northing", "postcodes", "deprivation_share").to_pyarrow()
    return [{"kind": "ward", "code": row.pop("ward"), **row} for row in rows.to_pylist()]


def _looked_up(small_areas: Table, deprivation: Table) -> Table:
    """ward -> the share of its LSOAs of 2021 in the most deprived tenth."""
    deciles = deprivation.filter(deprivation.kind == "lsoa21").select(small="code", decile="decile")
    placed = small_areas.select("ward", "lsoa21").distinct()
    joined = placed.join(deciles, placed.lsoa21 == deciles.small)
    return joined.group_by("ward").aggregate(share=(joined.decile == 1).cast("float64").mean())


def _deprived(near: Table) -> Table:
    """ward -> the share of its small areas in the most deprived tenth; a small area goes with most of its postcodes."""
    small = near.mutate(small=ibis.coalesce(near.lsoa21, near.lsoa11)).filter(ibis._.deprivation_decile.notnull())
    counted = small.group_by("small", "ward").aggregate(n=small.count(), decile=small.deprivation_decile.min())
    place = ibis.row_number().over(group_by="small", order_by=[counted.n.desc(), counted.ward])
    best = counted.mutate(place=place).filter(ibis._.place == 0)
    return best.group_by("ward").aggregate(share=(best.decile == 1).cast("float64").mean())


def _districts(near: Table) -> list[dict[str, object]]:
    found = near.group_by("district").aggregate(
        easting=near.easting.mean().round(0), northing=near.northing.mean().round(0), postcodes=near.count()
    )
    return [{"kind": "district", "code": row.pop("district"), **row} for row in found.to_pyarrow().to_pylist()]


def _shapes(
    postcodes: Table, near: Table, boundaries: Table | None, wards: Sequence[str]
) -> dict[str, tuple[shapely.Geometry, str]]:
    """Code -> shape and its basis: what is given, and cells for the wards that nobody drew."""
    found: dict[str, tuple[shapely.Geometry, str]] = {}
    if boundaries is not None:
        wanted = near.select(code="ward").union(near.select(code="district")).distinct()
        given = boundaries.semi_join(wanted, "code").select("code", "shape").to_pyarrow().to_pylist()
        found = {row["code"]: (shapely.from_geojson(row["shape"]), "boundary") for row in given}
    missing = set(wards) - found.keys()
    if missing:
        drawn = near.filter(near.tier != "rest-of-uk") if len(wards) > MANY_WARDS else near
        cut = cells.wards(_around(postcodes, drawn))
        found |= {code: (shape, "approximate") for code, shape in cut.items() if code in missing}
    return found


def _around(postcodes: Table, near: Table) -> pa.Table:
    """The points in and around `near`: without the neighbours' postcodes a ward at the rim would reach into them."""
    ends = near.aggregate(
        west=near.easting.min(), east=near.easting.max(), south=near.northing.min(), north=near.northing.max()
    )
    west, east, south, north = ends.to_pyarrow().to_pylist()[0].values()
    placed = postcodes.filter(postcodes.ward.notnull(), postcodes.easting.notnull())
    if west is not None:
        reach = int(2 * cells.REACH)
        placed = placed.filter(
            placed.easting.between(west - reach, east + reach), placed.northing.between(south - reach, north + reach)
        )
    return placed.select("ward", "easting", "northing").to_pyarrow()


def _areas(near: Table, areas: Sequence["Area"], shapes: Shapes) -> list[dict[str, object]]:
    """A row an area: all that it names, so that an outer area holds the inner ones."""
    rows = []
    for area in areas:
        mine = with_tier(near.drop("tier"), [area]).filter(ibis._.tier == area.id)
        figures = mine.aggregate(
            easting=mine.easting.mean().round(0), northing=mine.northing.mean().round(0), postcodes=mine.count()
        )
        row: dict[str, object] = {
            "kind": "area",
            "code": area.id,
            "name": area.name,
            **figures.to_pyarrow().to_pylist()[0],
        }
        drawn = _outline(mine, near, area, shapes)
        if drawn:
            row["shape"], row["shape_basis"] = _geojson(drawn[0]), drawn[1]
        rows.append(row)
    return rows


def _outline(mine: Table, near: Table, area: "Area", shapes: Shapes) -> tuple[shapely.Geometry, str] | None:
    if area.boundary:
        return shapely.simplify(boundary.outline(area), 0.0002), "boundary"
    held = mine.group_by("ward").aggregate(mine=mine.count())
    every = near.group_by("ward").aggregate(every=near.count())
    both = held.join(every, "ward").filter(2 * ibis._.mine > ibis._.every)
    parts = [shapes[code] for code in both.ward.to_pyarrow().to_pylist() if code in shapes]
    if not parts:
        return None
    basis = "boundary" if all(basis == "boundary" for _, basis in parts) else "approximate"
    return shapely.union_all(np.array([shape for shape, _ in parts], dtype=object)), basis


def _names(connection: ibis.BaseBackend, names: Table | None) -> dict[str, str]:
    listed = districts(connection).select(code="district", name="name").to_pyarrow().to_pylist()
    given = names.select("code", "name").to_pyarrow().to_pylist() if names is not None else []
    return {row["code"]: row["name"] for row in (*listed, *given)}


def _geojson(shape: shapely.Geometry) -> str:
    return json.dumps(_rounded(json.loads(shapely.to_geojson(shape))), separators=(",", ":"))


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return round(value, DECIMALS) if isinstance(value, float) else value
