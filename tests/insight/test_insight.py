"""Each insight on six rows, on both engines: the specification, readable."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from localspend import insight
from localspend.insight.facts.counted import chosen, records
from tests.insight.tables import links_of, paid, payees, wards_of

SUPPLIERS = (
    {"supplier_id": "bakery", "kind": "company", "size": "micro", "ward": "W1", "deprivation_decile": 1,
     "postcode_basis": "registered-office", "tier_trading": "city"},
    {"supplier_id": "giant", "kind": "company", "size": "large", "postcode_basis": "registered-office",
     "office_shared": True, "tier_trading": "inner"},
    {"supplier_id": "jo", "kind": "sole-trader", "name": "Jo Bloggs Gardens", "name_shown": "Sole trader 1",
     "size": "micro", "ward": "W1", "deprivation_decile": 1},
    {"supplier_id": "ann", "kind": "private-person", "name": "Ann Example", "name_shown": "Private person",
     "ward": "W1"},
)  # fmt: skip
PAYMENTS = (
    {
        "amount": "600.00",
        "on": "2024-01-31",
        "tier": "inner",
        "supplier_id": "bakery",
        "supplier_text": "BAKERY LTD",
        "category_code": "15000000",
    },
    {
        "amount": "-100.00",
        "on": "2024-02-29",
        "tier": "inner",
        "supplier_id": "bakery",
        "supplier_text": "BAKERY LTD",
        "category_code": "15000000",
    },
    {"amount": "40000.00", "on": "2025-03-01", "tier": "rest-of-uk", "supplier_id": "giant", "supplier_text": "GIANT"},
    {"amount": "400.10", "tier": "inner", "supplier_id": "jo", "supplier_text": "J BLOGGS", "institution_id": "trust"},
    {"amount": "50.00", "tier": "inner", "supplier_id": "ann", "supplier_text": "ANN EXAMPLE"},
    {"amount": "9999.99", "on": "2025-03-01", "supplier_id": None},
    {
        "amount": "7.77",
        "tier": "inner",
        "supplier_id": "bakery",
        "supplier_text": "BAKERY LTD",
        "status": "excluded",
        "excluded_because": "duplicate",
    },
)


LINKS = (
    {"supplier_text": "BAKERY LTD", "supplier_id": "bakery"},
    {"supplier_text": "GIANT", "supplier_id": "giant", "judgement": "review", "method": "scored"},
    {"supplier_text": "J BLOGGS", "institution_id": "trust", "kind": "sole-trader", "judgement": "none"},
    {"supplier_text": "ANN EXAMPLE", "kind": "private-person", "judgement": "none"},
)


def ask(connection: ibis.BaseBackend, name: str, **options: Any) -> list[dict[str, Any]]:
    tables = [paid(connection, *PAYMENTS), payees(connection, *SUPPLIERS)]
    if name == "coverage":
        tables[1] = links_of(connection, *LINKS)
    if name == "concentration":
        options = {"areas": ["inner", "city"], "inside": "inner", **options}
    if name == "wards":
        tables.append(wards_of(connection, {"code": "W1", "name": "First", "deprivation_share": 0.5}))
    return records(insight.question(name)(*tables, **options), insight.INSIGHTS[name].COLUMNS)


def cells(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(str(r[c]) if isinstance(r[c], Decimal) else r[c] for c in columns) for r in rows]


EXPECTED: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "spend": (
        ("institution_id", "year", "tier", "size", "category_code", "kind", "amount", "payments", "suppliers"),
        [
            ("council", 2024, "inner", "micro", "15000000", "company", "500.00", 2, 1),
            ("council", 2025, "rest-of-uk", "large", "unknown", "company", "40000.00", 1, 1),
            ("council", 2025, "unknown", "unknown", "unknown", "unknown", "9999.99", 1, 0),
            ("council", None, "inner", "unknown", "unknown", "private-person", "50.00", 1, 1),
            ("trust", None, "inner", "micro", "unknown", "sole-trader", "400.10", 1, 1),
        ],
    ),
    "top-suppliers": (
        ("rank", "supplier", "amount", "payments", "institutions", "share"),
        [
            (1, "Giant", "40000.00", 1, 1, "0.7851"),
            (2, "Bakery", "500.00", 2, 1, "0.0098"),
            (3, "Sole trader 1", "400.10", 1, 1, "0.0079"),
        ],
    ),
    "coverage": (
        ("institution_id", "linked_by", "amount", "payments", "names"),
        [
            ("council", "number", "500.00", 2, 1),
            ("council", "unknown", "9999.99", 1, 0),
            ("council", "unnamed", "50.00", 1, 1),
            ("council", "waiting", "40000.00", 1, 1),
            ("trust", "unlisted", "400.10", 1, 1),
        ],
    ),
    "value-bands": (
        ("band", "lower", "upper", "tier", "amount", "payments", "suppliers"),
        [
            (0, None, 0, "inner", "-100.00", 1, 1),
            (1, 0, 500, "inner", "450.10", 2, 2),
            (2, 500, 5000, "inner", "600.00", 1, 1),
            (3, 5000, 30000, "unknown", "9999.99", 1, 0),
            (4, 30000, 100000, "rest-of-uk", "40000.00", 1, 1),
        ],
    ),
    "concentration": (
        ("institution_id", "scope", "suppliers", "amount", "hhi", "top_10", "top_300", "inside_low", "inside_high"),
        [
            ("council", "top-300", 2, "40500.00", None, None, None, "0.0123", "0.0123"),
            ("council", "whole", 2, "40500.00", "0.9756", "1.0000", "1.0000", "0.0123", "0.0123"),
            ("trust", "top-300", 1, "400.10", None, None, None, "1.0000", "1.0000"),
            ("trust", "whole", 1, "400.10", "1.0000", "1.0000", "1.0000", "1.0000", "1.0000"),
            (None, "top-300", 3, "40900.10", None, None, None, "0.0220", "0.0220"),
            (None, "whole", 3, "40900.10", "0.9567", "1.0000", "1.0000", "0.0220", "0.0220"),
        ],
    ),
    "deprivation": (
        ("deprivation_decile", "tier", "amount", "payments", "suppliers"),
        [
            (1, "inner", "900.10", 3, 2),
            (None, "inner", "50.00", 1, 1),
            (None, "rest-of-uk", "40000.00", 1, 1),
            (None, "unknown", "9999.99", 1, 0),
        ],
    ),
    "trend": (
        ("institution_id", "year", "months", "amount", "payments", "suppliers", "comparable", "because"),
        [
            ("council", 2024, 2, "500.00", 2, 1, None, None),
            ("council", 2025, 1, "49999.99", 2, 1, "no", "months"),
            ("council", None, 0, "50.00", 1, 1, None, None),
            ("trust", None, 0, "400.10", 1, 1, None, None),
        ],
    ),
    "definitions": (
        ("tier_registered", "tier_trading", "amount", "payments", "suppliers"),
        [("inner", "city", "500.00", 2, 1), ("rest-of-uk", "inner", "40000.00", 1, 1)],
    ),
    "offices": (
        ("address", "tier", "amount", "payments", "suppliers"),
        [
            ("registered-office", "inner", "500.00", 2, 1),
            ("shared-office", "rest-of-uk", "40000.00", 1, 1),
            ("unknown", "inner", "450.10", 2, 2),
            ("unknown", "unknown", "9999.99", 1, 0),
        ],
    ),
    "excluded": (
        ("institution_id", "excluded_because", "amount", "payments"),
        [("council", "duplicate", "7.77", 1)],
    ),
    "wards": (
        ("ward", "name", "deprivation_share", "amount", "payments", "suppliers"),
        [("W1", "First", 0.5, "900.10", 3, 2), (None, None, None, "50049.99", 3, 2)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(EXPECTED))
def test_insight_gives_these_rows(connection: ibis.BaseBackend, name: str) -> None:
    columns, expected = EXPECTED[name]
    assert cells(ask(connection, name), *columns) == expected


def test_every_insight_is_specified_here_or_in_a_file_of_its_own() -> None:
    for name, module in insight.INSIGHTS.items():
        assert module.VERSION
        assert insight.first_line(name).endswith(".")
        own = Path(__file__).with_name(f"test_{name.replace('-', '_')}.py")
        assert name in EXPECTED or own.is_file(), name


@pytest.mark.parametrize("name", list(EXPECTED))
def test_insight_keeps_its_shape(duck: ibis.BaseBackend, name: str) -> None:
    assert list(ask(duck, name)[0]) == list(insight.INSIGHTS[name].COLUMNS)


def test_unmasked_shows_sole_traders_and_never_private_people(duck: ibis.BaseBackend) -> None:
    shown = {row["supplier"] for row in ask(duck, "top-suppliers", unmasked=True)}
    assert "Jo Bloggs Gardens" in shown
    assert not {"Ann Example", "Private person"} & shown


def test_tiers_of_every_insight_with_tiers_sum_to_the_total(connection: ibis.BaseBackend) -> None:
    total = Decimal("50950.09")
    for name in ("spend", "coverage", "value-bands", "deprivation", "trend", "wards"):
        assert sum(row["amount"] for row in ask(connection, name)) == total, name


def test_chosen_keeps_one_institution_and_year(duck: ibis.BaseBackend) -> None:
    table = chosen(paid(duck, *PAYMENTS), institution="council", year=2025)
    assert table.count().to_pyarrow().as_py() == 2
