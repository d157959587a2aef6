"""What the report asks of a snapshot, and what it does where there is no answer."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from localspend import engine, insight, workspace
from localspend.errors import UsageError
from localspend.reports import levers
from localspend.tables import payments as payments_table
from localspend.tables.arrow import arrow_schema
from tests.reports import snapshots

FIRM = {"category_code": "15000000", "tier": "inner", "basis": "sic", "strength": 0.5, "office_shared": False,
        "size": "micro", "firms_in_tier": 2, "firms_within": 2, "widen_to": "city"}  # fmt: skip
KINDS = {"category_code": "string", "supplier_id": "string", "supplier": "string", "size": "string", "tier": "string",
         "basis": "string", "strength": "float64", "office_shared": "boolean", "firms_in_tier": "int64",
         "firms_within": "int64", "widen_to": "string"}  # fmt: skip


def firms(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    """Rows of capability: the id stands for the name."""
    full = [{**FIRM, "supplier": row["supplier_id"], **row} for row in rows]
    return engine.from_arrow(connection, pa.Table.from_pylist(full, schema=arrow_schema(KINDS)))


def test_firms_that_seem_able_are_the_nearest_and_best_evidenced_three(connection: ibis.BaseBackend) -> None:
    table = firms(
        connection,
        {"supplier_id": "city paid", "tier": "city", "basis": "paid-for"},
        {"supplier_id": "inner trade"},
        {"supplier_id": "inner paid", "basis": "paid-for"},
        {"supplier_id": "inner trade, sure", "strength": 0.9},
        {"supplier_id": "letterbox", "office_shared": True, "strength": 1.0},
        {"supplier_id": "far", "tier": "rest-of-uk", "basis": "paid-for"},
    )
    found = levers.able(table, ["inner", "city"], ["15000000", "99000000"])
    assert {code: [row["supplier"] for row in rows] for code, rows in found.items()} == {
        "15000000": ["inner paid", "inner trade, sure", "inner trade"]
    }


def test_firm_able_in_a_part_is_named_for_the_whole_once(duck: ibis.BaseBackend) -> None:
    table = firms(
        duck,
        {"supplier_id": "baker", "category_code": "15810000"},
        {"supplier_id": "baker", "category_code": "15820000"},
        {"supplier_id": "dairy", "category_code": "15500000", "basis": "paid-for"},
    )
    found = levers.able(table, ["inner"], ["15000000"])
    assert [row["supplier"] for row in found["15000000"]] == ["dairy", "baker"]


def test_withheld_names_are_one_line(duck: ibis.BaseBackend) -> None:
    shy = {"supplier_id": None, "supplier": "Sole trader (name withheld)"}
    found = levers.able(firms(duck, shy, shy, {"supplier_id": "open"}), ["inner"], ["15000000"])
    assert [row["supplier"] for row in found["15000000"]] == ["Sole trader (name withheld)", "open"]


def test_market_depth_is_a_row_a_category_and_tier(duck: ibis.BaseBackend) -> None:
    table = firms(duck, {"supplier_id": "a"}, {"supplier_id": "b"}, {"supplier_id": "c", "tier": "city"})
    assert [(row["tier"], row["firms_in_tier"], row["widen_to"]) for row in levers.depth(table)] == [
        ("city", 2, "city"), ("inner", 2, "city"),
    ]  # fmt: skip


def test_payees_category_is_what_most_was_paid_for(connection: ibis.BaseBackend) -> None:
    said = {"institution_id": "council", "supplier_id": "a", "status": "counted"}
    amounts = [
        ("15000000", "10.00"),
        ("22000000", "30.00"),
        ("22000000", "-25.00"),
        ("unknown", "99.00"),
    ]
    rows = [{**said, "category_code": code, "amount": Decimal(amount)} for code, amount in amounts]
    rows += [{**said, "supplier_id": "b", "category_code": "22000000", "amount": Decimal(-1)}]
    table = engine.from_arrow(connection, pa.Table.from_pylist(rows, schema=arrow_schema(payments_table.COLUMNS)))
    assert levers.mainly(table, ["a", "b"]) == {("council", "a"): "15000000"}


def refuses(*args: Any, **options: Any) -> ibis.Table:
    raise UsageError("no payment has a date", where="--as-of", todo="Give the day")


def test_question_that_cannot_be_answered_is_left_out_with_the_reason(
    network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [*levers.ASKED, "capability"]:
        monkeypatch.setattr(insight.INSIGHTS[name], name.replace("-", "_"), refuses)
    snapshot = workspace.current(network)
    found = levers.ask(snapshot, snapshot.connect())
    assert found.rows == {}
    assert {*found.unanswered} == {*levers.ASKED, "capability"}
    assert found.without("place") == "This could not be answered. No payment has a date."


def test_network_without_areas_is_not_asked_about_areas(tmp_path: Path) -> None:
    snapshot = workspace.current(snapshots.write(tmp_path))
    manifest = snapshot.manifest
    manifest["network"]["areas"] = []
    (snapshot.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    snapshot = workspace.current(tmp_path)
    asking = levers._Asking(snapshot, snapshot.connect(), False, {})
    assert asking.table("leakage") is None
    assert asking.unanswered == {"leakage": "The network names no area to ask about."}


def test_a_fault_of_ours_is_never_taken_for_no_answer(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **options: Any) -> ibis.Table:
        raise ZeroDivisionError

    monkeypatch.setattr(insight.INSIGHTS["leakage"], "leakage", broken)
    snapshot = workspace.current(network)
    with pytest.raises(ZeroDivisionError):
        levers.ask(snapshot, snapshot.connect())


def test_splitting_is_never_asked() -> None:
    assert "splitting" not in levers.ASKED
