"""What a buyer asks of `find`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from localspend.errors import UsageError
from localspend.network import KINDS

ENGAGEMENT, INVITATION = PURPOSES = ("engagement", "invitation")
#: How the search widens: area by area, or ring by ring of kilometres around the postcode.
BY_AREA, RINGED = TIERS = ("areas", "rings")
#: Firms that a search reaches out for, tier by tier, unless told otherwise.
ENOUGH = {ENGAGEMENT: 10, INVITATION: 3}
SHOWN = 20
#: DECIMAL(18, 2) holds less.
MOST_POUNDS = Decimal(10) ** 16


@dataclass(frozen=True)
class Asked:
    """value is pounds by `vat`, None where it is not known; on is when the procurement commences.

    near is a postcode. reserved are areas as `rules` takes them, recorded on reserved_on. work_needs is why distance
    matters to the work. least is how many firms to reach out for, most how many to show. own_areas are the ONS codes
    of the buyer's own district and county, None where nobody looked. tiers is how the search widens.
    barred are supplier_ids that may not be asked, each with why.
    """

    need: str
    on: date
    near: str | None = None
    value: Decimal | None = None
    vat: str = "included"
    buyer: str | None = None
    purpose: str = ENGAGEMENT
    contract: str = "services"
    authority: str | None = None
    institution: str | None = None
    reserved: tuple[str, ...] = ()
    reserved_on: date | None = None
    work_needs: str = ""
    least: int | None = None
    most: int = SHOWN
    own_areas: frozenset[str] | None = None
    unmasked: bool = False
    tiers: str = BY_AREA
    barred: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _one_of("--for", self.purpose, PURPOSES)
        _one_of("--tiers", self.tiers, TIERS)
        if self.buyer is not None:
            _one_of("--buyer", self.buyer, KINDS)
        if self.value is not None:
            _pounds(self.value)
        if bool(self.reserved) != bool(self.reserved_on):
            todo = "Give both: --reserved districts:E08000025 --reserved-on 2026-11-01"
            raise UsageError("a reservation has an area and a day on which it was recorded", todo=todo)

    @property
    def enough(self) -> int:
        """How many capable firms to reach out for."""
        return self.least or ENOUGH[self.purpose]


def _pounds(value: Decimal) -> None:
    what = None
    if not value.is_finite() or value >= MOST_POUNDS:
        what = "that is no amount of pounds"
    elif value < 0:
        what = "a value may not be negative"
    if what:
        raise UsageError(what, where="--value", todo="Pounds, such as 20000")


def day(one: date) -> str:
    """`3 November 2026`."""
    return f"{one.day} {one:%B %Y}"


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(f"{value!r} is not known", where=option, todo=f"One of {', '.join(allowed)}")
