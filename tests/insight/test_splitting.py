"""Splitting: what gathers below a threshold is found; what is only round is not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from localspend import engine
from localspend.errors import UsageError
from localspend.insight.splitting import COLUMNS, notes, splitting
from localspend.insight.statistics import bunching
from localspend.rules import thresholds
from localspend.tables import contracts, standing_orders
from localspend.tables.arrow import arrow_schema

COUNCIL = {"council": {"id": "council", "name": "Council", "kind": "council"}}
BAND = {
    "institution_id": "council", "lower": Decimal("25000.00"), "vat": "excluded", "quotes": 3,
    "route": "three written quotes", "from_on": None, "source": "rules/council.toml",
}  # fmt: skip
HEAPS = np.array([5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 100, 120, 150, 175, 200, 250, 300, 500, 750]) * 1000.0


def invented(seed: int, many: int = 160, *, kind: str = "plain") -> list[float]:
    """Log-normal contract values; `kind` says how they are rounded."""
    chance = np.random.default_rng(seed)
    values = np.exp(chance.normal(10.5, 1.6, many))
    rounded = chance.random(many) < 0.4
    if kind == "thousands":
        values = np.round(values / 1000) * 1000
    if kind == "five thousands":
        values = np.where(rounded, np.round(values / 5000) * 5000, values)
    if kind == "heaps":
        near = HEAPS[np.abs(np.log(values[:, None] / HEAPS)).argmin(axis=1)]
        values = np.where(rounded & (values > 4000) & (values < 1e6), near, values)
    return [float(value) for value in np.round(values, 2) if value > 0]


def register(connection: ibis.BaseBackend, values: list[float], *, suppliers: int = 1000, **more: Any) -> ibis.Table:
    """A council's contracts of 2025, one a day, each of `suppliers` in turn."""
    rows = [
        {
            "contract_id": f"c{n:05d}", "institution_id": "council", "value": Decimal(f"{value:.2f}"),
            "value_kind": "unknown", "start_on": date(2025, 3, 1) + timedelta(n % 300), "category_code": "unknown",
            "supplier_id": f"s{n % suppliers}", "source_id": "r", "source_sheet": "", "source_line": n, **more,
        }
        for n, value in enumerate(values)
    ]  # fmt: skip
    return engine.from_arrow(connection, pa.Table.from_pylist(rows, arrow_schema(contracts.COLUMNS)))


def bands(connection: ibis.BaseBackend, *rows: dict[str, Any]) -> ibis.Table:
    return engine.from_arrow(connection, pa.Table.from_pylist(list(rows), arrow_schema(standing_orders.COLUMNS)))


def ask(connection: ibis.BaseBackend, table: ibis.Table, *own: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    said: dict[str, Any] = {"institution": "council", "institutions": COUNCIL, **options}
    found = splitting(table, thresholds.table(connection), bands(connection, *own), **said)
    assert tuple(found.columns) == tuple(COLUMNS)
    rows: list[dict[str, Any]] = found.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda row: (row["threshold"], row["basis"]))


def of_band(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if row["basis"].startswith("standing orders"))


def planted(seed: int, many: int) -> list[float]:
    """`many` of 160 contracts just below £25,000."""
    chance = np.random.default_rng(1000 + seed)
    return [*invented(seed, 160 - many), *np.round(chance.uniform(24000, 24999, many), 2)]


def test_thirty_of_160_contracts_just_below_a_band_are_found(connection: ibis.BaseBackend) -> None:
    row = of_band(ask(connection, register(connection, planted(1, 30)), BAND))
    assert (row["institution_id"], row["threshold"], row["window"]) == ("council", Decimal(25000), Decimal(2500))
    assert row["basis"] == "standing orders: three written quotes (VAT excluded)"
    assert row["observed"] >= 30
    assert row["expected"] < 8
    assert row["p_value"] < 0.001
    assert row["why"] is None


def test_planted_contracts_are_found_whatever_the_seed(duck: ibis.BaseBackend) -> None:
    found = [of_band(ask(duck, register(duck, planted(seed, 30)), BAND))["p_value"] for seed in range(20)]
    assert max(found) < 0.01


@pytest.mark.parametrize("kind", ["plain", "thousands", "five thousands", "heaps"])
def test_at_most_one_false_finding_over_twenty_seeds(duck: ibis.BaseBackend, kind: str) -> None:
    rows = [
        row
        for seed in range(20)
        for row in ask(duck, register(duck, invented(seed, 300, kind=kind)), BAND, {**BAND, "lower": Decimal(100000)})
        if row["p_value"] is not None
    ]
    assert len(rows) > 40
    assert sum(row["p_value"] < 0.01 for row in rows) <= 1


def test_values_at_the_threshold_itself_are_not_below_it(duck: ibis.BaseBackend) -> None:
    row = of_band(ask(duck, register(duck, [*invented(3), *[25000.0] * 40]), BAND))
    assert row["observed"] < 10
    assert row["p_value"] > 0.05


def test_law_is_asked_with_vat_and_by_the_day(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, register(duck, planted(1, 30)))
    assert [(str(row["threshold"]), row["observed"]) for row in rows[:1]] == [("30000.00", 35)]
    assert rows[0]["basis"] == "notifiable (goods-services, light-touch, works) from 24 February 2025"
    assert rows[0]["p_value"] < 0.001  # £24,999 without VAT is £29,999 with it
    [gross] = ask(duck, register(duck, planted(1, 30)), vat_rate=0.0)[:1]
    assert gross["observed"] < 10
    early = ask(duck, register(duck, planted(1, 30), start_on=date(2025, 2, 23)))
    assert next(row for row in early if row["threshold"] == 30000)["observed"] == 0


