"""The answer of find."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from localspend.errors import UsageError
from localspend.matching import draw
from localspend.matching.asked import Asked
from localspend.matching.find import document, find
from localspend.matching.pool import Pool
from tests.matching.pools import gardeners, made

ON = date(2026, 11, 20)


def answer(pool: Pool, need: str = "grounds maintenance", **said: Any) -> dict[str, Any]:
    return document(find(pool, Asked(need=need, on=ON, **said)))


def ids(found: dict[str, Any]) -> list[str]:
    return [one["supplier_id"] for one in found["firms"]]


def around(folder: Path) -> Pool:
    """Three firms in the ward, eight more in the city, and a hundred elsewhere."""
    firms = gardeners(111)
    for n, firm in enumerate(firms):
        firm["tier"] = "ward" if n < 3 else "city" if n < 11 else "rest-of-uk"
        firm["district"] = "E08000025" if n < 11 else "E06000001"
    return made(folder, firms[::-1])


def test_engagement_widens_tier_by_tier_until_there_are_enough(tmp_path: Path) -> None:
    found = answer(around(tmp_path))
    assert found["place_used"] == "order"
    assert found["widened_to"] == "city"
    assert [one["tier"] for one in found["firms"]] == ["ward"] * 3 + ["city"] * 8
    assert answer(around(tmp_path), least=3)["widened_to"] == "ward"
    assert answer(around(tmp_path), least=12)["widened_to"] == "rest-of-uk"


def test_invitation_of_a_council_is_the_same_wherever_firms_are(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    said = {"buyer": "council", "purpose": "invitation", "value": Decimal(20000), "most": 200}
    here = answer(around(tmp_path / "here"), **said)
    moved = [one | {"tier": "rest-of-uk", "district": "E06000001"} for one in gardeners(111)]
    there = answer(made(tmp_path / "there", moved), **said)
    assert here["place_used"] == "shown-only"
    assert here["widened_to"] is None
    assert ids(here) == ids(there)


def test_reservation_keeps_to_the_area_and_says_who_is_outside(tmp_path: Path) -> None:
    found = answer(
        around(tmp_path), buyer="council", purpose="invitation", value=Decimal(20000), most=200,
        reserved=("districts:E08000025",), reserved_on=date(2026, 11, 1),
    )  # fmt: skip
    assert found["place_used"] == "filter"
    assert len(found["firms"]) == 11
    assert all("declares" in one["why"] for one in found["left_out"])
    assert found["left_out"]


def test_firm_whose_place_is_not_known_is_kept_in_a_reservation_and_asked(tmp_path: Path) -> None:
    found = answer(
        made(tmp_path, gardeners(1)), buyer="council", purpose="invitation", value=Decimal(20000),
        reserved=("districts:E08000025",), reserved_on=date(2026, 11, 1),
    )  # fmt: skip
    assert any("ask it" in fact for fact in found["firms"][0]["facts"])


def test_dissolved_firm_is_left_out_with_the_reason(tmp_path: Path) -> None:
    gone = gardeners(2)
    gone[0] |= {"gone": "dissolved, says the register", "status": "Dissolved"}
    found = answer(made(tmp_path, gone))
    assert ids(found) == ["GB-COH-00000002"]
    assert found["left_out"] == [{"supplier_id": "GB-COH-00000001", "why": "dissolved, says the register"}]


@pytest.mark.parametrize("purpose", ["engagement", "invitation"])
def test_nobody_is_left_out_for_size_turnover_or_record(tmp_path: Path, purpose: str) -> None:
    firms = gardeners(4)
    firms[0] |= {"size": "micro", "turnover": "10.00"}
    firms[1] |= {"size": "large"}
    firms[2] |= {"office_shared": True}
    found = answer(made(tmp_path, firms), purpose=purpose, buyer="council", value=Decimal(100_000))
    assert sorted(ids(found)) == sorted(one["supplier_id"] for one in firms)
    assert len({one["score"] for one in found["firms"]}) == 1
    assert any("shared by 100" in " ".join(one["facts"]) for one in found["firms"])
    assert any("turnover £10" in " ".join(one["facts"]) for one in found["firms"])


def test_reasons_are_in_plain_words(tmp_path: Path) -> None:
    paid = [
        {"supplier_id": "GB-COH-00000001", "category_code": "77310000", "institution": "Sample Police", "year": year,
         "amount": amount} for year, amount in ((2024, "99.00"), (2025, "12300.40"))
    ]  # fmt: skip
    found = answer(made(tmp_path, gardeners(1), paid=paid))
    assert found["firms"][0]["reasons"] == [
        "Sample Police paid it £12,300 for this in 2025",
        "its registered activity is landscape service activities",
        "its name says grounds maintenance",
        "live in the register",
    ]


def test_masked_name_tells_no_word_of_itself(tmp_path: Path) -> None:
    firm = gardeners(1)[0] | {"kind": "sole-trader", "name_shown": "Sole trader (name withheld)"}
    pool = made(tmp_path, [firm])
    masked, plain = answer(pool)["firms"][0], answer(pool, unmasked=True)["firms"][0]
    assert masked["name"] == "Sole trader (name withheld)"
    assert not any("its name" in reason for reason in masked["reasons"])
    assert plain["name"] == firm["name"]


def test_distance_is_a_fact_where_it_is_known(tmp_path: Path) -> None:
    firms = gardeners(2)
    firms[0] |= {"postcode": "B9 4AA", "easting": 400000.0, "northing": 280000.0}
    firms[1] |= {"easting": 403000.0, "northing": 284000.0}
    found = answer(made(tmp_path, firms), near="b94aa")
    assert {one["supplier_id"]: one["distance_km"] for one in found["firms"]} == {
        "GB-COH-00000001": 0.0, "GB-COH-00000002": 5.0,
    }  # fmt: skip


def test_work_that_needs_nearness_orders_by_distance(tmp_path: Path) -> None:
    firms = gardeners(3)
    for firm, north in zip(firms, (290000.0, None, 280000.0), strict=True):
        firm |= {"easting": 400000.0 if north else None, "northing": north}
    firms[2] |= {"postcode": "B9 4AA"}
    found = answer(
        made(tmp_path, firms), near="B9 4AA", work_needs="2-hour response", buyer="council", purpose="invitation",
        value=Decimal(20000),
    )  # fmt: skip
    assert ids(found) == ["GB-COH-00000003", "GB-COH-00000001", "GB-COH-00000002"]
    assert found["work_needs"] == "2-hour response"
    assert "2-hour response" in found["basis"]


def test_register_alone_says_what_its_tiers_are(tmp_path: Path) -> None:
    firms = gardeners(3)
    for firm, code in zip(firms, ("S70 1AA", "S1 2AA", "B9 4AA"), strict=True):
        firm |= {"postcode": code}
    found = answer(made(tmp_path, firms, tiers=()), near="S70 2SB")
    assert [one["tier"] for one in found["firms"]] == ["same-postcode-district", "same-postcode-area", "elsewhere"]
    assert all(one["distance_km"] is None for one in found["firms"])
    assert "--postcodes" in found["basis"]


def test_nowhere_to_look_from_orders_nothing(tmp_path: Path) -> None:
    found = answer(made(tmp_path, gardeners(3), tiers=()))
    assert found["place_used"] == "shown-only"
    assert "evidence alone" in found["basis"]


def test_need_that_nobody_meets_is_an_empty_answer(tmp_path: Path) -> None:
    found = answer(made(tmp_path, gardeners(3)), need="zeppelin moorings")
    assert (found["firms"], found["left_out"], found["widened_to"]) == ([], [], None)


def test_postcode_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--near"):
        answer(made(tmp_path, gardeners(1)), near="nowhere")


def test_draw_is_among_all_the_capable_and_within_what_place_allows(tmp_path: Path) -> None:
    pool = around(tmp_path)
    said: dict[str, Any] = {"need": "grounds maintenance", "on": ON, "purpose": "invitation", "value": Decimal(20000)}
    assert len(find(pool, Asked(**said, buyer="council")).capable()) == 111
    assert len(find(pool, Asked(**said, buyer="nhs", least=4)).capable()) == 11


BARRED = {"GB-COH-00000002": "on the debarment list until 2028"}


def test_barred_or_dissolved_is_named_as_left_out_and_never_drawn(tmp_path: Path) -> None:
    firms = gardeners(4)
    firms[0] |= {"gone": "dissolved, says the register"}
    pool = made(tmp_path, firms)
    said: dict[str, Any] = {"need": "grounds maintenance", "on": ON, "purpose": "invitation", "barred": BARRED}
    found = find(pool, Asked(**said, value=Decimal(20000), buyer="council"))
    assert document(found)["left_out"] == [
        {"supplier_id": "GB-COH-00000001", "why": "dissolved, says the register"},
        {"supplier_id": "GB-COH-00000002", "why": "may not be asked: on the debarment list until 2028"},
    ]
    for seed in map(str, range(50)):
        drawn = draw.draw(found.capable(), frozenset(found.capable()), 4, seed)
        assert {one.supplier_id for one in drawn} == {"GB-COH-00000003", "GB-COH-00000004"}


def test_without_a_value_no_regime_is_claimed(tmp_path: Path) -> None:
    found = answer(made(tmp_path, gardeners(1)), buyer="nhs", purpose="invitation")
    assert (found["regime"], found["place_used"]) == (None, "shown-only")
    assert "value is not known" in found["basis"]


def test_nobody_found_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "some").mkdir()
    (tmp_path / "none").mkdir()
    assert any(
        "other English words" in note for note in answer(made(tmp_path / "some", gardeners(1)), "glanhau")["notes"]
    )
    assert any("build again" in note for note in answer(made(tmp_path / "none", []))["notes"])


def test_postcode_that_no_file_has_is_told(tmp_path: Path) -> None:
    found = answer(made(tmp_path, gardeners(1)), near="zz99 9zz")
    assert any("ZZ99 9ZZ is in no file of postcodes" in note for note in found["notes"])


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e16", "1e400"])
def test_value_that_is_no_amount_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="no amount of pounds"):
        Asked(need="grass", on=ON, value=Decimal(value))


@pytest.mark.parametrize("need", ["7731", "773100000", "99999999"])
def test_number_that_is_no_code_is_refused(tmp_path: Path, need: str) -> None:
    with pytest.raises(UsageError, match="no CPV code"):
        answer(made(tmp_path, gardeners(1)), need)


@pytest.mark.parametrize(
    "need",
    ["grounds maintenance \U0001f33f" * 400, "x" * 10_000, "' OR 1=1; DROP TABLE", "gr\u00fcn grounds maintenance\n"],
)
def test_odd_needs_are_answered(tmp_path: Path, need: str) -> None:
    assert answer(made(tmp_path, gardeners(2)), need)["place_used"] == "order"
