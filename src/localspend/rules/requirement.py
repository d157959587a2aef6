"""What is to be bought, as the person who asks describes it."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from localspend.errors import UsageError
from localspend.network import KINDS

#: Kind of contract -> its column in the thresholds; health care stands outside them where the regime applies.
CONTRACTS = {
    "goods": "goods-services",
    "services": "goods-services",
    "light-touch": "light-touch",
    "works": "works",
    "concession": "concession",
    "light-touch-concession": "light-touch-concession",
    "health-care": "light-touch",
}
VAT = ("included", "excluded", "exempt")
SIZES = ("sme", "vcse")
#: Level of an area -> what its codes look like; `uk` has none.
AREAS = {
    "wards": r"[EWSN]05\d{6}",
    "districts": r"[EWSN](06|07|08|09|11)\d{6}|S12\d{6}",
    "counties": r"[EWSN](06|10|11|09)\d{6}",
    "regions": r"E12\d{6}|[WSN]9\d{7}",
}
USUAL_VAT_RATE = Decimal(20)
#: No contract of one body is worth more; a longer number is a slip of the hand.
MOST_POUNDS, MOST_YEARS = Decimal(10) ** 12, 100


@dataclass(frozen=True)
class Requirement:
    """One requirement. Amounts are pounds by `vat`; `value` is a year's where years > 1; `on` is when it commences.

    options: extensions and additions that may be bought. lots: their values, instead of value. also: other needs of the
    same kind that could reasonably be in one contract, left out only for the reason `apart`. parts: (contract kind,
    value) of what could reasonably be bought alone. joint: (buyer kind, value) of others who buy in the same contract.
    own_areas are the ONS codes of the buyer's own district and county, None where nobody looked.
    """

    buyer: str
    contract: str
    on: date
    value: Decimal = Decimal(0)
    vat: str = "included"
    vat_rate: Decimal | None = None
    years: int = 1
    options: tuple[Decimal, ...] = ()
    lots: tuple[Decimal, ...] = ()
    also: tuple[Decimal, ...] = ()
    apart: str = ""
    parts: tuple[tuple[str, Decimal], ...] = ()
    joint: tuple[tuple[str, Decimal], ...] = ()
    reserve: tuple[str, ...] = ()
    reserve_size: tuple[str, ...] = ()
    authority: str | None = None
    nation: str = "england"
    own_areas: frozenset[str] | None = field(default=None)

    def __post_init__(self) -> None:
        one_of("--buyer", self.buyer, KINDS)
        one_of("--contract", self.contract, tuple(CONTRACTS))
        one_of("--vat", self.vat, VAT)
        for size in self.reserve_size:
            one_of("--reserve-size", size, SIZES)
        for kind, _ in self.parts:
            one_of("--part", kind, tuple(CONTRACTS))
        for kind, _ in self.joint:
            one_of("--joint", kind, KINDS)
        for area in self.reserve:
            level(area)
        for option, amounts in self._amounts().items():
            if wrong := [amount for amount in amounts if not amount.is_finite() or not 0 <= amount <= MOST_POUNDS]:
                what = "may not be negative" if wrong[0].is_signed() else "is no value of a contract"
                raise UsageError(f"{wrong[0]} {what}", where=option, todo="Pounds, such as 180000")
        if not 1 <= self.years <= MOST_YEARS:
            raise UsageError(f"{self.years} is no number of years", where="--years", todo="Whole years, such as 3")
        if self.vat_rate is not None and not (self.vat_rate.is_finite() and 0 <= self.vat_rate <= 100):
            raise UsageError(f"{self.vat_rate} is no rate of VAT", where="--vat-rate", todo="Per cent, such as 20")
        if self.lots and self.value:
            raise UsageError("give the value or the lots, not both", where="--lot", todo="Lots are summed")

    def _amounts(self) -> dict[str, tuple[Decimal, ...]]:
        """What each option says in pounds."""
        return {
            "--value": (self.value,), "--option": self.options, "--lot": self.lots, "--also": self.also,
            "--part": tuple(pounds for _, pounds in self.parts), "--joint": tuple(pounds for _, pounds in self.joint),
        }  # fmt: skip


def level(area: str) -> str:
    """The level of an area as it was typed: ward, district, london-borough, county, region or uk. Raises UsageError."""
    kind, _, codes = area.partition(":")
    if area == "uk":
        return "uk"
    if kind not in AREAS:
        todo = f"Such as districts:E08000025; one of {', '.join(AREAS)}, or uk"
        raise UsageError(f"{area!r} is no area", where="--reserve", todo=todo)
    if strange := [code for code in codes.split(",") if not re.fullmatch(AREAS[kind], code)]:
        raise UsageError(f"{strange[0]!r} is no code of {kind}", where="--reserve", todo="The ONS's nine characters")
    if all(code.startswith("E09") for code in codes.split(",")):
        return "london-borough"
    return {"wards": "ward", "districts": "district", "counties": "county", "regions": "region"}[kind]


def codes(area: str) -> list[str]:
    """The codes that an area names; none for uk."""
    return [code for code in area.partition(":")[2].split(",") if code]


def one_of(option: str, value: str, allowed: tuple[str, ...]) -> None:
    """Raises UsageError for a value that is none of those allowed."""
    if value not in allowed:
        raise UsageError(f"{value!r} is not known", where=option, todo=f"One of {', '.join(allowed)}")
