"""What place may do."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from localspend.errors import UsageError
from localspend.matching.asked import Asked
from localspend.matching.policy import place

ON = date(2026, 11, 20)
WHOLE = {"reserved": ("districts:E08000025",), "reserved_on": date(2026, 11, 1)}
BOUND = ("council", "combined-authority", "town-or-parish", "police", "fire")


def asked(**said: Any) -> Asked:
    return Asked(**({"need": "grass cutting", "on": ON, "value": Decimal(20000), "purpose": "invitation"} | said))


@pytest.mark.parametrize("buyer", [*BOUND, "nhs", "university", None])
def test_engagement_orders_by_place(buyer: str | None) -> None:
    assert place(asked(buyer=buyer, purpose="engagement")).used == "order"
    assert place(asked(buyer=buyer, purpose="engagement", value=Decimal(5_000_000))).used == "order"


@pytest.mark.parametrize("buyer", BOUND)
def test_invitation_of_a_bound_body_only_shows_place(buyer: str) -> None:
    found = place(asked(buyer=buyer))
    assert found.used == "shown-only"
    assert "s. 17" in " ".join(found.why)


@pytest.mark.parametrize("buyer", BOUND)
def test_whole_area_reservation_recorded_before_filters(buyer: str) -> None:
    found = place(asked(buyer=buyer, **WHOLE))
    assert found.used == "filter"
    assert found.area == ("districts:E08000025",)


def test_reservation_recorded_too_late_is_not_applied() -> None:
    found = place(asked(buyer="council", **(WHOLE | {"reserved_on": date(2026, 11, 21)})))
    assert found.used == "shown-only"
    assert "too late" in " ".join(found.why)


def test_part_of_an_area_is_refused() -> None:
    found = place(asked(buyer="council", **(WHOLE | {"reserved": ("wards:E05011120",)})))
    assert found.used == "shown-only"
    assert "refused" in " ".join(found.why)


def test_another_district_than_the_own_is_refused() -> None:
    found = place(asked(buyer="council", own_areas=frozenset({"E08000026"}), **WHOLE))
    assert found.used == "shown-only"


@pytest.mark.parametrize("buyer", [*BOUND, "nhs", "university", "central", "other"])
@pytest.mark.parametrize("more", [{}, WHOLE, {"work_needs": "2-hour response"}])
def test_above_the_threshold_place_does_nothing_for_anybody(buyer: str, more: dict[str, Any]) -> None:
    assert place(asked(buyer=buyer, value=Decimal(900_000), **more)).used == "shown-only"


def test_below_the_threshold_a_body_that_is_not_bound_may_widen_by_place() -> None:
    assert place(asked(buyer="nhs")).used == "order"


def test_distance_orders_where_the_work_needs_it_with_the_reason() -> None:
    found = place(asked(buyer="council", work_needs="2-hour response"))
    assert (found.used, found.by) == ("order", "distance")
    assert "2-hour response" in " ".join(found.why)


@pytest.mark.parametrize("more", [{"buyer": None}, {"buyer": "nhs", "value": None}])
def test_what_is_not_known_takes_the_strictest_rule(more: dict[str, Any]) -> None:
    assert place(asked(**more)).used == "shown-only"


@pytest.mark.parametrize(
    "wrong",
    [
        {"buyer": "parliament"},
        {"purpose": "award"},
        {"value": Decimal(-1)},
        {"reserved": ("districts:E08000025",)},
        {"reserved_on": ON},
    ],
)
def test_wrong_words_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        asked(**wrong)


def test_area_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="--reserved: 'villages:X' is no area"):
        place(asked(buyer="council", **(WHOLE | {"reserved": ("villages:X",)})))
