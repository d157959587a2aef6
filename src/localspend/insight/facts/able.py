"""Able: which firms could supply which category, from what is known of them."""

import ibis
from ibis import Table

from localspend.categories import levels

#: What a firm was paid for says more than what it told a register.
STRONGEST_FIRST = ("paid-for", "says", "notice", "sic")


def able(codes: Table, capabilities: Table) -> Table:
    """category_code, supplier_id, basis, strength, evidence: the strongest evidence of each firm for each of `codes`.

    A firm is able where its code is the same, one level wider or narrower, or lies anywhere beneath the need: who
    mends boilers can carry a part of 'repair'. 'unknown' is no code.
    """
    fits = matching(codes, capabilities)
    firms = capabilities.select("supplier_id", "basis", "strength", "evidence", firm_code="category_code")
    found = firms.join(fits, "firm_code")
    place = ibis.cases(*((found.basis == b, n) for n, b in enumerate(STRONGEST_FIRST)), else_=len(STRONGEST_FIRST))
    found = found.mutate(place=place)
    best = ibis.window(
        group_by=["category_code", "supplier_id"],
        order_by=[found.place.asc(), found.strength.desc(), found.firm_code.asc()],
    )
    first = found.mutate(nth=ibis.row_number().over(best)).filter(lambda t: t.nth == 0)
    return first.select("category_code", "supplier_id", "basis", "strength", "evidence")


def matching(codes: Table, capabilities: Table) -> Table:
    """category_code of `codes` and the firm_code of `capabilities` that answers it: few rows, whatever the firms."""
    known = codes.filter(codes.category_code != levels.UNKNOWN).select("category_code").distinct()
    offered = capabilities.filter(capabilities.category_code != levels.UNKNOWN)
    offered = offered.select(firm_code="category_code").distinct()
    known = known.mutate(division=levels.division(known.category_code))
    offered = offered.mutate(division=levels.division(offered.firm_code))
    pairs = known.join(offered, "division")
    near = levels.alike(pairs.firm_code, pairs.category_code) | levels.within(pairs.firm_code, pairs.category_code)
    return pairs.filter(near).select("category_code", "firm_code")
