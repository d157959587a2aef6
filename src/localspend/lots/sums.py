"""What lots can be worth at all: the sums of some blocks. A lot of equal blocks never quite fills an odd limit."""

from collections.abc import Sequence
from math import gcd

#: Sums that are looked at, in steps of what divides every block; of more nothing is told, and they lie close together.
MOST_SUMS = 20_000_000


class Sums:
    """The sums of some of the blocks that are worth so much."""

    def __init__(self, worth: Sequence[int]) -> None:
        self.step, self.total = gcd(*worth) or 1, sum(worth)
        self.found = 1
        if self.total // self.step <= MOST_SUMS:
            for pounds in worth:
                self.found |= self.found << pounds // self.step
        else:
            self.found = 0

    def at_most(self, high: int) -> int:
        """The largest sum that is not over `high` (0 or more)."""
        high = min(high, self.total)
        if not self.found:
            return high
        return ((self.found & ((1 << high // self.step + 1) - 1)).bit_length() - 1) * self.step

    def at_least(self, low: int) -> int | None:
        """The least sum that is not under `low`; None where all of them together are less."""
        if low > self.total:
            return None
        if not self.found:
            return low
        steps = -(-low // self.step)
        above = self.found >> steps
        return (steps + (above & -above).bit_length() - 1) * self.step
