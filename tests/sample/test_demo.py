"""The demo: never over somebody's own work, and what is built is the truth to the penny."""

from pathlib import Path

import pytest

from localspend import sample
from localspend.errors import InputError
from localspend.sample import again


def test_demo_refuses_a_folder_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(InputError, match="overwrites nothing"):
        again.ensure(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    write = sample.write
    monkeypatch.setattr(sample, "write", lambda folder: write(folder, scale=0.005))


def test_demo_keeps_a_former_demo_and_mends_one_that_was_stopped(tmp_path: Path, small: None) -> None:
    assert again.ensure(tmp_path)
    (tmp_path / "decisions" / "suppliers.csv").write_text("mine\n")
    assert not again.ensure(tmp_path)
    (tmp_path / again.MARK).write_text("unfinished\n")
    (tmp_path / "sources" / "half-written.csv").write_text("a,b\n")
    assert again.ensure(tmp_path)
    assert not (tmp_path / "sources" / "half-written.csv").exists()
    assert (tmp_path / "decisions" / "suppliers.csv").read_text() == "mine\n"
