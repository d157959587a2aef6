"""The network's areas over the gazetteer: which postcodes each holds, and whether all that an area names is known."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis
from ibis.expr.types import BooleanValue, Table

from localspend.errors import InputError
from localspend.places import boundary

if TYPE_CHECKING:
    from localspend.network import Area

#: What an area may name -> the gazetteer's column that holds such codes.
LEVELS = {"wards": "ward", "lsoas": "lsoa21", "districts": "district", "counties": "county", "regions": "region"}
#: Districts whose code changed and nothing else (ONS, Code History Database): a network may write either.
SAME = {
    "E08000016": "E08000038",  # Barnsley, 2025
    "E08000019": "E08000039",  # Sheffield, 2025
    "E08000020": "E08000037",  # Gateshead, 2013
    "E07000100": "E07000240",  # St Albans, 2013
    "E07000104": "E07000241",  # Welwyn Hatfield, 2013
    "E07000097": "E07000242",  # East Hertfordshire, 2013
    "E07000101": "E07000243",  # Stevenage, 2013
}
_EITHER = SAME | {new: old for old, new in SAME.items()}


def with_tier(postcodes: Table, areas: Sequence["Area"]) -> Table:
    """`postcodes` with tier: the first of `areas` (innermost first) that holds it, else rest-of-uk."""
    inside = [(holds(postcodes, area), area) for area in areas]
    drawn = [area for area in areas if area.boundary]
    if drawn:
        postcodes = boundary.within(postcodes, drawn)
        inside = [
            (holds(postcodes, area) | (postcodes[f"in_{drawn.index(area)}"] if area in drawn else False), area)
            for area in areas
        ]
    tier = ibis.literal("rest-of-uk")
    for condition, area in reversed(inside):
        tier = ibis.ifelse(condition, area.id, tier)
    return postcodes.mutate(tier=tier).drop(*(f"in_{n}" for n in range(len(drawn))))


def holds(postcodes: Table, area: "Area") -> BooleanValue:
    """Whether `area` names a place that holds the postcode; its drawn boundary is not looked at here."""
    found = ibis.literal(False)
    for level, column in LEVELS.items():
        codes = [same for code in getattr(area, level) for same in (code, _EITHER.get(code, code))]
        if codes:
            columns = (column, "lsoa11") if column == "lsoa21" else (column,)
            for name in columns:
                found = found | postcodes[name].isin(codes).fill_null(False)
    if area.postcode_areas:
        letters = postcodes.postcode.re_extract("^([A-Z]+)", 1)
        found = found | letters.isin([code.upper() for code in area.postcode_areas])
    return found


def check_areas(areas: Sequence["Area"], gazetteer: Table) -> None:
    """Raises InputError where an area names a ward, small area or other code that no places file knows."""
    for area in areas:
        for level, column in LEVELS.items():
            named = getattr(area, level)
            if not named:
                continue
            known = _known(gazetteer, ("lsoa21", "lsoa11") if column == "lsoa21" else (column,), named)
            missing = [code for code in named if not {code, _EITHER.get(code, code)} & known]
            if missing:
                raise InputError(
                    f"{', '.join(missing[:5])}: no file in places/ knows such a {column.removesuffix('21')}",
                    where=f'network.toml, area "{area.id}", {level}',
                    todo="Check the code (codes change when boundaries do), or add the places file that has it",
                )


def _known(gazetteer: Table, columns: Sequence[str], codes: Sequence[str]) -> set[str]:
    wanted = [same for code in codes for same in (code, _EITHER.get(code, code))]
    found: set[str] = set()
    for column in columns:
        rows = gazetteer.filter(gazetteer[column].isin(wanted)).select(code=column).distinct().to_pyarrow()
        found |= set(rows.column("code").to_pylist())
    return found
