"""Amounts: every spelling, to the penny, rounded half up; another currency is no amount in pounds."""

from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localspend.sources.ledgers import amounts

POUNDS = [
    ("£2,681.94", "2681.94"), ("-£8,347.00", "-8347.00"), ("£-8,347.00", "-8347.00"), ("(1.00)", "-1.00"),
    ("(£1,000)", "-1000"), ("1.00-", "-1.00"), ("1.00 CR", "-1.00"), ("1.00 DR", "1.00"), ("−5.10", "-5.10"),
    ("1 234.50", "1234.50"), ("1\u00a0234.50", "1234.50"), (" £ -   ", "0"), ("GBP 12.00", "12.00"), (".50", "0.50"),
    ("5.", "5"), ("Â£7.00", "7.00"), ("1,234,567", "1234567"), ("'12.00", "12.00"), ("1.234,56", "1234.56"),
    ("1.2E+05", "120000"), ("+3.00", "3.00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pounds"), POUNDS)
def test_spelling_is_read(text: str, pounds: str) -> None:
    assert amounts.amount(text) == Decimal(pounds)
    assert amounts.parse(pa.chunked_array([[text]])).values.to_pylist() == [Decimal(pounds).quantize(Decimal("0.01"))]


@pytest.mark.parametrize(
    "text", ["", "€5.00", "$5.00", "n/a", "12,34.50", "2020-04-30", "1.2.3", "TBC", "--5", "1_000"]
)
def test_what_is_no_amount_in_pounds_is_none(text: str) -> None:
    assert amounts.amount(text) is None


def test_finer_than_a_penny_is_rounded_half_up_and_counted_but_binary_noise_is_not() -> None:
    found = amounts.parse(pa.chunked_array([["1.005", "-1.005", "49937.59000000003", "2.67499999999", "3.00"]]))
    assert [str(value) for value in found.values.to_pylist()] == ["1.01", "-1.01", "49937.59", "2.68", "3.00"]
    assert found.finer == 3


def test_decimal_commas_of_a_whole_column() -> None:
    found = amounts.parse(pa.chunked_array([["1.234,50", "12,00", "1.000"]])).values.to_pylist()
    assert found == [Decimal("1234.50"), Decimal("12.00"), Decimal("1000.00")]


@pytest.mark.parametrize(("text", "pounds"), [("£250k", 250_000), ("1.2m", 1_200_000), ("£3 million", 3_000_000)])
def test_values_of_contracts_may_be_scaled(text: str, pounds: int) -> None:
    assert amounts.scaled(text) == pounds


PENNIES = st.integers(-(10**13), 10**13).map(lambda n: Decimal(n).scaleb(-2))


@given(st.lists(PENNIES, min_size=1), st.sampled_from(["{}", "£{:,}", "{:,}", " {} "]))
def test_total_of_a_column_is_exact(values: list[Decimal], form: str) -> None:
    column = pa.chunked_array([[form.format(value) for value in values]])
    assert amounts.total(amounts.parse(column).values) == sum(values)


@given(st.decimals(-(10**9), 10**9, places=5))
def test_rounding_is_that_of_decimal(value: Decimal) -> None:
    found = amounts.parse(pa.chunked_array([[format(value, "f")]])).values[0].as_py()
    assert found == value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_none(text: str) -> None:
    assert amounts.amount(text) is None or isinstance(amounts.amount(text), Decimal)
    amounts.parse(pa.chunked_array([[text]]))
