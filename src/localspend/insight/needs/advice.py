"""What to do with a need that institutions share: buy jointly, synchronise, or keep small, and why in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from localspend.insight.influence import months_after

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
        """Whether buying together would leave no micro firm, or fewer than `enough` or half, where there were more."""
        fewer = self.joint < self.separate and (self.joint < enough or 2 * self.joint < self.separate)
        return fewer or (self.micro_separate > 0 and self.micro_joint == 0)


def advise(
    market: Market | None, *, a_year: Decimal, ends: int, align_on: date | None, area: str, enough: int
) -> tuple[str, str]:
    """advice and why. `market` None: the category is not known; `ends`: institutions whose contract's end is known."""
    together = f"£{a_year:,.0f} a year together"
    together_on = f"{ends} contracts could end together on {align_on:%d/%m/%Y}" if align_on and ends > 1 else None
    if market is None:
        unknown = "what it is in CPV is not known, so neither is who could supply it at that size"
        return ("synchronise", f"{together_on}; {unknown}") if together_on else ("keep-small", f"{together}: {unknown}")
    if not market.shut_out(enough):
        return "buy-jointly", f"{together}: {_open(market, area)}" + (f"; {together_on}" if together_on else "")
    closed = _closed(market, together, area)
    if together_on:
        return "synchronise", f"{together_on}, each still bought at its own size: {closed}"
    return "keep-small", closed


def _open(market: Market, area: str) -> str:
    if market.separate == 0:
        return f"no firm in {area} is known to be able at either size, so none would be shut out"
    micro = f"; {_firms(market.micro_joint, 'micro firm')} among them" if market.micro_joint else ""
    lost = market.separate - market.joint
    # Joint buying is never advised without a word on whom it would cost.
    return f"{_could(market, area)} carry the whole{micro}" + (f"; {_firms(lost)} could not: use lots" if lost else "")


def _closed(market: Market, together: str, area: str) -> str:
    micro = market.micro_separate > 0 and market.micro_joint == 0
    no_micro = f", and no micro firm ({market.micro_separate} could carry a part)" if micro else ""
    return f"as one contract ({together}), {_could(market, area)} carry it{no_micro}"


def _could(market: Market, area: str) -> str:
    """'3 of the 7 firms in x able to carry a part could'."""
    if market.separate == 1:
        return f"the one firm in {area} able to carry a part could" + ("" if market.joint else " not")
    many = {0: "none", market.separate: "all"}.get(market.joint, f"only {market.joint}")
    return f"{many} of the {_firms(market.separate)} in {area} able to carry a part could"


def _firms(many: int, word: str = "firm") -> str:
    return f"{many} {word}" + ("" if many == 1 else "s")


def main_ends(contracts: Iterable[Mapping[str, Any]], days: Mapping[tuple[str, str | None], int]) -> list[date]:
    """The end of each institution's main contract for a need: with the supplier that it pays for it on most days.

    `contracts`: institution_id, supplier_id, end_on, value; `days`: (institution, supplier) -> days with a payment.
    Days, because one large bill is no lasting need. Equal ones: the more valuable, then the earlier end.
    """
    main: dict[str, tuple[int, Decimal, int, date]] = {}
    for one in contracts:
        often = days.get((one["institution_id"], one["supplier_id"]), 0)
        rank = (often, one["value"] or Decimal(0), -one["end_on"].toordinal(), one["end_on"])
        main[one["institution_id"]] = max(rank, main.get(one["institution_id"], rank))
    return sorted(rank[-1] for rank in main.values())


def align(ends: Sequence[date], months: int) -> tuple[date | None, int]:
    """The latest of the most `ends` that lie within `months` of each other, and how many; of two such sets the later.

    The later, because a joint purchase takes time to prepare.
    """
    sets = [[end for end in ends if first <= end <= months_after(first, months)] for first in sorted(ends)]
    best = max(reversed(sets), key=len, default=[])
    return max(best, default=None), len(best)


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
