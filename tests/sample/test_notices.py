"""The sample's notices: the faults are where the truth says, and the reader finds the processes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from localspend import sample
from localspend.sample.notices import FAULTS, FAULTY, FILE, PROCESSES
from localspend.sample.truth import Truth
from localspend.sources import notices

Json = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("sample")
    return folder, sample.write(folder, scale=0.01)


def releases(folder: Path, institution: str) -> list[Json]:
    package = json.loads((folder / "sources" / institution / FILE).read_bytes())
    found: list[Json] = package["releases"]
    return found


def award(told: list[Json]) -> Json:
    found: Json = told[-1]["awards"][0]
    return found


#: Fault -> whether the releases of a process, oldest first, have it.
HAS: dict[str, Callable[[list[Json]], bool]] = {
    "duplicate-releases": lambda told: len(told) == 10,
    "award-without-id": lambda told: "id" not in award(told),
    "platform-ids": lambda told: award(told)["suppliers"][0]["id"].startswith("GB-FTS-"),
    "award-before-tender": lambda told: award(told)["date"] < told[0]["date"],
    "cpv-missing": lambda told: not any("items" in one["tender"] for one in told),
    "end-before-start": lambda told: (
        award(told)["contractPeriod"]["endDate"] < award(told)["contractPeriod"]["startDate"]
    ),
    "framework-ceiling": lambda told: [one["value"]["amount"] for one in told[-1]["awards"]] == [40_000_000] * 2,
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_fault_is_where_the_truth_says_and_nowhere_else(made: tuple[Path, Truth], fault: str) -> None:
    folder, truth = made
    for institution, noticed in truth.notices.items():
        by_process: dict[str, list[Json]] = {}
        for one in releases(folder, institution):
            by_process.setdefault(one["ocid"], []).append(one)
        awarded = {ocid: told for ocid, told in by_process.items() if "awards" in told[-1]}
        assert {ocid for ocid, told in awarded.items() if HAS[fault](told)} == set(noticed.faults[fault])
        assert len(noticed.faults[fault]) == FAULTY


def test_reader_finds_every_process_release_and_award(made: tuple[Path, Truth], tmp_path: Path) -> None:
    folder, truth = made
    for institution, noticed in truth.notices.items():
        out = tmp_path / institution
        out.mkdir()
        notices.convert([(folder / "sources" / institution / FILE, FILE)], out)
        found = {name: pq.read_metadata(out / f"{name}.parquet").num_rows for name in ("notices", "awards")}
        assert found == {"notices": PROCESSES, "awards": noticed.awards}
        assert pq.read_metadata(out / "notice_releases.parquet").num_rows == noticed.releases
    assert sum(noticed.releases for noticed in truth.notices.values()) > 400
