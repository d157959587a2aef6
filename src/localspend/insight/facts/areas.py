"""The tiers that are inside an area: its own and those of the areas within it."""

from collections.abc import Sequence


def inside_of(areas: Sequence[str], inside: str | None) -> list[str]:
    """The tiers inside `inside`, one of `areas` (innermost first); of the innermost where None; none without areas."""
    return list(areas[: areas.index(inside) + 1]) if inside else list(areas[:1])
