"""Invented requirements and firms, seeded."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import dist, sin
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


def hard(seed: int, units: int = 60, *, contiguous: bool = True) -> tuple[Requirement, list[Place], list[Firm]]:
    """Requirements of many shapes, most of which small firms can lead in part: few firms, odd limits, like values."""
    rng = Random(seed)
    shape, values = rng.choice(("spread", "clusters", "road")), rng.choice(("heavy", "like", "same"))
    fewest, lots = rng.choice((0, 0, 1, 2, 3, 5)), rng.choice((3, 4, 6, 8, 10, 15, 25, 60))
    asked = requirement(rng, units, contiguous=contiguous, max_lots=lots, minimum_expected_bidders=fewest)
    if values != "heavy":
        spread = 2_000 if values == "like" else 0
        like = (replace(unit, value=Decimal(10_000 + rng.randint(-spread, spread))) for unit in asked.units)
        asked = replace(asked, units=tuple(like))
    at, ids = _shaped(rng, shape, units), [unit.id for unit in asked.units]
    if rng.random() < 0.5:
        asked = replace(asked, together=tuple(_near(rng, ids, at) for _ in range(rng.choice((1, 3)))))
    if rng.random() < 0.5:
        some = (frozenset(rng.sample(ids, rng.choice((2, 3)))) for _ in range(rng.choice((1, 3))))
        asked = replace(asked, apart=tuple(some))
    if rng.random() < 0.4:
        most = asked.value * Decimal(rng.choice(("0.3", "0.4", "0.6")))
        asked = replace(asked, lot_value_max=most.quantize(Decimal(1)))
    if rng.random() < 0.4:
        asked = replace(asked, lot_value_min=Decimal(rng.choice((5_000, 10_000, 25_000))))
    able, scale = firms(rng, rng.choice((4, 8, 15, 25, 60, 150))), rng.choice((0.15, 0.3, 0.5, 1.0, 1.0, 3.0))
    return asked, at, [replace(firm, carries=firm.carries * scale) for firm in able]


def _shaped(rng: Random, shape: str, units: int) -> list[Place]:
    if shape == "spread":
        return places(rng, units)
    if shape == "clusters":
        middles = places(rng, 6)
        return [(rng.gauss(x, 900), rng.gauss(y, 900)) for x, y in (rng.choice(middles) for _ in range(units))]
    return [
        (400_000 + n * 20_000 / units + rng.gauss(0, 60), 290_000 + 3000 * sin(n / 8) + rng.gauss(0, 60))
        for n in range(units)
    ]


def _near(rng: Random, ids: Sequence[str], at: Sequence[Place]) -> frozenset[str]:
    """A unit and the one that is closest to it."""
    u = rng.randrange(len(ids))
    return frozenset({ids[u], ids[min((v for v in range(len(ids)) if v != u), key=lambda v: dist(at[u], at[v]))]})
