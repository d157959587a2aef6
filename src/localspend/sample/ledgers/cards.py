"""The council's purchase cards: quarterly .xls, gross, merchants in small letters, honest repeats."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from random import Random

from localspend.sample import formats
from localspend.sample.ledgers.periods import quarters
from localspend.sample.money import pounds
from localspend.sample.payments import Payment
from localspend.sample.truth import Account

HEADER = [
    "TRANS DATE",
    "TRANS VAT DESC",
    "ORIGINAL GROSS AMT",
    "MERCHANT NAME",
    "CARD NUMBER",
    "TRANS CAC CODE 1",
    "TRANS CAC DESC 1",
    "Directorate",
]
#: One line in this many is bought twice that day, at the same price.
REPEATS = 60
WEB_PAGE = (2023, 1)


def write(folder: Path, payments: Iterable[Payment], account: Account, rng: Random) -> None:
    """One file a quarter; the first is a web page with the name of a workbook."""
    for year, quarter, paid in quarters(payments):
        bought = [p for p in paid for _ in range(1 + (rng.randrange(REPEATS) == 0))]
        lines: list[Sequence[formats.Cell]] = [HEADER, *(line(p) for p in bought)]
        path = folder / "purchase-cards" / f"publish-spend-q{quarter}-{year}.xls"
        if (year, quarter) == WEB_PAGE:
            formats.write_web_page(path, lines)
        else:
            formats.write_old_workbook(path, lines, sheet=f"Q{quarter} {year}")
        account.paid(bought, pence="gross")
        account.files += 1


def line(payment: Payment) -> list[str | float | date]:
    """One line of the file."""
    return [
        payment.on,
        "VR" if payment.vat else "VZ",
        pounds(payment.pence + payment.vat),
        payment.written,
        f"************{payment.number % 97:04}",
        f"K{len(payment.purchase.category):03}",
        payment.purchase.category,
        payment.purchase.department,
    ]
