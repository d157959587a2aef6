"""The division as whole numbers: units in blocks that stay together, pounds, who could lead, who are neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import ceil, dist

from localspend.lots.bidders import Model, expected
from localspend.lots.conflicts import blocks
from localspend.lots.requirement import Requirement

#: Firms that are small: what is maximised is the pounds that they could lead, wherever they are.
SMALL = frozenset({"micro", "small"})
#: A lot could be led by firms of a kind where at least one of them is expected to bid.
LEADS = 1000
Division = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Problem:
    """pounds of each unit (rounded up); block of each; apart: pairs of blocks; neighbours: pairs of units."""

    asked: Requirement
    bidders: Model
    pounds: tuple[int, ...]
    block: tuple[int, ...]
    apart: frozenset[tuple[int, int]]
    neighbours: frozenset[tuple[int, int]]
    tables: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)

    @property
    def many_blocks(self) -> int:
        return max(self.block) + 1

    def table(self, kind: str) -> tuple[list[int], list[int]]:
        """able and near of a kind of firm: small, micro, local, or all."""
        return self.tables[kind]

    def bidders_of(self, units: Sequence[int], kind: str = "all") -> int:
        """Expected bidders of that kind, in thousandths."""
        return expected(self.bidders, *self.tables[kind], units, self.pounds)

    def led(self, division: Division, kind: str = "small") -> int:
        """Pounds in the lots that firms of that kind could lead."""
        return sum(sum(self.pounds[u] for u in lot) for lot in division if lot and self.bidders_of(lot, kind) >= LEADS)

    def allows(self, division: Division, *, fewest_bidders: int) -> bool:
        """Whether a division keeps every constraint (the number of lots apart)."""
        return (
            all(self._whole(lot) and self._fits(lot, fewest_bidders) for lot in division)
            and all(self._apart(lot) for lot in division)
        )  # fmt: skip

    def _whole(self, lot: Sequence[int]) -> bool:
        inside = set(lot)
        return all((v in inside) for u in lot for v in range(len(self.block)) if self.block[u] == self.block[v])

    def _apart(self, lot: Sequence[int]) -> bool:
        held = {self.block[u] for u in lot}
        return not any(a in held and b in held for a, b in self.apart)

    def _fits(self, lot: Sequence[int], fewest_bidders: int) -> bool:
        limit = self.asked.lot_value_max
        worth = sum(self.asked.units[u].value or 0 for u in lot)
        if limit is not None and worth > limit:
            return False
        enough = self.bidders_of(lot) >= fewest_bidders * 1000
        return enough and (not self.asked.contiguous or is_connected(lot, self.neighbours))


def problem(asked: Requirement, bidders: Model) -> Problem:
    """The problem of a requirement without conflicts."""
    heads = blocks(asked)
    order = list(dict.fromkeys(heads[unit.id] for unit in asked.units))
    block = tuple(order.index(heads[unit.id]) for unit in asked.units)
    index = {unit.id: block[n] for n, unit in enumerate(asked.units)}
    apart = {
        (min(index[a], index[b]), max(index[a], index[b])) for group in asked.apart for a, b in combinations(group, 2)
    }
    kinds = {
        "all": (bidders.able(), bidders.near()), "small": (bidders.able(SMALL), bidders.near(SMALL)),
        "micro": (bidders.able(frozenset({"micro"})), bidders.near(frozenset({"micro"}))),
        "only-small": (bidders.able(frozenset({"small"})), bidders.near(frozenset({"small"}))),
        "local": (bidders.able(local=True), bidders.near(local=True)),
    }  # fmt: skip
    near = neighbours([place or (0.0, 0.0) for place in bidders.places]) if asked.contiguous else frozenset()
    return Problem(asked, bidders, whole_pounds(asked), block, frozenset(apart), near, kinds)


def whole_pounds(asked: Requirement) -> tuple[int, ...]:
    """The value of each unit in pounds, rounded up: a lot is never thought smaller than it is."""
    return tuple(ceil(unit.value or 0) for unit in asked.units)


def neighbours(places: Sequence[tuple[float, float]], closest: int = 3) -> frozenset[tuple[int, int]]:
    """Pairs of units that touch: each with its closest ones, and a shortest net that joins all."""
    pairs: set[tuple[int, int]] = set()
    for u, place in enumerate(places):
        ranked = sorted((dist(place, other), v) for v, other in enumerate(places) if v != u)
        pairs |= {(min(u, v), max(u, v)) for _, v in ranked[:closest]}
    joined = {0} if places else set()
    while len(joined) < len(places):  # Prim's shortest net
        _, u, v = min((dist(places[u], places[v]), u, v) for u in joined for v in range(len(places)) if v not in joined)
        pairs.add((min(u, v), max(u, v)))
        joined.add(v)
    return frozenset(pairs)


def is_connected(lot: Sequence[int], pairs: frozenset[tuple[int, int]]) -> bool:
    """Whether the units of a lot hang together by neighbours."""
    inside, reached, open_ = set(lot), {lot[0]}, [lot[0]]
    while open_:
        u = open_.pop()
        for a, b in pairs:
            v = b if a == u else a if b == u else None
            if v in inside and v not in reached:
                reached.add(v)
                open_.append(v)
    return reached == inside
