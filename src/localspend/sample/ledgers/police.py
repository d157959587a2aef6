"""The police: quarterly CSV in Windows' encoding, month before day, credits in brackets, seventy unnamed columns."""

from collections.abc import Iterable
from pathlib import Path

from localspend.sample import formats
from localspend.sample.ledgers.periods import quarters
from localspend.sample.money import brackets
from localspend.sample.payments import Payment
from localspend.sample.truth import Account

HEADER = ["Payee", "Cost Centre Description", "Expense Description", "Document No", "Date of Payment", "Amount (£)"]
UNNAMED = [""] * 70
#: One line in this many shows what a spreadsheet shows when the column of dates is too narrow.
TOO_NARROW = 250


def write(folder: Path, payments: Iterable[Payment], account: Account) -> None:
    """One file a quarter, an empty line above the header."""
    for year, quarter, paid in quarters(payments):
        for payment in paid[:: TOO_NARROW if len(paid) > TOO_NARROW else len(paid)]:
            payment.undated = True
        lines = [["", *UNNAMED], HEADER + UNNAMED, *(line(p) + UNNAMED for p in paid)]
        path = folder / f"Expenditure over £500 {year} quarter {quarter}.csv"
        formats.write_text(path, lines, encoding="cp1252")
        account.paid(paid)
        account.files += 1


def line(payment: Payment) -> list[str]:
    """One line of the file."""
    return [
        payment.written,
        payment.purchase.department,
        payment.purchase.category,
        f"5{payment.number:08}",
        "######" if payment.undated else f"{payment.on.month}/{payment.on.day}/{payment.on.year}",
        brackets(payment.pence),
    ]
