"""Planting in the payments of a ledger: what is regular, what is described alike, and what a pilot moved."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from localspend.sample.payments import HOLIDAYS, LAST, Payment, working_days
from localspend.sample.planted import Pilot, Planted, Recurring, SharedPhrase
from localspend.sample.writing import STYLES


def plant(rng: Random, ledger: str, drawn: list[Payment], style: str, planted: Planted) -> list[Payment]:
    """The drawn payments and the planted ones, in order of date and numbered anew; `planted.moved` is filled."""
    written = STYLES[style]
    more = [p for one in planted.recurring if one.at.ledger == ledger for p in regular(rng, one)]
    more += described(rng, ledger, planted.phrase) if planted.phrase else []
    for payment in more:
        payment.written = written(payment.written)
    paid = sorted([*drawn, *more], key=lambda p: p.on)
    for number, payment in enumerate(paid, 1):
        payment.number = number
    for pilot in planted.pilots:
        if pilot.at.ledger == ledger:
            planted.moved[pilot.id] = move(rng, pilot, paid, written=written)
    return paid


def regular(rng: Random, one: Recurring) -> Iterator[Payment]:
    """Every payment of a rhythm up to the sample's last day."""
    months = range(0, 12 * (LAST.year - one.first.year + 1), one.months)
    due = (date(one.first.year + m // 12, m % 12 + 1, one.first.day) for m in (n + one.first.month - 1 for n in months))
    for day in due:
        on = working(day + timedelta(rng.randint(-one.days, one.days)))
        pence = round(one.pence * rng.uniform(0.98, 1.02))
        yield Payment(on, pence, one.supplier.name, one.supplier, one.at.purchase, 0)


def working(day: date) -> date:
    """The day, or the next on which payments are made."""
    while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
        day += timedelta(1)
    return day


def described(rng: Random, ledger: str, shared: SharedPhrase) -> Iterator[Payment]:
    """The payments of a ledger that the shared words describe, on any days."""
    days = working_days()
    for place, supplier in zip(shared.places, shared.suppliers, strict=True):
        for _ in range(shared.payments if place.ledger == ledger else 0):
            pence = round(rng.lognormvariate(0, 0.6) * 140_000)
            payment = Payment(rng.choice(days), pence, supplier.name, supplier, place.purchase, 0)
            payment.description = shared.phrase
            yield payment


def move(rng: Random, pilot: Pilot, paid: Sequence[Payment], *, written: Callable[[str], str]) -> float:
    """Give the pilot's suppliers their share of what was paid after its start; returns the share of the pounds."""
    of_need = [p for p in paid if p.purchase.category == pilot.at.category]
    outside = [p for p in of_need if p.payee and p.payee.tier != pilot.area]
    chance = pilot.points / 100 * pounds(of_need) / (pounds(outside) or 1)
    moved = [p for p in outside if p.on >= pilot.from_on and rng.random() < chance]
    for payment in moved:
        payment.payee = rng.choice(pilot.suppliers)
        payment.written = written(payment.payee.name)
    return pounds(moved) / (pounds(p for p in of_need if p.on >= pilot.from_on) or 1)


def pounds(payments: Iterable[Payment]) -> float:
    """What payments add up to."""
    return sum(p.pence for p in payments) / 100
