"""Near duplicate: no line is nearly the same as another one; scored from 0 to 1 over twelve attributes, no verdict.

Compared are neighbours in a sheet with one payee and amount, by date. Attributes that say more weigh more: the date (a
day apart counts nearly whole, a week half), reference, description and title, whether the sum is an odd one (with
pennies), whether this payee gets it twice only, and whether it seldom gets any sum twice; less the order number. That
department, category, supplier number or postcode is the same says little, that one differs more. So instalments, fees
and prices of a list score low. What both lines leave blank does not count, nor do references of which each line of the
file has its own. Lines with one reference on one day are parts of one document and are not compared.
From 0.9 on a line is shown with its score; exact duplicates are not shown again. A score is no verdict: two purchases
at one price look so too, and no record fails the scorecard by it.
Of notices: processes whose ocid differs, over buyer, title, description, value, category, deadline, start and end.
Does not apply: no payee is named, or all names are withheld.
Fix: compare the two lines; where one corrects the other, publish a credit line or take the first one out.
Source: Spend Network, "Not all data is the same": duplicates scored on eight attributes, not binary.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, Table

from localspend.quality.headings import DUPLICATES
from localspend.quality.ids import UNLISTED
from localspend.quality.kept import Judged, Kept
from localspend.quality.lines import Given, looked, worth

VERSION = "2"
APPLIES = ("ledger", "register", "notices")
HEADING = DUPLICATES
#: From this score on a line is shown; of notices, whose titles and values differ where a process does.
SHOWN, NOTICE_SHOWN = 0.9, 0.8
#: No record fails the scorecard by it.
MARKS = False
#: Attribute -> its weight where it is the same, and where it differs: what a payee's lines share anyhow says little.
COMPARED = {
    **dict.fromkeys(("reference", "description", "title", "contract_ref"), (2.0, 2.0)),
    "po_number": (1.0, 1.0),
    **dict.fromkeys(("department", "category_text", "supplier_ref", "postcode"), (0.5, 1.5)),
}
#: Share of references that are one line's only from which they are numbers of lines.
OWN = 0.98
NOTICE = attrgetter("buyer_key", "title_key", "description_mark", "value", "cpv", "deadline", "start", "end")


def lines(t: Table, given: Given) -> Table:
    """Lines that are like the line before them, among those of one payee and amount."""
    t = t.filter(t.letters.notnull(), ~t.kind.isin(UNLISTED)).mutate(on=ibis.coalesce(t.paid_on, t.start_on))
    pairs = _pairs(t)
    scored = pairs.mutate(score=_score(pairs)).filter(lambda x: x.score >= SHOWN)
    said = scored.score.round(2).cast("string") + " like row " + scored.source_line_before.cast("string")
    scored = scored.select(scored_id="line_id", said=said)
    t = t.left_join(scored, t.line_id == scored.scored_id)
    return looked(t, worth(t), t.said, t.said.notnull())


def _pairs(t: Table) -> Table:
    """The lines to compare, each with the cells of the one before it.

    Adds times (how often the payee gets this sum) and usual (how much of what else it gets is a sum that it gets more
    than once; half where nothing tells).
    """
    # A line's neighbour first, then its cells: a window over them would carry every cell of every line.
    near = ibis.window(group_by=[t.path, t.source_sheet, t.letters, t.amount], order_by=[t.on, t.line_id])
    pairs = t.filter(t.amount != 0).select(this_id="line_id", that_id=t.line_id.lag().over(near))
    held = {f"{name}_before": t[name] for name in (*COMPARED, "on", "alike", "source_line")}
    before = t.select(before_id="line_id", **held)
    pairs = pairs.inner_join(before, pairs.that_id == before.before_id)
    pairs = t.inner_join(pairs, t.line_id == pairs.this_id)
    again = (pairs.alike == pairs.alike_before).fill_null(False)
    parts = ((pairs.reference == pairs.reference_before) & (pairs.on == pairs.on_before)).fill_null(False)
    return _line_numbers(pairs.filter(~again, ~parts), t).join(_sums(t), ["publisher", "letters", "amount"])


def _line_numbers(pairs: Table, t: Table) -> Table:
    """Without the references of files in which each line has its own."""
    files = t.group_by("path").aggregate(own=t.reference.nunique() >= OWN * t.reference.count())
    pairs = pairs.join(files, "path")
    bare = {name: ibis.ifelse(pairs.own, ibis.null(str), pairs[name]) for name in ("reference", "reference_before")}
    return pairs.mutate(**bare)


def _sums(t: Table) -> Table:
    """publisher, letters, amount, times, usual: each sum that a payee gets."""
    sums = t.group_by("publisher", "letters", "amount").aggregate(lines=t.count())
    # To count days and files is slow, and most sums are paid once.
    often = sums.filter(sums["lines"] > 1).drop("lines")
    repeats = t.semi_join(often, _of_one_sum(t, often)).group_by("publisher", "letters", "amount")
    repeats = repeats.aggregate(files=lambda x: x.path.nunique(), days=lambda x: x.on.nunique())
    sums = sums.left_join(repeats, _of_one_sum(sums, repeats))
    # A file that is published twice does not make a sum more frequent.
    times = ibis.greatest(sums.days, (sums["lines"] / sums.files).cast("int64")).fill_null(1)
    sums = sums.select("publisher", "letters", "amount", "lines", times=times)
    several = ibis.ifelse(sums.times > 1, sums["lines"], 0)
    payee = {"group_by": [sums.publisher, sums.letters]}
    every, repeated = sums["lines"].sum().over(**payee), several.sum().over(**payee)
    sums = sums.mutate(usual=(repeated - several + 1) / (every - sums["lines"] + 2))
    return sums.select("publisher", "letters", "amount", "times", "usual")


def _of_one_sum(one: Table, other: Table) -> list[BooleanValue]:
    """That rows of two tables are about one sum; a contract may have none."""
    return [one[name].identical_to(other[name]) for name in ("publisher", "letters", "amount")]


def _score(t: Table) -> FloatingValue:
    apart = t.on.delta(t.on_before, unit="day").abs()
    date_alike = ibis.cases((apart == 0, 1.0), (apart == 1, 0.9), (apart <= 7, 0.5), (apart > 7, 0.0), else_=0.5)
    seldom = ibis.cases((t.times <= 2, 1.0), (t.times == 3, 0.5), else_=0.0)
    odd = ibis.cases((t.amount % 10 == 0, 0.0), (t.amount % 1 == 0, 0.5), else_=1.0)
    points = 2.0 + 2 * (date_alike + seldom + odd + 1 - t.usual)  # name and amount are the same
    weight = 10.0
    for name, (same, different) in COMPARED.items():
        one, other = t[name].fill_null("").upper(), t[f"{name}_before"].fill_null("").upper()
        points += ibis.ifelse((one == other) & (one != ""), same, 0.0)
        weight += ibis.cases((one != other, different), (one != "", same), else_=0.0)
    return points / weight


def notices(every: Sequence[Kept], as_of: date) -> Iterable[Judged]:
    """Releases like an earlier one of another process with the same buyer and the same title or value."""
    seen: dict[tuple[str, object], Kept] = {}
    for n in every:
        keys = [(n.buyer_key, n.title_key), (n.buyer_key, n.value)]
        others = [seen[k] for k in keys if k[1] and k in seen and seen[k].ocid != n.ocid]
        score, ocid = max(((likeness(n, other), other.ocid) for other in others), default=(0.0, ""))
        yield n, [("ocid", f"{score:.2f} like {ocid}")] if score >= NOTICE_SHOWN else []
        for key in keys:
            seen.setdefault(key, n)


def likeness(one: Kept, other: Kept) -> float:
    """0 to 1 over the attributes of NOTICE that either of the two has."""
    same = [a == b for a, b in zip(NOTICE(one), NOTICE(other), strict=True) if a or b]
    return sum(same) / len(same) if len(same) >= 4 else 0.0
