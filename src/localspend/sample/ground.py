"""The real postcodes of the extract, by how far they are from East Birmingham."""

import csv
import zipfile
from pathlib import Path

PLACES = Path(__file__).parent / "places"
#: Area id -> its wards or districts, innermost first; what is in none of them is the rest of the UK.
EAST = tuple((line.split(",")[0]) for line in (PLACES / "ward_deprivation.csv").read_text("utf-8").splitlines()[1:])
BIRMINGHAM = "E08000025"
COUNTY = tuple(f"E080000{n}" for n in range(25, 32))
TIERS = ("east-birmingham", "birmingham", "west-midlands", "rest-of-uk")


def postcodes() -> dict[str, list[str]]:
    """Tier -> its postcodes, in the order of the extract."""
    found: dict[str, list[str]] = {tier: [] for tier in TIERS}
    with zipfile.ZipFile(PLACES / "codepo_extract.zip") as archive:
        for name in archive.namelist():
            for row in csv.reader(archive.read(name).decode().splitlines()):
                found[tier_of(ward=row[9], district=row[8])].append(row[0])
    return found


def tier_of(*, ward: str, district: str) -> str:
    """The innermost area that holds the ward or district."""
    if ward in EAST:
        return TIERS[0]
    if district == BIRMINGHAM:
        return TIERS[1]
    return TIERS[2] if district in COUNTY else TIERS[3]
