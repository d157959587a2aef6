"""About 4,000 invented suppliers: what they are called, what they are, where they really work and are registered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random

from localspend.sample import words
from localspend.sample.ground import TIERS
from localspend.sample.trades import TRADES

#: Kind of supplier -> how many, register's number pattern (9… is far above any number in use), and its category there.
KINDS = {
    "company": (3000, "99{:06d}", "Private Limited Company"),
    "cic": (90, "98{:06d}", "Community Interest Company"),
    "charitable-company": (
        120,
        "97{:06d}",
        "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)",
    ),
    "llp": (60, "OC99{:04d}", "Limited Liability Partnership"),
    "mutual": (30, "RS99{:04d}", "Registered Society"),
    "overseas": (30, "FC99{:04d}", "Overseas Company"),
    "sole-trader": (350, "", ""),
    "partnership": (130, "", ""),
    "charity": (120, "", ""),
    "public-body": (60, "", ""),
}
PLC = (" PLC", " Limited", " (UK) Limited")
SUFFIXES = {
    "company": (" Limited", " Limited", " Limited", " Ltd", " Ltd"),
    "cic": (" CIC", " CIC", " C.I.C."),
    "llp": (" LLP",),
    "mutual": (" Co-operative Limited",),
    "overseas": (" GmbH", " Inc", " B.V.", " SAS"),
    "charitable-company": (" Limited", ""),
    "charity": (" Charity",),
}
#: How local a trade is -> chances of each tier.
REACH = {0: (3, 8, 18, 71), 1: (10, 22, 18, 50), 2: (25, 33, 22, 20)}
#: Tier -> chances of micro, small, medium, large.
SIZES = {
    "east-birmingham": (64, 27, 7, 2),
    "birmingham": (46, 33, 15, 6),
    "west-midlands": (40, 34, 18, 8),
    "rest-of-uk": (22, 31, 27, 20),
    "outside-uk": (0, 20, 40, 40),
}
SIZE_NAMES = ("micro", "small", "medium", "large")
#: Where a small firm registers is often its accountant's office: chance, by size.
ACCOUNTANT = {"micro": 0.09, "small": 0.05, "medium": 0.02, "large": 0.0}


@dataclass(frozen=True, slots=True)
class Supplier:
    """One invented payee. tier is where it works (`postcode`); `registered` is its address in the register."""

    name: str
    kind: str
    number: str
    trade: str
    tier: str
    size: str
    postcode: str
    registered: str
    previous: str = ""
    dissolved: bool = False


def invent(rng: Random, ground: dict[str, list[str]]) -> list[Supplier]:
    """Every supplier of the sample, in a fixed order."""
    taken: set[str] = set()
    trades, shares = list(TRADES), [t.share for t in TRADES.values()]
    made = []
    for kind, (many, pattern, _) in KINDS.items():
        numbers = count(1)
        for _ in range(many):
            trade = _trade_for(kind, rng, trades, shares)
            made.append(_supplier(rng, ground, taken, kind, trade, pattern.format(next(numbers) * 7 % 9973)))
    return made


#: The shortest field for a name that a ledger of the sample has.
SHORT = 30


class Maker:
    """Makes companies to order beside those that were invented: of a trade, a tier and a size, named like no other."""

    def __init__(self, rng: Random, ground: Mapping[str, list[str]], others: Iterable[Supplier], pattern: str) -> None:
        self.rng, self.ground, self.pattern, self.numbers = rng, ground, pattern, count(1)
        self.taken = {name.upper() for s in others for name in (s.name, s.previous) if name}

    def __call__(self, trade: str, tier: str, size: str = "small") -> Supplier:
        """A company that works where it is registered."""
        name = _unused(self.taken, lambda: self._short(trade, tier, size))
        postcode = self.rng.choice(self.ground[tier])
        return Supplier(name, "company", self.pattern.format(next(self.numbers)), trade, tier, size, postcode, postcode)

    def _short(self, trade: str, tier: str, size: str) -> str:
        """A name that every ledger writes in full."""
        names = (_name(self.rng, "company", trade, tier, size) for _ in count())
        return next(name for name in names if len(name) <= SHORT)


def _trade_for(kind: str, rng: Random, trades: list[str], shares: list[int]) -> str:
    if kind == "public-body":
        return "body"
    if kind in ("cic", "charitable-company", "charity"):
        return rng.choice(("community", "community", "training", "arts", "home-care", "catering"))
    if kind == "llp":
        return rng.choice(("legal", "consulting", "design"))
    if kind == "overseas":
        return rng.choice(("software", "medical", "pharma", "laboratory", "it"))
    if kind in ("sole-trader", "partnership"):
        small = (
            "repairs",
            "grounds",
            "cleaning",
            "taxis",
            "catering",
            "training",
            "arts",
            "vehicles",
            "print",
            "heating",
        )
        return rng.choice(small)
    return rng.choices(trades, shares)[0]


def _supplier(
    rng: Random, ground: dict[str, list[str]], taken: set[str], kind: str, trade: str, number: str
) -> Supplier:
    reach = TRADES[trade].reach if trade in TRADES else 2
    tier = "outside-uk" if kind == "overseas" else rng.choices(TIERS, REACH[reach])[0]
    size = rng.choices(SIZE_NAMES, SIZES[tier])[0]
    if kind in ("sole-trader", "partnership"):
        size = "micro"
    postcode = rng.choice(ground[tier]) if tier in ground else ""
    registered = postcode
    if kind == "company" and rng.random() < ACCOUNTANT[size]:
        registered = rng.choice(ground[rng.choice(("birmingham", "rest-of-uk"))])
    name = _unused(taken, lambda: _name(rng, kind, trade, tier, size))
    previous = ""
    if kind == "company" and rng.random() < 0.1:
        previous = _unused(taken, lambda: _name(rng, kind, trade, tier, size))
    dissolved = kind == "company" and rng.random() < 0.02
    return Supplier(name, kind, number, trade, tier, size, postcode, registered, previous, dissolved)


def _unused(taken: set[str], make: Callable[[], str]) -> str:
    for _ in range(200):
        name = make()
        if name.upper() not in taken:
            taken.add(name.upper())
            return name
    raise AssertionError("the words for names are too few")


def _name(rng: Random, kind: str, trade: str, tier: str, size: str) -> str:
    place = rng.choice(words.LOCAL if tier in TIERS[:3] else words.ELSEWHERE)
    if kind == "public-body":
        return f"{place} {rng.choice(words.BODIES)} (Invented)"
    line, surname, abstract = rng.choice(TRADES[trade].words), rng.choice(words.SURNAMES), rng.choice(words.ABSTRACT)
    if kind == "sole-trader":
        return f"{rng.choice(words.INITIALS)} {rng.choice(words.INVENTED_PEOPLE)} t/a {surname} {line}"
    if kind == "partnership":
        return f"{surname}, {rng.choice(words.SURNAMES)} & Partners {line}"
    roots = (
        f"{place} {line}",
        f"{surname} {line}",
        f"{abstract} {line}",
        f"{abstract} {line} ({place})",
        f"{surname} & {rng.choice(('Sons', 'Daughters', 'Co'))} {line}",
        f"{''.join(rng.choices(words.INITIALS, k=3))} {line} {rng.choice(('Midlands', 'Group', 'UK', 'Services'))}",
    )
    return rng.choice(roots) + rng.choice(PLC if (kind, size) == ("company", "large") else SUFFIXES[kind])
