"""Value of nought: no payment and no contract is worth £0.00.

Does not apply: nothing has a value.
Fix: write the real value, or leave the cell blank and say why.
Source: published notices and ledgers, in which nought stands for "not said".
"""

from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked, worth
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = FIELDS


def lines(t: Table, given: Given) -> Table:
    """Lines of exactly nought."""
    t = t.filter(t.amount.notnull())
    return looked(t, worth(t), t.amount, t.amount == 0)


def notice(n: Notice) -> list[Place] | None:
    """Values of exactly nought."""
    return [(f"{money.where}/value/amount", "0") for money in n.values if money.amount == 0] if n.values else None
