"""What institutions buy alike, and whether small firms could still bid if they bought it together."""

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pytest

from localspend.insight.facts.counted import records
from localspend.insight.needs import advice
from localspend.insight.shared_needs import COLUMNS, shared_needs
from tests.insight.tables import capabilities_of, contracts_of, firms_of, paid, payees

CLEANING, REPAIRS = "90910000", "50700000"
COUNCIL = {
    "amount": "20000.00", "on": "2025-01-10", "supplier_id": "mop", "category_code": CLEANING, "tier": "city",
    "influence": "yes",
}  # fmt: skip
TRUST = {**COUNCIL, "institution_id": "trust", "supplier_id": "broom", "amount": "30000.00"}
PAYEES = (
    {"supplier_id": "mop"},
    {"supplier_id": "broom"},
    {"supplier_id": "ann", "kind": "private-person"},
    {"supplier_id": "local-jo", "kind": "sole-trader", "name": "Jo Bloggs", "name_shown": "Sole trader"},
    {"supplier_id": "local-al", "kind": "sole-trader", "name": "Al Bloggs", "name_shown": "Sole trader"},
    {"supplier_id": "city", "kind": "public-body"},
)


def months(row: dict[str, Any], *numbers: int) -> tuple[dict[str, Any], ...]:
    part = f"{float(row['amount']) / len(numbers):.2f}"
    return tuple({**row, "on": f"2025-{n:02}-10", "amount": part} for n in numbers)


def firm(name: str, turnover: int, size: str = "small") -> dict[str, Any]:
    return {"supplier_id": name, "tier": "inner", "size": size, "turnover": str(turnover)}


