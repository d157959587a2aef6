"""Influence: what could be paid to somebody else, and from when."""

from datetime import date

import ibis
import pytest

from localspend.insight import influence
from tests.insight.tables import paid

AS_OF = date(2025, 1, 31)
OPEN = {"influence": "yes", "influence_reason": "supplier", "influence_basis": "rule"}
FRAMEWORK = {"influence": "no", "influence_reason": "framework-locked", "influence_basis": "rule"}


@pytest.mark.parametrize(
    ("row", "now", "reason"),
    [
        (OPEN, "yes", "supplier"),
        (OPEN | {"contestable_on": date(2024, 1, 1)}, "yes", "supplier"),
        (OPEN | {"contestable_on": date(2027, 1, 31)}, "yes", "supplier"),
        (OPEN | {"contestable_on": date(2027, 2, 1)}, "no", "contract-beyond-horizon"),
        (FRAMEWORK, "no", "framework-locked"),
        (FRAMEWORK | {"contestable_on": date(2026, 6, 1)}, "yes", "framework-ends"),
        (FRAMEWORK | {"contestable_on": date(2028, 6, 1)}, "no", "framework-locked"),
        ({"influence": "no", "influence_reason": "person", "contestable_on": date(2025, 6, 1)}, "no", "person"),
        ({"influence": "unknown", "influence_reason": "redacted", "contestable_on": date(2028, 6, 1)},
         "unknown", "redacted"),
        ({}, "unknown", "not-marked"),
    ],
)  # fmt: skip
def test_horizon(duck: ibis.BaseBackend, row: dict[str, object], now: str, reason: str) -> None:
    table = influence.influenceable(paid(duck, {"amount": "1.00", **row}), as_of=AS_OF, horizon_months=24)
    found = table.to_pyarrow().to_pylist()[0]
    assert (found["influence_now"], found["reason_now"]) == (now, reason)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2025-11-30", 1, "2025-12-30"),
     ("2025-12-31", 24, "2027-12-31"), ("2025-06-15", 0, "2025-06-15"), ("2025-03-31", 9, "2025-12-31")],
)  # fmt: skip
def test_months_after(day: str, months: int, after: str) -> None:
    assert influence.months_after(date.fromisoformat(day), months) == date.fromisoformat(after)
