"""Evaluation: a pilot with a known effect is measured within its interval; a pilot that did nothing is not credited."""

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from localspend import engine
from localspend.insight.evaluation import COLUMNS, evaluation, notes
from localspend.insight.facts.counted import records
from localspend.tables import interventions
from localspend.tables.arrow import arrow_schema
from tests.insight.tables import paid

AREAS = ("inner", "city")
DIVISIONS = ("15", "33", "45", "50", "55", "72", "79", "90")
PILOT = {
    "intervention": "Local bread", "institution_id": "council", "from_on": date(2023, 7, 1), "area": "inner",
    "category_codes": ["15000000"], "by": "Ann", "why": "Cabinet paper",
}  # fmt: skip
CHANGED = 18  # months from January 2022 to the pilot


def pilots(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    return engine.from_arrow(connection, pa.Table.from_pylist(list(rows), arrow_schema(interventions.COLUMNS)))


def invented(
    seed: int, effect: float, *, months: int = 36, each: float = 60, trend: float = 0.0, payees: bool = False
) -> tuple[pa.Table, float]:
    """Payments of three institutions in eight divisions, log-normal in size, and the pilot's true effect on the share.

    A part of the council's payments under 15000000 goes to the inner area instead from the month CHANGED on. With
    `payees`, units have thirty payees of unequal size, of which two in a hundred change every month.
    """
    chance = np.random.default_rng(seed)
    parts: list[dict[str, Any]] = []
    gained = whole = 0.0
    for who in ("council", "trust", "police"):
        for division in DIVISIONS:
            share, often = chance.beta(2, 6), each * np.exp(chance.normal(0, 0.5))
            size, use, near = chance.lognormal(0, 1, 30), chance.lognormal(0, 1, 30), chance.random(30) < share
            for month in range(months):
                many = chance.poisson(often)
                amount = chance.lognormal(7, 1.8, many)
                inside = chance.random(many) < share + trend * month * (who == "council" and division == "15")
                if payees:
                    new = chance.random(30) < 0.02
                    near = np.where(new, chance.random(30) < share, near)
                    whom = chance.choice(30, many, p=use / use.sum())
                    amount, inside = chance.lognormal(7, 1, many) * size[whom], near[whom]
                if who == "council" and division == "15" and month >= CHANGED:
                    moves = effect / (1 - share)
                    gained, whole = gained + moves * amount[~inside].sum(), whole + amount.sum()
                    inside = inside | (chance.random(many) < moves)
                day = date(2022 + month // 12, month % 12 + 1, 15)
                parts.append({"who": who, "code": f"{division}000000", "day": day, "amount": amount, "inside": inside})
    return _arrow(parts), gained / whole


def _arrow(parts: list[dict[str, Any]]) -> pa.Table:
    repeat = [len(part["amount"]) for part in parts]
    amounts = np.round(np.concatenate([part["amount"] for part in parts]), 2) + 0.01
    return pa.table(
        {
            "institution_id": np.repeat([part["who"] for part in parts], repeat),
            "category_code": np.repeat([part["code"] for part in parts], repeat),
            "paid_on": pa.array(np.repeat(np.array([part["day"] for part in parts], dtype="datetime64[D]"), repeat)),
            "amount": pc.cast(pa.array(amounts), pa.decimal128(18, 2), safe=False),
            "tier": np.where(np.concatenate([part["inside"] for part in parts]), "inner", "rest-of-uk"),
            "status": pa.array(["counted"] * len(amounts)),
        }
    )


def ask(connection: ibis.BaseBackend, made: pa.Table | ibis.Table, *rows: dict[str, Any], **more: Any) -> Any:
    payments = engine.from_arrow(connection, made) if isinstance(made, pa.Table) else made
    found = evaluation(payments, pilots(connection, *rows), areas=AREAS, **more)
    assert tuple(found.columns) == tuple(COLUMNS)
    return records(found, COLUMNS)


def test_pilot_that_moved_money_is_measured(connection: ibis.BaseBackend) -> None:
    made, true = invented(1, 0.25)
    [row] = ask(connection, made, PILOT)
    assert row["verdict"] == "moved"
    assert 0 < row["low"] <= true <= row["high"]
    assert row["low"] <= row["effect"] <= row["high"]
    assert (row["months_before"], row["months_after"], row["comparisons"]) == (18, 18, 9)
    assert row["placebo_share"] <= 0.1
    assert row["pre_trend_p"] >= 0.05
    assert row["effect_payments"] > 0
    assert 0 < row["amount_low"] < row["amount_high"]


@pytest.mark.parametrize("payees", [False, True])
@pytest.mark.parametrize("effect", [0.0, 0.2])
def test_interval_holds_the_truth_and_nothing_is_credited_to_chance(
    duck: ibis.BaseBackend, effect: float, payees: bool
) -> None:
    held = moved = 0
    for seed in range(20):
        made, true = invented(seed, effect, payees=payees)
        [row] = ask(duck, made, PILOT)
        held += row["low"] <= true <= row["high"]
        moved += row["verdict"] == "moved"
    assert held >= 18
    if effect == 0:
        assert moved <= 1
    elif not payees:
        assert moved >= 10  # payees that come and go hide more: then it mostly says that it cannot tell


def test_pounds_a_year_are_those_of_the_months_since(duck: ibis.BaseBackend) -> None:
    made, _ = invented(1, 0.25)
    [row] = ask(duck, made, PILOT)
    table = engine.from_arrow(duck, made)
    since = table.filter(
        table.institution_id == "council", table.category_code == "15000000", table.paid_on >= PILOT["from_on"]
    )
    yearly = float(since.amount.sum().to_pyarrow().as_py()) / 18 * 12
    assert float(row["amount_low"]) == pytest.approx(row["low"] * yearly, rel=0.01)


def test_much_money_and_no_effect_is_no_change(duck: ibis.BaseBackend) -> None:
    made, _ = invented(3, 0.0, each=1500)
    [row] = ask(duck, made, PILOT, narrow=0.1)
    assert row["verdict"] == "no-change"
    assert row["why"].startswith("the change is between -")
    [row] = ask(duck, made, PILOT, narrow=0.05)
    assert row["verdict"] == "cannot-tell"
    assert "holds both zero and much" in row["why"]


def test_trend_before_the_change_cannot_tell(duck: ibis.BaseBackend) -> None:
    made, _ = invented(2, 0.0, each=300, trend=0.02)
    [row] = ask(duck, made, PILOT)
    assert row["verdict"] == "cannot-tell"
    assert row["pre_trend_p"] < 0.05
    assert "before the change" in row["why"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"from_on": date(2022, 4, 1)}, "cannot tell: 3 months before the change, 6 are needed"),
        ({"from_on": date(2024, 10, 1)}, "cannot tell: 3 months after the change, 6 are needed"),
        ({"from_on": date(2030, 1, 1)}, "cannot tell: 0 months before and 0 months after the change, 6 are needed"),
        ({"category_codes": ["44000000"]}, "cannot tell: 0 months before and 0 months after the change, 6 are needed"),
    ],
)
def test_too_few_months_are_said(duck: ibis.BaseBackend, change: dict[str, Any], why: str) -> None:
    made, _ = invented(1, 0.0, each=5)
    [row] = ask(duck, made, {**PILOT, **change})
    assert (row["verdict"], row["why"], row["effect"], row["low"]) == ("cannot-tell", why, None, None)


