"""The same process on two portals: a buyer's process stands under one ocid prefix.

Looked for are the same buyer and title with different prefixes (Find a Tender, Contracts Finder, Scotland, Wales).
Does not apply: the releases come from one portal, or have no buyer and title.
Fix: link the two with relatedProcesses; count one of them.
Source: IPEC: no central repository; the Cabinet Office requires some notices on two portals.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from localspend.quality.headings import DUPLICATES
from localspend.quality.notice import Judged, Notice

VERSION = "1"
APPLIES = ("notices",)
HEADING = DUPLICATES


def notices(every: Sequence[Notice], as_of: date) -> Iterable[Judged]:
    """Releases of which another portal has one with the same buyer and title."""
    held = [n for n in every if n.portal and n.buyer_key and n.title_key]
    if len({n.portal for n in held}) < 2:
        return
    portals: dict[tuple[str, str], set[str]] = {}
    for n in held:
        portals.setdefault((n.buyer_key, n.title_key), set()).add(n.portal)
    for n in held:
        yield n, [("ocid", n.ocid)] if len(portals[n.buyer_key, n.title_key]) > 1 else []
