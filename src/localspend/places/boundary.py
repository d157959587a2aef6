"""Areas that are drawn: which postcodes lie inside a GeoJSON boundary."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import shapely
from ibis.expr.types import Table

from localspend import engine
from localspend.errors import InputError
from localspend.places.grid import lonlat

if TYPE_CHECKING:
    from localspend.network import Area


def within(postcodes: Table, areas: Sequence["Area"]) -> Table:
    """`postcodes` with in_0, in_1, ...: whether each area's boundary holds the postcode's point; false without a point.

    Raises InputError for a boundary that is not there or holds no polygon in longitude and latitude.
    """
    outlines = [outline(area) for area in areas]
    names = [f"in_{n}" for n in range(len(areas))]

    def inside(batch: pa.RecordBatch) -> pa.RecordBatch:
        lon, lat = lonlat(batch.column("easting").to_numpy(), batch.column("northing").to_numpy())
        answers = [pa.array(shapely.contains_xy(shape, lon, lat)) for shape in outlines]
        return pa.RecordBatch.from_arrays([batch.column("postcode"), *answers], names=["point_of", *names])

    points = postcodes.filter(postcodes.easting.notnull() & postcodes.northing.notnull())
    points = points.select("postcode", easting=points.easting.cast("float64"), northing=points.northing.cast("float64"))
    held = engine.map_batches(points, inside, {"point_of": "string", **dict.fromkeys(names, "boolean")})
    joined = postcodes.left_join(held, postcodes.postcode == held.point_of).drop("point_of")
    return joined.mutate(**{name: joined[name].fill_null(False) for name in names})


def outline(area: "Area") -> shapely.Geometry:
    """The shape in the area's boundary file, all of its features together."""
    path = Path(str(area.boundary))
    where = f'{path} (area "{area.id}")'
    todo = "Give a GeoJSON file of polygons in longitude and latitude (EPSG:4326)"
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        features = document.get("features", [document])
        shapes = [shapely.geometry.shape(each.get("geometry", each)) for each in features]
        whole = shapely.make_valid(shapely.union_all(np.array(shapes, dtype=object)))
    except FileNotFoundError:
        raise InputError("the boundary file is not there", where=where, todo=todo) from None
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise InputError(f"the boundary cannot be read ({error})", where=where, todo=todo) from error
    west, south, east, north = whole.bounds
    if not whole.area or not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise InputError("the boundary holds no polygon in longitude and latitude", where=where, todo=todo)
    shapely.prepare(whole)
    return whole
