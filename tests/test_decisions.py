"""Decisions: appended, never overwritten, withdrawn by a later line."""

import csv
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
    longest = csv.field_size_limit(131_072)  # Python's own, which the ledger reader raises in its process
    for text, what in (
        ("1,,,,,ACME,,none,\n1,,,,,ACNE,,none,\n", "line 3: the id 1 is used twice"),
        (f"1,,,{'x' * 200_000},,ACME,,none,\n", "line 2: the line is no CSV"),
    ):
        file.write_text(f"id,at,by,why,withdraws,supplier_text,institution_id,verdict,supplier_id\n{text}")
        with pytest.raises(InputError, match=what):
            decisions.standing(tmp_path, "suppliers")
    csv.field_size_limit(longest)
    file.write_text("id,at\n")
    with pytest.raises(InputError, match="the column by is missing"):
        decisions.standing(tmp_path, "suppliers")


def test_line_is_added_to_a_file_that_a_person_keeps(tmp_path: Path) -> None:
    file = decisions.path(tmp_path, "categories")
    file.parent.mkdir()
    # Columns in another order and one more, an id that would be next, and no end to the last line.
    file.write_text(
        "id,category_code,category_text,institution_id,note,at,by,why,withdraws\nc00002,90000000,Cleaning,,n,,,,"
    )
    decisions.append(tmp_path, "categories", RULE, by="Ann", why="obvious")
    first, second = decisions.standing(tmp_path, "categories")
    assert (first["id"], first["category_text"]) == ("c00002", "Cleaning")
    assert (second["id"], second["category_text"], second["category_code"]) == ("c00003", *RULE.values())


def test_month_that_is_none_is_refused(tmp_path: Path) -> None:
    row = {"source_id": "a.csv", "verdict": "count", "month": "2024-13"}
    with pytest.raises(InputError, match="'2024-13' is no month"):
        decisions.append(tmp_path, "duplicates", row, by="Ann", why="counted twice on purpose")
