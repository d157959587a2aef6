"""The real notices: each release is read, nothing stops the reader, and the tables hold together."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from localspend.sources.notices import convert, recognised, releases
from localspend.tables import awards, notices
from tests.shared import shared

FILES = {
    "contracts-finder-2017-2020-packages.jsonl": 100,
    "contracts-finder-2025-releases.jsonl": 200,
    "find-a-tender-032703-2026-UK4.json": 1,
    "find-a-tender-037689-2026-UK1.json": 1,
    "find-a-tender-2026-05-29-releases.json": 20,
}
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    target = tmp_path_factory.mktemp("notices")
    counts = convert([(shared(f"notices/{name}"), name) for name in FILES], target)
    return {name: pq.read_table(target / f"{name}.parquet").to_pylist() for name in counts}


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_every_release_is_read(name: str, count: int) -> None:
    path = shared(f"notices/{name}")
    assert recognised(path)
    found = list(releases(path))
    assert len(found) == count
    assert all(one.problem is None for one in found)


def test_no_file_of_another_kind_is_taken_for_notices() -> None:
    folder = shared("notices").parent
    others = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != "notices"]
    assert [path for path in others if recognised(path)] == []


def test_each_release_is_kept_and_each_process_is_one_row(made: dict[str, list[dict[str, Any]]]) -> None:
    assert len(made["notice_releases"]) == sum(FILES.values())
    assert Counter(row["source_id"] for row in made["notice_releases"]) == FILES
    assert {row["ocid"] for row in made["notice_releases"]} == {row["ocid"] for row in made["notices"]}
    assert len({row["ocid"] for row in made["notices"]}) == len(made["notices"]) == 312


def test_find_a_tender_says_its_law(made: dict[str, list[dict[str, Any]]]) -> None:
    basis = Counter((row["source_id"], row["legal_basis"]) for row in made["notices"])
    assert basis["find-a-tender-2026-05-29-releases.json", "earlier-directives"] == 20
    assert basis["find-a-tender-032703-2026-UK4.json", "procurement-act-2023"] == 1
    assert basis["find-a-tender-037689-2026-UK1.json", "procurement-act-2023"] == 1


def test_no_award_is_lost_and_none_is_multiplied(made: dict[str, list[dict[str, Any]]]) -> None:
    keys = Counter((row["ocid"], row["award_id"]) for row in made["awards"])
    assert max(keys.values()) == 1
    published = {(ocid, award) for name in FILES for ocid, award in _awards(shared(f"notices/{name}"))}
    assert published == {(row["ocid"], row["published_id"]) for row in made["awards"]}
    suppliers = Counter((row["ocid"], row["award_id"]) for row in made["award_suppliers"])
    assert all(suppliers[row["ocid"], row["award_id"]] == row["suppliers"] for row in made["awards"])


def _awards(path: Path) -> list[tuple[str, str]]:
    found = [one.release for one in releases(path) if one.release]
    return [(one["ocid"], award["id"]) for one in found for award in one.get("awards", [])]


def test_postcodes_are_found_inside_street_addresses(made: dict[str, list[dict[str, Any]]]) -> None:
    told = [row["postcode"] is not None for row in made["award_suppliers"]]
    assert 0.86 <= sum(told) / len(told) <= 0.92


def test_the_columns_come_as_the_tables_say(made: dict[str, list[dict[str, Any]]]) -> None:
    assert set(notices.COLUMNS) - set(notices.ADDED) <= set(made["notices"][0])
    assert list(awards.COLUMNS) == list(made["awards"][0])
    assert not json.dumps(made["notices"], default=str).count("GB-CFS")
