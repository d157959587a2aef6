"""What leaks from one institution and another already buys nearby."""

from datetime import date
from typing import Any

import ibis
import pytest

from localspend.insight.facts.counted import records
from localspend.insight.peer_proven import COLUMNS, peer_proven
from tests.insight.tables import paid, payees

GARDENS, TREES = "77310000", "77340000"
LEAK = {
    "institution_id": "trust", "amount": "60000.00", "on": "2025-01-31", "tier": "rest-of-uk", "supplier_id": "giant",
    "category_code": GARDENS, "influence": "yes",
}  # fmt: skip
LOCAL = {
    "institution_id": "council", "amount": "2000.00", "tier": "inner", "supplier_id": "spade",
    "category_code": GARDENS, "influence": "yes",
}  # fmt: skip
PAYEES = (
    {"supplier_id": "giant", "size": "large"},
    {"supplier_id": "spade", "size": "micro"},
    {"supplier_id": "local-jo", "kind": "sole-trader", "name": "Jo Bloggs", "name_shown": "Sole trader"},
    {"supplier_id": "ann", "kind": "private-person"},
    {"supplier_id": "parish", "kind": "public-body"},
)


def ask(connection: ibis.BaseBackend, *rows: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    context = {"areas": ["inner", "city"], "inside": "inner", "as_of": date(2025, 12, 31), **options}
    found = peer_proven(paid(connection, *rows), payees(connection, *PAYEES), **context)
    return records(found, COLUMNS)


def cells(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


TWICE = ({**LOCAL, "on": "2021-01-31"}, {**LOCAL, "on": "2021-02-28"})


def test_a_leak_stands_beside_the_supplier_that_a_peer_pays(connection: ibis.BaseBackend) -> None:
    (row,) = ask(connection, LEAK, *TWICE)
    assert {name: str(value) for name, value in row.items()} == {
        "rank": "1", "institution_id": "trust", "category_code": GARDENS, "leaked": "60000.00", "supplier_id": "spade",
        "supplier": "Spade", "kind": "company", "size": "micro", "tier": "inner", "peer_id": "council",
        "peer_category": GARDENS, "digits": "4", "peer_paid": "4000.00", "last_paid_on": "2021-02-28",
    }  # fmt: skip


def test_most_money_stands_first(connection: ibis.BaseBackend) -> None:
    rows = ask(
        connection,
        {**LEAK, "category_code": TREES, "amount": "90000.00"},
        {**LOCAL, "category_code": TREES, "on": "2025-01-01"},
        LEAK,
        {**LOCAL, "on": "2025-01-01"},
        {**LOCAL, "supplier_id": "local-jo", "amount": "9000.00", "on": "2025-01-01"},
    )
    assert cells(rows, "rank", "category_code", "supplier") == [
        (1, TREES, "Spade"),
        (2, GARDENS, "Sole trader"),
        (3, GARDENS, "Spade"),
    ]


ONCE_LATELY = {**LOCAL, "on": "2024-06-30"}


@pytest.mark.parametrize(
    ("why", "rows"),
    [
        ("once and long ago", (LEAK, {**LOCAL, "on": "2021-01-31"})),
        ("too little", (LEAK, {**ONCE_LATELY, "amount": "999.99"})),
        ("credited again", (LEAK, ONCE_LATELY, {**ONCE_LATELY, "amount": "-1500.00"})),
        ("the peer's supplier is elsewhere", (LEAK, {**ONCE_LATELY, "tier": "city"})),
        ("nobody knows where the peer's supplier is", (LEAK, {**ONCE_LATELY, "tier": "unknown"})),
        ("nobody knows where the leak went", ({**LEAK, "tier": "unknown"}, ONCE_LATELY)),
        ("it does not leak", ({**LEAK, "tier": "inner"}, ONCE_LATELY)),
        ("it cannot be influenced", ({**LEAK, "influence": "no"}, ONCE_LATELY)),
        ("whether it can be influenced is unknown", ({**LEAK, "influence": "unknown"}, ONCE_LATELY)),
        ("its contract ends after the horizon", ({**LEAK, "contestable_on": date(2028, 1, 1)}, ONCE_LATELY)),
        ("the leak is small", ({**LEAK, "amount": "800.00"}, ONCE_LATELY)),
        ("another class", (LEAK, {**ONCE_LATELY, "category_code": TREES})),
        ("two levels wider", (LEAK, {**ONCE_LATELY, "category_code": "77000000"})),
        ("both are unknown", ({**LEAK, "category_code": "unknown"}, {**ONCE_LATELY, "category_code": "unknown"})),
        ("no peer", (LEAK, {**ONCE_LATELY, "institution_id": "trust"})),
        ("it pays that supplier already", (LEAK, ONCE_LATELY, {**ONCE_LATELY, "institution_id": "trust"})),
        ("a grant", (LEAK, {**ONCE_LATELY, "influence_reason": "grants-and-transfers"})),
        ("a private person", (LEAK, {**ONCE_LATELY, "supplier_id": "ann"})),
        ("a public body", (LEAK, {**ONCE_LATELY, "supplier_id": "parish"})),
        ("nobody knows whom", (LEAK, {**ONCE_LATELY, "supplier_id": None})),
        ("excluded", (LEAK, {**ONCE_LATELY, "status": "excluded"})),
        ("nothing at all", ()),
    ],
)
def test_no_finding_where(duck: ibis.BaseBackend, why: str, rows: tuple[dict[str, Any], ...]) -> None:
    assert ask(duck, *rows) == [], why


def test_one_payment_lately_is_enough_and_one_level_wider_is_alike(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, LEAK, {**ONCE_LATELY, "category_code": "77300000"})
    assert cells(rows, "peer_category", "digits") == [("77300000", 3)]


def test_payments_without_a_date_are_occasions_of_their_own(duck: ibis.BaseBackend) -> None:
    assert ask(duck, LEAK, LOCAL) == []
    assert cells(ask(duck, LEAK, LOCAL, LOCAL), "last_paid_on") == [(None,)]


def test_at_most_so_many_suppliers_a_category(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, LEAK, ONCE_LATELY, {**ONCE_LATELY, "supplier_id": "local-jo"}, most=1)
    assert cells(rows, "supplier") == [("Sole trader",)]


def test_sole_traders_are_masked_unless_asked_for(duck: ibis.BaseBackend) -> None:
    jo = {**ONCE_LATELY, "supplier_id": "local-jo"}
    assert cells(ask(duck, LEAK, jo), "supplier", "supplier_id") == [("Sole trader", None)]
    assert cells(ask(duck, LEAK, jo, unmasked=True), "supplier", "supplier_id") == [("Jo Bloggs", "local-jo")]


def test_a_wider_area_finds_more_and_leaks_less(duck: ibis.BaseBackend) -> None:
    in_city = {**ONCE_LATELY, "tier": "city"}
    assert cells(ask(duck, LEAK, in_city, inside="city"), "supplier", "tier") == [("Spade", "city")]
    assert ask(duck, {**LEAK, "tier": "city"}, in_city, inside="city") == []
