"""What is published is read back to equal tables: by our own reader, as another network's sources."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from localspend import tables, workspace
from localspend.cells import as_written
from localspend.pipeline import build
from localspend.publish import Published
from localspend.publish.asked import Asked
from localspend.publish.package import KEPT
from localspend.publish.source import Source
from localspend.tables.arrow import arrow_schema
from tests.pipeline import small
from tests.publish import network

#: What a payee whose name is withheld is shown as.
WITHHELD = ("Private person", "Sole trader (name withheld)")


@pytest.fixture(scope="module")
def again(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second network: its sources are what the first one published."""
    folder = small.write(tmp_path_factory.mktemp("again"))
    shutil.rmtree(folder / "sources")
    shutil.copytree(published.folder / "transparency", folder / "sources")
    assert build(folder).refused == ()
    return folder


def rows(folder: Path, name: str, columns: list[str], **where: Any) -> list[dict[str, Any]]:
    snapshot = workspace.current(folder)
    table = snapshot.table(snapshot.connect(), name)
    for test in where.values():
        table = table.filter(test(table))
    found: list[dict[str, Any]] = table.select(columns).to_pyarrow().to_pylist()
    return sorted(found, key=repr)


def over_500(table: ibis.Table) -> ibis.Value:
    return (table.amount.abs() > 500) & (table.status == "counted")


def over_5000(table: ibis.Table) -> ibis.Value:
    return (table.value > 5000) | table.value.isnull()


def test_spend_over_500_comes_back_equal(built: Path, again: Path) -> None:
    same = [
        "institution_id", "paid_on", "date_basis", "amount", "amount_basis", "vat", "department", "category_text",
        "supplier_shown", "category_code", "tier",
    ]  # fmt: skip
    before = rows(built, "payments", [*same, "supplier_text", "reference", "description"], big=over_500)
    after = rows(again, "payments", [*same, "supplier_text", "reference", "description"])
    assert len(before) == 9
    named = [row for row in before if row["supplier_shown"] not in WITHHELD]
    assert [row for row in after if row["supplier_text"] not in WITHHELD] == [
        {**row, "description": None if "Mr A" in (row["description"] or "") else row["description"]} for row in named
    ]
    hidden = ["institution_id", "paid_on", "amount", "vat", "department", "category_text"]
    assert sorted(repr({c: row[c] for c in hidden}) for row in before if row["supplier_shown"] in WITHHELD) == sorted(
        repr({c: row[c] for c in hidden}) for row in after if row["supplier_text"] in WITHHELD
    )


def test_formulas_are_neutralised_in_the_file_and_as_written_in_the_table(published: Published, again: Path) -> None:
    text = (published.folder / "transparency" / "council" / "spend-over-500.csv").read_text(encoding="utf-8-sig")
    assert ",'=cmd|' /C calc'!A0," in text
    assert ",'@home Café £ Stores," in text
    assert ",'-T8\n" in text
    assert ",-600.00,-120.00," in text
    written = {row["description"] for row in rows(again, "payments", ["description"])}
    assert {"=cmd|' /C calc'!A0", 'Windows, "inside" only'} <= written
    assert {row["supplier_text"] for row in rows(again, "payments", ["supplier_text"])} >= {"@home Café £ Stores"}


def test_payees_are_the_same_organisations(built: Path, again: Path) -> None:
    for name, where in (("payments", over_500), ("contracts", over_5000)):
        ids = [row["supplier_id"] for row in rows(built, name, ["supplier_id"], big=where)]
        found = [row["supplier_id"] for row in rows(again, name, ["supplier_id"])]
        assert {one for one in found if one.startswith("GB-COH")} == {one for one in ids if one.startswith("GB-COH")}


def test_contracts_over_5000_come_back_equal(built: Path, again: Path) -> None:
    same = [
        "institution_id", "contract_ref", "department", "value", "value_kind", "start_on", "end_on", "extension_to",
        "review_on", "procedure", "framework", "sme", "vcse", "supplier_shown",
    ]  # fmt: skip
    before = rows(built, "contracts", same, big=over_5000)
    after = rows(again, "contracts", same)
    assert [row["contract_ref"] for row in before] == ["C1", "C3", "C4", "C5"]
    # A reference may tell who a sole trader is; who reads the file knows only that a name is withheld.
    masked = {"contract_ref": None, "supplier_shown": "Redacted by the publisher"}
    told = [{**row, **masked} if row["contract_ref"] == "C4" else row for row in before]
    assert after == sorted(told, key=repr)
    words = ["contract_ref", "title", "description"]
    named = [row for row in rows(built, "contracts", words) if row["contract_ref"] in ("C1", "C3", "C5")]
    assert [row for row in rows(again, "contracts", words) if row["contract_ref"]] == named


