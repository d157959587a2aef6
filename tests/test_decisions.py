"""Decisions: appended, never overwritten, withdrawn by a later line."""

import csv
import multiprocessing
import os
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
        (RULE, "…", "needs a reason"),
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
        "id,category_code,category_text,institution_id,note,at,by,why,withdraws\nc00002,90000000,Cleaning,,n,,Bob,cleaners,"
    )
    decisions.append(tmp_path, "categories", RULE, by="Ann", why="obvious")
    first, second = decisions.standing(tmp_path, "categories")
    assert (first["id"], first["category_text"]) == ("c00002", "Cleaning")
    assert (second["id"], second["category_text"], second["category_code"]) == ("c00003", *RULE.values())


def test_month_that_is_none_is_refused(tmp_path: Path) -> None:
    row = {"source_id": "a.csv", "verdict": "count", "month": "2024-13"}
    with pytest.raises(InputError, match="'2024-13' is no month"):
        decisions.append(tmp_path, "duplicates", row, by="Ann", why="counted twice on purpose")


NAMES = ['=HYPERLINK("x")', "@SUM", "-ACME", "two\nlines", 'quoted "name", comma', "💷", "+44 20", "'tis"]
NAME = {"verdict": "accept", "supplier_id": "GB-COH-01234567"}


def test_odd_name_comes_back_as_it_is_and_no_spreadsheet_runs_it(tmp_path: Path) -> None:
    for name in NAMES:
        decisions.append(tmp_path, "suppliers", NAME | {"supplier_text": name}, by="Ann", why="=1+1")
    found = decisions.standing(tmp_path, "suppliers")
    assert [row["supplier_text"] for row in found] == NAMES
    assert {row["why"] for row in found} == {"=1+1"}
    with decisions.path(tmp_path, "suppliers").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "-", "+"))]


@pytest.mark.parametrize(
    "identity", ["nonsense", "1234567", "GB-COH-123", "gb-coh-01234567", "GB-COH-01234567 or so", "", "local-sundry"]
)
def test_malformed_identifier_is_refused(tmp_path: Path, identity: str) -> None:
    row = {"supplier_text": "Acme", "verdict": "accept", "supplier_id": identity}
    with pytest.raises(InputError, match="is no supplier's id"):
        decisions.append(tmp_path, "suppliers", row, by="Ann", why="obvious")
    assert decisions.read(tmp_path, "suppliers") == []


@pytest.mark.parametrize("identity", ["GB-COH-SC123456", "GB-CHC-1234567", "GB-NHS-RRK", "local-0123456789abcdef"])
def test_identifier_of_any_register_is_taken(tmp_path: Path, identity: str) -> None:
    row = {"supplier_text": "Acme", "verdict": "same-as", "supplier_id": f" {identity} "}
    decisions.append(tmp_path, "suppliers", row, by="Ann", why="obvious")
    assert decisions.read(tmp_path, "suppliers")[0]["supplier_id"] == identity


def test_decision_is_withdrawn_once_and_a_withdrawal_never(tmp_path: Path) -> None:
    first = decisions.append(tmp_path, "categories", RULE, by="Ann", why="obvious")
    second = decisions.append(tmp_path, "categories", {"withdraws": first}, by="Bob", why="wrong")
    with pytest.raises(UsageError, match="c00001 was withdrawn before"):
        decisions.append(tmp_path, "categories", {"withdraws": first}, by="Bob", why="wrong")
    with pytest.raises(UsageError, match="c00002 takes c00001 back"):
        decisions.append(tmp_path, "categories", {"withdraws": second}, by="Bob", why="right after all")


def test_withdrawal_of_no_line_above_stops_with_its_line(tmp_path: Path) -> None:
    decisions.append(tmp_path, "categories", RULE, by="Ann", why="obvious")
    with decisions.path(tmp_path, "categories").open("a") as stream:
        stream.write("c2,,,,c0001,,,\n")
    with pytest.raises(InputError, match="line 3: it withdraws c0001, which no line above it is"):
        decisions.standing(tmp_path, "categories")


def test_disk_that_is_full_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decisions.append(tmp_path, "categories", RULE, by="Ann", why="obvious")
    before = decisions.path(tmp_path, "categories").read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:10]))
    with pytest.raises(OSError, match="No space left"):
        decisions.append(tmp_path, "categories", RULE | {"category_text": "Paper"}, by="Ann", why="obvious")
    assert decisions.path(tmp_path, "categories").read_bytes() == before


def _write_many(folder: Path, who: str) -> None:
    for n in range(25):
        row = NAME | {"supplier_text": f"{who} {n} " + "x" * 5000}
        decisions.append(folder, "suppliers", row, by=who, why="obvious")


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(tmp_path, who)) for who in ("Ann", "Bob")]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        decisions.standing(tmp_path, "suppliers")  # a reader never sees half a line
    for writer in writers:
        writer.join()
    found = decisions.standing(tmp_path, "suppliers")
    assert len({row["id"] for row in found}) == len({row["supplier_text"] for row in found}) == len(found) == 50


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"matches": "supplyer"}, "matches may not be 'supplyer'"),
        ({"influence": "perhaps"}, "influence may not be 'perhaps'"),
        ({"value": " - "}, "the value is missing"),
    ],
)
def test_decision_about_influence_is_checked(tmp_path: Path, change: dict[str, str], what: str) -> None:
    said = {"matches": "supplier", "value": "ACME", "influence": "no"}
    with pytest.raises(InputError, match=what):
        decisions.append(tmp_path, "influence", said | change, by="Ann", why="PFI")
    decisions.append(tmp_path, "influence", said, by="Ann", why="PFI")
    assert [row["value"] for row in decisions.standing(tmp_path, "influence")] == ["ACME"]


PILOT = {"intervention": "Local bread", "from_on": "2024-05-01", "area": "inner", "category_codes": "15000000 55500000"}


def test_intervention_stands_for_every_institution_where_none_is_named(tmp_path: Path) -> None:
    decisions.append(tmp_path, "interventions", PILOT, by="Ann", why="cabinet paper")
    [found] = decisions.standing(tmp_path, "interventions")
    assert (found["institution_id"], found["category_codes"]) == ("", "15000000 55500000")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"intervention": " "}, "intervention is missing"),
        ({"area": ""}, "area is missing"),
        ({"from_on": "May 2024"}, "'May 2024' is no date"),
        ({"category_codes": ""}, "'' is no CPV code"),
        ({"category_codes": "15000000 bread"}, "'bread' is no CPV code"),
    ],
)
def test_unclear_intervention_is_refused(tmp_path: Path, change: dict[str, str], what: str) -> None:
    with pytest.raises(InputError, match=what):
        decisions.append(tmp_path, "interventions", {**PILOT, **change}, by="Ann", why="cabinet paper")
    assert decisions.read(tmp_path, "interventions") == []


@pytest.mark.parametrize(("by", "why", "said"), [("", "cleaners", "who approved"), ("Ann", "", "a justification")])
def test_a_rule_for_a_category_needs_an_approver_and_a_justification(tmp_path, by, why, said):
    file = tmp_path / "decisions" / "categories.csv"
    file.parent.mkdir()
    file.write_text(
        "id,at,by,why,withdraws,institution_id,category_text,category_code\n"
        f"c1,2024-01-01,{by},{why},,,Cleaning,90000000\n"
    )
    with pytest.raises(InputError, match=said):
        decisions.read(tmp_path, "categories")
