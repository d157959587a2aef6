"""Peer-proven: local suppliers that another institution already pays for what leaks here.

For each institution and category whose influenceable pounds leak (leaked: all counted pounds to known places outside
`inside`, that it could pay to another by the horizon; at least `least_leaked` a year), the suppliers inside that
another institution (peer_id) pays for the same thing: the same category code, or one level wider or narrower. peer_paid
and leaked are pounds over the whole time, credits taken off. A supplier is proven where the peer paid it at least
`least_paid` and either on `least_days` days or within `recent_months` of the last day. Left out are suppliers that the
institution already pays for it, grants, public bodies, and payees that may not be named; at most `most` a category,
most money first; rank 1 is the largest leak.

It cannot say that the supplier has room, was content or did well, nor that the two institutions need quite the same: a
category known only as a division (two digits; `digits` tells how many both codes share) is wide. Pounds to unknown
places are no leak here. A proven supplier may be asked, never preferred for its address where the law forbids it.
Source: import replacement among anchor institutions (Evergreen, Preston); DOMAIN 6.5.
"""

from collections.abc import Sequence
from datetime import date

import ibis
from ibis import Table

from localspend import engine
from localspend.categories import levels
from localspend.insight.facts import shown
from localspend.insight.facts.areas import inside_of
from localspend.insight.facts.counted import UNKNOWN, UNNAMED
from localspend.insight.facts.yearly import a_year, months
from localspend.insight.influence import influenceable, months_after
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "rank": "int32",
    "institution_id": "string",
    "category_code": "string",
    "leaked": "decimal(18, 2)",
    "supplier_id": "string",
    "supplier": "string",
    "kind": "string",
    "size": "string",
    "tier": "string",
    "peer_id": "string",
    "peer_category": "string",
    "digits": "int64",
    "peer_paid": "decimal(18, 2)",
    "last_paid_on": "date",
}
#: Institutions are compared: a filter applies to the rows, not to the payments.
SEES_ALL = True
#: Reasons of `influence` for which a payment proves no purchase.
NO_PURCHASE = ("public-body-or-statutory", "grants-and-transfers", "person")


def peer_proven(
    payments: Table,
    suppliers: Table,
    *,
    areas: Sequence[str],
    inside: str | None,
    as_of: date,
    unmasked: bool = False,
    horizon_months: int = 24,
    least_leaked: int = 10_000,
    least_paid: int = 1_000,
    least_days: int = 2,
    recent_months: int = 24,
    most: int = 10,
) -> Table:
    """COLUMNS: one row an institution, category that leaks, supplier and peer."""
    local = inside_of(areas, inside)
    since = months_after(as_of, -recent_months)
    leaks = leaking(payments, suppliers, local, as_of=as_of, horizon_months=horizon_months)
    leaks = a_year(leaks.mutate(yearly=leaks.leaked), months(payments), "yearly")
    leaks = engine.materialise(leaks.filter(leaks.yearly >= least_leaked))
    known = proven(payments, suppliers, local, since=since, least_paid=least_paid, least_days=least_days)
    rows = _beside(leaks, known)
    rows = _new_to_it(engine.materialise(rows), payments)
    return shown.named(_ranked(rows, most), unmasked).select(*COLUMNS)


def leaking(payments: Table, suppliers: Table, local: Sequence[str], *, as_of: date, horizon_months: int) -> Table:
    """institution_id, category_code, leaked: pounds that could stay and go to known places outside `local`."""
    now = influenceable(payments, as_of=as_of, horizon_months=horizon_months)
    out = now.filter(
        now.status == "counted",
        now.influence_now == "yes",
        now.category_code != UNKNOWN,
        now.tier.notin([*local, UNKNOWN]),
    )
    out = out.anti_join(suppliers.filter(suppliers.kind.isin(UNNAMED)), "supplier_id")
    sums = out.group_by("institution_id", "category_code").aggregate(leaked=out.amount.sum().cast(MONEY))
    return sums.filter(sums.leaked > 0)


def proven(
    payments: Table, suppliers: Table, local: Sequence[str], *, since: date, least_paid: int, least_days: int
) -> Table:
    """peer_id, peer_category, supplier_id, kind, size, tier, name, name_shown, peer_paid, last_paid_on."""
    paid = payments.filter(
        payments.status == "counted",
        payments.category_code != UNKNOWN,
        payments.tier.isin(list(local)),
        payments.influence_reason.fill_null("").notin(NO_PURCHASE),
    )
    keys = {"peer_id": "institution_id", "peer_category": "category_code"}
    paid = paid.select("supplier_id", "tier", "amount", "paid_on", **keys)
    each = paid.group_by("peer_id", "peer_category", "supplier_id").aggregate(
        tier=paid.tier.max(),
        peer_paid=paid.amount.sum().cast(MONEY),
        last_paid_on=paid.paid_on.max(where=paid.amount > 0),
        # Payments without a date are occasions of their own: some ledgers give none.
        days=paid.paid_on.nunique(where=paid.amount > 0) + paid.count(where=paid.paid_on.isnull() & (paid.amount > 0)),
    )
    lately = (each.last_paid_on >= ibis.literal(since)).fill_null(False)
    each = each.filter(each.peer_paid >= least_paid, (each.days >= least_days) | lately)
    payee = suppliers.select("supplier_id", "kind", "size", "name", "name_shown")
    both = each.join(payee, "supplier_id")
    both = both.mutate(kind=both.kind.fill_null(UNKNOWN), size=both["size"].fill_null(UNKNOWN))
    return engine.materialise(both.filter(both.kind.notin([*UNNAMED, "public-body"])))


def _beside(leaks: Table, known: Table) -> Table:
    """Each leak beside what others proved to be local, for categories that are alike."""
    leaks = leaks.mutate(division=levels.division(leaks.category_code))
    known = known.mutate(division=levels.division(known.peer_category))
    both = leaks.join(known, "division")
    alike = levels.alike(both.category_code, both.peer_category)
    both = both.filter(alike, both.institution_id != both.peer_id)
    shared = ibis.least(levels.depth(both.category_code), levels.depth(both.peer_category))
    return both.mutate(digits=shared.cast("int64")).drop("division")


def _new_to_it(rows: Table, payments: Table) -> Table:
    """`rows` without the suppliers that the institution itself already pays for something alike."""
    paid = payments.filter(payments.status == "counted", payments.category_code != UNKNOWN)
    own = paid.select("institution_id", "supplier_id", own_code="category_code").distinct()
    both = rows.join(own, ["institution_id", "supplier_id"])
    both = both.filter(levels.alike(both.category_code, both.own_code))
    return rows.anti_join(both, ["institution_id", "category_code", "supplier_id"])


def _ranked(rows: Table, most: int) -> Table:
    last = [rows.peer_paid.desc(), rows.supplier_id.asc(), rows.peer_id.asc(), rows.peer_category.asc()]
    nth = ibis.row_number().over(ibis.window(group_by=["institution_id", "category_code"], order_by=last))
    rows = rows.mutate(nth=nth).filter(lambda t: t.nth < most)
    first = [rows.leaked.desc(), rows.institution_id.asc(), rows.category_code.asc(), rows.nth.asc()]
    return rows.mutate(rank=(ibis.row_number().over(order_by=first) + 1).cast("int32"))
