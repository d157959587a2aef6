"""The three sizes of a firm: each by its own limits, and unknown where what is known does not decide."""

from decimal import Decimal

import ibis
import pytest

from localspend.suppliers import sizes
from tests.rows import rows, table

FACTS = {"employees": "decimal(18, 2)", "turnover": "decimal(18, 2)", "balance_sheet": "decimal(18, 2)", "on": "date"}
M = 1_000_000
#: employees, turnover, balance sheet, day -> statistical band, Companies Act, SME to the Procurement Act.
CASES = [
    ((9, 900_000, 400_000, "2025-06-01"), ("micro", "micro", "yes")),
    ((10, 900_000, 400_000, "2025-06-01"), ("small", "micro", "yes")),  # ten is micro to the Act, small in statistics
    ((10, 900_000, 400_000, "2024-06-01"), ("small", "small", "yes")),  # by the limits of before April 2025
    ((60, 14 * M, 7 * M, "2025-06-01"), ("medium", "small", "yes")),  # two of three
    ((60, 14 * M, 8 * M, "2025-06-01"), ("medium", "medium", "yes")),
    ((249, 50 * M, 30 * M, "2025-06-01"), ("medium", "medium", "yes")),  # a little balance sheet is enough
    ((249, 50 * M, 39 * M, "2025-06-01"), ("medium", "medium", "no")),
    ((250, 1 * M, 1 * M, "2025-06-01"), ("large", "small", "no")),
    ((300, 60 * M, 30 * M, "2025-06-01"), ("large", "large", "no")),
    ((12, None, None, "2025-06-01"), ("small", None, "unknown")),  # one of three decides nothing
    ((None, 900_000, 400_000, "2025-06-01"), (None, "micro", "unknown")),
    ((None, 900_000, 600_000, "2025-06-01"), (None, None, "unknown")),  # one met, one not: the third decides
    ((None, 90 * M, 90 * M, "2025-06-01"), (None, "large", "no")),
    ((None, None, None, "2025-06-01"), (None, None, "unknown")),
]


def test_each_law_has_its_own_answer(connection: ibis.BaseBackend) -> None:
    given = [dict(zip(FACTS, facts, strict=True)) for facts, _ in CASES]
    t = table(
        connection, {"n": "int64", **FACTS, "on": "string"}, [{"n": n, **row} for n, row in enumerate(_money(given))]
    )
    facts = [t[name] for name in sizes.FACTS]
    t = t.mutate(
        band=sizes.statistical(t.employees),
        act=sizes.companies_act(*facts, on=t.on.cast("date")),
        sme=sizes.procurement_act(*facts),
    )
    assert [(row["band"], row["act"], row["sme"]) for row in rows(t, "n")] == [answer for _, answer in CASES]


def _money(given: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{k: Decimal(v) if isinstance(v, int) else v for k, v in row.items()} for row in given]


@pytest.mark.parametrize("law", ["statistical", "companies-act", "procurement-act"])
def test_every_limit_has_a_source_and_a_day(law: str) -> None:
    assert all(line["source"] and line["from"] for line in sizes.limits(law))


def test_what_lists_write_is_read(duck: ibis.BaseBackend) -> None:
    numbers = {"12": 12, "1,250": 1250, "£3.2m": 3_200_000, "450k": 450_000, "many": None, "10-49": None, None: None}
    bands = {
        "Micro": "micro",
        "Small (10-49)": "small",
        "0-9": "micro",
        "10 to 49": "small",
        "50-249 employees": "medium",
        "250+": "large",
        "Large enterprise": "large",
        "Small or medium": None,  # an SME; which, nobody says
        "SME": None,
        None: None,
    }
    t = table(duck, {"written": "string"}, [{"written": text} for text in numbers])
    assert {row["written"]: row["found"] for row in rows(t.mutate(found=sizes.number(t.written)))} == numbers
    t = table(duck, {"written": "string"}, [{"written": text} for text in bands])
    assert {row["written"]: row["found"] for row in rows(t.mutate(found=sizes.band_of(t.written)))} == bands
