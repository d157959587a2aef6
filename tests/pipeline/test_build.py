"""build: from the files to a snapshot in which every line and every pound has its place."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from localspend import ask, decisions, workspace
from localspend.errors import BusyError, InputError
from localspend.pipeline import build
from tests.pipeline import small
from tests.rows import rows


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.write(tmp_path_factory.mktemp("small"))
    build(folder)
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return small.write(tmp_path / "network")


def table(folder: Path, name: str, *order: str) -> list[dict[str, Any]]:
    snapshot = workspace.current(folder)
    return rows(snapshot.table(snapshot.connect(), name), *order)


def test_every_payment_has_supplier_tier_and_category(built: Path) -> None:
    found = [
        (p["supplier_shown"], p["amount"], p["tier"], p["category_code"], p["year"])
        for p in table(built, "payments", "source_id", "source_line")
    ]
    assert found == [
        ("Acme Widgets Ltd", Decimal("1000.00"), "inner", "unknown", 2024),
        ("City Cleaning Limited", Decimal("500.00"), "city", "90000000", 2024),
        ("Far Away PLC", Decimal("250.50"), "rest-of-uk", "unknown", 2024),
        ("Private person", Decimal("75.25"), "unknown", "unknown", 2024),
        ("Acme Widgets Ltd", Decimal("-100.00"), "inner", "unknown", 2024),
        ("CITY CLEANING LTD", Decimal("30000.00"), "city", "90000000", 2024),
        ("Nobody Knows Us", Decimal("26000.00"), "unknown", "70200000", 2024),
    ]


def test_accounts_balance_and_the_total_row_is_set_aside(built: Path) -> None:
    files = table(built, "source_files", "source_id")
    assert [(f["source_id"], f["rows_read"], f["rows_payment"], f["rows_excluded"]) for f in files] == [
        ("sources/council/2024-04.csv", 7, 5, 2),
        ("sources/hospital/may.csv", 3, 2, 1),
    ]
    reasons = [r["reason"] for r in table(built, "source_rows_excluded", "source_id", "source_line")]
    assert reasons == ["header", "total", "header"]


def test_suppliers_are_one_row_each_with_size_and_place(built: Path) -> None:
    found = {s["supplier_id"]: s for s in table(built, "suppliers", "supplier_id")}
    acme = found["GB-COH-01234567"]
    assert (acme["tier"], acme["size"], acme["postcode_basis"], acme["ward"]) == (
        "inner",
        "micro",
        "registered-office",
        "E05000001",
    )
    assert found["local-private-person-council"]["name"] == "Private person"


def test_person_who_trades_as_a_firm_is_shown_by_the_firms_name(copy: Path) -> None:
    path = copy / "sources/council/2024-04.csv"
    path.write_text(path.read_text("utf-8").replace("City Cleaning Limited", "Q Example t/a City Cleaning"), "utf-8")
    build(copy)
    [paid] = [p for p in table(copy, "payments") if p["supplier_text"].startswith("Q Example")]
    assert (paid["supplier_id"], paid["supplier_shown"]) == ("GB-COH-02345678", "CITY CLEANING LTD")
    snapshot = workspace.current(copy)
    connection = snapshot.connect()
    people = ask.people(snapshot, connection)
    for name in ("payments", "supplier_links", "contracts"):
        shown = rows(ask.masked(snapshot.table(connection, name), people))
        assert not any("Q Example" in repr(row) for row in shown), name
        assert name == "contracts" or any("CITY CLEANING" in repr(row).upper() for row in shown), name


def test_nothing_changed_makes_no_snapshot_and_a_decision_makes_one(copy: Path) -> None:
    first = build(copy)
    assert first.new
    assert build(copy) == type(first)(first.snapshot, new=False, refused=(), notes=first.notes)
    decided = {"supplier_text": "Nobody Knows Us", "verdict": "accept", "supplier_id": "GB-COH-01234567"}
    identity = decisions.append(copy, "suppliers", decided, by="Ann", why="rang them")
    assert build(copy).new
    paid = {p["supplier_text"]: p["tier"] for p in table(copy, "payments")}
    assert paid["Nobody Knows Us"] == "inner"
    decisions.append(copy, "suppliers", {"withdraws": identity}, by="Ann", why="wrong number")
    build(copy)
    assert {p["supplier_text"]: p["tier"] for p in table(copy, "payments")}["Nobody Knows Us"] == "unknown"


def test_same_input_elsewhere_gives_the_same_bytes(built: Path, copy: Path) -> None:
    snapshot, other = workspace.current(built), build(copy).snapshot
    assert snapshot.id == other.id
    names = sorted(p.name for p in snapshot.folder.iterdir() if p.name != "timings.json")
    assert names == sorted(p.name for p in other.folder.iterdir() if p.name != "timings.json")
    for name in names:
        assert (snapshot.folder / name).read_bytes() == (other.folder / name).read_bytes(), name


def test_republished_month_counts_once_until_a_person_says_otherwise(copy: Path) -> None:
    again = copy / "sources" / "council" / "again.csv"
    again.write_text(small.COUNCIL)
    build(copy)
    copies = [p for p in table(copy, "payments") if p["status"] == "excluded"]
    assert len(copies) == 5
    assert {p["excluded_because"] for p in copies} == {"duplicate"}
    assert len({p["payment_id"] for p in table(copy, "payments")}) == 12
    found = [f for f in table(copy, "findings", "check") if f["check"] == "republished"]
    assert "5 of the 5 here stand among the 5 of" in found[0]["detail"]
    source = copies[0]["source_id"]
    decisions.append(copy, "duplicates", {"source_id": source, "verdict": "count"}, by="Ann", why="two cost centres")
    build(copy)
    assert [p for p in table(copy, "payments") if p["status"] == "excluded"] == []
    hospital = {"source_id": "sources/hospital/may.csv", "verdict": "exclude", "month": "2024-05"}
    decisions.append(copy, "duplicates", hospital, by="Ann", why="the trust's own ledger comes instead")
    build(copy)
    left_out = [p["institution_id"] for p in table(copy, "payments") if p["status"] == "excluded"]
    assert left_out == ["hospital", "hospital"]


def test_refused_file_is_listed_and_strict_keeps_the_old_snapshot(copy: Path) -> None:
    before = build(copy).snapshot
    (copy / "sources" / "council" / "scan.pdf").write_bytes(b"%PDF-1.4\n" + b"x" * 500)
    with pytest.raises(InputError, match=r"scan\.pdf"):
        build(copy, strict=True)
    assert workspace.current(copy) == before
    built = build(copy)
    assert [path for path, _ in built.refused] == ["sources/council/scan.pdf"]
    with pytest.raises(InputError, match=r"scan\.pdf"):
        build(copy, strict=True)


def test_area_that_names_no_known_ward_is_said(copy: Path) -> None:
    toml = copy / "network.toml"
    toml.write_text(toml.read_text().replace("E05000001", "E05999999"))
    with pytest.raises(InputError, match=r"inner.*E05999999|E05999999.*inner"):
        build(copy)


def test_register_without_numbers_is_refused_and_the_build_goes_on(copy: Path) -> None:
    (copy / "registers" / "companies.csv").write_text("CompanyName,RegAddress.PostCode\nACME,B1 1AA\n")
    built = build(copy)
    assert "registers/companies.csv" in [path for path, _ in built.refused]


def test_supplier_list_of_the_institution_places_its_payees(copy: Path) -> None:
    ledger = "Payment Date,Vendor No,Supplier Name,Net Amount\n01/06/2024,V00123,Corner Cafe,120.00\n"
    ledger += "02/06/2024,V00124,Other Cafe,130.00\n03/06/2024,V00125,Far Away PLC,140.00\n"
    listed = "Vendor No,Supplier Name,Address,Postcode,Company Number,Employees\n"
    listed += "V00123,Corner Cafe,1 High Street,B1 1AB,,4\n"
    listed += (
        "V00124,Other Cafe Limited,2 High Street,B2 2AA,07654321,\nV00125,Far Away PLC,3 High Street,B1 1AB,,900\n"
    )
    (copy / "sources" / "council" / "june.csv").write_text(ledger)
    (copy / "sources" / "council" / "suppliers.csv").write_text(listed)
    build(copy)
    paid = {p["supplier_text"]: p for p in table(copy, "payments") if p["source_id"].endswith("june.csv")}
    suppliers = {s["supplier_id"]: s for s in table(copy, "suppliers")}
    assert (paid["Corner Cafe"]["tier"], paid["Other Cafe"]["supplier_id"]) == ("inner", "GB-COH-07654321")
    assert suppliers[paid["Corner Cafe"]["supplier_id"]]["postcode_basis"] == "supplier-list"
    far = suppliers[paid["Far Away PLC"]["supplier_id"]]
    assert (far["tier"], far["tier_trading"]) == ("rest-of-uk", "inner")
    assert (far["size"], far["employees"], far["sme_procurement_act"]) == ("large", 900, "no")


def test_path_that_leads_to_no_file_is_said(copy: Path) -> None:
    (copy / "sources" / "hospital").rename(copy / "sources" / "hopsital")
    assert "no file was found for Small Hospital at sources/hospital" in build(copy).notes


def test_payees_who_cannot_be_told_apart_could_supply_nothing(copy: Path) -> None:
    decisions.append(
        copy, "categories", {"category_text": "Direct payments", "category_code": "85000000"}, by="Ann", why="care"
    )
    build(copy)
    able = [(c["supplier_id"][:6], c["category_code"]) for c in table(copy, "capabilities", "supplier_id")]
    assert able == [("GB-COH", "90000000"), ("local-", "70200000")]


def test_busy_network_is_left_alone(copy: Path) -> None:
    with workspace.lock(copy), pytest.raises(BusyError):
        build(copy)


def test_manifest_names_every_source_with_its_hash(built: Path) -> None:
    manifest = json.loads((workspace.current(built).folder / "manifest.json").read_text())
    assert [len(s["sha256"]) for s in manifest["sources"]] == [64, 64]
    assert set(manifest["decisions"]) == {"categories.csv"}
    assert manifest["tables"]["payments"]["rows"] == 7
