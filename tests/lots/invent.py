"""Invented requirements and firms, seeded."""

from decimal import Decimal
from random import Random

from localspend.lots.bidders import CARRIES, Firm
from localspend.lots.requirement import Requirement, Unit

Place = tuple[float, float]


def requirement(rng: Random, units: int, **more: object) -> Requirement:
    """Units of two services at places of a city; the pounds are heavy-tailed."""
    made = tuple(
        Unit(
            f"u{n}", Decimal(int(rng.lognormvariate(9.3, 0.9) * 100)) / 100, f"B{n % 7 + 1} {n % 9}AA", rng.choice("ab")
        )
        for n in range(units)
    )
    given = {"cost_per_lot": Decimal(2000), **more}
    return Requirement("Invented", "77310000", made, **given)  # type: ignore[arg-type]


def places(rng: Random, units: int) -> list[Place]:
    """Where the units are: metres."""
    return [(rng.uniform(400_000, 420_000), rng.uniform(280_000, 300_000)) for _ in range(units)]


def firms(rng: Random, many: int) -> list[Firm]:
    """Firms, most of them micro."""
    made = []
    for n in range(many):
        size = rng.choices(("micro", "small", "medium", "large"), (60, 25, 10, 5))[0]
        at = (rng.uniform(390_000, 430_000), rng.uniform(270_000, 310_000))
        strength, local = rng.choice((0.5, 0.7, 1.0)), rng.random() < 0.3
        made.append(Firm(f"f{n}", f"Firm {n}", size, CARRIES[size], strength, at, local))
    return made
