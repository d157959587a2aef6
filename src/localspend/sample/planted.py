"""What is planted in the sample for the insights to find: what, where and how much. Everything else is random.

Suppliers that are planted stand beside the other invented ones: they are paid only where something is planted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from localspend.sample import suppliers
from localspend.sample.ground import TIERS
from localspend.sample.institutions import INSTITUTIONS
from localspend.sample.suppliers import Supplier
from localspend.sample.trades import PURCHASES, Purchase

#: What a planted supplier gets of a pool's orders.
SURE_SHARE = 0.1


@dataclass(frozen=True)
class Place:
    """A category of a ledger."""

    ledger: str
    category: str

    @property
    def institution_id(self) -> str:
        """Whose ledger it is."""
        return INSTITUTIONS[self.ledger].id

    @property
    def purchase(self) -> Purchase:
        """What is bought there."""
        return next(p for p in PURCHASES[self.ledger] if p.category == self.category)


@dataclass(frozen=True)
class Leak:
    """`at` is bought from outside West Midlands only; the `peer` buys the same from `supplier` in East Birmingham."""

    at: Place
    peer: Place
    supplier: Supplier


@dataclass(frozen=True)
class SharedCategory:
    """The same need at several institutions, whose contracts with `suppliers` (one each) end on `ends`."""

    places: tuple[Place, ...]
    suppliers: tuple[Supplier, ...]
    ends: tuple[date, ...]


@dataclass(frozen=True)
class SharedSupplier:
    """One supplier of several institutions."""

    places: tuple[Place, ...]
    supplier: Supplier


@dataclass(frozen=True)
class SharedPhrase:
    """Words that describe `payments` payments at each place, to another supplier (one each)."""

    phrase: str
    places: tuple[Place, ...]
    suppliers: tuple[Supplier, ...]
    payments: int


@dataclass(frozen=True)
class Recurring:
    """One supplier paid every `months` about the day `day`, give or take `days`, about `pence` each time."""

    at: Place
    supplier: Supplier
    months: int
    first: date
    next_on: date
    pence: int
    days: int = 3


@dataclass(frozen=True)
class Bunching:
    """`contracts` just below `threshold` (pounds, VAT included) in a year; `repeated` more of them to `supplier`."""

    at: Place
    threshold: Decimal
    rate: Decimal
    since: date
    contracts: int
    supplier: Supplier
    repeated: int


@dataclass(frozen=True)
class Pilot:
    """From `from_on`, `points` of a hundred of the pounds at `at` go to `suppliers` in `area`; 0 is a placebo."""

    id: str
    at: Place
    from_on: date
    area: str
    points: int
    suppliers: tuple[Supplier, ...] = ()


@dataclass
class Planted:
    """Everything that was planted. moved: pilot -> what share of its pounds since its start was really moved."""

    leaks: tuple[Leak, ...] = ()
    category: SharedCategory | None = None
    supplier: SharedSupplier | None = None
    phrase: SharedPhrase | None = None
    recurring: tuple[Recurring, ...] = ()
    bunching: Bunching | None = None
    pilots: tuple[Pilot, ...] = ()
    moved: dict[str, float] = field(default_factory=dict)

    @property
    def suppliers(self) -> list[Supplier]:
        """The planted suppliers, in the order of their numbers."""
        several = (p.suppliers for p in (self.category, self.phrase, *self.pilots) if p)
        single = [p.supplier for p in (*self.leaks, self.supplier, *self.recurring, self.bunching) if p]
        return sorted({*single, *(s for group in several for s in group)}, key=lambda s: s.number)

    def sure(self, ledger: str, purchase: Purchase) -> list[Supplier]:
        """The planted suppliers that are among those paid for a purchase."""
        return [supplier for place, supplier in self._orders() if place == Place(ledger, purchase.category)]

    def open_to(self, ledger: str, purchase: Purchase, among: Sequence[Supplier]) -> list[Supplier]:
        """Those who may be paid for a purchase: where it leaks, nobody from inside."""
        leaks = any(leak.at == Place(ledger, purchase.category) for leak in self.leaks)
        return [s for s in among if not leaks or s.tier not in TIERS[:3]]

    def _orders(self) -> Iterator[tuple[Place, Supplier]]:
        yield from ((leak.peer, leak.supplier) for leak in self.leaks)
        if self.category:
            yield from zip(self.category.places, self.category.suppliers, strict=True)
        if self.supplier:
            yield from ((place, self.supplier.supplier) for place in self.supplier.places)
        if self.bunching:
            yield self.bunching.at, self.bunching.supplier


#: Who buys what is shared: a category, a supplier, words.
CLEANED = (
    Place("council", "Cleaning Contracts"),
    Place("university", "Cleaning"),
    Place("police", "Cleaning"),
)
COMPUTERS = (
    Place("council", "ICT Services"),
    Place("university", "Computer Equipment"),
    Place("police", "ICT Hardware"),
)
DOORS = (Place("housing-association", "Day to Day Repairs"), Place("university", "Building Maintenance"))


def plan(rng: Random, others: Sequence[Supplier], ground: Mapping[str, list[str]]) -> Planted:
    """What is planted in one sample: the same places, with suppliers of this seed (made in the order of the fields)."""
    new = suppliers.Maker(rng, ground, others, "95{:06d}")
    return Planted(
        leaks=(
            Leak(Place("nhs", "Provisions"), Place("council", "School Meals Provisions"), new("food", TIERS[0])),
            Leak(
                Place("university", "Furniture"),
                Place("council", "Furniture and Fittings"),
                new("furniture", TIERS[0]),
            ),
            Leak(Place("police", "Training"), Place("council", "Training Expenses"), new("training", TIERS[0])),
        ),
        category=SharedCategory(
            CLEANED,
            (new("cleaning", TIERS[1]), new("cleaning", TIERS[2]), new("cleaning", TIERS[1])),
            (date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31)),
        ),
        supplier=SharedSupplier(COMPUTERS, new("it", TIERS[1], "medium")),
        phrase=SharedPhrase(
            "Invented Fire Door Inspection programme", DOORS, (new("repairs", TIERS[1]), new("repairs", TIERS[2])), 18
        ),
        recurring=_recurring(new),
        bunching=_bunching(new),
        pilots=_pilots(new),
    )


def _recurring(new: suppliers.Maker) -> tuple[Recurring, ...]:
    security, software = new("security", TIERS[1]), new("software", TIERS[3], "medium")
    return (
        Recurring(Place("university", "Security"), security, 1, date(2023, 1, 12), date(2026, 1, 12), 485_000),
        Recurring(Place("university", "Software"), software, 3, date(2023, 2, 20), date(2026, 2, 20), 960_000),
    )


def _bunching(new: suppliers.Maker) -> Bunching:
    return Bunching(
        Place("police", "Building Repairs"),
        Decimal(30_000),
        Decimal("1.2"),
        date(2025, 3, 3),
        contracts=28,
        supplier=new("repairs", TIERS[1]),
        repeated=8,
    )


def _pilots(new: suppliers.Maker) -> tuple[Pilot, ...]:
    caterers = tuple(new("catering", TIERS[0]) for _ in range(3))
    lunches, garages = Place("council", "Hospitality and Catering"), Place("police", "Vehicle Maintenance")
    return (
        Pilot("invented-local-caterers", lunches, date(2024, 10, 1), TIERS[0], 15, caterers),
        Pilot("invented-local-garages", garages, date(2024, 4, 1), TIERS[0], 0),
    )
