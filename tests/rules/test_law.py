"""The law as tables: what is shipped holds together, and what a network says otherwise."""

from datetime import date
from pathlib import Path

import pytest

from localspend.errors import InputError
from localspend.network import KINDS
from localspend.rules import law
from localspend.rules.requirement import CONTRACTS

DAY = date(2026, 11, 22)
INSURANCE = "risk,cover,contracts,work,pounds,from_on,to_on,checked,source\n"


def own(folder: Path, name: str, text: str) -> Path:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", law.TABLES)
def test_shipped_rows_of_one_key_never_stand_on_the_same_day(name: str) -> None:
    for on in (
        "2024-06-01",
        "2025-02-23",
        "2025-02-24",
        "2026-01-01",
        "2026-02-03",
        "2026-02-04",
        "2026-04-01",
        "2030-01-01",
    ):
        rows = law.rows(name, date.fromisoformat(on))
        keys = [tuple(row[column] for column in law.TABLES[name]) for row in rows]
        assert len(keys) == len(set(keys)), on
        assert all(row["source"] for row in rows)


def test_lists_in_cells_name_only_what_there_is() -> None:
    contracts = {"any", *CONTRACTS}
    for name, column in (
        ("notices", "contract"),
        ("periods", "contract"),
        ("duties", "contracts"),
        ("insurance", "contracts"),
    ):
        assert {one for row in law.rows(name, DAY) for one in row[column].split()} <= contracts
    for name in ("notices", "duties"):
        assert {one for row in law.rows(name, DAY) for one in row["buyers"].split()} <= {"any", *KINDS}
    assert {row["kind"] for row in law.rows("buyers", DAY)} == set(KINDS)


def test_a_networks_row_stands_over_the_shipped_one(tmp_path: Path) -> None:
    row = "low,public liability,goods,Parcels,500000,,,true,agreed in May\n"
    found = law.rows("insurance", DAY, own(tmp_path, "insurance", INSURANCE + row))
    assert len(found) == len(law.rows("insurance", DAY))
    assert [one["pounds"] for one in found if one["risk"] == "low"] == ["500000"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("low,x,goods,y,a lot,,,true,z", "line 2: 'a lot' is no number"),
        ("low,x,goods,y,-5,,,true,z", "line 2: '-5' is no number"),
        ("low,x,goods,y,5,,,perhaps,z", "line 2: checked may not be 'perhaps'"),
        ("low,x,goods,y,5,,,true,", "line 2: a row needs a source"),
        ("low,x,goods,y,5,1 May,,true,z", "line 2: '1 May' is no date"),
        ("low,x", "line 2: checked may not be ''"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, row: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        law.rows("insurance", DAY, own(tmp_path, "insurance", f"{INSURANCE}{row}\n"))


def test_a_verdict_that_is_none_of_the_three_is_refused(tmp_path: Path) -> None:
    head = "place_rule,regimes,level,answer,why,ask,from_on,to_on,checked,source\n"
    folder = own(tmp_path, "reservations", f"{head}any,above-threshold,ward,maybe,w,a,,,true,s\n")
    with pytest.raises(InputError, match="answer may not be 'maybe'"):
        law.rows("reservations", DAY, folder)
