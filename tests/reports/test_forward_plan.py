"""The forward plan in its own words."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from localspend.insight.pipeline import COLUMNS
from localspend.reports.forward_plan import plan
from localspend.reports.names import Names
from localspend.suppliers.mask import SHY

NAMES = Names("Network", {"council": "Brumchester City Council"}, {"inner": "East Side"})
CONTRACT = {
    "basis": "contract", "institution_id": "council", "supplier": "Bright Clean Ltd", "category_code": "90910000",
    "title": "Cleaning of libraries", "amount": Decimal("180000.00"), "amount_kind": "total", "next_is": "end",
    "next_date": date(2026, 3, 31),
}  # fmt: skip
RHYTHM = {
    "basis": "payments", "institution_id": "council", "supplier": "Bright Clean Ltd", "category_code": "15000000",
    "amount": Decimal("12345.67"), "amount_kind": "annual", "next_is": "payment", "next_date": date(2026, 2, 10),
    "period_days": 91, "probability": 0.83, "influence": "yes",
}  # fmt: skip


def said(base: dict[str, Any], **other: Any) -> str:
    [(month, [sentence])] = plan([{**dict.fromkeys(COLUMNS), **base, **other}], NAMES).items()
    return f"{month}: {sentence}"


def test_contract_that_ends() -> None:
    assert said(CONTRACT, extension_to=date(2027, 3, 31)) == (
        "March 2026: “Cleaning of libraries” (£180,000 in all) ends. Bright Clean Ltd has it now. It may be extended "
        "to March 2027."
    )


def test_need_that_recurs() -> None:
    assert said(RHYTHM) == (
        "February 2026: Brumchester City Council is likely to pay again for food and drink (about 8 in 10). It pays "
        "about £12,000 a year, about once a quarter, now to Bright Clean Ltd."
    )


@pytest.mark.parametrize(
    ("base", "other", "words"),
    [
        (CONTRACT, {"next_is": "extension"}, "ends, its extension included. "),
        (CONTRACT, {"next_is": "review", "amount_kind": "unknown"}, "(£180,000 in its register) is to be reviewed. "),
        (CONTRACT, {"amount": None, "supplier": None}, "libraries” ends. Who has it now is not named."),
        (
            CONTRACT,
            {"title": None, "amount_kind": "annual"},
            "The contract for cleaning of buildings",
        ),
        (CONTRACT, {"supplier": SHY["sole-trader"]}, "A sole trader has it now."),
        (RHYTHM, {"supplier": SHY["sole-trader"]}, "now to a sole trader."),
        (RHYTHM, {"probability": 0.97}, "is very likely to pay again for food and drink (more than 9 in 10)"),
        (RHYTHM, {"probability": 0.5}, "is about as likely as not to pay again"),
        (RHYTHM, {"period_days": 30}, "a year, about once a month, now"),
        (RHYTHM, {"period_days": 45}, "a year, about every 45 days, now"),
        (RHYTHM, {"period_days": 700}, "a year, about every 700 days, now"),
        (RHYTHM, {"category_code": "unknown"}, "pay again for something that its files do not name"),
        (RHYTHM, {"amount": Decimal("1260000.00")}, "It pays about £1.3m a year"),
    ],
)
def test_words(base: dict[str, Any], other: dict[str, Any], words: str) -> None:
    assert words in said(base, **other)


def test_soonest_comes_first_and_what_nobody_else_could_supply_is_left_out() -> None:
    rows = [{**dict.fromkeys(COLUMNS), **row} for row in (CONTRACT, RHYTHM, {**RHYTHM, "influence": "no"})]
    assert list(plan(rows, NAMES)) == ["February 2026", "March 2026"]
    assert plan([], NAMES) == {}
