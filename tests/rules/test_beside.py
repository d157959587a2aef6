"""Beside the law: own bands, what a year of it comes to, partners, and contracts just below a value."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pytest

from localspend.cli import main
from localspend.errors import UsageError
from localspend.pipeline import build
from localspend.rules import beside
from localspend.tables import payments, standing_orders
from tests.pipeline import small
from tests.rows import table
from tests.rules.ask import requirement

DAY = date(2026, 3, 31)
GRASS = "77310000"
NEED = {"buyer": "council", "contract": "services", "value": "20000", "vat": "excluded"}


def payment(institution: str, supplier: str, amount: str, **more: Any) -> dict[str, Any]:
    return {
        "institution_id": institution, "supplier_id": supplier, "amount": Decimal(amount), "amount_basis": "net",
        "status": "counted", "category_code": "77314000", "paid_on": date(2025, 9, 1), **more,
    }  # fmt: skip


PAID = [
    payment("council", "a", "100000"),
    payment("council", "b", "60000"),
    payment("council", "b", "18000", amount_basis="gross"),
    payment("council", "c", "900000", category_code="45000000"),  # another category
    payment("council", "d", "900000", paid_on=date(2025, 3, 31)),  # more than a year before
    payment("council", "e", "900000", status="excluded"),
    payment("hospital", "a", "50000"),
    payment("police", "f", "7000"),
]


def told(connection: ibis.BaseBackend, **need: Any) -> dict[str, Any]:
    rows = beside.paid(table(connection, payments.COLUMNS, PAID), GRASS, DAY)
    asked = requirement(**{**NEED, **need})
    return beside.aggregation(rows, asked, institution="council", category=GRASS, as_of=DAY)


def test_a_year_of_own_spending_is_set_beside_the_requirement(connection: ibis.BaseBackend) -> None:
    found = told(connection)
    assert found["own"] == {
        "institution_id": "council", "amount": Decimal("178000.00"), "suppliers": 2, "payments": 3,
        "with_vat": Decimal("210000.00"),
    }  # fmt: skip
    for said in ("£178,000.00", "2 suppliers", "£210,000.00 with VAT", "would be above-threshold, not below-threshold"):
        assert said in found["warning"]


def test_no_warning_where_a_year_of_it_stands_under_the_same_regime(duck: ibis.BaseBackend) -> None:
    assert told(duck, contract="works", value="50000")["warning"] is None
    assert told(duck, value="500000")["warning"] is None
    assert told(duck, authority="none")["warning"] is None


def test_partners_stand_apart_and_count_only_in_a_joint_contract(duck: ibis.BaseBackend) -> None:
    found = told(duck)
    assert [(row["institution_id"], str(row["amount"])) for row in found["partners"]] == [
        ("hospital", "50000.00"), ("police", "7000.00"),
    ]  # fmt: skip
    kinds = {"hospital": "nhs", "police": "police"}
    said = beside.joint(found["partners"], kinds, requirement(**NEED))
    assert said is not None
    assert "2 partners paid £57,000.00" in said
    assert "would be below-threshold-notifiable" in said
    large = beside.joint([{"institution_id": "hospital", "amount": Decimal(150_000)}], kinds, requirement(**NEED))
    assert large is not None
    assert "would be above-threshold" in large
    assert beside.joint([{"institution_id": "hospital", "amount": None}], kinds, requirement(**NEED)) is None


@pytest.mark.parametrize("wrong", ["grass", "7731", "773100001", ""])
def test_what_is_no_cpv_code_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match="no CPV code"):
        beside.stem(wrong)


def test_own_bands_are_compared_by_their_own_basis_of_vat(duck: ibis.BaseBackend) -> None:
    band = {"institution_id": "council", "lower": Decimal(25_000), "vat": "excluded", "source": "own.toml"}
    bands = table(duck, standing_orders.COLUMNS, [{**band, "route": "old"}, {**band, "from_on": DAY, "route": "new"}])
    assert beside.orders(bands, "council", DAY, Decimal(29_000), Decimal(24_166)) == []
    [reached] = beside.orders(bands, "council", DAY, Decimal(30_000), Decimal(25_000))
    assert reached["route"] == "new"


ROW = {"threshold": Decimal(30_000), "basis": "notifiable", "window": Decimal(3_000), "observed": 3, "repeated": 1,
       "p_value": None}  # fmt: skip


def test_contracts_just_below_are_a_question() -> None:
    found = beside.splitting([ROW], requirement(**{**NEED, "value": "24500"}))
    assert "The estimate of £29,400.00 is within 10% below £30,000.00" in found["warning"]
    assert "3 contracts for this lie within 10% below £30,000.00" in found["warning"]
    assert "1 supplier twice or more within a year" in found["warning"]
    assert "A question, not a finding" in found["warning"]
    quiet = beside.splitting([{**ROW, "observed": 1, "repeated": 0}], requirement(**NEED))
    assert quiet["warning"] is None


REGISTER = """Contract Reference,Contract Title,Supplier Name,Contract Value,Start Date,End Date,Category
R1,Grass north,Acme Widgets Ltd,24500,01/05/2025,30/04/2026,Cleaning
R2,Grass south,Acme Widgets Ltd,24600,01/06/2025,31/05/2026,Cleaning
R3,Office cleaning,City Cleaning Limited,24900,01/06/2025,31/05/2026,Cleaning
"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.write(tmp_path_factory.mktemp("network"))
    toml = small.TOML.replace('kind = "council"', 'kind = "council"\npostcode = "B1 1AA"\nstanding_orders = "own.toml"')
    (folder / "network.toml").write_text(toml.replace('kind = "nhs"', 'kind = "nhs"\nshares = "aggregates"'))
    (folder / "own.toml").write_text(
        '[[bands]]\nlower = 20000\nvat = "excluded"\nroute = "three quotes"\napprovals = "Ann"\n'
    )
    (folder / "sources" / "council" / "contracts.csv").write_text(REGISTER, encoding="utf-8")
    build(folder)
    return folder


def asked(capsys: pytest.CaptureFixture[str], network: Path, *words: str) -> Any:
    start = ["-C", str(network), "rules", "--institution", "council", "--contract", "services", "--date", "2026-11-22"]
    main([*start, *words])
    return capsys.readouterr().out


def test_the_command_shows_the_institutions_own_side(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--value", "24500", "--vat", "excluded", "--category", "90000000")
    found = json.loads(asked(capsys, network, *words, "--json"))
    assert found["own_rules"][0]["route"] == "three quotes"
    assert found["own_rules"][0]["flag"] == "the institution's own rule, not the law"
    assert found["aggregation"]["own"]["amount"] == "500.00"
    # One payment to one supplier of a partner that shares aggregates only: nothing of it is shown.
    assert [row["amount"] for row in found["aggregation"]["partners"]] == [None]
    assert found["aggregation"]["joint"] is None
    assert found["snapshot"].startswith("0001-")
    shown = asked(capsys, network, *words)
    assert "three quotes; agreed by: Ann" in shown
    assert "You paid £500.00 for this in a year, to 1 supplier." in shown
    assert "Just below: The estimate of £29,400.00 is within 10% below £30,000.00" in shown


def test_repeated_contracts_of_the_institution_are_shown(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(asked(capsys, network, "--value", "500", "--category", "90000000", "--json"))["splitting"]
    assert [(row["threshold"], row["observed"], row["repeated"]) for row in found["close"]] == [("30000.00", 3, 1)]


def test_a_category_that_is_no_code_ends_with_2(network: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        asked(capsys, network, "--value", "5", "--category", "grass")
    assert "no CPV code" in capsys.readouterr().err
