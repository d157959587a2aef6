"""Constraints that no division can keep are told with the units that conflict, before anything is solved."""

from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import pytest

from localspend.lots.conflicts import blocks, conflicts
from localspend.lots.requirement import Requirement, Unit
from tests.lots.test_exact import every


def asked(*values: int, **more: Any) -> Requirement:
    units = tuple(Unit(f"u{n}", Decimal(value)) for n, value in enumerate(values))
    return Requirement("Grass", "77310000", units, **more)


def groups(*named: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(f"u{n}" for n in group) for group in named)


@pytest.mark.parametrize(
    ("given", "units"),
    [
        (asked(1, 1, 1, together=groups("01", "12"), apart=groups("02")), "02"),
        (asked(1, 1, 1, together=groups("01"), tupe=groups("12"), apart=groups("02")), "02"),
        (asked(1, 1, 1, 1, apart=groups("01", "12", "02"), max_lots=2), "012"),
        (asked(1, 1, 1, 1, apart=groups("01"), max_lots=1), "01"),
        (asked(6, 6, 6, 1, lot_value_max=Decimal(10), max_lots=2), "012"),
        (asked(12, 1, lot_value_max=Decimal(10)), "0"),
        (asked(5, 4, lot_value_min=Decimal(10)), "01"),
        (asked(5, 4, lot_value_min=Decimal(5), lot_value_max=Decimal(4)), "01"),
        (asked(5, 4, 1, apart=groups("012"), lot_value_min=Decimal(4)), "012"),
    ],
    ids=[
        "through another", "staff and apart", "a ring of three", "one lot only", "three do not fit two lots",
        "one unit too large", "all too small", "least above most", "more lots than the least allows",
    ],
)  # fmt: skip
def test_conflict_names_its_units(given: Requirement, units: str) -> None:
    assert tuple(f"u{n}" for n in units) in [conflict.units for conflict in conflicts(given)]


def test_unit_that_binds_the_others_is_named_in_words() -> None:
    found = conflicts(asked(1, 1, 1, together=groups("01", "12"), apart=groups("02")))
    assert "together through u1" in found[0].why


def test_conflicts_agree_with_every_division() -> None:
    """Where some division keeps what must be together, apart and within its value, nothing is called a conflict."""
    for seed in range(150):
        rng = Random(seed)
        many = rng.randint(2, 7)
        pick = lambda: frozenset(f"u{n}" for n in rng.sample(range(many), 2))  # noqa: B023, E731
        given = asked(
            *(rng.randint(1, 9) for _ in range(many)), max_lots=rng.randint(1, 3),
            together=tuple(pick() for _ in range(rng.randint(0, 2))),
            apart=tuple(pick() for _ in range(rng.randint(0, 5))),
            lot_value_max=rng.choice((None, Decimal(9), Decimal(14))),
        )  # fmt: skip
        possible = any(_keeps(given, division) for division in every(many))
        assert bool(conflicts(given)) is not possible, seed


def _keeps(given: Requirement, division: tuple[tuple[int, ...], ...]) -> bool:
    held = {f"u{u}": n for n, lot in enumerate(division) for u in lot}
    block = blocks(given)
    worth = [sum(given.units[u].value or 0 for u in lot) for lot in division]
    return (
        len(division) <= given.max_lots
        and all(held[unit] == held[of] for unit, of in block.items())
        and all(held[a] != held[b] for group in given.apart for a, b in combinations(group, 2))
        and (given.lot_value_max is None or max(worth) <= given.lot_value_max)
    )


def test_three_hundred_units_without_a_conflict_are_let_through() -> None:
    rng = Random(3)
    given = asked(*(rng.randint(100, 9000) for _ in range(300)), lot_value_max=Decimal(300_000), max_lots=6)
    assert conflicts(given) == []
