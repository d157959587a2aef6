"""What a firm could win."""

from pathlib import Path

import pytest

from localspend.matching.reverse import alike, capabilities
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
