"""Exact duplicate: no line is equal to an earlier line of its sheet in every cell.

Equal payments can be right (two rooms at one price on one day): a finding is a question, and totals still count both.
Of notices: no release stands twice with the same ocid and id.
Does not apply: there are no lines.
Fix: ask which copies are real; `--fixed` marks each with the line that it repeats.
Source: IPEC, "duplicated records".
"""

from collections.abc import Iterable, Sequence
from datetime import date

from ibis.expr.types import Table

from localspend.quality.headings import DUPLICATES
from localspend.quality.kept import Judged, Kept
from localspend.quality.lines import Given, looked, worth

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = DUPLICATES


def lines(t: Table, given: Given) -> Table:
    """The second and further lines of those that are alike."""
    like = t.filter(t.alike.notnull())
    firsts = like.group_by("path", "source_sheet", "alike").aggregate(first_id=like.line_id.min())
    t = t.left_join(firsts.select("first_id"), t.line_id == firsts.first_id)
    return looked(t, worth(t), t.amount, t.alike.notnull() & t.first_id.isnull())


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """The second and further releases with one ocid and id."""
    seen: set[tuple[str, str]] = set()
    for n in every:
        if not n.ocid or not n.id:
            yield n, None
            continue
        yield n, [("id", n.id)] if (n.ocid, n.id) in seen else []
        seen.add((n.ocid, n.id))
