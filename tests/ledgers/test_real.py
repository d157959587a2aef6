"""The real files: the ten that were worked out by hand match to the penny, and every account balances."""

import csv

import pytest

from localspend.sources.ledgers import read
from tests.ledgers.test_layouts import balanced
from tests.shared import SHARED, shared

pytestmark = pytest.mark.shared
EXPECTED = SHARED / "spend-expected.tsv"
LINES = EXPECTED.read_text("utf-8").splitlines() if EXPECTED.exists() else []
WORKED = list(csv.DictReader(LINES, delimiter="\t"))


@pytest.mark.parametrize("row", WORKED, ids=[row["file"] for row in WORKED])
def test_worked_example_matches_to_the_penny(row: dict[str, str]) -> None:
    [reading] = read(shared(f"spend/{row['file']}"))
    dates = (str(reading.first_date or ""), str(reading.last_date or ""), str(reading.undated_rows))
    assert (str(reading.rows_payment), str(reading.amount_total)) == (row["rows"], row["amount_total"])
    assert dates == (row["first_date"], row["last_date"], row["undated_rows"])


def test_every_file_balances_or_is_refused_for_a_true_reason() -> None:
    refused = []
    for path in sorted(shared("spend").rglob("*.*")):
        for reading in read(path):
            if reading.outcome == "refused":
                refused.append(path.name)
            else:
                assert reading.kind == "payments"
                assert {"supplier", "amount"} <= set(reading.columns)
                balanced(reading)
    assert [name for name in refused if not name.endswith("__index.json")] == [
        "NOT_SPEND_open_data_planning_weekly_list.csv"
    ]
