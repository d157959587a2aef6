"""Two lots that touch, divided anew: blocks joined by a random tree, which falls in two wherever it is cut.

Both parts hang together whatever the cut, so one step goes where single blocks, moved one by one, would have to pass
through many bad divisions. (Known from the drawing of voting districts: DeFord, Duchin, Solomon, "Recombination: A
family of Markov chains for redistricting", 2021.)
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Tree:
    """Blocks as they joined it, the block that each hangs from, and the pounds of each with all that hangs from it."""

    order: list[int]
    above: dict[int, int]
    pounds: dict[int, int]

    def part(self, block: int) -> set[int]:
        """A block and what hangs from it."""
        found = {block}
        for other in self.order[self.order.index(block) + 1 :]:
            if self.above[other] in found:
                found.add(other)
        return found


def tree(blocks: Collection[int], touching: Sequence[Sequence[int]], worth: Sequence[int], random: Random) -> Tree:
    """A random tree of neighbours from one of the blocks; of blocks that do not hang together those it reaches."""
    root = random.choice(sorted(blocks))
    order, above, reached = [root], dict[int, int](), {root}
    edge = [(root, other) for other in touching[root] if other in blocks]
    while edge:
        n = int(random.random() * len(edge))
        edge[n], edge[-1] = edge[-1], edge[n]
        block, other = edge.pop()
        if other not in reached:
            reached.add(other)
            above[other] = block
            order.append(other)
            edge += [(other, more) for more in touching[other] if more in blocks and more not in reached]
    pounds = {block: worth[block] for block in order}
    for block in reversed(order[1:]):
        pounds[above[block]] += pounds[block]
    return Tree(order, above, pounds)
