"""`localspend check`: the document, what is masked, the mended copy, files that no reader can use."""

import csv
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from localspend.cli import main
from localspend.errors import UsageError
from localspend.pipeline.checking import fixed, mended, notices
from localspend.pipeline.checking.check import check
from localspend.quality import CHECKS
from localspend.quality.headings import HEADINGS
from localspend.sources import ledgers
from tests.quality.test_notices import BASE, release

LEDGER = """\
Payment Date,Supplier Name,Company Number,Net Amount,VAT,Category
03/04/2026,Example Builders Ltd,1234567,"1,200.00",240.00,Works
13/04/2026,Mrs Ann Example,,50.00,0.00,Direct payments
13/04/2026,Mrs Ann Example,,50.00,0.00,Direct payments
14/04/2026,=Formula Roofing Ltd,07654321,(30.00),(6.00),Works
15/04/2027,Other Council,,0.00,0.00,Works
31/31/2026,Example Builders Ltd,1234567,999999.00,900000.00,Works
Total,,,"1,001,269.00",,
"""
REGISTER = """\
Contract Title,Supplier,Start Date,End Date,Contract Value
Roof repairs at the depot,Example Builders Limited,01/04/2026,31/03/2027,"£9,000"
Grounds,Nobody Paid Ltd,01/05/2026,30/04/2026,
"""


def run(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, dict[str, Any]]:
    """The exit code and the document of `check --json`."""
    code = 0
    try:
        main(["check", *map(str, args), "--json", "--as-of", "2026-06-30"])
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("example-council")
    (made / "spend-april-2026.csv").write_text(LEDGER, "utf-8")
    (made / "contracts.csv").write_text(REGISTER, "utf-8")
    named = release(ocid="ocds-h6vhtk-2", id="2", parties__1__name="Mr John Smith")
    lines = [json.dumps(BASE), json.dumps(BASE), json.dumps(named), '{"broken": ']
    (made / "notices.jsonl").write_text("\n".join(lines), "utf-8")
    return made


@pytest.fixture(scope="module")
def checked(folder: Path) -> dict[str, Any]:
    document = check(sorted(folder.iterdir()), as_of=date(2026, 6, 30), all_lines=True)
    found: dict[str, Any] = json.loads(json.dumps(document))
    return found


def found(document: dict[str, Any], check: str, path: str) -> dict[str, Any]:
    [one] = [f for f in document["findings"] if f["check"] == check and f["path"].endswith(path)]
    assert isinstance(one, dict)
    return one


def lines(document: dict[str, Any], check: str, path: str = "spend-april-2026.csv") -> list[tuple[Any, ...]]:
    return [(line["line"], line["column"], line["value"]) for line in found(document, check, path)["lines"]]


def test_document_has_one_finding_a_check_and_file(checked: dict[str, Any]) -> None:
    paths = [file["path"] for file in checked["files"]]
    assert [file["kind"] for file in checked["files"]] == ["contracts", "payments", "notices"]
    assert [(f["path"], f["check"]) for f in checked["findings"]] == [(p, c) for p in paths for c in CHECKS]
    for one in checked["findings"]:
        assert one["outcome"] in ("pass", "fail", "not-applicable")
        assert (one["outcome"] == "fail") == (one["count"] > 0)
        assert (one["outcome"] == "not-applicable") == (one["of"] == 0)
        assert one["reason"]
        assert one["fix"]
        assert all(line["path"] == one["path"] for line in one["lines"])
    assert checked["as_of"] == "2026-06-30"


def test_lines_are_those_of_the_source(checked: dict[str, Any]) -> None:
    assert lines(checked, "exact_duplicate") == [(4, "D", "50.00")]
    assert lines(checked, "date_future") == [(6, "A", "15/04/2027")]
    assert lines(checked, "date_unparseable") == [(7, "A", "31/31/2026")]
    assert lines(checked, "date_outside_file_period") == [(6, "A", "15/04/2027")]
    assert lines(checked, "id_malformed") == [(2, "C", "1234567"), (7, "C", "1234567")]
    assert lines(checked, "value_zero") == [(6, "D", "0.00")]
    assert lines(checked, "value_placeholder") == [(7, "D", "999999.00")]
    assert lines(checked, "net_gross_mismatch") == [(7, "E", "900000.00")]
    assert lines(checked, "total_row") == [(8, "D", None)]
    assert lines(checked, "end_before_start", "contracts.csv") == [(3, "D", "30/04/2026")]
    assert lines(checked, "value_missing", "contracts.csv") == [(3, "E", None)]
    assert lines(checked, "exact_duplicate", "notices.jsonl") == [(2, "id", "000001-2026")]


