"""A build takes in rules and interventions, and is made anew when they change."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from localspend import decisions, workspace
from localspend.cli import main
from localspend.errors import InputError
from localspend.pipeline import build
from tests.pipeline import small
from tests.rows import rows

PILOT = {"intervention": "Local bread", "from_on": "2024-05-01", "area": "inner", "category_codes": "15000000 55500000"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = small.write(tmp_path / "network")
    (made / "rules").mkdir()
    toml = small.TOML.replace('kind = "council"\n', 'kind = "council"\nstanding_orders = "rules/council.toml"\n')
    (made / "network.toml").write_text(toml, encoding="utf-8")
    (made / "rules" / "council.toml").write_text('[[bands]]\nlower = 5000\nvat = "excluded"\n', encoding="utf-8")
    return made


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    snapshot = workspace.current(folder)
    return rows(snapshot.table(snapshot.connect(), name))


def test_rules_are_tables_and_a_change_of_either_file_makes_a_snapshot(folder: Path) -> None:
    build(folder)
    assert [(b["institution_id"], b["lower"]) for b in table(folder, "standing_orders")] == [("council", 5000)]
    shipped = len(table(folder, "thresholds"))
    assert shipped
    assert not build(folder).new
    (folder / "rules" / "council.toml").write_text('[[bands]]\nlower = 6000\nvat = "excluded"\n', encoding="utf-8")
    assert build(folder).new
    assert [b["lower"] for b in table(folder, "standing_orders")] == [Decimal("6000.00")]
    (folder / "rules" / "thresholds.csv").write_text(
        "rule,buyer,contract,from_on,to_on,amount,checked,source\n"
        "above-threshold,any,works,2028-01-01,,5000000,true,the regulations of 2027\n",
        encoding="utf-8",
    )
    assert build(folder).new
    assert len(table(folder, "thresholds")) == shipped + 1


def test_standing_orders_that_are_not_there_stop_the_build(folder: Path) -> None:
    (folder / "rules" / "council.toml").unlink()
    with pytest.raises(InputError, match=r"standing_orders of council names a file that is not there"):
        build(folder)


def test_intervention_is_recorded_by_the_command_and_built(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["-C", str(folder), "decide", "intervention", "Local bread", "--from", "2024-05-01", "--area", "inner"]
    codes = ["--category", "15000000", "--category", "55500000", "--institution", "council"]
    main([*words, *codes, "--by", "Ann", "--why", "Cabinet paper"])
    assert "recorded as i00001" in capsys.readouterr().out
    build(folder)
    assert table(folder, "interventions") == [
        {
            "intervention": "Local bread", "institution_id": "council", "from_on": date(2024, 5, 1), "area": "inner",
            "category_codes": ["15000000", "55500000"], "by": "Ann", "why": "Cabinet paper",
        }
    ]  # fmt: skip


def test_intervention_in_an_area_that_is_not_there_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["-C", str(folder), "decide", "intervention", "Local bread", "--from", "2024-05-01", "--area", "moon"]
    with pytest.raises(SystemExit, match="2"):
        main([*words, "--category", "15000000", "--by", "Ann", "--why", "Cabinet paper"])
    assert "there is no area moon" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"area": "moon"}, "line 2: the network has no area 'moon'"),
        ({"institution_id": "moon"}, "line 2: the network has no institution_id 'moon'"),
    ],
)
def test_intervention_written_by_hand_must_fit_the_network(folder: Path, change: dict[str, str], what: str) -> None:
    decisions.append(folder, "interventions", {**PILOT, **change}, by="Ann", why="Cabinet paper")
    with pytest.raises(InputError, match=what):
        build(folder)


def test_intervention_is_recorded_once(folder: Path) -> None:
    for _ in range(2):
        decisions.append(folder, "interventions", PILOT, by="Ann", why="Cabinet paper")
    with pytest.raises(InputError, match="line 3: Local bread was recorded before"):
        build(folder)
