"""The gazetteer: what several files say of a postcode becomes one row."""

import ibis
import pytest

from localspend import engine
from localspend.errors import InputError
from localspend.places import gazetteer
from localspend.tables import postcodes
from tests.places.tables import INNER, OUTER, TOWN, part, postcode, rows


def test_files_fill_what_others_leave_out(connection: ibis.BaseBackend) -> None:
    code_point = [postcode("B9 4AA", INNER, TOWN, easting=1, northing=2), postcode("B9 4AB", OUTER, TOWN)]
    look_up = [
        {"postcode": "B9 4AA", "lsoa11": "E01000001", "district": "E07000163"},
        {"postcode": "B9 4ZZ", "lsoa11": "E01000001", "district": TOWN},
    ]
    parts = {"postcodes": [part(connection, "postcodes", look_up), part(connection, "postcodes", code_point)]}
    table = gazetteer(parts)
    assert table.schema() == engine.schema(postcodes.COLUMNS)
    # The file that knows wards speaks first; a postcode that only the other has (a terminated one) stays.
    assert rows(table, "postcode", "ward", "district", "lsoa11", "easting") == {
        "B9 4AA": (INNER, TOWN, "E01000001", 1),
        "B9 4AB": (OUTER, TOWN, None, None),
        "B9 4ZZ": (None, TOWN, "E01000001", None),
    }


def test_small_area_of_2021_is_known_unless_that_of_2011_was_split(connection: ibis.BaseBackend) -> None:
    old = {"B1 1AA": "E01000001", "B1 1AB": "E01000002", "B1 1AD": "E01000003", "B1 1AE": "E01000005"}
    parts = {
        "postcodes": [part(connection, "postcodes", [{"postcode": p, "lsoa11": lsoa} for p, lsoa in old.items()])],
        "lsoa_change": [
            part(
                connection,
                "lsoa_change",
                [
                    {"lsoa11": "E01000001", "lsoa21": "E01000001", "change": "U"},
                    {"lsoa11": "E01000002", "lsoa21": "E01030001", "change": "S"},
                    {"lsoa11": "E01000002", "lsoa21": "E01030002", "change": "S"},
                    {"lsoa11": "E01000003", "lsoa21": "E01030003", "change": "M"},
                    {"lsoa11": "E01000005", "lsoa21": "E01030004", "change": "S"},
                    {"lsoa11": "E01000005", "lsoa21": "E01030005", "change": "S"},
                ],
            )
        ],
        "small_areas": [
            part(
                connection,
                "small_areas",
                [
                    {"lsoa21": "E01000001", "ward": INNER, "district": TOWN},
                    {"lsoa21": "E01030001", "ward": INNER, "district": TOWN},
                    {"lsoa21": "E01030002", "ward": OUTER, "district": TOWN},
                    {"lsoa21": "E01030004", "ward": OUTER, "district": TOWN},
                    {"lsoa21": "E01030005", "ward": OUTER, "district": TOWN},
                ],
            )
        ],
        "deprivation": [
            part(connection, "deprivation", [{"kind": "lsoa11", "code": "E01000001", "decile": 9}]),
            part(connection, "deprivation", [{"kind": "lsoa21", "code": "E01000001", "decile": 1}]),
        ],
    }
    found = rows(gazetteer(parts), "postcode", "lsoa21", "ward", "district", "deprivation_decile")
    assert found == {
        "B1 1AA": ("E01000001", INNER, TOWN, 1),  # the newer index of deprivation alone is used
        "B1 1AB": (None, None, TOWN, None),  # the halves lie in two wards of one district
        "B1 1AD": ("E01030003", None, None, None),
        "B1 1AE": (None, OUTER, TOWN, None),  # the halves share a ward
    }


def test_district_gives_county_region_and_country(connection: ibis.BaseBackend) -> None:
    districts = {"B1 1AA": "E08000025", "S1 1AA": "E08000039", "N1 1AA": "E09000019", "BD24 9AA": "E07000163"}
    table = part(connection, "postcodes", [{"postcode": p, "district": d} for p, d in districts.items()])
    assert rows(gazetteer({"postcodes": [table]}), "postcode", "district", "county", "region", "country") == {
        "B1 1AA": ("E08000025", "E11000005", "E12000005", "E92000001"),
        "S1 1AA": ("E08000039", "E11000003", "E12000003", "E92000001"),
        "N1 1AA": ("E09000019", None, "E12000007", "E92000001"),
        # Craven became part of North Yorkshire in 2023.
        "BD24 9AA": ("E06000065", None, "E12000003", "E92000001"),
    }


def test_no_postcode_file_is_refused() -> None:
    with pytest.raises(InputError, match="no file gives postcodes"):
        gazetteer({"names": []})
