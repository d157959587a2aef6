"""The legal regime of a requirement, whole and in lots: `rules` is asked for each, so that nobody has to take on trust
that dividing changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from localspend.rules import requirement as asked_of_rules
from localspend.rules.answer import UNREAD, rules

WORKS = "45"
#: The last CPV division of goods, and packaged software, which stands among the services.
GOODS_TO, SOFTWARE = "44", "48"
NOT_ASKED = "Not asked: say who buys and when it commences (--buyer, --date), and whether the values are with VAT."
LIGHT_TOUCH = "some services of this kind are light-touch; then say --contract light-touch"


@dataclass(frozen=True)
class Buyer:
    """Who buys, when, on what basis the values stand, and for how many years a value holds.

    contract is None, and vat '', where nobody said.
    """

    kind: str
    on: date
    contract: str | None = None
    vat: str = ""
    years: int = 1
    authority: str | None = None
    nation: str = "england"


def legal(
    category: str, options: Sequence[Mapping[str, Any]], buyer: Buyer | None, folder: Path | None = None
) -> dict[str, Any]:
    """regime, estimated, vat, threshold, same_for_every_option, says, unchecked. Raises UsageError by `rules`."""
    if buyer is None:
        return {"regime": None, "says": NOT_ASKED}
    contract = buyer.contract or usual_contract(category)
    found = [_rules(buyer, contract, _values(option), folder) for option in options]
    first = found[0]
    same = len({one["regime"] for one in found}) == 1
    assumed = [] if buyer.contract else [f"taken as {contract} from the CPV code; {LIGHT_TOUCH}"]
    if not buyer.vat:
        assumed.append("the values are taken with VAT in them; say --vat excluded, or vat in the file, where it is not")
    if buyer.years == 1:
        assumed.append("the contract is taken to run for one year; say --years where it runs longer")
    return {
        "regime": first["regime"],
        "estimated": first["valuation"]["estimated"],
        "vat": first["valuation"]["vat"],
        "threshold": first["threshold"],
        "same_for_every_option": same,
        "says": (
            "The lots of every option are summed, and each is under the same regime."
            if same
            else "The regime differs between options: take advice before dividing."
        ) + " A decision aid, not legal advice.",
        "unchecked": [*assumed, *_shortly(first["unchecked"])],
    }  # fmt: skip


def _shortly(unchecked: Sequence[str]) -> list[str]:
    """What `rules` has not checked, the sources that nobody has read as their number."""
    unread = [one for one in unchecked if one.startswith(UNREAD)]
    others = [one for one in unchecked if one not in unread]
    many = f"{len(unread)} sources of the rules are not yet read in the law itself; `localspend rules` names them"
    return [*others, *([many] if unread else [])]


def usual_contract(category: str) -> str:
    """What a CPV code usually is: works, goods or services."""
    division = category[:2]
    if division == WORKS:
        return "works"
    return "goods" if division <= GOODS_TO or division == SOFTWARE else "services"


def _values(option: Mapping[str, Any]) -> Iterable[Decimal]:
    return (Decimal(lot["value"]) for lot in option["lots"])


def _rules(buyer: Buyer, contract: str, lots: Iterable[Decimal], folder: Path | None) -> dict[str, Any]:
    return rules(
        asked_of_rules.Requirement(
            buyer.kind, contract, buyer.on, vat=buyer.vat or "included", years=buyer.years, lots=tuple(lots),
            authority=buyer.authority, nation=buyer.nation,
        ),
        folder,
    )  # fmt: skip
