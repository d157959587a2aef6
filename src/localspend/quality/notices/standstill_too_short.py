"""Standstill too short: between the award notice and the contract lie as many days as the law asks for.

Under the Procurement Act 2023 eight working days from the contract award notice (UK6); under the earlier regulations
(the notice names a directive) ten days from the day after the decision. Bank holidays are not counted off, so a
standstill over Christmas or Easter may look longer than it is.
Does not apply: the release says no legal basis, no signing date, or no date of the award notice, or is below threshold.
Fix: check the dates of the award notice and of the signature.
Source: Procurement Act 2023, section 51; Public Contracts Regulations 2015, regulation 87.
"""

from datetime import date, timedelta
from functools import lru_cache

from localspend.quality.headings import DATES
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("notices",)
HEADING = DATES
WORKING_DAYS, DAYS = 8, 10


def notice(n: Notice) -> list[Place] | None:
    """Contracts signed before the standstill of their award was over."""
    law = n.law
    if law is None or n.below_threshold or not n.contracts:
        return None
    awarded = {a.id: a.published or a.date for a in n.awards}
    pairs = [(c.where, awarded.get(c.award_id), c.signed) for c in n.contracts]
    held = [(where, begun, signed) for where, begun, signed in pairs if begun and signed]
    if not held:
        return None
    return [(f"{where}/dateSigned", signed) for where, begun, signed in held if signed <= _until(begun, law)]


@lru_cache(20_000)
def _until(begun: str, law: str) -> str:
    """The last day of the standstill that began on `begun`."""
    day, left = date.fromisoformat(begun), WORKING_DAYS
    if law != "procurement-act":
        return (day + timedelta(days=DAYS)).isoformat()
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day.isoformat()
