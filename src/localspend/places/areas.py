"""The network's areas over the gazetteer: which postcodes each holds, and whether all that an area names is known."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis
from ibis.expr.types import BooleanValue, Table

from localspend.errors import InputError
from localspend.places import boundary

if TYPE_CHECKING:
    from localspend.network import Area

#: What an area may name -> the gazetteer's columns that hold such codes.
LEVELS = {
    "wards": ("ward",),
    "lsoas": ("lsoa21", "lsoa11"),
    "districts": ("district",),
    "counties": ("county",),
    "regions": ("region",),
}
KINDS = {"wards": "ward", "lsoas": "small area", "districts": "district", "counties": "county", "regions": "region"}
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
    """`postcodes` with tier: the first of `areas` (innermost first) that holds it, else rest-of-uk.

    Null where nobody can tell: the postcode's ward (small area, district) is not known and might be one that an area
    names.
    """
    drawn = [area for area in areas if area.boundary]
    names = [f"in_{n}" for n in range(len(drawn))]
    table = boundary.within(postcodes, drawn) if drawn else postcodes
    tier = ibis.literal("rest-of-uk")
    for area in reversed(areas):
        inside = holds(table, area)
        if area in drawn:
            inside = inside | table[names[drawn.index(area)]]
        tier = ibis.ifelse(inside, area.id, ibis.ifelse(_might_hold(table, inside, area), ibis.null(str), tier))
    return table.mutate(tier=tier).drop(*names)


def holds(postcodes: Table, area: "Area") -> BooleanValue:
    """Whether `area` names a place that holds the postcode; its drawn boundary is not looked at here."""
    found = ibis.literal(False)
    for level, columns in LEVELS.items():
        codes = _codes(area, level)
        for column in columns if codes else ():
            found = found | postcodes[column].isin(codes).fill_null(False)
    if area.postcode_areas:
        letters = postcodes.postcode.re_extract("^([A-Z]+)", 1)
        found = found | letters.isin([code.upper() for code in area.postcode_areas])
    return found


def _might_hold(table: Table, inside: BooleanValue, area: "Area") -> BooleanValue:
    """Whether what the gazetteer lacks of a postcode keeps it open that `area` holds it.

    One without a ward (a small area, a point) lies somewhere in its district: settled only where the area has no part
    of that district.
    """
    needed = {"ward": area.wards, "lsoa21": area.lsoas, "easting": area.boundary}
    lacking = [table[column].isnull() for column, used in needed.items() if used]
    if not lacking and not (area.districts or area.counties or area.regions):
        return ibis.literal(False)
    missing = table.district.isnull()
    if lacking:
        reached = table.filter(inside).select("district").distinct().to_pyarrow().column("district").to_pylist()
        in_reach = table.district.isin([code for code in reached if code])
        for lack in lacking:
            missing = missing | (lack & in_reach)
    return missing.fill_null(False)


def _codes(area: "Area", level: str) -> list[str]:
    """The codes that `area` names, with their other form where a code alone has changed."""
    return [same for code in getattr(area, level) for same in {code, _EITHER.get(code, code)}]


def check_areas(areas: Sequence["Area"], gazetteer: Table) -> None:
    """Raises InputError where an area names a ward, small area or other code that no places file knows."""
    for area in areas:
        for level, columns in LEVELS.items():
            named = getattr(area, level)
            if not named:
                continue
            known = _known(gazetteer, columns, _codes(area, level))
            missing = [code for code in named if not {code, _EITHER.get(code, code)} & known]
            if missing:
                raise InputError(
                    f"{', '.join(missing[:5])}: no file in places/ knows such a {KINDS[level]}",
                    where=f'network.toml, area "{area.id}", {level}',
                    todo="Check the code (codes change when boundaries do), or add the places file that has it",
                )


def notes_on_nesting(areas: Sequence["Area"], gazetteer: Table) -> list[str]:
    """A sentence for each area that does not hold all of one that stands before it: its totals take in both."""
    found = []
    for n, outer in enumerate(areas):
        outside = with_tier(gazetteer, [outer]).filter(ibis._.tier == "rest-of-uk").select("postcode")
        for inner in areas[:n]:
            held = with_tier(gazetteer, [inner]).filter(ibis._.tier == inner.id)
            if held.semi_join(outside, "postcode").limit(1).to_pyarrow().num_rows:
                found.append(
                    f"{inner.name} reaches beyond {outer.name}, which stands after it in network.toml: what is given "
                    f"as in {outer.name} is in either of them"
                )
    return found


def _known(gazetteer: Table, columns: Sequence[str], codes: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for column in columns:
        rows = gazetteer.filter(gazetteer[column].isin(codes)).select(code=column).distinct().to_pyarrow()
        found |= set(rows.column("code").to_pylist())
    return found
