"""Regime: which law a requirement stands under, and the thresholds that say so.

earlier-law: it commenced before the Procurement Act 2023 did. outside-the-act: the body or the contract is not under
it. Else its value decides, before rounding: above-threshold, below-threshold-notifiable, below-threshold. A part that
could reasonably be bought alone, and reaches its own threshold, lifts the whole (s. 5). Lots never change the regime.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from localspend.rules import law, thresholds
from localspend.rules.law import Row
from localspend.rules.requirement import CONTRACTS, Requirement
from localspend.rules.valuation import Valuation, with_vat

ABOVE, NOTIFIABLE, BELOW = "above-threshold", "below-threshold-notifiable", "below-threshold"
OUTSIDE, EARLIER = "outside-the-act", "earlier-law"
COMMENCED = date(2025, 2, 24)
#: Bodies whose health care services the Provider Selection Regime governs.
PROVIDER_SELECTION = ("nhs", "council", "combined-authority")


@dataclass(frozen=True)
class Regime:
    """name is one of the five; threshold is pounds, None where none applies; why is a sentence each."""

    name: str
    threshold: Decimal | None
    regulated: bool
    authority: str
    buyer: Row
    why: tuple[str, ...]
    rows: tuple[dict[str, Any], ...] = ()


def regime(asked: Requirement, worth: Valuation, folder: Path | None = None) -> Regime:
    """The regime of a requirement of that worth. Raises InputError for a network's own table that is wrong."""
    buyer = _buyer(asked, folder)
    authority = asked.authority if asked.authority in ("central", "sub-central") else buyer["authority"]
    if outside := _outside(asked):
        return Regime(OUTSIDE, None, False, authority, buyer, (outside,))
    rows = [row for row in thresholds.rows(folder) if _stood(row, asked.on)]
    line = _strictest(rows, asked, authority, folder)
    limit = line["amount"] if line else None
    if asked.on < COMMENCED:
        return _earlier(worth, limit, line, authority, buyer)
    return _by_value(asked, worth, rows, line, authority, buyer)


def _earlier(worth: Valuation, limit: Decimal | None, line: Any, authority: str, buyer: Row) -> Regime:
    why = "It commenced before 24 February 2025, so the earlier regulations apply to it, to its end."
    return Regime(
        EARLIER, limit, limit is None or worth.exact >= limit, authority, buyer, (why,), (line,) if line else ()
    )


def _by_value(
    asked: Requirement, worth: Valuation, rows: list[dict[str, Any]], line: Any, authority: str, buyer: Row
) -> Regime:
    limit: Decimal = line["amount"]
    lifted = _lifting(asked, rows, authority)
    if worth.exact >= limit or lifted:
        why = lifted or f"Its value reaches the threshold of £{limit:,.2f}."
        return Regime(ABOVE, limit, True, authority, buyer, (why,), (line,))
    below = f"Its value is under the threshold of £{limit:,.2f}."
    if "concession" in asked.contract:
        why = "A concession below the threshold is not regulated by the Act."
        return Regime(BELOW, limit, False, authority, buyer, (below, why), (line,))
    if buyer["part_6"] != "true":
        why = "Part 6 of the Act does not apply to schools, which include further-education colleges."
        return Regime(BELOW, limit, False, authority, buyer, (below, why), (line,))
    floor = _row(rows, "notifiable", authority, CONTRACTS[asked.contract])
    if floor and worth.exact >= floor["amount"]:
        why = f"It reaches £{floor['amount']:,.2f}, from where notices are due."
        return Regime(NOTIFIABLE, limit, True, authority, buyer, (below, why), (line, floor))
    why = "It is under the value from which notices are due."
    return Regime(BELOW, limit, True, authority, buyer, (below, why), tuple(r for r in (line, floor) if r))


def suitability_floor(asked: Requirement, authority: str, folder: Path | None) -> dict[str, Any] | None:
    """For works, the threshold row from which a separate check of suitability is allowed below threshold (s. 85(3))."""
    rows = [row for row in thresholds.rows(folder) if _stood(row, asked.on)]
    return _row(rows, "suitability-stage", authority, CONTRACTS[asked.contract])


def _outside(asked: Requirement) -> str | None:
    if asked.authority == "none":
        return "The network says that this body stands outside the Act."
    if asked.nation == "scotland":
        return "Scotland has its own law of procurement; localspend has no table of it."
    if asked.contract == "health-care" and asked.buyer in PROVIDER_SELECTION and asked.on >= COMMENCED:
        return "Health care services of this body stand under the Provider Selection Regime, outside the Act."
    return None


def _buyer(asked: Requirement, folder: Path | None) -> Row:
    return next(row for row in law.rows("buyers", asked.on, folder) if row["kind"] == asked.buyer)


def _strictest(
    rows: list[dict[str, Any]], asked: Requirement, authority: str, folder: Path | None
) -> dict[str, Any] | None:
    """The lowest threshold of all who buy: a joint contract must satisfy each of them."""
    kinds = {row["kind"]: row["authority"] for row in law.rows("buyers", asked.on, folder)}
    authorities = {authority, *(kinds[kind] for kind, _ in asked.joint)}
    found = [_row(rows, ABOVE, one, CONTRACTS[asked.contract]) for one in sorted(authorities)]
    return min((row for row in found if row), key=lambda row: row["amount"], default=None)


def _lifting(asked: Requirement, rows: list[dict[str, Any]], authority: str) -> str | None:
    """The part that lifts the whole, in words, if any does."""
    for kind, amount in asked.parts:
        line = _row(rows, ABOVE, authority, CONTRACTS[kind])
        if line and with_vat(asked, amount) >= line["amount"]:
            return (
                f"A part of it ({kind}) could reasonably be bought alone and reaches its own threshold of "
                f"£{line['amount']:,.2f}: the whole is treated as above threshold (s. 5)."
            )
    return None


def _row(rows: list[dict[str, Any]], rule: str, authority: str, contract: str) -> dict[str, Any] | None:
    fits = [r for r in rows if r["rule"] == rule and r["contract"] == contract and r["buyer"] in (authority, "any")]
    return max(fits, key=lambda row: row["from_on"], default=None)


def _stood(row: dict[str, Any], on: date) -> bool:
    return bool(row["from_on"] <= on and (row["to_on"] is None or on <= row["to_on"]))
