"""Notices in a network's build: which member buys, who the suppliers are, and what there is to say of the files."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from localspend import engine, network
from localspend.pipeline import notices
from localspend.pipeline.build import Built, build
from localspend.pipeline.reference import Reference
from localspend.workspace import Snapshot
from tests.pipeline import small
from tests.rows import rows


def release(ocid: str, buyer: dict[str, Any], *suppliers: dict[str, Any], **more: Any) -> dict[str, Any]:
    award = {"id": "1", "value": {"amount": 5000, "currency": "GBP"}, "suppliers": list(suppliers)}
    made = {"ocid": f"ocds-h6vhtk-{ocid}", "id": f"r-{ocid}", "tag": ["award"], "date": "2026-03-01T00:00:00Z"}
    return made | {"buyer": buyer, "tender": {"title": "Widgets"}, "awards": [award]} | more


COUNCIL = {"name": "THE  Small Council"}
HOSPITAL = {"name": "Somebody else", "identifier": {"scheme": "GB-NHS", "id": "SMALL"}}
ACME = {"name": "Acme Widgets", "identifier": {"scheme": "GB-COH", "id": "1234567"}}
TWO = [
    {"id": "1", "value": {"amount": 1}, "suppliers": [{"name": "Far Away PLC"}]},
    {"id": "1", "value": {"amount": 2}, "suppliers": [{"name": "City Cleaning Ltd"}]},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = small.write(tmp_path_factory.mktemp("network"))
    toml = folder / "network.toml"
    toml.write_text(small.TOML.replace('kind = "nhs"', 'kind = "nhs"\nidentifier = "GB-NHS-SMALL"'))
    own = [release("1", COUNCIL, ACME, {"name": "Mr John Smith"}), release("2", COUNCIL, awards=TWO)]
    lines = "\n".join([json.dumps(own[0]), '{"ocid": "ocds-h6vhtk-9', json.dumps(own[1])])
    (folder / "sources/council/notices.jsonl").write_text(lines)
    (folder / "notices").mkdir()
    other = [
        release("3", HOSPITAL, {"name": "Nobody Knows Us"}),
        release("4", {"name": "Elsewhere"}, ACME, {"name": "Unknown to All Ltd"}, {"name": "Mrs Jane Smith"}),
        release("1", COUNCIL, tag=["tender"], date="2026-02-01T00:00:00Z", awards=[]),
    ]
    (folder / "notices/window.json").write_text(json.dumps({"releases": other}, indent=1))
    (folder / "notices/list.csv").write_text("a,b\n1,2\n")
    made = build(folder)
    assert not build(folder).new
    return made


@pytest.fixture(scope="module")
def built(made: Built) -> Snapshot:
    return made.snapshot


def table(built: Snapshot, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(built.folder / f"{name}.parquet").to_pylist()
    return found


def test_a_process_that_two_files_tell_of_is_one(built: Snapshot) -> None:
    one = table(built, "notices")[0]
    assert (one["ocid"], one["releases"], one["published_on"]) == ("ocds-h6vhtk-1", 2, date(2026, 2, 1))
    assert [row["source_id"] for row in table(built, "notice_releases") if row["ocid"] == one["ocid"]] == [
        "notices/window.json",
        "sources/council/notices.jsonl",
    ]


def test_buyers_are_members_by_identifier_or_by_name_or_not_at_all(built: Snapshot) -> None:
    assert [row["institution_id"] for row in table(built, "notices")] == ["council", "council", "hospital", None]


def test_suppliers_of_awards_are_known_by_number_and_by_name(built: Snapshot) -> None:
    found = {(row["ocid"][-1], row["supplier_text"]): row for row in table(built, "award_suppliers")}
    assert found["1", "Acme Widgets"]["supplier_id"] == "GB-COH-01234567"
    assert found["2", "Far Away PLC"]["supplier_id"] == "GB-COH-03456789"
    assert found["4", "Acme Widgets"]["supplier_id"] == "GB-COH-01234567"
    paid = {row["supplier_id"] for row in table(built, "suppliers") if row["name"] == "Nobody Knows Us"}
    assert {found["3", "Nobody Knows Us"]["supplier_id"]} == paid


def test_suppliers_of_other_buyers_stay_out_of_the_suppliers(built: Snapshot) -> None:
    found = {row["supplier_text"]: row for row in table(built, "award_suppliers") if row["ocid"].endswith("4")}
    assert found["Unknown to All Ltd"]["supplier_id"] is None
    assert not any("Unknown" in (row["name"] or "") for row in table(built, "suppliers"))


def test_people_are_masked_whoever_buys(built: Snapshot) -> None:
    shown = [row["supplier_shown"] for row in table(built, "award_suppliers") if "Smith" in row["supplier_text"]]
    assert shown == ["Private person", "Private person"]


def test_awards_with_one_id_are_both_there_and_told(built: Snapshot) -> None:
    found = [row for row in table(built, "awards") if row["ocid"].endswith("2")]
    assert [(row["award_id"], row["value"]) for row in found] == [("1", Decimal(1)), ("1 (2)", Decimal(2))]
    told = [row for row in table(built, "findings") if row["check"] == "award_id_repeated"]
    assert [(row["subject"], row["source_line"]) for row in told] == [("ocds-h6vhtk-2", 3)]


def test_files_of_notices_have_their_account_and_no_payments(built: Snapshot) -> None:
    found = {row["source_id"]: row for row in table(built, "source_files") if row["kind"] == "notices"}
    own = found["sources/council/notices.jsonl"]
    assert (own["institution_id"], own["rows_read"], own["rows_payment"], own["rows_excluded"]) == ("council", 3, 0, 0)
    assert found["notices/window.json"]["institution_id"] is None
    told = [row for row in table(built, "findings") if row["check"] == "notice_unreadable"]
    assert [(row["source_id"], row["source_line"]) for row in told] == [("sources/council/notices.jsonl", 2)]


def test_payments_are_what_they_were(built: Snapshot) -> None:
    assert sum(row["amount"] for row in table(built, "payments")) == Decimal("57725.75")


def test_every_supplier_row_belongs_to_an_award_and_every_award_to_a_notice(built: Snapshot) -> None:
    awards = {(row["ocid"], row["award_id"]) for row in table(built, "awards")}
    assert {(row["ocid"], row["award_id"]) for row in table(built, "award_suppliers")} <= awards
    assert {ocid for ocid, _ in awards} <= {row["ocid"] for row in table(built, "notices")}


def test_a_reference_file_that_holds_no_notices_is_refused(made: Built) -> None:
    assert [path for path, _ in made.refused] == ["notices/list.csv"]


def test_members_are_matched_alike_on_both_engines(connection: ibis.BaseBackend, tmp_path: Path) -> None:
    folder = small.write(tmp_path)
    (folder / "network.toml").write_text(
        small.TOML.replace('kind = "nhs"', 'kind = "nhs"\nidentifier = "gb-nhs-small"')
    )
    told = [release("1", COUNCIL), release("2", HOSPITAL), release("3", {"name": "Elsewhere"}), release("4", {})]
    (folder / "own.json").write_text(json.dumps(told))
    account = {"file": "own.json", "sha256": "x", "kind": "notices"}
    noticed = notices.read(network.load(folder), connection, [account], Reference())
    found = engine.materialise(noticed.tables["notices"].select("ocid", "institution_id").order_by("ocid"))
    assert [row["institution_id"] for row in rows(found.order_by("ocid"))] == ["council", "hospital", None, None]
