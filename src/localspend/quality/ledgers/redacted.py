"""Name withheld: the payee's name is given.

Withholding a private person's name is right; the finding is how often it is done, in lines and pounds.
Does not apply: there are no payments or contracts.
Fix: withhold only names of people; give firms' and bodies' names.
Source: Local Government Transparency Code 2015 (personal data); ICO guidance.
"""

from functools import lru_cache

from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked
from localspend.quality.notice import REDACTED, Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = FIELDS


def lines(t: Table, given: Given) -> Table:
    """Lines whose payee is withheld or blank."""
    t = t.filter(t["list"].isin(["payments", "contracts"]))
    hidden = t.supplier_text.isnull() | (t.kind == "redacted")
    return looked(t, "supplier", t.supplier_text, hidden)


def notice(n: Notice) -> list[Place] | None:
    """Suppliers whose name is withheld or blank."""
    if not n.suppliers:
        return None
    return [(s.where, None) for s in n.suppliers if not s.name or _hidden(s.name)]


@lru_cache(20_000)
def _hidden(name: str) -> bool:
    return REDACTED.search(name) is not None
