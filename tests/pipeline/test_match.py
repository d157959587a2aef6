"""`match` as its user runs it: files in, a line out for each line in, whatever is in them."""

import csv
import json
import os
import random
import subprocess
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from localspend import cli, engine
from localspend.errors import InputError
from localspend.pipeline import answers_file, match
from localspend.suppliers import score
from tests.run import COMMAND, localspend

REGISTER = """company_number,company_name,postcode,previous_name_1
00000001,KESTRELVALE PLUMBING LIMITED,B8 1AA,
00000002,QUIBBLEWORTH CATERING LTD,B9 1AA,OLD MARZIPAN LTD
00000002,QUIBBLEWORTH CATERING LTD,B9 1AA,
X/3,MOUNTJOY & ABERNATHY LLP,,
00000004,CWMNI FFORDD GWYDDELWERN CYFYNGEDIG,LL21 9DF,
"""
REPEATED = "register: 1 numbers stand on more than one record, with the same name: each is one organisation"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all, so that the register is made ready once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    return tmp_path


def answers(folder: Path, names: bytes | str, *more: str) -> list[dict[str, str]]:
    """The lines that `match` makes of the file `names`."""
    (folder / "names.csv").write_bytes(names.encode() if isinstance(names, str) else names)
    cli.main(["match", "names.csv", "--register", "register.csv", "--out", "out.csv", *more])
    with (folder / "out.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_line_comes_back_in_its_place_with_its_columns(folder: Path) -> None:
    found = answers(folder, "ref,supplier_text\n1,Old Marzipan Ltd\n2,Nobody Knows\n3,Kestrelvale Plumbing Ltd\n")
    assert [(row["ref"], row["company_number"], row["judgement"]) for row in found] == [
        ("1", "00000002", "accept"),
        ("2", "", "none"),
        ("3", "00000001", "accept"),
    ]
    assert list(found[0]) == ["ref", "supplier_text", *answers_file.ANSWER]
    assert "a name that it had before" in found[0]["explanation"]


def test_odd_number_comes_back_as_written(folder: Path) -> None:
    assert answers(folder, "supplier_text\nMountjoy and Abernathy LLP\n")[0]["company_number"] == "X/3"


def test_number_beside_the_name_decides(folder: Path) -> None:
    [row] = answers(folder, "supplier_text,company_number\nThe Old Pantry,2\n")
    assert (row["company_number"], row["judgement"], row["company_number_given"]) == ("00000002", "accept", "2")


ODD = [
    "😀😀😀",
    "شركة المياه الوطنية",
    "北京百度网讯科技有限公司",
    "ООО Рога и Копыта",
    "A" * 200,
    "ACME " * 1000,
    "1234567",
    "1.2E+07",
    "'; DROP TABLE t; --",
    "%",
    "\x00nul",
    "two\nlines",
    "\u200b",
    "",
    "   ",
]


def test_odd_names_are_answered_and_come_back(folder: Path) -> None:
    quoted = "".join(f'"{text}",{n}\n' for n, text in enumerate(ODD))
    found = answers(folder, f"supplier_text,n\n{quoted}")
    assert [row["supplier_text"].lstrip("'") for row in found] == [text.lstrip("'") for text in ODD]
    assert {row["judgement"] for row in found} == {"none"}
    assert [row["explanation"] for row in found[-2:]] == ["no name is written"] * 2


def test_welsh_name_is_found(folder: Path) -> None:
    assert answers(folder, "supplier_text\nCwmni Ffordd Gwyddelwern Cyf\n")[0]["company_number"] == "00000004"


def test_formula_is_made_harmless(folder: Path) -> None:
    assert answers(folder, 'supplier_text\n"=HYPERLINK(""x"")"\n')[0]["supplier_text"].startswith("'=")


def test_excel_and_windows_files_are_read(folder: Path) -> None:
    excel = "\ufeffsupplier_text,n\r\nKestrelvale Plumbing Ltd,1\r\n".encode()
    assert answers(folder, excel)[0]["company_number"] == "00000001"
    assert answers(folder, b"supplier_text\nCaf\xe9 Nowhere\n")[0]["supplier_text"] == "Café Nowhere"


def test_empty_list_gives_an_empty_answer(folder: Path) -> None:
    assert answers(folder, "supplier_text\n") == []


def test_many_alike_are_asked_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    ask = match.ask

    def counted(connection: Any, index: Any, new: Any, **more: Any) -> Any:
        asked.append(len(new))
        return ask(connection, index, new, **more)

    monkeypatch.setattr(match, "ask", counted)
    monkeypatch.setattr(match, "TOGETHER", 1000)
    found = answers(folder, "supplier_text\n" + "Kestrelvale Plumbing Ltd\n" * 5000)
    assert len(found) == 5000
    assert {row["company_number"] for row in found} == {"00000001"}
    assert sum(asked) == 1


def test_same_names_give_the_same_bytes(folder: Path) -> None:
    made = []
    for out in ("a.csv", "b.csv"):
        (folder / "names.csv").write_text("supplier_text\nOld Marzipan\nKestrel Vale Plumbing\n")
        cli.main(["match", "names.csv", "--register", "register.csv", "--out", out])
        made.append((folder / out).read_bytes())
    assert made[0] == made[1]


def test_parquet_has_the_same_answers(folder: Path) -> None:
    rows = answers(folder, "supplier_text\nOld Marzipan Ltd\nNobody Knows\n")
    cli.main(["match", "names.csv", "--register", "register.csv", "--out", "out.parquet"])
    table = pq.read_table(folder / "out.parquet")
    assert table.column("company_number").to_pylist() == [row["company_number"] for row in rows]


def test_explanation_weighs_each_feature_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["match", "--register", "register.csv", "--explain", "Old Marzipan"])
    told = capsys.readouterr().out
    assert "Old Marzipan: accept" in told
    assert "QUIBBLEWORTH" not in told.splitlines()[0]
    assert "a name that the organisation had before" in told
    assert "no legal form is written" in told
    cli.main(["match", "--register", "register.csv", "--explain", "Old Marzipan", "--json"])
    assert json.loads(capsys.readouterr().out)[0]["company_number"] == "00000002"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("name\nAcme\n", "there is no column supplier_text"),
        ("", "there is no column supplier_text; its columns are none"),
        ("supplier_text,supplier_text\na,b\n", "two columns have the same name"),
        ("supplier_text\na,b\n", "2 cells where the header has 1"),
    ],
)
def test_names_that_cannot_be_read_are_refused_and_nothing_is_written(folder: Path, names: str, words: str) -> None:
    (folder / "names.csv").write_text(names)
    told = localspend("match", "names.csv", "--register", "register.csv", "--out", "out.csv", cwd=folder)
    assert told.returncode != 0
    assert words in told.stderr
    assert "Traceback" not in told.stderr
    assert not (folder / "out.csv").exists()


