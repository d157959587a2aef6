"""One name, many identifiers: lines with one name have one company number (or one supplier number).

Names are compared without case, punctuation and legal form; the number that stands most often is taken as the usual
one. A group's companies may share a name on purpose.
Does not apply: no line has both a name and a number.
Fix: merge the supplier records, or write the branch or company into the name.
Source: IPEC, "unique identifiers"; council ledgers with several numbers for a supplier.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from ibis.expr.types import Table

from localspend.quality.headings import IDENTIFIERS
from localspend.quality.ids import UNLISTED
from localspend.quality.kept import Judged, Kept, known_names
from localspend.quality.lines import Given, looked
from localspend.quality.usual import numbered, unusual

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = IDENTIFIERS


def lines(t: Table, given: Given) -> Table:
    """Lines whose number is not the usual one of their name."""
    t = unusual(numbered(t.filter(~t.kind.isin(UNLISTED))), "letters", "number")
    return looked(t, t.number_role, t.number, t.odd)


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """Suppliers whose identifier is not the usual one of their name, over all releases."""
    usual = known_names(every, lambda s: s.key, lambda s: s.identifier)
    for n in every:
        held = [s for s in n.suppliers if s.identifier and s.key]
        yield n, [(s.where, s.identifier) for s in held if usual[s.key] != s.identifier] if held else None
