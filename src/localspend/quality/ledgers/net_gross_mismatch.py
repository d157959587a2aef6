"""Net and gross do not fit: the VAT of a line is between nought and 20% of its net amount.

Of notices: amountGross is between the amount and 1.2 times it.
Does not apply: no line has both an amount and a VAT (in a notice: both a net and a gross value).
Fix: check which column is net; say in the header whether VAT is in the amount.
Source: VAT Act 1994 (rates 0, 5 and 20%); Find a Tender's amount (net) and amountGross.
"""

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import FIELDS
from localspend.quality.lines import Given, having, looked
from localspend.quality.notice import Notice, Place

VERSION = "1"
APPLIES = ("ledger", "notices")
HEADING = FIELDS
#: Pennies of rounding that are no mismatch.
ROUNDING = 0.05


def lines(t: Table, given: Given) -> Table:
    """Lines whose VAT is more than the highest rate, or of the other sign."""
    t = having(t, "vat")
    t = t.filter(t.vat.notnull(), t.amount.notnull(), t.amount != 0)
    vat, amount = t.vat.cast("float64"), t.amount.cast("float64")
    most = ibis.ifelse(t.amount_basis == "gross", 1 / 6, 0.2) * amount.abs() + ROUNDING
    return looked(t, "vat", t.vat, (vat.abs() > most) | (vat * amount < 0))


def notice(n: Notice) -> list[Place] | None:
    """Gross values that no rate of VAT makes of the net ones."""
    held = [(money.where, money.amount, money.gross) for money in n.values if money.gross is not None]
    if not held:
        return None
    return [
        (f"{where}/value/amountGross", f"{gross:.2f}")
        for where, net, gross in held
        if not net - ROUNDING <= gross <= 1.2 * net + ROUNDING
    ]
