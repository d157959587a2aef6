"""rules: golden cases from the sources, what must hold for any value, and questions that cannot be asked."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localspend.errors import UsageError
from localspend.rules.answer import rules
from localspend.rules.requirement import CONTRACTS, Requirement
from tests.rules import golden, golden_reserved
from tests.rules.ask import answer, required, requirement, verdicts

CASES = {**golden.CASES, **golden_reserved.CASES}

ORDER = ("below-threshold", "below-threshold-notifiable", "above-threshold")
BUYERS = ("council", "nhs", "university", "housing-association", "police", "central", "school")
POUNDS = st.decimals(0, 9_000_000, places=2)
WHO = {"buyer": st.sampled_from(BUYERS), "contract": st.sampled_from([c for c in CONTRACTS if c != "health-care"])}
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name: str) -> None:
    case = CASES[name]
    found = answer(**case.asked)
    assert str(found["valuation"]["estimated"]) == case.estimated
    assert (str(found["threshold"]) if found["threshold"] is not None else None) == case.threshold
    assert (found["regime"], found["regulated"]) == (case.regime, case.regulated)
    assert {route: required(found, route) for route in case.required} == case.required
    assert verdicts(found) == case.reserve


def level(**asked: object) -> int:
    return ORDER.index(rules(Requirement(on=DAY, **asked))["regime"])  # type: ignore[arg-type]


@given(low=POUNDS, high=POUNDS, **WHO)
def test_more_pounds_never_lower_the_regime(buyer: str, contract: str, low: Decimal, high: Decimal) -> None:
    low, high = sorted((low, high))
    assert level(buyer=buyer, contract=contract, value=low) <= level(buyer=buyer, contract=contract, value=high)


@given(lots=st.lists(POUNDS, min_size=1, max_size=6), **WHO)
def test_lots_never_change_the_regime(buyer: str, contract: str, lots: list[Decimal]) -> None:
    whole = level(buyer=buyer, contract=contract, value=sum(lots, Decimal(0)))
    assert level(buyer=buyer, contract=contract, lots=tuple(lots)) == whole


@given(first=POUNDS, second=POUNDS, **WHO)
def test_dividing_a_need_lowers_the_regime_only_for_a_recorded_reason(
    buyer: str, contract: str, first: Decimal, second: Decimal
) -> None:
    whole = level(buyer=buyer, contract=contract, value=first + second)
    assert level(buyer=buyer, contract=contract, value=first, also=(second,)) == whole
    reason = "the second is for another place and a year later"
    apart = rules(Requirement(buyer=buyer, contract=contract, on=DAY, value=first, also=(second,), apart=reason))
    assert ORDER.index(apart["regime"]) == level(buyer=buyer, contract=contract, value=first)
    assert any(reason in line for line in apart["why"])


@given(value=POUNDS, part=POUNDS, **WHO)
def test_a_part_never_lowers_the_regime(buyer: str, contract: str, value: Decimal, part: Decimal) -> None:
    alone = level(buyer=buyer, contract=contract, value=value)
    assert level(buyer=buyer, contract=contract, value=value, parts=(("services", part),)) >= alone


@given(net=POUNDS, **WHO)
def test_bases_of_vat_agree(buyer: str, contract: str, net: Decimal) -> None:
    gross = net * Decimal("1.2")
    of_net = rules(Requirement(buyer=buyer, contract=contract, on=DAY, value=net, vat="excluded"))
    of_gross = rules(Requirement(buyer=buyer, contract=contract, on=DAY, value=gross, vat="included"))
    exempt = rules(Requirement(buyer=buyer, contract=contract, on=DAY, value=gross, vat="exempt"))
    assert of_net["regime"] == of_gross["regime"] == exempt["regime"]
    assert of_net["valuation"]["estimated"] == of_gross["valuation"]["estimated"]


@given(value=POUNDS, area=st.sampled_from(["wards:E05011120", "districts:E08000025", "uk", "regions:E12000005"]), **WHO)
def test_every_area_has_one_answer_and_above_threshold_it_is_no(
    buyer: str, contract: str, value: Decimal, area: str
) -> None:
    found = rules(Requirement(buyer=buyer, contract=contract, on=DAY, value=value, reserve=(area,)))
    assert len(verdicts(found)) == sum(map(len, found["reservation"].values())) == 1
    if found["regime"] == "above-threshold":
        assert verdicts(found) == {area: "refused"}


def test_every_answer_says_what_it_rests_on() -> None:
    found = answer(buyer="council", contract="services", value="180000", vat="excluded")
    assert found["says"] == "A decision aid, not legal advice."
    assert "VAT at 20% is assumed" in found["unchecked"]
    assert any("usual authority" in line for line in found["unchecked"])
    assert any("SI 2025/1200" in source for source in found["sources"])


def test_the_safest_simple_route_leaves_nobody_out() -> None:
    said = [answer(buyer="council", contract="services", value=value)["safest_route"] for value in ("9000", "50000")]
    assert said == ["open-advert", "open-advert"]
    assert answer(buyer="council", contract="services", value="500000")["safest_route"] == "open"
    assert answer(buyer="nhs", contract="health-care", value="500000")["safest_route"] is None


def test_a_given_rate_and_authority_are_not_assumed() -> None:
    found = answer(
        buyer="council", contract="services", value="1", vat="excluded", vat_rate="20", authority="sub-central"
    )
    assert not [line for line in found["unchecked"] if "assumed" in line or "usual" in line]


def test_a_district_without_a_network_is_taken_as_the_own_area_and_says_so() -> None:
    found = answer(buyer="council", contract="services", value="50000", reserve=["districts:E08000025"])
    assert any("districts:E08000025" in line and "own area" in line for line in found["unchecked"])


def test_a_refusal_says_what_is_lawful_to_the_same_end() -> None:
    refused = answer(buyer="council", contract="services", value="50000", reserve=["wards:E05011120"])
    assert any("Meet the Buyer" in line for line in refused["lawful"])
    assert answer(buyer="council", contract="services", value="50000", reserve=["uk"])["lawful"] == []


def test_words_for_the_notice_ask_the_firm_and_not_its_registered_office() -> None:
    found = answer(buyer="council", contract="services", value="50000", reserve=["districts:E08000025"])
    assert "declares it; a registered office alone neither proves nor disproves it" in found["wording"]["notice"]
    assert "£50,000.00" in found["wording"]["file"]


def test_works_may_have_a_selection_stage_from_the_amount_of_section_85() -> None:
    small = answer(buyer="council", contract="works", value="207719")["suitability"]
    large = answer(buyer="council", contract="works", value="207720")["suitability"]
    assert (small.startswith("Nobody may"), large.startswith("Works of £207,720.00")) == (True, True)


def test_light_touch_has_120_days_for_its_contract_details() -> None:
    notices = answer(buyer="council", contract="light-touch", value="700000")["notices"]
    assert [n["when"] for n in notices if (n["code"], n["route"]) == ("UK7", "open")] == [
        "Within 120 days of entering into the contract"
    ]


def test_winner_registers_from_april_2026() -> None:
    ids = [
        {duty["id"] for duty in answer(buyer="council", contract="goods", value="50000", on=on)["duties"]}
        for on in ("2026-03-31", "2026-04-01")
    ]
    assert ["winner-registers" in found for found in ids] == [False, True]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"buyer": "parliament"}, "--buyer"),
        ({"contract": "gifts"}, "--contract"),
        ({"vat": "maybe"}, "--vat"),
        ({"value": "-1"}, "--value"),
        ({"value": "NaN"}, "--value"),
        ({"options": ["-5"]}, "--option"),
        ({"value": "1E+9999"}, "--value"),
        ({"years": 0}, "--years"),
        ({"years": 10**9}, "--years"),
        ({"vat_rate": "-1"}, "--vat-rate"),
        ({"vat_rate": "NaN"}, "--vat-rate"),
        ({"reserve": ["wards:ALUMROCK"]}, "--reserve"),
        ({"reserve": ["wards:"]}, "--reserve"),
        ({"reserve": ["street:x"]}, "--reserve"),
        ({"reserve_size": ["tiny"]}, "--reserve-size"),
        ({"joint": [("club", "1")]}, "--joint"),
        ({"parts": [("gifts", "1")]}, "--part"),
        ({"lots": ["1"], "value": "1"}, "--lot"),
    ],
)
def test_rejects_what_cannot_be_asked(asked: dict[str, object], where: str) -> None:
    with pytest.raises(UsageError) as caught:
        requirement(**{"buyer": "council", "contract": "goods", "value": "100", **asked})
    assert caught.value.where == where


def test_a_year_without_rows_says_which_amount_was_used() -> None:
    def said(on: str) -> list[str]:
        unchecked: list[str] = answer(buyer="council", contract="works", value="300000", on=on)["unchecked"]
        return [line for line in unchecked if line.startswith("no amount of")]

    assert said("2027-12-31") == []
    first, second = said("2028-01-01")
    assert "no amount of 2028 is in the tables: £5,193,000.00, from 1 January 2026, is used" in first
    assert "£207,720.00" in second  # the floor of s. 85(3)


def test_before_the_tables_begin_nothing_is_claimed() -> None:
    found = answer(buyer="council", contract="services", value="300000", on="2019-05-01")
    assert (found["regime"], found["threshold"]) == ("earlier-law", None)
    assert any(line.startswith("no threshold of 2019") for line in found["unchecked"])


def duties(**asked: object) -> set[str]:
    return {
        duty["id"]
        for duty in answer(**{"buyer": "council", "contract": "services", "value": "90000", **asked})["duties"]
    }


PART_6 = {"sme-barriers", "no-selection-stage", "payment-30-below"}


def test_part_6_binds_nobody_whom_it_leaves_out() -> None:
    assert duties() >= PART_6
    for asked in ({"nation": "northern-ireland"}, {"buyer": "school"}, {"contract": "concession"}):
        assert not duties(**asked) & (PART_6 | {"winner-registers", "say-if-reserved"})


def test_a_council_may_not_choose_by_place_at_any_value_or_outside_the_act() -> None:
    for asked in ({}, {"value": "900000"}, {"contract": "health-care"}, {"contract": "concession"}):
        assert {"no-place-in-choice", "transparency-code"} <= duties(**asked)
    assert "no-place-in-choice" not in duties(buyer="university")
