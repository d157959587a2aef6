"""Contiguous divisions by annealing: blocks move between lots that touch, at first nearly as they like.

The bound says how many lots of each kind a good division has (so many that micro firms lead, so many that small ones
do, so many left over). Each lot here is given such a part; one that outweighs what its firms can carry pays for every
pound of it, the more the colder it gets, so that lots shrink to what can be led and then fill up to it. Seeded, and
limited in blocks looked at, not in seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from localspend.lots.exchange import exchanged, most_carried
from localspend.lots.problem import LEADERS, LEADS, Division, Problem
from localspend.lots.search import Lots, even

SEED = 7
EACH = 200
#: Moves of a cooling: so many for each block, and of many blocks fewer, for their lots are slower to look at.
MOVES, MOST_MOVES = 2_500, 9_000_000
#: How hot it is at first, of all pounds; and at last, of those that a lot leads on average.
HOT, COLD = 0.02, 0.002
#: How much more a pound too many weighs at last than at first; what a lack weighs, of all pounds.
STEEP, STRICT = 20.0, 0.1
SWAPS = 0.3
Parts = Sequence[frozenset[str]]


@dataclass(frozen=True)
class Seen:
    """What a lot lacks, its pounds, and by kind of firm what such firms can carry there."""

    lacks: float
    pounds: int
    carried: tuple[int, ...]

    @property
    def led(self) -> int:
        return sum(self.pounds for most in self.carried if self.pounds <= most)


def anneal(
    problem: Problem, parts: Parts, *, fewest_bidders: int, enough: int, work: int, seed: int = SEED
) -> Division | None:
    """The best division found into a lot for each of `parts` (the kinds that are to lead it); None where none was.

    From even lots, again and again until `enough` pounds are led or the work (moves, and blocks looked at) is spent.
    """
    looking, random = _Annealing(problem, parts, fewest_bidders, enough, work), Random(seed)
    while looking.work > 0 and looking.most < enough:
        looking.cool(even(problem, len(parts), random), random)
        looking.fill()
    return looking.best


class _Annealing:
    def __init__(self, problem: Problem, parts: Parts, fewest: int, enough: int, work: int) -> None:
        self.problem, self.fewest, self.work = problem, fewest, work
        self.parts = [[kind in part for kind in LEADERS] for part in parts]
        self.unit = max(enough / (2 * len(parts)), 1.0)
        self.best: Division | None = None
        self.most = -1
        self.bits = [sum(1 << u for u in units) for units in problem.blocks]
        self.beside = [sum(1 << v for v in found) for found in problem.neighbours]
        self.touching = [sorted(found) for found in problem.touching or ()]
        self.kinds = [(problem.weighed(kind), problem.thresholds(kind, LEADS)) for kind in LEADERS]
        self.all, self.enough = problem.weighed("all"), problem.thresholds("all", fewest * 1000)
        self.carried = most_carried(problem, fewest)
        self.known: dict[int, Seen] = {}
        self.held: list[set[int]] = []
        self.cooled: list[set[int]] = []
        self.cooled_led = -1

    def cool(self, begun: Lots, random: Random) -> None:
        """From where it is begun to a cold division; the best on the way is `cooled`."""
        self.cooled, self.cooled_led = [], -1
        self.held = [set(lot) for lot in begun]
        at = {b: j for j, lot in enumerate(self.held) for b in lot}
        seen = [self.see(lot) for lot in self.held]
        self._keep(seen)
        blocks = [b for b, touching in enumerate(self.touching) if touching]
        moves = min(MOVES * len(blocks), MOST_MOVES // len(blocks)) if blocks else 0
        self.work -= EACH
        total = sum(self.problem.worth)
        hot, cold = total * HOT, self.unit * COLD
        for move in range(moves):
            if move % EACH == 0:
                self.work -= EACH
                done = move / moves
                heat, steep, strict = hot * (cold / hot) ** done, STEEP**done, total * STRICT
                energies = [self.energy(j, one, steep, strict) for j, one in enumerate(seen)]
            b = random.choice(blocks)
            i, j = at[b], at[random.choice(self.touching[b])]
            if i == j or len(self.held[i]) == 1:
                continue
            back = self._back(i, j, random) if random.random() < SWAPS else None
            one, two = self.held[i] - {b}, self.held[j] | {b}
            if back is not None:
                one, two = one | {back}, two - {back}
            after = self.see(one), self.see(two)
            cost = [self.energy(n, lot, steep, strict) for n, lot in zip((i, j), after, strict=True)]
            more = sum(cost) - energies[i] - energies[j]
            if more > 0 and random.random() >= exp(-more / heat):
                continue
            self.held[i], self.held[j] = one, two
            (seen[i], seen[j]), (energies[i], energies[j]) = after, cost
            at[b] = j
            if back is not None:
                at[back] = i
            self._keep(seen)

    def _back(self, i: int, j: int, random: Random) -> int | None:
        """A block of lot j that touches lot i, to be exchanged."""
        found = [b for b in sorted(self.held[j]) if not self.held[i].isdisjoint(self.touching[b])]
        return random.choice(found) if found else None

    def _keep(self, seen: Sequence[Seen]) -> None:
        led = sum(one.led for one in seen)
        if led > self.cooled_led and not any(one.lacks for one in seen):
            self.cooled, self.cooled_led = list(self.held), led

    def fill(self) -> None:
        """Exchange blocks of what was cooled for as long as more is led by it; the best of all is kept."""
        lots = exchanged(self.problem, self.cooled, self.see, self.carried)
        division = self.problem.division(sorted(lot) for lot in lots)
        if lots and self.problem.allows(division, fewest_bidders=self.fewest):
            led = self.problem.led(division)
            if led > self.most:
                self.best, self.most = division, led

    def energy(self, j: int, seen: Seen, steep: float, strict: float) -> float:
        """The less the better: the pounds led, less what the lot lacks and what is too much for those to lead it."""
        found = seen.lacks * strict
        for part, most in zip(self.parts[j], seen.carried, strict=True):
            if seen.pounds <= most:
                found -= seen.pounds
            elif part:
                found += steep * (seen.pounds - most) - most
        return found

    def see(self, lot: set[int]) -> Seen:
        bits = 0
        for b in lot:
            bits |= self.bits[b]
        self.work -= 1
        if bits not in self.known:
            self.work -= len(lot)
            self.known[bits] = self._see(lot, bits)
        return self.known[bits]

    def _see(self, lot: set[int], bits: int) -> Seen:
        problem = self.problem
        pounds, pence = sum(problem.worth[b] for b in lot), sum(problem.pence[b] for b in lot)
        low, high = problem.pence_range
        beyond = max(pence - high, low - pence, 0) / max(high if pence > high else low, 1)
        clashes = sum(a in lot and b in lot for a, b in problem.apart)
        lacks = self._pieces(bits) - 1 + clashes + (0.3 + beyond if beyond else 0) + self._short(lot, pounds)
        carried = []
        for weighed, needed in self.kinds:
            near = sum(weighed[b] for b in lot) // max(pounds, 1)
            step = bisect_right(needed, near) - 1
            carried.append(problem.bidders.steps[step] if step >= 0 and pounds else 0)
        return Seen(lacks, pounds, tuple(carried))

    def _short(self, lot: set[int], pounds: int) -> float:
        """How many bidders too few are expected."""
        if not self.fewest:
            return 0.0
        problem, step = self.problem, bisect_left(self.problem.bidders.steps, pounds)
        near = sum(self.all[b] for b in lot)
        if near >= self.enough[step] * pounds > 0:
            return 0.0
        expected = problem.table("all")[0][step] * near / (1_000_000 * max(pounds, 1))
        return max(self.fewest - expected, 0.01)

    def _pieces(self, bits: int) -> int:
        """How many parts the units fall into, by neighbours."""
        many = 0
        while bits:
            edge, many = bits & -bits, many + 1
            bits ^= edge
            while edge:
                found = 0
                while edge:
                    lowest = edge & -edge
                    edge ^= lowest
                    found |= self.beside[lowest.bit_length() - 1]
                edge = found & bits
                bits ^= edge
        return many
