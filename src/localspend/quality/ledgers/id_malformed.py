"""Identifier malformed: a company number has eight characters, with its leading zeros and a known prefix.

Words in the place of a number ("not yet available") are missing identifiers, not malformed ones.
Does not apply: no line has a company number.
Fix: write all eight characters (01234567, SC123456); `--fixed` puts lost zeros back.
Source: Companies House, "URI customer guide"; org-id.guide, GB-COH.
"""

from ibis.expr.types import Table

from localspend.quality.headings import IDENTIFIERS
from localspend.quality.ids import COMPANY, COMPANY_PATTERN
from localspend.quality.lines import Given, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = IDENTIFIERS


def lines(t: Table, given: Given) -> Table:
    """Company numbers that are not written as the register writes them."""
    t = t.filter(t.company_number.fill_null("").re_search("[0-9]"))
    bare = t.company_number.strip().upper().re_replace("^GB-COH-", "")
    return looked(t, "company_number", t.company_number, ~bare.re_search(COMPANY))


def notice(n: Notice) -> list[Place] | None:
    """Parties with a GB-COH identifier that is none."""
    held = [(p.where, p.number) for p in n.parties if p.scheme == "GB-COH" and p.number]
    if not held:
        return None
    return [(where, number) for where, number in held if not COMPANY_PATTERN.match(number)]
