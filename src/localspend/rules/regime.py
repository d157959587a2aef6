"""Regime: which law a requirement stands under, and the thresholds that say so.

earlier-law: it commenced before the Procurement Act 2023 did. outside-the-act: the body or the contract is not under
it. Else its value decides, before rounding: above-threshold, below-threshold-notifiable, below-threshold. A part that
could reasonably be bought alone, and reaches its own threshold, lifts the whole (s. 5). Lots never change the regime.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from localspend.rules import law, thresholds
from localspend.rules.law import Row, fits
from localspend.rules.requirement import CONTRACTS, Requirement
from localspend.rules.valuation import Valuation, with_vat

ABOVE, NOTIFIABLE, BELOW = "above-threshold", "below-threshold-notifiable", "below-threshold"
OUTSIDE, EARLIER = "outside-the-act", "earlier-law"
COMMENCED = date(2025, 2, 24)


@dataclass(frozen=True)
class Regime:
    """name is one of the five; threshold is pounds, None where none applies; why and unchecked: a sentence each."""

    name: str
    threshold: Decimal | None
    regulated: bool
    authority: str
    buyer: Row
    why: tuple[str, ...]
    rows: tuple[dict[str, Any], ...] = ()
    unchecked: tuple[str, ...] = ()


def regime(asked: Requirement, worth: Valuation, folder: Path | None = None) -> Regime:
    """The regime of a requirement of that worth. Raises InputError for a network's own table that is wrong."""
    buyer = _buyer(asked, folder)
    authority = asked.authority if asked.authority in ("central", "sub-central") else buyer["authority"]
    if outside := _outside(asked, folder):
        return Regime(OUTSIDE, None, False, authority, buyer, (outside,))
    rows = [row for row in thresholds.rows(folder) if _stood(row, asked.on)]
    authorities = _authorities(asked, authority, folder)
    line = _strictest(rows, ABOVE, authorities, CONTRACTS[asked.contract])
    if asked.on < COMMENCED:
        return _earlier(asked, worth, line, authority, buyer)
    return replace(_by_value(asked, worth, rows, line, authorities, buyer), authority=authority)


def _earlier(asked: Requirement, worth: Valuation, line: dict[str, Any] | None, authority: str, buyer: Row) -> Regime:
    why = "It commenced before 24 February 2025, so the earlier regulations apply to it, to its end."
    if line is None:
        unknown = f"no threshold of {asked.on.year} is in the tables: whether the value was regulated was not looked up"
        return Regime(EARLIER, None, True, authority, buyer, (why,), unchecked=(unknown,))
    return Regime(EARLIER, line["amount"], worth.exact >= line["amount"], authority, buyer, (why,), (line,))


def _by_value(
    asked: Requirement, worth: Valuation, rows: list[dict[str, Any]], line: Any, authorities: Sequence[str], buyer: Row
) -> Regime:
    limit: Decimal = line["amount"]
    lifted = _lifting(asked, rows, authorities)
    if worth.exact >= limit or lifted:
        why = lifted or f"Its value reaches the threshold of £{limit:,.2f}."
        return Regime(ABOVE, limit, True, "", buyer, (why,), (line,))
    below = f"Its value is under the threshold of £{limit:,.2f}."
    if unregulated := _unregulated(asked, buyer):
        return Regime(BELOW, limit, False, "", buyer, (below, unregulated), (line,))
    floor = _strictest(rows, "notifiable", authorities, CONTRACTS[asked.contract])
    used = tuple(row for row in (line, floor) if row)
    if floor and worth.exact >= floor["amount"]:
        why = f"It reaches £{floor['amount']:,.2f}, from where notices are due."
        return Regime(NOTIFIABLE, limit, True, "", buyer, (below, why), used)
    return Regime(BELOW, limit, True, "", buyer, (below, "It is under the value from which notices are due."), used)


def _unregulated(asked: Requirement, buyer: Row) -> str | None:
    """Why Part 6, which regulates what is under the threshold, leaves this out; None where it does not."""
    if "concession" in asked.contract:
        return "A concession below the threshold is not regulated by the Act."
    if buyer["part_6"] != "true":
        return "Part 6 of the Act does not apply to schools, which include further-education colleges."
    if asked.nation == "northern-ireland" and asked.buyer != "central":
        return "Part 6 of the Act does not apply to transferred Northern Ireland authorities (s. 84)."
    return None


def suitability_floor(asked: Requirement, authority: str, folder: Path | None) -> dict[str, Any] | None:
    """For works, the threshold row from which a separate check of suitability is allowed below threshold (s. 85(3))."""
    rows = [row for row in thresholds.rows(folder) if _stood(row, asked.on)]
    return _row(rows, "suitability-stage", authority, CONTRACTS[asked.contract])


def _outside(asked: Requirement, folder: Path | None) -> str | None:
    if asked.authority == "none":
        return "The network says that this body stands outside the Act."
    if asked.nation == "scotland":
        return "Scotland has its own law of procurement; localspend has no table of it."
    health = [row for row in law.rows("duties", asked.on, folder) if row["id"] == "psr"]
    if any(fits(row["contracts"], asked.contract) and fits(row["buyers"], asked.buyer) for row in health):
        return "Health care services of this body stand under the Provider Selection Regime, outside the Act."
    return None


def _buyer(asked: Requirement, folder: Path | None) -> Row:
    return next(row for row in law.rows("buyers", asked.on, folder) if row["kind"] == asked.buyer)


def _authorities(asked: Requirement, authority: str, folder: Path | None) -> list[str]:
    """Of all who buy: a joint contract must satisfy each of them."""
    kinds = {row["kind"]: row["authority"] for row in law.rows("buyers", asked.on, folder)}
    return sorted({authority, *(kinds[kind] for kind, _ in asked.joint)})


def _strictest(
    rows: list[dict[str, Any]], rule: str, authorities: Sequence[str], contract: str
) -> dict[str, Any] | None:
    """The row of the lowest amount for any of these authorities."""
    found = [_row(rows, rule, one, contract) for one in authorities]
    return min((row for row in found if row), key=lambda row: row["amount"], default=None)


def _lifting(asked: Requirement, rows: list[dict[str, Any]], authorities: Sequence[str]) -> str | None:
    """The part that lifts the whole, in words, if any does."""
    for kind, amount in asked.parts:
        line = _strictest(rows, ABOVE, authorities, CONTRACTS[kind])
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
