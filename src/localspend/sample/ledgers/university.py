"""The university: a private export, quarterly XLSX with a sheet a month and one of notes, net and gross."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from localspend.sample import formats
from localspend.sample.ledgers.periods import months, quarters
from localspend.sample.money import pounds
from localspend.sample.payments import Payment
from localspend.sample.truth import Account

HEADER = [
    "Supplier No",
    "Supplier Name",
    "Payment Date",
    "Invoice Ref",
    "Account Description",
    "School / Department",
    "Description",
    "Net £",
    "VAT £",
    "Gross £",
]
NOTES = [
    ["Notes"],
    ["Extract of the purchase ledger, for members of the network only."],
    ["Made by an invented person."],
]


def write(folder: Path, payments: Iterable[Payment], account: Account) -> None:
    """One workbook a quarter."""
    for year, quarter, paid in quarters(payments):
        sheets: dict[str, list[list[str | float | date]]] = {
            f"{month[0].on:%B}": [list(HEADER), *(line(p) for p in month)] for _, _, month in months(paid)
        }
        formats.write_workbook(folder / f"purchase ledger {year} Q{quarter}.xlsx", {**sheets, "Notes": NOTES})
        account.paid(paid)
        account.files += 1


def line(payment: Payment) -> list[str | float | date]:
    """One line of a sheet."""
    return [
        payment.ref,
        payment.written,
        payment.on,
        f"INV{payment.number:06}",
        payment.purchase.category,
        payment.purchase.department,
        payment.description or f"{payment.purchase.category} order {payment.number}",
        pounds(payment.pence),
        pounds(payment.vat),
        pounds(payment.pence + payment.vat),
    ]
