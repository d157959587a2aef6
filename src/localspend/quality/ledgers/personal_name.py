"""Personal name: no payee's name reads as a private person's or a sole trader's.

Names are masked in what is shown. A sole trader may be named; a person who receives care or an allowance should not.
Does not apply: no line names a payee.
Fix: ask whether the person knows; withhold the names of private people before publishing.
Source: UK GDPR; Local Government Transparency Code 2015. How names are judged: localspend's kinds of payee.
"""

from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked

VERSION = "1"
APPLIES = ("ledger", "register")
HEADING = FIELDS


def lines(t: Table, given: Given) -> Table:
    """Lines whose payee's name reads as a person's."""
    # A register of companies may name anybody.
    t = t.filter(t["list"] != "organisations", t.supplier_text.notnull())
    return looked(t, "supplier", t.supplier_text, t.kind.isin(["private-person", "sole-trader"]))
