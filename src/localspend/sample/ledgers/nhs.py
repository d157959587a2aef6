"""The hospitals: monthly XLSX over £25,000, titles above, a total below; one month is a PDF, one draft is cut off."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from localspend.sample import formats
from localspend.sample.ledgers.periods import months
from localspend.sample.money import pounds
from localspend.sample.payments import Payment
from localspend.sample.truth import Account

NAME = "Sample Hospitals NHS Trust (invented)"
HEADER = [
    "Department Family",
    "Entity",
    "Date",
    "Expense Type",
    "Expense Area",
    "Supplier",
    "Transaction Number",
    "AP Amount (£)",
    "Supplier Postcode",
]
NOT_PUBLISHED = (2024, 8)
DRAFT = (2025, 6)
Line = list[str | float | date | None]


def write(folder: Path, payments: Iterable[Payment], account: Account) -> None:
    """One file a month. Nothing of August 2024 can be read: that month is not in the truth either."""
    folder.mkdir(parents=True)
    for year, month, paid in months(payments):
        account.files += 1
        if (year, month) == NOT_PUBLISHED:
            formats.write_pdf(folder / f"spend-over-25k-{year}-{month:02}.csv")
            account.refused += 1
            continue
        lines: list[Sequence[formats.Cell]] = [*titles(paid[0].on), HEADER, *(line(p) for p in paid), total(paid)]
        formats.write_workbook(folder / f"spend-over-25k-{year}-{month:02}.xlsx", {f"{paid[0].on:%b %Y}": lines})
        account.paid(paid)
        if (year, month) == DRAFT:
            formats.write_broken(folder / f"DRAFT spend-over-25k-{year}-{month:02}.xlsx", lines)
            account.files += 1
            account.refused += 1


def titles(on: date) -> list[Line]:
    """What stands above the header."""
    return [[NAME], [f"Expenditure over £25,000: {on:%B %Y}"], []]


def line(payment: Payment) -> Line:
    """One line of the file; the trust gives the postcode of four suppliers in five."""
    given = payment.payee and payment.payee.postcode and len(payment.payee.name) % 5
    return [
        "Department of Health and Social Care",
        NAME,
        payment.on,
        payment.purchase.category,
        payment.purchase.department,
        payment.written,
        f"{70_000_000 + payment.number}",
        pounds(payment.pence),
        payment.payee.postcode if payment.payee and given else None,
    ]


def total(paid: list[Payment]) -> Line:
    """The last line."""
    return ["Grand Total", None, None, None, None, None, None, pounds(sum(p.pence for p in paid)), None]
