"""One identifier, many names: lines with one company number (or the publisher's own supplier number) have one name.

Names are compared without case, punctuation and legal form; the name that stands most often is taken as the usual one.
A name that is withheld is no other name.
Does not apply: no line has both a name and a number.
Fix: use the register's name beside a number, or a number of its own for each supplier.
Source: Tussell, "How open procurement data is holding you back": inconsistent names.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from ibis.expr.types import Table

from localspend.quality.headings import IDENTIFIERS
from localspend.quality.kept import Judged, Kept, known_names
from localspend.quality.lines import Given, looked
from localspend.quality.usual import numbered, unusual

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = IDENTIFIERS


def lines(t: Table, given: Given) -> Table:
    """Lines whose name is not the usual one of their number."""
    t = unusual(numbered(t.filter(t.kind != "redacted")), "number", "letters")
    return looked(t, "supplier", t.supplier_text, t.odd)


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """Suppliers whose name is not the usual one of their identifier, over all releases."""
    usual = known_names(every, lambda s: s.identifier, lambda s: s.key)
    for n in every:
        held = [(s, s.identifier) for s in n.suppliers if s.identifier and s.key]
        yield n, [(s.where, s.name) for s, number in held if usual[number] != s.key] if held else None
