"""Currency missing: each value says in which currency it is.

Does not apply: nothing has a value.
Fix: add "currency": "GBP".
Source: OCDS 1.1, Value.
"""

from localspend.quality.headings import FIELDS
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("notices",)
HEADING = FIELDS


def notice(n: Notice) -> list[Place] | None:
    """Values without a currency of three letters."""
    if not n.values:
        return None
    return [
        (f"{money.where}/value/currency", money.currency)
        for money in n.values
        if money.currency is None or len(money.currency) != 3
    ]
