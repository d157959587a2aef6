"""What lots answers: options that differ, conflicts by name, exact pounds, and reasons without places or names."""

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from localspend.lots.answer import lots
from localspend.lots.bidders import Firm
from localspend.lots.requirement import Requirement, Unit
from tests.lots import invent

HERE = (405_000.0, 288_000.0)


def asked(*values: str, **more: Any) -> Requirement:
    units = tuple(Unit(f"u{n}", Decimal(value), "B9 4AA", "ab"[n % 2]) for n, value in enumerate(values))
    return Requirement("Grass", "77310000", units, **{"cost_per_lot": Decimal(1000), **more})


def firms(**many: int) -> list[Firm]:
    carries = {"micro": 20_000.0, "small": 200_000.0, "large": 5_000_000.0}
    return [
        Firm(f"{s}{n}", f"{s.title()} {n}", s, carries[s], 1.0, HERE, n % 2 == 0)
        for s, m in many.items()
        for n in range(m)
    ]


def answer(given: Requirement, market: list[Firm]) -> dict[str, Any]:
    return lots(given, market, [HERE] * len(given.units), effort=2.0)


def test_as_is_is_always_there_and_no_two_options_are_the_same() -> None:
    found = answer(asked(*["30000"] * 6, minimum_expected_bidders=1), firms(micro=20, large=12))
    assert found["options"][0]["name"] == "as is"
    divisions = [sorted(map(tuple, (lot["units"] for lot in option["lots"]))) for option in found["options"]]
    assert len(divisions) == len({str(division) for division in divisions}) >= 3
    assert found["conflicts"] == []


def test_values_are_exact_and_every_unit_is_in_one_lot() -> None:
    given = asked("10000.01", "20000.02", "30000.03", "5.55", minimum_expected_bidders=0)
    for option in answer(given, firms(micro=6, large=2))["options"]:
        assert sorted(unit for lot in option["lots"] for unit in lot["units"]) == ["u0", "u1", "u2", "u3"]
        assert sum(Decimal(lot["value"]) for lot in option["lots"]) == Decimal("60005.61")
        assert Decimal(option["cost_of_lotting"]) == 1000 * (len(option["lots"]) - 1)


def test_smaller_lots_can_be_led_by_smaller_firms() -> None:
    found = answer(asked(*["40000"] * 4, minimum_expected_bidders=0), firms(micro=30, large=3))
    led = [Decimal(option["could_be_led_by"]["micro_or_small"]) for option in found["options"]]
    assert led[0] == 0
    assert max(led) == Decimal(160_000)


def test_local_pounds_are_told_and_stand_in_no_reason() -> None:
    found = answer(asked(*["40000"] * 4, minimum_expected_bidders=0), firms(micro=30, large=3))
    assert "local" in found["options"][-1]["could_be_led_by"]
    names = {name for option in found["options"] for lot in option["lots"] for name in lot["firms"]}
    assert names
    for reason in found["reasons"].values():
        assert "local" not in reason.lower()
        assert not [name for name in names if name in reason]


def test_a_minimum_that_nothing_reaches_is_said_and_options_are_still_drawn() -> None:
    found = answer(asked("9000", "9000", minimum_expected_bidders=50), firms(micro=2))
    assert len(found["options"]) == 2
    assert "no division gives every lot 50 expected bidders" in found["options"][1]["status"]
    assert "fewer than 50" in found["options"][0]["status"]


def test_same_question_gives_the_same_bytes() -> None:
    rng = Random(5)
    given, market = invent.requirement(rng, 14, max_lots=4), invent.firms(rng, 20)
    places = invent.places(rng, 14)
    first, second = (json.dumps(lots(given, market, places, effort=1.0)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("given", "units"),
    [
        (Requirement("x", "77310000", (Unit("a", None), Unit("b", Decimal(1)))), ["a"]),
        (asked("1", "1", together=(frozenset({"u0", "u1"}),), apart=(frozenset({"u0", "u1"}),)), ["u0", "u1"]),
        (asked("1", "1", "1", apart=(frozenset({"u0", "u1", "u2"}),), max_lots=2), ["u0", "u1", "u2"]),
        (asked("60", "60", together=(frozenset({"u0", "u1"}),), lot_value_max=Decimal(100)), ["u0", "u1"]),
    ],
    ids=["no value", "together and apart", "more apart than lots", "together too large"],
)
def test_conflicts_name_their_units_and_no_option_is_drawn(given: Requirement, units: list[str]) -> None:
    found = answer(given, firms(micro=3))
    assert found["options"] == []
    assert units in [conflict["units"] for conflict in found["conflicts"]]


def test_one_unit_is_one_option() -> None:
    assert [option["name"] for option in answer(asked("500"), firms(micro=3))["options"]] == ["as is"]
