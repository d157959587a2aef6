"""The walk from a contract that ends to firms to ask, on the whole demo: each command prints what the page shows."""

from pathlib import Path

import pytest

from localspend.cli import main
from tests import test_tutorial

SAVED = ("rules", "barriers", "record", "lots", "firms")


def test_walk_from_a_contract_that_ends_prints_what_its_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ortools")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", str(test_tutorial.WIDTH))
    main(["demo", "demo-network"])
    test_tutorial.followed(test_tutorial.BUYING.read_text(encoding="utf-8"), test_tutorial.compare)
    for name in SAVED:
        assert "advice" in (tmp_path / f"{name}.html").read_text(encoding="utf-8"), name
