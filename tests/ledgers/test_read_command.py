"""`localspend read`: the account on stdout, the tidy file whole or not at all, the exit code."""

import csv
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from localspend.cli import main
from tests.ledgers.make import names, put, text

HEAD = ["Supplier", "Payment Date", "Amount"]
ROWS = [[name, f"{13 + i}/01/2020", "10.00"] for i, name in enumerate(names(8))]
FORMULA = ['=HYPERLINK("x")', "20/01/2020", "-5.00"]


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    code = 0
    try:
        main(["read", *map(str, words)])
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_json_is_one_document_with_the_account(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, "a.csv", text([HEAD, *ROWS, ["Total", "", "80.00"]]))
    code, out, err = run(capsys, path, "--json")
    [entry] = json.loads(out)["files"]
    assert (code, err) == (0, "")
    assert {key: entry[key] for key in ("path", "outcome", "rows_read", "rows_payment", "amount_total")} == {
        "path": str(path), "outcome": "read", "rows_read": 10, "rows_payment": 8, "amount_total": "80.00",
    }  # fmt: skip
    assert (entry["rows_excluded"], entry["undated_rows"]) == ({"header": 1, "total": 1}, 0)
    assert (entry["first_date"], entry["last_date"]) == ("2020-01-13", "2020-01-20")
    assert entry["columns"] == {"supplier": "Supplier", "paid_on": "Payment Date", "amount": "Amount"}


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_tidy_file_adds_up_and_holds_no_formula(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / name
    code, _, _ = run(capsys, put(tmp_path, "a.csv", text([HEAD, *ROWS, FORMULA])), "--out", out)
    if name.endswith("csv"):
        with out.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert rows[-1]["supplier_text"] == "'" + FORMULA[0]
    else:
        rows = pq.read_table(out).to_pylist()
    assert code == 0
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("75.00")
    assert [int(row["source_line"]) for row in rows] == list(range(2, 11))
    assert str(rows[0]["paid_on"]) == "2020-01-13"


def test_unusable_file_ends_with_3_and_the_rest_is_still_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = put(tmp_path, "a.csv", text([HEAD, *ROWS])), put(tmp_path, "b.csv", b"%PDF-1.7")
    code, out, _ = run(capsys, good, bad, tmp_path / "none.csv", "--out", tmp_path / "o.csv")
    assert code == 3
    assert "8 payments, £80.00" in out
    assert "not read: this is a PDF" in out
    assert "not read: there is no such file" in out
    assert len((tmp_path / "o.csv").read_text("utf-8").splitlines()) == 9


@pytest.mark.parametrize(
    ("words", "code"),
    [([], 2), (["--nonsense"], 2), (["a.csv", "--out", "x.doc"], 2), (["a.csv", "--columns", "no"], 3)],
)
def test_wrong_words_are_told_apart_from_wrong_files(
    words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "a.csv", text([HEAD, *ROWS]))
    assert run(capsys, *words)[0] == code
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_neighbours_decide_ambiguous_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clear = put(tmp_path, "1.csv", text([HEAD, ["Anvil Ltd", "4/30/2020", "1.00"], ["Beck Ltd", "4/2/2020", "1.00"]]))
    unclear = put(tmp_path, "2.csv", text([HEAD, ["Anvil Ltd", "5/6/2020", "1.00"], ["Beck Ltd", "7/8/2020", "1.00"]]))
    alone = json.loads(run(capsys, unclear, "--json")[1])["files"][0]
    assert alone["first_date"] == "2020-06-05"
    assert "day first was assumed" in alone["message"]
    together = json.loads(run(capsys, clear, unclear, "--json")[1])["files"][1]
    assert together["first_date"] == "2020-05-06"
    assert "day first was assumed" not in together["message"]


def test_explain_says_why_each_column_was_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, put(tmp_path, "a.csv", text([["Suppklier", *HEAD[1:]], *ROWS])), "--explain")
    assert "'Suppklier' is supplier: the words are like 'supplier'" in out


def test_note_beside_the_months_of_a_zip_does_not_fail_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "year.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("april.csv", text([HEAD, *ROWS]))
        archive.writestr("readme.txt", "Payments of the year.\n")
    code, out, _ = run(capsys, path, "--json")
    assert [entry["outcome"] for entry in json.loads(out)["files"]] == ["read", "refused"]
    assert code == 0
