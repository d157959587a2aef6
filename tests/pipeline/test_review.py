"""`decide` as its user runs it: see what waits, type what is printed, build, look again."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from localspend import cli, decisions
from localspend.pipeline import build
from tests.pipeline import small

LEDGER = small.COUNCIL.replace("03/04/2024,Far Away PLC", '03/04/2024,"-Dash ""& Sons"", the Café 💷"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = small.write(tmp_path / "network")
    (folder / "sources" / "council" / "2024-04.csv").write_text(LEDGER, encoding="utf-8")
    build(folder)
    return folder


def ended(*words: str | Path) -> int:
    try:
        cli.main([str(word) for word in words])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def reviewed(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    assert ended("-C", folder, "decide", "review", "--json", *more) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def test_printed_commands_settle_what_waits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = reviewed(folder, capsys)
    assert [row["supplier_text"] for row in first["names"]] == ["Nobody Knows Us", '-Dash "& Sons", the Café 💷']
    for row in first["names"]:
        words = shlex.split(row["command"].replace("…", "nobody of the register"))[1:]
        assert ended("-C", folder, *words) == 0
    decided = reviewed(folder, capsys)
    assert (decided["names"], decided["doubted"], decided["summary"]["waiting_for_build"]) == ([], [], 2)
    build(folder)
    last = reviewed(folder, capsys)
    assert (last["names"], last["doubted"], last["summary"]["waiting_for_build"]) == ([], [], 0)
    assert last["summary"]["share_certain"] == "1.0000"
    assert last["summary"]["total"] == first["summary"]["total"]


def test_look_at_one_institution_doubts_no_decision_on_another(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decisions.append(folder, "suppliers", {"supplier_text": "Nobody Knows Us", "verdict": "none"}, by="Ann", why="no")
    assert reviewed(folder, capsys, "--institution", "council")["doubted"] == []
    decisions.append(folder, "suppliers", {"supplier_text": "Acme Widgets Ltd", "verdict": "none"}, by="Ann", why="no")
    [doubted] = reviewed(folder, capsys, "--institution", "hospital")["doubted"]
    assert doubted["doubt"] == "the evidence now says GB-COH-01234567"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["review", "--institution", "nowhere"], 2, "there is no institution nowhere. One of council, hospital"),
        (["supplier", "A", "none", "--institution", "nowhere", "--why", "x"], 2, "there is no institution nowhere"),
        (["supplier", "A", "none", "--why", "…"], 2, "a decision needs a reason"),
        (["supplier", "A", "none", "--why", "x", "--by", " "], 2, "Say who with --by"),
        (["supplier", "A", "accept", "--why", "x"], 2, "accept needs the supplier's id"),
        (["supplier", "", "none", "--why", "x"], 3, "the name is missing"),
        (["supplier", "A", "accept", "1234567", "--why", "x"], 3, "'1234567' is no supplier's id"),
    ],
)
def test_decision_that_cannot_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:
    folder = small.write(tmp_path)
    assert ended("-C", folder, "decide", *words) == code
    assert told in capsys.readouterr().err
    assert decisions.read(folder, "suppliers") == []
