"""CPV missing: each notice says with a CPV code what is bought; so does a contract register with a column for it.

Does not apply: the file has no contracts with a column of categories, or the release no tender.
Fix: add the code of the Common Procurement Vocabulary, eight digits.
Source: Procurement Act 2023, Procurement Regulations 2024 (CPV codes in notices); Commission Regulation (EC) 213/2008.
"""

from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, having, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("register", "notices")
HEADING = FIELDS
CPV = r"(^|\D)\d{8}(\D|$)"


def lines(t: Table, given: Given) -> Table:
    """Contracts whose category names no code."""
    t = having(t.filter(t["list"] == "contracts"), "category_text")
    return looked(t, "category_text", None, ~t.category_text.fill_null("").re_search(CPV))


def notice(n: Notice) -> list[Place] | None:
    """A tender without a code, neither its own nor one of its items'."""
    if not n.tender:
        return None
    return [] if n.cpv else [("tender/classification/id", None)]