def opened(*registers: Path) -> tuple[list[dict[str, str]], list[str]]:
    """What `registers` answer to four names, and the notes about them."""
    connection = engine.duckdb()
    index, notes = match.open_index(connection, registers, lambda *_: None)
    asked = [match.Asked(text) for text in ("Old Marzipan Ltd", "Kestrelvale Plumbing", "Nobody", "Mountjoy Abernathy")]
    return list(match.ask(connection, index, asked).values()), notes


@pytest.mark.parametrize("damage", ["keys.parquet", "entries.parquet", "notes.txt", "hashes.json"])
def test_damaged_cache_is_made_again(folder: Path, home: Path, damage: str) -> None:
    before = opened(folder / "register.csv")
    for path in home.rglob(damage):
        content = bytearray(path.read_bytes())
        content[len(content) // 2 :] = b"XXXX"
        path.write_bytes(content)
    assert opened(folder / "register.csv") == before


def test_cache_that_cannot_be_written_is_done_without(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = opened(folder / "register.csv")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "register.csv"))
    assert opened(folder / "register.csv") == before


def test_register_that_changed_by_one_line_is_made_ready_anew(folder: Path) -> None:
    opened(folder / "register.csv")
    with (folder / "register.csv").open("a") as stream:
        stream.write("00000009,NOBODY LTD,,\n")
    found, _ = opened(folder / "register.csv")
    assert found[2]["company_number"] == "00000009"


def test_index_that_another_process_may_read_is_not_forgotten(folder: Path, home: Path) -> None:
    opened(folder / "register.csv")
    kept = home / "localspend" / ".cache" / "match"
    long_ago = time.time() - 2 * match.BUSY
    for n in range(2 * match.KEPT):
        old = kept / f"old{n}"
        old.mkdir()
        if n % 2:
            os.utime(old, (long_ago, long_ago))
    opened(folder / "register.csv")
    left = {path.name for path in kept.glob("old*")}
    assert {"old0", "old2", "old4"} <= left
    assert "old1" not in left


