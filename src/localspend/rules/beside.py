"""What the snapshot says beside the law: the institution's own orders, and what it and its partners pay for the same.

Estimates of what could reasonably be one contract start from what the institution itself pays in a year: its own
spending on the category is shown with a warning where a year of it in one contract would stand under another regime
than the requirement does alone. What partners pay is shown apart: it counts only in a joint contract, and is a chance
to buy together. Contracts that gather just below a value are a question, for the institution's own eyes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from ibis import Table

from localspend.errors import UsageError
from localspend.rules.regime import ABOVE, BELOW, NOTIFIABLE, Regime, regime
from localspend.rules.requirement import Requirement
from localspend.rules.valuation import rate, rounded, valuation
from localspend.tables import MONEY

YEAR = timedelta(days=365)
#: Columns of what partners pay, as sharing of aggregates needs to know them.
PARTNERS = {"institution_id": "string", "amount": "decimal(18, 2)", "suppliers": "int64", "payments": "int64"}
BAND = ("lower", "vat", "quotes", "route", "portal", "approvals", "source")
#: What is said beside a band, and beside one whose words speak of place.
FLAG = "the institution's own rule, not the law"
PLACE = "; it speaks of place, which for an invitation may neither order nor exclude unless the law allows it"
WORDS = ("local", "district", "borough", "county", "near", "postcode", "within")
HEIGHTS = (BELOW, NOTIFIABLE, ABOVE)
#: How far below a value counts as just below it, as in the insight `splitting`.
WINDOW = Decimal("0.1")


def own_areas(institutions: Table, institution: str) -> frozenset[str] | None:
    """Codes of the district and county where an institution is, as the build placed it; None where it did not."""
    mine = institutions.filter(institutions.institution_id == institution).select("district", "county")
    return frozenset(code for row in mine.to_pyarrow().to_pylist() for code in row.values() if code) or None


def orders(
    standing_orders: Table, institution: str, on: date, estimated: Decimal, net: Decimal | None = None
) -> list[dict[str, Any]]:
    """The institution's own band that the value reaches, flagged as its own; none where it reaches none.

    `estimated` is pounds with VAT and `net` without, for bands of either basis; without `net` it stands for both.
    """
    mine = standing_orders.filter(standing_orders.institution_id == institution)
    rows = sorted(mine.to_pyarrow().to_pylist(), key=lambda row: (row["lower"], row["from_on"] or date.min))
    worth = {"included": estimated, "excluded": estimated if net is None else net}
    stood = [row for row in rows if row["from_on"] is None or row["from_on"] <= on]
    reached = [row for row in stood if row["lower"] <= worth[row["vat"]]]
    # A snapshot of an earlier version has fewer columns.
    return [{key: row.get(key) for key in BAND} | {"flag": _flag(row["route"])} for row in reached[-1:]]


def _flag(route: str | None) -> str:
    """What to know of a band, by its words."""
    return FLAG + (PLACE if any(word in (route or "").lower() for word in WORDS) else "")


def stem(category: str) -> str:
    """The digits of a CPV code that say something: 77310000-6 -> 7731. Raises UsageError for what is no code."""
    found = re.fullmatch(r"(\d{8})(-\d)?", category.strip())
    if found is None:
        todo = "Eight digits, such as 77310000; `localspend query` over `payments` shows those in use"
        raise UsageError(f"{category!r} is no CPV code", where="--category", todo=todo)
    return category[:2] + found[1][2:].rstrip("0")


def paid(payments: Table, category: str, as_of: date, vat_rate: Decimal = Decimal(20)) -> list[dict[str, Any]]:
    """What each institution paid for a category in the year to a day: amount, with_vat (pounds), suppliers, payments.

    with_vat takes an amount whose basis is not known for one without VAT, as ledgers mostly are.
    """
    found = payments.filter(
        payments.status == "counted", payments.category_code.startswith(stem(category)),
        payments.paid_on > as_of - YEAR, payments.paid_on <= as_of,
    )  # fmt: skip
    by = found.group_by("institution_id").aggregate(
        amount=found.amount.sum().cast(MONEY),
        gross=found.amount.sum(where=found.amount_basis == "gross").fill_null(0).cast(MONEY),
        suppliers=found.supplier_id.nunique(), payments=found.count(),
    )  # fmt: skip
    rows: list[dict[str, Any]] = by.order_by("institution_id").to_pyarrow().to_pylist()
    for row in rows:
        gross = row.pop("gross")
        row["with_vat"] = rounded(gross + (row["amount"] - gross) * (1 + vat_rate / 100))
    return rows


def aggregation(
    rows: Sequence[dict[str, Any]], asked: Requirement, *, institution: str, category: str, as_of: date,
    folder: Path | None = None,
) -> dict[str, Any]:  # fmt: skip
    """category, own, partners (each a row of `paid`), a warning, and what a year of it would be in one contract."""
    own = next((row for row in rows if row["institution_id"] == institution), None)
    partners = [
        {key: row[key] for key in PARTNERS} for row in rows if row["institution_id"] != institution
    ]  # fmt: skip
    return {"category": category, "from": as_of - YEAR, "to": as_of, "own": own, "partners": partners,
            "warning": _warning(own, asked, as_of, folder)}  # fmt: skip


def _warning(own: Mapping[str, Any] | None, asked: Requirement, as_of: date, folder: Path | None) -> str | None:
    """Where a year of this, in one contract, would stand under another regime than the requirement does alone."""
    if own is None:
        return None
    alone = regime(asked, valuation(asked), folder)
    together = _worth(asked, own["with_vat"], folder)
    if not _higher(together, alone):
        return None
    return (
        f"£{own['amount']:,.2f} was paid for this in the year to {as_of.day} {as_of:%B %Y}, to "
        f"{many(own['suppliers'], 'supplier')}: about £{own['with_vat']:,.2f} with VAT. A year of it in one contract "
        f"would be {together.name}, not {alone.name}. What could reasonably be one contract is valued as one "
        "unless there is a good reason on record; dividing it to stay below is none."
    )


def joint(
    partners: Iterable[Mapping[str, Any]], kinds: Mapping[str, str], asked: Requirement, folder: Path | None = None
) -> str | None:
    """The chance to buy together in words; `partners` as they may be shown, `kinds` of buyer by institution."""
    told = [row for row in partners if row["amount"]]
    if not told:
        return None
    # Ledgers mostly give amounts without VAT.
    factor = 1 + rate(asked) / 100 if asked.vat == "included" else Decimal(1)
    others = tuple((kinds[row["institution_id"]], row["amount"] * factor) for row in told)
    whole = regime(replace(asked, joint=others), valuation(replace(asked, joint=others)), folder)
    total = sum((row["amount"] for row in told), Decimal(0))
    return (
        f"{many(len(told), 'partner')} paid £{total:,.2f} for the same in that year: a chance to buy together. "
        f"It counts only in a joint contract, which for a year of theirs would be {whole.name}."
    )


def splitting(rows: Sequence[Mapping[str, Any]], asked: Requirement, folder: Path | None = None) -> dict[str, Any]:
    """close: of `rows`, which the insight `splitting` says of the category's contracts, those with some; a warning."""
    keys = ("threshold", "basis", "window", "observed", "repeated")
    close = [{key: row[key] for key in keys} for row in rows if row["observed"]]
    return {"close": close, "warning": " ".join([*_just_below(asked, folder), *_gathering(close)]) or None}


