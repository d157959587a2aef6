"""What would follow if a part of what leaks were bought nearby: each step, from pounds to jobs."""

from datetime import date
from typing import Any

import ibis
import pytest

from localspend.errors import InputError, UsageError
from localspend.insight.facts.counted import records
from localspend.insight.scenario import COLUMNS, GIVEN, scenario
from tests.insight.tables import capabilities_of, firms_of, given_as, paid

CATERING = {"category_code": "55500000", "on": "2024-05-01", "influence": "yes", "tier": "rest-of-uk"}
PAYMENTS = (
    {**CATERING, "amount": "60000", "supplier_id": "giant"},
    {**CATERING, "amount": "20000", "supplier_id": "chain"},
    {**CATERING, "amount": "10000", "supplier_id": "canteen", "tier": "inner"},
    {**CATERING, "amount": "4000", "supplier_id": None, "tier": "unknown"},
    {**CATERING, "amount": "6000", "supplier_id": "chain", "influence": "unknown"},
    {**CATERING, "amount": "9000", "supplier_id": "school", "influence": "no"},
    {**CATERING, "amount": "7000", "supplier_id": "builder", "category_code": "45000000"},
    {**CATERING, "amount": "5000", "supplier_id": "giant", "status": "excluded"},
    {**CATERING, "amount": "12000", "supplier_id": "giant", "institution_id": "trust"},
)
#: The council's files cover two years, the trust's one.
MONTHS = {"council": 24, "trust": 12}
FIRMS = (
    {"supplier_id": "canteen", "tier": "inner", "size": "small", "turnover": "400000", "paid": True},
    {"supplier_id": "kitchen", "tier": "inner", "size": "micro", "turnover": "100000", "paid": False},
    {"supplier_id": "letterbox", "tier": "inner", "size": "micro", "paid": False, "office_shared": True},
    {"supplier_id": "away", "tier": "city", "size": "micro", "paid": False},
)
ABLE = (
    ("canteen", "55500000", "paid-for"), ("kitchen", "55520000", "sic"), ("letterbox", "55500000", "sic"),
    ("away", "55500000", "sic"),
)  # fmt: skip
Rows = dict[str, dict[str, Any]]


def ask(
    connection: ibis.BaseBackend,
    *payments: dict[str, Any],
    heads: tuple[tuple[Any, ...], ...] | None = None,
    **assume: Any,
) -> Rows:
    said = {"areas": ["inner", "city"], "inside": "inner", "institution": None, "as_of": date(2024, 6, 30)}
    given = None if heads is None else given_as(connection, GIVEN["turnover_per_head"], *heads)
    table = scenario(
        paid(connection, *payments), firms_of(connection, *FIRMS), capabilities_of(connection, *ABLE), given,
        **{**said, "months": MONTHS, **assume},
    )  # fmt: skip
    return {row["measure"]: row for row in records(table, COLUMNS)}


