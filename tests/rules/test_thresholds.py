"""Thresholds: what is shipped, and how a network says otherwise."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from localspend import tables
from localspend.errors import InputError
from localspend.rules import thresholds

HEAD = "rule,buyer,contract,from_on,to_on,amount,checked,source\n"
NOTICE = "notifiable,sub-central,goods-services,2025-02-24,,"


def own(folder: Path, text: str) -> Path:
    path = folder / "rules" / "thresholds.csv"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return folder


def on(day: str, rule: str, buyer: str, contract: str) -> list[Decimal]:
    when = date.fromisoformat(day)
    kind = (rule, buyer, contract)
    return [
        row["amount"]
        for row in thresholds.rows()
        if (row["rule"], row["buyer"], row["contract"]) == kind and row["from_on"] <= when <= (row["to_on"] or date.max)
    ]


def test_table_has_the_columns_of_the_contract(connection: ibis.BaseBackend) -> None:
    table = thresholds.table(connection)
    assert tuple(table.columns) == tuple(tables.thresholds.COLUMNS)
    assert table.count().to_pyarrow().as_py() == len(thresholds.rows())


@pytest.mark.parametrize(
    ("day", "rule", "buyer", "contract", "amount"),
    [
        ("2025-12-31", "above-threshold", "central", "goods-services", "139688"),
        ("2026-01-01", "above-threshold", "central", "goods-services", "135018"),
        ("2025-02-24", "above-threshold", "sub-central", "goods-services", "214904"),
        ("2024-06-01", "above-threshold", "sub-central", "goods-services", "214904"),
        ("2026-01-01", "above-threshold", "sub-central", "goods-services", "207720"),
        ("2026-01-01", "above-threshold", "any", "works", "5193000"),
        ("2026-01-01", "above-threshold", "any", "light-touch", "663540"),
        ("2025-02-24", "notifiable", "central", "goods-services", "12000"),
        ("2026-06-01", "notifiable", "sub-central", "works", "30000"),
        ("2025-03-01", "suitability-stage", "sub-central", "works", "213477"),
    ],
)
def test_value_on_a_day(day: str, rule: str, buyer: str, contract: str, amount: str) -> None:
    assert on(day, rule, buyer, contract) == [Decimal(amount)]


def test_no_notice_value_is_dated_before_the_act() -> None:
    assert on("2025-02-23", "notifiable", "central", "goods-services") == []


def test_rows_of_a_kind_follow_each_other_without_gap_or_overlap() -> None:
    last: dict[tuple[str, ...], Any] = {}
    for row in thresholds.rows():
        kind = (row["rule"], row["buyer"], row["contract"])
        if kind in last:
            assert last[kind] + timedelta(1) == row["from_on"], row
        last[kind] = row["to_on"]
    assert set(last.values()) == {None}


def test_every_shipped_row_names_its_source_and_none_claims_to_be_checked() -> None:
    assert all("read at" in row["source"] for row in thresholds.rows())
    assert not any(row["checked"] for row in thresholds.rows())


def test_networks_row_stands_over_the_shipped_one_and_others_are_added(tmp_path: Path) -> None:
    later = "above-threshold,any,works,2028-01-01,,5000000,false,draft regulations\n"
    folder = own(tmp_path, f"{HEAD}{NOTICE}40000,true,the Act\n{later}")
    shipped, rows = thresholds.rows(), thresholds.rows(folder)
    assert len(rows) == len(shipped) + 1
    [notice] = [r for r in rows if (r["rule"], r["buyer"], r["contract"]) == tuple(NOTICE.split(",")[:3])]
    assert (notice["amount"], notice["checked"], notice["source"]) == (Decimal("40000.00"), True, "the Act")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("rule,buyer\n", "line 1: the column contract is missing"),
        (f"{HEAD}{NOTICE}lots,true,x\n", "line 2: 'lots' is no amount"),
        (f"{HEAD}{NOTICE}-1,true,x\n", "line 2: '-1' is no amount"),
        (f"{HEAD}{NOTICE}1,maybe,x\n", "line 2: checked may not be 'maybe'"),
        (f"{HEAD}{NOTICE}1,true,\n", "line 2: the source is missing"),
        (f"{HEAD}{NOTICE}1,true,x\n{NOTICE}2,true,x\n", "line 3: line 2 says the same"),
        (f"{HEAD}big,any,works,2025-01-01,,1,true,x\n", "line 2: rule may not be 'big'"),
        (f"{HEAD}notifiable,any,works,01/01/2025,,1,true,x\n", "line 2: '01/01/2025' is no date"),
        (f"{HEAD}notifiable,any,works,2025-01-02,2025-01-01,1,true,x\n", "line 2: to_on is before from_on"),
    ],
)
def test_wrong_line_is_named(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        thresholds.rows(own(tmp_path, text))


def test_short_line_is_told_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 2: checked may not be ''"):
        thresholds.rows(own(tmp_path, f"{HEAD}notifiable,any,works\n"))
