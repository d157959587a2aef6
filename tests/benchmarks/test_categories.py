"""The arithmetic of the benchmark of categories, and that its answers are codes."""

from benchmarks.categories import Item

from benchmarks import categories
from localspend.categories.titles import DIVISIONS


def test_right_means_the_same_digits_at_that_level_and_that_many_are_said():
    assert categories.is_right("77310000", ("773",), 3)
    assert categories.is_right("77310000", ("77",), 2)
    assert not categories.is_right("77000000", ("773",), 3)
    assert not categories.is_right("unknown", ("773",), 2)


def test_every_answer_of_the_key_is_a_code():
    stems = {stem for labels in categories._answers().values() for right in labels.values() for stem in right}
    assert {stem[:2] for stem in stems} <= set(DIVISIONS)
    assert {len(stem) for stem in stems} <= {2, 3, 4}


def test_the_peer_gives_the_nearest_title_and_how_near():
    peer = categories.nearest([("77310000", "Upkeep of green areas"), ("79100000", "Legal services")])
    code, cosine = peer(Item("x", "Legal services", "", (), ("791",), 1))
    assert code == "79100000"
    assert 0.99 < cosine <= 1.01
    assert peer(Item("x", "Zorblax", "", (), (), 1)) == ("unknown", 0.0)


def test_the_surest_answers_stop_at_as_many_payments():
    items = [Item("x", text, "", (), (), 10) for text in ("legal services", "legal advice by post")]
    peer = categories.nearest([("79100000", "Legal services")])
    answer = categories.surest(items, peer, 10)
    assert [answer(item) for item in items] == ["79100000", "unknown"]
