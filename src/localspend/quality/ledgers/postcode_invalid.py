"""Postcode invalid: what stands in a column of postcodes is shaped as a UK postcode.

Whether it is in use is not asked.
Does not apply: no line has a postcode in a column of its own.
Fix: write it as B9 4AA; leave it blank for an address abroad.
Source: Royal Mail, "Programmer's guide" (PAF): the letters that can stand in each place.
"""

import re
from functools import lru_cache

from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = FIELDS
POSTCODE = r"^(GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]? ?[0-9][ABD-HJLNP-UW-Z][ABD-HJLNP-UW-Z])$"
_POSTCODE = re.compile(POSTCODE)


def lines(t: Table, given: Given) -> Table:
    """Filled cells of postcodes that are none."""
    t = t.filter(t.supplier_postcode.notnull())
    written = t.supplier_postcode.strip().upper().re_replace(r"\s+", " ")
    return looked(t, "supplier_postcode", t.supplier_postcode, ~written.re_search(POSTCODE))


def notice(n: Notice) -> list[Place] | None:
    """Filled postalCodes of UK parties that are none."""
    held = [(p.where, p.postcode) for p in n.parties if p.postcode and p.is_uk]
    if not held:
        return None
    return [(f"{where}/address/postalCode", text) for where, text in held if not _is_postcode(text)]


@lru_cache(20_000)
def _is_postcode(text: str) -> bool:
    return _POSTCODE.match(" ".join(text.upper().split())) is not None