def _just_below(asked: Requirement, folder: Path | None) -> Iterable[str]:
    worth = valuation(asked)
    for row in regime(asked, worth, folder).rows:
        if (1 - WINDOW) * row["amount"] <= worth.exact < row["amount"]:
            yield (
                f"The estimate of £{worth.estimated:,.2f} is within {WINDOW:.0%} below £{row['amount']:,.2f}: write "
                "down how it was made."
            )


def _gathering(close: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for row in close:
        if row["observed"] > 1 or row["repeated"]:
            again = f", {many(row['repeated'], 'supplier')} twice or more within a year" if row["repeated"] else ""
            yield (
                f"{row['observed']} contracts for this lie within {WINDOW:.0%} below £{row['threshold']:,.2f} "
                f"({row['basis']}){again}. A question, not a finding: could they have been one?"
            )


def many(number: int, thing: str) -> str:
    """1 supplier, 2 suppliers."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _worth(asked: Requirement, gross: Decimal, folder: Path | None) -> Regime:
    """The regime of the same requirement, were it worth so much with VAT."""
    other = replace(asked, value=gross, vat="included", years=1, options=(), lots=(), also=(), parts=())
    return regime(other, valuation(other), folder)


def _higher(one: Regime, other: Regime) -> bool:
    return one.name in HEIGHTS and other.name in HEIGHTS and HEIGHTS.index(one.name) > HEIGHTS.index(other.name)
