"""columns.toml: what a person says of a file overrides what is found, and a wrong key is named."""

from decimal import Decimal
from pathlib import Path

import pytest

from localspend.errors import InputError
from localspend.sources.ledgers import load_manifest, read
from tests.ledgers.make import names, put, text

ROWS = [
    ["Firm", "Agent", "Settled", "Price", "Cost"],
    *[[name, f"Agent {i} Ltd", f"0{i % 9 + 1}/02/2020", "10.00", "12.00"] for i, name in enumerate(names(8))],
]


def manifest(folder: Path, toml: str) -> dict[str, object]:
    return load_manifest(put(folder, "columns.toml", toml.encode()))


def test_what_a_person_says_overrides_what_is_found(tmp_path: Path) -> None:
    said = manifest(
        tmp_path,
        """[[file]]
        match = "april*"
        header = 1
        columns = { supplier = "agent", amount = 5, paid_on = "Settled", description = false }
        date_order = "mdy"
        date_basis = "payment"
        amount_basis = "gross"
        """,
    )
    [reading] = read(put(tmp_path, "april.csv", text(ROWS)), manifest=said)
    row = reading.lines.to_pylist()[0]
    assert reading.amount_total == Decimal("96.00")
    assert (row["supplier_text"], row["amount_basis"], row["date_basis"]) == ("Agent 0 Ltd", "gross", "payment")
    assert row["paid_on"].isoformat() == "2020-01-02"
    assert any("columns.toml says so" in said for said in reading.explain)


def test_other_files_are_read_as_they_are(tmp_path: Path) -> None:
    said = manifest(tmp_path, '[[file]]\nmatch = "may*"\ncolumns = { amount = "Price" }')
    [reading] = read(put(tmp_path, "april.csv", text(ROWS)), manifest=said)
    assert not any("columns.toml" in reason for reason in reading.explain)


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("files = 1", "files is unknown"),
        ("[file]\nmatch = 'x'", "file must be a list"),
        ("[[file]]\nheader = 1", "match is missing"),
        ("[[file]]\nmatch = 'x'\ncolour = 1", "colour is unknown"),
        ("[[file]]\nmatch = 'x'\ncolumns = { sum = 'Cost' }", "columns.sum is no role"),
        ("[[file]]\nmatch = 'x'\ncolumns = { amount = 0 }", "columns.amount names no column"),
        ("[[file]]\nmatch = 'x'\ndate_order = 'ymd'", "date_order cannot be 'ymd'"),
        ("[[file]]\nmatch = 'x'\nheader = -1", "header is no row number"),
        ("[[file", "not TOML"),
    ],
)
def test_wrong_key_is_named(toml: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=named):
        manifest(tmp_path, toml)
