"""What lots can be worth: the sums of some blocks, against every set of them."""

from itertools import combinations
from random import Random

import pytest

from localspend.lots import sums
from localspend.lots.sums import Sums


def every(worth: list[int]) -> set[int]:
    return {sum(some) for many in range(len(worth) + 1) for some in combinations(worth, many)}


def test_sums_are_those_of_every_set_of_blocks() -> None:
    random = Random(3)
    for step in (1, 7, 100):
        worth = [step * random.randint(0, 40) for _ in range(8)]
        reached, found = every(worth), Sums(worth)
        for pounds in range(0, sum(worth) + 1, 3):
            assert found.at_most(pounds) == max(one for one in reached if one <= pounds)
            assert found.at_least(pounds) == min(one for one in reached if one >= pounds)
        assert found.at_most(sum(worth) * 2) == sum(worth)
        assert found.at_least(sum(worth) + 1) is None


def test_of_too_many_sums_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "MOST_SUMS", 10)
    found = Sums([7, 20])
    assert (found.at_most(19), found.at_least(19), found.at_least(28)) == (19, 19, None)


def test_blocks_that_are_worth_nothing_have_one_sum() -> None:
    assert (Sums([0, 0]).at_most(5), Sums([0, 0]).at_least(0), Sums([0]).at_least(1)) == (0, 0, None)
