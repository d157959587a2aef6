"""The council: monthly CSV in the Transparency Code's columns, UTF-8 with a mark, one month published twice."""

from collections.abc import Iterable
from pathlib import Path

from localspend.sample import formats
from localspend.sample.ledgers.periods import months
from localspend.sample.money import plain
from localspend.sample.payments import Payment
from localspend.sample.truth import Account

NAME = "Sample City Council (invented)"
HEADER = [
    "Body Name",
    "Directorate",
    "Expenditure Category",
    "Type",
    "Payment Date",
    "Transaction Number",
    "Net Amount",
    "Irrecoverable VAT",
    "Supplier Name",
    "Company Registration",
]
REPUBLISHED = (2024, 3)


def write(folder: Path, payments: Iterable[Payment], account: Account) -> None:
    """One file a month, in a folder a year; March 2024 again under the name that a correction would have."""
    for year, month, paid in months(payments):
        lines = [HEADER, *(line(p) for p in paid), [""] * len(HEADER), [""] * len(HEADER)]
        formats.write_text(folder / f"{year}" / f"spend-over-500-{year}-{month:02}.csv", lines, encoding="utf-8-sig")
        account.paid(paid)
        if (year, month) == REPUBLISHED:
            again = folder / f"{year}" / f"spend-over-500-march-{year}-revised.csv"
            formats.write_text(again, lines, encoding="utf-8-sig")
            account.repeated(paid)
            account.files += 1
        account.files += 1


def line(payment: Payment) -> list[str]:
    """One line of the file. The council knows the company number of about half of its suppliers."""
    known = payment.payee and payment.payee.number and int(payment.payee.number[-2:]) % 2
    return [
        NAME,
        payment.purchase.department,
        payment.purchase.category,
        "Capital" if payment.purchase.trade == "building" else "Revenue",
        f"{payment.on:%d/%m/%Y}",
        f"{payment.on:%y%m}-{payment.number:06}",
        plain(payment.pence),
        plain(payment.vat // 20) if payment.purchase.cpv.startswith("85") else "Nil",
        payment.written,
        payment.payee.number if payment.payee and known else "",
    ]
