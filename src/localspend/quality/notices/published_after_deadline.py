"""Published after its deadline: a tender notice appears while there is still time to answer.

Does not apply: the release is no tender notice, or has no deadline.
Fix: check the deadline; publish before it.
Source: IPEC, "inconsistent dates"; Procurement Act 2023, section 54 (time limits).
"""

from localspend.quality.headings import DATES
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("notices",)
HEADING = DATES


def notice(n: Notice) -> list[Place] | None:
    """A tender notice whose first publication is after its deadline."""
    published = n.tender_published or (n.date if n.tags == ("tender",) else None)
    if not n.is_tender or not n.deadline or not published:
        return None
    return [("tender/tenderPeriod/endDate", n.deadline)] if published > n.deadline else []
