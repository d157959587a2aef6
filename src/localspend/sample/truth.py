"""What the sample really holds, kept apart from its folder: tests compare the account that was built with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from localspend.sample.notices import Noticed
from localspend.sample.payments import Payment
from localspend.sample.planted import Planted


@dataclass
class Account:
    """One institution's truth. Rows and pence of all payment lines, of them second copies, and where payees work."""

    payments: int = 0
    pence: int = 0
    undated: int = 0
    duplicates: int = 0
    duplicate_pence: int = 0
    files: int = 0
    refused: int = 0
    contracts: int = 0
    listed_suppliers: int = 0
    pence_by_tier: Counter[str] = field(default_factory=Counter)

    def paid(self, payments: Iterable[Payment], *, pence: str = "pence") -> None:
        """Add payments that were written once; `pence` says whether the file shows net or gross."""
        for payment in payments:
            amount = payment.pence + (payment.vat if pence == "gross" else 0)
            self.payments += 1
            self.pence += amount
            self.undated += payment.undated
            self.pence_by_tier[payment.payee.tier if payment.payee else "unknown"] += amount

    def repeated(self, payments: Iterable[Payment]) -> None:
        """Add payments that another file already holds."""
        for payment in payments:
            self.payments += 1
            self.pence += payment.pence
            self.undated += payment.undated
            self.duplicates += 1
            self.duplicate_pence += payment.pence

    @property
    def counted(self) -> int:
        """Payments that count."""
        return self.payments - self.duplicates

    @property
    def amount(self) -> Decimal:
        """Pounds of every payment line, as `source_files.amount_total` sums them."""
        return Decimal(self.pence) / 100

    @property
    def amount_counted(self) -> Decimal:
        """Pounds of the payments that count."""
        return Decimal(self.pence - self.duplicate_pence) / 100


@dataclass
class Truth:
    """Institution id -> its account, and what its notices hold; and what was planted for the insights to find."""

    institutions: dict[str, Account] = field(default_factory=dict)
    notices: dict[str, Noticed] = field(default_factory=dict)
    planted: Planted = field(default_factory=Planted)

    @property
    def amount_counted(self) -> Decimal:
        """Pounds of the whole network."""
        return sum((a.amount_counted for a in self.institutions.values()), Decimal(0))
