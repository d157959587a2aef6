"""Replacement: what leaves an area and could be supplied from within it, largest first.

For each category, in pounds a year (counted pounds x 12 / the months that each institution's files cover):
leaked = pounds that could be paid to another and go to known places outside `inside`; contestable = those of them that
no contract holds beyond the horizon; capacity = what the firms inside that are able could prudently take on;
replaceable = min(leaked, capacity, contestable), by which the rows are ranked. Categories with less than `least_leaked`
a year are left out.

firms are those inside that are able (see `capability`; letterboxes that nobody paid are not counted). capacity = sum of
dependency cap x turnover - what the institutions pay the firm already; most turnovers are unknown, so it is a range
from capacity_low to capacity_high with `capacity` its middle (see the module capacity), never zero where there are
firms. A firm able in three categories counts in each: capacities, and so the replaceable pounds, do not add up over
rows. peers = institutions that already pay a supplier inside for it (as in `peer-proven`; the asking one is left out).
unplaced = influenceable pounds of unknown place: the leak could be larger by so much. earliest_on = the earliest end
after `as_of` of a contract behind the leak; null where no contract is known, so that nothing known holds it.

location_quotient = (able firms inside / firms inside) / (able firms in the outermost area / firms there), over firms
whose register gives a trade; below 1 the trade is rarer inside. Null where inside is the outermost area, where fewer
than `least_firms` able firms are known there, or where the register does not cover it (no more firms there that nobody
paid than firms that somebody did). It assumes that firms of a trade are equally large.

confidence: high = at least `enough` firms, a peer, capacity_low >= min(leaked, contestable), the code at least a group
(three digits) and unplaced no more than leaked; medium = at least `enough` firms, and a peer or that capacity; else
low. prompt: start-up, or co-operative where two or more institutions buy it, where at least `least_prompt` a year is
contestable and no firm inside is known to supply it, though the register gives a trade for `least_firms` firms there;
never for a whole division.

It cannot say that a firm wants the work, that its price is as good, or where it would buy in turn. Firms are asked by
their ability; where the law forbids it, never chosen by their address. Source: DOMAIN 6.4 and 6.5.
"""

from collections.abc import Sequence
from datetime import date

import ibis
from ibis import Table

from localspend import engine
from localspend.categories import levels
from localspend.insight.facts.able import able
from localspend.insight.facts.areas import inside_of
from localspend.insight.facts.capacity import ROOMS, rooms
from localspend.insight.facts.counted import UNKNOWN, UNNAMED
from localspend.insight.facts.yearly import a_year, earned, months
from localspend.insight.influence import influenceable, months_after
from localspend.insight.peer_proven import proven
from localspend.tables import MONEY

VERSION = "1"
COLUMNS = {
    "rank": "int32",
    "category_code": "string",
    "leaked": "decimal(18, 2)",
    "capacity": "decimal(18, 2)",
    "capacity_low": "decimal(18, 2)",
    "capacity_high": "decimal(18, 2)",
    "contestable": "decimal(18, 2)",
    "replaceable": "decimal(18, 2)",
    "unplaced": "decimal(18, 2)",
    "institutions": "int64",
    "firms": "int64",
    "peers": "int64",
    "location_quotient": "float64",
    "earliest_on": "date",
    "prompt": "string",
    "confidence": "string",
}
#: Peers and a firm's income are those of all institutions, whoever asks.
SEES_ALL = True
POUNDS = ("leaked", "contestable", "unplaced")


def replacement(
    payments: Table,
    suppliers: Table,
    firms: Table,
    capabilities: Table,
    *,
    areas: Sequence[str],
    inside: str | None,
    institution: str | None,
    as_of: date,
    horizon_months: int = 24,
    dependency_cap: float = 0.25,
    enough: int = 3,
    least_leaked: int = 5_000,
    least_prompt: int = 50_000,
    least_firms: int = 10,
) -> Table:
    """COLUMNS: one row a category, rank 1 first. `institution` chooses whose leaks; null is all."""
    local = inside_of(areas, inside)
    covered = engine.materialise(months(payments))
    asked = payments if institution is None else payments.filter(payments.institution_id == institution)
    rows = _leaks(asked, suppliers, covered, local, as_of=as_of, horizon_months=horizon_months)
    rows = engine.materialise(rows.filter(rows.leaked >= least_leaked))
    rows = _with_firms(
        rows, firms, capabilities, engine.materialise(earned(payments, covered)), local, dependency_cap=dependency_cap
    )
    others = payments if institution is None else payments.filter(payments.institution_id != institution)
    since = months_after(as_of, -24)
    rows = _with_peers(rows, proven(others, suppliers, local, since=since, least_paid=1_000, least_days=2))
    rows = _with_quotient(engine.materialise(rows), firms, capabilities, local, areas, least_firms)
    rows = engine.materialise(rows)
    return _judged(rows, enough, least_prompt, least_firms).select(*COLUMNS)