def ask(connection: ibis.BaseBackend, *rows: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    firms, contracts = options.pop("firms", ()), options.pop("contracts", ())
    code = options.pop("can", CLEANING)
    tables = (
        paid(connection, *rows),
        payees(connection, *PAYEES),
        contracts_of(connection, *contracts),
        firms_of(connection, *firms),
        capabilities_of(connection, *((one["supplier_id"], code, "sic") for one in firms)),
    )
    context = {"areas": ["inner", "city"], "inside": "inner", "as_of": date(2025, 12, 31)}
    found = shared_needs(*tables, **{**context, **options})
    return records(found, COLUMNS)


def cells(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(str(row[c]) if c.startswith("amount") else row[c] for c in columns) for row in rows]


YEAR = tuple(range(1, 13))


def test_a_category_that_two_buy_is_a_need_with_its_rhythm(connection: ibis.BaseBackend) -> None:
    rows = ask(connection, *months(COUNCIL, *YEAR), *months(TRUST, *YEAR))
    (row,) = rows
    assert row["need"].startswith("90910000: ")
    assert cells(rows, "rank", "basis", "institutions", "amount", "amount_a_year", "suppliers", "period_days") == [
        (1, "category", ["council", "trust"], "50000.04", "50000.04", 2, 31)
    ]


def test_a_supplier_that_two_pay_is_a_need(duck: ibis.BaseBackend) -> None:
    divisions = {"supplier_id": "mop", "category_code": "90000000"}
    rows = ask(duck, {**COUNCIL, **divisions}, {**TRUST, **divisions})
    assert [(row["basis"], row["need"].split(":")[0], row["institutions"]) for row in rows] == [
        ("supplier", "Mop", ["council", "trust"])
    ]


DOORS = {"category_code": REPAIRS, "description": "Fire Door Inspection, programme 7"}


def test_rare_words_that_two_write_are_a_need_within_a_wider_category(duck: ibis.BaseBackend) -> None:
    rows = ask(
        duck,
        {**COUNCIL, **DOORS, "amount": "8000.00"},
        {**TRUST, **DOORS, "description": "FIRE DOORS: programme of inspection (fire door)", "amount": "7000.00"},
        {**COUNCIL, "category_code": REPAIRS, "description": "Boilers"},
        {**TRUST, "category_code": REPAIRS, "description": "Lift maintenance"},
        least_part=3_000 * 12,
    )
    words = [row for row in rows if row["basis"] == "description"]
    assert cells(words, "need", "institutions", "amount") == [
        ("fire door inspection programme", ["council", "trust"], "15000.00")
    ]


@pytest.mark.parametrize(
    ("why", "council", "trust"),
    [
        ("another word", {"description": "Lift maintenance"}, {"description": "Vehicle maintenance"}),
        ("words of every ledger", {"description": "Invoice for services"}, {"description": "Services, invoice"}),
        ("another division", DOORS, {**DOORS, "category_code": "80500000"}),
        ("one supplier", DOORS, {**DOORS, "supplier_id": "mop"}),
        ("sole traders, whose lines may name them", {**DOORS, "supplier_id": "local-jo"},
         {**DOORS, "supplier_id": "local-al"}),
    ],
)  # fmt: skip
def test_no_need_in_words_where(
    duck: ibis.BaseBackend, why: str, council: dict[str, Any], trust: dict[str, Any]
) -> None:
    # Half of the category says something else, so that the words would not be the category's own need.
    other = {"category_code": council.get("category_code", CLEANING), "description": "x"}
    rows = ask(duck, {**COUNCIL, **council}, {**TRUST, **trust}, {**COUNCIL, **other}, {**TRUST, **other})
    assert "description" not in {row["basis"] for row in rows}, why


def test_words_that_are_the_whole_category_are_told_once(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, {**COUNCIL, **DOORS}, {**TRUST, **DOORS})
    assert [row["basis"] for row in rows] == ["category"]


@pytest.mark.parametrize(
    ("why", "trust"),
    [
        ("nobody else buys it", {"institution_id": "council"}),
        ("the other buys little", {"amount": "400.00"}),
        ("the other had it credited", {"amount": "-30000.00"}),
        ("the other bought it long ago", {"on": "2023-01-10"}),
        ("the other cannot choose", {"influence": "no"}),
        ("the other pays a public body", {"supplier_id": "city"}),
        ("the other pays a person", {"supplier_id": "ann"}),
        ("the other's is excluded", {"status": "excluded"}),
        ("another class", {"category_code": REPAIRS}),
        ("a whole division", {"category_code": "90000000"}),
        ("nobody knows what it is", {"category_code": "unknown"}),
    ],
)
def test_no_shared_need_where(duck: ibis.BaseBackend, why: str, trust: dict[str, Any]) -> None:
    assert ask(duck, COUNCIL, {**TRUST, **trust}) == [], why


def test_a_division_that_both_name_is_too_wide_to_be_a_need(duck: ibis.BaseBackend) -> None:
    wide = {"category_code": "90000000"}
    assert ask(duck, {**COUNCIL, **wide}, {**TRUST, **wide}) == []


BOTH = (*months(COUNCIL, *YEAR), *months(TRUST, *YEAR))
ABLE = tuple(firm(f"f{n}", 400_000) for n in range(3))
PART = tuple(firm(f"p{n}", 100_000, "micro") for n in range(4))


def test_firms_able_at_the_joint_size_allow_buying_jointly(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *BOTH, firms=ABLE)
    assert cells(rows, "firms_joint", "firms_separate", "advice", "why") == [
        (3, 3, "buy-jointly", "£50,000 a year together: all of the 3 firms in inner able to carry a part could carry "
         "the whole")
    ]  # fmt: skip


def test_joint_buying_that_shuts_micro_firms_out_is_not_advised(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *BOTH, firms=(*ABLE, *PART[:2]))
    assert cells(rows, "firms_joint", "firms_separate", "advice", "why") == [
        (3, 5, "keep-small", "as one contract (£50,000 a year together), only 3 of the 5 firms in inner able to carry "
         "a part could carry it, and no micro firm (2 could carry a part)")
    ]  # fmt: skip


M = advice.Market


@pytest.mark.parametrize(
    ("market", "told", "why"),
    [
        (M(3, 6, 1, 4), "buy-jointly", "only 3 of the 6 firms in x able to carry a part could carry the whole; 1 micro "
         "firm among them; 3 firms could not: use lots"),
        (M(3, 7, 1, 4), "keep-small", "only 3 of the 7 firms in x able to carry a part could carry it"),
        (M(2, 3, 2, 3), "keep-small", "only 2 of the 3 firms in x able to carry a part could carry it"),
        (M(2, 2, 0, 0), "buy-jointly", "all of the 2 firms in x able to carry a part could carry the whole"),
        (M(1, 1, 0, 0), "buy-jointly", "the one firm in x able to carry a part could carry the whole"),
        (M(0, 1, 0, 0), "keep-small", "the one firm in x able to carry a part could not carry it"),
        (M(0, 4, 0, 0), "keep-small", "none of the 4 firms in x able to carry a part could carry it"),
    ],
)  # fmt: skip
def test_advice_says_whom_a_joint_contract_would_leave_out(market: M, told: str, why: str) -> None:
    said = advice.advise(market, a_year=Decimal(9), ends=0, align_on=None, area="x", enough=3)
    assert said[0] == told
    assert said[1].endswith(why)


CONTRACTS = (
    {"supplier_id": "mop", "category_code": CLEANING, "ends": "2026-06-30", "value": None},
    {"supplier_id": "other", "category_code": CLEANING, "ends": "2027-06-30", "value": None},
    {"institution_id": "trust", "supplier_id": "broom", "category_code": CLEANING, "ends": "2026-09-30"},
    {"institution_id": "trust", "supplier_id": "broom", "category_code": CLEANING, "ends": "2029-09-30"},
    {"institution_id": "trust", "supplier_id": "broom", "category_code": REPAIRS, "ends": "2026-12-31"},
    {"institution_id": "police", "supplier_id": "broom", "category_code": CLEANING, "ends": "2026-11-30"},
)


def test_contracts_that_end_soon_can_end_together_and_stay_small(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *BOTH, firms=PART, contracts=CONTRACTS)
    assert cells(rows, "align_on", "ends", "advice") == [(date(2026, 9, 30), 2, "synchronise")]
    assert rows[0]["why"].startswith(
        "2 contracts could end together on 30/09/2026, each still bought at its own size: as one contract"
    )


def test_one_known_end_is_shown_and_is_nothing_to_align(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *BOTH, firms=PART, contracts=CONTRACTS[:2])
    assert cells(rows, "align_on", "ends", "advice") == [(date(2026, 6, 30), 1, "keep-small")]


def test_an_unknown_category_is_never_bought_jointly(duck: ibis.BaseBackend) -> None:
    unknown = {"category_code": "unknown", "supplier_id": "mop"}
    rows = ask(duck, {**COUNCIL, **unknown}, {**TRUST, **unknown}, firms=ABLE)
    assert cells(rows, "basis", "firms_joint", "firms_separate", "advice") == [("supplier", None, None, "keep-small")]


@pytest.mark.parametrize(
    ("ends", "aligned"),
    [
        ((), (None, 0)),
        (("2026-06-30",), ("2026-06-30", 1)),
        (("2026-06-30", "2026-12-30"), ("2026-12-30", 2)),
        (("2026-06-30", "2026-12-31"), ("2026-12-31", 1)),
        (("2026-03-03", "2026-06-30", "2026-11-15"), ("2026-11-15", 2)),
        (("2027-05-31", "2026-01-31", "2027-09-30"), ("2027-09-30", 2)),
    ],
)
def test_the_most_ends_within_half_a_year_are_aligned(ends: tuple[str, ...], aligned: tuple[str | None, int]) -> None:
    on, many = advice.align([date.fromisoformat(end) for end in ends], 6)
    assert (str(on) if on else None, many) == aligned


def test_no_firm_to_shut_out_is_said(duck: ibis.BaseBackend) -> None:
    (row,) = ask(duck, *BOTH)
    assert (row["firms_joint"], row["firms_separate"], row["advice"]) == (0, 0, "buy-jointly")
    assert row["why"].endswith("no firm in inner is known to be able at either size, so none would be shut out")


def test_sole_traders_are_masked_unless_asked_for(duck: ibis.BaseBackend) -> None:
    jo = {"supplier_id": "local-jo", "category_code": "90000000"}
    rows = ask(duck, {**COUNCIL, **jo}, {**TRUST, **jo})
    assert rows[0]["need"].startswith("Sole trader:")
    rows = ask(duck, {**COUNCIL, **jo}, {**TRUST, **jo}, unmasked=True)
    assert rows[0]["need"].startswith("Jo Bloggs:")


def test_nothing_at_all_is_no_row(duck: ibis.BaseBackend) -> None:
    assert ask(duck) == []


@pytest.mark.parametrize(
    ("gaps", "median"),
    [({30: 2}, None), ({30: 2, 31: 1}, 30), ({7: 1, 30: 1, 31: 1, 90: 1}, 30), ({}, None)],
)
def test_rhythm_is_the_middle_gap_of_three_or_more(gaps: dict[int, int], median: int | None) -> None:
    assert advice.median_gap(gaps) == median


def test_common_words_keep_the_order_of_the_largest_text() -> None:
    assert advice.common_words(["fire door inspection", "inspection of fire door"], "door fire") == (
        "fire door inspection"
    )
    assert advice.common_words(["fire door", "fire alarm"], "alarm fire") == "alarm fire"
