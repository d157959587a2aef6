"""The division as whole numbers: units in blocks that stay together, pounds, who could lead, who are neighbours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from math import ceil, dist

from localspend.lots.bands import Band, Table, bands, threshold
from localspend.lots.bidders import Model
from localspend.lots.conflicts import blocks
from localspend.lots.requirement import Requirement

#: Whose pounds are maximised, wherever they are: those that micro or small firms could lead, and again those of micro.
LEADERS = {"small": frozenset({"micro", "small"}), "micro": frozenset({"micro"})}
#: A lot could be led by a kind where the firms it fits, by how sure and how near each is, come to one at least.
LEADS = 1000
Division = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Problem:
    """pounds (rounded up), block and neighbours of each unit; apart: pairs of blocks."""

    asked: Requirement
    bidders: Model
    pounds: tuple[int, ...]
    block: tuple[int, ...]
    apart: frozenset[tuple[int, int]]
    neighbours: tuple[frozenset[int], ...]
    tables: dict[str, Table] = field(default_factory=dict)

    @cached_property
    def blocks(self) -> tuple[tuple[int, ...], ...]:
        """The units of each block."""
        return tuple(tuple(u for u, b in enumerate(self.block) if b == n) for n in range(max(self.block) + 1))

    @cached_property
    def worth(self) -> tuple[int, ...]:
        """The pounds of each block."""
        return tuple(sum(self.pounds[u] for u in units) for units in self.blocks)

    @cached_property
    def pence(self) -> tuple[int, ...]:
        """The exact worth of each block, in pence."""
        return tuple(sum(int((self.asked.units[u].value or 0) * 100) for u in units) for units in self.blocks)

    @cached_property
    def pence_range(self) -> tuple[int, int]:
        """The least and the most that a lot may be worth, in pence."""
        least, most = self.asked.lot_value_min, self.asked.lot_value_max
        return int((least or 0) * 100), sum(self.pence) if most is None else int(most * 100)

    @cached_property
    def touching(self) -> tuple[frozenset[int], ...] | None:
        """The blocks that each block touches; None where lots need not hang together."""
        if not self.asked.contiguous:
            return None
        beside = ({self.block[v] for u in units for v in self.neighbours[u]} for units in self.blocks)
        return tuple(frozenset(found - {n}) for n, found in enumerate(beside))

    def part(self, units: Sequence[int]) -> "Problem":
        """The problem of some units (whole blocks), by themselves: its unit n is units[n]."""
        at = {u: n for n, u in enumerate(units)}
        heads = {b: n for n, b in enumerate(dict.fromkeys(self.block[u] for u in units))}
        apart = ((heads[a], heads[b]) for a, b in self.apart if {a, b} <= set(heads))
        kept = replace(self.asked, units=tuple(self.asked.units[u] for u in units))
        return Problem(
            kept, replace(self.bidders, places=tuple(self.bidders.places[u] for u in units)),
            tuple(self.pounds[u] for u in units), tuple(heads[self.block[u]] for u in units),
            frozenset((min(pair), max(pair)) for pair in apart),
            tuple(frozenset(at[v] for v in self.neighbours[u] if v in at) for u in units) if self.neighbours else (),
            {kind: (able, [near[u] for u in units]) for kind, (able, near) in self.tables.items()},
        )  # fmt: skip

    def table(self, kind: str) -> Table:
        """Of a kind of firm: how many would bid (all) or could carry a lot, by step of value; how near, by unit."""
        return self.tables[kind]

    def weighed(self, kind: str) -> tuple[int, ...]:
        """The pounds of each block, each unit's multiplied by how near firms of a kind are to it, in thousandths."""
        near = self.table(kind)[1]
        return tuple(sum(self.pounds[u] * near[u] for u in units) for units in self.blocks)

    def bands(self, fewest_bidders: int) -> list[Band]:
        """The bands of value in which a lot is possible; `leads` of each are in the order of LEADERS."""
        leading = [self.table(kind) for kind in LEADERS]
        return bands(self.bidders.steps, self.table("all"), leading, enough=fewest_bidders * 1000, leads=LEADS)

    def reaches(self, units: Sequence[int], kind: str, least: int) -> bool:
        """Whether at least so many firms of a kind (in thousandths) are expected to bid for a lot of those units."""
        return self.reached_by(units, self.table(kind), least)

    def reached_by(self, units: Sequence[int], firms: Table, least: int) -> bool:
        """As `reaches`, of firms given as able and near."""
        able, near = firms
        pounds = sum(self.pounds[u] for u in units)
        needed = threshold(able[self.bidders.step(pounds)], least)
        return not least or (pounds > 0 and sum(self.pounds[u] * (near[u] - needed) for u in units) >= 0)

    def thresholds(self, kind: str, least: int) -> list[int]:
        """By step of value: the mean nearness at which so many firms of a kind bid (over 1000: they never do)."""
        return [threshold(able, least) for able in self.table(kind)[0]]

    def led(self, division: Division) -> int:
        """Pounds that micro or small firms could lead, and those that micro firms could lead once more."""
        return sum(
            sum(self.pounds[u] for u in lot) * self.reaches(lot, kind, LEADS) for lot in division for kind in LEADERS
        )

    @property
    def most_led(self) -> int:
        """What `led` would be if micro firms could lead everything."""
        return sum(self.pounds) * len(LEADERS)

    def division(self, lots: Iterable[Sequence[int]]) -> Division:
        """Lots of blocks as a division: units by index, the lot of the first unit first."""
        return tuple(sorted(tuple(sorted(u for b in lot for u in self.blocks[b])) for lot in lots))

    def allows(self, division: Division, *, fewest_bidders: int) -> bool:
        """Whether a division keeps every constraint (the number of lots apart)."""
        least = fewest_bidders * 1000
        return all(lot and self._whole(lot) and self.reaches(lot, "all", least) for lot in division) and not any(
            self.lacks(sorted({self.block[u] for u in lot})) for lot in division
        )

    def _whole(self, lot: Sequence[int]) -> bool:
        return len(lot) == sum(len(self.blocks[b]) for b in {self.block[u] for u in lot})

    def lacks(self, lot: Sequence[int]) -> float:
        """0 where a lot of those blocks is allowed, bidders apart; more where more keeps it from being."""
        pence, (low, high) = sum(self.pence[b] for b in lot), self.pence_range
        beyond = max(pence - high, low - pence)
        clashes = sum(pair in self.apart for pair in combinations(sorted(lot), 2)) if self.apart else 0
        pieces = self.pieces(lot) - 1 if self.asked.contiguous else 0
        return clashes + pieces + (1 + beyond / sum(self.pence) if beyond > 0 else 0)

    def clashes(self, block: int, lot: Iterable[int]) -> int:
        """From how many blocks of a lot a block is to be apart."""
        return sum((min(b, block), max(b, block)) in self.apart for b in lot) if self.apart else 0

    def pieces(self, lot: Sequence[int]) -> int:
        """How many parts the units of a lot fall into, by neighbours."""
        inside, many = {u for b in lot for u in self.blocks[b]}, 0
        while inside:
            open_, many = [inside.pop()], many + 1
            while open_:
                found = self.neighbours[open_.pop()] & inside
                inside -= found
                open_ += found
        return many

    def untidy(self, lot: Sequence[int]) -> float:
        """How many services and postcode districts a lot of those blocks mixes, and how far it outweighs the others."""
        mixes = self._marks([u for b in lot for u in self.blocks[b]])
        share = sum(self.worth[b] for b in lot) / max(sum(self.worth), 1)
        return mixes + self._all_marks * share * share

    @cached_property
    def _all_marks(self) -> int:
        return self._marks(range(len(self.pounds)))

    def _marks(self, units: Iterable[int]) -> int:
        found = [self.asked.units[u] for u in units]
        return len({unit.service for unit in found}) + len({unit.district for unit in found})

    def touches(self, block: int, lot: Sequence[int]) -> bool:
        """Whether a block may stand beside those of a lot: the lot is empty, a neighbour, or need not hang together."""
        return not lot or self.touching is None or not self.touching[block].isdisjoint(lot)


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
        "all": (bidders.able(), bidders.near()),
        **{kind: (bidders.carrying(sizes), bidders.near(sizes)) for kind, sizes in LEADERS.items()},
    }  # fmt: skip
    near = neighbours([place or (0.0, 0.0) for place in bidders.places]) if asked.contiguous else ()
    return Problem(asked, bidders, whole_pounds(asked), block, frozenset(apart), near, kinds)


