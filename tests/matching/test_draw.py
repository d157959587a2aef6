"""Draws of invitations."""

import hashlib
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
