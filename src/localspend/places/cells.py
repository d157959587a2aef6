"""Ward shapes drawn from postcode points, where no boundaries are given: approximate, and marked so."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import shapely

from localspend.places.grid import lonlat

#: A ward reaches no further than this from its postcodes (metres), and its outline is drawn to within so much.
REACH, TOLERANCE = 750.0, 25.0
#: Beyond so many points they are thinned to one a square of SQUARE metres.
MANY, SQUARE = 60_000, 100


def wards(points: pa.Table) -> Mapping[str, shapely.Geometry]:
    """ward -> its cells in longitude and latitude, from `points` (ward, easting, northing): each spot belongs to the ward of
    the nearest postcode. Neighbours share their edges.
    """
    east, north, ward = _distinct(points)
    if len(ward) < 3:
        return {}
    spots = shapely.points(east, north)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(spots), ordered=True))
    names = np.unique(ward)
    whole = [shapely.union_all(cells[ward == name]) for name in names]
    reach = [shapely.union_all(shapely.buffer(spots[ward == name], REACH, quad_segs=4)) for name in names]
    everywhere = shapely.union_all(np.array(reach, dtype=object))
    clipped = shapely.intersection(np.array(whole, dtype=object), everywhere)
    drawn = shapely.coverage_simplify(shapely.make_valid(clipped), TOLERANCE)
    return {name: _to_lonlat(shape) for name, shape in zip(names.tolist(), drawn, strict=True)}


def _distinct(points: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each spot once, with the ward that comes first where several postcodes stand on it."""
    step = SQUARE if points.num_rows > MANY else 1
    found: dict[tuple[int, int], str] = {}
    columns = (points.column(name).to_pylist() for name in ("easting", "northing", "ward"))
    for east, north, ward in sorted(zip(*columns, strict=True)):
        found.setdefault((east // step, north // step), ward)
    spots = np.array(list(found), dtype=float).reshape(-1, 2) * step
    return spots[:, 0], spots[:, 1], np.array(list(found.values()))


def _to_lonlat(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: np.column_stack(lonlat(xy[:, 0], xy[:, 1])))
