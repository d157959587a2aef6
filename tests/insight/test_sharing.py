"""An institution that shares aggregates: what is hidden, and that no sum gives it back."""

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from localspend import workspace
from localspend.insight.answer import Asked, answer
from localspend.insight.privacy.recoverable import recoverable
from localspend.insight.privacy.sharing import Row, shared
from tests.reports import snapshots

COLUMNS = {"institution_id": "string", "category": "string", "tier": "string", "amount": "decimal(18, 2)",
           "payments": "int64", "suppliers": "int64"}  # fmt: skip
NETWORK = {"council": {"name": "Council", "shares": "lines"}, "trust": {"name": "The Trust", "shares": "aggregates"}}


def row(institution: str | None, category: str, tier: str, payments: int, suppliers: int = 9, pounds: int = 0) -> Row:
    return {"institution_id": institution, "category": category, "tier": tier, "amount": Decimal(pounds or payments),
            "payments": payments, "suppliers": suppliers}  # fmt: skip


def shown(rows: list[Row], **options: Any) -> list[Decimal | None]:
    return [seen["amount"] for seen in shared(rows, COLUMNS, NETWORK, **options).rows]


def test_where_all_share_lines_nothing_is_hidden() -> None:
    rows = [row("trust", "food", "inner", 1)]
    assert shared(rows, COLUMNS, {"trust": {"shares": "lines"}}).rows == rows


@pytest.mark.parametrize(
    ("payments", "suppliers", "visible"), [(5, 3, True), (4, 3, False), (5, 2, False), (50, 0, False), (0, 0, True)]
)
def test_few_payments_or_suppliers_hide_the_numbers_of_a_row(payments: int, suppliers: int, visible: bool) -> None:
    found = shared([row("trust", "food", "inner", payments, suppliers)], COLUMNS, NETWORK)
    seen = found.rows[0]
    assert (seen["institution_id"], seen["category"], seen["tier"]) == ("trust", "food", "inner")
    assert (seen["amount"] is not None) is (seen["payments"] is not None) is visible
    assert bool(found.whole) is visible
    assert len(found.notes) == (not visible)


def test_the_rows_of_others_stay() -> None:
    assert shown([row("council", "food", "inner", 1), row("council", "food", "city", 1)]) == [1, 1]


def test_one_hidden_row_hides_the_smallest_beside_it() -> None:
    rows = [row("trust", "food", tier, n) for tier, n in (("inner", 2), ("city", 70), ("uk", 50), ("abroad", 90))]
    assert shown(rows) == [None, 70, None, 90]


def test_hidden_rows_that_are_few_together_hide_a_third() -> None:
    rows = [row("trust", "food", tier, n) for tier, n in (("inner", 2), ("city", 1), ("uk", 50), ("abroad", 90))]
    assert shown(rows) == [None, None, None, 90]


def test_rows_of_all_together_do_not_give_it_back() -> None:
    rows = [row("council", "food", "inner", 80), row("trust", "food", "inner", 2), row(None, "food", "inner", 82),
            row("trust", "food", "city", 60), row("trust", "food", "uk", 70), row(None, "food", "city", 60),
            row(None, "food", "uk", 70)]  # fmt: skip
    assert shown(rows) == [80, None, None, None, 70, None, 70]


def test_nested_rows_are_hidden_together() -> None:
    rows = [row("trust", category, tier, n) for category, n in (("food", 2), ("care", 70), ("fuel", 60))
            for tier in ("inner", "city")]  # fmt: skip
    rows[1]["payments"] = 90
    assert shown(rows, nested="tier") == [None, None, 70, 70, None, None]


def test_nested_rows_that_differ_by_few_are_hidden() -> None:
    rows = [row("trust", "food", "inner", 90), row("trust", "food", "city", 88), row("trust", "care", "inner", 95),
            row("trust", "care", "city", 85), row("trust", "fuel", "inner", 200),
            row("trust", "fuel", "city", 150)]  # fmt: skip
    assert shown(rows, nested="tier") == [None, None, None, None, 200, 150]


def test_counts_of_parts_hide_the_row_too() -> None:
    columns = COLUMNS | {"payments_inside": "int64"}
    rows = [row("trust", "food", "inner", 90) | {"payments_inside": 3}]
    assert shared(rows, columns, NETWORK).rows[0]["amount"] is None


