"""The size of the contract against what the firms that exist nearby could take on, where a network knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from localspend.rules.barriers.draft import Draft
from localspend.rules.barriers.found import Barrier

#: Fewer firms than these that could carry a lot are too few for a competition.
ENOUGH = 3


@dataclass(frozen=True)
class Market:
    """The firms of an area that can do a category: pounds that each could prudently take on in a year (an estimate)."""

    area: str
    category: str
    rooms: tuple[Decimal, ...]

    def able(self, pounds: Decimal) -> int:
        """How many could take on so much a year."""
        return sum(room >= pounds for room in self.rooms)


def capacity(draft: Draft, market: Market | None) -> Iterator[Barrier]:
    """A lot that fewer than three of the firms there could carry."""
    if market is None or not market.rooms or draft.a_year is None:
        return
    a_lot = draft.a_year / max(draft.lots or 1, 1)
    if market.able(a_lot) >= ENOUGH:
        return
    middle = Decimal(median(market.rooms)).quantize(Decimal(1))
    yield Barrier(
        "specification", "larger than firms nearby can carry", "lots",
        f"about £{a_lot:,.0f} a year a lot; of {len(market.rooms)} firms known to do this in {market.area} "
        f"{market.able(a_lot)} could prudently take that on (an estimate from their size; the middle one £{middle:,})",
        "Firms that exist and could do a part of it have nothing to bid for; this is so wherever they are.",
        f"Lots of about £{middle:,} a year or less, for firms from anywhere; see `localspend lots`.",
    )  # fmt: skip
