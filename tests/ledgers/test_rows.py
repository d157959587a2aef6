"""Lines: total or supplier called Total, mended or reported, repeats, stand-in dates; every account balances."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localspend.sources.ledgers import Reading, read, text
from tests.ledgers.make import names, put
from tests.ledgers.make import text as written
from tests.ledgers.test_layouts import balanced

HEAD = ["Supplier", "Payment Date", "Amount", "Reference"]
FOUR = [[name, f"{13 + i}/01/2020", "10.00", f"R{i}"] for i, name in enumerate(names(4))]


def reading_of(folder: Path, rows: list[list[str]]) -> Reading:
    [reading] = read(put(folder, "ledger.csv", written(rows)))
    balanced(reading)
    return reading


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (["Grand Total", "", "40.00", ""], "total"),
        (["", "", "40.00", ""], "total"),
        (["Sum:", "", "40.00", ""], "total"),
        (["Total spend for January", "", "39.99", ""], "total"),
        (["Total Gas & Power Ltd", "20/01/2020", "40.00", "R9"], None),
        (["TOTAL", "20/01/2020", "7.00", "R9"], None),
        (["Totally Wicked Catering", "", "40.01", "R9"], None),
        (["", "20/01/2020", "5.00", "R9"], None),
        (["Fenwick Ltd", "20/01/2020", "", "R9"], "no-amount"),
        (["Fenwick Ltd", "20/01/2020", "redacted", "R9"], "no-amount"),
        (["Supplier", "Payment Date", "Amount", "Reference"], "header"),
        (["Published under the Open Government Licence", "", "", ""], "footnote"),
        (["", "", "", ""], "blank"),
    ],
)
def test_last_line_is_what_it_says_and_how_it_stands(line: list[str], reason: str | None, tmp_path: Path) -> None:
    reading = reading_of(tmp_path, [HEAD, *FOUR, line])
    expected = (
        {"header": 1} if reason is None else {"header": 1 + (reason == "header"), reason: 1 + (reason == "header")}
    )
    assert reading.rows_excluded == expected
    assert reading.rows_payment == 4 + (reason is None)


def test_printed_total_that_is_wrong_is_excluded_and_reported(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, [HEAD, *FOUR, ["Total", "", "50.00", ""]])
    assert reading.amount_total == Decimal("40.00")
    assert "line 6 (£50.00) is not what the payments add up to (£40.00)" in reading.message
    [finding] = [row for row in reading.findings.to_pylist() if row["check"] == "printed_total"]
    assert (finding["outcome"], finding["source_line"]) == ("fail", 6)


def test_supplier_called_total_in_a_bare_list_is_a_payment_unless_it_adds_up(tmp_path: Path) -> None:
    rows = [["Supplier", "Amount"], ["Total", "7.00"], ["Anvil Ltd", "10.00"], ["Beck Ltd", "5.00"], ["Total", "22.00"]]
    assert reading_of(tmp_path, rows).amount_total == Decimal("22.00")


RUN_TOGETHER = b"Supplier,Total\rAnvil Ltd,30.00\rBeck Ltd,20.00Ebb & Co, Leeds,15.00Juno,5.00Grand Total,%s\r"


def test_line_that_lost_its_ends_is_taken_apart_where_the_total_proves_it(tmp_path: Path) -> None:
    [reading] = read(put(tmp_path, "l.csv", RUN_TOGETHER % b"70.00"))
    balanced(reading)
    assert (reading.rows_payment, reading.amount_total) == (4, Decimal("70.00"))
    assert reading.lines["supplier_text"].to_pylist() == ["Anvil Ltd", "Beck Ltd", "Ebb & Co, Leeds", "Juno"]
    assert reading.lines["source_line"].to_pylist() == [2, 3, 3, 3]


def test_line_that_lost_its_ends_is_reported_where_nothing_proves_it(tmp_path: Path) -> None:
    [reading] = read(put(tmp_path, "l.csv", RUN_TOGETHER % b"71.00"))
    assert (reading.rows_payment, reading.rows_excluded["not-a-payment"]) == (1, 1)
    assert "line 3 has lost its separators" in reading.message


def test_exact_repeats_all_count_and_are_reported(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, [HEAD, *FOUR, FOUR[0], FOUR[0]])
    assert reading.rows_payment == 6
    assert "2 payments repeat an earlier line exactly; all count" in str(reading.findings.to_pylist())


def test_blank_payment_date_is_stood_in_for_and_both_dates_are_kept(tmp_path: Path) -> None:
    head = ["Supplier", "Invoice Date", "Date Paid", "Amount"]
    rows = [["Anvil Ltd", "13/01/2020", "20/01/2020", "1.00"], ["Beck Ltd", "14/01/2020", "", "2.00"]] * 2
    reading = reading_of(tmp_path, [head, *rows])
    assert reading.lines["paid_on"].to_pylist()[:2] == [date(2020, 1, 20), date(2020, 1, 14)]
    assert reading.lines["date_basis"].to_pylist()[:2] == ["payment", "invoice"]
    assert reading.lines["invoice_date"].to_pylist()[:2] == [date(2020, 1, 13), date(2020, 1, 14)]
    assert "2 lines have no payment date: their invoice date stands in" in reading.message


def test_columns_without_a_role_are_kept_as_they_are(tmp_path: Path) -> None:
    rows = [[*row, flag] for row, flag in zip(FOUR, ['a "b"', "", "c\\d", "e"], strict=True)]
    reading = reading_of(tmp_path, [[*HEAD, "Odd one"], *rows])
    assert reading.lines["raw"].to_pylist() == [
        '{"Odd one": "a \\"b\\""}',
        None,
        '{"Odd one": "c\\\\d"}',
        '{"Odd one": "e"}',
    ]
    assert any("'Odd one' has no role and is kept" in said for said in reading.explain)


CELL = st.sampled_from(["", "Anvil Ltd", "Total", "13/01/2020", "10.00", "(5.00)", "x,y", 'q"z', "a\nb", "£1,000", "-"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, max_size=6), max_size=12), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_account_of_any_file_balances(rows: list[list[str]], end: str, tmp_path: Path) -> None:
    for reading in read(put(tmp_path, "any.csv", written([HEAD, *FOUR, *rows], end=end))):
        balanced(reading)
        assert reading.outcome == "read" or "Ask the publisher" in reading.message


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["", "a", "x,y", 'q"z', "l1\nl2", "é"]), max_size=6), min_size=1, max_size=30),
    st.sampled_from(["\n", "\r\n"]),
)
def test_fast_and_slow_reader_agree_on_cells_and_line_numbers(rows: list[list[str]], end: str) -> None:
    data = written([["a", "b", "c", "d"], *rows], end=end)
    fast = text._arrow(data, ",", 4)
    if fast is None:
        return
    slow = [(line, cells + [""] * (fast.width - len(cells))) for line, cells in text.records(data.decode(), ",")]
    assert list(zip(fast.lines.to_pylist(), fast.head(100), strict=True)) == slow
