"""What the columns of a geographical table are, from the names that the ONS, OS and MHCLG give them over the years.

`WD25CD`, `ward24_code`, `osward` and `Admin_ward_code` are all the ward.
"""

import re
from collections.abc import Iterable

_CODE = "(cd|code)"
#: role -> what its column is called, in small letters and digits alone. The first role that fits is taken.
PATTERNS = {
    "postcode": r"pcds|postcode|postcodeunit|pcd|pcd8|pcd7|postcode[1378]",
    "ended": r"doterm|dateoftermination",
    "easting": r"oseast1m|east1m|eastings?",
    "northing": r"osnrth1m|north1m|northings?",
    "lsoa11": rf"lsoa(20)?11{_CODE}?|lsoacode(20)?11",
    "lsoa21": rf"lsoa(20)?21{_CODE}?|lsoacode(20)?21",
    "lsoa11_name": r"lsoa(20)?11(nm|name)|lsoaname(20)?11",
    "lsoa21_name": r"lsoa(20)?21(nm|name)|lsoaname(20)?21",
    "ward": rf"osward|ward{_CODE}?|(wd|ward)(20)?\d\d{_CODE}?|adminwardcode",
    "ward_name": r"wardname|wardnm|(wd|ward)(20)?\d\d(nm|name)",
    "district": rf"oslaua|laua|lad{_CODE}?|(lad|ltla|la)(20)?\d\d{_CODE}?|(localauthority)?districtcode(20)?(\d\d)?|"
    r"localauthoritycode|adminddistrictcode|admindistrictcode",
    "district_name": r"ladnm|(lad|ltla|la)(20)?\d\d(nm|name)|(localauthority)?districtname(20)?(\d\d)?|"
    r"localauthorityname",
    "county": rf"oscty|cty{_CODE}?|cty(20)?\d\d{_CODE}?|countycode|admincountycode",
    "county_name": r"ctynm|cty(20)?\d\d(nm|name)|countyname",
    "region": rf"rgn{_CODE}?|gor|rgn(20)?\d\d{_CODE}?|regioncode",
    "region_name": r"rgnnm|rgn(20)?\d\d(nm|name)|regionname",
    "country": rf"ctry{_CODE}?|ctry(20)?\d\d{_CODE}?|countrycode",
    "change": r"changecode|chgind|changeindicator",
    "decile": r"imddecile.*|indexofmultipledeprivationimd(20\d\d)?decile.*|imd(20)?\d\ddecile",
    "rank": r"imdrank.*|indexofmultipledeprivationimd(20\d\d)?rank.*|imd(20)?\d\drank",
    "share": r"sharemostdeprivedtenth|sharemostdeprived|shareinmostdeprivedtenth",
    "code": r"code|geographycode|areacode",
    "name": r"name|geographyname|areaname",
    "kind": r"kind|geographytype|areatype",
}
_WHOLE = {role: re.compile(pattern) for role, pattern in PATTERNS.items()}


def roles(names: Iterable[str]) -> dict[str, str]:
    """role -> the column that has it; where several do, the one that its pattern names first, then the newest."""
    found: dict[str, list[str]] = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9]", "", name.lower().lstrip("\ufeff"))
        role = next((role for role, pattern in _WHOLE.items() if pattern.fullmatch(plain)), None)
        if role is not None:
            found.setdefault(role, []).append(name)
    return {role: min(written, key=lambda name: _rank(role, name)) for role, written in found.items()}


def _rank(role: str, name: str) -> tuple[int, int]:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    alternatives = PATTERNS[role].split("|")
    place = next((n for n, each in enumerate(alternatives) if role == "postcode" and each == plain), len(alternatives))
    year = re.search(r"(\d\d)\D*$", plain)
    return place, -int(year[1]) if year else 0
