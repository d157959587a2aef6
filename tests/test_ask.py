"""query: read-only, sealed, masked."""

import json
from pathlib import Path

import pytest

from localspend.pipeline import build
from tests.pipeline import small
from tests.run import localspend


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small.write(tmp_path_factory.mktemp("ask"))
    ledger = folder / "sources" / "council" / "traders.csv"
    ledger.write_text(
        "Payment Date,Supplier Name,Net Amount,Transaction No,Description\n"
        "05/06/2024,Sarah Example,12.00,N1,Sarah's own words\n"
        "Payments to Mr B Example,,,,\n06/06/2024,Mr B Example,13.00,N2,about Mr B\n"
        "Sarah Example Total,,12.00,,\nNote: Sarah Example was paid late,,,,\n"
    )
    (ledger.parent / "contracts.csv").write_text(
        "Contract Reference,Title of Agreement,Description,Start Date,End Date,Contract Value,Supplier Name\n"
        "K1,Cakes by Sarah Example,Cakes,01/04/2024,31/03/2025,5000,Sarah Example\n"
        "K2,Widgets,Widgets for all,01/04/2024,31/03/2025,9000,Acme Widgets Ltd\n"
    )
    build(folder)
    return folder


def test_json_gives_columns_and_rows_with_money_as_text(built: Path) -> None:
    told = localspend("query", built, "select sum(amount) as pounds from payments", "--json")
    assert json.loads(told.stdout) == {"columns": ["pounds"], "rows": [{"pounds": "57750.75"}]}


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("delete from payments", "only one SELECT"),
        ("select 1; select 2", "only one SELECT"),
        ("copy payments to 'x.csv'", "only one SELECT"),
        ("set threads = 1", "only one SELECT"),
        ("select * from read_csv('/etc/passwd')", "disabled"),
        ("select * from '/etc/passwd'", "does not exist"),
        ("select * from pg_settings", "may not be used"),
        ("select * from read_text('/etc/passwd')", "disabled"),
        ("select * from glob('/etc/*')", "disabled"),
        ("select * from 'http://127.0.0.1/x.csv'", "disabled"),
        ("select current_setting('temp_directory')", "may not be used"),
        ("select * from duckdb_settings()", "may not be used"),
        ("select nothing from payments", "SQL is wrong"),
    ],
)
def test_sql_that_reaches_out_is_refused(built: Path, sql: str, why: str) -> None:
    told = localspend("query", built, sql)
    assert told.returncode == 2
    assert why in told.stderr.replace("\n", " ")
    assert told.stdout == ""


NAMES = (
    "select supplier_text, supplier_shown, description, reference from payments "
    "where source_id like '%traders%' order by amount"
)


def test_people_are_masked_in_every_column(built: Path) -> None:
    rows = json.loads(localspend("query", built, NAMES, "--json").stdout)["rows"]
    assert [row["supplier_text"] for row in rows] == ["Sole trader (name withheld)", "Private person"]
    assert "Example" not in json.dumps(rows)
    assert "Sarah" not in json.dumps(rows)
    for name in ("supplier_links", "suppliers", "contracts", "source_rows_excluded", "findings"):
        told = localspend("query", built, f"select * from {name}", "--csv").stdout
        assert told.count("\n") > 2, name
        assert "Example" not in told, name


def test_sql_sees_the_tables_and_nothing_beneath_them(built: Path) -> None:
    told = localspend("query", built, "select * from sqlite_master", "--csv").stdout
    assert "CREATE VIEW" not in told
    assert str(built) not in told


def test_traders_have_an_identifier_that_no_name_gives_away(built: Path) -> None:
    asked = (
        "select supplier_id, sum(amount) as a from payments join suppliers using (supplier_id) "
        "where kind = 'sole-trader' group by 1"
    )
    masked, plain = (
        json.loads(localspend("query", built, asked, "--json", *option).stdout)["rows"]
        for option in ([], ["--unmasked"])
    )
    assert masked[0]["supplier_id"].startswith("withheld-")
    assert plain[0]["supplier_id"].startswith("local-")
    assert masked[0]["a"] == plain[0]["a"] == "12.00"


def test_unmasked_shows_traders_but_never_private_people(built: Path) -> None:
    rows = json.loads(localspend("query", built, NAMES, "--json", "--unmasked").stdout)["rows"]
    assert [row["supplier_text"] for row in rows] == ["Sarah Example", "Private person"]
    assert rows[1]["description"] is None


def test_cells_in_brackets_are_shown_as_they_are(built: Path) -> None:
    assert "[/x] [red] :ok:" in localspend("query", built, "select '[/x] [red] :ok:' as \"[/b]\"").stdout


def test_output_that_is_closed_or_plain_is_no_bug(built: Path) -> None:
    for shell in ('"$@" >&-', 'PYTHONIOENCODING=ascii "$@"'):
        told = localspend("query", built, "select '£'", prefix=["sh", "-c", shell, "sh"])
        assert (told.returncode, told.stderr) == (0, "")


def test_folder_may_be_named_by_option_or_be_the_current_one(built: Path) -> None:
    asked = "select 1 as one"
    by_option = localspend("-C", built, "query", asked, "--csv").stdout
    assert by_option == localspend("query", asked, "--csv", cwd=built).stdout == "one\n1\n"
