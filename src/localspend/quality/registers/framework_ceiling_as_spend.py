"""Framework ceiling as spend: the most that a framework may cost is not repeated for each of its suppliers.

Looked for in processes that say they are frameworks or dynamic purchasing systems (not in call-offs from one): two
awards or suppliers with one and the same value, or an award of the tender's whole value shared by several suppliers. In
a contract register: lines of one framework with one value and different suppliers. Adding them up would count the
ceiling many times.
Does not apply: nothing says that it is a framework.
Fix: give the ceiling once, as the tender's value, and each award its own.
Source: Find a Tender as published: ceilings repeat per supplier; Contracts Finder, x_awardValue.
"""

from ibis.expr.types import Table

from localspend.quality.headings import THREAD
from localspend.quality.lines import Given, looked, several
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("register", "notices")
HEADING = THREAD


def lines(t: Table, given: Given) -> Table:
    """Contracts under one framework with one value and several suppliers."""
    t = t.filter(t["list"] == "contracts", t.framework_ref.notnull(), t.amount.notnull(), t.letters.notnull())
    t = t.filter(~t.framework_ref.upper().strip().isin(["N", "NO", "NONE", "N/A", "NA", "FALSE", "-"]))
    # YES names no framework: the title tells it apart.
    same = [t.path, t.framework_ref, t.title, t.amount]
    return looked(t, "value", t.amount, (t.amount != 0) & (several(t.letters, same)))


def notice(n: Notice) -> list[Place] | None:
    """Awards of a framework that repeat a value, or whose whole value several suppliers share."""
    if not n.awards or not n.is_framework:
        return None
    values = [a.value for a in n.awards if a.value]
    return [
        (f"{a.where}/value/amount", f"{a.value:.2f}")
        for a in n.awards
        if a.value and (values.count(a.value) > 1 or (a.suppliers > 1 and a.value == n.value))
    ]
