"""What a pound does after it was paid: LM3 with its non-response, and the national upper bound."""

from decimal import Decimal
from typing import Any

import ibis
import pytest

from localspend.errors import InputError
from localspend.insight.facts.counted import records
from localspend.insight.multiplier import COLUMNS, GIVEN, NEIGHBOURHOOD, multiplier, own_products
from tests.insight.tables import given_as, paid

PAID = (
    {"amount": "300000", "supplier_id": "a", "tier": "inner", "amount_basis": "net", "category_code": "55500000"},
    {"amount": "500000", "supplier_id": "b", "tier": "rest-of-uk", "amount_basis": "net"},
)
STAFF = ("staff", 2, "200000", "200000")
ANSWERS = (STAFF, ("a", 3, "300000", "180000"), ("staff", 3, "200000", "120000"))
NAMED = {"inner": {"districts": ["D"]}, "ward": {"wards": ["W1"]}}
Rows = list[dict[str, Any]]


def ask(
    connection: ibis.BaseBackend, payments: tuple[dict[str, Any], ...], returns: tuple[Any, ...] | None, **more: Any
) -> Rows:
    said = {"areas": ["inner"], "inside": "inner", "named_areas": NAMED, "covers": None, **more}
    given = None if returns is None else given_as(connection, GIVEN["returns"], *returns)
    return records(multiplier(paid(connection, *payments), given, **said), COLUMNS)


def three(rows: Rows, measure: str, basis: str = "net") -> tuple[Any, Any, Any]:
    (row,) = (row for row in rows if (row["measure"], row["amount_basis"]) == (measure, basis))
    if measure == "lm3":
        return row["low"], row["central"], row["high"]
    return tuple(None if row[k] is None else int(row[k]) for k in ("pounds_low", "pounds_central", "pounds_high"))  # type: ignore[return-value]


def warning(rows: Rows, measure: str = "lm3") -> str:
    return next(row["warning"] or "" for row in rows if row["measure"] == measure)


def test_million_of_which_half_stays_and_three_fifths_of_that_again(connection: ibis.BaseBackend) -> None:
    """The worked example: 300,000 to local suppliers, 200,000 to local staff, who spend 180,000 and 120,000 again."""
    rows = ask(connection, PAID, ANSWERS)
    assert three(rows, "received") == (1_000_000, 1_000_000, 1_000_000)
    assert three(rows, "local") == (500_000, 500_000, 500_000)
    assert three(rows, "respent") == (300_000, 300_000, 300_000)
    assert three(rows, "lm3") == (1.8, 1.8, 1.8)
    assert {(row["responses"], row["response_rate"]) for row in rows} == {(2, Decimal("1.0000"))}


def test_silence_is_nothing_or_everything_or_like_the_others(duck: ibis.BaseBackend) -> None:
    payments = (*PAID, {"amount": "100000", "supplier_id": "c", "tier": "inner", "amount_basis": "net"})
    rows = ask(duck, payments, (("a", 3, "300000", "180000"), ("c", 3, None, None)))
    # R1 900,000; R2 400,000, of which c's 100,000 did not answer.
    assert three(rows, "respent") == (180_000, 240_000, 280_000)
    assert three(rows, "lm3") == (1.6444, 1.7111, 1.7556)
    assert {(row["responses"], row["response_rate"]) for row in rows} == {(1, Decimal("0.5000"))}
    assert "Only 1 answered" in warning(rows)


def test_who_was_not_asked_is_silent_too(duck: ibis.BaseBackend) -> None:
    payments = (*PAID, {"amount": "100000", "supplier_id": "c", "tier": "inner", "amount_basis": "net"})
    rows = ask(duck, payments, (("a", 3, "300000", "180000"),))
    assert three(rows, "respent") == (180_000, 240_000, 280_000)
    assert rows[0]["response_rate"] == 1


def test_unknown_place_widens_every_round(duck: ibis.BaseBackend) -> None:
    payments = (*PAID, {"amount": "200000", "supplier_id": None, "tier": "unknown", "amount_basis": "net"})
    rows = ask(duck, payments, (("a", 3, "300000", "150000"),))
    # 300,000 of the 800,000 known is local: among all, 375,000.
    assert three(rows, "local") == (300_000, 375_000, 500_000)
    assert three(rows, "respent") == (150_000, 187_500, 350_000)


def test_register_of_the_area_alone_gives_no_central_figure(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, PAID, ANSWERS, covers=["inner"])
    assert three(rows, "lm3") == (1.8, None, 1.8)
    assert "covers too little" in warning(rows)


