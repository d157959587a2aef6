"""CPV too general: a code says more than its division (45000000 is all of construction).

Does not apply: there is no CPV code.
Fix: use the code of the group, class or category that fits (45233140, roadworks).
Source: Commission Regulation (EC) 213/2008, divisions to categories.
"""

from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("register", "notices")
HEADING = FIELDS
CPV = r"(?:^|\D)(\d{8})(?:\D|$)"


def lines(t: Table, given: Given) -> Table:
    """Contracts with the code of a division."""
    t = t.filter(t["list"] == "contracts").mutate(cpv=t.category_text.re_extract(CPV, 1)).filter(lambda x: x.cpv != "")
    return looked(t, "category_text", t.cpv, t.cpv.endswith("000000"))


def notice(n: Notice) -> list[Place] | None:
    """A tender all of whose codes are divisions."""
    if not n.cpvs:
        return None
    general = all((code or "")[2:8] == "000000" for _, code in n.cpvs)
    return [n.cpvs[0]] if general else []
