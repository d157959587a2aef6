"""A process with more releases than memory holds: what is merged stays bounded, and the rest is told."""

import json
from pathlib import Path

import pytest

from localspend.sources.notices import spool
from localspend.sources.notices.convert import processes
from localspend.sources.notices.remarks import Remark


def _file(path: Path, ocids: list[str]) -> Path:
    made = [{"ocid": ocid, "id": str(n), "date": f"2026-01-0{n}T00:00:00Z"} for n, ocid in enumerate(ocids, 1)]
    path.write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
    return path


@pytest.mark.parametrize("limit", [("MOST_RELEASES", 2), ("MOST_BYTES", 200)])
def test_a_process_with_too_many_releases_is_cut_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: tuple[str, int]
) -> None:
    monkeypatch.setattr(spool, *limit)
    said: list[Remark] = []
    found = list(processes([(_file(tmp_path / "a.jsonl", ["x-1", "x-1", "x-1", "x-2"]), "a.jsonl")], said))
    assert [(one.ocid, [part.line for part in one.parts]) for one in found] == [("x-1", [1, 2]), ("x-2", [4])]
    assert [(one.check, one.line) for one in said] == [("notice_unreadable", 3)]


def test_an_ordinary_process_keeps_its_releases(tmp_path: Path) -> None:
    said: list[Remark] = []
    found = list(processes([(_file(tmp_path / "a.jsonl", ["x-1"] * 5), "a.jsonl")], said))
    assert [len(one.parts) for one in found] == [5]
    assert not said
