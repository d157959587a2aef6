"""Real files: counts that were worked out by hand elsewhere, and mended copies that read to the same payments."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from localspend.pipeline.checking import fixed
from localspend.pipeline.checking.check import check
from localspend.sources import ledgers
from tests.shared import shared

pytestmark = pytest.mark.shared
AS_OF = date(2026, 6, 30)


def places(document: dict[str, Any], name: str) -> int:
    return sum(len(f["lines"]) for f in document["findings"] if f["check"] == name)


@pytest.mark.parametrize(
    ("name", "malformed"),
    [("contracts-finder-2025-releases.jsonl", 8), ("contracts-finder-2017-2020-packages.jsonl", 32)],
)
def test_identifiers_of_contracts_finder_are_as_counted_by_hand(name: str, malformed: int) -> None:
    document = check([shared("notices") / name], as_of=AS_OF, all_lines=True)
    assert places(document, "id_malformed") == malformed


def payments(path: Path) -> list[tuple[Any, ...]]:
    return [
        row
        for reading in ledgers.read(path)
        if reading.outcome == "read"
        for row in zip(*(reading.lines[c].to_pylist() for c in ("paid_on", "amount", "supplier_text")), strict=True)
    ]


@pytest.mark.parametrize(
    "name",
    [
        "oxford/expenditure-over-500-jul-sep-2016.csv",
        "hyndburn/1701.csv",
        "royal-sutton-coldfield/expenditure__Payments-over-250-2017-18.ods",
        "birmingham-city-council-purchase-cards/publish-spend-august-2016.xls",
    ],
)
def test_mended_copy_reads_to_the_same_payments(name: str, tmp_path: Path) -> None:
    source = shared("spend") / name
    copies, _, changes = fixed.write([source], tmp_path / "mended")
    assert sorted(map(str, (row for copy in copies for row in payments(copy)))) == sorted(map(str, payments(source)))
    assert changes > 0


def test_republished_files_of_a_publisher_are_found() -> None:
    """The town council's file `TOCLEAN` repeats the file of the same year line by line."""
    folder = shared("spend") / "royal-sutton-coldfield"
    names = ("Payments-in-excess-of-2016-17.xlsx", "Payments-in-excess-of-2016-17_TOCLEAN.xlsx")
    document = check([folder / f"expenditure__{name}" for name in names], as_of=AS_OF)
    counts = [(f["count"], f["of"]) for f in document["findings"] if f["check"] == "republished_month"]
    assert counts == [(0, 139), (139, 139)]
