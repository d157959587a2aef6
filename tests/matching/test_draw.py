"""Draws of invitations."""

import hashlib
import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localspend import decisions
from localspend.errors import InputError
from localspend.matching import draw

IDS = [f"GB-COH-{n:08}" for n in range(20)]


def ids(drawn: list[draw.Drawn]) -> list[str]:
    return [one.supplier_id for one in drawn]


def test_draw_is_the_order_of_sha256_of_seed_and_id() -> None:
    order = sorted(IDS, key=lambda one: hashlib.sha256(f"seed\n{one}".encode()).hexdigest())
    assert ids(draw.draw(IDS, frozenset(), 4, "seed")) == order[:4]


def test_same_seed_gives_the_same_draw_and_another_seed_another() -> None:
    first = draw.draw(IDS, frozenset(), 4, "one")
    assert first == draw.draw(IDS[::-1], frozenset(), 4, "one")
    assert ids(first) != ids(draw.draw(IDS, frozenset(), 4, "two"))


def test_one_that_was_never_invited_comes_in_for_the_last() -> None:
    plain = ids(draw.draw(IDS, frozenset(), 4, "seed"))
    found = draw.draw(IDS, frozenset(plain), 4, "seed")
    assert ids(found)[:3] == plain[:3]
    assert found[3].supplier_id not in plain
    assert found[3].new
    assert found[3].instead


def test_draw_of_firms_that_were_all_invited_before_stays_as_it_is() -> None:
    assert ids(draw.draw(IDS, frozenset(IDS), 4, "seed")) == ids(draw.draw(IDS, frozenset(), 4, "seed"))


def test_fewer_firms_than_invitations_are_all_drawn() -> None:
    assert len(draw.draw(IDS[:3], frozenset(), 4, "seed")) == 3
    assert draw.draw([], frozenset(), 4, "seed") == []


@given(st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)), st.integers(1, 8), st.text())
def test_draw_has_a_new_firm_where_there_is_one(capable: set[str], before: set[str], many: int, seed: str) -> None:
    found = draw.draw(sorted(capable), frozenset(before), many, seed)
    assert len(set(ids(found))) == len(found) == min(many, len(capable))
    assert any(one.new for one in found) == bool(capable - before)


def test_draw_that_was_recorded_is_the_same_after_later_draws(tmp_path: Path) -> None:
    def drawn(need: str) -> list[str]:
        identity = draw.draw_id(need, "seed", 4, IDS)
        found = draw.draw(IDS, draw.before(tmp_path, identity), 4, "seed")
        draw.record(tmp_path, identity, need, "seed", found, by="me", why="a test")
        return ids(found)

    first, second = drawn("grass"), drawn("hedges")
    assert first != second  # the second had to bring in somebody new
    assert drawn("grass") == first
    assert drawn("hedges") == second
    assert len(decisions.standing(tmp_path, "invitations")) == 8


def test_history_says_who_was_asked_how_often_and_who_never(tmp_path: Path) -> None:
    found = draw.draw(IDS, frozenset(), 2, "seed")
    draw.record(tmp_path, "d1", "grass", "seed", found, by="me", why="a test")
    told = draw.history(tmp_path, [(one, f"Firm {one}") for one in IDS])
    assert told["draws"] == 1
    assert {one["supplier_id"] for one in told["invited"]} == set(ids(found))
    assert all(one["times"] == 1 and one["needs"] == ["grass"] for one in told["invited"])
    assert {one["supplier_id"] for one in told["never_asked"]} == set(IDS) - set(ids(found))


def test_history_of_a_network_without_draws_is_empty(tmp_path: Path) -> None:
    assert draw.history(tmp_path, [("a", "A")]) == {
        "draws": 0, "invited": [], "never_asked": [{"supplier_id": "a", "name": "A"}],
    }  # fmt: skip


def test_line_without_its_seed_is_refused(tmp_path: Path) -> None:
    row = {"draw": "d1", "need": "grass", "seed": "", "supplier_id": "GB-COH-00000001"}
    with pytest.raises(InputError, match="seed is missing"):
        decisions.append(tmp_path, "invitations", row, by="me", why="a test")


def test_every_firm_is_drawn_as_often_as_any_other() -> None:
    draws = 2000
    counts = Counter(one for n in range(draws) for one in ids(draw.draw(IDS, frozenset(), 4, f"seed {n}")))
    share = 4 / len(IDS)
    slack = 5 * math.sqrt(share * (1 - share) / draws)  # five standard deviations: chance passes it in a millionth
    assert set(counts) == set(IDS)
    assert all(abs(counts[one] / draws - share) < slack for one in IDS)


def test_newcomer_is_drawn_as_often_whatever_its_id() -> None:
    old, new = IDS[:15], IDS[15:]
    drawn = Counter(one for n in range(1000) for one in ids(draw.draw(IDS, frozenset(old), 1, f"seed {n}")))
    assert set(drawn) <= set(new)
    assert all(abs(drawn[one] / 1000 - 1 / 5) < 5 * math.sqrt(0.2 * 0.8 / 1000) for one in new)


def test_invitations_rotate_until_everybody_was_asked(tmp_path: Path) -> None:
    for n in range(len(IDS) - 4 + 1):  # each draw brings in one at the least
        identity = draw.draw_id("grass", f"seed {n}", 4, IDS)
        found = draw.draw(IDS, draw.before(tmp_path, identity), 4, f"seed {n}")
        draw.record(tmp_path, identity, "grass", f"seed {n}", found, by="me", why="a test")
    assert draw.history(tmp_path, [(one, one) for one in IDS])["never_asked"] == []


def test_one_that_leaves_the_capable_leaves_the_order_of_the_others() -> None:
    order = ids(draw.draw(IDS, frozenset(), len(IDS), "seed"))
    without = ids(draw.draw([one for one in IDS if one != order[0]], frozenset(), len(IDS), "seed"))
    assert without == order[1:]
