"""Expected bidders: how they fall, how sure they are, what quotes teach, and how quotes are read."""

from pathlib import Path
from random import Random

import pytest
from benchmarks.bidders import quotes as invented

from localspend.errors import InputError
from localspend.lots import quotes
from localspend.lots.backtest import backtest
from localspend.lots.beliefs import PRIORS, Beliefs
from localspend.lots.bidders import Firm, Model, expected, likely_bids, model
from localspend.lots.quotes import Quote
from localspend.lots.recalibrate import recalibrated

HERE, FAR = (405_000.0, 288_000.0), (445_000.0, 288_000.0)
EAGER = Beliefs(0.3, 3.0, 15.0, 1.0, PRIORS.crowding, PRIORS.covariance)


def market(many: int, carries: float = 40_000.0, at: tuple[float, float] = HERE) -> list[Firm]:
    return [Firm(f"f{n}", f"Firm {n}", "micro", carries, 1.0, at) for n in range(many)]


def bidders(given: Model, pounds: int) -> int:
    return expected(given, given.able(), given.near(), [0], [pounds])


def of(firms: list[Firm], pounds: int, burden: str = "usual", believed: Beliefs = PRIORS) -> int:
    return bidders(model(firms, [HERE], [pounds], believed, burden), pounds)


def test_fewer_bid_the_larger_the_lot_the_farther_it_is_and_the_more_a_bid_asks() -> None:
    sizes = [of(market(20), pounds) for pounds in (1_000, 40_000, 80_000, 160_000, 1_000_000)]
    assert sizes[0] == sizes[1] > sizes[2] > sizes[3] > sizes[4] >= 0
    assert of(market(20), 1_000) > of(market(20, at=FAR), 1_000) > 0
    assert of(market(20), 1_000, "light") > of(market(20), 1_000) > of(market(20), 1_000, "heavy")


def test_more_firms_bring_more_bids_but_not_in_proportion() -> None:
    few, many, crowded = (of(market(firms), 1_000) for firms in (5, 10, 100))
    assert many == pytest.approx(2 * few, abs=1)
    assert many < crowded < 5 * many


def test_range_holds_the_middle_and_narrows_with_quotes() -> None:
    given = model(market(30), [HERE], [60_000])
    taught = model(market(30), [HERE], [60_000], recalibrated(invented(Random(4), PRIORS, 200, 0.3)))
    for one in (given, taught):
        central = bidders(one, 60_000)
        span = one.spread([0], [60_000], central)
        assert 0 < span.low < central < span.high <= 30_000
        assert span.fewest <= central / 1000 <= span.most
    before, after = (one.spread([0], [60_000], 2000) for one in (given, taught))
    assert after.high - after.low < before.high - before.low


def test_bids_scatter_within_their_range_eight_times_in_ten() -> None:
    rng = Random(9)
    for mean in (0.5, 3.0, 12.0):
        low, high = likely_bids(mean, 0.5)
        draws = [mean * rng.lognormvariate(0, 0.5) for _ in range(4000)]
        counts = [sum(rng.random() < one / 200 for _ in range(200)) for one in draws[:800]]
        assert sum(low <= count <= high for count in counts) / len(counts) > 0.78


def test_nobody_able_is_nobody_expected() -> None:
    given = model([], [HERE], [500])
    assert (given.able()[0], given.near(), given.spread([0], [500], 0).most) == (0, [0], 0)


def test_quotes_move_beliefs_towards_what_they_show_and_the_same_quotes_the_same_way() -> None:
    few, many = (recalibrated(invented(Random(2), EAGER, needs, 0.3)) for needs in (10, 300))
    for name in ("intercept", "fall", "reach_km", "burden"):
        true, prior = getattr(EAGER, name), getattr(PRIORS, name)
        assert abs(getattr(many, name) - true) < abs(prior - true) / 2, name
        assert abs(getattr(many, name) - true) <= abs(getattr(few, name) - true) + 0.1 * abs(true), name
    assert recalibrated(invented(Random(2), EAGER, 10, 0.3)) == few
    assert recalibrated([]) is PRIORS


def test_backtest_foretells_better_than_one_rate_and_shows_it() -> None:
    found = backtest(invented(Random(3), EAGER, 120, 0.5))
    loss = found["log_loss"]
    assert loss["recalibrated"] < loss["priors"]
    assert loss["recalibrated"] < loss["one_rate"]
    assert found["calibration"][-1]["did"] == pytest.approx(found["calibration"][-1]["foretold"], abs=0.08)
    assert found["within"] > 0.7


def test_quotes_that_say_nothing_are_not_beaten_into_saying_something() -> None:
    rng = Random(1)
    noise = [Quote(f"n{n // 8}", 20_000, 40_000, rng.random() < 0.2) for n in range(800)]
    loss = backtest(noise)["log_loss"]
    assert loss["recalibrated"] == pytest.approx(loss["one_rate"], abs=0.01)


def test_one_need_cannot_be_held_back() -> None:
    assert backtest([Quote("n", 1_000, 40_000, True)])["log_loss"] is None


FILE = "need,value,supplier,bid,size,distance_km\nn1,\"£12,000\",A Ltd,yes,micro,3\nn1,12000,f1,no,,\n"  # fmt: skip


def test_quotes_are_read_with_the_capacity_of_the_firm_or_of_its_size(tmp_path: Path) -> None:
    path = tmp_path / "quotes.csv"
    path.write_text(FILE, encoding="utf-8")
    found = quotes.read(path, [Firm("f1", "F", "small", 90_000.0, 0.5)])
    assert found == [
        Quote("n1", 12_000.0, 40_000.0, True, 1.0, 3.0, 0),
        Quote("n1", 12_000.0, 90_000.0, False, 0.5, 0.0, 0),
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("bid", "bit"), "the column bid is missing"),
        (("distance_km", "distanse_km"), "the column distanse_km is not known; did you mean distance_km?"),
        (("yes", "perhaps"), "bid must be yes or no"),
        (("12000", "0"), "value must be more than nothing"),
        (("12000", "-5"), "value is no number"),
        (("micro", "tiny"), "size must be one of"),
        (("A Ltd,yes", "A Ltd,yes,"), "it has 7 cells"),
        ((FILE, "need,value,supplier,bid\n"), "it has no quotes"),
    ],
)
def test_quotes_that_are_wrong_are_told_by_their_line(tmp_path: Path, change: tuple[str, str], what: str) -> None:
    path = tmp_path / "quotes.csv"
    path.write_text(FILE.replace(*change), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        quotes.read(path)
    assert caught.value.what.startswith(what)
