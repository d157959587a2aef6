"""Contiguous divisions by annealing: lots that touch are divided anew, or blocks move, at first nearly as they like.

The bound says how many lots of each kind a good division has (so many that micro firms lead, so many that small ones
do, so many left over). Each lot here is given such a part; one that outweighs what its firms can carry pays for every
pound of it, the more the colder it gets, so that lots shrink to what can be led and then fill up to it. Seeded, and
limited in blocks looked at, not in seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import cycle
from math import exp
from random import Random

from localspend.lots.exchange import exchanged, most_carried
from localspend.lots.problem import LEADERS, LEADS, Division, Problem
from localspend.lots.recut import tree
from localspend.lots.search import Lots, Parts, even

SEED = 7
EACH = 200
#: Moves of a cooling: so many for each block, and of many blocks fewer, for their lots are slower to look at.
MOVES, MOST_MOVES = 2_500, 9_000_000
#: How hot it is at first, of all pounds; and at last, of those that a lot leads on average.
HOT, COLD = 0.02, 0.002
#: How much more a pound too many weighs at last than at first; what a lack weighs, of all pounds.
STEEP, STRICT = 20.0, 0.1
#: What a lot lacks at least that is worth less or more than it may be.
BEYOND = 0.3
SWAPS = 0.3
#: What a move may look at: a cooling takes no more moves than the work that is left allows.
LOOKS = 3
#: The share of moves that divide two lots anew, by turns, and the cuts that are looked at.
RECUTS, LOOKED_AT = (1.0, 0.3), 2
#: How much slower such a move is where a block touches so many others; where it touches more it is slower by as much.
SLOWER, BESIDE = 3.0, 5.0


@dataclass(frozen=True)
class Seen:
    """What a lot lacks, its pounds, by kind of firm what such firms can carry there, and the pounds led."""

    lacks: float
    pounds: int
    carried: tuple[int, ...]
    led: int


def anneal(
    problem: Problem, parts: Parts, *, fewest_bidders: int, enough: int, work: int, seed: int = SEED
) -> Division | None:
    """The best division found into a lot for each of `parts` (the kinds that are to lead it); None where none was.

    From even lots, again and again until `enough` pounds are led or the work (moves, and blocks looked at) is spent.
    """
    looking, random = _Annealing(problem, parts, fewest_bidders, enough, work), Random(seed)
    for recuts in cycle(RECUTS):
        looking.cool(even(problem, len(parts), random), random, recuts)
        looking.fill()
        if looking.work <= 0 or looking.most >= enough:
            break
    return looking.best


class _Annealing:
    def __init__(self, problem: Problem, parts: Parts, fewest: int, enough: int, work: int) -> None:
        self.problem, self.fewest, self.work = problem, fewest, work
        self.parts = [[kind in part for kind in LEADERS] for part in parts]
        self.unit = max(enough / (2 * len(parts)), 1.0)
        self.best: Division | None = None
        self.most, self.enough_led = -1, enough
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
        low, high = problem.pence_range
        self.pounds_range = low // 100, high // 100 + len(problem.pounds)
        self.heat = self.steep = self.strict = 1.0

    def cool(self, begun: Lots, random: Random, recuts: float) -> None:
        """From where it is begun to a cold division, recuts a share of the moves; the best on the way is `cooled`."""
        self.cooled, self.cooled_led = [], -1
        self.held = [set(lot) for lot in begun]
        at = {b: j for j, lot in enumerate(self.held) for b in lot}
        seen = [self.see(lot) for lot in self.held]
        self._keep(seen)
        led = sum(one.led for one in seen)
        blocks = [b for b, touching in enumerate(self.touching) if touching]
        most = min(MOVES * len(blocks), MOST_MOVES // max(len(blocks), 1), max(self.work, 0) // LOOKS)
        beside = max(sum(map(len, self.touching)) / max(len(self.touching), 1) / BESIDE, 1.0)
        moves = int(most / (1 + SLOWER * recuts * beside))
        total = max(sum(self.problem.worth), 1)
        hot, cold = total * HOT, self.unit * COLD
        for move in range(moves):
            if move % EACH == 0:
                self.work -= EACH
                done = move / moves
                self.heat, self.steep, self.strict = hot * (cold / hot) ** done, STEEP**done, total * STRICT
                energies = [self.energy(j, one) for j, one in enumerate(seen)]
            b = random.choice(blocks)
            i, j = at[b], at[random.choice(self.touching[b])]
            lots = self._proposed(b, i, j, random, recuts) if i != j else None
            if lots is None:
                continue
            after = [self.see(lot) for lot in lots]
            cost = [self.energy(n, lot) for n, lot in zip((i, j), after, strict=True)]
            more = sum(cost) - energies[i] - energies[j]
            if more > 0 and random.random() >= exp(-more / self.heat):
                continue
            led += sum(one.led for one in after) - seen[i].led - seen[j].led
            for n, lot, one, costs in zip((i, j), lots, after, cost, strict=True):
                self.held[n], seen[n], energies[n] = lot, one, costs
                at.update(dict.fromkeys(lot, n))
            if led > self.cooled_led:
                self._keep(seen)
                if self.cooled_led >= self.enough_led:
                    break

    def _proposed(self, b: int, i: int, j: int, random: Random, recuts: float) -> tuple[set[int], set[int]] | None:
        """What lots i and j might become: divided anew, or with block b moved to j, for one of its own or for none."""
        if random.random() < recuts:
            return self._recut(i, j, random)
        if len(self.held[i]) == 1:
            return None
        one, two = self.held[i] - {b}, self.held[j] | {b}
        if random.random() < SWAPS and (back := self._back(i, j, random)) is not None:
            return one | {back}, two - {back}
        return one, two

    def _recut(self, i: int, j: int, random: Random) -> tuple[set[int], set[int]] | None:
        """Two lots divided anew where, by pounds alone, they would do best, or nearly so."""
        both = self.held[i] | self.held[j]
        joined = tree(both, self.touching, self.problem.worth, random)
        self.work -= 2 * len(both)
        if len(joined.order) < len(both):
            return None
        total = joined.pounds[joined.order[0]]
        likely = [
            (self.guess(i, one) + self.guess(j, total - one) + random.random() * self.heat, block, one == pounds)
            for block in joined.order[1:]
            for pounds in (joined.pounds[block],)
            for one in (pounds, total - pounds)
        ]
        pairs = []
        for _, block, is_first in nsmallest(LOOKED_AT, likely):
            part = joined.part(block)
            pairs.append((part, both - part) if is_first else (both - part, part))
        return min(pairs, key=lambda pair: self.energy(i, self.see(pair[0])) + self.energy(j, self.see(pair[1])))

    def guess(self, j: int, pounds: int) -> float:
        """The energy of a lot of so many pounds that lacks nothing else, wherever its units are."""
        low, high = self.pounds_range
        found = 0.0 if low <= pounds <= high else BEYOND * self.strict
        for part, most in zip(self.parts[j], self.carried, strict=True):
            if part and pounds <= most:
                found -= pounds
        return found

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

    def energy(self, j: int, seen: Seen) -> float:
        """The less the better: the pounds led, less what the lot lacks and what is too much for those to lead it."""
        found = seen.lacks * self.strict
        for part, most in zip(self.parts[j], seen.carried, strict=True):
            if seen.pounds <= most:
                found -= seen.pounds
            elif part:
                found += self.steep * (seen.pounds - most) - most
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
        lacks = self._pieces(bits) - 1 + clashes + (BEYOND + beyond if beyond else 0) + self._short(lot, pounds)
        carried = []
        for weighed, needed in self.kinds:
            near = sum(weighed[b] for b in lot) // max(pounds, 1)
            step = bisect_right(needed, near) - 1
            carried.append(problem.bidders.steps[step] if step >= 0 and pounds else 0)
        return Seen(lacks, pounds, tuple(carried), sum(pounds for most in carried if pounds <= most))

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
