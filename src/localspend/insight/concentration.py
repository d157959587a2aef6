"""Concentration: how much rests on few suppliers, and what a look at the 300 largest alone would show.

Over suppliers that can be told apart and were paid more than was credited; `amount` is their pounds and the base of
every share here. hhi = sum of squared shares: 1 is one supplier, near 0 is many; top_10, top_50, top_300 are the shares
of the largest. A group of companies counts as many, and redacted payees not at all: true concentration is higher.
institution_id null is all institutions together.

scope whole is all of them; scope top-300 the 300 that were paid most (by that institution, or by all together), the way
CLES looks: suppliers and amount are theirs, and hhi and the tops, being shares of the whole, are null. inside_low and
inside_high are the least and the most of the pounds of a scope that can have gone inside `area`, the one that is asked
about (the innermost if none is): those known to be inside it, and these with those of unknown place. Side by side they
show what the long tail adds. Null where credits outweigh payments in a part, or the network names no area.
Sources: CLES spend analysis (top 300); Herfindahl and Hirschman (HHI).
"""

from collections.abc import Sequence

import ibis
from ibis import Table

from localspend import engine
from localspend.insight.facts.counted import UNKNOWN, UNNAMED, counted
from localspend.tables import MONEY

VERSION = "2"
COLUMNS = {
    "institution_id": "string",
    "scope": "string",
    "suppliers": "int64",
    "amount": "decimal(18, 2)",
    "hhi": "decimal(9, 4)",
    "top_10": "decimal(9, 4)",
    "top_50": "decimal(9, 4)",
    "top_300": "decimal(9, 4)",
    "area": "string",
    "inside_low": "decimal(9, 4)",
    "inside_high": "decimal(9, 4)",
}
TOPS = (10, 50, 300)
LARGEST = TOPS[-1]


def concentration(payments: Table, suppliers: Table, *, areas: Sequence[str], inside: str | None) -> Table:
    """COLUMNS: two rows an institution (scope whole, top-300), and two with institution_id null for all together.

    `areas` are ids, innermost first; an area holds those before it.
    """
    rows = counted(payments, suppliers)
    rows = rows.filter(rows.supplier_id.notnull() & rows.kind.notin(UNNAMED))
    local = areas[: areas.index(inside) + 1] if inside in areas else []
    inner = rows.tier.isin(list(local)) if local else ibis.literal(False)
    paid = rows.select(
        "institution_id", "supplier_id", "amount", inner=inner.ifelse(rows.amount, 0).cast(MONEY),
        nowhere=(rows.tier == UNKNOWN).ifelse(rows.amount, 0).cast(MONEY),
    )  # fmt: skip
    by_institution = engine.materialise(_each(paid))
    together = _each(by_institution.mutate(institution_id=ibis.null("string")))
    area = local[-1] if local else None
    return _scopes(by_institution, area).union(_scopes(together, area))


def _each(rows: Table) -> Table:
    sums = {name: rows[name].sum().cast(MONEY) for name in ("amount", "inner", "nowhere")}
    return rows.group_by("institution_id", "supplier_id").aggregate(**sums)


def _scopes(each: Table, area: str | None) -> Table:
    each = each.filter(each.amount > 0)
    whole = ibis.window(group_by="institution_id")
    order = ibis.window(group_by="institution_id", order_by=[each.amount.desc(), each.supplier_id.asc()])
    each = each.mutate(
        share=each.amount.cast("float64") / each.amount.sum().over(whole).cast("float64"),
        rank=ibis.row_number().over(order) + 1,
    )
    tops = {f"top_{n}": _share(each.share.sum(where=each["rank"] <= n)) for n in TOPS}
    everybody = _sums(each, area, "whole", hhi=_share((each.share * each.share).sum()), **tops)
    return everybody.union(_sums(each.filter(each["rank"] <= LARGEST), area, f"top-{LARGEST}"))


def _sums(each: Table, area: str | None, scope: str, **more: ibis.Value) -> Table:
    sums = {name: each[name].sum().cast(MONEY) for name in ("amount", "inner", "nowhere")}
    rows = each.group_by("institution_id").aggregate(suppliers=each.count(), **sums, **more)
    elsewhere = rows.amount - rows.inner - rows.nowhere
    sound = ibis.literal(area is not None) & (rows.inner >= 0) & (rows.nowhere >= 0) & (elsewhere >= 0)
    part = {"inside_low": rows.inner, "inside_high": rows.inner + rows.nowhere}
    shares = {
        name: sound.ifelse(_share(pounds.cast("float64") / rows.amount.cast("float64")), ibis.null("decimal(9, 4)"))
        for name, pounds in part.items()
    }
    return engine.conform(rows.mutate(scope=ibis.literal(scope), area=ibis.literal(area, "string"), **shares), COLUMNS)


def _share(value: ibis.Value) -> ibis.Value:
    return value.round(4).cast("decimal(9, 4)")
