"""Contract registers in the Transparency Code's columns, of the suppliers that an institution pays most."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from localspend.sample import formats
from localspend.sample.money import commas
from localspend.sample.payments import Payment

HEADER = [
    "Reference Number",
    "Title of Agreement",
    "Description of the goods and/or services",
    "Department Responsible",
    "Supplier Name",
    "Contract Value (£)",
    "Irrecoverable VAT",
    "Start Date",
    "End Date",
    "Review Date",
    "Procurement Process",
    "SME",
    "VCSE",
]
PROCESSES = ("Open tender", "Invitation to quote", "Framework call-off", "Direct award")
MOST_PAID = 160
VCSE = ("cic", "charity", "charitable-company", "mutual")


def lines(rng: Random, payments: Iterable[Payment]) -> list[list[str]]:
    """The register, its header first: one contract for each of the best paid suppliers."""
    paid: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        if payment.payee:
            paid[payment.payee.name].append(payment)
    best = sorted(paid.values(), key=lambda group: (-sum(p.pence for p in group), group[0].written))[:MOST_PAID]
    return [HEADER, *(line(rng, group, n) for n, group in enumerate(best, 1))]


def line(rng: Random, paid: list[Payment], number: int) -> list[str]:
    """One contract, worth about what was paid under it."""
    first = paid[0]
    start = date(2022, 4, 1) + timedelta(rng.randrange(1000))
    end = start + timedelta(365 * rng.choice((2, 3, 3, 4, 5)))
    value = round(max(sum(p.pence for p in paid), 500_000), -5)
    payee = first.payee
    assert payee
    return [
        f"SC{number:04}",
        f"{first.purchase.category} {start.year}",
        f"{first.purchase.category} for {first.purchase.department}",
        first.purchase.department,
        payee.name,
        commas(value),
        "0.00",
        f"{start:%d/%m/%Y}",
        f"{end:%d/%m/%Y}",
        f"{end - timedelta(180):%d/%m/%Y}",
        rng.choice(PROCESSES),
        "No" if payee.size == "large" else "Yes",
        "Yes" if payee.kind in VCSE else "No",
    ]


def write(path: Path, rows: list[list[str]]) -> None:
    """As a workbook or as text, by the name of the file."""
    if path.suffix == ".xlsx":
        formats.write_workbook(path, {"Contracts register": rows})
    else:
        formats.write_text(path, rows, encoding="utf-8-sig")
