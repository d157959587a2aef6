import re

import pytest

from localspend.categories import knowledge, titles

CPV = r"(\d{8}|unknown)"


def test_every_table_of_ours_leads_to_codes_of_the_vocabulary():
    known = knowledge.vocabulary()
    led_to = {code for codes in knowledge.sic().values() for code in codes} | set(knowledge.proclass().values())
    led_to |= {code for code, _ in knowledge.merchants().values()}
    assert all(re.fullmatch(CPV, code) for code in known)
    assert led_to <= set(known)


def test_no_words_lead_to_two_categories():
    words = [word for _, words in knowledge.vocabulary().values() for word in words]
    assert len(words) == len(set(words))


def test_every_division_of_activities_and_of_cpv_is_covered():
    gaps = {4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89}
    assert {f"{n:02}" for n in range(1, 100) if n not in gaps} <= set(knowledge.sic())
    assert len(titles.DIVISIONS) == 45


def test_strengths_are_shares():
    assert all(0 < s <= 1 for codes in knowledge.sic().values() for s in codes.values())


def test_the_longest_stem_decides_what_an_activity_sells():
    assert knowledge.sold_under("81300") == {"77000000": 0.8, "77310000": 0.95, "77340000": 0.5}
    assert knowledge.sold_under("81999") == {"90900000": 0.5}
    assert knowledge.sold_under("00000") == {}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("77310000", "Planting and upkeep of green areas"),
        ("77314000", "Planting and upkeep of green areas"),
        ("77999000", "Grounds maintenance, farming and forestry"),
        ("unknown", "Not known"),
        ("99999999", "99999999"),
    ],
)
def test_any_code_has_plain_words(code, words):
    assert titles.title(code) == words
