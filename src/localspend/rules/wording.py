"""Words for the notice and for the file, and what is lawful to the same end where a reservation is not."""

from collections.abc import Mapping
from typing import Any

from localspend.rules.regime import ABOVE, EARLIER, OUTSIDE, Regime
from localspend.rules.requirement import SIZES, Requirement, level
from localspend.rules.reservation import WORDS, Answer
from localspend.rules.valuation import Valuation

#: What may be done for small neighbourhoods in any regime, without choosing by address.
ANYWHERE = (
    "Engage early with firms of the neighbourhood (Meet the Buyer, coaching), record it, and give all the same facts.",
    "Make the requirement small enough: lots by size, place of work or trade, one page of brief, 30-day pay.",
    "Ask for what the work needs (a response time, a presence), in proportion; a firm from anywhere may provide it.",
    "Score what the contract can do for people there (jobs, training), from whoever wins.",
)
BELOW_ONLY = (
    "Reserve by size (small firms, social enterprises) where the body may.",
    "Reserve to the whole own area or county where the body may, and see that small firms there hear of it.",
)
SIZED = "Each supplier declares that it is of that kind."
DECLARED = (
    "Eligible is a supplier that is based or established in the area and has substantive business operations there. "
    "Each supplier declares it; a registered office alone neither proves nor disproves it."
)


def lawful(under: Regime, reserved: Answer) -> list[str]:
    """What to do instead, where something asked for is refused or unsettled; else nothing."""
    if not (reserved.refused or reserved.unsettled):
        return []
    return [*(BELOW_ONLY if under.name not in (ABOVE, EARLIER, OUTSIDE) else ()), *ANYWHERE]


def wording(asked: Requirement, worth: Valuation, under: Regime, reserved: Answer) -> dict[str, str]:
    """notice: what to write in the advertisement; file: what to keep."""
    return {"notice": _notice(under, reserved), "file": _file(asked, worth, under, reserved)}


def _notice(under: Regime, reserved: Answer) -> str:
    if not reserved.allowed:
        bid = "tender" if under.name == ABOVE else "quote"
        return f"This competition is open to all suppliers. Small firms and social enterprises are welcome to {bid}."
    named = "; ".join(_named(entry["area"]) for entry in reserved.allowed)
    placed = any(entry["area"] not in SIZES for entry in reserved.allowed)
    return f"This competition is reserved for suppliers of: {named}. {DECLARED if placed else SIZED}"


def _named(area: str) -> str:
    words = WORDS[area if area in SIZES else level(area)]
    return words if area in ("uk", *SIZES) else f"{words} ({area})"


def _file(asked: Requirement, worth: Valuation, under: Regime, reserved: Answer) -> str:
    lines = [
        f"Estimated value £{worth.estimated:,.2f} (VAT {worth.vat}), commencing {asked.on.day} {asked.on:%B %Y}.",
        *under.why,
    ]
    if reserved.allowed:
        lines.append("The reservation was decided before tenders were invited, and enough competition is expected.")
    if reserved.refused:
        lines.append("No reservation was made for: " + "; ".join(entry["area"] for entry in reserved.refused) + ".")
    if reserved.unsettled:
        lines.append("Advice is to be taken on: " + "; ".join(entry["area"] for entry in reserved.unsettled) + ".")
    return " ".join(lines)


def own_rule(band: Mapping[str, Any]) -> str:
    """A band of the institution's standing orders in a sentence."""
    said = {"quotes": band["quotes"], "on": band["portal"], "agreed by": band["approvals"]}
    parts = [band["route"] or "a band of their own", *(f"{what}: {value}" for what, value in said.items() if value)]
    return f"Own rules from £{band['lower']:,.2f} (VAT {band['vat']}): {'; '.join(parts)} ({band['flag']})"
