"""Firms and what they could supply: from the small network, and from tables that say more."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from localspend import engine, workspace
from localspend.categories import capabilities
from localspend.network import Area
from localspend.pipeline import build, firms
from localspend.tables import firms as spec
from localspend.tables import organisations, payments, postcodes, suppliers
from localspend.tables.arrow import arrow_schema
from tests.pipeline import small
from tests.rows import rows

AREAS = (Area("inner", "Inner", wards=("E05000001",)), Area("city", "City", districts=("E08000001",)))


def made(connection, columns, *given):
    return engine.from_arrow(connection, pa.Table.from_pylist(list(given), arrow_schema(columns)))


def places(connection):
    return made(
        connection,
        postcodes.COLUMNS,
        {"postcode": "B1 1AA", "easting": 406000, "northing": 286000, "ward": "E05000001", "district": "E08000001"},
        {"postcode": "B2 2AA", "easting": 407000, "northing": 287000, "ward": "E05000002", "district": "E08000001"},
        {"postcode": "LS1 1AA", "easting": 430000, "northing": 433000, "ward": "E05001420", "district": "E08000035"},
    )


def organisation(number, **more):
    row = {"supplier_id": f"GB-COH-{number}", "register": "companies-house", "number": number, "name": f"FIRM {number}"}
    return row | {"name_kind": "current", "kind": "company", "register_status": "Active"} | more


def test_firms_are_who_is_paid_or_listed_and_who_is_live_inside_the_areas(connection):
    known = made(
        connection,
        suppliers.COLUMNS,
        {"supplier_id": "GB-COH-1", "name": "Paid", "kind": "company", "tier": "rest-of-uk", "postcode": "LS1 1AA"},
        {"supplier_id": "local-2", "name": "Listed", "kind": "unknown", "tier": "unknown"},
        {"supplier_id": "local-3", "name": "Not counted", "kind": "sole-trader", "tier": "unknown"},
        {"supplier_id": "GB-NHS-X", "name": "Hospital", "kind": "public-body", "tier": "city"},
        {"supplier_id": "local-private-person-council", "name": "Private person", "kind": "private-person"},
    )
    paid = made(
        connection,
        payments.COLUMNS,
        {"supplier_id": "GB-COH-1", "status": "counted"},
        {"supplier_id": "GB-COH-1", "status": "counted"},
        {"supplier_id": "local-3", "status": "excluded"},
    )
    registered = made(
        connection,
        organisations.COLUMNS,
        organisation("1", postcode="LS1 1AA"),
        organisation("11", postcode="B1 1AA", sic=["81300"], size="micro"),
        organisation("11", postcode="B1 1AA", name="OLD NAME", name_kind="previous"),
        organisation("12", postcode="B2 2AA", register_status="Dissolved"),
        organisation("13", postcode="LS1 1AA"),
        organisation("14", postcode="B2 2AA", kind="partnership"),
        organisation("15", postcode="B2 2AA", kind="public-body"),
        organisation("16", postcode=None),
    )
    found = rows(firms.firms_table(known, paid, registered, places(connection), AREAS), "supplier_id")
    assert [(f["supplier_id"], f["paid"], f["tier"], f["easting"]) for f in found] == [
        ("GB-COH-1", True, "rest-of-uk", 430000),
        ("GB-COH-11", False, "inner", 406000),
        ("GB-COH-14", False, "city", 407000),
        ("local-2", False, "unknown", None),
        ("local-3", False, "unknown", None),
    ]
    assert found[1]["sic"] == ["81300"]
    assert (found[1]["size"], found[2]["size"]) == ("micro", "unknown")
    assert found[2]["name_shown"] == "Partnership (name withheld)"


def firm(identity, *sic):
    return {"supplier_id": identity, "sic": list(sic)}


def test_an_activity_is_a_capability_and_the_strongest_of_several_stands(connection):
    given = made(connection, spec.COLUMNS, firm("a", "81300", "81299"), firm("b"), firm("c", "70229", "70221"))
    able = rows(
        capabilities.by_activity(given, {"81300": "Landscape service activities"}), "supplier_id", "category_code"
    )
    assert [(c["supplier_id"], c["category_code"], c["strength"]) for c in able] == [
        ("a", "77000000", 0.8),
        ("a", "77310000", 0.95),
        ("a", "77340000", 0.5),
        ("a", "90600000", 0.4),
        ("a", "90900000", 0.6),
        ("c", "79400000", 0.9),
    ]
    assert able[1]["evidence"] == "SIC 81300: landscape service activities"
    assert able[5]["evidence"] == "SIC 70221, whose firms usually sell: management consultancy"


def test_payment_is_a_capability_by_its_category(duck):
    def payment(supplier, institution, amount, **more):
        row = {"supplier_id": supplier, "institution_id": institution, "amount": amount, "status": "counted"}
        return row | {"category_code": "77310000"} | more

    given = made(
        duck,
        payments.COLUMNS,
        payment("a", "council", Decimal("100.00")),
        payment("a", "hospital", Decimal("50.00")),
        payment("b", "council", Decimal("10.00")),
        payment("b", "council", Decimal("-10.00")),
        payment("c", "council", Decimal("9.00"), category_code="unknown"),
        payment("d", "council", Decimal("9.00"), status="excluded"),
        payment("local-redacted-council", "council", Decimal("9.00")),
    )
    assert rows(capabilities.paid_for(given)) == [
        {
            "supplier_id": "a",
            "category_code": "77310000",
            "basis": "paid-for",
            "strength": 0.67,
            "evidence": "paid £150.00 in 2 payments by 2 institutions",
        }
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.write(tmp_path_factory.mktemp("coded"))
    register = folder / "registers" / "companies.csv"
    lines = register.read_text().splitlines()
    rest = ["81300 - Landscape service activities", "81210 - Cleaning", "70100 - Head offices"]
    head, *companies = lines
    whole = [f"{head},SICCode.SicText_1", *(f"{c},{s}" for c, s in zip(companies, rest, strict=True))]
    register.write_text(
        "\n".join([*whole, "NEW GARDENS LTD,04567890,B1 1AB,Private Limited Company,Active,,81300 - x"])
    )
    (folder / "codes").mkdir()
    (folder / "codes" / "sic.csv").write_text("code,words\n81.30,Landscape service activities\n69.10,Legal work\n")
    (folder / "codes" / "other.csv").write_text("a,b\nx,y\n")
    build(folder)
    return folder


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    snapshot = workspace.current(folder)
    return rows(snapshot.table(snapshot.connect(), name), "supplier_id")


def test_a_build_lists_firms_that_nobody_pays_and_what_they_sell(built: Path) -> None:
    found = {f["supplier_id"]: (f["paid"], f["tier"]) for f in table(built, "firms")}
    assert found["GB-COH-04567890"] == (False, "inner")
    assert found["GB-COH-01234567"] == (True, "inner")
    assert found["GB-COH-03456789"] == (True, "rest-of-uk")
    able = [c for c in table(built, "capabilities") if c["supplier_id"] == "GB-COH-04567890"]
    assert {c["category_code"] for c in able} == {"77000000", "77310000", "77340000"}
    assert {c["evidence"] for c in able} == {"SIC 81300: landscape service activities"}


def test_files_of_codes_are_inputs_and_what_is_none_is_refused_with_its_name(built: Path) -> None:
    before = build(built)
    assert not before.new
    assert [path for path, _ in before.refused] == ["codes/other.csv"]
    (built / "codes" / "sic.csv").write_text("code,words\n81.30,Landscaping\n69.10,Legal work\n")
    assert build(built).new
