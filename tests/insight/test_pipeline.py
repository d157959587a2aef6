"""Pipeline: contracts that end, and needs that payments show to recur, told from chance."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import ibis
import pytest

from localspend.insight.facts.counted import records
from localspend.insight.pipeline import COLUMNS, notes, pipeline
from localspend.tables import award_suppliers, awards, notices
from tests.insight.tables import contracts_of, paid, payees
from tests.rows import table

AS_OF = date(2025, 12, 31)
FIRST = date(2023, 1, 2)
WORKING = [day for n in range(1094) if (day := FIRST + timedelta(n)).weekday() < 5]


def rows_of(
    connection: ibis.BaseBackend,
    payments: list[dict[str, Any]],
    contracts: list[dict[str, Any]],
    noticed: tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]] = ([], [], []),
    **options: Any,
) -> list[dict[str, Any]]:
    named = (row.get("supplier_id") for row in [*payments, *contracts, *noticed[2]])
    names = sorted({name for name in named if name})
    kinds = options.pop("kinds", {})
    options.setdefault("as_of", AS_OF)
    suppliers = [{"supplier_id": name, "size": "micro", "tier": "inner", **kinds.get(name, {})} for name in names]
    tables = paid(connection, *payments), payees(connection, *suppliers), contracts_of(connection, *contracts)
    columns = (notices.COLUMNS, awards.COLUMNS, award_suppliers.COLUMNS)
    told = (table(connection, *one) for one in zip(columns, noticed, strict=True))
    return records(pipeline(*tables, *told, **options), COLUMNS)


def payment(supplier: str, on: date, amount: str = "100.00", **more: Any) -> dict[str, Any]:
    return {"supplier_id": supplier, "on": on.isoformat(), "amount": amount, "category_code": "90910000", **more}


def by_chance(rng: Random, suppliers: int = 120) -> list[dict[str, Any]]:
    """Payees paid on working days by chance, a few very often: what an institution's ledger mostly holds."""
    orders = [rng.paretovariate(1.2) for _ in range(suppliers)]
    chosen = rng.choices(range(suppliers), orders, k=2500)
    return [payment(f"chance-{one}", rng.choice(WORKING)) for one in chosen]


