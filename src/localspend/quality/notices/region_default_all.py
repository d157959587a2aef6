"""Region of everywhere: the place of delivery says more than the whole country.

Does not apply: the release names no place of delivery.
Fix: name the region, district or postcode where the work is done.
Source: Find a Tender as published: lists of ten regions make the place unusable.
"""

from localspend.quality.headings import FIELDS
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("notices",)
HEADING = FIELDS
COUNTRIES = frozenset({"UK", "GB", "UNITED KINGDOM", "ENGLAND", "ANY REGION", "UKC-UKN"})
#: Of the twelve regions and nations of the United Kingdom.
MOST = 9


def notice(n: Notice) -> list[Place] | None:
    """A whole country, or nearly all of its regions."""
    if not n.regions:
        return None
    named = {region for _, region in n.regions}
    if len({region[:3] for region in named}) >= MOST or named <= COUNTRIES:
        return [(n.regions[0][0], n.regions[0][1])]
    return []
