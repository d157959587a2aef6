"""summary: the wards and areas of a network, their deprivation and their shapes."""

import json

import ibis
import pytest
import shapely

from localspend.network import Area
from localspend.places import gazetteer, summary
from localspend.places.grid import lonlat
from tests.places.tables import FAR, INNER, OUTER, POSTCODES, TOWN, part, postcode, rows

AREAS = (Area("inner", "Inner", wards=(INNER,)), Area("town", "Town", districts=(TOWN,)))


def test_grid_reference_agrees_with_the_ordnance_survey() -> None:
    # OS, "A guide to coordinate systems", worked example: Caister water tower, 651409.903 313177.270 (OSGB36 datum
    # 52 39 27.2531 N, 1 43 4.5177 E); on WGS84 that is some 100 m off.
    lon, lat = lonlat([651_409.903], [313_177.270])
    assert (lon[0], lat[0]) == (pytest.approx(1.7160519, abs=5e-5), pytest.approx(52.6579786, abs=5e-5))


def test_wards_near_the_areas_are_drawn_around_their_postcodes(connection: ibis.BaseBackend) -> None:
    known = gazetteer({"postcodes": [part(connection, "postcodes", POSTCODES)]})
    names = part(connection, "names", [{"kind": "ward", "code": INNER, "name": "Inner ward"}])
    table = summary(known, {"names": [names]}, AREAS)
    assert rows(table, "code", "kind", "name", "postcodes", "shape_basis") == {
        INNER: ("ward", "Inner ward", 3, "approximate"),
        OUTER: ("ward", None, 1, "approximate"),
        TOWN: ("district", "Birmingham", 4, None),
        "inner": ("area", "Inner", 3, "approximate"),
        "town": ("area", "Town", 4, "approximate"),
    }
    shapes = {code: shapely.from_geojson(shape) for code, shape in rows(table, "code", "shape").items() if shape}
    lon, lat = lonlat([410_000], [286_000])
    assert shapes[INNER].contains(shapely.Point(lon[0], lat[0]))
    assert not shapes[OUTER].contains(shapely.Point(lon[0], lat[0]))
    assert shapes["town"].area > shapes["inner"].area


def test_given_boundary_stands_before_a_drawn_one(duck: ibis.BaseBackend) -> None:
    known = gazetteer({"postcodes": [part(duck, "postcodes", POSTCODES)]})
    square = json.dumps({"type": "Polygon", "coordinates": [[[-2, 52], [-1, 52], [-1, 53], [-2, 52]]]})
    given = part(duck, "boundaries", [{"kind": "ward", "code": INNER, "shape": square}, {"kind": "ward", "code": FAR}])
    table = summary(known, {"boundaries": [given]}, AREAS)
    found = rows(table, "code", "shape_basis")
    assert {code: found[code] for code in (INNER, OUTER, "inner", "town")} == {
        INNER: "boundary",
        OUTER: "approximate",
        "inner": "boundary",
        "town": "approximate",  # one of its wards is
    }


def test_deprivation_of_a_ward_comes_from_its_small_areas_or_else_its_own_figure(connection: ibis.BaseBackend) -> None:
    codes = [
        postcode("B1 1AA", INNER, TOWN, lsoa21="E01000001"),
        postcode("B1 1AB", INNER, TOWN, lsoa21="E01000002"),
        postcode("B1 1AD", INNER, TOWN, lsoa21="E01000002"),
        postcode("B1 1AE", OUTER, TOWN, lsoa21="E01000002"),
        postcode("B1 1AF", OUTER, TOWN),
    ]
    deprivation = part(
        connection,
        "deprivation",
        [
            {"kind": "lsoa21", "code": "E01000001", "decile": 1},
            {"kind": "lsoa21", "code": "E01000002", "decile": 2},
            {"kind": "ward", "code": OUTER, "share_most_deprived": 0.25},
        ],
    )
    parts = {"postcodes": [part(connection, "postcodes", codes)], "deprivation": [deprivation]}
    shares = rows(summary(gazetteer(parts), parts, AREAS), "code", "deprivation_share")
    # E01000002 goes with most of its postcodes, so that the outer ward has no small area of its own.
    assert (shares[INNER], shares[OUTER]) == (0.5, 0.25)
    look_up = [{"lsoa21": "E01000001", "ward": INNER}, {"lsoa21": "E01000002", "ward": OUTER}]
    exact = parts | {"small_areas": [part(connection, "small_areas", look_up)]}
    shares = rows(summary(gazetteer(parts), exact, AREAS), "code", "deprivation_share")
    assert (shares[INNER], shares[OUTER]) == (1.0, 0.0)
