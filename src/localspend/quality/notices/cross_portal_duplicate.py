"""The same process on two portals: a buyer's process stands under one ocid prefix.

Looked for are the same buyer and title with different prefixes (Find a Tender, Contracts Finder, Scotland, Wales).
Does not apply: the releases come from one portal, or have no buyer and title.
Fix: link the two with relatedProcesses; count one of them.
Source: IPEC: no central repository; the Cabinet Office requires some notices on two portals.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from localspend.quality.headings import DUPLICATES
from localspend.quality.kept import Judged, Kept

VERSION = "1"
APPLIES = ("notices",)
HEADING = DUPLICATES


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """Releases of which another portal has one with the same buyer and title."""
    held = [n for n in every if n.ocid and n.buyer_key and n.title_key]
    portals: dict[tuple[str, str], set[str]] = defaultdict(set)
    for n in held:
        portals[n.buyer_key, n.title_key].add(n.portal)
    if len(set().union(*portals.values())) < 2:
        return
    for n in held:
        yield n, [("ocid", n.ocid)] if len(portals[n.buyer_key, n.title_key]) > 1 else []
