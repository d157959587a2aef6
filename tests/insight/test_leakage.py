"""Leakage: what leaves each area, what could stay, and what nobody can place."""

from datetime import date
from decimal import Decimal
from typing import Any

import ibis

from localspend.insight import leakage
from localspend.insight.facts.counted import records
from tests.insight.tables import paid

AREAS = ("inner", "city")
AS_OF = date(2025, 1, 31)
YES = {"influence": "yes", "category_code": "55000000"}
PAYMENTS = (
    {"amount": "100.00", "tier": "inner", "supplier_id": "a", **YES},
    {"amount": "50.00", "tier": "city", "supplier_id": "b", **YES},
    {"amount": "-10.00", "tier": "city", "supplier_id": "b", **YES},
    {"amount": "30.00", "tier": "city", "supplier_id": "c", **YES, "influence": "no"},
    {"amount": "7.00", "tier": "rest-of-uk", "supplier_id": "d", **YES, "contestable_on": date(2027, 2, 1)},
    {"amount": "5.00", "tier": "outside-uk", "supplier_id": "e", **YES},
    {"amount": "1.50", "tier": "unknown", "supplier_id": "f", **YES},
    {"amount": "0.50", "category_code": "55000000", "influence": "unknown"},
    {"amount": "9.00", "tier": "rest-of-uk", "status": "excluded", **YES},
    {"amount": "20.00", "tier": "inner", "institution_id": "trust"},
)


def ask(connection: ibis.BaseBackend, *areas: str, **assumed: Any) -> list[dict[str, Any]]:
    found = leakage.leakage(paid(connection, *PAYMENTS), areas=areas, as_of=AS_OF, **assumed)
    rows = records(found, leakage.COLUMNS)
    return [{k: str(v) if isinstance(v, Decimal) else v for k, v in row.items()} for row in rows]


def test_each_area_is_left_by_what_is_further_out(connection: ibis.BaseBackend) -> None:
    common = {"institution_id": "council", "category_code": "55000000"}
    nowhere = {"amount": "0.00", "amount_influenceable": "0.00", "amount_inside": "20.00", "amount_unknown": "0.00",
               "amount_total": "20.00", "payments": 0, "payments_inside": 1, "payments_unknown": 0,
               "suppliers": 0}  # fmt: skip
    assert ask(connection, *AREAS) == [
        {**common, "tier": "city", "amount": "12.00", "amount_influenceable": "5.00", "amount_inside": "170.00",
         "amount_unknown": "2.00", "amount_total": "184.00", "payments": 2, "payments_inside": 4,
         "payments_unknown": 2, "suppliers": 2},
        {**common, "tier": "inner", "amount": "82.00", "amount_influenceable": "45.00", "amount_inside": "100.00",
         "amount_unknown": "2.00", "amount_total": "184.00", "payments": 5, "payments_inside": 1,
         "payments_unknown": 2, "suppliers": 4},
        {"institution_id": "trust", "category_code": "unknown", "tier": "city", **nowhere},
        {"institution_id": "trust", "category_code": "unknown", "tier": "inner", **nowhere},
    ]  # fmt: skip


def test_it_adds_up(duck: ibis.BaseBackend) -> None:
    for row in ask(duck, *AREAS):
        parts = [Decimal(row[f"amount{part}"]) for part in ("", "_inside", "_unknown")]
        assert sum(parts) == Decimal(row["amount_total"])


def test_a_longer_horizon_frees_what_is_under_contract(duck: ibis.BaseBackend) -> None:
    assert ask(duck, *AREAS, horizon_months=25)[0]["amount_influenceable"] == "12.00"


def test_without_areas_nothing_can_be_left(duck: ibis.BaseBackend) -> None:
    assert ask(duck) == []
    assert leakage.notes([]) == ["Nothing can leave an area where the network names none."]


def test_notes_say_how_much_has_no_place(duck: ibis.BaseBackend) -> None:
    rows = records(leakage.leakage(paid(duck, *PAYMENTS), areas=AREAS, as_of=AS_OF), leakage.COLUMNS)
    assert "The place of 1% of the £ is not known: it is in no figure of leakage." in leakage.notes(rows)
