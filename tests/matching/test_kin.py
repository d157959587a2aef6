"""Words of the same trade."""

from pathlib import Path

import pytest

from localspend.categories.words import words
from localspend.matching.kin import kin
from tests.matching.pools import made

NAMES = [
    "Photography", "Photographer", "Photographs", "Parker", "Park", "County", "Counter", "Translators", "Electrician",
    "Drainage", "Drains", "Painter", "Caterpillar",
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("photographer", {"photographer", "photography", "photograph"}),
        ("translation", {"translator"}),
        ("electrical", {"electrician"}),
        ("drains", {"drain", "drainag"}),
        ("painting", {"painter"}),
        ("parks", {"park"}),  # Parker is a surname
        ("counters", {"counter"}),
        ("catering", set()),
    ],
)
def test_kin_is_the_trade_not_a_word_that_begins_alike(tmp_path: Path, written: str, found: set[str]) -> None:
    pool = made(tmp_path, [{"supplier_id": str(n), "name": name} for n, name in enumerate(NAMES)])
    (root,) = words(written)
    assert {pool.names.keys[place].as_py() for place in kin(root, pool.names)} == found
