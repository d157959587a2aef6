"""A random tree of blocks: it joins all that hang together, and falls in two parts that hang together."""

from random import Random

from localspend.lots.problem import neighbours
from localspend.lots.recut import tree
from tests.lots import invent


def test_both_parts_of_a_cut_tree_hang_together_and_hold_what_they_say() -> None:
    random = Random(5)
    for _ in range(20):
        touching = [sorted(found) for found in neighbours(invent.places(random, 30))]
        worth = [random.randint(0, 100) for _ in range(30)]
        blocks = set(range(30))
        joined = tree(blocks, touching, worth, random)
        assert set(joined.order) == blocks
        for block in joined.order[1:]:
            part = joined.part(block)
            assert sum(worth[b] for b in part) == joined.pounds[block]
            assert all(set(tree(half, touching, worth, random).order) == half for half in (part, blocks - part))


def test_a_tree_stays_among_the_blocks_given() -> None:
    touching = [[1], [0, 2], [1, 3], [2]]
    assert set(tree({0, 1, 3}, touching, [1, 1, 1, 1], Random(1)).order) in ({0, 1}, {3})
