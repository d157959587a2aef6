"""Postcode missing: each supplier's address has a postcode, in a column of its own or in the address.

People are not judged.
Does not apply: the file has no column of addresses or postcodes; the release names no supplier.
Fix: add the postcode of the supplier's registered or trading address.
Source: IPEC, "missing fields"; without a postcode nobody can say what stays in a place.
"""

from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.ids import UNLISTED
from localspend.quality.lines import Given, having, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = FIELDS


def lines(t: Table, given: Given) -> Table:
    """Lines in whose address no postcode was found."""
    t = having(t, "supplier_postcode", "supplier_address").filter(~t.kind.isin(UNLISTED))
    return looked(t, "supplier_postcode", None, t.postcode.isnull())


def notice(n: Notice) -> list[Place] | None:
    """Suppliers with no postcode in postalCode or in streetAddress."""
    if not n.suppliers:
        return None
    return [(f"{s.where}/address", None) for s in n.suppliers if not s.any_postcode]
