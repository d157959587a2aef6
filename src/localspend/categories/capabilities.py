"""Who could supply what, and why: the one place for this knowledge, which insights, lots and matching read.

paid-for: institutions of the network paid the firm for it; the more institutions, the stronger (1: 0.5, 2: 0.67, 3:
0.75). sic: the firm's registered activity usually sells it, with the strength of sic_cpv.csv.

WHAT IT CANNOT SAY: a SIC code is what a firm told the register when it filed, often broad or stale, and says nothing of
its size, quality or will.
"""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis.expr.types import StringValue, Table

from localspend import engine
from localspend.categories.categorise import HIDDEN
from localspend.categories.knowledge import sold_under
from localspend.categories.titles import title
from localspend.tables import MONEY
from localspend.tables import capabilities as spec

VERSION = "2"
SOLD = {"activity": "string", "category_code": "string", "strength": "float64", "evidence": "string"}


def capabilities(paid: Table, firms: Table, activities: Mapping[str, str]) -> Table:
    """tables/capabilities from payments, firms, and the titles of SIC codes where a network has them."""
    return paid_for(paid).union(by_activity(firms, activities))


def paid_for(paid: Table) -> Table:
    """Basis paid-for: counted payments that add up to more than nothing, to payees that have a name of their own."""
    grouped = [paid.supplier_id.startswith(f"local-{kind}-") for kind in HIDDEN]
    t = paid.filter(paid.status == "counted", paid.category_code != "unknown", paid.supplier_id.notnull())
    t = t.filter(*(~several for several in grouped))
    found = t.group_by("supplier_id", "category_code").aggregate(
        institutions=t.institution_id.nunique(), amount=t.amount.sum().cast(MONEY), payments=t.count()
    )
    found = found.filter(found.amount > 0)
    words = (
        ("paid £" + found.amount.cast("string") + " in ")
        + _several(found.payments, "payment")
        + " by "
        + _several(found.institutions, "institution")
    )
    strength = found.institutions.cast("float64") / (found.institutions.cast("float64") + 1)
    return engine.conform(
        found.mutate(basis=ibis.literal("paid-for"), strength=strength.round(2), evidence=words), spec.COLUMNS
    )


def by_activity(firms: Table, activities: Mapping[str, str]) -> Table:
    """Basis sic: what each firm's activities sell, the strongest where several sell the same."""
    held = firms.select("supplier_id", activity=firms.sic.unnest())
    sold = _sold(held.select("activity").distinct(), activities)
    found = held.join(sold, "activity").select("supplier_id", "category_code", "strength", "evidence")
    best = found.group_by("supplier_id", "category_code").aggregate(strength=found.strength.max())
    same = found.join(best, ["supplier_id", "category_code", "strength"])
    one = same.group_by("supplier_id", "category_code", "strength").aggregate(evidence=same.evidence.min())
    return engine.conform(one.mutate(basis=ibis.literal("sic")), spec.COLUMNS)


def _sold(held: Table, activities: Mapping[str, str]) -> Table:
    """SOLD for the SIC codes that firms have: some hundreds, so that the longest stem is looked for in Python."""
    codes = sorted(code for row in held.to_pyarrow().to_pylist() if (code := row["activity"]))
    rows = [
        {"activity": code, "category_code": sells, "strength": strength, "evidence": _evidence(code, sells, activities)}
        for code in codes
        for sells, strength in sold_under(code).items()
    ]
    kinds = [(name, pa.float64() if kind == "float64" else pa.string()) for name, kind in SOLD.items()]
    return engine.from_arrow(held.get_backend(), pa.Table.from_pylist(rows, pa.schema(kinds)))


def _evidence(code: str, sells: str, activities: Mapping[str, str]) -> str:
    """`SIC 81300: landscape service activities`, or without the titles what such firms usually sell."""
    words = activities.get(code)
    if words:
        return f"SIC {code}: {words[0].lower() + words[1:]}"
    wares = title(sells)
    return f"SIC {code}, whose firms usually sell: {wares[0].lower() + wares[1:]}"


def _several(count: ibis.expr.types.IntegerValue, noun: str) -> StringValue:
    return count.cast("string") + ibis.ifelse(count == 1, f" {noun}", f" {noun}s")
