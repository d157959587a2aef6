"""Shares are intervals, and where they would mislead there are none."""

from decimal import Decimal
from typing import Any

import ibis
import pytest

from localspend.errors import UsageError
from localspend.insight.facts.headline import account_of, headline
from localspend.insight.facts.shares import share
from tests.insight.tables import paid, payees

AREAS = ("inner", "city")


def pounds(**tiers: str) -> dict[str, Decimal]:
    return {tier.replace("_", "-"): Decimal(amount) for tier, amount in tiers.items()}


@pytest.mark.parametrize(
    ("tiers", "low", "high", "among"),
    [
        (pounds(inner="10", city="20", rest_of_uk="50", unknown="20"), "0.1000", "0.3000", "0.1250"),
        (pounds(inner="10"), "1.0000", "1.0000", "1.0000"),
        (pounds(unknown="10"), "0.0000", "1.0000", None),  # nothing is known
        (pounds(inner="1", rest_of_uk="2"), "0.3333", "0.3333", "0.3333"),
        (pounds(inner="5", rest_of_uk="-5"), None, None, None),  # the total is nothing
        (pounds(inner="5", rest_of_uk="-9"), None, None, None),  # more came back than went
        (pounds(inner="-5", rest_of_uk="100"), None, None, None),  # a share under 0%
        (pounds(inner="50", rest_of_uk="100", unknown="-5"), None, None, None),
        ({}, None, None, None),
    ],
)
def test_share_is_the_interval_or_nothing(
    tiers: dict[str, Decimal], low: str | None, high: str | None, among: str | None
) -> None:
    found = share(tiers, ("inner",), among_known=True)
    assert [found.low, found.high, found.among_known] == [d and Decimal(d) for d in (low, high, among)]
    assert found.known + tiers.get("unknown", 0) == found.total


def test_headline_counts_what_is_counted_on_both_engines(connection: ibis.BaseBackend) -> None:
    payments = paid(
        connection,
        {"amount": "10.00", "tier": "inner", "supplier_id": "a"},
        {"amount": "30.00", "tier": "rest-of-uk", "supplier_id": "b"},
        {"amount": "60.00", "tier": None},
        {"amount": "99.00", "tier": "inner", "status": "excluded"},
    )
    found = headline(payments, payees(connection, {"supplier_id": "a"}), areas=AREAS, inside=None, covers=None)
    assert found["inside"] == "city"
    assert [found["known_local"], found["known"], found["total"]] == [Decimal("10.00"), Decimal(40), Decimal(100)]
    assert [found["low"], found["high"], found["among_known"]] == [Decimal("0.1"), Decimal("0.7"), Decimal("0.25")]


BIG_AND_SMALL = {
    "big": pounds(inner="100", rest_of_uk="900"),
    "small": pounds(inner="5", city="4", unknown="1"),
    "credits": pounds(inner="1", rest_of_uk="-4"),
}


def of(**options: Any) -> dict[str, Any]:
    return account_of(BIG_AND_SMALL, **{"areas": AREAS, "inside": None, "covers": None, **options})


def test_areas_are_cumulative_and_pooled_is_not_the_mean() -> None:
    inner, city = of()["by_area"]
    assert (inner["area"], inner["known_local"]) == ("inner", Decimal("106.00"))
    assert (city["area"], city["known_local"]) == ("city", Decimal("110.00"))
    assert inner["pooled"]["low"] == Decimal("0.1053")
    assert inner["mean_of_institutions"] == {
        "low": Decimal("0.3000"),
        "high": Decimal("0.3500"),
        "among_known": Decimal("0.3278"),
        "institutions": 2,
    }
    assert any("credits" in note for note in of()["notes"])


def test_register_of_some_tiers_gives_no_share_among_known() -> None:
    found = of(covers=["city"])
    assert found["among_known"] is None
    assert all(one["among_known"] is None for area in found["by_area"] for one in area["by_institution"])
    assert "by construction" in found["notes"][0]
    assert found["low"] is not None
    assert of(covers=["inner", "city", "rest-of-uk"])["among_known"] is not None, "a register of the whole UK is honest"


def test_inside_names_the_area_and_refuses_another() -> None:
    assert of(inside="inner")["known_local"] == Decimal("106.00")
    with pytest.raises(UsageError, match="no area of this network"):
        of(inside="moon")
