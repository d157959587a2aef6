"""What leaves, what could take its place here, and how sure that is."""

from datetime import date
from typing import Any

import ibis
import pytest

from localspend.insight.facts.counted import records
from localspend.insight.replacement import COLUMNS, replacement
from tests.insight.tables import capabilities_of, firms_of, paid, payees

GARDENS, TREES = "77310000", "77340000"
LEAK = {
    "institution_id": "trust", "amount": "60000.00", "tier": "rest-of-uk", "supplier_id": "giant",
    "category_code": GARDENS, "influence": "yes",
}  # fmt: skip
LOCAL = {**LEAK, "institution_id": "council", "amount": "2000.00", "tier": "inner", "supplier_id": "spade"}
PAYEES = ({"supplier_id": "giant"}, {"supplier_id": "spade"}, {"supplier_id": "ann", "kind": "private-person"})
TRADES = tuple({"supplier_id": f"shop{n}", "tier": "inner"} for n in range(10))
FIRMS = (
    {"supplier_id": "spade", "tier": "inner", "size": "micro", "turnover": "100000", "paid": True},
    {"supplier_id": "rake", "tier": "inner", "size": "micro"},
    {"supplier_id": "hoe", "tier": "inner", "size": "small", "turnover": "900000"},
    {"supplier_id": "post", "tier": "inner", "office_shared": True},
    {"supplier_id": "elm", "tier": "city"},
)
CAN = tuple((firm, GARDENS, "sic") for firm in ("spade", "rake", "hoe", "post", "elm"))


