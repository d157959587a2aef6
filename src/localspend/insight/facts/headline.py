"""Headline: what share of the money went to payees inside an area, and how sure that is.

Pooled: all pounds in one pot, so that the largest institution weighs most. Mean of institutions: each institution's own
share, averaged, so that each weighs the same. The two can differ by ten points: both are named. Cumulative: an area
holds the areas within it. The interval assumes that a payee's credits and payments are in one place.
Source: CLES spend analysis; Greater Manchester's published shares (61.7% pooled, 53.8% as a mean).
"""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from ibis import Table

from localspend.errors import UsageError
from localspend.insight.facts.counted import counted, measures
from localspend.insight.facts.shares import Share, mean, share

VERSION = "1"
COLUMNS = {"institution_id": "string", "tier": "string", "amount": "decimal(18, 2)"}
ByInstitution = dict[str, dict[str, Decimal]]


def headline(
    payments: Table, suppliers: Table, *, areas: Sequence[str], inside: str | None, covers: Sequence[str] | None
) -> dict[str, Any]:
    """known_local, known, total (pounds), low, high, among_known (shares or None), inside, by_area, pooled,
    mean_of_institutions, by_institution and notes.

    `areas` are ids, innermost first; `inside` is one of them (the outermost if None); `covers` are the tiers that the
    register of companies covers (None: all). Raises UsageError for an area that the network does not name.
    """
    return account_of(pounds(payments, suppliers), areas=areas, inside=inside, covers=covers)


def pounds(payments: Table, suppliers: Table) -> ByInstitution:
    """Counted pounds by institution and tier."""
    rows = counted(payments, suppliers)
    grouped = rows.group_by("institution_id", "tier").aggregate(**measures(rows))
    found: ByInstitution = {}
    for row in grouped.order_by(["institution_id", "tier"]).to_pyarrow().to_pylist():
        found.setdefault(row["institution_id"], {})[row["tier"]] = row["amount"]
    return found


def account_of(
    by_institution: ByInstitution, *, areas: Sequence[str], inside: str | None, covers: Sequence[str] | None
) -> dict[str, Any]:
    """As `headline`, from pounds by institution and tier."""
    inside = inside or (areas[-1] if areas else None)
    if inside is not None and inside not in areas:
        raise UsageError(
            f"'{inside}' is no area of this network", where="--inside", todo=f"Its areas are: {', '.join(areas)}"
        )
    honest = covers_all(covers, areas)
    by_area = [_of_area(by_institution, areas[: n + 1], honest) for n in range(len(areas))]
    chosen = by_area[areas.index(inside)] if inside is not None else _of_area(by_institution, (), honest)
    return {**chosen, "inside": inside, "by_area": by_area, "notes": _notes(chosen, None if honest else covers)}


def covers_all(covers: Sequence[str] | None, areas: Sequence[str]) -> bool:
    """Whether the register of companies covers every area and the rest of the UK (no UK register goes further)."""
    return covers is None or {*areas, "rest-of-uk"} <= set(covers)


def _of_area(by_institution: ByInstitution, local: Sequence[str], honest: bool) -> dict[str, Any]:
    all_together: dict[str, Decimal] = {}
    for tiers in by_institution.values():
        for tier, amount in tiers.items():
            all_together[tier] = all_together.get(tier, Decimal(0)) + amount
    pooled = share(all_together, local, among_known=honest)
    each = {name: share(tiers, local, among_known=honest) for name, tiers in by_institution.items()}
    return {
        "area": local[-1] if local else None,
        **asdict(pooled),
        "pooled": {key: getattr(pooled, key) for key in ("low", "high", "among_known")},
        "mean_of_institutions": _mean_of(list(each.values())),
        "by_institution": [{"institution_id": name, **asdict(one)} for name, one in each.items()],
    }


def _mean_of(shares: Sequence[Share]) -> dict[str, Any]:
    return {
        "low": mean(one.low for one in shares),
        "high": mean(one.high for one in shares),
        "among_known": mean(one.among_known for one in shares),
        "institutions": sum(one.low is not None for one in shares),
    }


def _notes(chosen: dict[str, Any], covers: Sequence[str] | None) -> list[str]:
    notes = []
    if covers is not None:
        notes.append(
            f"The register of companies covers only {', '.join(covers) or 'no tier'}: a payee found in it is there by "
            "construction, so that a share among known payees would be an illusion and is not given."
        )
    if chosen["low"] is None:
        notes.append("Credits outweigh payments in a part of this total (or nothing was paid): no share is given.")
    without = [one["institution_id"] for one in chosen["by_institution"] if one["low"] is None]
    if without and chosen["low"] is not None:
        notes.append(f"No share, because credits outweigh payments in a part of their total: {', '.join(without)}.")
    return notes
