"""The scorecard: for each heading, what share of records and of pounds passes all of its checks.

Comparable over time and between publishers, because it is a share of records, each counted once however many checks it
fails, and names the version of every check. Pounds are added up without their signs, so that a credit does not make up
for a payment; of notices no pounds are given, since an estimate, a ceiling and an award cannot be added.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from localspend.quality.headings import HEADINGS, VERSION


@dataclass
class Tally:
    """What is counted of one heading for one publisher, or for all."""

    records: int = 0
    passing: int = 0
    pennies: int = 0
    pennies_passing: int = 0
    outcomes: dict[str, set[str]] = field(
        default_factory=lambda: {"pass": set(), "fail": set(), "not-applicable": set()}
    )

    def document(self) -> dict[str, Any]:
        failing = self.outcomes["fail"]
        passing = self.outcomes["pass"] - failing
        return {
            "version": VERSION,
            "records": self.records,
            "records_passing": self.passing,
            "share_of_records": share(self.passing, self.records),
            "pounds": f"{Decimal(self.pennies) / 100:.2f}",
            "share_of_pounds": share(self.pennies_passing, self.pennies),
            "checks_passing": len(passing),
            "checks_failing": len(failing),
            "checks_not_applicable": len(self.outcomes["not-applicable"] - passing - failing),
            "failing": sorted(failing),
        }


Card = dict[str, Tally]


def card() -> Card:
    """An empty scorecard."""
    return {heading: Tally() for heading in HEADINGS}


def share(part: int, whole: int) -> str | None:
    """A share as a text of four decimals, None of nothing."""
    return f"{part / whole:.4f}" if whole else None