def test_without_a_survey_only_the_bounds_can_be_said(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, PAID, None)
    assert three(rows, "lm3") == (1.375, None, 1.75)
    assert "Nobody was asked" in warning(rows)


def test_net_and_gross_are_kept_apart(duck: ibis.BaseBackend) -> None:
    payments = (*PAID, {"amount": "120", "supplier_id": "a", "tier": "inner", "amount_basis": "gross"})
    rows = ask(duck, payments, ANSWERS)
    assert three(rows, "lm3") == (1.8, 1.8, 1.8)
    assert three(rows, "received", "gross") == (120, 120, 120)
    # Pay carries no VAT: it stands with net. Of the 120, a spends three fifths again.
    assert three(rows, "lm3", "gross") == (2.6, 2.6, 2.6)


def test_pay_is_counted_once_where_nothing_is_net(duck: ibis.BaseBackend) -> None:
    unsaid = ({**PAID[0], "amount_basis": None}, {**PAID[1], "amount_basis": "gross"})
    rows = ask(duck, unsaid, ANSWERS)
    assert (three(rows, "received", "gross")[0], three(rows, "received", "unknown")[0]) == (700_000, 300_000)


def test_answer_of_nobody_who_was_paid_inside_is_not_used(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, PAID, (*ANSWERS, ("b", 3, "500000", "500000")))
    assert three(rows, "lm3") == (1.8, 1.8, 1.8)
    assert "1 of the answers fit no payee in the area" in warning(rows)


def test_neighbourhood_is_never_without_a_warning(duck: ibis.BaseBackend) -> None:
    products = given_as(duck, GIVEN["products"], ("CPA_I56", "Meals", 1.8))
    payments = [{**row, "tier": "ward" if row["tier"] == "inner" else "rest-of-uk"} for row in PAID]
    rows = ask(duck, tuple(payments), ANSWERS, areas=["ward"], inside="ward", products=products)
    assert {row["measure"] for row in rows} == {"received", "local", "respent", "lm3", "type1"}
    assert all(NEIGHBOURHOOD in row["warning"] for row in rows)
    assert NEIGHBOURHOOD not in warning(ask(duck, PAID, ANSWERS))


def test_national_tables_are_an_upper_bound_by_product(connection: ibis.BaseBackend) -> None:
    products = given_as(connection, GIVEN["products"], ("CPA_I56", "Meals", 1.8), ("CPA_X", "Bricks", 2.0))
    own = given_as(connection, GIVEN["product_of"], ("45000000", "CPA_X"))
    payments = (
        *PAID,
        {"amount": "100000", "supplier_id": "c", "tier": "inner", "amount_basis": "net", "category_code": "45200000"},
        {"amount": "5", "supplier_id": "c", "tier": "inner", "amount_basis": "net", "category_code": "unknown"},
    )
    rows = [r for r in ask(connection, payments, None, products=products, product_of=own) if r["measure"] == "type1"]
    assert [(row["scope"], int(row["pounds_central"]), row["low"], row["central"], row["high"]) for row in rows] == [
        ("CPA_I56 Meals", 300_000, 1.0, None, 1.8),
        ("CPA_X Bricks", 100_000, 1.0, None, 2.0),
        ("all products", 400_000, 1.0, None, 1.85),
    ]
    assert "£5.00 paid inside have no product and are left out" in rows[-1]["warning"]


def test_credits_that_outweigh_payments_leave_no_multiplier(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, ({"amount": "-5", "supplier_id": "a", "tier": "inner", "amount_basis": "net"},), None)
    assert three(rows, "lm3") == (None, None, None)
    assert "Credits outweigh" in warning(rows)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("a", 1, "1", "1"), "the round 2 or 3"),
        ((None, 3, "1", "1"), "needs a supplier_id"),
        (("a", 2, "1", "1"), "Round 2 is for pay alone"),
        (("a", 3, "1", "2"), "between 0 and amount_received"),
        (("a", 3, None, "2"), "between 0 and amount_received"),
        (("staff", 2, "1", None), "between 0 and amount_received"),
    ],
)
def test_return_that_cannot_be_is_refused(duck: ibis.BaseBackend, row: tuple[Any, ...], says: str) -> None:
    with pytest.raises(InputError, match="returns, row 2") as told:
        ask(duck, PAID, (STAFF, row))
    assert says in str(told.value)


def test_nothing_at_all_has_no_rounds(duck: ibis.BaseBackend) -> None:
    assert ask(duck, (), None) == []
    assert ask(duck, PAID, ANSWERS, areas=[], inside=None) == []


def test_every_division_has_a_product() -> None:
    assert len(own_products()) == 45
    assert own_products()["55"] == "CPA_I56"
