"""Decisions: appended, never overwritten, withdrawn by a later line."""

from pathlib import Path

import pytest

from localspend import decisions
from localspend.errors import InputError, UsageError

RULE = {"category_text": "Building repairs", "category_code": "45000000"}


def test_withdrawn_decision_no_longer_stands_but_its_line_stays(tmp_path: Path) -> None:
    first = decisions.append(tmp_path, "categories", RULE, by="Ann", why="obvious")
    second = decisions.append(tmp_path, "categories", RULE | {"category_text": "Paper"}, by="Ann", why="wrongly")
    decisions.append(tmp_path, "categories", {"withdraws": second}, by="Bob", why="not building")
    assert [row["id"] for row in decisions.standing(tmp_path, "categories")] == [first]
    assert len(decisions.read(tmp_path, "categories")) == 3


@pytest.mark.parametrize(
    ("row", "why", "what"),
    [
        (RULE, " ", "needs a reason"),
        (RULE | {"category_code": "45"}, "short", "no CPV code"),
        ({"withdraws": "c00009"}, "no such line", "there is no decision c00009"),
    ],
)
def test_bad_decision_is_refused_and_nothing_written(tmp_path: Path, row: dict[str, str], why: str, what: str) -> None:
    with pytest.raises((UsageError, InputError), match=what):
        decisions.append(tmp_path, "categories", row, by="Ann", why=why)
    assert decisions.read(tmp_path, "categories") == []


def test_decision_written_by_hand_is_checked_with_its_line(tmp_path: Path) -> None:
    file = decisions.path(tmp_path, "suppliers")
    file.parent.mkdir()
    file.write_text("id,at,by,why,withdraws,supplier_text,institution_id,verdict,supplier_id\n1,,,,,ACME,,perhaps,\n")
    with pytest.raises(InputError, match=r"line 2: verdict may not be 'perhaps'"):
        decisions.standing(tmp_path, "suppliers")
    file.write_text("id,at\n")
    with pytest.raises(InputError, match="the column by is missing"):
        decisions.standing(tmp_path, "suppliers")
