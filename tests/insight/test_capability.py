"""Who could supply what is bought: with evidence, distance, room, and how deep the market is."""

from typing import Any

import ibis
import pytest

from localspend.insight.capability import COLUMNS, capability
from localspend.insight.facts.counted import records
from tests.insight.tables import areas_of, capabilities_of, firms_of, paid

CLEANING, WINDOWS, GARDENS = "90910000", "90911000", "77310000"
BOUGHT = (
    {"amount": "6000.00", "on": "2024-01-31", "supplier_id": "broom", "category_code": CLEANING},
    {"amount": "-1000.00", "on": "2024-12-31", "supplier_id": "broom", "category_code": CLEANING},
    {"amount": "70.00", "on": "2024-12-31", "supplier_id": "far", "category_code": "unknown"},
)
FIRMS = (
    {"supplier_id": "broom", "size": "micro", "tier": "inner", "easting": 3000, "northing": 4000, "turnover": "100000"},
    {"supplier_id": "mop", "size": "small", "tier": "city", "easting": 0, "northing": 1000},
    {"supplier_id": "pane", "tier": "city"},
    {"supplier_id": "post", "tier": "inner", "office_shared": True},
    {"supplier_id": "spade", "tier": "inner"},
    {"supplier_id": "lost", "tier": "unknown"},
)  # fmt: skip
CAN = (
    ("broom", CLEANING, "paid-for"),
    ("broom", CLEANING, "sic"),
    ("mop", "90900000", "sic"),
    ("pane", WINDOWS, "sic"),
    ("post", CLEANING, "sic"),
    ("lost", CLEANING, "sic"),
    ("spade", GARDENS, "sic"),
)


def ask(connection: ibis.BaseBackend, **options: Any) -> list[dict[str, Any]]:
    tables = (
        paid(connection, *options.pop("payments", BOUGHT)),
        firms_of(connection, *options.pop("firms", FIRMS)),
        capabilities_of(connection, *options.pop("can", CAN)),
        areas_of(connection, {"code": "inner", "easting": 0.0, "northing": 0.0}),
    )
    return records(capability(*tables, areas=["inner", "city"], **{"institution": None, **options}), COLUMNS)


def cells(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_firms_of_a_bought_category_stand_in_order_with_their_evidence(connection: ibis.BaseBackend) -> None:
    rows = ask(connection)
    assert cells(rows, "category_code", "rank", "supplier", "tier", "distance_km", "basis", "evidence") == [
        (CLEANING, 1, "Broom", "inner", 5.0, "paid-for", "paid-for 90910000"),
        (CLEANING, 2, "Post", "inner", None, "sic", "sic 90910000"),
        (CLEANING, 3, "Mop", "city", 1.0, "sic", "sic 90900000"),
        (CLEANING, 4, "Pane", "city", None, "sic", "sic 90911000"),
        (CLEANING, 5, "Lost", "unknown", None, "sic", "sic 90910000"),
    ]
    assert [str(row["paid"]) for row in rows] == ["5000.00", "0.00", "0.00", "0.00", "0.00"]


def test_depth_grows_outwards_and_leaves_out_letterboxes_and_the_unplaced(connection: ibis.BaseBackend) -> None:
    assert cells(ask(connection), "supplier", "firms_in_tier", "firms_within", "widen_to") == [
        ("Broom", 1, 1, "city"),
        ("Post", 1, 1, "city"),
        ("Mop", 2, 3, "city"),
        ("Pane", 2, 3, "city"),
        ("Lost", 1, None, "city"),
    ]


def test_widening_is_null_where_three_are_never_reached(duck: ibis.BaseBackend) -> None:
    assert {row["widen_to"] for row in ask(duck, enough=4)} == {None}


def test_room_is_exact_with_a_turnover_and_else_a_range_above_zero(duck: ibis.BaseBackend) -> None:
    room = {row["supplier"]: (str(row["capacity_low"]), str(row["capacity_high"])) for row in ask(duck)}
    # Two months are covered (January and December): £5,000 in them is £30,000 a year, more than a quarter of £100,000.
    assert room["Broom"] == ("0.00", "0.00")
    assert room["Mop"] == ("158000.00", "2550000.00")
    assert room["Pane"] == ("7500.00", "158000.00")  # of unknown size: as a micro firm


def test_another_cap_gives_another_room(duck: ibis.BaseBackend) -> None:
    (row,) = (row for row in ask(duck, dependency_cap=0.5) if row["supplier"] == "Broom")
    assert str(row["capacity_high"]) == "20000.00"


def test_only_the_nearest_are_listed_but_all_are_counted(duck: ibis.BaseBackend) -> None:
    assert cells(ask(duck, most=1), "supplier", "firms_in_tier", "widen_to") == [("Broom", 1, "city")]


def test_one_institution_asks_for_its_own_categories_but_room_minds_all_income(duck: ibis.BaseBackend) -> None:
    trust = {"institution_id": "trust", "amount": "10.00", "on": "2024-01-31", "category_code": GARDENS}
    rows = ask(duck, payments=(*BOUGHT, {**trust, "supplier_id": "broom"}), institution="trust")
    assert cells(rows, "category_code", "supplier") == [(GARDENS, "Spade")]


@pytest.mark.parametrize(("unmasked", "shown"), [(False, ("Sole trader", None)), (True, ("Jo Bloggs", "local-jo"))])
def test_sole_traders_are_masked(duck: ibis.BaseBackend, unmasked: bool, shown: tuple[str, str | None]) -> None:
    jo = {"supplier_id": "local-jo", "kind": "sole-trader", "name": "Jo Bloggs", "name_shown": "Sole trader"}
    rows = ask(duck, firms=(jo,), can=(("local-jo", CLEANING, "sic"),), unmasked=unmasked)
    assert cells(rows, "supplier", "supplier_id") == [shown]


def test_nothing_bought_is_no_row(duck: ibis.BaseBackend) -> None:
    assert ask(duck, payments=()) == []
