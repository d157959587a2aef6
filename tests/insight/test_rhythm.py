"""The test against chance, the forecast, and what a probability rests on."""

from datetime import date

import numpy as np
import pytest

from localspend.insight.rhythms.held_back import HeldBack, came_true, sort_of
from localspend.insight.rhythms.recurring import months_later
from localspend.insight.rhythms.rhythm import Rhythm, believed, log_chance, rhythm


def p_of(gaps: list[float]) -> float:
    """The p of one pair."""
    all_gaps = np.array(gaps)
    sums = np.array([len(gaps)], dtype=float), np.array([all_gaps.sum()]), np.array([(all_gaps**2).sum()])
    return float(np.exp(log_chance(*sums)[0]))


def test_p_is_the_share_of_partings_as_even() -> None:
    rng = np.random.default_rng(0)
    # Four payments more after the first, on five of every hundred days.
    parts = np.diff(np.sort(rng.random((400_000, 4)), axis=1), axis=1, prepend=0, append=1) * 500
    spread = parts.var(axis=1)
    for even in ([80, 100, 120, 90, 110], [60, 100, 140, 90, 110]):
        as_even = (spread <= np.var(even)).mean()
        assert p_of(even) == pytest.approx(as_even, rel=0.2)


def test_p_of_chance_is_never_smaller_than_it_should_be() -> None:
    rng = np.random.default_rng(1)
    for rate in (0.02, 0.1, 0.3):
        gaps = rng.geometric(rate, (20_000, 12)).astype(float)
        logs = log_chance(np.full(20_000, 12.0), gaps.sum(axis=1), (gaps**2).sum(axis=1))
        assert (logs < np.log(0.01)).mean() <= 0.012


def test_paid_in_every_run_says_nothing() -> None:
    assert p_of([1.0] * 30) == 1.0
    assert p_of([1.0, 2.0] * 15) == 1.0


def test_fewer_are_believed_the_more_were_looked_at() -> None:
    one = np.log([1e-3])
    assert believed(one, 0.01).all()
    assert not believed(np.append(one, np.zeros(99)), 0.01).any()
    assert believed(np.array([]), 0.01).size == 0


def test_rhythm_is_the_median_gap_and_its_next_day_lies_ahead() -> None:
    days = np.array([0, 30, 61, 90, 121, 150])
    assert rhythm(days, 150, shortest=7, uneven_at_most=0.25) == Rhythm(30, 1 / 30, 6, 180)
    late = rhythm(days, 185, shortest=7, uneven_at_most=0.25)
    assert late is not None
    assert late.next_day == 210
    assert rhythm(days, 211, shortest=7, uneven_at_most=0.25) is None, "it ceased"
    assert rhythm(days, 150, shortest=40, uneven_at_most=0.25) is None, "too quick"
    assert rhythm(np.array([0, 5, 60, 70, 150]), 150, shortest=7, uneven_at_most=0.25) is None, "uneven"


def test_forecast_is_judged_only_when_its_time_is_over() -> None:
    monthly = Rhythm(30, 0.05, 12, 180)
    assert came_true(monthly, np.array([150, 187]), 150, 200) is True
    assert came_true(monthly, np.array([150, 190]), 150, 200) is False
    assert came_true(monthly, np.array([150, 187]), 150, 185) is None


def test_probability_is_the_rate_of_its_sort_drawn_to_the_prior() -> None:
    tight, loose = Rhythm(30, 0.05, 12, 180), Rhythm(30, 0.2, 6, 180)
    nothing = HeldBack([], prior=0.7, weight=10)
    assert nothing.probability(tight) == 0.7
    assert HeldBack([(sort_of(tight), True)] * 9_999, prior=0.7, weight=10).probability(tight) == 0.99
    seen = HeldBack([(sort_of(tight), True)] * 90 + [(sort_of(loose), False)] * 10, prior=0.7, weight=10)
    assert seen.probability(tight) == pytest.approx((90 + 10 * 97 / 110) / 100, abs=0.005)
    assert seen.probability(loose) == pytest.approx((0 + 10 * 97 / 110) / 20, abs=0.005)


@pytest.mark.parametrize(
    ("months", "expected"),
    [(24, date(2027, 12, 31)), (-3, date(2025, 9, 30)), (2, date(2026, 2, 28)), (-12, date(2024, 12, 31))],
)
def test_months_later_keeps_to_the_end_of_shorter_months(months: int, expected: date) -> None:
    assert months_later(date(2025, 12, 31), months) == expected
