"""What makes any division impossible, in words, with the units that conflict: found before anything is solved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from localspend.lots.requirement import Requirement


@dataclass(frozen=True)
class Conflict:
    """why, and the ids of the units that it is about."""

    why: str
    units: tuple[str, ...]


def conflicts(asked: Requirement) -> list[Conflict]:
    """Every reason why `asked` cannot be divided as it says; none where it can, as far as can be seen here."""
    if without := tuple(unit.id for unit in asked.units if unit.value is None):
        return [Conflict("These units have no value, so no lot of theirs can be valued.", without)]
    block = blocks(asked)
    return [*_apart(asked, block), *_too_large(asked, block), *_too_many(asked, block)]


def blocks(asked: Requirement) -> dict[str, str]:
    """Unit -> the first unit (in the file's order) that it must be together with, directly or through others."""
    head = {unit.id: unit.id for unit in asked.units}
    for group in asked.together:
        heads = {head[unit] for unit in group}
        first = next(unit.id for unit in asked.units if unit.id in heads)
        head = {unit: first if of in heads else of for unit, of in head.items()}
    return head


def _apart(asked: Requirement, block: Mapping[str, str]) -> Iterator[Conflict]:
    for group in asked.apart:
        for head in sorted({block[unit] for unit in group}):
            both = tuple(sorted(unit for unit in group if block[unit] == head))
            if len(both) > 1:
                yield Conflict("These units must be together and must be apart.", both)


def _too_large(asked: Requirement, block: Mapping[str, str]) -> Iterator[Conflict]:
    if asked.lot_value_max is None:
        return
    for head in sorted(set(block.values())):
        mine = [unit for unit in asked.units if block[unit.id] == head]
        worth = sum(unit.value or 0 for unit in mine)
        if worth > asked.lot_value_max:
            why = f"Together they are worth £{worth:,.2f}, more than a lot may be (£{asked.lot_value_max:,.2f})."
            yield Conflict(why, tuple(unit.id for unit in mine))


def _too_many(asked: Requirement, block: Mapping[str, str]) -> Iterator[Conflict]:
    for group in asked.apart:
        if len({block[unit] for unit in group}) > asked.max_lots:
            why = f"They must all be apart, and there may be only {asked.max_lots} lots."
            yield Conflict(why, tuple(sorted(group)))
    if asked.lot_value_max is not None and asked.value > asked.lot_value_max * asked.max_lots:
        why = f"{asked.max_lots} lots of at most £{asked.lot_value_max:,.2f} cannot hold £{asked.value:,.2f}."
        yield Conflict(why, tuple(unit.id for unit in asked.units))
