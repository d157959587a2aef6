"""What was computed is kept, whole, whoever else computes it at the same time."""

import json
from pathlib import Path

import pytest

from localspend import cache


def test_slower_of_two_processes_takes_what_the_quicker_made(tmp_path: Path) -> None:
    def make(folder: Path) -> None:
        other = cache.place(tmp_path, "kind", ["a"])
        if not other.exists():  # the other process
            other.mkdir()
            (other / "answer").write_text("first")
        (folder / "answer").write_text("second")

    kept = cache.kept(tmp_path, "kind", ["a"], make)
    assert (kept / "answer").read_text() == "first"
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize("content", ["", "[1]", "7", '{"a": 1}', '{"FILE": [1]}', "garbage"])
def test_hashes_that_are_damaged_are_computed_again(tmp_path: Path, content: str) -> None:
    (tmp_path / ".cache").mkdir()
    file = tmp_path / "file"
    file.write_text("x")
    (tmp_path / ".cache" / "hashes.json").write_text(content.replace("FILE", str(file)))
    hashes = cache.Hashes(tmp_path)
    found = hashes.of(file)
    hashes.save()
    assert json.loads((tmp_path / ".cache" / "hashes.json").read_text())[str(file)][3] == found
    assert [path.name for path in (tmp_path / ".cache").iterdir()] == ["hashes.json"]
