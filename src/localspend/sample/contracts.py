"""Contract registers in the Transparency Code's columns: what is paid most, many small ones, and what is planted.

Values are without VAT, as the Code asks. Those of small contracts are log-normal, many of them round.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import floor, log, log10
from pathlib import Path
from random import Random
from typing import NamedTuple

from localspend.sample import formats
from localspend.sample.money import commas
from localspend.sample.payments import LAST, Payment
from localspend.sample.planted import Bunching, Planted
from localspend.sample.suppliers import Supplier
from localspend.sample.trades import Purchase

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
#: Small contracts: how many, their middle value in pounds, spread (log), and the least that the Code has published.
SMALL, MIDDLE, SPREAD, LEAST = 260, 30_000, 1.1, 5_000
#: Small contracts began since this day.
SINCE = date(2023, 4, 1)
VCSE = ("cic", "charity", "charitable-company", "mutual")


class Contract(NamedTuple):
    """One contract; value in pence without VAT."""

    payee: Supplier
    purchase: Purchase
    value: int
    start: date
    end: date


def lines(rng: Random, ledger: str, payments: Iterable[Payment], planted: Planted) -> list[list[str]]:
    """The register, its header first."""
    return [HEADER, *(line(rng, c, n) for n, c in enumerate(agreed(rng, ledger, payments, planted), 1))]


def agreed(rng: Random, ledger: str, payments: Iterable[Payment], planted: Planted) -> list[Contract]:
    """The contracts of an institution, in the order in which they began."""
    paid: dict[str, list[Payment]] = defaultdict(list)
    apart = {supplier.name for supplier in planted.suppliers}
    # Of a shared need, an institution has one contract: others would end when they like.
    need = planted.category.places[0].purchase.cpv if planted.category else None
    for payment in payments:
        if payment.payee and payment.payee.name not in apart and payment.purchase.cpv != need:
            paid[payment.payee.name].append(payment)
    groups = sorted(paid.values(), key=lambda group: (-sum(p.pence for p in group), group[0].written))
    others = [group[0] for group in groups[MOST_PAID:] or groups]
    found = [large(rng, group) for group in groups[:MOST_PAID]]
    found += [small(rng, payment) for payment in rng.choices(others, k=SMALL)]
    found += shared(rng, ledger, planted)
    if planted.bunching and planted.bunching.at.ledger == ledger:
        found += bunched(rng, planted.bunching, others)
    return sorted(found, key=lambda c: (c.start, c.payee.name, c.value))


def large(rng: Random, paid: Sequence[Payment]) -> Contract:
    """Worth about what was paid under it."""
    start = date(2022, 4, 1) + timedelta(rng.randrange(1000))
    value = round(max(sum(p.pence for p in paid), 500_000), -5)
    return _contract(paid[0], value, start, years=rng.choice((2, 3, 3, 4, 5)))


def small(rng: Random, payment: Payment) -> Contract:
    """With somebody who is paid less, for something of its own."""
    start = SINCE + timedelta(rng.randrange((LAST - SINCE).days + 1))
    value = rounded(rng, max(rng.lognormvariate(log(MIDDLE), SPREAD), LEAST))
    return _contract(payment, value, start, years=rng.choice((1, 1, 2, 3)))


def rounded(rng: Random, pounds: float) -> int:
    """As people write values: three in ten to two figures, three in ten to the thousand, others as they are; pence."""
    chance = rng.random()
    step = 10 ** (floor(log10(pounds)) - 1) if chance < 0.3 else 1_000 if chance < 0.6 else 0.01
    return round(round(pounds / step) * step * 100)


def shared(rng: Random, ledger: str, planted: Planted) -> Iterator[Contract]:
    """The contracts of a shared need: their ends could be aligned."""
    if need := planted.category:
        for place, payee, end in zip(need.places, need.suppliers, need.ends, strict=True):
            if place.ledger == ledger:
                value = rng.randrange(180, 320) * 100_000
                yield Contract(payee, place.purchase, value, end - timedelta(3 * 365), end)


def bunched(rng: Random, bunching: Bunching, others: Sequence[Payment]) -> Iterator[Contract]:
    """Just below a threshold once VAT is added: with many payees, and again and again with one."""
    payees = [(p.payee, p.purchase) for p in rng.choices(others, k=bunching.contracts) if p.payee]
    for payee, purchase in [*payees, *[(bunching.supplier, bunching.at.purchase)] * bunching.repeated]:
        value = round(float(bunching.threshold / bunching.rate) * rng.uniform(0.95, 0.9995)) * 100
        start = bunching.since + timedelta(rng.randrange((LAST - bunching.since).days + 1))
        yield Contract(payee, purchase, value, start, start + timedelta(365))


def _contract(of: Payment, value: int, start: date, *, years: int) -> Contract:
    assert of.payee
    return Contract(of.payee, of.purchase, value, start, start + timedelta(365 * years))


def line(rng: Random, contract: Contract, number: int) -> list[str]:
    """One line of the register."""
    payee, purchase, value, start, end = contract
    return [
        f"SC{number:04}",
        f"{purchase.category} {start.year}",
        f"{purchase.category} for {purchase.department}",
        purchase.department,
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