def test_rows_that_count_nothing_are_hidden_unless_alone() -> None:
    columns = {"institution_id": "string", "measure": "string", "share": "decimal(9, 4)"}
    rows = [{"institution_id": "trust", "measure": m, "share": Decimal(1)} for m in ("a", "b")]
    assert [seen["share"] for seen in shared(rows, columns, NETWORK).rows] == [None, None]
    assert [seen["share"] for seen in shared(rows[:1], columns, NETWORK).rows] == [Decimal(1)]


def test_lists_by_supplier_have_no_row_of_it() -> None:
    columns = {"institution_id": "string", "supplier_id": "string", "amount": "decimal(18, 2)"}
    rows = [{"institution_id": one, "supplier_id": "a", "amount": Decimal(9)} for one in ("council", "trust")]
    found = shared(rows, columns, NETWORK)
    assert [seen["institution_id"] for seen in found.rows] == ["council"]
    assert found.notes == ["The Trust: shares aggregates only, so nothing here rests on its payments."]


@pytest.mark.parametrize("seed", range(30))
def test_an_attacker_who_knows_every_total_recovers_no_small_row(seed: int) -> None:
    """Totals of institution, categories and tiers are known. A row is found if the equations fix it: exact ranks."""
    chance = random.Random(seed)
    rows = [row("trust", category, tier, chance.choice((1, 2, 4, 60, 70, 80, 90)), chance.choice((1, 9, 9, 9)))
            for category in "abcdef" for tier in ("inner", "city", "uk") if chance.random() < 0.9]  # fmt: skip
    seen = shared(rows, COLUMNS, NETWORK).rows
    hidden = [n for n, one in enumerate(seen) if one["amount"] is None]
    small = {n for n, one in enumerate(rows) if one["payments"] < 5 or one["suppliers"] < 3}
    assert small <= set(hidden)
    totals = [[n for n, one in enumerate(rows) if value in (one["category"], one["tier"], one["institution_id"])]
              for value in ("trust", "inner", "city", "uk", *"abcdef")]  # fmt: skip
    # A row alone under a total is that total, which a table of totals would hide in its turn.
    known = [[float(n in total) for n in hidden] for total in totals if len(total) > 1]
    rank = np.linalg.matrix_rank(np.array(known))
    for place, n in enumerate(hidden):
        fixed = np.linalg.matrix_rank(np.array([*known, [float(place == p) for p in range(len(hidden))]])) == rank
        # Where all is hidden no more can be; a table of those totals would hide some of them.
        assert not (fixed and n in small) or len(hidden) == len(rows)


def test_the_attack_finds_what_two_sums_give_away_together() -> None:
    assert recoverable([(0, 1, 2), (0, 1)], {0, 1, 2}) == {2}
    assert recoverable([(0, 1, 2, 9), (0, 1)], {0, 1, 2, 9}) == set()
    assert recoverable([(0, 1), (2, 3), (0, 2), (1, 3)], {0, 1, 2, 3}) == set()
    assert recoverable([(0, 1, 7)], {0}) == {0}
    assert recoverable([], {0}) == set()


def test_answers_hide_what_an_institution_keeps(tmp_path: Path) -> None:
    folder = snapshots.write(tmp_path)
    file = workspace.current(folder).folder / "manifest.json"
    manifest = json.loads(file.read_text())
    for one in manifest["network"]["institutions"]:
        one["shares"] = "aggregates" if one["id"] == "trust" else "lines"
    file.write_text(json.dumps(manifest))
    spend = answer(workspace.current(folder), "spend", Asked())
    seen = {one["institution_id"]: one["amount"] for one in spend["rows"]}
    assert seen["trust"] is None
    assert seen["council"] is not None
    assert any("Trust: shares aggregates only. 2 of" in note for note in spend["notes"])
    top = answer(workspace.current(folder), "top-suppliers", Asked())
    assert "local-1" not in {one["supplier_id"] for one in top["rows"]}
    assert "Sole trader 1" not in {one["supplier"] for one in top["rows"]}
    assert any("nothing here rests on its payments" in note for note in top["notes"])
