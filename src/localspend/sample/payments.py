"""What each institution pays: who, what for, when, how much. Heavy-tailed, seeded, and known to the penny."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, compress
from math import log
from random import Random

from localspend.sample import writing
from localspend.sample.planted import SURE_SHARE, Planted
from localspend.sample.suppliers import Supplier
from localspend.sample.trades import PURCHASES, Purchase

FIRST, LAST = date(2023, 1, 3), date(2025, 12, 31)
HOLIDAYS = ((1, 1), (12, 25), (12, 26))
SIZE_FACTOR = {"micro": 0.55, "small": 1.0, "medium": 1.7, "large": 3.0}
SIZE_WEIGHT = {"micro": 0.6, "small": 1.0, "medium": 1.8, "large": 3.2}
#: Ledger -> share of the suppliers of a trade that it pays.
REACHED = {"council": 0.78, "cards": 0.7, "nhs": 0.3, "university": 0.38, "police": 0.25, "housing-association": 0.24}
#: Ledger -> how much likelier a supplier of a tier is to get an order than its size says.
LEANING = {
    "council": {"east-birmingham": 1.2, "birmingham": 1.2, "outside-uk": 0.3},
    "cards": {"east-birmingham": 1.5, "birmingham": 1.5, "outside-uk": 0.1},
    "nhs": {"east-birmingham": 0.6, "outside-uk": 0.3},
    "university": {"birmingham": 2.0, "outside-uk": 0.4},
    "police": {"birmingham": 1.6, "east-birmingham": 1.4, "outside-uk": 0.2},
    "housing-association": {"east-birmingham": 9.0, "birmingham": 5.0, "west-midlands": 4.0, "outside-uk": 0.1},
}
#: Pounds below which an institution does not publish.
THRESHOLD = {"council": 500, "nhs": 25_000, "police": 500}
#: Share of payments that are credits.
CREDITS = 0.02
VAT_PERCENT = 20


@dataclass(slots=True)
class Payment:
    """One line of a ledger. payee is null for a person or a redacted name; pence are net; ref is the payer's number.

    description is what the payer says that it was for, empty where it says no more than the category.
    """

    on: date
    pence: int
    written: str
    payee: Supplier | None
    purchase: Purchase
    number: int
    ref: str = ""
    undated: bool = False
    description: str = ""

    @property
    def vat(self) -> int:
        """VAT in pence, where the payee would charge it."""
        return self.pence * VAT_PERCENT // 100 if self.payee and self.payee.size in ("medium", "large") else 0


def working_days() -> list[date]:
    """The days on which payments are made."""
    days = (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))
    return [day for day in days if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS]


def spend(
    rng: Random, ledger: str, suppliers: Sequence[Supplier], many: int, style: str, planted: Planted
) -> list[Payment]:
    """`many` payments of the ledger, drawn at random, in order of date."""
    days, purchases = working_days(), PURCHASES[ledger]
    pools = [Pool(rng, ledger, p, suppliers, style, planted) for p in purchases]
    chosen = rng.choices(range(len(purchases)), [p.share for p in purchases], k=many)
    dates = sorted(rng.choices(range(len(days)), k=many))
    return [pools[c].payment(rng, days[d], n) for n, (c, d) in enumerate(zip(chosen, dates, strict=True), 1)]


class Pool:
    """The suppliers that one institution pays for one thing, a few much more often than the rest."""

    def __init__(
        self,
        rng: Random,
        ledger: str,
        purchase: Purchase,
        suppliers: Sequence[Supplier],
        style: str,
        planted: Planted,
    ) -> None:
        self.purchase, self.least = purchase, THRESHOLD.get(ledger, 0) * 100
        self.middle = log(purchase.middle * 100)
        of_trade = planted.open_to(ledger, purchase, [s for s in suppliers if s.trade == purchase.trade])
        self.payees = list(compress(of_trade, [rng.random() < REACHED[ledger] for _ in of_trade])) or of_trade[:1]
        self.spellings = [writing.spellings(rng, s, style) for s in self.payees]
        # A Pareto draw for each supplier: the top tenth gets most of the orders.
        leaning = LEANING[ledger]
        orders = [rng.paretovariate(1.2) * SIZE_WEIGHT[s.size] * leaning.get(s.tier, 1) for s in self.payees]
        sure = planted.sure(ledger, purchase)
        self.payees += sure
        self.spellings += [[writing.STYLES[style](s.name)] for s in sure]
        orders += [sum(orders) * SURE_SHARE for _ in sure]
        self.heaviness = list(accumulate(orders))

    def payment(self, rng: Random, on: date, number: int) -> Payment:
        """One payment from this pool on a day."""
        payee, written = self.pick(rng)
        pence = int(rng.lognormvariate(self.middle, self.purchase.spread) * (SIZE_FACTOR[payee.size] if payee else 1))
        pence = max(pence, 100) + (self.least if pence < self.least else 0)
        if rng.random() < CREDITS:
            pence = -max(pence // 3, self.least)
        return Payment(on, pence, written, payee, self.purchase, number)

    def pick(self, rng: Random) -> tuple[Supplier | None, str]:
        """A payee and how it is written this time."""
        if self.purchase.trade == "person":
            return None, writing.person(rng)
        if self.purchase.trade == "redacted":
            return None, rng.choice(writing.REDACTED)
        at = bisect_left(self.heaviness, rng.random() * self.heaviness[-1])
        return self.payees[at], rng.choice(self.spellings[at])
