"""What a firm could win."""

from pathlib import Path

import pytest

from localspend.errors import UsageError
from localspend.matching.reverse import alike, capabilities, number, steps
from tests.matching.pools import made


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("77310000", "77310000", True),
        ("77300000", "77310000", True),
        ("77314000", "77310000", True),
        ("77000000", "77310000", False),  # two levels
        ("77310000", "77340000", False),  # beside it
        ("unknown", "unknown", False),
    ],
)
def test_codes_match_a_level_up_or_down(left: str, right: str, same: bool) -> None:
    assert alike(left, right) is same
    assert alike(right, left) is same


def test_capability_is_of_the_strongest_evidence(tmp_path: Path) -> None:
    firm = {"supplier_id": "a", "name": "A", "sic": ["81300"]}
    able = [{"supplier_id": "a", "category_code": "90910000", "strength": 0.67}]
    found = capabilities(made(tmp_path, [firm, firm | {"supplier_id": "b"}], able=able), 0, ["81300"])
    assert found["90910000"] == (pytest.approx(0.67), "institutions of the network paid it for this")
    assert found["77310000"][1] == "its registered activity is landscape service activities"


def test_firm_that_says_nothing_has_no_capability(tmp_path: Path) -> None:
    assert capabilities(made(tmp_path, [{"supplier_id": "a", "name": "A"}]), 0, []) == {}


NAMED = [
    {"supplier_id": "a", "name": "Green Grounds Ltd"},
    {"supplier_id": "b", "name": "Twice Ltd"},
    {"supplier_id": "c", "name": "TWICE LTD"},
    {"supplier_id": "d", "name": "Jo Bloggs", "kind": "sole-trader", "name_shown": "Sole trader (name withheld)"},
]


def test_firm_is_found_by_its_id_or_its_name(tmp_path: Path) -> None:
    pool = made(tmp_path, NAMED)
    assert number(pool, "a", unmasked=False) == number(pool, " green  GROUNDS ltd", unmasked=False) == 0
    with pytest.raises(UsageError, match=r"2 firms here are called.*b .Twice Ltd., c"):
        number(pool, "twice ltd", unmasked=False)
    with pytest.raises(UsageError, match=r"no firm here.*Perhaps a"):
        number(pool, "green", unmasked=False)


def test_name_of_a_sole_trader_finds_nobody_unless_unmasked(tmp_path: Path) -> None:
    pool = made(tmp_path, NAMED)
    with pytest.raises(UsageError, match="no firm here") as stop:
        number(pool, "jo bloggs", unmasked=False)
    assert "Jo" not in str(stop.value.todo)
    assert number(pool, "jo bloggs", unmasked=True) == 3


def test_what_to_do_next_is_of_what_was_found() -> None:
    assert steps([]) == []
    ends, repeats, closes = ({"next_is": one} for one in ("end", "payment", "closes"))
    assert any("Write to the buyer" in step for step in steps([ends]))
    assert not any("Write to the buyer" in step for step in steps([repeats]))
    assert any("before they close" in step for step in steps([ends, closes]))
    assert all("Find a Tender" in steps(found)[-1] for found in ([ends], [repeats], [closes]))
