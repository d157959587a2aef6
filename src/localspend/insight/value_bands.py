"""Value bands: the long tail: how many payments of which size, and the pounds in them, by tier.

A band holds payments of at least its lower and under its upper bound, each line on its own (not a contract, nor a
supplier's year). Credits and zero lines have bands of their own, so that the bands add up. Most lines are small and
most pounds are large: small firms live in the bands under 30,000 pounds, where quotes can be sought unadvertised.
Amounts as published, mostly net of VAT; thresholds in law are not. Source: DOMAIN 3.1 (bias of the top 300).
"""

import ibis
from ibis import Table

from localspend.insight.facts.counted import counted, measures

VERSION = "1"
COLUMNS = {
    "band": "int32",
    "lower": "int32",
    "upper": "int32",
    "tier": "string",
    "amount": "decimal(18, 2)",
    "payments": "int64",
    "suppliers": "int64",
}
#: Upper bounds in pounds; band 0 is credits (under 0), band 1 from 0 to 500, the last has no upper bound.
BOUNDS = (0, 500, 5_000, 30_000, 100_000, 1_000_000)


def value_bands(payments: Table, suppliers: Table) -> Table:
    """COLUMNS: one row a band and tier; lower and upper are pounds, null where there is no bound."""
    rows = counted(payments, suppliers)
    rows = rows.mutate(
        band=_by_bound(rows, list(range(len(BOUNDS))), len(BOUNDS)),
        lower=_by_bound(rows, [None, *BOUNDS[:-1]], BOUNDS[-1]),
        upper=_by_bound(rows, list(BOUNDS), None),
    )
    return rows.group_by("band", "lower", "upper", "tier").aggregate(**measures(rows)).select(*COLUMNS)


def _by_bound(rows: Table, values: list[int | None], last: int | None) -> ibis.Value:
    """The value of the first bound that the amount is under, else `last`."""
    pairs = [(rows.amount < bound, ibis.literal(value, "int32")) for bound, value in zip(BOUNDS, values, strict=True)]
    return ibis.cases(*pairs, else_=ibis.literal(last, "int32"))
