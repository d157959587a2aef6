"""A first requirement from what was paid under a contract that ends, on both engines."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from localspend.errors import InputError, UsageError
from localspend.lots import reading
from localspend.lots.draft import Draft, draft, ending, registered, unregistered
from tests.insight.tables import contracts_of, paid, payees

CONTRACT = {
    "contract_ref": "C1", "title": 'Grounds "maintenance"\nwest', "supplier_id": "green", "supplier_shown": "Green",
    "category_code": "77310000", "ends": "2026-09-30", "value": "90000.00", "value_kind": "annual",
}  # fmt: skip


def payment(amount: str, on: str = "2025-06-01", **more: Any) -> dict[str, Any]:
    said = {"supplier_id": "green", "category_code": "77310000", "amount_basis": "net", "category_text": "Grounds"}
    return {"amount": amount, "on": on, **said, **more}


SITES = [
    payment("100.00", department="Park Road, B9 4AA"), payment("50.00", department="Park Road, B9 4AA"),
    payment("70.00", department="Depot"), payment("80.00", on="2025-12-31", department="Depot"),
]  # fmt: skip


def made(
    connection: ibis.BaseBackend, payments: list[dict[str, Any]], wanted: str = "C1", *,
    contracts: tuple[dict[str, Any], ...] = (CONTRACT,), institution: str | None = None, kind: str = "company",
) -> Draft:  # fmt: skip
    suppliers = payees(connection, {"supplier_id": "green", "kind": kind}, {"supplier_id": "other"})
    tables = contracts_of(connection, *contracts), paid(connection, *payments), suppliers
    return draft(*tables, registered(tables[0], wanted, institution))


def test_units_are_what_the_ledger_tells_apart_with_a_year_of_pounds(connection: ibis.BaseBackend) -> None:
    old, others = payment("999.00", on="2024-12-31", department="Depot"), payment("5.00", supplier_id="other")
    found = made(connection, [*SITES, old, others, payment("3.00", category_code="90910000", department="Office")])
    assert [(unit.id, unit.value, unit.place) for unit in found.units] == [
        ("depot", Decimal("150.00"), ""),
        ("park-road-b9-4aa", Decimal("150.00"), "B9 4AA"),
    ]
    assert found.category == "77310000"


def test_draft_is_a_requirement_that_can_be_read(duck: ibis.BaseBackend, tmp_path: Path) -> None:
    payments = [*SITES, payment("9.00", department='A "quoted" \\ back\nslash'), payment("9.00")]
    found = made(duck, payments)
    path = tmp_path / "r.toml"
    path.write_text(found.toml(), encoding="utf-8")
    asked = reading.read(path)
    assert (asked.value, asked.vat) == (Decimal("318.00"), "excluded")
    assert asked.title == 'Grounds "maintenance" west'
    assert [unit.id for unit in asked.units] == [unit.id for unit in found.units]
    assert made(duck, payments[::-1]).toml() == found.toml()


def test_payments_that_name_the_contract_are_taken_before_those_of_its_kind(duck: ibis.BaseBackend) -> None:
    named = [payment("10.00", contract_ref="C1", department=one, category_code=None) for one in "aabb"]
    found = made(duck, [*SITES, *named])
    assert sum(unit.value or 0 for unit in found.units) == 40
    assert any("payments that name the contract" in note for note in found.notes)


def test_one_unit_where_nothing_tells_sites_apart(duck: ibis.BaseBackend) -> None:
    numbered = [payment("10.00", department="Place", description=f"invoice {n}") for n in range(8)]
    found = made(duck, numbered)
    assert [(unit.id, unit.value) for unit in found.units] == [("whole", Decimal("80.00"))]
    assert any("divide this one unit by hand" in note for note in found.notes)


def test_credits_are_netted_and_what_they_outweigh_is_left_out_and_told(duck: ibis.BaseBackend) -> None:
    found = made(duck, [*SITES, payment("20.00", department="Baths"), payment("-30.00", department="Baths")])
    assert len(found.units) == 2
    assert any("Baths (£-10.00)" in note for note in found.notes)
    with pytest.raises(InputError, match="credits outweigh"):
        made(duck, [payment("20.00"), payment("-30.00")])


def test_descriptions_of_masked_payees_are_not_used(duck: ibis.BaseBackend) -> None:
    told = [payment("10.00", department=one, description=f"for Mrs {one}") for one in "aabb"]
    found = made(duck, told, kind="sole-trader")
    assert "Mrs" not in found.toml()
    assert len(found.units) == 2


def test_what_was_assumed_is_told(duck: ibis.BaseBackend) -> None:
    other = {**CONTRACT, "contract_ref": "C2"}
    found = made(duck, [*SITES, payment("1.00", amount_basis="gross")], contracts=(CONTRACT, other))
    notes = " ".join(found.notes)
    for told in (
        "no payment names the contract", "some without VAT", "another contract of this payee",
        "Less than a year of payments", "ends on 30 September 2026",
    ):  # fmt: skip
        assert told in notes, told


@pytest.mark.parametrize(
    ("contracts", "wanted", "error", "what"),
    [
        ((CONTRACT,), "C9", InputError, "no contract"),
        (({**CONTRACT, "supplier_id": None},), "C1", InputError, "nobody knows which payee"),
        ((CONTRACT, {**CONTRACT, "institution_id": "hospital"}), "C1", UsageError, "several contracts"),
        (({**CONTRACT, "supplier_id": "gone"},), "C1", InputError, "no payment of its payee"),
    ],
)
def test_contract_that_cannot_be_drafted_is_told(
    duck: ibis.BaseBackend, contracts: tuple[dict[str, Any], ...], wanted: str, error: type[Exception], what: str
) -> None:
    with pytest.raises(error, match=what):
        made(duck, SITES, wanted, contracts=contracts)


def test_number_of_several_contracts_is_told_apart_by_institution(duck: ibis.BaseBackend) -> None:
    two = (CONTRACT, {**CONTRACT, "institution_id": "hospital"})
    assert len(made(duck, SITES, "c1", contracts=two, institution="council").units) == 2


def test_contracts_that_end_soon_are_listed_with_what_was_paid(connection: ibis.BaseBackend) -> None:
    later, past = {**CONTRACT, "ends": "2029-01-01"}, {**CONTRACT, "ends": "2025-01-01"}
    found = ending(contracts_of(connection, later, CONTRACT, past), paid(connection, *SITES))
    rows = found.to_pyarrow().to_pylist()
    assert [(row["contract_id"], row["paid_in_year"]) for row in rows] == [("c2", Decimal("300.00"))]


def test_payee_without_a_register_is_drafted_by_its_id_and_category(duck: ibis.BaseBackend) -> None:
    suppliers = payees(duck, {"supplier_id": "green"})
    payments = paid(duck, *SITES, payment("3.00", category_code="90910000", department="Office"))
    row = unregistered(suppliers, "green", "council", "77310000")
    found = draft(contracts_of(duck), payments, suppliers, row)
    assert (found.category, [unit.id for unit in found.units]) == ("77310000", ["depot", "park-road-b9-4aa"])
    assert "no register tells of the contract" in found.notes[0]
    with pytest.raises(InputError, match="no payee has this id"):
        unregistered(suppliers, "nobody", "council")
