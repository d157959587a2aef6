"""How large an area is: what holds for a county need not hold for a neighbourhood."""

from collections.abc import Mapping
from typing import Any

#: What an area may be named by -> what kind of area that makes it; the first that it names.
KINDS = {"regions": "region", "counties": "county", "postcode_areas": "county", "districts": "district"}


def kind_of(area: Mapping[str, Any]) -> str:
    """region, county, district, neighbourhood (named by wards, small areas or a boundary) of an area of the manifest.

    Several districts together are a county's size; an area of which nothing is known is "not stated".
    """
    for part, kind in KINDS.items():
        if named := area.get(part):
            return "county" if part == "districts" and len(named) > 1 else kind
    return "neighbourhood" if any(area.get(part) for part in ("wards", "lsoas", "boundary")) else "not stated"


def is_small(area: Mapping[str, Any]) -> bool:
    """Whether it is, or may be, no larger than a neighbourhood."""
    return kind_of(area) in ("neighbourhood", "not stated")
