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
        "05/06/2024,Sarah Example,12.00,N1,Sarah's own words\n06/06/2024,Mr B Example,13.00,N2,about Mr B\n"
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
    links = localspend("query", built, "select * from supplier_links", "--csv").stdout
    suppliers = localspend("query", built, "select * from suppliers", "--csv").stdout
    assert "Example" not in links + suppliers


def test_unmasked_shows_traders_but_never_private_people(built: Path) -> None:
    rows = json.loads(localspend("query", built, NAMES, "--json", "--unmasked").stdout)["rows"]
    assert [row["supplier_text"] for row in rows] == ["Sarah Example", "Private person"]
    assert rows[1]["description"] is None


def test_folder_may_be_named_by_option_or_be_the_current_one(built: Path) -> None:
    asked = "select 1 as one"
    by_option = localspend("-C", built, "query", asked, "--csv").stdout
    assert by_option == localspend("query", asked, "--csv", cwd=built).stdout == "one\n1\n"
