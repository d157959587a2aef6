"""Valuation: the most that the authority could expect to pay, VAT included.

Everything counts: each year, options and extensions, all lots, what others buy in the same contract, and other needs
that could reasonably be in it unless a good reason is recorded. A concession is valued otherwise (what the supplier
could expect to receive, from users too): the amount given is taken as that. Source: Procurement Act 2023 s. 4, Sch. 3.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from localspend.rules.requirement import USUAL_VAT_RATE, Requirement

PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """One part of the estimate, in pounds by the VAT basis that was given."""

    what: str
    amount: Decimal


@dataclass(frozen=True)
class Valuation:
    """exact is pounds VAT included, not rounded: the regime is decided by it."""

    exact: Decimal
    vat: str
    parts: tuple[Part, ...]

    @property
    def estimated(self) -> Decimal:
        """Pounds and pence, rounded half up."""
        return rounded(self.exact)


def valuation(asked: Requirement) -> Valuation:
    """What the requirement is worth, and of what parts."""
    parts = [*_main(asked), *(Part("option or extension", amount) for amount in asked.options)]
    parts += [Part(f"bought in the same contract by a {kind}", amount) for kind, amount in asked.joint]
    if not asked.apart:
        parts += [Part("another need that could be in one contract", amount) for amount in asked.also]
    net = sum((part.amount for part in parts), Decimal(0))
    tax = with_vat(asked, net) - net
    if tax:
        parts.append(Part(f"VAT at {rate(asked):f}%", tax))
    return Valuation(net + tax, "exempt" if asked.vat == "exempt" else "included", tuple(parts))


def _main(asked: Requirement) -> list[Part]:
    if asked.lots:
        return [Part(f"lot {n}", amount * asked.years) for n, amount in enumerate(asked.lots, 1)]
    what = "the contract" if asked.years == 1 else f"the contract, {asked.years} years"
    return [Part(what, asked.value * asked.years)]


def with_vat(asked: Requirement, amount: Decimal) -> Decimal:
    """An amount by the basis that was given, as one that includes VAT."""
    return amount * (1 + rate(asked) / 100) if asked.vat == "excluded" else amount


def without_vat(asked: Requirement, worth: Valuation) -> Decimal:
    """The estimate without VAT, as many standing orders band it; not rounded."""
    return worth.exact if asked.vat == "exempt" else worth.exact / (1 + rate(asked) / 100)


def rate(asked: Requirement) -> Decimal:
    """The rate of VAT, per cent."""
    return USUAL_VAT_RATE if asked.vat_rate is None else asked.vat_rate


def rounded(amount: Decimal) -> Decimal:
    """To the penny, half up."""
    return amount.quantize(PENNY, ROUND_HALF_UP)
