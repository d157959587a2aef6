"""Fields left blank: of each column that a buyer publishes, less than one cell in five is blank.

One entry a field and buyer, with its rate; the buyer is named where a file has several.
Does not apply: there are no lines (of notices: no releases).
Fix: fill the field, or take the column out if it is never used.
Source: IPEC, "many fields left blank by buyers".
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter, not_

import ibis
from ibis.expr.types import Table

from localspend.quality.headings import FIELDS as HEADED
from localspend.quality.kept import Judged, Kept
from localspend.quality.lines import Given
from localspend.quality.notice import Place

VERSION = "1"
APPLIES = ("ledger", "register", "notices")
HEADING = HEADED
#: The share of blank cells from which a field is shown.
SHOWN = 0.2
#: Releases of a buyer from which its rates are its own; buyers of fewer are taken together.
ENOUGH = 5
#: Its entries are about whole files: no record fails by it.
WHOLE, MARKS = True, False
#: Role -> what tells that its cell is filled.
FIELDS = {
    **{"supplier": "supplier_text", "paid_on": "date_written", "start_on": "start_written", "end_on": "end_written"},
    **{name: name for name in ("department", "category_text", "description", "reference", "po_number", "contract_ref")},
    **{name: name for name in ("supplier_ref", "company_number", "charity_number", "vat_number", "title")},
    **{name: name for name in ("supplier_postcode", "supplier_size", "vat")},
}
NOTICE = {
    "tender/title": "title",
    "tender/description": "described",
    "tender/value": "any_value",
    "tender/classification": "cpv",
    "tender/tenderPeriod/endDate": "deadline_told",
    "tender/contractPeriod": "runs",
    "tender/procurementMethod": "method",
    "buyer/id": "buyer_id",
    "buyer postcode": "buyer_postcode",
}


def lines(t: Table, given: Given) -> Table:
    """One row a file, buyer and field; line_id is null."""
    t = t.mutate(buyer=t.institution_text.fill_null(""))
    blank = {f"{role}__": (~t[name].notnull()).cast("int64").sum() for role, name in FIELDS.items()}
    rates = t.group_by("path", "buyer").aggregate(rows=t.count(), roles=t.roles.max(), **blank)
    several = rates.path.count().over(group_by=rates.path) > 1
    rates = rates.mutate(whose=ibis.ifelse(several & (rates.buyer != ""), rates.buyer + ": ", ""))
    found = []
    for role in FIELDS:
        rate = rates[f"{role}__"] / rates.rows
        said = rates.whose + (rate * 100).round(1).cast("string") + "% of " + rates.rows.cast("string") + " lines blank"
        one = rates.filter(rates.roles.contains(f"|{role}|"))
        found.append(
            one.select(
                line_id=ibis.null("int64"), path="path", role=ibis.literal(role), value=said, fails=rate >= SHOWN
            )
        )
    return found[0].union(*found[1:])


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """The first release of each buyer, with the fields that it leaves blank too often."""
    by_buyer: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    for n in every:
        if n.tender:
            by_buyer[n.path, n.buyer_key or n.buyer_id].append(n)
    for (path, buyer), held in list(by_buyer.items()):
        if len(held) < ENOUGH:
            by_buyer[path, ""] += by_buyer.pop((path, buyer)) if buyer else []
    for (_, buyer), held in by_buyer.items():
        whose = held[0].buyer_name if buyer else f"{len({n.buyer_key for n in held})} buyers of few releases"
        yield held[0], list(_rates(held, whose)) if held else []


def _rates(held: Sequence[Kept], whose: str) -> Iterator[Place]:
    for where, name in NOTICE.items():
        asked = [n for n in held if n.is_tender] if name == "deadline_told" else held
        blank = sum(map(not_, map(attrgetter(name), asked)))
        if asked and blank >= SHOWN * len(asked):
            yield where, f"{whose}: {blank / len(asked):.1%} of {len(asked):,} releases blank"
