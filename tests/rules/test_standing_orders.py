"""Standing orders: an institution's own bands, from its file."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis
import pytest

from localspend import network, tables
from localspend.errors import InputError
from localspend.rules import standing_orders
from tests.pipeline import small

BAND = """lower = 25000
vat = "excluded"
quotes = 3
route = "three written quotes"
portal = "the council's page"
approvals = "the head of parks"
from_on = 2024-04-01
"""


def of(folder: Path, text: str) -> network.Network:
    """The small network, whose council names standing orders."""
    toml = small.TOML.replace('kind = "council"\n', 'kind = "council"\nstanding_orders = "rules/council.toml"\n')
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "council.toml").write_text(text, encoding="utf-8")
    (folder / "network.toml").write_text(toml, encoding="utf-8")
    return network.load(folder)


def test_band_is_a_row(tmp_path: Path, connection: ibis.BaseBackend) -> None:
    home = of(tmp_path, f'[[bands]]\n{BAND}[[bands]]\nlower = 5000.50\nvat = "included"\n')
    table = standing_orders.table(connection, home)
    assert tuple(table.columns) == tuple(tables.standing_orders.COLUMNS)
    assert [tuple(row.values()) for row in table.order_by("lower").to_pyarrow().to_pylist()] == [
        ("council", Decimal("5000.50"), "included", None, None, None, None, None, "rules/council.toml"),
        (
            "council",
            Decimal("25000.00"),
            "excluded",
            3,
            "three written quotes",
            "the council's page",
            "the head of parks",
            date(2024, 4, 1),
            "rules/council.toml",
        ),
    ]


def test_institution_without_standing_orders_has_no_rows(tmp_path: Path, duck: ibis.BaseBackend) -> None:
    (tmp_path / "network.toml").write_text(small.TOML, encoding="utf-8")
    assert standing_orders.table(duck, network.load(tmp_path)).count().to_pyarrow().as_py() == 0


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", r"council\.toml: bands must be written as \[\[bands\]\]"),
        ("[bands", r"council\.toml: not valid TOML"),
        (f"[[bands]]\n{BAND.replace('25000', 'true')}", r"council\.toml: bands\[0\]\.lower must be pounds"),
        (f"[[bands]]\n{BAND.replace('25000', 'nan')}", r"bands\[0\]\.lower must be pounds"),
        (f"[[bands]]\n{BAND.replace('excluded', 'net')}", r"bands\[0\]\.vat must be"),
        ("[[bands]]\nlower = 1\n", r"bands\[0\]\.vat must be"),
        (f"[[bands]]\n{BAND.replace('= 3', '= 2.5')}", r"bands\[0\]\.quotes must be a whole number"),
        (f"[[bands]]\n{BAND.replace('2024-04-01', '2024')}", r"bands\[0\]\.from_on must be a date"),
        (f"[[bands]]\n{BAND}[[bands]]\n{BAND}", r"bands\[1\]\.lower repeats an earlier band"),
        (f"[[bands]]\n{BAND}upper = 5\n", r"bands\[0\]\.upper is not known"),
    ],
)
def test_wrong_band_is_told_with_file_and_key(tmp_path: Path, duck: ibis.BaseBackend, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        standing_orders.table(duck, of(tmp_path, text))


def test_file_that_is_not_there_is_named(tmp_path: Path, duck: ibis.BaseBackend) -> None:
    home = of(tmp_path, f"[[bands]]\n{BAND}")
    (tmp_path / "rules" / "council.toml").unlink()
    with pytest.raises(InputError, match=r"names a file that is not there: rules/council\.toml"):
        standing_orders.table(duck, home)
