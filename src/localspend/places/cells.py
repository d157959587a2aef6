"""Ward shapes drawn from postcode points, where no boundaries are given: approximate, and marked so."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from localspend.places.grid import Floats, lonlat

#: A ward reaches no further than this from its postcodes (metres).
REACH = 750.0
#: Its outline is drawn to within so many metres; coarser where there are more than SEVERAL wards, to keep a page small.
FINE, COARSE, SEVERAL = 25.0, 75.0, 150
#: Beyond so many points one a square of SQUARE metres is kept; the reach never needs more than one a square of ROUGH.
MANY, SQUARE, ROUGH = 60_000, 100, 250


def wards(points: pa.Table) -> Mapping[str, shapely.Geometry]:
    """ward -> its cells in longitude and latitude, from `points` (ward, easting, northing).

    Each spot belongs to the ward of the nearest postcode; neighbours share their edges.
    """
    east, north, ward = _distinct(points, SQUARE if points.num_rows > MANY else 1)
    if len(ward) < 3:
        return {}
    spots = shapely.points(east, north)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(spots), ordered=True))
    names = np.unique(ward)
    whole = np.array([shapely.coverage_union_all(cells[ward == name]) for name in names], dtype=object)
    rough_east, rough_north, _ = _distinct(points, ROUGH)
    everywhere = shapely.union_all(shapely.buffer(shapely.points(rough_east, rough_north), REACH, quad_segs=4))
    clipped = shapely.make_valid(shapely.intersection(whole, everywhere))
    drawn = shapely.coverage_simplify(clipped, COARSE if len(names) > SEVERAL else FINE)
    return {name: _to_lonlat(shape) for name, shape in zip(names.tolist(), drawn, strict=True)}


def _distinct(points: pa.Table, step: int) -> tuple[Floats, Floats, NDArray[np.str_]]:
    """One spot a square of `step` metres, with the ward that comes first where several postcodes stand in it."""
    found: dict[tuple[int, int], tuple[int, int, str]] = {}
    columns = (points.column(name).to_pylist() for name in ("easting", "northing", "ward"))
    for east, north, ward in sorted(zip(*columns, strict=True)):
        found.setdefault((east // step, north // step), (east, north, ward))
    spots = np.array([spot[:2] for spot in found.values()], dtype=float).reshape(-1, 2)
    return spots[:, 0], spots[:, 1], np.array([spot[2] for spot in found.values()])


def _to_lonlat(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: np.column_stack(lonlat(xy[:, 0], xy[:, 1])))