def test_two_processes_make_one_register_ready(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    (folder / "names.csv").write_text("supplier_text\nOld Marzipan Ltd\n")
    words = [*COMMAND, "match", "names.csv", "--register", "register.csv", "--out"]
    both = [subprocess.Popen([*words, f"{n}.csv"], stderr=subprocess.PIPE, text=True) for n in (1, 2)]
    assert [(one.communicate()[1], one.returncode) for one in both] == [
        (f"{REPEATED}\n1 names: 1 accept, 0 review, 0 none; written to {n}.csv\n", 0) for n in (1, 2)
    ]
    assert (folder / "1.csv").read_bytes() == (folder / "2.csv").read_bytes()


def test_registers_of_one_kind_share_their_numbers_and_others_do_not(folder: Path) -> None:
    once, _ = opened(folder / "register.csv")
    (folder / "copy.csv").write_text(REGISTER)
    (folder / "older.csv").write_text("CompanyNumber,CompanyName\n00000001,KESTRELVALE PLUMBING LIMITED\n")
    (folder / "charities.csv").write_text("charity_number,charity_name\n00000001,THE SPINNING TRUST\n")
    found, _ = opened(*(folder / f"{name}.csv" for name in ("register", "copy", "older", "charities")))
    assert [row["judgement"] for row in found[:2]] == ["accept", "accept"]
    assert [row["company_number"] for row in found] == [row["company_number"] for row in once]


def test_register_is_read_from_a_folder_and_not_from_a_pipe(folder: Path) -> None:
    (folder / "parts").mkdir()
    (folder / "parts" / "a.csv").write_text(REGISTER)
    assert opened(folder / "parts")[0] == opened(folder / "register.csv")[0]
    os.mkfifo(folder / "pipe")
    with pytest.raises(InputError, match="a register is read twice"):
        opened(folder / "pipe")
    with pytest.raises(InputError, match="the file is not there"):
        opened(folder / "none.csv")


FIRMS = [f"{n:08d},KESTREL {trade} {n} LTD,B{n % 9 + 1} 1AA," for n, trade in enumerate(["PIPES", "PAINTS"] * 40, 1)]
WRITTEN = ["Kestrel", "Kestrel Ltd", "Kestrel Pipes", "Kestrel Paints 7", "KESTREL PAINTS 8 LTD", "Kestral Pipes 9 Ltd"]


def test_answers_are_the_same_in_any_order_and_any_company(folder: Path) -> None:
    def told(lines: list[str], names: list[str]) -> dict[str, dict[str, str]]:
        (folder / "register.csv").write_text("\n".join(["company_number,company_name,postcode,x", *lines, ""]))
        return {row["supplier_text"]: row for row in answers(folder, "\n".join(["supplier_text", *names, ""]))}

    shuffled, more = random.Random(1).sample(FIRMS, len(FIRMS)), [f"Kestrel {n}" for n in range(300)]
    alone = told(FIRMS, WRITTEN)
    assert {name: row for name, row in told(shuffled, [*more, *WRITTEN[::-1]]).items() if name in alone} == alone


def test_explanation_agrees_with_the_answer(folder: Path) -> None:
    connection = engine.duckdb()
    index, _ = match.open_index(connection, [folder / "register.csv"], lambda *_: None)
    asked = [
        match.Asked(text) for text in ("Kestrel", "Nobody", "\x00", "Old Marzipan", "Quibbleworth", "Kestrelvale Ltd")
    ]
    asked += [match.Asked("Kestrelvale", "b8 1aa"), match.Asked("Kestrelvale Plumbing " + "x " * 300)]
    for one, said in match.ask(connection, index, asked).items():
        lines = match.explained(connection, index, one.text, one.postcode, accept=score.accept("0.98"))
        judgement = lines[0]["judgement"] if lines else "none"
        assert judgement == said["judgement"], one
        if judgement != "none":
            assert lines[0]["company_number"] == said["company_number"]
            assert lines[0]["explanation"] == said["explanation"]


def test_long_list_leaves_nothing_in_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "TOGETHER", 5)
    (folder / "names.csv").write_text("supplier_text\n" + "".join(f"Kestrelvale {n}\n" for n in range(15)))
    connection = engine.duckdb()
    index, _ = match.open_index(connection, [folder / "register.csv"], lambda *_: None)
    found = match.answers(folder / "names.csv", connection, index, lambda *_: None, total=15)
    assert len(list(found)) == 15
    assert connection.con.sql("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]


def test_number_that_the_register_has_not_is_told(folder: Path) -> None:
    found = answers(
        folder,
        "supplier_text,company_number,charity_number\nNobody,99,\nOld Marzipan Ltd,99,\nThe Pantry, ,00000001\n",
    )
    assert [(row["judgement"], "the number given is not" in row["explanation"]) for row in found] == [
        ("none", True),
        ("accept", True),
        ("accept", False),
    ]


def test_json_is_alone_on_stdout(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "names.csv").write_text('supplier_text,=n\n"=1+1",2\n')
    cli.main(["match", "names.csv", "--register", "register.csv", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert document["judgements"] == {"accept": 0, "review": 0, "none": 1}
    assert document["rows"][0]["=n"] == "2"
    assert document["rows"][0]["probability"] == "0"


def test_reader_that_goes_away_is_no_error(folder: Path) -> None:
    (folder / "names.csv").write_text("supplier_text\n" + "Kestrelvale Plumbing\n" * 50_000)
    words = [*COMMAND, "match", "names.csv", "--register", "register.csv"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stderr
        assert run.stdout.readline().startswith(b"supplier_text")
        run.stdout.close()
        assert run.stderr.read().decode().strip() == REPEATED
    assert run.returncode == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--explain", " "], "--explain needs a name"),
        (["--explain", "A", "--out", "a.csv"], "--out goes with a file of names"),
        (["names.csv", "--postcode", "B8 1AA"], "--postcode goes with --explain"),
        (["names.csv", "--explain", "A"], "give a file of names, or one name"),
        (["register.csv", "--out", "register.csv"], "the answers would overwrite"),
    ],
)
def test_words_that_do_not_go_together_end_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["match", *words, "--register", "register.csv"])
    assert stop.value.code == 2
    assert told in capsys.readouterr().err