def ask(connection: ibis.BaseBackend, *rows: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    tables = (
        paid(connection, *rows),
        payees(connection, *PAYEES),
        firms_of(connection, *options.pop("firms", FIRMS)),
        capabilities_of(connection, *options.pop("can", CAN)),
    )  # fmt: skip
    context = {"areas": ["inner", "city"], "inside": "inner", "institution": None, "as_of": date(2025, 12, 31)}
    return records(replacement(*tables, **{**context, **options}), COLUMNS)


def cells(rows: list[dict[str, Any]], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(str(row[column]) for column in columns) for row in rows]


def test_the_least_of_leak_capacity_and_what_is_open_can_be_replaced(connection: ibis.BaseBackend) -> None:
    held = {**LEAK, "amount": "40000.00", "contestable_on": date(2029, 1, 1)}
    soon = {**LEAK, "amount": "10000.00", "contestable_on": date(2026, 6, 30)}
    (row,) = ask(connection, LEAK, held, soon, LOCAL, LOCAL)
    assert {name: str(value) for name, value in row.items()} == {
        "rank": "1", "category_code": GARDENS, "leaked": "110000.00", "contestable": "70000.00",
        # spade: 0.25 x 100,000 - 4,000 = 21,000; hoe 225,000; rake, a micro firm: 7,500 to 158,000, middle 34,423.83
        "capacity": "280423.83", "capacity_low": "253500.00", "capacity_high": "404000.00",
        "replaceable": "70000.00", "unplaced": "0.00", "institutions": "1", "firms": "3", "peers": "1",
        "location_quotient": "None", "earliest_on": "2026-06-30", "prompt": "None", "confidence": "high",
    }  # fmt: skip


def test_pounds_are_a_years_of_the_months_that_are_covered(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, *({**LEAK, "on": f"2025-0{n}-01", "amount": "1000.00"} for n in (1, 2, 3, 4)))
    assert cells(rows, "leaked", "contestable") == [("12000.00", "12000.00")]


def test_capacity_bounds_what_can_be_replaced_and_is_a_range_above_zero(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, LEAK, firms=(FIRMS[1],))
    assert cells(rows, "replaceable", "capacity_low", "capacity", "capacity_high", "firms", "confidence") == [
        ("34423.83", "7500.00", "34423.83", "158000.00", "1", "low")
    ]


def test_enough_firms_without_proof_are_of_medium_confidence(duck: ibis.BaseBackend) -> None:
    assert cells(ask(duck, LEAK), "firms", "peers", "confidence") == [("3", "0", "medium")]


def test_a_whole_division_is_never_sure(duck: ibis.BaseBackend) -> None:
    wide = {"category_code": "77000000"}
    assert cells(ask(duck, {**LEAK, **wide}, {**LOCAL, **wide}, {**LOCAL, **wide}), "confidence") == [("medium",)]


@pytest.mark.parametrize(
    ("why", "row"),
    [
        ("it stays", {"tier": "inner"}),
        ("nobody knows where it goes", {"tier": "unknown"}),
        ("nobody can choose", {"influence": "no"}),
        ("nobody knows what it is", {"category_code": "unknown"}),
        ("a private person", {"supplier_id": "ann"}),
        ("too little", {"amount": "4999.99"}),
        ("credited", {"amount": "-60000.00"}),
        ("excluded", {"status": "excluded"}),
    ],
)
def test_no_row_where(duck: ibis.BaseBackend, why: str, row: dict[str, Any]) -> None:
    assert ask(duck, {**LEAK, **row}) == [], why


def test_unknown_places_stand_beside_the_leak_and_lower_the_confidence(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, LEAK, LOCAL, LOCAL, {**LEAK, "tier": "unknown", "amount": "60000.01"})
    assert cells(rows, "leaked", "unplaced", "confidence") == [("60000.00", "60000.01", "medium")]


def test_demand_without_a_supplier_prompts_where_the_register_would_know_one(duck: ibis.BaseBackend) -> None:
    trades = {"firms": TRADES, "can": tuple((firm["supplier_id"], "15000000", "sic") for firm in TRADES)}
    trust, council = LEAK, {**LEAK, "institution_id": "council"}
    assert cells(ask(duck, trust, **trades), "firms", "replaceable", "prompt") == [
        ("0", "0.00", "start-up: no firm here is known to supply it")
    ]
    assert ask(duck, trust, council, **trades)[0]["prompt"].startswith("co-operative: several institutions")


@pytest.mark.parametrize(
    ("why", "row", "firms"),
    [
        ("too little", {"amount": "49999.99"}, TRADES),
        ("a whole division", {"category_code": "77000000"}, TRADES),
        ("held by a contract", {"contestable_on": date(2029, 1, 1)}, TRADES),
        ("the register knows too few firms here", {}, TRADES[:9]),
    ],
)
def test_no_prompt_where(duck: ibis.BaseBackend, why: str, row: dict[str, Any], firms: tuple[Any, ...]) -> None:
    can = tuple((firm["supplier_id"], "15000000", "sic") for firm in firms)
    (found,) = ask(duck, {**LEAK, **row}, firms=firms, can=can)
    assert found["prompt"] is None, why


def test_location_quotient_compares_the_shares_of_firms_inside_and_around(duck: ibis.BaseBackend) -> None:
    # Inside, 1 of 10 firms gardens; in the outermost area 11 of 50: (1/10) / (11/50) = 0.45.
    firms = tuple({"supplier_id": f"f{n}", "tier": "inner" if n < 10 else "city"} for n in range(50))
    can = tuple((f"f{n}", GARDENS if n == 0 or n >= 40 else "15000000", "sic") for n in range(50))
    assert cells(ask(duck, LEAK, firms=firms, can=can), "location_quotient") == [("0.45",)]
    assert cells(ask(duck, LEAK, firms=firms, can=can, inside="city"), "location_quotient") == [("None",)]


def test_no_quotient_where_the_register_leaves_the_outermost_area_out(duck: ibis.BaseBackend) -> None:
    firms = tuple({"supplier_id": f"f{n}", "tier": "city", "paid": True} for n in range(50))
    can = tuple((f"f{n}", GARDENS, "sic") for n in range(50))
    assert cells(ask(duck, LEAK, firms=firms, can=can), "location_quotient") == [("None",)]


def test_one_institution_asks_for_its_leaks_and_its_peers(duck: ibis.BaseBackend) -> None:
    rows = (LEAK, LOCAL, LOCAL, {**LEAK, "institution_id": "council", "category_code": TREES})
    assert cells(ask(duck, *rows, institution="trust"), "category_code", "peers") == [(GARDENS, "1")]
    assert cells(ask(duck, *rows, institution="council"), "category_code", "peers") == [(TREES, "0")]


def test_rank_is_by_what_can_be_replaced(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, LEAK, {**LEAK, "category_code": TREES, "amount": "900000.00"})
    assert cells(rows, "rank", "category_code") == [("1", GARDENS), ("2", TREES)]


def test_nothing_at_all_is_no_row(duck: ibis.BaseBackend) -> None:
    assert ask(duck) == []
