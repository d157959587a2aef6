"""What a need asks for."""

from pathlib import Path

import pytest

from localspend.errors import UsageError
from localspend.matching import activities
from localspend.matching.need import nearness, understand
from tests.matching.pools import made


def likeliest(text: str) -> str:
    need = understand(text)
    return max(need.categories, key=lambda code: need.categories[code])


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("someone to cut the grass at 40 schools", "77310000"),
        ("boiler servicing", "50720000"),
        ("window cleaning for offices", "90910000"),
        ("rewiring of council houses", "45310000"),
        ("removal of asbestos from a boiler room", "90650000"),
    ],
)
def test_plain_words_lead_to_a_category(text: str, category: str) -> None:
    assert likeliest(text) == category


def test_need_of_a_code_is_that_category() -> None:
    assert understand("77310000").categories == {"77310000": 1.0}
    assert understand("77310000-6").categories == {"77310000": 1.0}


@pytest.mark.parametrize("text", ["", "!!!", "we need someone", "99999999"])
def test_need_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        understand(text)


def test_words_no_category_knows_are_kept_for_names() -> None:
    need = understand("zeppelin moorings")
    assert need.categories == {}
    assert set(need.words) == {"zeppelin", "moor"}


def test_where_and_for_whom_count_less_than_what() -> None:
    need = understand("security guards for a construction site")
    assert need.words["guard"] == 1.0
    assert need.words["construction"] < 1


def test_one_wrong_letter_is_read_as_the_known_word() -> None:
    need = understand("scafolding")
    assert need.spelt == {"scafold": "scaffold"}
    assert "scaffold" in need.words


def test_word_that_is_right_is_not_mended() -> None:
    assert understand("scaffolding").spelt == {}
    assert understand("translation of letters").spelt == {}  # no litter


def test_word_of_names_alone_is_read_where_a_letter_is_wrong(tmp_path: Path) -> None:
    pool = made(tmp_path, [{"supplier_id": f"GB-COH-0000000{n}", "name": f"Zeppelin {n} Ltd"} for n in range(5)])
    assert understand("zepelin", pool).spelt == {"zepelin": "zeppelin"}


@pytest.mark.parametrize(
    ("has", "near"),
    [
        ("77310000", 1.0),  # the same
        ("77314000", 1.0),  # a level finer
        ("77300000", 0.75),  # a level wider
        ("77000000", 0.5),  # two levels wider
        ("77340000", 0.4),  # beside it
        ("77100000", 0.12),  # of the division alone
        ("45310000", 0.0),
    ],
)
def test_capability_is_the_nearer_the_more_levels_it_shares(has: str, near: float) -> None:
    assert nearness("77310000", has) == near


def test_activity_of_the_trade_tells_and_another_does_not() -> None:
    need = understand("grounds maintenance")
    assert need.activity("81300") > 0.5
    assert need.activity("69102") < 0.05
    assert need.activity("00000") == 0.0


def test_every_activity_has_a_title_and_a_code_of_five_digits() -> None:
    titles = activities.titles()
    assert len(titles) > 600
    assert all(len(code) == 5 and code.isdigit() and title for code, title in titles.items())
    assert activities.said("81300") == "landscape service activities"
    assert activities.said("00000") == "SIC 00000"
