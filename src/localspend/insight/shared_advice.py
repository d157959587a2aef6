"""What to do with a need that institutions share: buy jointly, synchronise, or keep small, and why in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

#: Fewer gaps than this between payments are no rhythm.
LEAST_GAPS = 3


@dataclass(frozen=True)
class Market:
    """The local firms able at the joint size and at that of the smallest part; how many of them are micro firms."""

    joint: int
    separate: int
    micro_joint: int
    micro_separate: int

    def shut_out(self, enough: int) -> bool:
        """Whether buying together would leave fewer than `enough` firms, or no micro firm, where there were more."""
        fewer = self.joint < self.separate and self.joint < enough
        return fewer or (self.micro_separate > 0 and self.micro_joint == 0)


def advise(
    market: Market | None, *, a_year: Decimal, ends: int, align_on: date | None, area: str, enough: int
) -> tuple[str, str]:
    """advice and why. `market` None: the category is not known; `ends`: institutions whose contract's end is known."""
    together = f"£{a_year:,.0f} a year together"
    align = f"{ends} contracts could end together on {align_on:%d/%m/%Y}" if align_on and ends > 1 else None
    if market is None:
        unknown = "what it is in CPV is not known, so neither is who could supply it at that size"
        return ("synchronise", f"{align}; {unknown}") if align else ("keep-small", f"{together}: {unknown}")
    if not market.shut_out(enough):
        return "buy-jointly", f"{together}: {_open(market, area)}" + (f"; {align}" if align else "")
    closed = _closed(market, together, area)
    if align:
        return "synchronise", f"{align}, each still bought at its own size: {closed}"
    return "keep-small", closed


def _open(market: Market, area: str) -> str:
    if market.separate == 0:
        return f"no firm in {area} is known to be able at either size, so none would be shut out"
    lost = market.separate - market.joint
    said = f"{market.joint} of the {_firms(market.separate)} in {area} able to carry a part could carry it all"
    micro = f"{_firms(market.micro_joint, 'micro firm')} among them"
    # Joint buying is never advised without a word on whom it would cost.
    return f"{said}, {micro}" + (f"; {_firms(lost)} could not: offer it in lots" if lost else "")


def _closed(market: Market, together: str, area: str) -> str:
    micro = market.micro_separate and not market.micro_joint
    no_micro = f", and none of the {_firms(market.micro_separate, 'micro firm')}" if micro else ""
    of = f"{market.joint} of the {_firms(market.separate)} in {area} able to carry a part"
    return f"as one contract ({together}) only {of} could carry it{no_micro}"


def _firms(many: int, word: str = "firm") -> str:
    return f"{many} {word}" + ("" if many == 1 else "s")


def ends_together(
    contracts: Iterable[Mapping[str, Any]], paid: Mapping[tuple[str, str | None], Decimal]
) -> dict[str, date]:
    """Institution -> the end of its main contract for a need: with the supplier that it pays most for it.

    `contracts`: institution_id, supplier_id, end_on, value; `paid`: (institution, supplier) -> pounds for the need.
    Equal ones: the more valuable, then the earlier end.
    """
    main: dict[str, tuple[Decimal, Decimal, int, date]] = {}
    for one in contracts:
        pounds = paid.get((one["institution_id"], one["supplier_id"]), Decimal(0))
        rank = (pounds, one["value"] or Decimal(0), -one["end_on"].toordinal(), one["end_on"])
        main[one["institution_id"]] = max(rank, main.get(one["institution_id"], rank))
    return {institution: rank[-1] for institution, rank in main.items()}


def median_gap(gaps: Mapping[int, int]) -> int | None:
    """The median of gaps in days (gap -> how often); the lower of two; null where they are fewer than LEAST_GAPS."""
    total, seen = sum(gaps.values()), 0
    if total < LEAST_GAPS:
        return None
    for gap in sorted(gaps):
        seen += gaps[gap]
        if 2 * seen >= total:
            return gap
    return None


def common_words(texts: Iterable[str], key: str) -> str:
    """The words of the first text, in order, that every text has; `key` alone where that leaves fewer words."""
    first, *others = [text.split() for text in texts]
    shared = list(dict.fromkeys(word for word in first if all(word in other for other in others)))
    return " ".join(shared) if set(key.split()) <= set(shared) else key
