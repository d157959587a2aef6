"""The kinds of part that geography gives, and their columns (Ibis types). Codes are the ONS's nine characters."""

from localspend.tables import postcodes

#: kind -> columns. `deprivation`: decile 1 is the most deprived tenth; a ward has the share of its small areas in it.
PARTS: dict[str, dict[str, str]] = {
    "postcodes": {name: kind for name, kind in postcodes.COLUMNS.items() if name != "deprivation_decile"},
    "small_areas": dict.fromkeys(["lsoa11", "lsoa21", "ward", "district"], "string"),
    "lsoa_change": dict.fromkeys(["lsoa11", "lsoa21", "change"], "string"),
    "deprivation": {"kind": "string", "code": "string", "decile": "int32", "share_most_deprived": "float64"},
    "boundaries": dict.fromkeys(["kind", "code", "name", "district", "shape"], "string"),
    "names": dict.fromkeys(["kind", "code", "name", "district"], "string"),
}

#: How an ONS code begins -> the kind of place.
PREFIXES = {
    **dict.fromkeys(["E05", "W05", "S13", "N08", "N10"], "ward"),
    **dict.fromkeys(["E06", "E07", "E08", "E09", "W06", "S12", "N09"], "district"),
    **dict.fromkeys(["E10", "E11", "E13"], "county"),
    "E12": "region",
    **dict.fromkeys(["E92", "W92", "S92", "N92"], "country"),
}


def kind_of_code(code: str) -> str | None:
    """The kind of place that `code` stands for, None for one that is of no use here."""
    return PREFIXES.get(code[:3])
