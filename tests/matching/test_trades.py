"""Everyday words reach who does the work."""

from pathlib import Path

import pytest

from localspend.categories.titles import DIVISIONS
from localspend.matching import activities
from localspend.matching.asked import Asked
from localspend.matching.find import document, find
from localspend.matching.need import understand
from localspend.matching.trades import like, trades
from tests.matching.pools import gardeners, made
from tests.matching.test_find import ON


@pytest.mark.parametrize(
    ("need", "does", "does_not"),
    [
        ("tarmac for a car park", "42110", "46730"),
        ("upholstery of chairs", "95240", "31010"),
        ("a nest of wasps", "81291", "81210"),
        ("bouncy castle", "77210", "41201"),
        ("shredding confidential paper", "38110", "17230"),
        ("wet rooms for disabled tenants", "43220", "68201"),
        ("grave digging", "96030", "43120"),
        ("upholstry", "95240", "31010"),  # misspelt
    ],
)
def test_everyday_words_tell_who_does_it(need: str, does: str, does_not: str) -> None:
    understood = understand(need)
    assert understood.activity(does) > 0.4
    assert understood.activity(does) > understood.activity(does_not) + 0.2


def test_trade_is_named_after_its_own_words_where_a_need_says_more() -> None:
    assert ("upholstery",) in [tuple(part) for part in understand("upholstery of waiting room chairs").either]


def test_class_of_what_is_left_tells_less() -> None:
    (scaffolding,) = (one for one in trades() if "scaffolders" in one.phrases)
    assert scaffolding.done_by("43991") > scaffolding.done_by("43999") > 0
    assert scaffolding.done_by("81300") == 0


def test_words_of_no_trade_are_like_none() -> None:
    assert like({}) == {}
    assert like({"qwxz": 1.0}) == {}
    assert understand("zeppelin moorings").trades == {}


def test_nonsense_finds_nobody_and_says_so(tmp_path: Path) -> None:
    found = document(find(made(tmp_path, gardeners(3)), Asked(need="qwxz", on=ON)))
    assert found["firms"] == []
    assert any("was not understood" in note for note in found["notes"])


def test_trade_that_no_firm_here_has_is_understood_and_told(tmp_path: Path) -> None:
    found = document(find(made(tmp_path, gardeners(3)), Asked(need="scaffolding", on=ON)))
    assert found["firms"] == []
    assert any("of 3 firms none is known to do" in note for note in found["notes"])


def test_every_trade_has_activities_a_category_and_words() -> None:
    codes = activities.titles()
    for one in trades():
        assert any(code.startswith(one.sic) for code in codes), one
        assert all(stem.isdecimal() and len(stem) in (4, 5) for stem in one.sic), one
        assert one.category[:2] in DIVISIONS
        assert all(phrase and phrase == phrase.strip().lower() for phrase in one.phrases), one
