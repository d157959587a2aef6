"""The share of pounds that stayed, as an interval: what is not known could have gone either way.

low = known local / total; high = (known local + unknown) / total; among_known = known local / known. Shares are
decimals rounded to four places. Source: DOMAIN 6.5 and 6.6 (leakage; bounds from spend of unknown location).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from localspend.insight.facts.counted import UNKNOWN, money

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Share:
    """Pounds and shares of one total; a share is None where it would mislead."""

    known_local: Decimal
    known: Decimal
    total: Decimal
    low: Decimal | None
    high: Decimal | None
    among_known: Decimal | None


def share(by_tier: Mapping[str, Decimal], local: Collection[str], *, among_known: bool) -> Share:
    """The Share of pounds by tier that lies in the tiers `local`.

    No share is given unless the local, the other and the unknown pounds are each at least zero and their total is
    above it: where credits outweigh payments a percentage means nothing.
    """
    total = sum(by_tier.values(), NOTHING)
    unknown = by_tier.get(UNKNOWN, NOTHING)
    inside = sum((pounds for tier, pounds in by_tier.items() if tier in local), NOTHING)
    known = total - unknown
    sound = total > 0 and min(inside, unknown, known - inside) >= 0
    return Share(
        money(inside),
        money(known),
        money(total),
        _ratio(inside, total) if sound else None,
        _ratio(inside + unknown, total) if sound else None,
        _ratio(inside, known) if sound and among_known and known > 0 else None,
    )


def mean(values: Iterable[Decimal | None]) -> Decimal | None:
    """The plain mean of the shares that are known, rounded to four places."""
    known = [value for value in values if value is not None]
    return _ratio(sum(known, NOTHING), Decimal(len(known))) if known else None


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)
