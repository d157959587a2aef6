"""Near duplicate: no line is nearly the same as another one; a score from 0 to 1 over ten attributes, never yes or no.

Compared are neighbours with one payee and amount, by date: name, amount, date (a day apart counts nearly whole, a week
half), reference, order number, description, department, category, supplier number and postcode. Attributes that both
lines leave blank do not count. From 0.8 on a line is shown with its score; exact duplicates are not shown again.
A score is no verdict: regular fees look so too, and no record fails the scorecard by it.
Of notices: processes whose ocid differs, over buyer, title, description, value, category, deadline, start and end.
Does not apply: there are no lines.
Fix: compare the two lines; where one corrects the other, publish a credit line or take the first one out.
Source: Spend Network, "Not all data is the same": duplicates scored on eight attributes, not binary.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import ibis
from ibis.expr.types import FloatingValue, Table

from localspend.quality.headings import DUPLICATES
from localspend.quality.lines import Given, looked, worth
from localspend.quality.notice import Judged, Notice

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = DUPLICATES
#: From this score on a line is shown.
SHOWN = 0.8
#: No record fails the scorecard by it.
MARKS = False
COMPARED = (
    "reference",
    "po_number",
    "description",
    "department",
    "category_text",
    "supplier_ref",
    "postcode",
    "title",
    "contract_ref",
)
NOTICE = ("buyer_key", "title_key", "description_key", "value", "cpv", "deadline", "start", "end")


def lines(t: Table, given: Given) -> Table:
    """Lines that are like the line before them, among those of one payee and amount."""
    t = t.mutate(on=ibis.coalesce(t.paid_on, t.start_on))
    # A line's neighbour first, then its cells: a window over them would carry every cell of every line.
    near = ibis.window(group_by=[t.path, t.letters, t.amount], order_by=[t.on, t.line_id])
    pairs = t.filter(t.letters.notnull(), t.amount != 0).select(this_id="line_id", that_id=t.line_id.lag().over(near))
    before = t.select(
        before_id="line_id", **{f"{name}_before": t[name] for name in (*COMPARED, "on", "alike", "source_line")}
    )
    pairs = pairs.inner_join(before, pairs.that_id == before.before_id)
    t = t.left_join(pairs, t.line_id == pairs.this_id)
    score = _score(t)
    again = t.alike.notnull() & (t.alike == t.alike_before).fill_null(False)
    compared = t.that_id.notnull() & ~again
    said = score.round(2).cast("string") + " like line " + t.source_line_before.cast("string")
    return looked(t, worth(t), said, compared & (score >= SHOWN))


def _score(t: Table) -> FloatingValue:
    apart = t.on.delta(t.on_before, unit="day").abs()
    dates = ibis.cases((apart == 0, 1.0), (apart == 1, 0.9), (apart <= 7, 0.5), else_=0.0)
    dated = (t.on.notnull() & t.on_before.notnull()).cast("float64")
    points, weight = 2.0 + dates * dated, 2.0 + dated  # name and amount are the same
    for name in COMPARED:
        one, other = t[name].fill_null("").upper(), t[f"{name}_before"].fill_null("").upper()
        points += ((one == other) & (one != "")).cast("float64")
        weight += ((one != "") | (other != "")).cast("float64")
    return points / weight


def notices(every: Sequence[Notice], as_of: date) -> Iterable[Judged]:
    """Releases like an earlier one of another process with the same buyer and the same title or value."""
    seen: dict[tuple[str, object], Notice] = {}
    for n in every:
        keys = [(n.buyer_key, n.title_key), (n.buyer_key, n.value)]
        others = [seen[k] for k in keys if k[1] and k in seen and seen[k].ocid != n.ocid]
        score, ocid = max(((likeness(n, other), other.ocid) for other in others), default=(0.0, ""))
        yield n, [("ocid", f"{score:.2f} like {ocid}")] if score >= SHOWN else []
        for key in keys:
            seen.setdefault(key, n)


def likeness(one: Notice, other: Notice) -> float:
    """0 to 1 over the attributes of NOTICE that either of the two has."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in NOTICE]
    compared = [(a, b) for a, b in pairs if a or b]
    return sum(a == b for a, b in compared) / len(compared) if len(compared) >= 4 else 0.0
