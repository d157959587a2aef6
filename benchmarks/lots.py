"""Dividing into lots: the pounds that small firms could lead, by ours, by a greedy split and by one lot per site.

Requirements are invented (seeded): units of two services at the postcodes of a city, and firms that are able. The peers
are what is done by hand: a greedy split (the largest unit to the least lot, into as many lots as ours) and one lot for
each site. Told are pounds led, the fewest expected bidders of a lot, lots, the gap to the proven bound, and seconds.
"""

import argparse
import time
from collections import defaultdict
from random import Random
from statistics import median

from tests.lots import invent

from benchmarks.measure import say
from localspend.lots.bidders import SCALE, Firm, expected, model
from localspend.lots.conflicts import conflicts
from localspend.lots.options import options
from localspend.lots.problem import LEADERS, LEADS, Division, Problem, problem, whole_pounds

#: units, able firms, most lots, fewest expected bidders, whether lots have to touch.
CASES = (
    (60, 100, 6, 2, False), (60, 40, 12, 1, False), (60, 25, 8, 0, False), (300, 200, 8, 0, False),
    (60, 25, 6, 0, True),
)  # fmt: skip
SEEDS = range(3)
#: A gap that is near enough.
ENOUGH = 0.02


def main() -> None:
    """Print one line for each kind of requirement and way to divide."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="three requirements of each kind instead of one")
    parser.add_argument("--hard", type=int, metavar="N", help="only N requirements of 60 units that are hard to divide")
    parser.add_argument("--touching", action="store_true", help="the lots of those have to touch")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the seed of the first of them")
    given = parser.parse_args()
    if given.hard:
        hard(range(given.first, given.first + given.hard), given.touching)
        return
    seeds = SEEDS if given.large else SEEDS[:1]
    for units, firms, lots, fewest, touch in CASES:
        taken, gaps, told = [], [], defaultdict(list)
        for seed in seeds:
            one = requirement(Random(seed), units, firms, lots, fewest, touch)
            started = time.monotonic()
            drawn = options(one)
            taken.append(time.monotonic() - started)
            gaps += [option.gap for option in drawn if option.gap is not None]
            best = max(drawn, key=lambda option: one.led(option.division)).division
            for name, division in (("ours", best), ("greedy", greedy(one, len(best))), ("one a site", sites(one))):
                shares = [share(one, division, kind) for kind in LEADERS]
                told[name].append((*shares, bidders(one, division), len(division)))
        what = f"{units} units, {firms} firms, up to {lots} lots, {fewest} bidders asked{', touching' * touch}"
        say(f"{what}: seconds for all options", f"{median(taken):.1f} s", hoped="60 units 60 s, 300 units 120 s")
        say(f"{what}: widest gap to the bound", f"{max(gaps, default=0.0):.2%}", hoped="under 2% for 60 units")
        for name, found in told.items():
            small, micro, few, many = (median(one[n] for one in found) for n in range(4))
            led = f"small firms could lead {small:.0%} of pounds, micro firms {micro:.0%}"
            say(f"{what}: {name}", f"{led}; {few:.1f} bidders for the least lot, {many:.0f} lots")


def hard(seeds: range, touch: bool) -> None:
    """Print seconds and the gap of each option, then how many are within 2%."""
    every, slowest = list[float](), 0.0
    for seed in seeds:
        asked, places, able = invent.hard(seed, contiguous=touch)
        if conflicts(asked):
            continue
        one = problem(asked, model(able, places, whole_pounds(asked)))
        started = time.monotonic()
        drawn = [option for option in options(one) if option.gap is not None]
        seconds = time.monotonic() - started
        every, slowest = [*every, *(option.gap or 0.0 for option in drawn)], max(slowest, seconds)
        least = asked.minimum_expected_bidders
        gaps = ", ".join(f"{option.name} {option.gap:.2%}" for option in drawn)
        say(f"seed {seed}, up to {asked.max_lots} lots, {least} bidders asked", f"{seconds:.1f} s; gaps: {gaps}")
    within = f"{sum(gap < ENOUGH for gap in every)} of {len(every)}"
    say("options within 2% of the bound", f"{within}; widest {max(every, default=0.0):.2%}; slowest {slowest:.1f} s")


def requirement(rng: Random, units: int, firms: int, lots: int, fewest: int, touch: bool) -> Problem:
    """An invented problem; sites have up to four units."""
    asked = invent.requirement(rng, units, max_lots=lots, minimum_expected_bidders=fewest, contiguous=touch)
    able: list[Firm] = invent.firms(rng, firms)
    return problem(asked, model(able, invent.places(rng, units), whole_pounds(asked)))


def greedy(given: Problem, lots: int) -> Division:
    """The largest block to the least lot, over and over."""
    held: list[list[int]] = [[] for _ in range(lots)]
    for block in sorted(range(len(given.worth)), key=lambda b: -given.worth[b]):
        min(held, key=lambda lot: sum(given.worth[b] for b in lot)).append(block)
    return given.division(held)


def sites(given: Problem) -> Division:
    """One lot for each place."""
    found: dict[str, list[int]] = {}
    for block, (first, *_) in enumerate(given.blocks):
        found.setdefault(given.asked.units[first].place, []).append(block)
    return given.division(found.values())


def share(given: Problem, division: Division, kind: str) -> float:
    """The part of the pounds in lots that firms of a kind could lead."""
    return sum(sum(given.pounds[u] for u in lot) for lot in division if given.reaches(lot, kind, LEADS)) / sum(
        given.pounds
    )


def bidders(given: Problem, division: Division) -> float:
    """Expected bidders of the lot that has fewest."""
    return min(expected(given.bidders, *given.table("all"), lot, given.pounds) for lot in division) / SCALE


if __name__ == "__main__":
    main()