def test_too_few_comparisons_are_said(duck: ibis.BaseBackend) -> None:
    made, _ = invented(1, 0.2)
    few = made.filter(pc.and_(pc.equal(made["institution_id"], "council"), pc.less(made["category_code"], "51")))
    [row] = ask(duck, few, PILOT)
    assert (row["verdict"], row["comparisons"]) == ("cannot-tell", 3)
    assert row["why"] == "cannot tell: 3 comparisons with enough months, 5 are needed"


def test_month_that_the_change_cut_in_two_is_left_out(duck: ibis.BaseBackend) -> None:
    made, _ = invented(1, 0.2)
    [row] = ask(duck, made, {**PILOT, "from_on": date(2023, 7, 2)})
    assert (row["months_before"], row["months_after"]) == (18, 17)
    [row] = ask(duck, made, PILOT, months=8)
    assert (row["months_before"], row["months_after"]) == (8, 8)


def test_pilot_of_every_institution_is_compared_with_other_categories(duck: ibis.BaseBackend) -> None:
    made, _ = invented(1, 0.2)
    [row] = ask(duck, made, {**PILOT, "institution_id": None})
    assert row["comparisons"] == 21  # seven divisions at each of three


def test_what_another_pilot_touched_is_no_comparison(duck: ibis.BaseBackend) -> None:
    made, _ = invented(1, 0.2)
    other = {**PILOT, "intervention": "Local cleaning", "institution_id": None, "category_codes": ["90900000"]}
    rows = ask(duck, made, PILOT, {**other, "category_codes": ["90000000"]})
    assert {row["intervention"]: row["comparisons"] for row in rows}["Local bread"] == 8


def test_larger_area_takes_in_the_smaller(duck: ibis.BaseBackend) -> None:
    made, _ = invented(1, 0.25)
    inner, city = ask(duck, made, PILOT, {**PILOT, "intervention": "Wide", "area": "city"})
    assert (inner["effect"], inner["low"]) == (city["effect"], city["low"])


def test_unknown_places_excluded_lines_and_undated_ones_take_no_part(duck: ibis.BaseBackend) -> None:
    made, _ = invented(1, 0.25)
    more = made.slice(0, 3000)
    noise = [
        more.set_column(4, "tier", pa.array(["unknown"] * len(more))),
        more.set_column(5, "status", pa.array(["excluded"] * len(more))),
        more.set_column(2, "paid_on", pa.nulls(len(more), pa.date32())),
    ]
    assert ask(duck, pa.concat_tables([made, *noise]), PILOT) == ask(duck, made, PILOT)


def test_month_of_credits_weighs_nothing(duck: ibis.BaseBackend) -> None:
    made, _ = invented(1, 0.25)
    credit = made.slice(0, 1).set_column(3, "amount", pa.array([Decimal("-99999999.00")], pa.decimal128(18, 2)))
    [row] = ask(duck, pa.concat_tables([made, credit]), PILOT)
    assert row["months_before"] == 17
    assert row["verdict"] == "moved"


def test_nothing_recorded_is_said(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, paid(duck))
    assert rows == []
    assert notes(rows) == ["No intervention is recorded: see `localspend decide intervention`."]
    [row] = ask(duck, paid(duck), PILOT)
    assert row["verdict"] == "cannot-tell"
