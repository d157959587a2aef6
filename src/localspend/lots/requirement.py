"""What is to be divided: a requirement, its units and what binds them (docs/lots.md).

A unit is a site, a service and a period with a value. Units of one `together` or `tupe` group are in one lot, units of
an `apart` group are in different ones; groups name units by id. Money is pounds and pence. Read by `lots.reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Group = frozenset[str]
#: What a bid asks of a firm: a page or two; what is usual; accreditation, long forms or site visits before the bid.
BURDENS = ("light", "usual", "heavy")
#: Whether VAT is in the values; '' where nobody says.
VAT = ("", "included", "excluded", "exempt")


@dataclass(frozen=True)
class Unit:
    """One unit; value is None where the file gives none. place is a postcode where it reads as one."""

    id: str
    value: Decimal | None
    place: str = ""
    service: str = ""
    period: str = ""

    @property
    def district(self) -> str:
        """The postcode district of its place: B9 of B9 4AA."""
        return self.place.upper().rpartition(" ")[0] or self.place.upper()


@dataclass(frozen=True)
class Requirement:
    """A requirement. For each lot beyond the first: cost_per_lot to manage it, loss_of_scope for scale that is lost.

    lot_value_min and lot_value_max bound a lot's value; max_lots_per_supplier caps awards and binds no division. tupe
    are units whose staff would transfer together; whys are the reasons that the file gives for a group.
    """

    title: str
    category: str
    units: tuple[Unit, ...]
    minimum_expected_bidders: int = 3
    max_lots: int = 6
    cost_per_lot: Decimal = Decimal(0)
    contiguous: bool = False
    lot_value_max: Decimal | None = None
    together: tuple[Group, ...] = ()
    apart: tuple[Group, ...] = ()
    lot_value_min: Decimal | None = None
    tupe: tuple[Group, ...] = ()
    max_lots_per_supplier: int | None = None
    loss_of_scope: Decimal = Decimal(0)
    burden: str = "usual"
    vat: str = ""
    whys: Mapping[Group, str] = field(default_factory=dict)

    @property
    def value(self) -> Decimal:
        """The exact sum of the units."""
        return sum((unit.value or Decimal(0) for unit in self.units), Decimal(0))

    @property
    def kept(self) -> tuple[Group, ...]:
        """The groups that stay in one lot, for whatever reason."""
        return (*self.together, *self.tupe)