def three(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(None if row[k] is None else float(row[k]) for k in ("low", "central", "high"))


def test_each_step_from_what_leaks_to_what_it_does(connection: ibis.BaseBackend) -> None:
    rows = ask(connection, *PAYMENTS)
    # A year: 80,000 / 2 of the council and 12,000 of the trust; perhaps (4,000 + 6,000) / 2 more.
    assert three(rows["leaked"]) == (52_000, 52_000, 57_000)
    assert three(rows["moved"]) == (5_200, 5_200, 5_700)
    # A payee's year: 9,000, 10,000, 12,000, 26,000 and 60,000.
    assert three(rows["contract_size"]) == (10_000, 12_000, 26_000)
    assert three(rows["contracts"]) == (1, 1, 1)
    # Kitchen could (it is nobody's letterbox), canteen does; a quarter of a turnover, less what it earns a year.
    assert three(rows["firms"]) == (1, None, 2)
    assert three(rows["multiplier"]) == (1.05, 1.1, 1.15)
    assert three(rows["effect"]) == (5_460, 5_720, 6_555)
    assert three(rows["jobs"]) == (None, None, None)
    assert "give turnover per head" in rows["jobs"]["says"]
    assert list(rows) == [
        "leaked", "moved", "contract_size", "contracts", "firms", "capacity", "multiplier", "effect", "jobs",
    ]  # fmt: skip


def test_capacity_is_held_against_what_is_moved(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *PAYMENTS)
    # Canteen: a quarter of 400,000 less 5,000 that the council pays it a year. Kitchen: a quarter of 100,000.
    assert three(rows["capacity"]) == (95_000, 95_000, 120_000)
    assert rows["capacity"]["says"] == "They could take on £95,000 to £120,000 a year: it fits"
    tight = ask(duck, *PAYMENTS, dependency_cap=0.02, share=5.0)
    assert (three(tight["moved"]), three(tight["capacity"])) == ((2_600, 2_600, 2_850), (3_000, 3_000, 5_000))
    assert ask(duck, *PAYMENTS, dependency_cap=0.02)["capacity"]["says"].endswith("it does not fit")
    assert ask(duck, *PAYMENTS, dependency_cap=0.02, share=8.0)["capacity"]["says"].endswith(
        "whether it fits cannot be told"
    )


def test_jobs_rest_on_what_a_person_gives(duck: ibis.BaseBackend) -> None:
    heads = (("55000000", "26000", "52000"), ("55500000", "1", "1"), ("50000000", "9", "9"))
    assert three(ask(duck, *PAYMENTS, heads=heads)["jobs"]) == (0.1, 0.13, 0.22)
    wrong = (("55000000", "9", "5"),)
    with pytest.raises(InputError, match="turnover per head of 55000000 must be above 0"):
        ask(duck, *PAYMENTS, heads=wrong)


def test_every_assumption_can_be_changed(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *PAYMENTS, category="45000000", share=50.0, multiplier_low=1.0)
    assert three(rows["leaked"]) == (3_500, 3_500, 3_500)
    assert three(rows["moved"]) == (1_750, 1_750, 1_750)
    assert three(rows["effect"])[0] == 1_750
    assert three(rows["firms"]) == (0, None, 0)


def test_one_institution_moves_its_own_pounds(duck: ibis.BaseBackend) -> None:
    assert three(ask(duck, *PAYMENTS, institution="trust")["leaked"]) == (12_000, 12_000, 12_000)


def test_wider_area_holds_those_within_it(duck: ibis.BaseBackend) -> None:
    assert three(ask(duck, *PAYMENTS, inside="city")["firms"]) == (1, None, 3)


def test_contract_that_ends_too_late_cannot_move(duck: ibis.BaseBackend) -> None:
    held = {**CATERING, "amount": "60000", "supplier_id": "giant", "contestable_on": date(2026, 12, 31)}
    assert three(ask(duck, held)["leaked"]) == (0, 0, 0)
    assert three(ask(duck, held, horizon_months=36)["leaked"]) == (30_000, 30_000, 30_000)


def test_category_that_nobody_bought_moves_nothing(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *PAYMENTS, category="03000000")
    assert three(rows["moved"]) == (0, 0, 0)
    assert rows["capacity"]["says"].endswith("there is nothing to carry")
    assert three(rows["contracts"]) == (None, None, None)


def test_payment_of_a_wider_category_may_be_of_this_one(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *PAYMENTS, {**CATERING, "amount": "8000", "supplier_id": "x", "category_code": "55000000"},
               category="55500000")  # fmt: skip
    assert three(rows["leaked"]) == (52_000, 52_000, 61_000)
    assert three(rows["contract_size"]) == (10_000, 12_000, 26_000)


def test_credits_that_outweigh_payments_do_not_leak(duck: ibis.BaseBackend) -> None:
    assert three(ask(duck, {**CATERING, "amount": "-50", "supplier_id": "giant"})["leaked"]) == (0, 0, 0)


@pytest.mark.parametrize("wrong", [{"category": "catering"}, {"category": "555"}, {"share": 0.0}, {"share": 101.0}])
def test_what_cannot_be_assumed_is_refused(duck: ibis.BaseBackend, wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="--assume"):
        ask(duck, *PAYMENTS, **wrong)


def test_network_without_areas_has_no_scenario(duck: ibis.BaseBackend) -> None:
    assert ask(duck, *PAYMENTS, areas=[], inside=None) == {}
