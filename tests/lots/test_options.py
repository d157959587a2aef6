"""What lots answers: options that differ, conflicts by name, exact pounds, and reasons without places or names."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from localspend.lots import exchange
from localspend.lots.answer import lots
from localspend.lots.bidders import Firm
from localspend.lots.legal import Buyer, legal, usual_contract
from localspend.lots.problem import neighbours
from localspend.lots.quotes import Quote
from localspend.lots.recalibrate import recalibrated
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
    found = answer(asked(*["20000"] * 4, minimum_expected_bidders=0), firms(micro=30, large=3))
    led = [Decimal(option["could_be_led_by"]["micro_or_small"]) for option in found["options"]]
    assert led[0] == 0
    assert max(led) == Decimal(80_000)


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


def test_pounds_are_told_by_size_and_by_area_each_with_those_inside_it() -> None:
    market = [
        Firm(f"f{n}", f"Firm {n}", "micro", 60_000.0, 1.0, HERE, n < 10, "inner" if n < 10 else "outer")
        for n in range(40)
    ]
    given = asked(*["30000"] * 4, minimum_expected_bidders=0)
    found = lots(given, market, [HERE] * 4, areas=["inner", "outer"], effort=1.0)
    for option in found["options"]:
        led = option["could_be_led_by"]
        assert set(led["by_size"]) == {"micro", "small", "medium", "large", "unknown"}
        assert led["by_size"]["micro"] == led["micro"]
        assert led["by_tier"]["inner"] == led["local"]
        inner, outer, anywhere = (Decimal(led["by_tier"][tier]) for tier in ("inner", "outer", "anywhere"))
        assert inner <= outer <= anywhere <= Decimal(120_000)


def test_scale_that_is_lost_is_part_of_what_lotting_costs() -> None:
    given = asked(*["40000"] * 4, minimum_expected_bidders=0, loss_of_scope=Decimal("250.50"))
    for option in answer(given, firms(micro=30, large=3))["options"]:
        more = len(option["lots"]) - 1
        assert Decimal(option["cost_of_lotting"]) == Decimal("1250.50") * more
        assert Decimal(option["cost"]["loss_of_scope"]) == Decimal("250.50") * more


def test_cap_on_awards_says_how_many_suppliers_are_needed_and_changes_no_division() -> None:
    given = asked(*["40000"] * 4, minimum_expected_bidders=0)
    plain, capped = (answer(one, firms(micro=4)) for one in (given, replace(given, max_lots_per_supplier=1)))
    assert [option["lots"] for option in plain["options"]] == [option["lots"] for option in capped["options"]]
    last = capped["options"][-1]
    assert last["award_cap"]["suppliers_needed"] == len(last["lots"]) > 1
    assert "lots may be left" in last["award_cap"]["says"]
    assert "more than 1 of them" in capped["reasons"]["divided"]


def test_staff_who_transfer_together_stay_together_and_the_reason_is_drafted() -> None:
    group = frozenset({"u0", "u2"})
    given = asked(*["40000"] * 4, minimum_expected_bidders=0, tupe=(group,), whys={group: "one crew does both"})
    found = answer(given, firms(micro=30, large=3))
    for option in found["options"]:
        assert any(group <= set(lot["units"]) for lot in option["lots"])
    assert "u0 and u2" in found["reasons"]["together"]
    assert "TUPE" in found["reasons"]["together"]
    assert "one crew does both" in found["reasons"]["together"]


def test_word_that_a_firm_is_called_by_is_still_a_word() -> None:
    group = frozenset({"u0", "u2"})
    given = asked(*["40000"] * 3, minimum_expected_bidders=0, together=(group,), whys={group: "grass is cut in one go"})
    found = lots(given, [Firm("f", "GRASS LTD", "micro", 90_000.0, 1.0)], [HERE] * 3, effort=0.1)
    assert "grass is cut in one go" in found["reasons"]["together"]


@pytest.mark.parametrize("why", ["Micro 3 Ltd has always done both", "to keep the money local", "Locally known crew"])
def test_reason_that_names_a_firm_or_a_place_is_left_out_and_that_is_said(why: str) -> None:
    group = frozenset({"u0", "u2"})
    given = asked(*["40000"] * 4, minimum_expected_bidders=0, together=(group,), whys={group: why})
    found = answer(given, firms(micro=30, large=3))
    assert why not in " ".join(found["reasons"].values())
    assert any("left out of the reasons" in note for note in found["notes"])


def test_reasons_for_dividing_speak_of_a_division() -> None:
    found = answer(asked(*["1000"] * 3, minimum_expected_bidders=0), firms(micro=60))
    assert "divided into 1 lots" not in found["reasons"]["divided"]
    assert "divided" not in answer(asked("1000"), firms(micro=60))["reasons"]


def test_ranges_hold_their_middle_and_are_marked_as_priors_until_quotes_are_seen() -> None:
    given = asked(*["40000"] * 4, minimum_expected_bidders=0)
    found = answer(given, firms(micro=30))
    for option in found["options"]:
        for lot in option["lots"]:
            bidders = lot["expected_bidders"]
            assert bidders["low"] <= bidders["central"] <= bidders["high"]
    assert (found["believed"]["quotes"], found["believed"]["bids_where_it_fits"]) == (0, 0.182)
    taught = recalibrated([Quote(f"n{n}", 10_000, 40_000, n % 4 > 0) for n in range(400)])
    after = lots(given, firms(micro=30), [HERE] * 4, beliefs=taught, effort=1.0)
    assert after["believed"]["quotes"] == 400
    assert (
        after["options"][0]["lots"][0]["expected_bidders"]["central"]
        > found["options"][0]["lots"][0]["expected_bidders"]["central"]
    )


def test_units_of_no_value_at_all_and_unknown_places_are_answered() -> None:
    given = asked("0", "0", minimum_expected_bidders=0)
    found = lots(given, firms(micro=3), [None, None], effort=1.0)
    assert found["options"][0]["lots"][0]["value"] == "0.00"
    assert any("u0 and u1 is not known" in note for note in found["notes"])


def test_nobody_able_is_said() -> None:
    found = answer(asked("5", "6", minimum_expected_bidders=0), [])
    assert any("No firm is known" in note for note in found["notes"])
    assert found["options"][0]["lots"][0]["firms"] == []


def test_regime_is_asked_of_every_option_and_is_the_same() -> None:
    found = answer(asked(*["60000"] * 4, minimum_expected_bidders=0), firms(micro=30, large=3))
    buyer = Buyer("council", date(2026, 11, 22), vat="excluded")
    told = legal("77310000", found["options"], buyer)
    assert (told["regime"], told["estimated"]) == ("above-threshold", Decimal("288000.00"))
    assert told["same_for_every_option"] is True
    assert any("taken as services" in one for one in told["unchecked"])
    assert legal("77310000", found["options"], None)["regime"] is None


@pytest.mark.parametrize(
    ("category", "contract"),
    [("45000000", "works"), ("15000000", "goods"), ("48000000", "goods"), ("77310000", "services")],
)
def test_contract_kind_follows_the_code(category: str, contract: str) -> None:
    assert usual_contract(category) == contract


def test_progress_tells_the_number_of_lots_the_best_so_far_and_its_bound() -> None:
    rng, said = Random(5), list[tuple[str, int, int]]()
    given, market, places = invent.requirement(rng, 16, max_lots=3), invent.firms(rng, 20), invent.places(rng, 16)
    watched = lots(given, market, places, effort=0.1, progress=lambda *one: said.append(one))
    assert watched == lots(given, market, places, effort=0.1)
    assert said[0] == ("looking for divisions", 0, 3)
    assert any(words.startswith("3 lots: £") and " led, at most £" in words for words, *_ in said)


def test_units_that_have_to_touch_come_near_their_bound() -> None:
    rng = Random(11)
    given = invent.requirement(rng, 60, max_lots=3, contiguous=True, minimum_expected_bidders=0)
    found = lots(given, invent.firms(rng, 25), invent.places(rng, 60), effort=0.5)
    gaps = [option["gap"] for option in found["options"] if option["gap"] is not None]
    assert gaps
    assert max(gaps) < 0.02


def test_units_that_have_to_touch_give_the_same_bytes() -> None:
    rng = Random(12)
    given = invent.requirement(rng, 24, max_lots=2, contiguous=True, minimum_expected_bidders=0)
    market, places = invent.firms(rng, 25), invent.places(rng, 24)
    first, second = (json.dumps(lots(given, market, places, effort=0.1)) for _ in range(2))
    assert first == second


def test_exchanges_of_large_lots_stay_few_enough_for_memory() -> None:
    goes, comes = exchange._some([range(80), range(60)])
    assert len(goes) > 1
    assert len(comes) > 1
    assert len(goes) * len(comes) <= exchange.WEIGHED


def test_units_of_one_place_touch_each_other_and_what_is_beside_it() -> None:
    here, there, far = (0.0, 0.0), (1000.0, 0.0), (90_000.0, 0.0)
    found = neighbours([here] * 6 + [there] * 2 + [far], closest=1)
    assert all(found[u] == frozenset(range(8)) - {u} for u in range(6))
    assert found[8] == {6, 7}


def widest(found: dict[str, Any]) -> float:
    gaps = [option["gap"] for option in found["options"] if option["gap"] is not None]
    assert gaps
    return max(gaps)


def test_units_of_few_places_are_divided_though_they_have_to_touch() -> None:
    at = [(405_000.0 + 700 * (n % 5), 288_000.0 + 400 * (n % 5 % 2)) for n in range(40)]
    given = asked(*["15000"] * 40, contiguous=True, minimum_expected_bidders=0, max_lots=4)
    found = lots(given, firms(small=20, large=5), at, effort=2.0)
    assert widest(found) < 0.02


@pytest.mark.parametrize("contiguous", [False, True])
def test_units_that_are_worth_nothing_are_no_fault(contiguous: bool) -> None:
    found = answer(asked(*["0"] * 20, contiguous=contiguous, minimum_expected_bidders=0), firms(micro=5))
    assert found["options"][0]["name"] == "as is"
    assert found["conflicts"] == []
