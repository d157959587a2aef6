"""The housing association: a monthly dump, UTF-16 with tabs, its query above, totals below, one year merged."""

from collections.abc import Iterable
from pathlib import Path

from localspend.sample import formats
from localspend.sample.ledgers.periods import months
from localspend.sample.money import trailing
from localspend.sample.payments import Payment
from localspend.sample.truth import Account

HEADER = ["Supplier ID", "Supplier", "Post Code", "Date Paid", "Details", "Cost Heading", "Team", "Amount Paid"]
QUERY = [["SELECT supplier_id, supplier, post_code, date_paid, details, cost_heading, team, amount FROM ap_paid"], [""]]
#: One line in this many has no date.
NO_DATE = 120
MERGED = 2025


def write(folder: Path, payments: Iterable[Payment], account: Account) -> None:
    """One file a month, and the whole of 2025 once more in one file."""
    merged: list[Payment] = []
    for year, month, paid in months(payments):
        for payment in paid[:: NO_DATE if len(paid) > NO_DATE else len(paid)]:
            payment.undated = True
        lines = [line(p) for p in paid]
        total = ["", "Total", "", "", "", "", "", trailing(sum(p.pence for p in paid))]
        save(folder / f"{year}" / f"ap_paid_{year}{month:02}.txt", [*QUERY, HEADER, *lines, total])
        account.paid(paid)
        merged += paid if year == MERGED else []
        account.files += 1
    save(folder / f"ap_paid_all_{MERGED}.txt", [HEADER, *(line(p) for p in merged)])
    account.repeated(merged)
    account.files += 1


def save(path: Path, lines: list[list[str]]) -> None:
    """The text as that system exports it."""
    formats.write_text(path, lines, encoding="utf-16", delimiter="\t")


def line(payment: Payment) -> list[str]:
    """One line of the dump."""
    payee = payment.payee
    return [
        payment.ref,
        payment.written,
        payee.postcode if payee else "",
        "" if payment.undated else f"{payment.on:%d-%b-%Y}",
        payment.description or f"{payment.purchase.category} job {payment.number}",
        payment.purchase.category,
        payment.purchase.department,
        trailing(payment.pence),
    ]