@pytest.fixture(scope="module")
def told(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A third network: its only source is the OCDS that the first one published."""
    folder = small.write(tmp_path_factory.mktemp("told"))
    (folder / "network.toml").write_text(network.TOML, encoding="utf-8")
    shutil.rmtree(folder / "sources")
    (folder / "sources" / "council").mkdir(parents=True)
    shutil.copy(published.folder / "ocds" / "releases.json", folder / "sources" / "council")
    assert build(folder).refused == ()
    return folder


def test_contracts_come_back_from_ocds_as_awards(built: Path, told: Path) -> None:
    same = ["title", "value", "start_on", "end_on"]
    before = {row["contract_id"]: row for row in rows(built, "contracts", ["contract_id", "supplier_id", *same])}
    awards = rows(told, "awards", ["ocid", "award_id", *same])
    back = {row["award_id"].removesuffix("-award"): row for row in awards if row["ocid"].startswith("ocds-000000-")}
    assert set(back) == set(before)
    assert len(before) == 5
    masked = {"Windows of Mrs A Example"}
    for key, row in before.items():
        assert back[key]["ocid"] == f"ocds-000000-{key}"
        assert {c: back[key][c] for c in same[1:]} == {c: row[c] for c in same[1:]}
        assert back[key]["title"] == (None if row["title"] in masked else row["title"])
    found = {row["ocid"]: row["supplier_id"] for row in rows(told, "award_suppliers", ["ocid", "supplier_id"])}
    for key, row in before.items():
        if row["supplier_id"].startswith("GB-COH"):
            assert found[f"ocds-000000-{key}"] == row["supplier_id"]


def test_notices_come_back_from_ocds(built: Path, told: Path) -> None:
    theirs = {"theirs": lambda t: t.ocid.startswith("ocds-b5fd17")}
    notice = [
        "ocid", "title", "buyer_id", "institution_id", "stage", "deadline", "cpv", "currency", "value", "status",
        "procedure", "start_on", "end_on",
    ]  # fmt: skip
    before, after = (rows(folder, "notices", notice, **theirs) for folder in (built, told))
    assert before[1] == {**after[1], "value": before[1]["value"], "currency": before[1]["currency"]}
    assert (before[1]["title"], after[1]["value"]) == ("Framework for paint", None)
    assert after[0] == before[0]
    lots = ["ocid", "lot_id", "title", "value", "currency"]
    assert rows(told, "lots", lots) == rows(built, "lots", lots)
    awards = [
        "ocid",
        "award_id",
        "awarded_on",
        "value",
        "value_kind",
        "title",
        "status",
        "lot_ids",
        "start_on",
        "end_on",
    ]
    assert rows(told, "awards", awards, **theirs) == rows(built, "awards", awards, **theirs)


def test_data_package_comes_back_equal_to_the_masked_tables(built: Path, published: Published) -> None:
    """Every cell, with the types that datapackage.json says; a blank text is no other than none."""
    folder = published.folder / "package"
    package = json.loads((folder / "datapackage.json").read_bytes())
    source = Source(workspace.current(built), Asked())
    assert len(package["resources"]) >= 7
    for resource in package["resources"]:
        name = resource["name"].replace("-", "_")
        columns = [field["name"] for field in resource["schema"]["fields"]]
        kept = set(tables.SNAPSHOT[name].COLUMNS) - KEPT.get(name, set())
        assert set(columns) == kept
        found = typed(folder / resource["path"], {c: tables.SNAPSHOT[name].COLUMNS[c] for c in columns})
        wanted = source.table(name).select(columns).to_pyarrow().to_pylist()
        assert sorted(map(repr, found)) == sorted(
            repr({k: None if v == "" else v for k, v in row.items()}) for row in wanted
        )
        assert resource["rows"] == len(wanted)


def typed(path: Path, columns: dict[str, str]) -> list[dict[str, Any]]:
    """The rows of a published CSV in the types of its table."""

    def cell(kind: str, text: str) -> Any:
        if text == "":
            return None
        if kind == "array<string>":
            return json.loads(text)
        return as_written(text) if kind == "string" else text

    with path.open(encoding="utf-8", newline="") as file:
        read = [{c: cell(columns[c], row[c]) for c in columns} for row in csv.DictReader(file)]
    plain = {c: k for c, k in columns.items() if k not in ("string", "array<string>")}
    schema = arrow_schema(columns)
    made = {c: pa.array([row[c] for row in read], pa.string()).cast(schema.field(c).type) for c in plain}
    whole = [made[c].to_pylist() if c in made else [row[c] for row in read] for c in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*whole, strict=True)]
