"""What the network calls its institutions and areas, from the manifest of the snapshot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localspend.reports import words


@dataclass(frozen=True)
class Names:
    """Ids and names; areas innermost first."""

    network: str
    institutions: dict[str, str]
    areas: dict[str, str]

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> "Names":
        """The names in a manifest."""
        network = manifest["network"]
        return cls(
            network["name"],
            {one["id"]: one["name"] for one in network["institutions"]},
            {one["id"]: one.get("name") or one["id"] for one in network["areas"]},
        )

    @property
    def area_ids(self) -> list[str]:
        """Innermost first."""
        return list(self.areas)

    @property
    def tiers(self) -> list[str]:
        """Every tier, innermost first, the unknown last."""
        return [*self.areas, *words.TIERS]

    def tier(self, tier: str) -> str:
        """A tier is an area without the areas inside it."""
        if tier in self.areas:
            rest = "Rest of " if self.area_ids.index(tier) else ""
            return rest + self.areas[tier]
        return words.TIERS.get(tier, tier)

    def institution(self, institution: str | None) -> str:
        """Its name; all of them where there is no id."""
        return "All institutions together" if institution is None else self.institutions.get(institution, institution)

    def place(self, institution: str | None) -> int:
        """Where an institution stands in the network's list; after the last where it does not."""
        ids = list(self.institutions)
        return ids.index(institution) if institution in ids else len(ids)

    def told(self, text: str | None) -> str:
        """A sentence of an insight, with the areas called by their names."""
        for area, name in sorted(self.areas.items(), key=lambda item: -len(item[0])):
            text = re.sub(rf"(?<![\w-]){re.escape(area)}(?![\w-])", name, text or "")
        said = (text or "").rstrip(".")
        return f"{said[:1].upper()}{said[1:]}." if said else ""
