"""The drawing of flows: widths are pounds, nothing overlaps, and it can be heard."""

import re
from decimal import Decimal
from itertools import pairwise

from localspend.reports import sankey

D = Decimal
FLOWS = {("Council", "Near"): D(300), ("Council", "Far"): D(100), ("Trust", "Far"): D(1), ("Trust", "Near"): D(-5)}


def draw(flows: dict[tuple[str, str], Decimal]) -> str:
    return sankey.draw("k", "T & t", "Said.", flows, ["Council", "Trust"], ["Near", "Far"], ["#000000", "#ffffff"])


def test_ribbons_are_as_wide_as_their_pounds_and_credits_are_not_drawn() -> None:
    heights = [float(h) for h in re.findall(r"v([\d.]+)C", draw(FLOWS))]
    assert len(heights) == 3
    assert abs(heights[0] / heights[1] - 3) < 0.01
    assert sum(heights) == sankey.HEIGHT or abs(sum(heights) - sankey.HEIGHT) < 0.1


def test_words_beside_thin_bars_do_not_run_into_each_other() -> None:
    many = {("Council", f"Place {n}"): D(1 if n else 10_000) for n in range(6)}
    svg = sankey.draw("k", "t", "d", many, ["Council"], [f"Place {n}" for n in range(6)], ["#000000"] * 6)
    lines = sorted(float(y) for y in re.findall(r'text-anchor="start" x="[\d.]+" y="([\d.]+)"', svg))
    assert min(b - a for a, b in pairwise(lines)) >= 2 * sankey.TEXT
    bottom = float(re.findall(r'viewBox="0 0 \d+ (\d+)"', svg)[0])
    assert all(0 <= y <= bottom for y in lines)


def test_it_can_be_heard_and_names_are_escaped() -> None:
    svg = draw(FLOWS)
    assert '<svg role="img" aria-labelledby="k-title k-desc"' in svg
    assert '<title id="k-title">T &amp; t</title><desc id="k-desc">Said.</desc>' in svg
    assert "<title>Council to Near: £300</title>" in svg


def test_same_flows_give_the_same_drawing_and_none_gives_none() -> None:
    assert draw(FLOWS) == draw(dict(reversed(FLOWS.items())))
    assert draw({}) == draw({("Council", "Near"): D(-1)}) == ""
