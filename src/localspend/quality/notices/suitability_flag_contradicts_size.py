"""Suitability contradicts size: what is marked as suitable for small firms can be carried by one, and goes to one.

A firm counts as small or medium up to €50m (£44m) turnover a year: a single lot that is worth more a year cannot be
carried by one. A tender that is marked as not suitable and then awarded to one contradicts itself too.
Does not apply: the tender says nothing about small firms, or neither its size nor its suppliers' sizes are known.
Fix: divide the requirement into lots, or change the mark.
Source: Commission Recommendation 2003/361/EC; OCDS for the UK, suitability; Contracts Finder, isSuitableForSme.
"""

from localspend.quality.headings import THREAD
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("notices",)
HEADING = THREAD
#: Pounds a year.
MOST = 44_000_000
SMALL = frozenset({"sme", "micro", "small", "medium"})


def notice(n: Notice) -> list[Place] | None:
    """A mark that the value or the awarded suppliers contradict."""
    mark, where = n.for_sme
    if mark is None:
        return None
    scales = {s.scale for s in n.suppliers if s.scale}
    if mark is False:
        return [(where, "not suitable, awarded to a small firm")] if scales & SMALL else [] if scales else None
    lots = n.lot_values or ([n.value] if n.value is not None else [])
    if not lots or n.is_framework:
        return None
    yearly = min(lots) / max(n.years, 1.0)
    return [(where, f"suitable, £{yearly:,.0f} a year in its smallest part")] if yearly > MOST else []