@pytest.mark.parametrize(
    ("about", "smallest"),
    [
        ({"kind": "nhs"}, "12000.00"),
        ({"kind": "council"}, "30000.00"),
        ({"kind": "university", "authority": "central"}, "12000.00"),
        ({"kind": "university", "authority": "none"}, None),
        ({"kind": "council", "nation": "scotland"}, None),
    ],
)
def test_thresholds_are_those_of_the_buyer(duck: ibis.BaseBackend, about: dict[str, str], smallest: str | None) -> None:
    rows = ask(duck, register(duck, invented(1)), institutions={"council": about})
    assert (str(rows[0]["threshold"]) if rows else None) == smallest


def test_value_that_a_new_law_left_as_it_was_is_one_row(duck: ibis.BaseBackend) -> None:
    rows = [row for row in ask(duck, register(duck, invented(1))) if row["threshold"] == Decimal("663540.00")]
    assert [row["basis"] for row in rows] == ["above-threshold (light-touch) from 1 January 2024"]


def test_works_are_asked_about_works(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, register(duck, [200000.0] * 40, category_code="45000000"))
    seen = {row["basis"].partition(" from ")[0]: row["contracts"] for row in rows if row["contracts"]}
    assert set(seen) == {"suitability-stage (works)"}


def test_too_few_contracts_is_said(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, register(duck, [24000.0] * 12), BAND)
    row = of_band(rows)
    assert (row["observed"], row["p_value"], row["expected"]) == (12, None, None)
    assert row["why"] == "cannot tell: 12 contracts of such a value, 30 are needed"
    assert any("one cannot tell" in note for note in notes(rows))


def test_register_that_begins_at_the_value_cannot_tell(duck: ibis.BaseBackend) -> None:
    row = of_band(ask(duck, register(duck, [v for v in invented(1, 400) if v >= 25000]), BAND))
    assert (row["p_value"], row["why"]) == (None, "cannot tell: too few contracts on one side of the value")


def test_no_register_is_not_applicable(duck: ibis.BaseBackend) -> None:
    rows = ask(duck, register(duck, []), BAND)
    assert rows == []
    assert notes(rows)[0].startswith("Not applicable")


def test_contract_published_again_counts_once(duck: ibis.BaseBackend) -> None:
    again = register(duck, [24000.0] * 40, contract_ref="R1", start_on=date(2025, 4, 1), supplier_id="s")
    assert of_band(ask(duck, again, BAND))["observed"] == 1


def test_yearly_value_counts_for_all_its_years(duck: ibis.BaseBackend) -> None:
    years = {"value_kind": "annual", "start_on": date(2025, 4, 1), "end_on": date(2027, 4, 1)}
    assert of_band(ask(duck, register(duck, [12100.0], **years), BAND))["observed"] == 1
    endless = register(duck, [24000.0], value_kind="annual", end_on=None)
    assert ask(duck, endless, BAND) == []


def test_repeated_awards_to_one_supplier_are_counted_beside_chance(duck: ibis.BaseBackend) -> None:
    few = invented(2, 130)
    repeats = register(duck, [*few, *[24900.0] * 30])
    one = repeats.mutate(supplier_id=(repeats.value == Decimal("24900.00")).ifelse("same", repeats.supplier_id))
    row = of_band(ask(duck, one, BAND))
    assert row["repeated"] == 1
    assert of_band(ask(duck, repeats, BAND))["repeated"] == 0
    shared = of_band(ask(duck, register(duck, [*few, *[24900.0] * 30], suppliers=5), BAND))
    assert shared["repeated"] == 5
    assert shared["repeated_expected"] > 4  # five suppliers share everything: repeating says nothing here


def test_private_people_are_no_one_supplier(duck: ibis.BaseBackend) -> None:
    people = register(duck, [24900.0] * 30, supplier_id="local-private-person-council")
    assert of_band(ask(duck, people, BAND))["repeated"] == 0


def test_two_contracts_more_than_a_year_apart_are_not_repeated(duck: ibis.BaseBackend) -> None:
    table = register(duck, [24000.0, 24500.0], supplier_id="same")
    far = table.mutate(start_on=(table.value == 24000).ifelse(date(2023, 1, 1), date(2025, 1, 1)))
    assert of_band(ask(duck, far, BAND))["repeated"] == 0
    near = table.mutate(start_on=(table.value == 24000).ifelse(date(2024, 1, 2), date(2025, 1, 1)))
    assert of_band(ask(duck, near, BAND))["repeated"] == 1


def test_it_is_answered_to_one_institution_only(duck: ibis.BaseBackend) -> None:
    with pytest.raises(UsageError, match="to one institution about itself"):
        ask(duck, register(duck, [1.0]), institution=None)
    with pytest.raises(UsageError, match="cannot stand for window"):
        ask(duck, register(duck, [1.0]), window=0.9)


def test_notes_do_not_accuse(duck: ibis.BaseBackend) -> None:
    said = " ".join(notes(ask(duck, register(duck, planted(1, 30)), BAND)))
    assert "a question, not a finding of wrongdoing" in said
    assert "own eyes" in said
    assert not {"fraud", "avoid", "suspicious", "illegal"} & set(said.lower().split())


def test_holm_asks_more_of_the_smallest() -> None:
    assert bunching.adjusted([0.01, None, 0.04, 0.03]) == [0.03, None, 0.06, 0.06]
    assert bunching.adjusted([0.9, 0.8]) == [1.0, 1.0]
