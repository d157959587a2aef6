"""Bordering: which districts lie beside which, and the steps outward from home: own county, then bordering counties.

No file of boundaries is needed: the country is laid in squares of a kilometre, each is of the district that most of its
postcodes name, squares without a postcode join what is beside them (up to REACH), and districts border where their
squares touch. Water is not seen: two shores of a river less than some kilometres wide count as bordering.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

SQUARE, REACH = 1000, 3
SAME_DISTRICT, SAME_COUNTY, BORDERING = OUTWARD = ("same-district", "same-county", "bordering-counties")
#: Sides by which a square touches the next, each pair once.
SIDES = ((0, 1), (1, 0))
Ints = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Steps:
    """of: district -> its tier of OUTWARD; names: that tier -> the names of the areas that it adds."""

    of: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def touching(points: np.ndarray[Any, Any], district: Ints) -> Ints:
    """Pairs (n x 2, the smaller first) of `district` numbers (0 and up) that border, from postcodes' `points`, metres
    east and north."""
    squares = _squares(points, district)
    for _ in range(REACH):
        squares = _grown(squares)
    pairs: Ints = np.unique(np.concatenate([_beside(squares, down, right) for down, right in SIDES]), axis=0)
    return pairs


def steps(home: Iterable[str], borders: Mapping[str, Iterable[str]]) -> Steps:
    """Outward from the districts `home`; none where nothing is known of what borders them."""
    own = set(home)
    counties = {county(one) for one in own}
    every = districts().keys() | borders.keys()
    within = {one for one in every if county(one) in counties} | own
    beside = {county(other) for one in within for other in borders.get(one, ())} - counties
    if not beside:
        return Steps()
    of = {one: BORDERING for one in every if county(one) in beside}
    of |= dict.fromkeys(within, SAME_COUNTY) | dict.fromkeys(own, SAME_DISTRICT)
    return Steps(of, {tier: _named(codes) for tier, codes in zip(OUTWARD, (own, counties, beside), strict=True)})


def county(district: str) -> str:
    """The code of a district's county; a unitary district and a borough of London are their own."""
    return districts().get(district, {}).get("county") or district


def name(code: str) -> str:
    """What a county or district is called, its code where that is not known."""
    return _counties().get(code) or districts().get(code, {}).get("name") or code


@cache
def districts() -> dict[str, dict[str, str]]:
    """The rows of places/districts.csv by their code."""
    # Not as a file of localspend.places: to import that room brings an engine, half a second.
    with files("localspend").joinpath("places", "districts.csv").open(encoding="utf-8") as lines:
        return {row["district"]: row for row in csv.DictReader(lines)}


@cache
def _counties() -> dict[str, str]:
    with files(__package__).joinpath("counties.csv").open(encoding="utf-8") as lines:
        return {row["county"]: row["name"] for row in csv.DictReader(lines)}


def _named(codes: Iterable[str]) -> str:
    return ", ".join(sorted(name(one) for one in codes))


def _squares(points: np.ndarray[Any, Any], district: Ints) -> Ints:
    """The country in squares, each the number of its commonest district, -1 where it has no postcode."""
    at = (points // SQUARE).astype(np.int64)
    at -= at.min(axis=0) - REACH
    height, width = at.max(axis=0) + REACH + 1
    places, often = np.unique(np.stack([at[:, 0] * width + at[:, 1], district]), axis=1, return_counts=True)
    order = np.argsort(often, kind="stable")
    squares = np.full(height * width, -1, np.int32)
    # Of a square that is written several times the last stands: the commonest.
    squares[places[0][order]] = places[1][order]
    return squares.reshape(height, width)


def _grown(squares: Ints) -> Ints:
    """Each empty square as one beside it."""
    grown = squares.copy()
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        grown = np.where(grown < 0, np.roll(squares, step, axis), grown)
    return grown


def _beside(squares: Ints, down: int, right: int) -> Ints:
    """Pairs of different districts whose squares touch on that side, the smaller number first."""
    height, width = squares.shape
    one, other = squares[: height - down, : width - right], squares[down:, right:]
    differ = (one != other) & (one >= 0) & (other >= 0)
    return np.sort(np.stack([one[differ], other[differ]], axis=1), axis=1)
