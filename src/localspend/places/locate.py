"""Locate: postcode and country -> small area, ward, district, tier and deprivation decile.

A tier is never guessed: what has no usable postcode is `unknown`, which is its own tier.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from localspend import engine
from localspend.places.areas import with_tier
from localspend.places.postcode import find_postcode

if TYPE_CHECKING:
    from localspend.network import Area

ADDED = ("lsoa21", "ward", "district", "tier", "tier_basis", "deprivation_decile")
#: How registers and ledgers write the United Kingdom and its countries.
UK = (
    "UNITED KINGDOM", "UK", "U.K.", "U.K", "GB", "GBR", "GREAT BRITAIN", "ENGLAND", "SCOTLAND", "WALES", "CYMRU",
    "NORTHERN IRELAND", "ENGLAND & WALES", "ENGLAND AND WALES", "ENGLAND UK", "BRITAIN",
)  # fmt: skip
#: Postcode areas of islands that are not in the United Kingdom: Guernsey, Jersey, the Isle of Man.
ISLANDS = ("GY", "JE", "IM")


def locate(located: Table, postcodes: Table, areas: Sequence["Area"]) -> Table:
    """`located` (with postcode, address_country) and lsoa21, ward, district, tier, tier_basis, deprivation_decile.

    tier is the first of `areas` that holds the postcode, rest-of-uk, outside-uk (an address abroad, Jersey, Guernsey or
    the Isle of Man) or unknown. tier_basis says how it was decided: postcode (the gazetteer has it), sector (it does
    not, but all postcodes of its sector share a tier), postcode-area (its letters alone decide), country, or null.
    `postcodes` is tables/postcodes. A postcode that the gazetteer lacks has no ward, small area or decile. One whose
    ward it does not know goes by its sector too, where an area names wards of that district.
    """
    asked = located.drop(*(name for name in ADDED if name in located.columns))
    asked = asked.mutate(asked_postcode=find_postcode(asked.postcode))
    tiers = with_tier(postcodes, areas).select("postcode", "lsoa21", "ward", "district", "deprivation_decile", "tier")
    asked = asked.mutate(
        asked_sector=_sector(asked.asked_postcode), asked_area=asked.asked_postcode.re_extract("^([A-Z]+)", 1)
    )
    known = tiers.rename(gazetteer_postcode="postcode", exact_tier="tier")
    joined = asked.left_join(known, asked.asked_postcode == known.gazetteer_postcode)
    sectors = _shared_tier(tiers.mutate(place=_sector(tiers.postcode)), "sector")
    joined = joined.left_join(sectors, joined.asked_sector == sectors.sector)
    return _decided(joined, areas).select(*asked.columns[:-3], *ADDED)


def _decided(joined: Table, areas: Sequence["Area"]) -> Table:
    by_letters = _by_letters(joined.asked_area, areas)
    abroad = _abroad(joined.address_country) | joined.asked_area.isin(ISLANDS).fill_null(False)
    steps = [
        (joined.exact_tier.notnull(), joined.exact_tier, "postcode"),
        (abroad, ibis.literal("outside-uk"), "country"),
        (joined.sector_tier.notnull(), joined.sector_tier, "sector"),
        (by_letters.notnull(), by_letters, "postcode-area"),
    ]
    tier, basis = ibis.literal("unknown"), ibis.null(str)
    for condition, value, name in reversed(steps):
        tier, basis = ibis.ifelse(condition, value, tier), ibis.ifelse(condition, name, basis)
    return joined.mutate(tier=tier, tier_basis=basis)


def _shared_tier(tiers: Table, name: str) -> Table:
    """Places all of whose postcodes share one tier."""
    grouped = tiers.group_by("place").aggregate(shared=tiers.tier.min(), n=tiers.tier.nunique())
    return grouped.filter(grouped.n == 1).select(**{name: "place", f"{name}_tier": "shared"})


def _by_letters(letters: StringValue, areas: Sequence["Area"]) -> StringValue:
    """The tier that the letters of a postcode decide where the gazetteer has nothing near it.

    Only while every area before is made of letters alone: an area made of wards might hold the postcode, and nobody can
    tell. Northern Ireland is the exception, as Code-Point Open leaves all of it out and BT is no other place's.
    """
    tier = ibis.null(str)
    decidable = []
    for area in areas:
        if not area.postcode_areas:
            break
        decidable.append(area)
        if area.wards or area.lsoas or area.districts or area.counties or area.regions or area.boundary:
            break
    else:
        tier = ibis.ifelse(letters.notnull() & (letters != ""), "rest-of-uk", tier)
    if not any(_may_hold_northern_ireland(area) for area in areas):
        tier = ibis.ifelse(letters == "BT", "rest-of-uk", tier)
    for area in reversed(decidable):
        tier = ibis.ifelse(letters.isin([code.upper() for code in area.postcode_areas]), area.id, tier)
    return tier


def _may_hold_northern_ireland(area: "Area") -> bool:
    codes = (*area.wards, *area.lsoas, *area.districts, *area.counties, *area.regions)
    return (
        bool(area.boundary)
        or "BT" in area.postcode_areas
        or any(not code.startswith(("E", "W", "S")) for code in codes)
    )


def _sector(postcode: StringValue) -> StringValue:
    """`B9 4AA` -> `B9 4`."""
    return postcode.substr(0, postcode.length() - 2)


def _abroad(country: StringValue) -> BooleanValue:
    written = engine.trimmed(country).upper()
    return (written.notnull() & (written != "") & written.notin(UK)).fill_null(False)
