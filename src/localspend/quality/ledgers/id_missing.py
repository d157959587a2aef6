"""Identifier missing: each supplier has a number that a register knows (company, charity or VAT).

People, redacted names and payments inside the institution are not judged. In a notice, each supplier party is judged.
Does not apply: no line names an organisation.
Fix: add a column of company or charity numbers (for notices: the identifier's scheme and id).
Source: Local Government Transparency Code 2015 (suppliers' registration numbers); IPEC, "unique identifiers".
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import IDENTIFIERS
from localspend.quality.ids import UNLISTED
from localspend.quality.lines import Given, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = IDENTIFIERS


def lines(t: Table, given: Given) -> Table:
    """Payments and listed suppliers without any number."""
    t = t.filter(t["list"].isin(["payments", "suppliers"]), t.supplier_text.notnull(), ~t.kind.isin(UNLISTED))
    cells = [t.company_number, t.charity_number, t.vat_number]
    numbered = ibis.or_(*(cell.fill_null("").re_search("[0-9]") for cell in cells))  # "not yet available" is no number
    return looked(t, "company_number", None, ~numbered)


def notice(n: Notice) -> list[Place] | None:
    """Supplier parties whose identifier has no id."""
    if not n.suppliers:
        return None
    return [(s.where, None) for s in n.suppliers if not s.number]
