"""Month published again: a month of payments stands in one file of a publisher only.

Two files repeat each other where nine in ten payments of the smaller month, ten at least, stand in both; the later file
(by name) is the copy. See quality/republished for how payments are compared.
Does not apply: only one file of this publisher was given.
Fix: publish corrections as a new file that replaces the old one, and say so.
Source: council ledgers as published: the same invoice in two months' files.
"""

import ibis
from ibis.expr.types import Table

from localspend import engine
from localspend.quality import republished
from localspend.quality.headings import DUPLICATES
from localspend.quality.lines import Given, looked, several

VERSION = "1"
APPLIES = ("ledger",)
HEADING = DUPLICATES


def lines(t: Table, given: Given) -> Table:
    """The second copies, among the payments of publishers with two files or more."""
    t = t.filter(several(t.path, t.publisher))
    payments = t.mutate(payment_id=t.line_id.cast("string"), institution_id=t.publisher, source_id=t.path)
    none = engine.from_arrow(
        t.get_backend(), ibis.schema({"source_id": "string", "month": "string"}).to_pyarrow().empty_table()
    )
    copies, _ = republished.republished(payments, none)
    copies = copies.select(copy_id=copies.payment_id.cast("int64"))
    t = t.left_join(copies, t.line_id == copies.copy_id)
    return looked(t, "amount", t.amount, t.copy_id.notnull())
