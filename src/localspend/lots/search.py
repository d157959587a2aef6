"""Good divisions at once: moves and exchanges of blocks between lots for as long as one of them helps.

A division is ranked by what it lacks (bidders, limits of value, units to be apart, lots that do not hang together),
then by the pounds that small firms could lead, then by those that they nearly could. What is found starts the solver,
which improves it or proves that nothing is better. Seeded, and limited in ranks of lots, not in seconds.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import permutations
from random import Random

from localspend.lots.problem import LEADERS, LEADS, Division, Problem

SEED = 7
#: lacks, pounds led (negative: less is better), and what decides between equals.
Rank = tuple[float, int, float]
Lots = list[list[int]]
#: The kinds of firm that would lead each lot.
Parts = Sequence[frozenset[str]]
#: How often lots are filled from large blocks to small ones, never in quite the same order.
FILLED = 4


def search(
    problem: Problem, parts: Parts, dealt: Lots, *, fewest_bidders: int, enough: int, ranks: int = 150_000,
    seed: int = SEED,
) -> Division | None:  # fmt: skip
    """The best division found into a lot for each of `parts`, or the first in which `enough` pounds are led.

    It begins at `dealt` (lots of blocks; empty: none yet), and at lots filled for `parts`, the kinds of firm that would
    lead each. None where none was found that keeps every constraint (which proves nothing).
    """
    looking = _Search(problem, fewest_bidders, ranks, seed)
    found, most = None, -1
    for held in looking.starts(parts, dealt):
        looking.climb(held)
        division = problem.division(held)
        if problem.allows(division, fewest_bidders=fewest_bidders) and problem.led(division) > most:
            found, most, looking.kept = division, problem.led(division), held
        if most >= enough or looking.spent():
            break
    return found


def tidied(problem: Problem, division: Division, *, fewest_bidders: int, ranks: int = 150_000) -> Division:
    """A division in which as many pounds are led, and whose lots mix no more services and districts, mostly fewer."""
    held = [sorted({problem.block[u] for u in lot}) for lot in division]
    _Search(problem, fewest_bidders, ranks, SEED, tidying=True).climb(held)
    found = problem.division(held)
    keeps = problem.allows(found, fewest_bidders=fewest_bidders) and problem.led(found) >= problem.led(division)
    return found if keeps else division


def order(problem: Problem, random: Random) -> list[int]:
    """Large blocks first, but never in quite the same order."""
    worth = problem.worth
    return sorted(range(len(worth)), key=lambda b: (-worth[b] * random.uniform(0.7, 1.3), b))


def even(problem: Problem, lots: int, random: Random) -> Lots:
    """Each block to the least lot that it touches."""
    held: Lots = [[] for _ in range(lots)]
    free = order(problem, random)
    while free:
        least = sorted(range(lots), key=lambda j: sum(problem.worth[b] for b in held[j]))
        j, b = next(((j, b) for j in least for b in free if problem.touches(b, held[j])), (least[0], free[0]))
        held[j].append(b)
        free.remove(b)
    return held


class _Search:
    def __init__(self, problem: Problem, fewest: int, ranks: int, seed: int, *, tidying: bool = False) -> None:
        self.problem, self.fewest, self.ranks, self.tidying = problem, fewest, ranks, tidying
        self.random = Random(seed)
        self.kept: Lots | None = None
        self.foes = [sum(b in pair for pair in problem.apart) for b in range(len(problem.worth))]
        self.all, self.enough = problem.weighed("all"), problem.thresholds("all", fewest * 1000)
        self.leaders = {
            kind: (problem.weighed(kind), problem.thresholds(kind, LEADS), problem.table(kind)[0]) for kind in LEADERS
        }

    def spent(self) -> bool:
        return self.ranks <= 0

    def rank(self, lot: Sequence[int]) -> Rank:
        """What a lot of those blocks is worth in a division, whether it is allowed apart."""
        self.ranks -= 1
        if not lot:
            return (1000.0, 0, 0.0)
        problem = self.problem
        pounds = sum(problem.worth[b] for b in lot)
        step = bisect_left(problem.bidders.steps, pounds)
        led, nearly = 0, 0.0
        for kind, (weighed, needed, able) in self.leaders.items():
            near = sum(weighed[b] for b in lot)
            if near >= needed[step] * pounds > 0:
                led += pounds
            elif kind == "small":
                nearly += min(able[step] * near / (1000 * LEADS), pounds)
        if self.tidying:
            return (self._short(lot, pounds, step), -led, problem.untidy(lot))
        # Among lots that are led a full one and one with room are better than two with half the room each.
        return (self._short(lot, pounds, step), -led, -nearly - pounds * led / problem.bidders.steps[-1])

    def _short(self, lot: Sequence[int], pounds: int, step: int) -> float:
        """How many bidders too few are expected."""
        near = sum(self.all[b] for b in lot)
        if not self.fewest or near >= self.enough[step] * max(pounds, 1):
            return 0.0
        return max(self.fewest - self.problem.table("all")[0][step] * near / (1_000_000 * max(pounds, 1)), 0.001)

    def starts(self, parts: Parts, dealt: Lots) -> Iterator[Lots]:
        """Lots as dealt, filled for those that would lead them, even, then the best so far with blocks thrown about."""
        if dealt:
            yield dealt
        yield from (self._filled(parts) for _ in range(FILLED))
        yield even(self.problem, len(parts), self.random)
        while True:
            yield even(self.problem, len(parts), self.random) if self.kept is None else self._thrown(self.kept)

    def _filled(self, parts: Parts) -> Lots:
        """Each block to the first lot that is still led with it as it should; the others to the least lots left over.

        First those that are to be apart from others: few lots are left over, in which they would meet.
        """
        held: Lots = [[] for _ in parts]
        free = sorted(order(self.problem, self.random), key=lambda b: -self.foes[b])
        for j, kinds in sorted(enumerate(parts), key=lambda part: -len(part[1])):
            for b in list(free) if kinds else ():
                if self._may_join(b, held[j], kinds):
                    held[j].append(b)
                    free.remove(b)
        others = [lot for lot, kinds in zip(held, parts, strict=True) if not kinds or not lot] or held
        for b in free:
            min(others, key=lambda lot: sum(self.problem.worth[other] for other in lot)).append(b)
        return held

    def _may_join(self, block: int, lot: list[int], kinds: frozenset[str]) -> bool:
        """Whether the lot has its bidders and is led with the block, is not worth too much, and holds nothing apart."""
        problem, joined = self.problem, [*lot, block]
        if sum(problem.pence[b] for b in joined) > problem.pence_range[1] or problem.clashes(block, lot):
            return False
        pounds = sum(problem.worth[b] for b in joined)
        step = bisect_left(problem.bidders.steps, pounds)
        return not self._short(joined, pounds, step) and all(self._is_led(joined, kind) for kind in kinds)

    def _is_led(self, lot: list[int], kind: str) -> bool:
        self.ranks -= 1
        weighed, needed, _ = self.leaders[kind]
        pounds = sum(self.problem.worth[b] for b in lot)
        step = bisect_left(self.problem.bidders.steps, pounds)
        return sum(weighed[b] for b in lot) >= needed[step] * pounds > 0

    def _thrown(self, kept: Lots) -> Lots:
        held = [list(lot) for lot in kept]
        for _ in range(self.random.randint(1, max(len(self.problem.worth) // 8, 2))):
            lot = self.random.choice([lot for lot in held if lot])
            block = lot.pop(self.random.randrange(len(lot)))
            self.random.choice([to for to in held if self.problem.touches(block, to)] or [lot]).append(block)
        return held

    def climb(self, held: Lots) -> None:
        """Change `held` by every move or exchange that helps, until none does or the ranks are spent."""
        ranks = [_sum(self.rank(lot), (self.problem.lacks(lot), 0, 0.0)) for lot in held]
        while not self.spent():
            pairs = permutations(range(len(held)), 2)
            if not sum(self._between(held, ranks, i, j) for i, j in pairs):
                break

    def _between(self, held: Lots, ranks: list[Rank], i: int, j: int) -> bool:
        """Take the moves from lot i to j, and the exchanges of the two, that help; whether there was one."""
        better = False
        for b in list(held[i]):
            for c in [None, *held[j]]:
                one = [x for x in held[i] if x != b] + ([] if c is None else [c])
                two = [x for x in held[j] if x != c] + [b]
                if after := self._better(one, two, _sum(ranks[i], ranks[j])):
                    held[i], held[j] = one, two
                    ranks[i], ranks[j] = after
                    better = True
                    break
            if self.spent():
                break
        return better

    def _better(self, one: list[int], two: list[int], than: Rank) -> tuple[Rank, Rank] | None:
        """The ranks of two lots where they are better together; what they lack, which is slow, is looked at last."""
        ranks = self.rank(one), self.rank(two)
        if _sum(*ranks) >= than:
            return None
        full = [_sum(rank, (self.problem.lacks(lot), 0, 0.0)) for rank, lot in zip(ranks, (one, two), strict=True)]
        return (full[0], full[1]) if _sum(*full) < than else None


def _sum(one: Rank, two: Rank) -> Rank:
    return (round(one[0] + two[0], 9), one[1] + two[1], round(one[2] + two[2], 3))