def every(rng: Random, days: int, jitter: int, supplier: str, **more: Any) -> list[dict[str, Any]]:
    """Payments every so many days, each early or late by up to `jitter`."""
    times = range(1, (AS_OF - FIRST).days // days)
    return [payment(supplier, FIRST + timedelta(days * n + rng.randint(-jitter, jitter)), **more) for n in times]


def test_contract_that_ends_within_the_horizon_is_a_row(duck: ibis.BaseBackend) -> None:
    cleaning = {
        "supplier_id": "bright", "title": "Cleaning of libraries", "value": "180000.00", "value_kind": "total",
        "category_code": "90910000", "end_on": "2026-03-31", "extension_to": "2027-03-31",
    }  # fmt: skip
    later = {**cleaning, "title": "Cleaning of schools", "end_on": "2028-01-01"}
    past = {**cleaning, "title": "Cleaning of baths", "end_on": "2024-01-01", "extension_to": None}
    past.pop("extension_to")
    [row] = rows_of(duck, [], [cleaning, later, past, cleaning])
    assert {key: str(value) for key, value in row.items() if value is not None} == {
        "institution_id": "council", "supplier_id": "bright", "supplier": "Bright", "size": "micro", "tier": "inner",
        "category_code": "90910000", "title": "Cleaning of libraries", "amount": "180000.00", "amount_kind": "total",
        "next_date": "2026-03-31", "next_is": "end", "extension_to": "2027-03-31", "basis": "contract",
    }  # fmt: skip


def test_contract_past_its_end_runs_to_its_extension_and_one_without_end_to_its_review(duck: ibis.BaseBackend) -> None:
    extended = {"title": "a", "supplier_shown": "Bright", "end_on": "2025-01-01", "extension_to": "2026-06-30"}
    open_ended = {"title": "b", "supplier_shown": "Bright", "review_on": "2026-09-01"}
    silent = {"title": "c", "supplier_shown": "Bright"}
    found = rows_of(duck, [], [extended, open_ended, silent])
    assert [(r["title"], r["supplier"], r["next_is"], r["next_date"].isoformat()) for r in found] == [
        ("a", "Bright", "extension", "2026-06-30"), ("b", "Bright", "review", "2026-09-01"),
    ]  # fmt: skip


NOTICE = {"ocid": "o1", "institution_id": "council", "title": "Roofs", "cpv": "45261910", "end_on": date(2026, 9, 30)}
AWARD = {
    "ocid": "o1", "award_id": "1", "value": Decimal("9000.00"), "value_kind": "award", "currency": "GBP",
    "suppliers": 1, "status": "active",
}  # fmt: skip
NAMED = {"ocid": "o1", "award_id": "1", "supplier_id": "bright", "supplier_shown": "Bright", "position": 1}


def test_award_notice_tells_the_end_that_no_register_has(connection: ibis.BaseBackend) -> None:
    elsewhere = {**NOTICE, "ocid": "o2", "institution_id": None}
    dead = {**AWARD, "award_id": "2", "status": "cancelled"}
    noticed = ([NOTICE, elsewhere], [AWARD, dead, {**AWARD, "ocid": "o2"}], [NAMED])
    [row] = rows_of(connection, [], [], noticed)
    assert {key: str(value) for key, value in row.items() if value is not None} == {
        "institution_id": "council", "supplier_id": "bright", "supplier": "Bright", "size": "micro", "tier": "inner",
        "category_code": "45261910", "title": "Roofs", "amount": "9000.00", "amount_kind": "total",
        "next_date": "2026-09-30", "next_is": "end", "basis": "notice",
    }  # fmt: skip
    entry = {"supplier_id": "bright", "category_code": "45000000", "start_on": "2025-01-01", "end_on": "2026-10-31"}
    assert [one["basis"] for one in rows_of(connection, [], [entry], noticed)] == ["contract"]
    cleaning = {**entry, "category_code": "90910000"}
    assert {one["basis"] for one in rows_of(connection, [], [cleaning], noticed)} == {"contract", "notice"}


def test_shared_award_names_nobody_and_a_ceiling_is_no_amount(duck: ibis.BaseBackend) -> None:
    shared = {**AWARD, "suppliers": 2, "value_kind": "ceiling", "end_on": date(2026, 6, 30), "title": "Lot 1"}
    [row] = rows_of(duck, [], [], ([NOTICE], [shared], [NAMED, {**NAMED, "position": 2}]))
    assert (row["supplier"], row["supplier_id"], row["amount"], row["amount_kind"]) == (None, None, None, "unknown")
    assert (row["title"], row["next_date"]) == ("Lot 1", date(2026, 6, 30))


def test_needs_that_recur_are_found_among_chance(connection: ibis.BaseBackend) -> None:
    rng = Random(0)
    planted = every(rng, 30, 3, "monthly") + every(rng, 91, 5, "quarterly") + every(rng, 7, 1, "weekly")
    found = rows_of(connection, by_chance(rng) + planted, [])
    assert [row["supplier"] for row in found] == ["Monthly", "Quarterly", "Weekly"]
    for row, period in zip(found, (30, 91, 7), strict=True):
        assert abs(row["period_days"] - period) <= 2
        due = max(p["on"] for p in planted if p["supplier_id"] == row["supplier_id"])
        assert AS_OF < row["next_date"] <= AS_OF + timedelta(row["period_days"])
        assert (row["next_date"] - date.fromisoformat(due)).days % row["period_days"] == 0
        assert 0.7 < row["probability"] <= 1
        assert (row["basis"], row["next_is"], row["amount_kind"]) == ("payments", "payment", "annual")
    of_the_year = [p for p in planted if p["supplier_id"] == "monthly" and p["on"] > "2024-12-31"]
    assert found[0]["amount"] == 100 * len(of_the_year)


def test_over_twenty_seeds_what_was_planted_is_found_and_at_most_one_thing_else(duck: ibis.BaseBackend) -> None:
    strangers = []
    for seed in range(20):
        rng = Random(seed)
        lines = by_chance(rng) + every(rng, 30, 4, "monthly") + every(rng, 91, 6, "quarterly")
        found = {row["supplier_id"]: row["period_days"] for row in rows_of(duck, lines, [])}
        assert abs(found.pop("monthly") - 30) <= 2, seed
        assert abs(found.pop("quarterly") - 91) <= 5, seed
        strangers += found
    assert len(strangers) <= 1


@pytest.mark.parametrize("seed", range(10))
def test_chance_alone_is_no_rhythm(duck: ibis.BaseBackend, seed: int) -> None:
    assert rows_of(duck, by_chance(Random(seed)), []) == []


@pytest.mark.parametrize("seed", range(5))
def test_payment_runs_are_the_institutions_rhythm_and_not_a_payees(duck: ibis.BaseBackend, seed: int) -> None:
    rng, fridays = Random(seed), [day for day in WORKING if day.weekday() == 4]
    lines = [
        payment(f"payee-{n}", day)
        for day in fridays
        for n in range(60)
        if rng.random() < (1, 0.97, 0.9, 0.7, 0.4, 0.1)[n % 6]
    ]
    assert rows_of(duck, lines, []) == []


def test_need_paid_each_month_is_seen_through_weekly_runs(duck: ibis.BaseBackend) -> None:
    rng, fridays = Random(1), [day for day in WORKING if day.weekday() == 4]
    chance = [payment(f"payee-{n % 40}", rng.choice(fridays)) for n in range(2500)]
    monthly = [payment("monthly", day) for n, day in enumerate(fridays) if n % 4 == 0]
    [row] = rows_of(duck, chance + monthly, [])
    assert (row["supplier_id"], row["period_days"]) == ("monthly", 28)


@pytest.mark.parametrize("skipped", [0.0, 0.1])
def test_probability_is_how_often_the_future_agrees(duck: ibis.BaseBackend, skipped: float) -> None:
    rng, held, planted = Random(6), AS_OF - timedelta(120), []
    for n in range(80):
        planted += [p for p in every(rng, 30, 3, f"monthly-{n}") if rng.random() >= skipped]
    known = [p for p in [*by_chance(rng), *planted] if p["on"] <= held.isoformat()]
    found = rows_of(duck, known, [], as_of=held)
    assert len(found) >= 60, "of 80"
    hits = 0
    for row in found:
        later = [p for p in planted if p["supplier_id"] == row["supplier_id"] and p["on"] > held.isoformat()]
        hits += any(abs((date.fromisoformat(p["on"]) - row["next_date"]).days) <= 7.5 for p in later)
    assert sum(row["probability"] for row in found) / len(found) == pytest.approx(hits / len(found), abs=0.1)


def test_what_ceased_was_credited_or_is_nobodys_name_is_left_out(duck: ibis.BaseBackend) -> None:
    rng = Random(2)
    ceased = [p for p in every(rng, 30, 2, "ceased") if p["on"] < "2025-06-01"]
    credited = every(rng, 30, 2, "credited", amount="-5.00")
    excluded = every(rng, 30, 2, "excluded", status="excluded")
    person = every(rng, 30, 2, "person")
    lines = by_chance(rng) + ceased + credited + excluded + person
    assert rows_of(duck, lines, [], kinds={"person": {"kind": "private-person"}}) == []


def test_payments_under_a_contract_in_force_are_the_contracts(duck: ibis.BaseBackend) -> None:
    rng = Random(3)
    lines = by_chance(rng) + every(rng, 30, 2, "bound") + every(rng, 30, 2, "free")
    ends = {"supplier_id": "bound", "end_on": "2029-01-01", "category_code": "90000000"}
    ended = {"supplier_id": "free", "end_on": "2025-01-01", "category_code": "90910000"}
    other = {"supplier_id": "free", "end_on": "2029-01-01", "category_code": "45000000"}
    assert [row["supplier_id"] for row in rows_of(duck, lines, [ends, ended, other])] == ["free"]


def test_sole_traders_are_masked_until_they_agree(duck: ibis.BaseBackend) -> None:
    rng = Random(4)
    kinds = {"jo": {"kind": "sole-trader", "name": "Jo Bloggs", "name_shown": "Sole trader 1"}}
    lines = by_chance(rng) + every(rng, 30, 2, "jo")
    [row] = rows_of(duck, lines, [], kinds=kinds)
    assert (row["supplier"], row["supplier_id"]) == ("Sole trader 1", None)
    [row] = rows_of(duck, lines, [], kinds=kinds, unmasked=True)
    assert (row["supplier"], row["supplier_id"]) == ("Jo Bloggs", "jo")


def test_influence_is_no_only_where_every_payment_of_the_year_says_so(duck: ibis.BaseBackend) -> None:
    rng = Random(5)
    lines = by_chance(rng) + every(rng, 30, 2, "rates", influence="no") + every(rng, 30, 2, "grass", influence="yes")
    found = {row["supplier_id"]: row["influence"] for row in rows_of(duck, lines, [])}
    assert found == {"rates": "no", "grass": "yes"}


def test_nothing_at_all_is_no_row(duck: ibis.BaseBackend) -> None:
    assert rows_of(duck, [], []) == []
    assert "where a register is silent, on award notices" in notes([])[0]
    assert notes([])[-1].startswith("No need is told apart from chance")