def test_words_are_a_spreadsheets(checked: dict[str, Any]) -> None:
    [line] = found(checked, "date_future", "spend-april-2026.csv")["lines"]
    assert line["where"] == "column A (Payment Date), row 6"


def test_links_look_at_all_files(checked: dict[str, Any]) -> None:
    assert found(checked, "spend_without_contract", "spend-april-2026.csv")["outcome"] == "pass"
    assert lines(checked, "contract_without_spend", "contracts.csv") == [(3, "B", "Nobody Paid Ltd")]
    never = found(checked, "supplier_paid_never_awarded", "spend-april-2026.csv")
    assert never["outcome"] == "fail"
    assert found(checked, "spend_without_contract", "notices.jsonl")["outcome"] == "not-applicable"


def test_people_are_masked(checked: dict[str, Any]) -> None:
    shown = json.dumps(checked)
    assert "Ann Example" not in shown
    assert "John Smith" not in shown
    assert [value for _, _, value in lines(checked, "personal_name")] == ["Private person", "Private person"]


def test_broken_line_of_notices_is_told_and_the_rest_read(checked: dict[str, Any]) -> None:
    assert checked["files"][2]["rows"] == 3
    assert [line for line, _, _ in lines(checked, "schema_error", "notices.jsonl")] == [4]


def test_scorecard_counts_a_record_once(checked: dict[str, Any]) -> None:
    assert tuple(checked["scorecard"]) == HEADINGS
    card = checked["publishers"]["example-council0"]
    dates = card["inconsistent dates"]
    # Rows 6 and 7 of the ledger and the second contract; row 6 fails two checks.
    assert (dates["records"], dates["records_passing"]) == (8, 5)
    assert dates["share_of_records"] == "0.6250"
    assert {"date_future", "end_before_start"} <= set(dates["failing"])
    assert set(checked["publishers"]) == {"example-council0", "Example Council", "no buyer named"}


#: Files of publishers of their own, looked at together: to write the queries takes longer than to answer them.
SEVERAL = {
    "many/spend.csv": [
        "Payment Date,Supplier Name,Net Amount",
        *(f"0{n}/04/2026,Example Builders Ltd,{n}.00" for n in range(1, 10)),
    ],
    "running-over/spend.csv": [
        "Payment Date,Supplier Name,Description,Net Amount",
        *(f"0{n}/04/2026,Example Builders Ltd,Roof,{n}.00" for n in range(1, 6)),
        ",,of the depot,",
        "07/04/2026,Other Council,Work,",
        "Payment Date,Supplier Name,Description,Net Amount",
    ],
    "unclear/spend.csv": [
        "Payment Date,Supplier,Amount",
        *(f"{day},Example Ltd,5.00" for day in ("03/04/2026", "05/06/2026", "07/08/2026", "09/10/2026", "01/02/2026")),
    ],
    "coded/contracts.csv": [
        "Contract Title,Supplier,Start Date,End Date,Contract Value,CPV Code",
        *(
            f"Works at depot {n},Firm {n} Ltd,01/04/2026,31/03/2027,{n}9000,{code}"
            for n, code in enumerate(("45261910", "45000000", "", "77314000"))
        ),
    ],
}


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is found in SEVERAL: with examples, and with every line."""
    folder = tmp_path_factory.mktemp("several")
    for name, text in SEVERAL.items():
        (folder / name).parent.mkdir()
        (folder / name).write_text("\n".join(text), "utf-8")
    brief, whole = (check([folder], as_of=date(2026, 6, 30), all_lines=every) for every in (False, True))
    return brief, whole


Several = tuple[dict[str, Any], dict[str, Any]]


def test_examples_only_unless_all_lines_are_asked_for(several: Several) -> None:
    shown = [len(found(document, "id_missing", "many/spend.csv")["lines"]) for document in several]
    assert shown == [5, 9]
    assert found(several[0], "id_missing", "many/spend.csv")["count"] == 9


def test_row_that_a_description_runs_over_is_no_missing_value(several: Several) -> None:
    told = found(several[1], "value_missing", "running-over/spend.csv")["lines"]
    assert [line["line"] for line in told] == [8]


def test_dates_that_could_be_two_days_are_told(several: Several) -> None:
    """Other publishers' files, which are clear, do not tell how this one writes them."""
    assert found(several[1], "date_ambiguous_order", "unclear/spend.csv")["count"] == 5


