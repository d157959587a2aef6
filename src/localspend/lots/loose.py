"""Loose pieces: what led lots leave over has to hang together in the lots that remain, which a pouring does not know.

A pouring whose left-over blocks fall into more pieces than there are lots for them is cut off: of one block of each of
so many pieces no more than there are lots stay left over, unless some block between them does, which joins at the most
the pieces that it touches. Every division keeps that; pouring again gives a lower bound, and at the end a division.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from localspend.lots.problem import Problem


@dataclass(frozen=True)
class Cut:
    """pieces: a block of each; between: the blocks that may join them, and how many each joins."""

    pieces: tuple[int, ...]
    between: tuple[tuple[int, int], ...]


def pieces(problem: Problem, blocks: Iterable[int]) -> list[frozenset[int]]:
    """The parts that blocks fall into by neighbours, those with most pounds first."""
    touching, left, found = problem.touching or (), set(blocks), []
    while left:
        piece = {min(left)}
        edge = set(piece)
        while edge:
            edge = {v for b in edge for v in touching[b]} & left - piece
            piece |= edge
        left -= piece
        found.append(frozenset(piece))
    return sorted(found, key=lambda piece: (-sum(problem.worth[b] for b in piece), min(piece)))


def cuts(problem: Problem, left: Iterable[int], lots: int) -> list[Cut]:
    """What keeps blocks from being left over as they are for `lots` lots; nothing where they are few enough pieces.

    A cut for each piece beyond the first, beside as many of the others as there are lots.
    """
    found = pieces(problem, left)
    if len(found) <= lots:
        return []
    return [_cut(problem, [one, *(other for other in found if other is not one)][: lots + 1]) for one in found[1:]]


def _cut(problem: Problem, apart: list[frozenset[int]]) -> Cut:
    touching = problem.touching or ()
    around = [{v for b in piece for v in touching[b]} - piece for piece in apart]
    if len(apart) == 2:
        around = [min(around, key=lambda blocks: (len(blocks), sorted(blocks)))]
    joins = {b: sum(b in blocks for blocks in around) for blocks in around for b in blocks}
    most = len(apart) - 1
    blocks = tuple(max(piece, key=lambda b: (problem.worth[b], -b)) for piece in apart)
    return Cut(blocks, tuple((b, min(most, many)) for b, many in sorted(joins.items())))