def whole_pounds(asked: Requirement) -> tuple[int, ...]:
    """The value of each unit in pounds, rounded up: a lot is never thought smaller than it is."""
    return tuple(ceil(unit.value or 0) for unit in asked.units)


def neighbours(places: Sequence[tuple[float, float]], closest: int = 3) -> tuple[frozenset[int], ...]:
    """The units that each unit touches: all of its place and of the places beside it.

    Beside a place are its closest ones, those it is closest to, and a shortest net that joins all.
    """
    at = list(dict.fromkeys(places))
    units = [frozenset(u for u, place in enumerate(places) if place == one) for one in at]
    beside = [units[n].union(*(units[m] for m in found)) for n, found in enumerate(_beside(at, closest))]
    return tuple(beside[at.index(place)] - {u} for u, place in enumerate(places))


def _beside(places: Sequence[tuple[float, float]], closest: int) -> list[set[int]]:
    """The other places beside each of them."""
    beside: list[set[int]] = [set() for _ in places]

    def join(u: int, v: int) -> None:
        beside[u].add(v)
        beside[v].add(u)

    for u, place in enumerate(places):
        for _, v in sorted((dist(place, other), v) for v, other in enumerate(places) if v != u)[:closest]:
            join(u, v)
    nearest = {v: (dist(places[0], place), 0) for v, place in enumerate(places) if v}  # Prim's shortest net
    while nearest:
        v = min(nearest, key=lambda v: (nearest[v][0], v))
        join(v, nearest.pop(v)[1])
        nearest = {w: min(near, (dist(places[v], places[w]), v)) for w, near in nearest.items()}
    return beside