def test_bare_codes_of_a_register_are_its_categories(several: Several) -> None:
    assert [line[0] for line in lines(several[1], "cpv_generic", "contracts.csv")] == [3]
    assert [line[0] for line in lines(several[1], "cpv_missing", "contracts.csv")] == [4]


def test_findings_end_with_0_and_unusable_files_with_3(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, folder / "notices.jsonl")[0] == 0
    note = tmp_path / "note.txt"
    note.write_text("Nothing to see.", "utf-8")
    code, document = run(capsys, folder / "notices.jsonl", note, tmp_path / "absent.csv")
    assert code == 3
    assert [file["outcome"] for file in document["files"]] == ["refused", "refused", "read"]
    assert all(file["message"] for file in document["files"])
    assert found(document, "exact_duplicate", "notices.jsonl")["outcome"] == "fail"


def test_folder_stands_for_the_files_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    for name in ("b/june.json", "a/may.json", "a/.hidden.json", ".git/config.json", "~$open.json", "readme.txt"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("A note." if name == "readme.txt" else json.dumps(BASE), "utf-8")
    (tmp_path / "empty").mkdir()
    code, document = run(capsys, data, data / "a" / "may.json")
    told = {Path(file["path"]).relative_to(data).as_posix(): file["outcome"] for file in document["files"]}
    assert told == {"readme.txt": "refused", "a/may.json": "read", "b/june.json": "read"}
    assert code == 0, "what is none of ours is told, and spoils nothing"
    code, document = run(capsys, tmp_path / "empty", data / "a")
    assert code == 3
    assert [file["message"] for file in document["files"] if file["outcome"] == "refused"] == [
        "there is no file in this folder"
    ]
    assert run(capsys, data / "readme.txt")[0] == 3, "a file that is named should have been one of ours"


def test_folder_is_mended_into_a_folder(tmp_path: Path) -> None:
    for name in ("north/may.json", "south/may.json"):
        (tmp_path / "data" / name).parent.mkdir(parents=True)
        (tmp_path / "data" / name).write_text(json.dumps(BASE), "utf-8")
    copies, _, _ = fixed.write([tmp_path / "data"], tmp_path / "out")
    assert copies == [tmp_path / "out" / name / "may.jsonl" for name in ("north", "south")]


HOSTILE = {
    "empty.csv": b"",
    "blank.csv": b"\n\n  \n",
    "nul.csv": b"Supplier,Amount\nA\0B,1\n",
    "quote.csv": b'Payment Date,Supplier,Amount\n01/04/2026,"never closed,5\n02/04/2026,B,6\n',
    "wide.csv": b"Payment Date,Supplier,Amount\n01/04/2026,A Ltd,5" + b"," * 5000 + b"\n",
    "deep.json": b"[" * 10_000,
    "cut.json": b'{"releases":[{"ocid":"ocds-1-1","id":"1"},{"oc',
    "half.json": json.dumps(release(buyer={"name": "\ud800"}, awards__0__date="\udfff")).encode(),
    "list.json": b'{"ocid": ["x"], "tag": {}}',
    "odd.csv": "Payment Date,Supplier,Amount\n01/04/2026,Łódź \u202e Ltd,1e999\n2/4/26,B,5\n".encode("utf-16"),
    "picture.csv": b"\x89PNG\r\n\x1a\n",
}


def test_hostile_files_are_refused_or_read_never_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    files = sorted(tmp_path.iterdir())
    options = ["--html", tmp_path / "s.html", "--xlsx", tmp_path / "s.xlsx", "--fixed", tmp_path / "mended"]
    code, document = run(capsys, *files, *options)
    assert code == 3
    assert len(document["files"]) == len(HOSTILE)
    assert {file["outcome"] for file in document["files"]} == {"read", "refused"}


def payments(path: Path) -> list[tuple[Any, ...]]:
    [reading] = ledgers.read(path)
    columns = ("paid_on", "amount", "vat", "supplier_text", "category_text")
    return list(zip(*(reading.lines[name].to_pylist() for name in columns), strict=True))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def mended_copies(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The mended copies of `folder`, and what was found again."""
    out, files = tmp_path_factory.mktemp("out") / "mended", sorted(folder.iterdir())
    return out, mended.write(files, out, check(files, as_of=date(2026, 6, 30)))


def test_mended_copy_reads_to_the_same_payments_and_lists_every_change(
    folder: Path, mended_copies: tuple[Path, dict[str, Any]]
) -> None:
    source, out = folder / "spend-april-2026.csv", mended_copies[0] / "spend-april-2026.csv"
    assert payments(out) == payments(source)
    cells = rows(out)
    assert cells[0][-1] == "localspend: copy of line"
    assert cells[1] == ["2026-04-03", "Example Builders Ltd", "01234567", "1200.00", "240.00", "Works", ""]
    assert cells[3][-1] == "3"
    assert cells[4][1] == "'=Formula Roofing Ltd"
    changes = rows(Path(mended_copies[1]["changes"]["path"]))
    assert changes[0] == ["path", "sheet", "line", "column", "header", "before", "after", "why"]
    listed = {(int(c[2]), c[3], c[6].removeprefix("'")) for c in changes if c[0] == str(source)}
    assert differences(rows(source), cells) == listed


def differences(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> set[tuple[int, str, str]]:
    """(line, column, new cell) of each cell that differs."""
    found = set()
    for line, (old, new) in enumerate(zip(before, after, strict=True), 1):
        for i, cell in enumerate(new):
            if line > 1 and cell != (old[i] if i < len(old) else ""):
                found.add((line, "ABCDEFGHIJ"[i], cell.removeprefix("'")))
    return found


def test_mended_file_passes_what_was_mended(mended_copies: tuple[Path, dict[str, Any]]) -> None:
    assert {"check": "id_malformed", "before": 2, "after": 0} in mended_copies[1]["checks"]


def test_mending_is_shown_before_and_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "spend.csv"
    rows_of_three = ["02/04/2026,Example Builders Ltd,50.00"] * 3
    source.write_text("\n".join(["Payment Date,Supplier Name,Net Amount", *rows_of_three]), "utf-8")
    page, book = tmp_path / "s.html", tmp_path / "s.xlsx"
    _, document = run(capsys, source, "--fixed", tmp_path / "mended.csv", "--html", page, "--xlsx", book)
    assert [row[-1] for row in rows(tmp_path / "mended.csv")[1:]] == ["", "2", "3"]
    mended = document["mended"]
    assert {"check": "exact_duplicate", "before": 2, "after": 0} in mended["checks"]
    assert mended["changes"]["count"] == len(rows(tmp_path / "mended.csv.changes.csv")) - 1
    shares = [one["scorecard"]["duplicated records"]["share_of_records"] for one in (document, mended)]
    assert shares == ["0.3333", "1.0000"]
    assert "before and after mending" in page.read_text("utf-8")
    assert load_workbook(str(book)).sheet_names[-1] == "Mended"


def test_copies_of_several_publishers_keep_their_folders(tmp_path: Path) -> None:
    for publisher in ("a", "b"):
        (tmp_path / "in" / publisher).mkdir(parents=True)
        (tmp_path / "in" / publisher / "april.csv").write_text(LEDGER, "utf-8")
    copies, _, _ = fixed.write(sorted((tmp_path / "in").rglob("*.csv")), tmp_path / "mended")
    assert copies == [tmp_path / "mended" / name / "april.csv" for name in ("a", "b")]


def test_ambiguous_dates_are_left_as_they_are(tmp_path: Path) -> None:
    source, months = tmp_path / "spend.csv", [line.partition(",")[0] for line in SEVERAL["unclear/spend.csv"][1:]]
    source.write_text("\n".join(SEVERAL["unclear/spend.csv"]), "utf-8")
    fixed.write([source], tmp_path / "mended.csv")
    assert [row[0] for row in rows(tmp_path / "mended.csv")[1:]] == months


def test_dates_that_contradict_each_other_are_left_as_they_are(tmp_path: Path) -> None:
    """Beside ISO dates, the one of the other order could be read: the copy would have another payment."""
    source, copy = tmp_path / "spend.csv", tmp_path / "mended.csv"
    days = [*(f"{n:02}/04/2026" for n in range(9, 20)), "04/29/2026"]
    text = "\n".join(["Payment Date,Supplier,Amount", *(f"{day},Example {day} Ltd,5.00" for day in days)])
    source.write_text(text, "utf-8")
    fixed.write([source], copy)
    assert [row[0] for row in rows(copy)[1:]] == days
    assert payments(copy) == payments(source)


def test_what_a_mended_copy_of_notices_leaves_out_is_listed(tmp_path: Path) -> None:
    source = tmp_path / "n.jsonl"
    western = json.dumps({**BASE, "id": "2", "language": "\u00e9"}, ensure_ascii=False).encode("latin-1")
    source.write_bytes(b"\n".join([json.dumps(BASE).encode(), b'{"ocid": "ocds-1", "broken', western]))
    _, changes, _ = fixed.write([source], tmp_path / "mended.jsonl")
    listed = [(row[2], row[7]) for row in rows(changes)[1:]]
    assert [line for line, _ in listed] == ["2", "3"]
    assert listed[0][1].startswith("left out: ")
    assert "UTF-8" in listed[1][1]


def test_several_tables_go_into_a_folder(mended_copies: tuple[Path, dict[str, Any]]) -> None:
    made = sorted(path.name for path in mended_copies[0].iterdir())
    assert made == ["contracts.csv", "notices.jsonl", "spend-april-2026.csv"]
    assert sorted(Path(path).name for path in mended_copies[1]["copies"]) == made


def test_sources_are_never_written(folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(UsageError, match="do not fit into one file"):
        fixed.write(sorted(before), tmp_path / "one.csv")
    with pytest.raises(UsageError, match="would overwrite its source"):
        fixed.write([folder / "contracts.csv"], folder / "contracts.csv")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_mended_notices_have_whole_numbers_and_marked_copies(tmp_path: Path) -> None:
    short = release(parties__1__identifier__id="1234567", tender__value__amount=1.25)
    source = tmp_path / "n.jsonl"
    source.write_text("\n".join(json.dumps(one) for one in (short, short)), "utf-8")
    _, changes, _ = fixed.write([source], tmp_path / "mended.jsonl")
    first, second = map(json.loads, (tmp_path / "mended.jsonl").read_text("utf-8").splitlines())
    assert first == release(tender__value__amount=1.25)
    assert second["x_copyOfLine"] == 1
    assert [row[7] for row in rows(changes)[1:]] == [
        "leading noughts put back",
        "leading noughts put back",
        "copy marked",
    ]


def test_page_and_workbook_say_the_same_and_run_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "<script>alert(1).csv"
    bad.write_text(LEDGER.replace("Other Council", "=HYPERLINK(1)"), "utf-8")
    main(["check", str(bad), "--html", str(tmp_path / "s.html"), "--xlsx", str(tmp_path / "s.xlsx")])
    said = capsys.readouterr().out
    assert "To mend it:" in said
    page = (tmp_path / "s.html").read_text("utf-8")
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert all(heading in page for heading in HEADINGS)
    book = load_workbook(str(tmp_path / "s.xlsx"))
    assert book.sheet_names == ["Scorecards", "Findings", "Lines", "Files"]
    findings = book.get_sheet_by_name("Findings").to_python()
    assert len(findings) == 1 + len(CHECKS)
    assert "Ann Example" not in page + said


def test_archive_of_notices_is_its_members(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "n.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("may.json", json.dumps(BASE))
        archive.writestr("june.json", json.dumps(release(id="2")))
    code, document = run(capsys, path)
    assert code == 0
    assert [file["path"] for file in document["files"]] == [f"{path}!may.json", f"{path}!june.json"]
    assert found(document, "release_as_record", "june.json")["count"] == 1


def test_finding_in_a_release_names_its_line(tmp_path: Path) -> None:
    """Of checks that compare whole files only, the line is left out."""
    everywhere = release(ocid="ocds-h6vhtk-2", id="2", tender__items__0__deliveryAddresses=[{"region": "UK"}])
    path = tmp_path / "notices.jsonl"
    path.write_text("\n".join(map(json.dumps, (BASE, everywhere))), "utf-8")
    document = check([path], as_of=date(2026, 6, 30))
    assert [line["line"] for line in found(document, "region_default_all", path.name)["lines"]] == [2]


def test_two_processes_find_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = [release(ocid=f"ocds-h6vhtk-{n % 50}", id=str(n), tender__title=f"Roof {n % 7}") for n in range(60)]
    texts = [json.dumps(one) for one in named]
    (tmp_path / "many.jsonl").write_text("\n".join([*texts[:30], '{"broken": ', *texts[30:]]), "utf-8")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        archive.writestr("a.jsonl", texts[0])
        archive.writestr("b.jsonl", texts[1])
    (tmp_path / "package.json").write_text(json.dumps({"releases": named[:3]}), "utf-8")
    files = sorted(tmp_path.iterdir())
    alone = check(files, as_of=date(2026, 6, 30))
    monkeypatch.setattr(notices, "WORTH_A_WORKER", 0)
    monkeypatch.setattr(notices, "PART", 10_000)
    assert check(files, as_of=date(2026, 6, 30)) == alone
    told = lines(alone, "schema_error", "many.jsonl")
    assert [line for line, _, _ in told] == [31], "counted from the beginning of the file"
