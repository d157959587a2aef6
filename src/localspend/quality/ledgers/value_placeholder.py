"""Placeholder value: no value looks like one that was typed because a form asked for it.

Looked for are 0.01, 1, and rows of one digit or counted ones from five places on (99999, 999999.99, 123456). A payment
of £1.00 can be real (a peppercorn rent): in a ledger in which one payment in a hundred is below £10, it is one of many.
Does not apply: nothing has a value.
Fix: write the real value, or leave the cell blank and say why.
Source: Contracts Finder notices as published.
"""

import re
from functools import lru_cache

from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, looked, worth
from localspend.quality.notice import Notice, Place

VERSION = "2"
APPLIES = ("ledger", "register", "notices")
HEADING = FIELDS
PLACEHOLDER = r"^(0\.01|1(\.00?)?|(1{5,}|9{5,})(\.(00?|99))?|12345(6(7(89?)?)?)?(\.(00?|67|78|89))?)$"
_PLACEHOLDER = re.compile(PLACEHOLDER)
#: Pounds of a small payment, and the share of them from which one of £1 is nothing odd.
SMALL, USUAL = 10, 0.01


def lines(t: Table, given: Given) -> Table:
    """Lines with such a value."""
    t = t.filter(t.amount.notnull())
    small = t.amount.abs() < SMALL
    usual = (t["list"] == "payments") & (small.cast("int32").mean().over(group_by=t.path) >= USUAL)
    return looked(t, worth(t), t.amount, t.amount.cast("string").re_search(PLACEHOLDER) & ~(small & usual))


def notice(n: Notice) -> list[Place] | None:
    """Such values in a release."""
    if not n.values:
        return None
    amounts = [(money.where, money.amount) for money in n.values]
    return [(f"{where}/value/amount", f"{amount:g}") for where, amount in amounts if _is_placeholder(amount)]


@lru_cache(20_000)
def _is_placeholder(value: float) -> bool:
    return value == 1 or (value > 0 and _PLACEHOLDER.match(f"{value:.2f}") is not None)