def _leaks(
    payments: Table, suppliers: Table, covered: Table, local: Sequence[str], *, as_of: date, horizon_months: int
) -> Table:
    """category_code, institutions, leaked, contestable, unplaced (pounds a year), earliest_on."""
    now = influenceable(payments, as_of=as_of, horizon_months=horizon_months)
    # What a contract holds for now is part of the leak, though not of what is contestable.
    could = (now.influence_now == "yes") | (now.influence.fill_null("") == "yes")
    now = now.filter(now.status == "counted", now.category_code != UNKNOWN, could)
    now = now.anti_join(suppliers.filter(suppliers.kind.isin(UNNAMED)), "supplier_id")
    out = now.tier.notin([*local, UNKNOWN])
    free = out & (now.influence_now == "yes")
    each = now.group_by("institution_id", "category_code").aggregate(
        leaked=now.amount.sum(where=out).fill_null(0).cast(MONEY),
        contestable=now.amount.sum(where=free).fill_null(0).cast(MONEY),
        unplaced=now.amount.sum(where=now.tier == UNKNOWN).fill_null(0).cast(MONEY),
        earliest_on=now.contestable_on.min(where=free & (now.contestable_on > ibis.literal(as_of))),
    )
    each = a_year(each, covered, *POUNDS)
    sums = {name: each[name].sum().cast(MONEY) for name in POUNDS}
    return each.group_by("category_code").aggregate(
        institutions=each.institution_id.nunique(where=each.leaked > 0), earliest_on=each.earliest_on.min(), **sums
    )


def _with_firms(
    rows: Table, firms: Table, capabilities: Table, incomes: Table, local: Sequence[str], *, dependency_cap: float
) -> Table:
    """`rows` with firms, capacity_low, capacity and capacity_high: the able firms inside."""
    inside = firms.filter(firms.tier.isin(list(local)))
    found = able(rows, capabilities).join(inside, "supplier_id")
    found = found.filter(~found.office_shared.fill_null(False) | (found.basis == "paid-for"))
    found = rooms(found, incomes, dependency_cap=dependency_cap)
    sums = {name.replace("room", "capacity"): found[name].sum().cast(MONEY) for name in ROOMS}
    depth = found.group_by("category_code").aggregate(firms=found.count(), **sums)
    both = rows.left_join(depth, "category_code").drop("category_code_right")
    known = {name: both[name].fill_null(0).cast(MONEY) for name in sums}
    return both.mutate(firms=both.firms.fill_null(0), **known)


def _with_peers(rows: Table, known: Table) -> Table:
    pairs = known.select("peer_id", "peer_category").distinct()
    pairs = pairs.mutate(division=levels.division(pairs.peer_category))
    codes = rows.select("category_code", division=levels.division(rows.category_code))
    both = codes.join(pairs, "division")
    both = both.filter(levels.alike(both.category_code, both.peer_category))
    peers = both.group_by("category_code").aggregate(peers=both.peer_id.nunique())
    with_peers = rows.left_join(peers, "category_code").drop("category_code_right")
    return with_peers.mutate(peers=with_peers.peers.fill_null(0))


def _with_quotient(
    rows: Table, firms: Table, capabilities: Table, local: Sequence[str], areas: Sequence[str], least: int
) -> Table:
    """`rows` with location_quotient, and trades: how many firms inside have a trade by the register."""
    by_register = capabilities.filter(capabilities.basis == "sic")
    here, there = firms.tier.isin(list(local)), firms.tier.isin(list(areas))
    known = firms.semi_join(by_register, "supplier_id").mutate(here=here, there=there)
    ring = known.there & ~known.here
    whole = known.aggregate(
        trades=known.count(where=known.here),
        reference=known.count(where=known.there),
        covered=known.count(where=ring & ~known.paid.fill_null(False)) > known.count(where=ring & known.paid),
    )
    found = able(rows, by_register).join(known, "supplier_id")
    each = found.group_by("category_code").aggregate(
        trade=found.count(where=found.here), wider=found.count(where=found.there)
    )
    both = rows.left_join(each, "category_code").drop("category_code_right").cross_join(whole)
    share_here = both.trade.cast("float64") / both.trades
    share_there = both.wider.cast("float64") / both.reference
    fair = both.covered & (both.trades > 0) & (both.wider >= least)
    return both.mutate(
        location_quotient=fair.fill_null(False).ifelse((share_here / share_there).round(2), ibis.null("float64"))
    )


def _judged(rows: Table, enough: int, least_prompt: int, least_firms: int) -> Table:
    rows = rows.mutate(target=ibis.least(rows.leaked, rows.contestable))
    rows = rows.mutate(replaceable=ibis.greatest(ibis.least(rows.target, rows.capacity), 0).cast(MONEY))
    many, room = rows.firms >= enough, rows.capacity_low >= rows.target
    narrow = levels.depth(rows.category_code) >= 3
    sure = many & (rows.peers > 0) & room & narrow & (rows.unplaced <= rows.leaked)
    asked_for = (rows.firms == 0) & (rows.contestable >= least_prompt) & narrow & (rows.trades >= least_firms)
    rows = rows.mutate(
        confidence=ibis.cases((sure, "high"), (many & ((rows.peers > 0) | room), "medium"), else_="low"),
        prompt=asked_for.ifelse(
            (rows.institutions > 1).ifelse(
                "co-operative: several institutions buy it and no firm here is known to supply it",
                "start-up: no firm here is known to supply it",
            ),
            ibis.null("string"),
        ),
    )
    order = [rows.replaceable.desc(), rows.leaked.desc(), rows.category_code.asc()]
    return rows.mutate(rank=(ibis.row_number().over(order_by=order) + 1).cast("int32"))
