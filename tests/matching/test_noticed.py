"""Open notices as opportunities."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from localspend.matching.noticed import noticed
from localspend.matching.reverse import opportunity
from localspend.tables import lots as lots_table
from localspend.tables import notices as notices_table
from localspend.tables.arrow import arrow_schema
from localspend.workspace import Snapshot

AS_OF = date(2026, 1, 31)
TENDER: dict[str, Any] = {
    "ocid": "o-1", "title": "Grounds maintenance", "institution_id": "council", "buyer_name": "A Council",
    "stage": "tender", "status": "active", "value_kind": "estimate", "currency": "GBP", "cpv": "77310000",
    "deadline": date(2026, 3, 1), "updated_on": date(2026, 1, 10), "value": Decimal("80000.00"), "sme": True,
}  # fmt: skip
PLAN = TENDER | {"ocid": "o-2", "stage": "planning", "status": "planned", "deadline": None}


def held(folder: Path, *notices: dict[str, Any], lots: tuple[tuple[str, str], ...] = ()) -> list[dict[str, Any]]:
    pq.write_table(pa.Table.from_pylist(list(notices), arrow_schema(notices_table.COLUMNS)), folder / "notices.parquet")
    rows = [{"ocid": ocid, "cpv": cpv} for ocid, cpv in lots]
    pq.write_table(pa.Table.from_pylist(rows, arrow_schema(lots_table.COLUMNS)), folder / "lots.parquet")
    return noticed(Snapshot(folder), AS_OF)


@pytest.mark.parametrize(
    "notice",
    [
        TENDER,
        TENDER | {"deadline": AS_OF},
        PLAN,
        PLAN | {"start_on": date(2026, 6, 1), "updated_on": date(2024, 1, 1)},
        PLAN | {"status": None},
    ],
)
def test_open_tender_and_fresh_plan_are_opportunities(tmp_path: Path, notice: dict[str, Any]) -> None:
    assert [one["ocid"] for one in held(tmp_path, notice)] == [notice["ocid"]]


@pytest.mark.parametrize(
    "notice",
    [
        TENDER | {"deadline": date(2026, 1, 30)},
        TENDER | {"deadline": None},
        TENDER | {"status": "cancelled"},
        TENDER | {"stage": "award"},
        PLAN | {"updated_on": date(2024, 12, 1)},
        PLAN | {"start_on": date(2025, 12, 1)},
    ],
)
def test_what_is_over_is_none(tmp_path: Path, notice: dict[str, Any]) -> None:
    assert held(tmp_path, notice) == []


def test_snapshot_without_notices_has_none(tmp_path: Path) -> None:
    assert noticed(Snapshot(tmp_path), AS_OF) == []


def test_lot_that_the_firm_can_do_makes_the_notice_one_for_it(tmp_path: Path) -> None:
    (row,) = held(tmp_path, TENDER | {"cpv": "45000000"}, lots=(("o-1", "77310000"), ("o-9", "33000000")))
    able = {"77314000": (0.8, "its registered activity is landscape service activities")}
    firm = {"supplier_id": "a", "turnover": "40000", "district": None, "easting": None}
    found = opportunity(row, able, firm, {}, None, AS_OF)
    assert found is not None
    assert (found["category_code"], found["buyer"], found["amount"]) == ("77310000", "A Council", Decimal("80000.00"))
    assert found["reasons"][1:] == [
        "that is planting and upkeep of green areas, a level finer than what is bought",
        "the notice closes on 1 March 2026",
    ]
    assert found["facts"][0].startswith("under three months away")
    assert "200% of its turnover on an institution's list" in found["facts"]
    assert "the notice says that it suits small and medium-sized firms" in found["facts"]
    assert opportunity(row, {"33000000": (1.0, "x")}, firm, {}, None, AS_OF) is None


def test_value_in_another_currency_is_no_pounds(tmp_path: Path) -> None:
    (row,) = held(tmp_path, TENDER | {"currency": "EUR"})
    assert row["amount"] is None
