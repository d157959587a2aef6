"""Questions that a lawyer asked of `rules` afterwards: the answers were written from the sources before it was run."""

from typing import Any

import pytest

from tests.rules.ask import answer, required, verdicts
from tests.rules.golden import ABOVE, BELOW, BIRMINGHAM, COUNTY, EARLIER, EAST, NOTIFIABLE, REGION, ask

#: What is asked -> estimate, threshold, regime.
VALUED: dict[str, tuple[dict[str, Any], str, str | None, str]] = {
    "NHS, 12 x 9,376.25 a month net, comes to the threshold to the penny": (
        ask("nhs", "services", "112515", "excluded"), "135018.00", "135018.00", ABOVE),
    "NHS a penny of net less": (
        ask("nhs", "services", "112514.99", "excluded"), "135017.99", "135018.00", NOTIFIABLE),
    "council, three years net at the threshold": (
        ask("council", "services", "57700", "excluded", years=3), "207720.00", "207720.00", ABOVE),
    "5% VAT stays under": (
        ask("council", "goods", "197828", "excluded", vat_rate="5"), "207719.40", "207720.00", NOTIFIABLE),
    "5% VAT goes over": (
        ask("council", "goods", "197829", "excluded", vat_rate="5"), "207720.45", "207720.00", ABOVE),
    "police care services net": (
        ask("police", "light-touch", "552950", "excluded"), "663540.00", "663540.00", ABOVE),
    "police health care is no health care of the regime's bodies": (
        ask("police", "health-care", "700000"), "700000.00", "663540.00", ABOVE),
    "two councils together": (
        ask("council", "services", "100000", "excluded", joint=[("council", "60000")]),
        "192000.00", "207720.00", NOTIFIABLE),
    "council with an NHS trust": (
        ask("council", "services", "100000", joint=[("nhs", "35018")]), "135018.00", "135018.00", ABOVE),
    "works with a care part that is too small to lift": (
        ask("council", "works", "3000000", parts=[("light-touch", "663539.99")]),
        "3000000.00", "5193000.00", NOTIFIABLE),
    "works with a care part that lifts": (
        ask("council", "works", "3000000", parts=[("light-touch", "663540")]), "3000000.00", "5193000.00", ABOVE),
    "the last day of the old law": (
        ask("nhs", "goods", "140000", on="2025-02-23"), "140000.00", "139688.00", EARLIER),
    "the first day of the new": (ask("nhs", "goods", "140000", on="2025-02-24"), "140000.00", "139688.00", ABOVE),
    "a concession of the old threshold": (
        ask("council", "concession", "5193000", on="2025-12-31"), "5193000.00", "5372609.00", BELOW),
    "an unpaid arrangement": (ask("council", "services", "0"), "0.00", "207720.00", BELOW),
    "a housing association in two lots that reach it together": (
        ask("housing-association", "services", "0", lots=["103860", "103860"]), "207720.00", "207720.00", ABOVE),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUED)
def test_value_and_regime(name: str) -> None:
    asked, estimated, threshold, regime = VALUED[name]
    found = answer(**asked)
    shown = None if found["threshold"] is None else str(found["threshold"])
    assert (str(found["valuation"]["estimated"]), shown, found["regime"]) == (estimated, threshold, regime)


#: Works, and whether ability may be looked at before tenders (s. 85(3)): from £135,018 central, £207,720 others.
SUITABILITY = {
    "NHS works": (ask("nhs", "works", "135018"), True),
    "NHS works under": (ask("nhs", "works", "135017.99"), False),
    "council works of the NHS's amount": (ask("council", "works", "150000"), False),
    "council works": (ask("council", "works", "207720"), True),
    "council works in 2025": (ask("council", "works", "213476.99", on="2025-06-02"), False),
    "NHS works in 2025": (ask("nhs", "works", "138760", on="2025-06-02"), True),
    "services, however large": (ask("council", "services", "207719"), False),
}


@pytest.mark.parametrize("name", SUITABILITY)
def test_whether_suitability_may_be_looked_at(name: str) -> None:
    asked, may = SUITABILITY[name]
    assert ("is allowed, in proportion" in answer(**asked)["suitability"]) is may


#: The notices that must be published on the open route.
NOTICES = {
    "before payment notices": (
        ask("council", "services", "300000", on="2026-03-31"), {"UK4", "UK6", "UK7", "UK11", "UK17"}),
    "the first day of payment notices": (
        ask("council", "services", "300000", on="2026-04-01"), {"UK4", "UK6", "UK7", "UK8", "UK11", "UK17"}),
    "a college": (ask("further-education", "services", "250000"), {"UK4", "UK6", "UK7", "UK11"}),
    "care services of £6m have no performance notice": (
        ask("council", "light-touch", "6000000"), {"UK4", "UK6", "UK7", "UK8", "UK11", "UK17"}),
    "a concession has none either": (
        ask("council", "concession", "6000000"), {"UK4", "UK6", "UK7", "UK8", "UK11", "UK17"}),
    "£5m is not more than £5m": (
        ask("council", "services", "5000000"), {"UK4", "UK6", "UK7", "UK8", "UK11", "UK17"}),
    "a penny more": (
        ask("council", "services", "5000000.01"), {"UK4", "UK6", "UK7", "UK8", "UK9", "UK11", "UK17"}),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTICES)
def test_notices_of_the_open_route(name: str) -> None:
    asked, codes = NOTICES[name]
    assert required(answer(**asked), "open") == codes


#: Verdicts on areas and sizes.
RESERVED = {
    "police, whole country": (ask("police", "goods", "20000", reserve=["uk"]), {"uk": "allowed"}),
    "council by region": (ask("council", "goods", "20000", reserve=[REGION]), {REGION: "refused"}),
    "parish, whole country and small firms": (
        ask("town-or-parish", "works", "20000", reserve=["uk"], reserve_size=["sme"]),
        {"uk": "allowed", "sme": "allowed"}),
    "NHS by county": (ask("nhs", "goods", "20000", reserve=[COUNTY]), {COUNTY: "allowed"}),
    "university by ward is not barred and not settled": (
        ask("university", "services", "40000", reserve=["uk", EAST]), {"uk": "allowed", EAST: "unsettled"}),
    "fire body by ward": (ask("fire", "services", "40000", reserve=[EAST]), {EAST: "refused"}),
    "the day before the Order": (
        ask("council", "services", "40000", on="2026-02-03", reserve=[BIRMINGHAM, "uk"]),
        {BIRMINGHAM: "refused", "uk": "refused"}),
    "housing association above": (
        ask("housing-association", "services", "207720", reserve=[EAST, "uk"]), {EAST: "refused", "uk": "refused"}),
}  # fmt: skip


@pytest.mark.parametrize("name", RESERVED)
def test_reservation(name: str) -> None:
    asked, expected = RESERVED[name]
    assert verdicts(answer(**asked)) == expected


@pytest.mark.parametrize(("on", "binds"), [("2026-03-31", False), ("2026-04-01", True)])
def test_the_winner_registers_from_april_2026(on: str, binds: bool) -> None:
    found = answer(**ask("council", "services", "40000", on=on))
    assert ("winner-registers" in {duty["id"] for duty in found["duties"]}) is binds
