"""What makes any division impossible, in words, with the units that conflict: found before anything is solved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from localspend.lots.packing import clash
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
    found = [*_apart(asked, block), *_too_large(asked, block), *_too_small(asked)]
    return found or list(_too_many(asked, block))


def blocks(asked: Requirement) -> dict[str, str]:
    """Unit -> the first unit (in the file's order) that it must be together with, directly or through others."""
    head = {unit.id: unit.id for unit in asked.units}
    for group in asked.kept:
        heads = {head[unit] for unit in group}
        first = next(unit.id for unit in asked.units if unit.id in heads)
        head = {unit: first if of in heads else of for unit, of in head.items()}
    return head


def _apart(asked: Requirement, block: Mapping[str, str]) -> Iterator[Conflict]:
    for group in asked.apart:
        for head in sorted({block[unit] for unit in group}):
            both = tuple(sorted(unit for unit in group if block[unit] == head))
            if len(both) > 1:
                through = sorted(unit for unit, of in block.items() if of == head and unit not in both)
                by = f" (together through {', '.join(through)})" if through else ""
                yield Conflict(f"These units must be together and must be apart{by}.", both)


def _too_large(asked: Requirement, block: Mapping[str, str]) -> Iterator[Conflict]:
    most = asked.lot_value_max
    if most is None:
        return
    for head, worth in sorted(_worth(asked, block).items()):
        mine = tuple(unit.id for unit in asked.units if block[unit.id] == head)
        if worth > most:
            many = "Together they are" if len(mine) > 1 else "It is"
            yield Conflict(f"{many} worth £{worth:,.2f}, more than a lot may be (£{most:,.2f}).", mine)


def _too_small(asked: Requirement) -> Iterator[Conflict]:
    least, most = asked.lot_value_min, asked.lot_value_max
    every = tuple(unit.id for unit in asked.units)
    if least is None:
        return
    if most is not None and least > most:
        yield Conflict(f"A lot must be worth £{least:,.2f} and may be worth £{most:,.2f} only.", every)
    elif asked.value < least:
        why = f"All units together are worth £{asked.value:,.2f}, less than a lot must be (£{least:,.2f})."
        yield Conflict(why, every)


def _too_many(asked: Requirement, block: Mapping[str, str]) -> Iterator[Conflict]:
    """More lots are needed than there may be, or than can each be worth enough."""
    most, lots = asked.lot_value_max, asked.max_lots
    every = tuple(unit.id for unit in asked.units)
    if most is not None and asked.value > most * lots:
        yield Conflict(f"{lots} lots of at most £{most:,.2f} cannot hold £{asked.value:,.2f}.", every)
        return
    enough = int(asked.value // asked.lot_value_min) if asked.lot_value_min else lots
    pairs = {frozenset((block[a], block[b])) for group in asked.apart for a, b in combinations(sorted(group), 2)}
    heads = clash(_worth(asked, block), pairs, min(lots, enough), most)
    if heads is None:
        return
    units = tuple(unit.id for unit in asked.units if block[unit.id] in heads)
    by = "what must be apart" + (" and how much a lot may be worth" if most is not None else "")
    may = f"more than {lots} lots" if lots <= enough else f"lots that cannot each be worth £{asked.lot_value_min:,.2f}"
    yield Conflict(f"By {by} these units need {may}.", units)


def _worth(asked: Requirement, block: Mapping[str, str]) -> dict[str, Decimal]:
    """Block -> pounds."""
    found: dict[str, Decimal] = {}
    for unit in asked.units:
        found[block[unit.id]] = found.get(block[unit.id], Decimal(0)) + (unit.value or 0)
    return found
