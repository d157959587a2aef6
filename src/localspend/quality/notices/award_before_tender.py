"""Award before tender: nothing is awarded before the tender was published.

Does not apply: the release does not hold both an award's date and the tender's date of publication.
Fix: check the dates; a direct award says so in procurementMethod ("direct" or "limited").
Source: IPEC, "inconsistent dates"; OCDS 1.1.
"""

from localspend.quality.headings import DATES
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("notices",)
HEADING = DATES


def notice(n: Notice) -> list[Place] | None:
    """Awards dated before the tender's publication."""
    dated = [(a.where, a.date) for a in n.awards if a.date]
    published = n.tender_published
    if not dated or not published:
        return None
    return [(f"{where}/date", day) for where, day in dated if day < published]
