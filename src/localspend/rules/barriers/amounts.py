"""Numbers out of proportion: turnover and insurance against the value, times, weights, terms of payment, one big lot.

The limits are rules of thumb, stated here, which a reader may judge: none of them is law but where a section is named.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from localspend.rules.barriers.draft import Draft
from localspend.rules.barriers.found import Barrier

MONEY = r"£\s?([\d,]+(?:\.\d+)?)\s*(m\b|million|k\b|thousand)?"
SCALE = {"m": 1_000_000, "million": 1_000_000, "k": 1_000, "thousand": 1_000}
#: Turnover asked above this many times the value of a year; insurance above this many times the whole value.
TURNOVER, INSURANCE = Decimal(2), Decimal(5)
#: Insurance up to this sum is ordinary in most trades.
ORDINARY = Decimal(5_000_000)
FEWEST_DAYS, MOST_PRICE, PAY_DAYS = 10, Decimal(60), 30
#: One lot of more than this a year is beyond most micro firms (the Companies Act's micro turnover was £632,000).
LARGE = Decimal(100_000)


def amounts(draft: Draft) -> Iterator[Barrier]:
    """Every number that is out of proportion."""
    for where, text in draft.lines:
        yield from _turnover(draft, where, text)
        yield from _insurance(draft, where, text)
    yield from _form(draft)


def _turnover(draft: Draft, where: str, text: str) -> Iterator[Barrier]:
    for found in re.finditer(rf"(?i)\bturnover\b[^.]{{0,80}}?(?:{MONEY}|(twice|double|three times|\d+ times))", text):
        asked = _pounds(found[1], found[2]) if found[1] else None
        if asked is not None and draft.a_year is not None and asked <= TURNOVER * draft.a_year:
            continue
        beside = f", {asked / draft.a_year:.1f} times a year of the contract" if asked and draft.a_year else ""
        yield Barrier(
            "financial", "turnover demanded", where, found[0].strip() + beside,
            "Turnover says little of whether the work will be done; below threshold it may leave nobody out (s. 85).",
            "Judge the risk of failure instead: references, a bank letter, smaller lots, payment on delivery.",
        )  # fmt: skip


def _insurance(draft: Draft, where: str, text: str) -> Iterator[Barrier]:
    for found in re.finditer(rf"(?i)\b(?:liability|indemnity|insurance)\b[^.]{{0,60}}?{MONEY}", text):
        asked = _pounds(found[1], found[2])
        fits = draft.value is not None and asked <= max(INSURANCE * draft.value, Decimal(1_000_000))
        if fits or (asked <= ORDINARY and draft.value is None):
            continue
        yield Barrier(
            "financial", "insurance out of proportion", where, found[0].strip(),
            "Cover far above the worst that could happen is bought for the bid alone.",
            "Set cover by risk: what could go wrong, and what it would cost, in this contract.",
        )  # fmt: skip


def _form(draft: Draft) -> Iterator[Barrier]:
    """What stands in fields rather than in words."""
    if draft.tender_days is not None and draft.tender_days < FEWEST_DAYS:
        yield Barrier(
            "time", "short time to answer", "tender period", f"{draft.tender_days} days",
            "A bid takes a small firm five working days, beside its work.", "Give two weeks, four for a large one.",
        )  # fmt: skip
    if draft.price_weight is not None and draft.price_weight > MOST_PRICE:
        yield Barrier(
            "bias", "price outweighs everything", "price weight", f"{draft.price_weight:f}%",
            "Who is largest is cheapest on paper; quality, speed and local knowledge then count for nothing.",
            f"Let price weigh {MOST_PRICE}% or less, and say what quality means.",
        )  # fmt: skip
    if draft.payment_days is not None and draft.payment_days > PAY_DAYS:
        yield Barrier(
            "terms", "long payment terms", "payment days", f"{draft.payment_days} days",
            "Small firms live on their cash; more than 30 days is against the implied term (ss. 68 and 88).",
            "Pay in 30 days, sooner for micro firms, and say so.",
        )  # fmt: skip
    if draft.a_year is not None and draft.a_year > LARGE and (draft.lots or 1) == 1:
        yield Barrier(
            "specification", "one big lot", "lots", f"one lot of about £{draft.a_year:,.0f} a year",
            "A firm that could do a part of it well cannot bid for the whole.",
            "Try `localspend lots`: by place, by trade, by size; give the reasons where it is not divided.",
        )  # fmt: skip


def _pounds(number: str, scale: str | None) -> Decimal:
    return Decimal(number.replace(",", "")) * SCALE.get((scale or "").lower(), 1)
